"""Rules for days from when to when: "1st to 5th Dec", "Mon-Fri", "from 2pm today to 10am Friday"."""

from __future__ import annotations

from datetime import date, timedelta

from bot.when.grammar import Context, Grammar
from bot.when.model import Choice
from bot.when.parts import (
    Amount,
    At,
    Clock,
    ClockSpan,
    Day,
    DaySpan,
    Moment,
    Numeral,
    Span,
    Unreadable,
    add,
    short_clock,
    short_day,
    the_date,
)
from bot.when.reading.halves import span_minutes
from bot.when.rules.clocks import bare
from bot.when.rules.periods import whole

rules = Grammar()
_DAY = timedelta(days=1)


_AT = "(clock on? day|day at? clock|at_day)"


def _at(values: list[object]) -> At | None:
    if isinstance(values[0], At):
        return values[0]
    day = next((v for v in values if isinstance(v, Day)), None)
    clock = next((v for v in values if isinstance(v, Clock)), None)
    return At(day, clock) if day and clock else None


@rules(f"(?<!between) {_AT} and {_AT} (?!to|until|dash)", "span")
def two_moments(context: Context, *said: object) -> None:
    """ "10am Thurs and 9am Fri" are two appointments."""
    values = list(said)
    cut = 1 if isinstance(values[0], At) else 2
    both = [at for at in (_at(values[:cut]), _at(values[cut:])) if at]
    if context.booking and len(both) == 2:
        told = [(short_day(at.day.on), f"{at.day.on} {short_clock(at.clock.minutes)}", at) for at in both]
        choices = tuple(Choice(f"{day} {short_clock(at.clock.minutes)}", typed) for day, typed, at in told)
        words = " or ".join(choice.label for choice in choices)
        raise Unreadable("two_times", f"Two times are named. Type just one: {words}.", choices)


@rules(f"(from|between)? {_AT} (to|until|dash|and) {_AT}", "span")
def moments(_: Context, *said: object) -> Span | None:
    values = list(said)
    cut = 1 if isinstance(values[0], At) else 2
    start, end = _at(values[:cut]), _at(values[cut:])
    return Span(start, end) if start and end else None


_TO_AT = "(at_day|clock on? day|day at? clock)"


@rules(f"(from|between)? moment (to|until|dash|and) ({_TO_AT}|clock)", "span")
@rules("(from|between) moment (to|until|dash|and) number (?!unit|month|ordinal)", "span")
def from_moment(context: Context, start: Moment, *said: object) -> Span | None:
    """ "now until 3pm tomorrow"; "between now and 8" is the next eight, whichever half of the day it is in."""
    end = bare(said[0]) if isinstance(said[0], Numeral) else _at(list(said)) or said[0]
    if isinstance(end, Clock) and not end.sure:
        here = start.instant.astimezone(context.zone)
        begins = Clock(here.hour * 60 + here.minute)
        end = Clock(span_minutes(ClockSpan(begins, end), None)[1])
    return Span(start, end) if isinstance(end, At | Clock) else None


@rules("(from|between) clock (to|until|dash|and) moment", "span")
def until_moment(_: Context, start: Clock, end: Moment) -> Span:
    return Span(At(Day(end.instant.date()), start), end)


@rules(f"from? clock (to|until|dash) {_TO_AT}|between clock and {_TO_AT}", "span")
def clock_until_moment(_: Context, start: Clock, *said: object) -> Span | None:
    """ "from 2pm till tomorrow 4:30"."""
    end = _at(list(said))
    return Span(start, end) if end else None


@rules("(from|between) (clock on? day|at_day) (to|until|and|dash) (clock|number) (?!unit|month)", "span")
def on_day_until_clock(_: Context, *said: object) -> Span | None:
    """ "between 2:00 tomorrow and 4:00"."""
    start, last = _at(list(said[:-1])), said[-1]
    end = bare(last) if isinstance(last, Numeral) else last
    if not start or not isinstance(end, Clock):
        return None
    begins, ends = span_minutes(ClockSpan(start.clock, end), None)
    on = start.day.on + _DAY * (ends <= begins)
    return Span(start, At(start.day._replace(on=on), Clock(ends)))


_DAYS = "(day|days|month)"


@rules(
    f"between on? the? {_DAYS} and on? the? {_DAYS}|(from|between)? on? the? {_DAYS} (to|until|dash) on? the? {_DAYS}",
    "days",
)
def day_to_day(context: Context, first: Day | DaySpan | int, last: Day | DaySpan | int) -> DaySpan | None:
    if isinstance(last, Day) and isinstance(first, Day):
        return _days_between(first, last)
    start = whole(context, first) if isinstance(first, int) else first
    end = whole(context, last) if isinstance(last, int) else last
    begins = start.on if isinstance(start, Day) else start.start
    ends = end.on + _DAY if isinstance(end, Day) else end.end
    if begins is None or ends is None:
        return None
    if ends <= begins and (isinstance(end, Day) or end.month):
        ends = add(ends, Amount(months=12))
    elif isinstance(start, DaySpan) and start.month and not (isinstance(end, DaySpan) and end.month):
        begins = date(ends.year - (start.month > ends.month), start.month, 1)
    return DaySpan(begins, ends) if begins < ends else None


@rules("from? the? day on the? day", "days")
def french_day_to_day(context: Context, first: Day, last: Day) -> DaySpan | None:
    """ "du 10 juin au 1er juillet"."""
    return _days_between(first, last) if context.language == "fr" else None


def _days_between(first: Day, last: Day) -> DaySpan | None:
    if first.swapped != last.swapped:
        raise Unreadable("ambiguous", "Day and month stand in two orders. Type them like 24 Dec - 2 Jan.")
    start, end = first.on, last.on
    if not first.month_said and last.month_said and first.kind == last.kind == "date":
        return _month_of_last(first, last)
    if last.kind == "weekday" and end < start:
        end += timedelta(days=7 * ((start - end).days // 7 + 1))
    if not first.year_said and last.year_said and last.kind == "date" and last.month_said:
        year = end.year - ((start.month, start.day) > (end.month, end.day))
        start = the_date(year, start.month, start.day)
    elif end < start and not last.year_said:
        end = add(end, Amount(months=12))
    elif not last.year_said and first.year_said and first.kind == "date" and end.year > start.year:
        nearer = add(end, Amount(months=12 * (start.year - end.year)))
        end = nearer if nearer >= start else end
    elif end < start and not last.month_said:
        end = add(end, Amount(months=1))
    if not last.month_said and last.weekday is None and first.kind == "date" and end > start:
        end = start.replace(day=end.day) if end.day > start.day else end
    return DaySpan(start, end + _DAY) if start <= end else None


def _month_of_last(first: Day, last: Day) -> DaySpan | None:
    """ "Saturday 13 to Sunday 15 July": the month is told once."""
    months = -1 if first.on.day >= last.on.day else 0
    month = add(last.on.replace(day=1), Amount(months=months))
    start = the_date(month.year, month.month, first.on.day)
    if first.weekday is not None and first.weekday != start.weekday():
        return None
    return DaySpan(start, last.on + _DAY)


@rules("(from|between)? moment (to|until|dash|and) the? day", "days")
def now_to_day(context: Context, start: Moment, day: Day) -> DaySpan | None:
    if start.instant != context.now:
        return None
    return DaySpan(context.today, day.on + _DAY) if day.on >= context.today else None


@rules("(for)? amount starting the? day|for amount from the? day|from? day for amount", "days")
def days_from(_: Context, *said: Amount | Day) -> DaySpan | None:
    amount = next(s for s in said if isinstance(s, Amount))
    day = next(s for s in said if isinstance(s, Day))
    return None if amount.is_clock else DaySpan(day.on, add(day.on, amount))
