"""Rules that count from a time of day: "20 minutes before noon", "4pm + 3 days", "same time tomorrow"."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.when.grammar import Context, Grammar
from bot.when.parts import Amount, At, Clock, Day, Moment
from bot.when.rules.offsets import moved, negative, upcoming

rules = Grammar()


def _shift(day: Day, clock: Clock, minutes: float) -> At:
    days, minute = divmod(round(clock.minutes + minutes), 24 * 60)
    return At(day._replace(on=day.on + timedelta(days=days)), Clock(minute, clock.sure))


@rules("(?<!for) amount (after|from|past) (clock on? day|day at? clock)", "at_day")
def after_clock_on_day(context: Context, amount: Amount, one: Clock | Day, other: Clock | Day) -> At | None:
    return _of_day(amount, one, other, 1)


@rules("amount (before|to) (clock on? day|day at? clock)", "at_day")
def before_clock_on_day(context: Context, amount: Amount, one: Clock | Day, other: Clock | Day) -> At | None:
    return _of_day(amount, one, other, -1)


def _of_day(amount: Amount, one: Clock | Day, other: Clock | Day, sign: int) -> At | None:
    day, clock = (one, other) if isinstance(one, Day) else (other, one)
    if not amount.is_clock or amount.days or amount.months or not isinstance(day, Day):
        return None
    return _shift(day, clock, sign * amount.minutes) if isinstance(clock, Clock) else None


@rules("(?<!for) amount (after|from|past) clock", "moment")
def after_clock(context: Context, amount: Amount, clock: Clock) -> Moment | None:
    return moved(context, upcoming(context, clock), amount) if amount.is_clock else None


@rules("amount (before|to) clock", "moment")
def before_clock(context: Context, amount: Amount, clock: Clock) -> Moment | None:
    return moved(context, upcoming(context, clock), negative(amount)) if amount.is_clock else None


@rules("clock plus amount", "moment")
def clock_and_amount(context: Context, clock: Clock, amount: Amount) -> Moment:
    return moved(context, upcoming(context, clock), amount)


@rules("clock (minus|dash) amount", "moment")
def clock_less_days(context: Context, clock: Clock, amount: Amount) -> Moment | None:
    """ "4pm - 3 days"; "4pm - 45 min" is from then on."""
    return None if amount.is_clock else moved(context, upcoming(context, clock), negative(amount))


@rules("sametime (on)? day|day (at)? sametime", "at_day")
def same_time(context: Context, day: Day) -> At:
    return at_moment(context.kept_on(day.on))


def at_moment(moment: datetime) -> At:
    """The day and the time of day of a moment."""
    return At(Day(moment.date(), kind="relative"), Clock(moment.hour * 60 + moment.minute))
