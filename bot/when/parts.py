"""The small values that phrases are made of, between the words typed and the reading handed out."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.when.model import Choice

MIN_YEAR, MAX_YEAR = 1900, 2199
MINUTES_A_DAY = 24 * 60


class Unreadable(Exception):
    """A text that can't be a time, with the words for the person who typed it."""

    def __init__(self, reason: str, message: str, choices: tuple[Choice, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.message = message
        self.choices = choices
        self.place: tuple[int, int] | None = None
        """Where in the text the words are that can't be read, if it is only some of them."""
        self.about: tuple[int, int] | None = None
        """Where the word stands that makes a question of the whole."""


class Numeral(NamedTuple):
    """A whole number; `digits` is as typed, and empty for a number written as a word."""

    n: int
    digits: str = ""


class Amount(NamedTuple):
    """A length: months and days follow the calendar, minutes follow the clock."""

    months: int = 0
    days: int = 0
    minutes: float = 0
    working_days: int = 0
    unit: str = ""
    """The smallest unit named; "an hour and a half" needs to know it."""

    @property
    def is_clock(self) -> bool:
        """Whether it is told in hours and minutes, so that a moment moved by it is a moment."""
        return bool(self.minutes)

    @property
    def total_minutes(self) -> int | None:
        """The length in minutes; None for months, working days, and what is not a whole number of minutes."""
        if self.months or self.working_days:
            return None
        total = self.days * MINUTES_A_DAY + self.minutes
        return round(total) if abs(total - round(total)) < 1e-6 else None

    def plus(self, other: Amount) -> Amount:
        return Amount(
            self.months + other.months,
            self.days + other.days,
            self.minutes + other.minutes,
            self.working_days + other.working_days,
            other.unit,
        )


class Clock(NamedTuple):
    """A time of day in minutes after midnight. `sure` is False where morning or afternoon was not said."""

    minutes: int
    sure: bool = True
    midnight: bool = False
    written: bool = False
    """Whether it was written with two figures for the hour, as on a clock with 24 hours."""


class ClockSpan(NamedTuple):
    start: Clock
    end: Clock


class Day(NamedTuple):
    """A day, resolved. `year_said` and `month_said` tell what may still be moved by the words around it."""

    on: date
    year_said: bool = True
    month_said: bool = True
    weekday: int | None = None
    """The weekday that was typed beside a date; whether they agree is checked at the end."""
    swapped: bool = False
    """Whether day and month were read in the order that is not the country's."""
    kind: str = "date"
    """date, weekday, relative or named: which piece may be a person's name depends on it."""


class DaySpan(NamedTuple):
    """Days from `start` to `end`, exclusive; open where None."""

    start: date | None
    end: date | None
    month: int | None = None
    """Set where the span is one month of an unsaid year."""
    period: bool = False
    """Whether it is one week, month or year, so that "from" and "until" can stand before it."""


class Span(NamedTuple):
    """Moments from `start` to `end`, exclusive; open where None. A `Clock` is on the day told elsewhere."""

    start: At | Clock | Moment | None
    end: At | Clock | Moment | None


class At(NamedTuple):
    """A time of day on a day."""

    day: Day
    clock: Clock


class Moment(NamedTuple):
    """A moment on the time line, counted from now."""

    instant: datetime


class DayPart(NamedTuple):
    """Morning, afternoon, evening or night; `day` where it was told along with it."""

    name: str
    day: Day | None = None


class Nth(NamedTuple):
    """The nth weekday of a month that is told elsewhere; -1 is the last."""

    nth: int
    weekday: int


class Guess(NamedTuple):
    """An assumption: what else the piece could have been."""

    words: str = ""
    """A whole sentence where there is nothing to choose."""
    other: date | None = None
    """The other day that it could be."""


PARTS_OF_DAY = {
    "morning": (6 * 60, 12 * 60),
    "lunchtime": (12 * 60, 14 * 60),
    "afternoon": (12 * 60, 18 * 60),
    "evening": (17 * 60, 22 * 60),
    "night": (18 * 60, 24 * 60),
    "first thing": (9 * 60, 10 * 60),
    "last thing": (16 * 60, 17 * 60),
}


def the_date(year: int, month: int, day: int) -> date:
    """Make a date, or say in words why there is none."""
    if not 1 <= month <= 12:
        raise Unreadable("impossible", f"There is no month {month}. Type the day like 3 Dec or 2026-12-03.")
    if not MIN_YEAR <= year <= MAX_YEAR:
        raise Unreadable("impossible", f"{year} can't be the year meant. Type the day like 3 Dec 2026.")
    if not 1 <= day <= monthrange(year, month)[1]:
        when = f"{day} {MONTHS[month - 1]}" + (f" {year}" if (month, day) == (2, 29) else "")
        raise Unreadable("impossible", f"There is no {when}. Check the day and type it again, e.g. 3 Dec.")
    return date(year, month, day)


def add(day: date, amount: Amount) -> date:
    """Move a day along the calendar; 31 January and a month is the last of February."""
    months = day.year * 12 + day.month - 1 + amount.months
    year, month = divmod(months, 12)
    _check_year(year)
    moved = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    if abs(amount.days) > 80_000:
        raise too_far()
    moved += timedelta(days=amount.days)
    step = 1 if amount.working_days > 0 else -1
    for _ in range(min(abs(amount.working_days), 2_000)):
        moved += timedelta(days=step)
        while moved.weekday() > 4:
            moved += timedelta(days=step)
    _check_year(moved.year)
    return moved


def _check_year(year: int) -> None:
    if not MIN_YEAR <= year <= MAX_YEAR:
        raise too_far()


def too_far() -> Unreadable:
    return Unreadable("impossible", "That is too far away to be meant. Type a date, e.g. 3 Dec 2026.")


def month_span(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), add(date(year, month, 1), Amount(months=1))


MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def short_day(day: date, *, year: bool = True) -> str:
    """Write a day for people: "Fri 20 Nov 2026"."""
    return f"{DAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}" + (
        f" {day.year}" if year else ""
    )


def short_clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def say_minutes(minutes: int) -> str:
    """Say a length: 45 min, 1 h, 1 h 30 min."""
    hours, rest = divmod(minutes, 60)
    return " ".join(
        part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "") if part
    )
