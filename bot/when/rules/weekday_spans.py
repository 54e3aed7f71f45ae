"""Rules for days from when to when that have weekdays: "Mon-Fri next week", "Mon 7 to Fri 11 Dec", "Sat 28 to Tue 1 Dec"."""

from __future__ import annotations

from datetime import date, timedelta

from bot.when.grammar import Context, Grammar
from bot.when.parts import DAYS, Amount, Day, DaySpan, Numeral, Unreadable, add, short_day, the_date
from bot.when.rules.dates import STEPS, day_of
from bot.when.rules.days import in_week
from bot.when.rules.weekdays import next_weekday_day

week_rules = Grammar()
"""Tried before a weekday and its week become a day."""
rules = Grammar()

_DAY = timedelta(days=1)
_NUMBER = "the? (number|ordinal)"
_TO = "(to|until|dash|and)"


@week_rules("weekday (to|until|dash) weekday (of)? the? mod unit", "days")
def weekdays_of_week(context: Context, first: int, last: int, which: str, unit: str) -> DaySpan | None:
    return _in_one_week(context, first, last, which, unit)


@week_rules("the? mod unit (from|between)? weekday (to|until|dash|and) weekday", "days")
def week_weekdays(context: Context, which: str, unit: str, first: int, last: int) -> DaySpan | None:
    return _in_one_week(context, first, last, which, unit)


def _in_one_week(context: Context, first: int, last: int, which: str, unit: str) -> DaySpan | None:
    if unit != "week" or first > last:
        return None
    step = STEPS[which]
    return DaySpan(in_week(context, first, step).on, in_week(context, last, step).on + _DAY)


@week_rules(
    f"(from|between)? the? weekday {_NUMBER} {_TO} the? weekday {_NUMBER} (?!month|of|slash|unit)", "days"
)
def weekday_number_to_other(
    context: Context, weekday: int, number: Numeral | int, other: int, last: Numeral | int
) -> DaySpan | None:
    """ "Mon 7 to Fri 11": the numbers are days where both weekdays say so, soon; else they may be hours."""
    a, b = day_of(number), day_of(last)
    start = next_weekday_day(context, weekday, a) if a else None
    if start is None or b is None or (start - context.today).days > 62:
        return None
    fits = (start + timedelta(days=n) for n in range(1, 32))
    end = next((on for on in fits if on.day == b and on.weekday() == other), None)
    return DaySpan(start, end + _DAY) if end else None


@rules(f"(from|between)? the? weekday {_NUMBER} {_TO} the? day", "days")
def weekday_number_to_day(context: Context, weekday: int, number: Numeral | int, last: Day) -> DaySpan | None:
    """ "Mon 7 to Fri 11 Dec": the month is told once."""
    return _from_weekday(weekday, number, last)


def _from_weekday(weekday: int, number: Numeral | int, last: Day) -> DaySpan | None:
    start = _before(number, last)
    if start is None:
        return None
    if start.weekday() != weekday:
        raise Unreadable(
            "contradiction",
            f"{DAYS[weekday][:3]} {start.day} {start:%b} was typed but {short_day(start)} it is. "
            f"Type from which day to which, e.g. {short_day(start, year=False)} - {short_day(last.on, year=False)}.",
        )
    return DaySpan(start, last.on + _DAY)


@rules("(from|between)? the? weekday days", "days")
def weekday_and_days(_: Context, weekday: int, days: DaySpan) -> DaySpan | None:
    """ "Thu 10-11 Dec"."""
    fits = days.start and not days.period and days.start.weekday() == weekday
    return days if fits else None


@rules(f"from? the? weekday {_NUMBER} on the? day", "days")
def french_weekday_number_to_day(
    context: Context, weekday: int, number: Numeral | int, last: Day
) -> DaySpan | None:
    """ "lundi 1er au mercredi 10 juillet"."""
    return _from_weekday(weekday, number, last) if context.language == "fr" else None


@rules(f"from {_NUMBER} on the? day", "days")
def french_number_to_day(context: Context, number: Numeral | int, last: Day) -> DaySpan | None:
    """ "du 13 au dimanche 15 juillet"."""
    return _from_number(number, last) if context.language == "fr" else None


@rules(f"(from|between)? {_NUMBER} {_TO} the? day", "days")
def number_to_day(_: Context, number: Numeral | int, last: Day) -> DaySpan | None:
    """ "from the 13th to Sunday 15 July"."""
    return _from_number(number, last)


def _from_number(number: Numeral | int, last: Day) -> DaySpan | None:
    start = _before(number, last) if last.weekday is not None else None
    return DaySpan(start, last.on + _DAY) if start else None


def _before(number: Numeral | int, last: Day) -> date | None:
    """The day with that number before the last one: of its month, or of the month before."""
    day = day_of(number)
    if last.kind != "date" or not last.month_said or not day or not 1 <= day <= 31:
        return None
    month = add(last.on.replace(day=1), Amount(months=-1 if day >= last.on.day else 0))
    return the_date(month.year, month.month, day)
