"""Rules for weeks and quarters by their number: "week 49", "the last week of July", "third quarter of 2027"."""

from __future__ import annotations

from datetime import date, timedelta

from bot.when.grammar import Context, Grammar
from bot.when.model import Choice
from bot.when.parts import (
    Amount,
    Day,
    DaySpan,
    Nth,
    Numeral,
    Unreadable,
    add,
    month_span,
    short_day,
    the_date,
)
from bot.when.rules.dates import STEPS, month_after, year_of
from bot.when.rules.named_days import named_day
from bot.when.rules.nth import month_told

named_rules = Grammar()
"""Tried before a named day is made."""
rules = Grammar()

_TO_THURSDAY = timedelta(days=3)
"""A week belongs to the month and the year that its Thursday is in, as ISO 8601 says."""
_WEEK = timedelta(days=7)
_SPAN = "(days|month|number|the? mod? unit)"
_OF = f"of? {_SPAN}"

Told = DaySpan | int | float | Numeral | str


def _span(context: Context, told: tuple[Told, ...]) -> tuple[date, date] | None:
    """The month or the year that a week or a quarter is one of."""
    match told:
        case (DaySpan() as span,) if span.start and span.end and month_told(span):
            return span.start, span.end
        case (int() as month,):
            return month_span(context.today.year + (month < context.today.month), month)
        case (Numeral() as number,) if len(number.digits) == 4 and (year := year_of(number)):
            return date(year, 1, 1), date(year + 1, 1, 1)
        case (*which, "month") if not which or which[0] in STEPS:
            return month_span(*month_after(context, STEPS[str(which[0])] if which else 0))
        case (*which, "year") if not which or which[0] in STEPS:
            year = context.today.year + (STEPS[str(which[0])] if which else 0)
            return date(year, 1, 1), date(year + 1, 1, 1)
    return None


def _week(span: tuple[date, date], place: int, *, whole: bool = False) -> DaySpan | None:
    """The week at that place of a month or a year; -1 is the last."""
    start, end = span
    monday = start - timedelta(days=start.weekday())
    mondays = [monday + n * _WEEK for n in range(54)]
    weeks = [day for day in mondays if start <= day + _TO_THURSDAY < end]
    index = place if place < 0 else place - 1
    if not place or not -len(weeks) <= index < len(weeks):
        return None
    found = weeks[index]
    if whole:
        within = [day for day in mondays if start <= day and day + _WEEK <= end]
        if index < len(within) and within[index] != found:
            raise _two_weeks(found, within[index])
    return DaySpan(found, found + _WEEK, period=True)


def _two_weeks(*mondays: date) -> Unreadable:
    """Ask where "the first week" may be the one that the month begins in, or the first whole one."""
    words = " or ".join(f"w/c {day.day} {day:%b %Y}" for day in mondays)
    choices = tuple(Choice(f"Week of {short_day(day)}", f"w/c {day}") for day in mondays)
    return Unreadable("ambiguous", f"That can be one of two weeks. Type {words}.", choices)


@rules(f"the? (ordinal|mod) (unit of?|wc) {_SPAN}", "days")
def week_of(context: Context, which: int | str, *told: Told) -> DaySpan | None:
    """ "the last week of July", "first week of 2027", "2nd week of next month"."""
    place = -1 if which == "last" else which
    span = _span(context, told[1:] if told[0] == "week" else told)
    return _week(span, place, whole=True) if span and isinstance(place, int) else None


@rules(f"the? unit number {_OF}", "days")
def week_by_number(context: Context, unit: str, number: Numeral, *told: Told) -> DaySpan | None:
    """ "week 3 of 2027"."""
    span = _span(context, told)
    return _week(span, number.n) if span and unit == "week" else None


@rules("(?<![for in after]) the? unit number (?!unit|month|meridiem|to|dash|clock|of)", "days")
def week_number(context: Context, unit: str, number: Numeral) -> DaySpan | None:
    """ "week 49": the coming one of that number."""
    if unit != "week" or not 1 <= number.n <= 53:
        return None
    for year in (context.today.year, context.today.year + 1):
        made = _week((date(year, 1, 1), date(year + 1, 1, 1)), number.n)
        if made and made.end and made.end > context.today:
            return made
    return None


@rules(f"the? ordinal quarter ({_OF})?", "days")
def quarter(context: Context, nth: int, *told: Told) -> DaySpan | None:
    """ "third quarter of 2027"; without a year the one that is not over."""
    return _quarter(context, nth, *told)


def _quarter(context: Context, nth: int, *told: Told) -> DaySpan | None:
    span = _span(context, told or ("year",))
    if not 1 <= nth <= 4 or span is None or (span[1] - span[0]).days < 365:
        return None
    start = the_date(span[0].year, 3 * nth - 2, 1)
    end = add(start, Amount(months=3))
    if not told and end <= context.today:
        start, end = add(start, Amount(months=12)), add(end, Amount(months=12))
    return DaySpan(start, end, period=True)


@rules(f"(in|on)? the? qtr ((of|dash|slash)? {_SPAN})?|number (dash|slash)? qtr", "days")
def numbered_quarter(context: Context, *told: Told) -> DaySpan | None:
    """ "Q3 2027", "2027-Q1"."""
    quarters = [one for one in told if isinstance(one, float)]
    return _quarter(context, int(quarters[0]), *(one for one in told if not isinstance(one, float)))


@rules("nth after day", "day")
def nth_after(_: Context, nth: Nth, day: Day) -> Day | None:
    """ "third Tuesday after Christmas"."""
    return _after(nth, day)


def _after(nth: Nth, day: Day) -> Day | None:
    if not 1 <= nth.nth <= 9 or nth.weekday > 6:
        return None
    ahead = (nth.weekday - day.on.weekday() - 1) % 7 + 1
    return Day(day.on + timedelta(days=ahead) + (nth.nth - 1) * _WEEK, kind="date")


@rules("(?<!ordinal) the? weekday after day", "day")
def weekday_after(_: Context, weekday: int, day: Day) -> Day | None:
    """ "the Tuesday after Christmas"."""
    return _after(Nth(1, weekday), day)


@rules("(?<!ordinal) the? weekday before day", "day")
def weekday_before(_: Context, weekday: int, day: Day) -> Day:
    back = (day.on.weekday() - weekday - 1) % 7 + 1
    return Day(day.on - timedelta(days=back), kind="date")


@rules("day in number (?!unit|month|to|dash|meridiem)", "day")
def day_in_year(_: Context, day: Day, number: Numeral) -> Day | None:
    """ "3 December in 2027"."""
    year = year_of(number) if len(number.digits) == 4 else None
    if year is None or day.year_said or day.kind != "date":
        return None
    return Day(the_date(year, day.on.month, day.on.day), weekday=day.weekday)


@named_rules("named (of|in) the? mod? unit", "day")
def named_of_year(context: Context, name: str, *told: str) -> Day | None:
    """ "Good Friday of next year"."""
    span = _span(context, told) if told[-1] == "year" else None
    on = named_day(name, span[0].year, context.country, context.nation) if span else None
    return Day(on, kind="named") if on else None
