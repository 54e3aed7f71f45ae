"""Rules for weekdays and what stands beside them: "next Monday", "Friday week", "Thursday of next week", "Fri 27th"."""

from __future__ import annotations

from datetime import date, timedelta

from bot.when.grammar import Context, Grammar
from bot.when.model import Choice
from bot.when.parts import (
    DAYS,
    Amount,
    Day,
    Numeral,
    Unreadable,
    add,
    short_day,
)
from bot.when.rules.dates import STEPS, day_of
from bot.when.rules.days import coming, counts_from_another, in_week, relative, soonest

rules = Grammar()


@rules("mod? (?<!number|amount|half) (?<!quarter) past (?=unit|weekday|amount)", "mod")
def past(_: Context, *__: str) -> str:
    """ "the past week", "this past Wednesday"."""
    return "last"


@rules("the? weekday (after|past) the? mod", "day")
def weekday_after_next(context: Context, weekday: int, which: str) -> None:
    """ "Friday after next" is in one week for some and in two for others."""
    if which in ("next", "this"):
        raise after_next(context, weekday)


def after_next(context: Context, weekday: int) -> Unreadable:
    """Ask which day is the one after the next."""
    days = [coming(context, weekday, weeks).on for weeks in (1, 2)]
    words = " or ".join(short_day(on, year=False) for on in days)
    choices = tuple(Choice(short_day(on), on.isoformat()) for on in days)
    return Unreadable("ambiguous", f"Which {DAYS[weekday]} is that? Type {words}.", choices)


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


@rules("weekday amount (?!from|later|ago|after|before|past|onward|sooner)", "day")
def weekday_weeks(context: Context, weekday: int, amount: Amount) -> Day | None:
    """ "Monday three weeks"."""
    whole = amount.unit in ("week", "fortnight") and amount.days % 7 == 0 and not amount.minutes
    return coming(context, weekday, amount.days // 7) if whole and not amount.months else None


@rules("weekday in number", "day")
def french_week(context: Context, weekday: int, days: Numeral) -> Day | None:
    """ "lundi en huit" is a week on Monday, "en quinze" a fortnight on it."""
    weeks = {8: 1, 15: 2}.get(days.n)
    return coming(context, weekday, weeks) if weeks and context.language == "fr" else None


@rules("relday unit", "day")
def relday_week(context: Context, days: int, unit: str) -> Day | None:
    weeks = {"week": 1, "fortnight": 2}.get(unit)
    return relative(context, days + 7 * weeks) if weeks else None


@rules("the? mod mod weekday", "day")
def this_coming_weekday(context: Context, one: str, other: str, weekday: int) -> Day | None:
    """ "this coming Friday"."""
    return soonest(context, weekday) if (one, other) in (("this", "coming"), ("this", "next")) else None


@rules("the? mod weekday|weekday mod", "day")
def which_weekday(context: Context, one: str | int, other: str | int) -> Day | None:
    which, weekday = (one, other) if isinstance(one, str) else (other, one)
    if not isinstance(which, str) or not isinstance(weekday, int):
        return None
    if which == "second":
        raise after_next(context, weekday)
    if which in ("this", "coming"):
        return soonest(context, weekday)
    if which == "following" and context.anchor:
        return coming(context, weekday)
    if which == "following" and context.booking:
        raise counts_from_another("the following", context)
    if which in ("next", "following"):
        day = in_week(context, weekday, 1)
        first = coming(context, weekday)
        if first.on != day.on:
            context.guess(other=first.on)
        return day
    back = (context.today.weekday() - weekday - 1) % 7 + 1
    return Day(context.today - timedelta(days=back), kind="weekday")


@rules("weekday the? number (?=(at|from|between|comma)? (clock|hm|hours))", "day")
def weekday_and_day_before_clock(context: Context, weekday: int, number: Numeral) -> Day | None:
    """ "Monday 21 at 9:30": the hour is told, so the number is the day's."""
    found = next_weekday_day(context, weekday, number.n) if len(number.digits) < 3 else None
    return Day(found, weekday=weekday, month_said=False) if found else None


@rules("weekday the? ordinal (?=number (?!month|unit|ordinal|number|of|slash))", "day")
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
    if isinstance(number, Numeral) and context.language not in ("fr", "es"):
        near = found is not None and (found - context.today).days < 31
        if number.n < 24 and (not near or number.n < 13):
            return None
    if found is None:
        return None
    return Day(found, weekday=weekday, month_said=False)


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


@rules("weekday the? day|day (the)? weekday", "day")
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
    "on the? (number|ordinal) (?!unit|meridiem|month|of|to|and|dash|weekdays)|the ordinal (?!unit|wc|weekday|to|until|and|dash|of|half|quarter|number|mod|amount|decimal)|the ordinal (?=number (?!month|unit|ordinal|number|of|slash))|the number (?=$|at|clock|hours|hm|from|between|comma)",
    "day",
)
def day_of_coming_month(context: Context, number: Numeral | int) -> Day | None:
    day = day_of(number)
    if day is None or not 1 <= day <= 31:
        return None
    found, from_now = (
        _day_of_month(start, day, context.today) for start in (context.counts_from, context.today)
    )
    if found is None or from_now is None:
        return None
    if found != from_now:
        context.guess(other=from_now)
    return Day(found, month_said=False)


def _day_of_month(start: date, day: int, today: date) -> date | None:
    """The first day of that number, from the start's month on, that has not gone by."""
    first = start.replace(day=1)
    for _ in range(4):
        after = add(first, Amount(months=1))
        if day <= (after - first).days and first.replace(day=day) >= today:
            return first.replace(day=day)
        first = after
    return None


@rules("(?<!number) the? unit number (?!unit|of|month|meridiem|number)", "day")
def day_number(context: Context, unit: str, number: Numeral) -> Day | None:
    """ "día quince"."""
    if context.language != "es" or unit != "day":
        return None
    found = day_of_coming_month(context, number)
    return found if isinstance(found, Day) else None


@rules("(?<=of) the? (ordinal) (?!weekday|unit)|^ordinal$|ordinal (?=at clock|clock$)", "day")
def ordinal_alone(context: Context, day: int) -> Day | None:
    found = day_of_coming_month(context, day)
    return found if isinstance(found, Day) else None
