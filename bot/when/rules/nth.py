"""Rules for days counted within a month: "first Monday in December", "the 5th of next month", "4 to 9 this month"."""

from __future__ import annotations

from datetime import date, timedelta

from bot.when.grammar import Context, Grammar
from bot.when.parts import (
    Day,
    DaySpan,
    Nth,
    Numeral,
    month_span,
    the_date,
)
from bot.when.rules.dates import STEPS, day_of, month_after
from bot.when.rules.periods import numbered_days

rules = Grammar()


@rules(
    "(from|between)? the? (number|ordinal) (to|dash|until|and) the? (number|ordinal) of? the? mod unit",
    "days",
)
def days_of_which_month(
    context: Context, first: Numeral | int, last: Numeral | int, which: str, unit: str
) -> DaySpan | None:
    a = first if isinstance(first, int) else first.n
    b = last if isinstance(last, int) else last.n
    if unit != "month" or not 1 <= a < b <= 31:
        return None
    start, end = month_span(*month_after(context, STEPS[which]))
    if b > (end - start).days:
        return None
    return DaySpan(start.replace(day=a), start.replace(day=b) + timedelta(days=1))


@rules("the? (ordinal|number) unit? of? the? mod unit", "day")
def day_of_which_month(context: Context, number: Numeral | int, *rest: str) -> Day | None:
    *unit, which, month = rest
    day = day_of(number)
    if month != "month" or day is None or unit not in ([], ["day"]):
        return None
    return Day(the_date(*month_after(context, STEPS[which]), day), kind="date")


@rules("the? ordinal unit? of the unit", "day")
def day_of_the_month(context: Context, day: int, *units: str) -> Day | None:
    if units[-1] != "month" or units[:-1] not in ((), ("day",)):
        return None
    return Day(the_date(*month_after(context, 0), day), kind="date")


@rules("from the? number on number (?!unit|month|heure|number|meridiem)", "days")
def french_numbers(context: Context, first: Numeral, last: Numeral) -> DaySpan | None:
    """ "du 13 au 18"."""
    return numbered_days(context, first.n, last.n) if context.language == "fr" else None


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date | None:
    """The nth such weekday of a month (-1: the last); weekday 7 is any day, 8 a working day."""
    first, after = month_span(year, month)
    span = [first + timedelta(days=n) for n in range((after - first).days)]
    fitting = [
        day
        for day in span
        if weekday == 7 or day.weekday() == weekday or (weekday == 8 and day.weekday() < 5)
    ]
    place = nth if nth < 0 else nth - 1
    return fitting[place] if nth and -len(fitting) <= place < len(fitting) else None


@rules("number weekday (?=(of|in|on)? (month|days))", "nth")
def polish_nth_day(context: Context, number: Numeral, weekday: int) -> Nth | None:
    """ "pierwsza środa": the ordinals of the hours too."""
    return Nth(number.n, weekday) if context.language == "pl" and not number.digits else None


@rules("the? ordinal weekday (?!number|ordinal)", "nth")
def nth_day(_: Context, nth: int, weekday: int) -> Nth:
    return Nth(nth, weekday)


@rules("the? weekday ordinal (?=in month)", "nth")
def welsh_nth_day(context: Context, weekday: int, nth: int) -> Nth | None:
    return Nth(nth, weekday) if context.language == "cy" else None


@rules("the? mod weekday (?=(of|in|on)? the? (month|days|mod? unit))", "nth")
def last_weekday(_: Context, which: str, weekday: int) -> Nth | None:
    return Nth(-1, weekday) if which == "last" else None


@rules("the? (ordinal|mod) unit (?=(of|in|on)? the? (month|days|mod? unit))", "nth")
def nth_any_day(_: Context, nth: int | str, unit: str) -> Nth | None:
    if nth == "last":
        nth = -1
    if isinstance(nth, str) or unit not in ("day", "working day"):
        return None
    return Nth(nth, 7 if unit == "day" else 8)


def month_told(span: DaySpan) -> tuple[int, int | None] | None:
    """The month and the year of a span that is one month."""
    if span.start and span.end and span.start.day == 1 and (span.end - span.start).days in (28, 29, 30, 31):
        return span.start.month, span.start.year
    return None


@rules("(?<=nth) (of|in|on|from)? (days|month)", "ofmonth")
def of_month(_: Context, month: int | DaySpan) -> tuple[int, int | None] | None:
    return month_told(month) if isinstance(month, DaySpan) else (month, None)


@rules("(?<=nth) (of|in|from) the? (mod unit|unit mod)", "ofmonth")
def of_which_month(context: Context, one: str, other: str) -> tuple[int, int | None] | None:
    which, unit = (one, other) if one in STEPS else (other, one)
    if unit != "month":
        return None
    year, month = month_after(context, STEPS[which])
    return month, year


@rules("(?<=nth) (of|in) the unit", "ofmonth")
def of_the_month(context: Context, unit: str) -> tuple[int, int | None] | None:
    return (context.today.month, context.today.year) if unit == "month" else None


@rules("nth ofmonth", "day")
def nth_of_month(context: Context, nth: Nth, month: tuple[int, int | None]) -> Day | None:
    return resolve_nth(context, nth, month)


def resolve_nth(context: Context, nth: Nth, told: tuple[int, int | None]) -> Day | None:
    month, year = told
    for candidate in (year,) if year else (context.today.year, context.today.year + 1):
        on = nth_weekday(candidate, month, nth.nth, nth.weekday)
        if on and (year or on >= context.today):
            return Day(on, kind="date")
    return None
