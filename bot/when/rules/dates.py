"""Rules for dates with the month written out: "3 Dec", "the 22nd of June 2027", "10 to 22 August", "June 2027"."""

from __future__ import annotations

from datetime import timedelta

from bot.when.grammar import Context, Grammar
from bot.when.parts import (
    MONTHS,
    Amount,
    At,
    Clock,
    Day,
    DaySpan,
    Numeral,
    add,
    month_span,
    the_date,
    too_far,
)

rules = Grammar()


def year_of(number: Numeral) -> int | None:
    """Read a year: four figures, or two (70 to 99 are the last century's)."""
    if len(number.digits) == 4 and 1900 <= number.n <= 2199:
        return number.n
    if len(number.digits) == 2:
        return number.n + (1900 if number.n >= 70 else 2000)
    return None


def month_day(context: Context, month: int, day: int) -> Day:
    """The coming such day; 29 February waits for a leap year."""
    for year in range(context.today.year, context.today.year + 9):
        try_year = not (month == 2 and day == 29) or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
        if try_year and (on := the_date(year, month, day)) >= context.today:
            if (month, day) == (2, 29) and year > context.today.year + 1:
                context.guess(f"The next 29 February is in {year}.")
            return Day(on, year_said=False)
    raise too_far()


def month_day_year(month: int, day: int, year: int) -> Day:
    return Day(the_date(year, month, day))


def month_after(context: Context, months: int) -> tuple[int, int]:
    """The year and the month so many months from now."""
    first = add(context.today.replace(day=1), Amount(months=months))
    return first.year, first.month


STEPS = {"this": 0, "next": 1, "coming": 1, "following": 1, "second": 2, "last": -1, "previous": -1}
"""Which week, month or day a modifier means, counted from this one."""


_SEP = "(dash|slash|of|the|comma)*"
_D = "the? (number|ordinal)"
_NO_NTH = "(?<!weekday in) (?<!weekday of) (?<!unit in) (?<!unit of)"
"""Not "first Monday in December 2-3pm"."""
_NO_DAY = "(?<![number ordinal]) (?<!number of) (?<!ordinal of)"
"""Not "24 November 2-3"."""


def day_of(number: Numeral | int) -> int | None:
    if isinstance(number, int):
        return number
    return number.n if len(number.digits) < 3 else None


@rules(f"between? {_D} (to|dash|and|until) {_D} of? the? month of? number", "days")
def days_of_month_year(
    context: Context, first: Numeral | int, last: Numeral | int, month: int, year: Numeral
) -> DaySpan | None:
    return _days(context, first, last, month, year)


@rules(f"between? {_D} (to|dash|and|until) {_D} of? the? month (?!the? ordinal)", "days")
def days_of_month(context: Context, first: Numeral | int, last: Numeral | int, month: int) -> DaySpan | None:
    return _days(context, first, last, month)


@rules("(from the?)? (number|ordinal) (on|at) (number|ordinal) month number?", "days")
def french_days(
    context: Context, first: Numeral | int, last: Numeral | int, month: int, year: Numeral | None = None
) -> DaySpan | None:
    """ "du 3 au 5 décembre", "10 a 22 agosto"."""
    return _days(context, first, last, month, year) if context.language in ("fr", "es") else None


@rules(
    f"between? {_NO_NTH} {_NO_DAY} month {_D} (to|dash|until|and) {_D} of? number (?!meridiem|to|until|number)",
    "days",
)
def month_days_year(
    context: Context, month: int, first: Numeral | int, last: Numeral | int, year: Numeral
) -> DaySpan | None:
    return _days(context, first, last, month, year)


@rules(
    f"between? {_NO_NTH} {_NO_DAY} month {_D} (to|dash|until|and) {_D} (?!meridiem|month|of|number)", "days"
)
def month_days(context: Context, month: int, first: Numeral | int, last: Numeral | int) -> DaySpan | None:
    return _days(context, first, last, month)


def _days(
    context: Context, first: Numeral | int, last: Numeral | int, month: int, year: Numeral | None = None
) -> DaySpan | None:
    a, b = day_of(first), day_of(last)
    if a is None or b is None or a >= b:
        return None
    if year is not None:
        said = year_of(year)
        if said is None:
            return None
        start, end = the_date(said, month, a), the_date(said, month, b)
    else:
        end = month_day(context, month, b).on
        start = the_date(end.year, month, a)
    return DaySpan(start, end + timedelta(days=1))


@rules(f"{_D} {_SEP} month {_SEP} number (?!unit|meridiem|month|past|number month)", "day")
def day_month_year(context: Context, day: Numeral | int, month: int, year: Numeral) -> Day | None:
    return _day(context, day, month, year)


@rules(f"{_NO_NTH} month {_SEP} {_D} {_SEP} number (?!unit|meridiem|past)", "day")
def month_day_and_year(context: Context, month: int, day: Numeral | int, year: Numeral) -> Day | None:
    return _day(context, day, month, year)


@rules(f"number {_SEP} month {_SEP} {_D}", "day")
def year_month_day(context: Context, year: Numeral, month: int, day: Numeral | int) -> Day | None:
    return _day(context, day, month, year) if len(year.digits) == 4 else None


@rules("number dash number dash month", "day")
def day_year_month(context: Context, day: Numeral, year: Numeral, month: int) -> Day | None:
    return _day(context, day, month, year) if len(year.digits) == 4 else None


@rules("weekday month number clock number", "at_day")
def stamp_with_weekday(
    _: Context, weekday: int, month: int, day: Numeral, clock: Clock, year: Numeral
) -> At | None:
    at = _stamp(month, day, clock, year)
    return at._replace(day=at.day._replace(weekday=weekday)) if at else None


@rules("month number clock number", "at_day")
def stamp_of_a_machine(_: Context, month: int, day: Numeral, clock: Clock, year: Numeral) -> At | None:
    """ "Dec 3 10:00:00 2026", as a Unix clock writes it."""
    return _stamp(month, day, clock, year)


def _stamp(month: int, day: Numeral, clock: Clock, year: Numeral) -> At | None:
    said = year_of(year) if len(year.digits) == 4 else None
    return At(month_day_year(month, day.n, said), clock) if said and len(day.digits) < 3 else None


def _day(context: Context, number: Numeral | int, month: int, year: Numeral) -> Day | None:
    day, said = day_of(number), year_of(year)
    if day is None or said is None or (len(year.digits) == 2 and 0 < year.n < 24):
        return None
    if year.n % 100 < 60 and len(year.digits) == 4 and abs(said - context.today.year) > 1:
        context.guess(
            f"{said} is read as the year; for the time of day type {year.digits[:2]}:{year.digits[2:]}."
        )
    return month_day_year(month, day, said)


@rules(f"(?<!month) (?<!month the) (number|ordinal) {_SEP} month (?!the? ordinal)", "day")
def day_month(context: Context, number: Numeral | int, month: int) -> Day | None:
    day = day_of(number)
    return month_day(context, month, day) if day is not None else None


@rules(f"{_NO_NTH} month {_SEP} (number|ordinal) (?!unit|meridiem)", "day")
def month_and_day(context: Context, month: int, number: Numeral | int) -> Day | None:
    day = day_of(number)
    return month_day(context, month, day) if day is not None else None


@rules("month (dash|slash)? of? number", "days")
def month_year(_: Context, month: int, year: Numeral) -> DaySpan | None:
    said = year_of(year)
    return DaySpan(*month_span(said, month), period=True) if said and len(year.digits) == 4 else None


@rules("number dash? month", "days")
def year_month(_: Context, year: Numeral, month: int) -> DaySpan | None:
    said = year_of(year)
    return DaySpan(*month_span(said, month), period=True) if said and len(year.digits) == 4 else None


@rules("the? mod month (?!number)", "days")
def which_month(context: Context, which: str, month: int) -> DaySpan | None:
    """ "next May" is the coming one; "last September" is the one of last year."""
    today = context.today
    step = STEPS[which]
    if step < 0:
        if month < today.month:
            name = MONTHS[month - 1]
            context.guess(f"Read as {name} {today.year - 1}; for this year's type {name} {today.year}.")
        return DaySpan(*month_span(today.year - 1, month), period=True)
    year = today.year + (month < today.month or (step == 1 and month == today.month))
    return DaySpan(*month_span(year, month), period=True)
