"""What a search found: how many there are, and those of the page that somebody looks at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from msgspec import Struct, field

from bot.appointments.listing import Listing
from bot.appointments.model import Appointment


class Found(Struct, frozen=True):
    """What a search found, and how many sessions it could not compare, because the service does not tell their claimants' names."""

    sessions: Sequence[Appointment]
    unnamed: int = 0
    among: Listing = field(default_factory=Listing)
    """How whole that was which it was looked for in."""


class Part(Sequence[Appointment]):
    """So many sessions, of which those of one page were read."""

    def __init__(self, total: int, first: int, page: Sequence[Appointment]) -> None:
        self._total, self._first, self._page = total, first, page

    def __len__(self) -> int:
        return self._total

    @overload
    def __getitem__(self, place: int) -> Appointment: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Appointment]: ...
    def __getitem__(self, place: int | slice) -> Appointment | Sequence[Appointment]:
        if isinstance(place, int):
            return self._page[range(self._total)[place] - self._first]
        first, last, _ = place.indices(self._total)
        if first < last and not self._first <= first <= last <= self._first + len(self._page):
            raise IndexError("not on the page that was read")
        return self._page[first - self._first : last - self._first]
