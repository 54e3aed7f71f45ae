"""Rules for what is to be moved: "30 min later", "+30", "an hour earlier on Friday", "same day at 4", "the week after".

Without an appointment that is to be moved none of them makes anything: see `Context.anchor`.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.when.grammar import Context, Grammar
from bot.when.model import Choice
from bot.when.parts import Amount, At, Day, Moment, Numeral, Unreadable, add
from bot.when.rules.amounts import of_unit
from bot.when.rules.clock_offsets import at_moment
from bot.when.rules.days import coming
from bot.when.rules.offsets import moved, negative

rules = Grammar()
_SURELY_MINUTES = 5
"""A smaller number may be hours."""
_ON = "(on|comma|and|for|by)?"


@rules(
    "(?<=[plus minus]) number (?=$|on|comma|onward|sooner)|(?<=^dash) number $|number (?=onward|sooner)",
    "amount",
)
def minutes_alone(context: Context, count: Numeral) -> Amount | None:
    """ "+30", "30 later"."""
    if context.anchor is None:
        return None
    if count.n < _SURELY_MINUTES:
        words = f"Minutes or hours? Type +{count.n} min or +{count.n} h."
        raise Unreadable("ambiguous", words, (Choice("", f"{count.n} min"), Choice("", f"{count.n} h")))
    return Amount(minutes=count.n, unit="minute")


@rules("unit (?=onward|sooner)", "amount")
def one_unit(context: Context, unit: str) -> Amount | None:
    """ "week later"."""
    return of_unit(1, unit) if context.anchor else None


@rules("the? unit after (?=$|at|clock|clocks|comma|number|for)", "day")
def period_after(context: Context, unit: str) -> Day | None:
    """ "the week after"."""
    return _days_on(context, of_unit(1, unit))


@rules("the? unit before (?=$|at|clock|clocks|comma|number|for)", "day")
def period_before(context: Context, unit: str) -> Day | None:
    amount = of_unit(1, unit)
    return _days_on(context, negative(amount)) if amount else None


@rules("the? edge (?=$|at|clock|clocks|comma|number|for|amount|sametime)", "day")
def day_after(context: Context, edge: str) -> Day | None:
    """ "the day after", "the next day"."""
    step = {"day after": 1, "day before": -1}.get(str(edge))
    return _days_on(context, Amount(days=step)) if step else None


@rules("sameday", "day")
def same_day(context: Context) -> Day | None:
    return _days_on(context, Amount())


@rules(f"(day|weekday) {_ON} amount onward|(day|weekday) plus amount", "at_day")
def later_on_day(context: Context, day: Day | int, amount: Amount) -> At | None:
    """ "friday, an hour later"."""
    return _on_day(context, day, amount)


@rules(f"(day|weekday) {_ON} amount sooner", "at_day")
def earlier_on_day(context: Context, day: Day | int, amount: Amount) -> At | None:
    return _on_day(context, day, negative(amount))


@rules(f"amount onward {_ON} (day|weekday)|onward {_ON} (day|weekday) by amount", "at_day")
def day_later(context: Context, one: Day | int | Amount, other: Day | int | Amount) -> At | None:
    day, amount = (other, one) if isinstance(one, Amount) else (one, other)
    return _on_day(context, day, amount)


@rules(f"amount sooner {_ON} (day|weekday)", "at_day")
def day_earlier(context: Context, amount: Amount, day: Day | int) -> At | None:
    return _on_day(context, day, negative(amount))


_LATER = "amount onward|onward by amount|by amount onward?|(?<![clock day weekday at_day]) plus amount onward?|amount after $"
_EARLIER = "amount sooner|sooner by amount|by amount sooner|^(minus|dash) amount sooner?|amount before $"


@rules(_EARLIER, "moment")
def moment_earlier(context: Context, amount: Amount) -> Moment | None:
    return _by(context, negative(amount))


@rules(_EARLIER, "day")
def day_so_much_earlier(context: Context, amount: Amount) -> Day | None:
    return _days_on(context, negative(amount))


@rules(_LATER, "moment")
def moment_later(context: Context, amount: Amount) -> Moment | None:
    """ "30 min later", "+30 min"."""
    return _by(context, amount)


@rules(_LATER, "day")
def day_so_much_later(context: Context, amount: Amount) -> Day | None:
    """ "a week later"."""
    return _days_on(context, amount)


@rules("^(onward|sooner)$", "moment")
def how_much(context: Context) -> None:
    raise Unreadable("vague", "By how much? Type it like 30 min later, an hour earlier, or +30.")


def _by(context: Context, amount: Amount) -> Moment | None:
    if context.anchor is None or not amount.is_clock:
        return None
    return moved(context, context.anchor, amount)


def _days_on(context: Context, amount: Amount | None) -> Day | None:
    if context.anchor is None or amount is None or amount.is_clock:
        return None
    return Day(add(context.anchor.astimezone(context.zone).date(), amount), kind="relative")


def _on_day(context: Context, day: object, amount: object) -> At | None:
    if context.anchor is None or not isinstance(amount, Amount) or not amount.is_clock:
        return None
    on = coming(context, day).on if isinstance(day, int) else day.on if isinstance(day, Day) else None
    if on is None or amount.days or amount.months:
        return None
    return at_moment(_moved(context.kept_on(on), amount))


def _moved(moment: datetime, amount: Amount) -> datetime:
    return moment + timedelta(minutes=amount.minutes)
