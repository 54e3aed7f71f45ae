"""What was looked up, kept for a while: bounded, and forgotten in the order in which it was last learnt."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

from bot.apis.http.deadline import Clock

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """`seconds`: how long a thing is kept; `most`: how many at once."""

    def __init__(self, clock: Clock, seconds: float, most: int) -> None:
        self._clock = clock
        self._seconds = seconds
        self._most = most
        self._kept: OrderedDict[str, tuple[float, Value]] = OrderedDict()

    def __contains__(self, key: str) -> bool:
        kept = self._kept.get(key)
        return kept is not None and self._clock() < kept[0]

    def get(self, key: str) -> Value | None:
        return self._kept[key][1] if key in self else None

    def put(self, key: str, value: Value) -> None:
        self._kept[key] = (self._clock() + self._seconds, value)
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def values(self) -> list[Value]:
        """All that is not forgotten yet."""
        return [value for key, (_, value) in self._kept.items() if key in self]
