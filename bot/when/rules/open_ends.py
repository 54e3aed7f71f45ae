"""Rules for what is open at one end: "from Monday", "until the end of next week", "after 3pm"; and months alone."""

from __future__ import annotations

from datetime import date, timedelta

from bot.when.grammar import Context, Grammar
from bot.when.parts import Amount, At, Clock, Day, DayPart, DaySpan, Moment, Numeral, Span, add
from bot.when.rules.clocks import bare, looks_like_year
from bot.when.rules.dates import STEPS
from bot.when.rules.offsets import moved
from bot.when.rules.periods import period_of, whole

rules = Grammar()

_DAY = timedelta(days=1)


@rules("the? edge the? mod? unit|the? edge (?=$|unknown)", "edge")
def end_of_period(context: Context, edge: str | date, *said: str) -> date | None:
    unit = {"eom": "month", "eow": "week", "eoy": "year"}.get(str(edge)) or (said[-1] if said else None)
    if unit is None or isinstance(edge, date):
        return None
    step = STEPS[said[0]] if len(said) > 1 else 0
    period = period_of(context, unit, step)
    return period.end if period else None


@rules("the? edge (month|days)", "edge")
def end_of_month(context: Context, edge: str | date, told: int | DaySpan) -> date | None:
    if edge != "end":
        return None
    return (whole(context, told) if isinstance(told, int) else told).end


@rules("(until|by|before) the? edge the? day", "days")
def until_end_of_day(_: Context, edge: str | date, day: Day) -> DaySpan | None:
    return DaySpan(None, day.on + _DAY) if edge == "end" else None


@rules("at? the? edge the? day", "part")
def end_of_day(_: Context, edge: str | date, day: Day) -> DayPart | None:
    """ "the end of tomorrow" is the last thing that day."""
    return DayPart("last thing", day) if edge == "end" and day.kind in ("relative", "weekday") else None


@rules("within on? the? day", "days")
def until_that_day(context: Context, day: Day) -> DaySpan | None:
    """ "d'ici vendredi", "within 2 weeks from today"."""
    return DaySpan(context.today, day.on + _DAY) if day.on >= context.today else None


@rules("within amount (?!of|from|after|before)", "days")
def within_days(context: Context, amount: Amount) -> DaySpan | None:
    return None if amount.is_clock else DaySpan(context.today, add(context.today, amount) + _DAY)


@rules("within amount (?!of|from|after|before)", "span")
def within_hours(context: Context, amount: Amount) -> Span:
    return Span(Moment(context.now), moved(context, context.now, amount))


@rules("(from|between) number (to|until|dash|and) number (?!unit|month|meridiem)", "days")
def years(_: Context, first: Numeral, last: Numeral) -> DaySpan | None:
    if not looks_like_year(first) or not looks_like_year(last) or first.n > last.n:
        return None
    return DaySpan(date(first.n, 1, 1), date(last.n + 1, 1, 1))


@rules("(?<=[after before until by from]) the? number", "days")
def year_alone(_: Context, number: Numeral) -> DaySpan | None:
    """ "since 2014": four figures that are no time of day."""
    if not looks_like_year(number):
        return None
    return DaySpan(date(number.n, 1, 1), date(number.n + 1, 1, 1), period=True)


@rules("(from)? the? day (to|until|dash) edge", "days")
def day_to_edge(context: Context, day: Day, end: date | str) -> DaySpan | None:
    return DaySpan(day.on, end) if isinstance(end, date) and end > day.on else None


@rules("(from)? (days|month) (to|until|dash) edge", "days")
def days_to_edge(context: Context, told: DaySpan | int, end: date | str) -> DaySpan | None:
    start = whole(context, told) if isinstance(told, int) else told
    if not isinstance(end, date) or not start.start or end <= start.start:
        return None
    return DaySpan(start.start, end)


@rules("(until|by|before) edge", "days")
def until_edge(context: Context, end: date | str) -> DaySpan | None:
    return DaySpan(None, end) if isinstance(end, date) else None


@rules("(until|by) on? the? day", "days")
def until_day(_: Context, day: Day) -> DaySpan:
    return DaySpan(None, day.on + _DAY)


@rules("before the? day", "days")
def before_day(_: Context, day: Day) -> DaySpan:
    return DaySpan(None, day.on)


@rules("(until|by) (days|month)", "days")
def until_days(context: Context, told: DaySpan | int) -> DaySpan | None:
    period = whole(context, told) if isinstance(told, int) else told
    return DaySpan(None, period.end) if period.period else None


@rules("before (days|month)", "days")
def before_days(context: Context, told: DaySpan | int) -> DaySpan | None:
    period = whole(context, told) if isinstance(told, int) else told
    return DaySpan(None, period.start) if period.period else None


@rules("after (days|month)", "days")
def after_days(context: Context, told: DaySpan | int) -> DaySpan | None:
    period = whole(context, told) if isinstance(told, int) else told
    return DaySpan(period.end, None) if period.period else None


@rules("after the? day", "days")
def after_day(_: Context, day: Day) -> DaySpan:
    return DaySpan(day.on + _DAY, None)


@rules("(from|starting)? on? the? day onwards", "days")
@rules("(from|starting) on? the? day (later)? (?!at|for|clock|part|clocks|comma)", "days")
def from_day(_: Context, day: Day) -> DaySpan:
    return DaySpan(day.on, None)


@rules("(from|starting) (days|month)", "days")
def from_days(context: Context, told: DaySpan | int) -> DaySpan | None:
    period = whole(context, told) if isinstance(told, int) else told
    return DaySpan(period.start, None) if period.period else None


@rules("(until|by|before) the? clock", "span")
def until_clock(_: Context, clock: Clock) -> Span:
    return Span(None, clock)


def _maybe_year(number: Numeral) -> bool:
    """ "until 2030" can be a year as well as a time: that is asked."""
    return len(number.digits) == 4 and 1900 <= number.n < 2100


@rules("(until|by|before) the? number (?!unit|month)", "span")
def until_number(_: Context, number: Numeral) -> Span | None:
    clock = bare(number)
    return Span(None, clock) if clock and not _maybe_year(number) else None


@rules("(until|by|before) at_day", "span")
def until_moment(_: Context, at: At) -> Span:
    return Span(None, at)


@rules("after at_day", "span")
def after_moment(_: Context, at: At) -> Span:
    return Span(at, None)


@rules("from? the? clock onwards", "span")
@rules("after the? clock", "span")
def after_clock(_: Context, clock: Clock) -> Span:
    return Span(clock, None)


@rules("after number (?!unit|month|weekdays)", "span")
def after_number(_: Context, number: Numeral) -> Span | None:
    clock = bare(number)
    return Span(clock, None) if clock and not _maybe_year(number) else None


@rules("(in|for|of) month (?!number|ordinal)|^the? month$", "days")
def month_alone(context: Context, month: int) -> DaySpan:
    return whole(context, month)
