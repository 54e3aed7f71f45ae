"""Rules for days from when to when: "1st to 5th Dec", "Mon-Fri", "from 2pm today to 10am Friday"."""

from __future__ import annotations

from datetime import date, timedelta

from bot.when.grammar import Context, Grammar
from bot.when.parts import (
    Amount,
    At,
    Clock,
    Day,
    DaySpan,
    Span,
    Unreadable,
    add,
    the_date,
)
from bot.when.periods import whole

rules = Grammar()
_DAY = timedelta(days=1)


_AT = "(clock on? day|day at? clock|at_day)"


def _at(values: list[object]) -> At | None:
    if isinstance(values[0], At):
        return values[0]
    day = next((v for v in values if isinstance(v, Day)), None)
    clock = next((v for v in values if isinstance(v, Clock)), None)
    return At(day, clock) if day and clock else None


@rules(f"(from|between)? {_AT} (to|until|dash|and) {_AT}", "span")
def moments(_: Context, *said: object) -> Span | None:
    values = list(said)
    cut = 1 if isinstance(values[0], At) else 2
    start, end = _at(values[:cut]), _at(values[cut:])
    return Span(start, end) if start and end else None


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


def _days_between(first: Day, last: Day) -> DaySpan | None:
    if first.swapped != last.swapped:
        raise Unreadable("ambiguous", "Day and month stand in two orders. Type them like 24 Dec - 2 Jan.")
    start, end = first.on, last.on
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
    if not last.month_said and first.kind == "date" and end > start:
        end = start.replace(day=end.day) if end.day > start.day else end
    return DaySpan(start, end + _DAY) if start <= end else None


@rules("now (to|until) the? day", "days")
def now_to_day(context: Context, day: Day) -> DaySpan | None:
    return DaySpan(context.today, day.on + _DAY) if day.on >= context.today else None


@rules("(for)? amount starting the? day|for amount from the? day|from? day for amount", "days")
def days_from(_: Context, *said: Amount | Day) -> DaySpan | None:
    amount = next(s for s in said if isinstance(s, Amount))
    day = next(s for s in said if isinstance(s, Day))
    return None if amount.is_clock else DaySpan(day.on, add(day.on, amount))
