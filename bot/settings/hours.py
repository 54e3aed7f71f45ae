"""When a desk is open: spans of each weekday, by the desk's own clocks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar
from zoneinfo import ZoneInfo

from msgspec import Struct

T = TypeVar("T", int, datetime)
USUAL = "Mon-Fri 08:00-18:00"
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = "(mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_ENTRY = re.compile(
    rf"(?:{_DAY}(?:\s*[-–]\s*{_DAY})?\s+)?(\d\d?)(?:[:.](\d\d))?\s*[-–]\s*(\d\d?)(?:[:.](\d\d))?",
    re.IGNORECASE,
)
_A_DAY = 24 * 60
WRONG = "these are no opening hours: type them like Mon-Fri 08:00-18:00, Sat 09:00-12:00"


class Hours(Struct, frozen=True):
    """Minutes after midnight from and to which a desk is open, for each day from Monday on; an empty day is closed."""

    week: tuple[tuple[tuple[int, int], ...], ...]

    def is_open(self, day: date) -> bool:
        return bool(self.week[day.weekday()])

    def of(self, day: date, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
        """The spans of a day, in UTC."""
        return [(_at(day, opens, zone), _at(day, closes, zone)) for opens, closes in self.week[day.weekday()]]

    def cover(self, start: datetime, end: datetime) -> bool:
        """Whether a desk is open from start to end, which carry its zone. What begins on a day that is closed is measured by its usual hours."""
        day = start.date()
        midnight = datetime.combine(day, time())
        first, last = ((one.replace(tzinfo=None) - midnight) // timedelta(minutes=1) for one in (start, end))
        usual = () if self.is_open(day) else (self._widest,)
        open_to = first
        # A span that ends at midnight goes on where the next day's begins
        for ahead in range(last // _A_DAY + 1):
            for opens, closes in self.week[(day.weekday() + ahead) % 7] or usual:
                if opens <= open_to - ahead * _A_DAY < closes:
                    open_to = ahead * _A_DAY + closes
        return open_to > first and open_to >= last

    @property
    def _widest(self) -> tuple[int, int]:
        spans = [span for day in self.week for span in day]
        return min(opens for opens, _ in spans), max(closes for _, closes in spans)


@lru_cache(maxsize=64)
def read_hours(text: str) -> Hours:
    """Read opening hours; where no day is named, Monday to Friday are meant. Raises ValueError."""
    week: list[list[tuple[int, int]]] = [[] for _ in _DAYS]
    for entry in text.split(","):
        found = _ENTRY.fullmatch(entry.strip())
        if found is None:
            raise ValueError(WRONG)
        first, last, *clocks = found.groups()
        hour, minute, until, past = (int(clock or 0) for clock in clocks)
        opens, closes = hour * 60 + minute, until * 60 + past
        if max(minute, past) > 59 or not opens < closes <= _A_DAY:
            raise ValueError(WRONG)
        for day in _days(first, last):
            week[day].append((opens, closes))
    for spans in week:
        spans.sort()
        if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
            raise ValueError("two spans of one day overlap")
    return Hours(tuple(tuple(joined(spans)) for spans in week))


def joined(spans: Iterable[tuple[T, T]]) -> list[tuple[T, T]]:
    """The same, in order, with those as one of which one begins as the other ends."""
    found: list[tuple[T, T]] = []
    for opens, closes in spans:
        if found and found[-1][1] == opens:
            opens = found.pop()[0]
        found.append((opens, closes))
    return found


def _days(first: str | None, last: str | None) -> list[int]:
    if first is None:
        return list(range(5))
    begins = _DAYS.index(first.casefold())
    ends = begins if last is None else _DAYS.index(last.casefold())
    return [(begins + ahead) % 7 for ahead in range((ends - begins) % 7 + 1)]


def _at(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """A time of a day by the clock on the wall."""
    on, of_day = day + timedelta(days=minutes // _A_DAY), minutes % _A_DAY
    return datetime.combine(on, time(of_day // 60, of_day % 60), zone).astimezone(UTC)
