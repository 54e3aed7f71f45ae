"""Caches: what was learnt lately, at most so much of it and for so long. Nothing that must not be lost is in one."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Hashable, Iterable
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
        try:
            return self._kept[key]  # its own `get` looks twice
        except KeyError:
            return None

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


class Lately(Generic[Key, Value]):
    """What was put here or asked for lately: `most` things or a little more, each for `seconds` at least and twice that at most.

    For what is asked for by thousands: it costs a look into a dictionary or two, where `Cache` keeps an order.
    """

    def __init__(self, most: int, seconds: float, timer: Timer = time.monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._timer = timer
        self._until = timer() + seconds
        self._now: dict[Key, Value] = {}
        self._before: dict[Key, Value] = {}

    def get(self, key: Key) -> Value | None:
        found = self._now.get(key)
        if found is None and (found := self._before.pop(key, None)) is not None:
            self._now[key] = found
        return found

    def put(self, key: Key, value: Value) -> None:
        self._now[key] = value

    def put_all(self, several: Iterable[tuple[Key, Value]]) -> None:
        self._now.update(several)

    def turn(self, *, at_once: bool = False) -> bool:
        """Let go of what is old, and say whether anything was. Said by whoever asks, before many questions, so that none of them looks at the clock.

        `at_once`: what is kept elsewhere of the same things was let go of just now.
        """
        now = self._timer()
        if not (at_once or now >= self._until or len(self._now) >= self._most):
            return False
        self._before = self._now if now < self._until + self._seconds else {}
        self._now, self._until = {}, now + self._seconds
        return True


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
