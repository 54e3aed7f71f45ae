"""How long one operation may take, all its requests and pauses together."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

Clock = Callable[[], float]
"""Seconds that only ever grow, such as `time.monotonic`."""


class Deadline(Struct, frozen=True):
    until: float
    clock: Clock

    @classmethod
    def in_(cls, seconds: float, clock: Clock) -> Deadline:
        return cls(clock() + seconds, clock)

    @property
    def left(self) -> float:
        """Seconds still to go; zero or less when the time is up."""
        return self.until - self.clock()
