"""One question for all who ask the same at the same time."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

from bot.appointments.cache import Cache, Timer

AT_ONCE = 0.1
"""Seconds after its beginning in which others may still join a question whose answer must be new."""

Answer = TypeVar("Answer")


class Together(Generic[Answer]):
    """Shares questions, never answers: an answer goes to those who were waiting for it, and is forgotten.

    So nobody is told what was read more than `within` seconds before they asked; and after `forget`, nothing that was read before it.
    """

    def __init__(self, within: float = AT_ONCE, timer: Timer = time.monotonic) -> None:
        self._within = within
        self._timer = timer
        self._asking: dict[Hashable, tuple[float, asyncio.Task[Answer]]] = {}

    def __contains__(self, key: Hashable) -> bool:
        return key in self._asking

    async def ask(
        self, key: Hashable, question: Callable[[], Coroutine[Any, Any, Answer]], name: str | None = None
    ) -> Answer:
        """Join the question of this key that has begun, or begin one. It goes on for the others when one waits no longer."""
        asking = self._asking.get(key)
        if asking is None or self._timer() - asking[0] > self._within:
            task = asyncio.create_task(question(), name=name)
            self._asking[key] = asking = (self._timer(), task)
            task.add_done_callback(lambda done: self._answered(key, done))
        return await asyncio.shield(asking[1])

    def forget(self, *keys: Hashable) -> None:
        """Let nobody join what has begun by now, of these keys or at all, because something was changed since."""
        for key in keys or list(self._asking):
            self._asking.pop(key, None)

    async def aclose(self) -> None:
        """Ask no further."""
        asking = [task for _, task in self._asking.values()]
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)

    def _answered(self, key: Hashable, done: asyncio.Task[Answer]) -> None:
        if not done.cancelled():
            done.exception()  # taken note of, even where nobody waits any more
        if key in self._asking and self._asking[key][1] is done:
            del self._asking[key]


class Remembered(Generic[Answer]):
    """Answers by key, each kept for a while; those who ask at the same time share one question. Failures are not kept."""

    def __init__(self, seconds: float, timer: Timer = time.monotonic, most: int = 2048) -> None:
        self._kept: Cache[Hashable, tuple[Answer]] = Cache(most, seconds, timer)
        self._together: Together[Answer] = Together(math.inf, timer)
        self._forgotten = 0

    async def get(self, key: Hashable, ask: Callable[[], Coroutine[Any, Any, Answer]]) -> Answer:
        """Return what is remembered of `key`, or ask."""
        kept = self._kept.get(key)
        if kept is not None:
            return kept[0]
        forgotten = self._forgotten

        async def question() -> Answer:
            answer = await ask()
            if self._forgotten == forgotten:  # else it may be of before that
                self._kept.put(key, (answer,))
            return answer

        return await self._together.ask(key, question)

    def forget(self, key: Hashable) -> None:
        """Drop what is remembered of `key`; who asks from now on is not told what is being asked either."""
        self._forgotten += 1
        self._kept.forget(key)
        self._together.forget(key)

    async def aclose(self) -> None:
        """Ask no further."""
        await self._together.aclose()
