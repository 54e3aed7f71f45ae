"""One question for all who ask the same at the same time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

AT_ONCE = 0.1
"""Seconds after its beginning in which others may still join a question."""

Answer = TypeVar("Answer")


class Together(Generic[Answer]):
    """Shares questions, never answers: an answer goes to those who were waiting for it, and is forgotten.

    So nobody is told what was read more than `AT_ONCE` before they asked; and after `forget`, nothing that was read before it.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._asking: dict[Hashable, tuple[float, asyncio.Task[Answer]]] = {}

    async def ask(self, key: Hashable, question: Callable[[], Coroutine[Any, Any, Answer]]) -> Answer:
        """Join the question of this key that has just begun, or begin one."""
        asking = self._asking.get(key)
        if asking is None or self._clock() - asking[0] > AT_ONCE:
            task = asyncio.create_task(question())
            self._asking[key] = asking = (self._clock(), task)
            task.add_done_callback(lambda done: self._answered(key, done))
        return await asyncio.shield(asking[1])  # whoever no longer waits must not end it for the others

    def forget(self) -> None:
        """Let nobody join what has begun by now, because something was changed since."""
        self._asking.clear()

    def _answered(self, key: Hashable, done: asyncio.Task[Answer]) -> None:
        if not done.cancelled():
            done.exception()  # taken note of, even where nobody waits any more
        if key in self._asking and self._asking[key][1] is done:
            del self._asking[key]
