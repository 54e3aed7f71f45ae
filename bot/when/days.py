"""Rules for days: "tomorrow", "next Tuesday", "3 Dec", "the 3rd", "Friday week", "first Monday in December"."""

from __future__ import annotations

from datetime import date, timedelta

from bot.when.dates import STEPS, day_of, month_after, year_of
from bot.when.grammar import Context, Grammar
from bot.when.named_days import bank_holiday, named_day
from bot.when.parts import (
    Amount,
    Day,
    DayPart,
    DaySpan,
    Nth,
    Numeral,
    add,
    month_span,
    the_date,
)

rules = Grammar()


def relative(context: Context, days: int) -> Day:
    return Day(context.today + timedelta(days=days), kind="relative")


def coming(context: Context, weekday: int, weeks: int = 0) -> Day:
    """The coming such weekday; said on that weekday itself it is the one in seven days."""
    ahead = (weekday - context.today.weekday() - 1) % 7 + 1
    return Day(context.today + timedelta(days=ahead + 7 * weeks), kind="weekday")


def in_week(context: Context, weekday: int, weeks: int) -> Day:
    """A weekday of this week (0), of the next (1), of the last (-1); weeks begin on Monday."""
    monday = context.today - timedelta(days=context.today.weekday())
    return Day(monday + timedelta(days=weekday + 7 * weeks), kind="weekday")


# --- days of a month and nth weekdays -----------------------------------------------------------------------


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


@rules("the? ordinal weekday (?!number|ordinal)", "nth")
def nth_day(_: Context, nth: int, weekday: int) -> Nth:
    return Nth(nth, weekday)


@rules("the? weekday ordinal (?=in month)", "nth")
def welsh_nth_day(context: Context, weekday: int, nth: int) -> Nth | None:
    return Nth(nth, weekday) if context.language == "cy" else None


@rules("the? mod weekday (?=(of|in) the? (month|days|mod? unit))", "nth")
def last_weekday(_: Context, which: str, weekday: int) -> Nth | None:
    return Nth(-1, weekday) if which == "last" else None


@rules("the? (ordinal|mod) unit (?=(of|in) the? (month|days|mod? unit))", "nth")
def nth_any_day(_: Context, nth: int | str, unit: str) -> Nth | None:
    if nth == "last":
        nth = -1
    if isinstance(nth, str) or unit not in ("day", "working day"):
        return None
    return Nth(nth, 7 if unit == "day" else 8)


@rules("(?<=nth) (of|in|from) (days|month number|month)", "ofmonth")
def of_month(
    context: Context, month: int | DaySpan, year: Numeral | None = None
) -> tuple[int, int | None] | None:
    if isinstance(month, DaySpan):
        if month.start and month.end and (month.end - month.start).days in (28, 29, 30, 31):
            return month.start.month, month.start.year
        return None
    return month, None


@rules("(?<=nth) (of|in) the? mod unit", "ofmonth")
def of_which_month(context: Context, which: str, unit: str) -> tuple[int, int | None] | None:
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


# --- weekdays and their modifiers ---------------------------------------------------------------------------


@rules("weekday (to|until|dash) weekday (of)? the? mod unit", "days")
def weekdays_of_week(context: Context, first: int, last: int, which: str, unit: str) -> DaySpan | None:
    return _in_one_week(context, first, last, which, unit)


@rules("the? mod unit (from|between)? weekday (to|until|dash|and) weekday", "days")
def week_weekdays(context: Context, which: str, unit: str, first: int, last: int) -> DaySpan | None:
    return _in_one_week(context, first, last, which, unit)


def _in_one_week(context: Context, first: int, last: int, which: str, unit: str) -> DaySpan | None:
    if unit != "week" or first > last:
        return None
    step = STEPS[which]
    return DaySpan(in_week(context, first, step).on, in_week(context, last, step).on + timedelta(days=1))


@rules("on? (weekday|the? mod weekday) (of|in|on|dash)? the? mod unit", "day")
def weekday_of_week(context: Context, *said: int | str) -> Day | None:
    *before, which, unit = said
    if unit != "week" or len(before) > 1 or not isinstance(before[0], int) or not isinstance(which, str):
        return None
    return in_week(context, before[0], STEPS[which])


@rules("the? mod unit (on|dash)? the? weekday", "day")
def week_weekday(context: Context, which: str, unit: str, weekday: int) -> Day | None:
    return in_week(context, weekday, STEPS[which]) if unit == "week" else None


@rules("weekday (a|number)? unit", "day")
def weekday_week(context: Context, weekday: int, *said: Numeral | str) -> Day | None:
    """ "Friday week", "Tuesday fortnight", "Monday two weeks"."""
    unit = said[-1]
    count = said[0].n if len(said) == 2 and isinstance(said[0], Numeral) else 1
    weeks = {"week": 1, "fortnight": 2}.get(str(unit))
    if not weeks or count > 52:
        return None
    return coming(context, weekday, weeks * count)


@rules("weekday in number", "day")
def french_week(context: Context, weekday: int, days: Numeral) -> Day | None:
    """ "lundi en huit" is a week on Monday, "en quinze" a fortnight on it."""
    weeks = {8: 1, 15: 2}.get(days.n)
    return coming(context, weekday, weeks) if weeks and context.language == "fr" and not days.digits else None


@rules("relday unit", "day")
def relday_week(context: Context, days: int, unit: str) -> Day | None:
    weeks = {"week": 1, "fortnight": 2}.get(unit)
    return relative(context, days + 7 * weeks) if weeks else None


@rules("the? mod weekday|weekday mod", "day")
def which_weekday(context: Context, one: str | int, other: str | int) -> Day | None:
    which, weekday = (one, other) if isinstance(one, str) else (other, one)
    if not isinstance(which, str) or not isinstance(weekday, int):
        return None
    if which in ("this", "coming"):
        return coming(context, weekday)
    if which in ("next", "following"):
        day = in_week(context, weekday, 1)
        soonest = coming(context, weekday)
        if soonest.on != day.on:
            context.guess(other=soonest.on)
        return day
    back = (context.today.weekday() - weekday - 1) % 7 + 1
    return Day(context.today - timedelta(days=back), kind="weekday")


@rules(
    "weekday the? (number|ordinal) (?!unit|meridiem|to|dash|until|and|past|number|hm|slash|month|weekdays)",
    "day",
)
def weekday_and_day(context: Context, weekday: int, number: Numeral | int) -> Day | None:
    """ "Friday 27th" is the next 27th that is a Friday; "Friday 9" may be an hour, and is left alone unless it can't be."""
    day = day_of(number)
    if day is None or not 1 <= day <= 31:
        return None
    found = next_weekday_day(context, weekday, day)
    if isinstance(number, Numeral):
        near = found is not None and (found - context.today).days < 31
        if number.n < 24 and (not near or number.n < 13):
            return None
    if found is None:
        return None
    return Day(found, weekday=weekday)


def next_weekday_day(context: Context, weekday: int, day: int) -> date | None:
    """The next day of a month with that number which falls on that weekday."""
    first = context.today.replace(day=1)
    for _ in range(60):
        after = add(first, Amount(months=1))
        if day <= (after - first).days:
            on = first.replace(day=day)
            if on >= context.today and on.weekday() == weekday:
                return on
        first = after
    return None


@rules("weekday day|day (the)? weekday", "day")
def weekday_and_date(context: Context, one: int | Day, other: int | Day) -> Day | None:
    weekday, day = (one, other) if isinstance(one, int) else (other, one)
    if (
        not isinstance(day, Day)
        or not isinstance(weekday, int)
        or day.kind not in ("date", "named", "relative")
    ):
        return None
    return day._replace(weekday=weekday)


@rules(
    "on the? (number|ordinal) (?!unit|meridiem|month|of|to|and|dash|weekdays)|the ordinal (?!unit|weekday|to|until|and|dash|of)",
    "day",
)
def day_of_coming_month(context: Context, number: Numeral | int) -> Day | None:
    day = day_of(number)
    if day is None or not 1 <= day <= 31:
        return None
    first = context.today.replace(day=1)
    for _ in range(4):
        after = add(first, Amount(months=1))
        if day <= (after - first).days and first.replace(day=day) >= context.today:
            return Day(first.replace(day=day), year_said=True, month_said=False)
        first = after
    return None


@rules("(?<=of) the? (ordinal) (?!weekday|unit)|^ordinal$|ordinal (?=at clock|clock$)", "day")
def ordinal_alone(context: Context, day: int) -> Day | None:
    found = day_of_coming_month(context, day)
    return found if isinstance(found, Day) else None


# --- days with names ----------------------------------------------------------------------------------------


@rules("the? (mod)? named (number)?", "day")
def named(context: Context, *said: str | Numeral) -> Day | None:
    name = next(s for s in reversed(said) if isinstance(s, str))
    which = said[0] if len(said) > 1 and isinstance(said[0], str) and said[0] != name else None
    year = year_of(said[-1]) if isinstance(said[-1], Numeral) else None
    if isinstance(said[-1], Numeral) and (year is None or len(said[-1].digits) != 4):
        return None
    return _named(context, name, year, which)


@rules("the? (mod)? named", "day")
def named_this_year(context: Context, *said: str) -> Day | None:
    return _named(context, said[-1], None, said[0] if len(said) > 1 else None)


def _named(context: Context, name: str, year: int | None, which: str | None) -> Day | None:
    today = context.today
    if year:
        on = named_day(name, year, context.country)
        return Day(on, kind="named") if on else None
    if which in ("last", "previous"):
        days = [named_day(name, today.year - n, context.country) for n in (0, 1)]
        return next((Day(on, kind="named") for on in days if on and on < today), None)
    days = [named_day(name, today.year + n, context.country) for n in (0, 1, 2)]
    return next((Day(on, year_said=False, kind="named") for on in days if on and on >= today), None)


@rules("bankholiday weekday|weekday bankholiday", "day")
def weekday_bank_holiday(context: Context, weekday: int) -> Day | None:
    """ "bank holiday Monday": the coming bank holiday that is one."""
    on = bank_holiday(context.today, None, None, weekday=weekday)
    return Day(on, kind="named") if on else None


@rules("the? (mod|month)? bankholiday (in month)? number?", "day")
def a_bank_holiday(context: Context, *said: int | str | Numeral) -> Day | None:
    month = next((s for s in said if isinstance(s, int)), None)
    year = next((year_of(s) for s in said if isinstance(s, Numeral)), None)
    which = next((s for s in said if isinstance(s, str)), None)
    on = bank_holiday(context.today, month, year, past=which in ("last", "previous"))
    return Day(on, kind="named") if on else None


# --- simple ones --------------------------------------------------------------------------------------------


@rules("relday", "day")
def relday(context: Context, days: int) -> Day:
    return relative(context, days)


@rules("mod unit (?=$|clock|at|on)", "day")
def next_day(context: Context, which: str, unit: str) -> Day | None:
    if unit == "working day" and which in ("next", "coming", "following"):
        return Day(add(context.today, Amount(working_days=1)), kind="relative")
    if unit != "day" or which not in ("next", "following"):
        return None
    return relative(context, 1)


@rules("part", "part")
def named_part(context: Context, part: str | DayPart) -> DayPart | None:
    if isinstance(part, DayPart):
        return None
    return DayPart({"tonight": "night", "this morning": "morning"}[part], relative(context, 0))


@rules("mod part", "part")
def this_part(context: Context, which: str, part: DayPart) -> DayPart | None:
    if which not in ("this", "last") or part.day:
        return None
    return DayPart(part.name, relative(context, 0 if which == "this" else -1))
