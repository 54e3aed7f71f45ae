"""Rules for days in a row: "next week", "next 10 days", "w/c 12 May", "the weekend", "in 2027"."""

from __future__ import annotations

from datetime import date, timedelta

from bot.when.grammar import Context, Grammar
from bot.when.parts import (
    Amount,
    At,
    Day,
    DaySpan,
    Moment,
    Numeral,
    Span,
    Unreadable,
    add,
    month_span,
    short_day,
)
from bot.when.rules.amounts import of_unit
from bot.when.rules.clock_offsets import at_moment
from bot.when.rules.dates import STEPS, month_after
from bot.when.rules.days import coming
from bot.when.rules.offsets import moved, negative
from bot.when.rules.weekdays import day_of_coming_month

rules = Grammar()

_DAY = timedelta(days=1)


@rules("sametime mod unit|mod unit sametime", "at_day")
def same_time_next_week(context: Context, which: str, unit: str) -> At | None:
    if which != "next" or unit not in ("week", "month"):
        return None
    amount = Amount(days=7) if unit == "week" else Amount(months=1)
    start = context.anchor.astimezone(context.zone).date() if context.anchor else context.today
    return at_moment(context.kept_on(add(start, amount)))


@rules("(in|for|on)? the number mod unit|in number mod unit", "days")
def the_so_many_next(context: Context, count: Numeral, which: str, unit: str) -> DaySpan | None:
    """ "the 2 next days"."""
    amount = of_unit(count.n, unit)
    return next_days(context, which, amount) if amount and count.n > 1 else None


@rules("(in|for)? the? number mod unit", "span")
def so_many_next_minutes(context: Context, count: Numeral, which: str, unit: str) -> Span | None:
    amount = of_unit(count.n, unit)
    return _hours(context, which, amount) if amount and amount.is_clock and STEPS[which] > 0 else None


@rules("(in|for)? the? mod unit", "span")
def next_hour(context: Context, which: str, unit: str) -> Span | None:
    return _hours(context, which, Amount(minutes=60)) if unit == "hour" and which == "next" else None


@rules(
    "(?<![at weekday relday month ordinal day dash to number clock]) (in|for)? the? number mod unit", "days"
)
def so_many_next(context: Context, count: Numeral, which: str, unit: str) -> DaySpan | None:
    """ "the 2 coming weeks", "les 3 prochaines semaines"; "10 next week" is an hour in English, or is asked."""
    amount = of_unit(count.n, unit)
    if amount is None or amount.is_clock or count.n < 2 or which == "this":
        return None
    if context.language == "en" and which in ("next", "last"):
        words = f"{which} {count.n} {unit}s"
        raise Unreadable(
            "ambiguous",
            f"That can be an hour or a number of {unit}s. Type {words}, or at {count.n} {which} {unit}.",
        )
    return next_days(context, which, amount)


def period_of(context: Context, unit: str, step: int) -> DaySpan | None:
    today = context.today
    first = context.counts_from if step > 0 else today
    monday = first - timedelta(days=first.weekday())
    if context.anchor and first - timedelta(days=first.weekday()) != today - timedelta(days=today.weekday()):
        weekday = context.anchor.astimezone(context.zone).weekday()
        context.guess(other=today + timedelta(weeks=step, days=weekday - today.weekday()))
    match unit:
        case "week":
            return DaySpan(monday + timedelta(weeks=step), monday + timedelta(weeks=step + 1), period=True)
        case "working week":
            return DaySpan(
                monday + timedelta(weeks=step), monday + timedelta(weeks=step, days=5), period=True
            )
        case "weekend":
            saturday = monday + timedelta(weeks=step, days=5)
            return DaySpan(saturday, saturday + timedelta(days=2), period=True)
        case "month":
            return DaySpan(*month_span(*month_after(context, step)), period=True)
        case "quarter":
            first = add(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), Amount(months=3 * step))
            return DaySpan(first, add(first, Amount(months=3)), period=True)
        case "year":
            return DaySpan(date(today.year + step, 1, 1), date(today.year + step + 1, 1, 1), period=True)
    return None


@rules("(in|on)? the? mod unit|(in|on)? the? unit mod", "days")
def which_period(context: Context, one: str, other: str) -> DaySpan | None:
    which, unit = (one, other) if one in STEPS else (other, one)
    if unit == "fortnight" and which in STEPS:
        return next_days(context, which, Amount(days=14))
    return period_of(context, unit, STEPS[which]) if which in STEPS else None


@rules("(in|on)? the? mod quarter", "days")
def which_quarter(context: Context, which: str) -> DaySpan | None:
    return period_of(context, "quarter", STEPS[which])


@rules("in? the? unit of? number|in number (?!unit|month|number|daypart|meridiem|to|dash)", "days")
def whole_year(_: Context, *said: str | Numeral) -> DaySpan | None:
    """ "the year 2027", "in 2027"."""
    number = said[-1]
    if not isinstance(number, Numeral) or len(number.digits) != 4 or said[0] not in ("year", number):
        return None
    if not 1900 <= number.n <= 2199:
        return None
    return DaySpan(date(number.n, 1, 1), date(number.n + 1, 1, 1), period=True)


@rules("(in|on|at)? the unit (?!of|in|after|before|unknown)|^unit$", "days")
def the_weekend(context: Context, unit: str) -> DaySpan | None:
    return period_of(context, unit, 0) if unit == "weekend" else None


@rules("the? unit after the? mod", "days")
def after_next(context: Context, unit: str, which: str) -> DaySpan | None:
    return period_of(context, unit, 2) if which == "next" else None


@rules("(in|for)? the? amount mod (?!unit|weekday|month|day|amount|daypart|part|number)", "days")
def days_behind(context: Context, amount: Amount, which: str) -> DaySpan | None:
    """ "les 30 jours précédents"."""
    return next_days(context, which, amount) if context.language in ("fr", "es") else None


@rules("(in|for|within)? the? mod amount", "days")
def days_before(context: Context, which: str, amount: Amount) -> DaySpan | None:
    return next_days(context, which, amount)


def next_days(context: Context, which: str, amount: Amount) -> DaySpan | None:
    """The days of so long a time, from tomorrow on or until yesterday."""
    if amount.is_clock:
        return None
    if which in ("next", "coming", "following"):
        return DaySpan(context.today + _DAY, add(context.today, amount) + _DAY)
    if which in ("last", "previous"):
        back = Amount(-amount.months, -amount.days, 0, -amount.working_days)
        return DaySpan(add(context.today, back), context.today)
    return None


@rules("(in|for|within)? the? mod amount", "span")
def next_hours(context: Context, which: str, amount: Amount) -> Span | None:
    return _hours(context, which, amount)


def _hours(context: Context, which: str, amount: Amount) -> Span | None:
    there = moved(context, context.now, amount if STEPS[which] > 0 else negative(amount)).instant
    if not amount.is_clock or STEPS[which] == 0:
        return None
    edges = Moment(context.now), Moment(there)
    return Span(*edges) if STEPS[which] > 0 else Span(*reversed(edges))


@rules("the? unit of month", "days")
def month_of(context: Context, unit: str, month: int) -> DaySpan | None:
    return whole(context, month) if unit == "month" else None


def whole(context: Context, month: int) -> DaySpan:
    """The coming such month; the one that we are in is still coming."""
    year = context.today.year + (month < context.today.month)
    return DaySpan(*month_span(year, month), month=month, period=True)


@rules("a wc the? (day|weekday)", "days")
def week_starting(context: Context, told: Day | int) -> DaySpan:
    start = told.on if isinstance(told, Day) else coming(context, told).on
    return DaySpan(start, start + timedelta(days=7))


@rules("the? wc on? the? (day|weekday|number)", "days")
def week_commencing(context: Context, told: Day | int | Numeral) -> DaySpan | None:
    if isinstance(told, Day):
        on = _begun(context, told)
        monday = on - timedelta(days=on.weekday())
        if monday != on:
            context.guess(words=f"The week that {short_day(on)} is in begins on {short_day(monday)}.")
        return DaySpan(monday, monday + timedelta(days=7), period=True)
    if isinstance(told, Numeral):
        return None
    start = coming(context, told).on
    return DaySpan(start, start + timedelta(days=7), period=True) if start.weekday() == 0 else None


@rules("the? wc on? the? ordinal", "days")
def week_commencing_number(context: Context, number: int) -> DaySpan | None:
    """ "w/c 14th"."""
    told = day_of_coming_month(context, number)
    if not isinstance(told, Day):
        return None
    monday = told.on - timedelta(days=told.on.weekday())
    return DaySpan(monday, monday + timedelta(days=7), period=True)


@rules("the? ending on? the? (day|weekday)", "days")
def week_ending(context: Context, told: Day | int) -> DaySpan:
    """ "w/e Fri 11/12"."""
    on = told.on if isinstance(told, Day) else coming(context, told).on
    monday = on - timedelta(days=on.weekday())
    return DaySpan(monday, monday + timedelta(days=7), period=True)


def _begun(context: Context, told: Day) -> date:
    """The day that a week begins with; without a year it may be the one that we are in."""
    if told.year_said or not told.month_said:
        return told.on
    last = add(told.on, Amount(months=-12))
    return last if timedelta() < context.today - last < timedelta(days=7) else told.on


@rules("the? ordinal (to|dash|until|and) the? ordinal", "days")
def ordinals(context: Context, first: int, last: int) -> DaySpan | None:
    return numbered_days(context, first, last)


def numbered_days(context: Context, first: int, last: int) -> DaySpan | None:
    """The days from one number to another, of the coming month that has both."""
    if not 1 <= first < last <= 31:
        return None
    start = context.today.replace(day=1)
    for _ in range(3):
        after = add(start, Amount(months=1))
        if last <= (after - start).days and start.replace(day=first) >= context.today:
            return DaySpan(start.replace(day=first), start.replace(day=last) + _DAY)
        start = after
    return None
