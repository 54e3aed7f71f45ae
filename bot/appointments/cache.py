"""Caches: what was learnt lately, at most so much of it and for so long. Nothing that must not be lost is in one."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Generic, TypeVar

from cachetools import Cache as Kept
from cachetools import LRUCache, TTLCache

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

Timer = Callable[[], float]
"""Seconds that only ever grow, such as `time.monotonic`: how long ago something was."""


class Cache(Generic[Key, Value]):
    """`most`: how many things at once, then the one goes that was longest not asked for; `seconds`: how long each is kept."""

    def __init__(self, most: float, seconds: float = math.inf, timer: Timer = time.monotonic) -> None:
        forever = math.isinf(seconds)
        self._kept: Kept[Key, Value] = LRUCache(most) if forever else TTLCache(most, seconds, timer)

    def __contains__(self, key: Key) -> bool:
        return key in self._kept

    def get(self, key: Key) -> Value | None:
        return self._kept.get(key)

    def put(self, key: Key, value: Value) -> Value:
        """Keep it from now on, and give it back."""
        self._kept.pop(key, None)  # or it would be forgotten when the one before it is
        self._kept[key] = value
        return value

    def forget(self, key: Key) -> None:
        self._kept.pop(key, None)

    def items(self) -> list[tuple[Key, Value]]:
        """All that is not forgotten yet, by what it is kept under."""
        return list(self._kept.items())

    def values(self) -> list[Value]:
        """All that is not forgotten yet."""
        return list(self._kept.values())


def steady(clock: Callable[[], datetime]) -> Timer:
    """Make a timer of a clock that can be set, for where it must be: in tests and on the playground's stage.

    A clock that was set back does not tell how long ago anything was: then all that was kept is old.
    """
    last, lead = clock().timestamp(), 0.0

    def timer() -> float:
        nonlocal last, lead
        now = clock().timestamp()
        if now < last:
            lead += last - now + _LONG_AGO
        last = now
        return now + lead

    return timer


_LONG_AGO = 10.0**7
