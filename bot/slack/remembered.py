"""Remember answers for a while, so that a burst of clicks asks once."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Remembered(Generic[Answer]):
    """Answers by key, each kept for a while; those who ask at the same time share one question. Failures are not kept."""

    def __init__(self, clock: Callable[[], datetime], fresh: timedelta, size: int = 2048) -> None:
        self._clock = clock
        self._fresh = fresh
        self._size = size
        self._kept: OrderedDict[str, tuple[datetime, Answer]] = OrderedDict()
        self._asking: dict[str, asyncio.Future[Answer]] = {}

    async def get(self, key: str, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        """Return what is remembered of `key`, or ask."""
        kept = self._kept.get(key)
        if kept is not None and self._clock() - kept[0] < self._fresh:
            return kept[1]
        asking = self._asking.get(key)
        if asking is None:
            asking = self._asking[key] = asyncio.ensure_future(ask())
            asking.add_done_callback(lambda done: self._keep(key, done))
        return await asyncio.shield(asking)

    def forget(self, key: str) -> None:
        """Drop what is remembered of `key`."""
        self._kept.pop(key, None)

    def _keep(self, key: str, done: asyncio.Future[Answer]) -> None:
        self._asking.pop(key, None)
        if done.cancelled() or done.exception() is not None:
            return
        self._kept[key] = (self._clock(), done.result())
        self._kept.move_to_end(key)
        while len(self._kept) > self._size:
            self._kept.popitem(last=False)
