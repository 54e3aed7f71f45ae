"""Rules that count from somewhere: "in 90 minutes", "3 days after Tuesday", "two Mondays from now", "a week on Friday"."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.when.grammar import Context, Grammar
from bot.when.parts import Amount, Clock, Day, Moment, Numeral, add
from bot.when.rules.days import coming, relative

rules = Grammar()


def negative(amount: Amount) -> Amount:
    return Amount(-amount.months, -amount.days, -amount.minutes, -amount.working_days, amount.unit)


def moved(context: Context, from_: datetime, amount: Amount) -> Moment:
    """Move a moment: days along the calendar, hours along the clock, so a change of the clocks is counted."""
    day = add(from_.date(), amount)
    there = datetime.combine(day, from_.timetz())
    return Moment((there.astimezone(UTC) + timedelta(minutes=amount.minutes)).astimezone(context.zone))


def from_now(context: Context, amount: Amount) -> Moment | Day:
    if amount.is_clock:
        return moved(context, context.now, amount)
    return Day(add(context.today, amount), kind="relative")


def upcoming(context: Context, clock: Clock) -> datetime:
    """The next time that the clock shows this."""
    day = datetime.combine(context.counts_from, datetime.min.time(), context.zone)
    at = day + timedelta(minutes=clock.minutes)
    return (
        at if context.anchor or at >= context.now.replace(second=0, microsecond=0) else at + timedelta(days=1)
    )


def _moment(context: Context, amount: Amount) -> Moment | None:
    made = from_now(context, amount)
    return made if isinstance(made, Moment) else None


def _day(context: Context, amount: Amount) -> Day | None:
    made = from_now(context, amount)
    return made if isinstance(made, Day) else None


_AHEAD = (
    "(in|after) (the)? amount (?!before|after|later|from|ago|onward|sooner)|(?<![clock day]) plus amount|amount later"
    "|(in|after)? amount (from|after) now|now plus amount|amount after $"
)
_BACK = "amount ago|ago amount|now (minus|dash) amount|^(minus|dash) amount|amount before now|amount before $"


@rules("(day|weekday) in amount", "day")
def day_in(context: Context, day: Day | int, amount: Amount) -> Day | None:
    """ "heute in 14 Tagen", "Montag in einer Woche", "środa za tydzień"."""
    start = coming(context, day) if isinstance(day, int) else day
    if day == context.today.weekday() and context.language == "pl":
        start = relative(context, 0)  # "wtorek za tydzień", on a Tuesday
    if context.language not in ("de", "pl") or amount.is_clock or start.kind == "date":
        return None
    return Day(add(start.on, amount), kind="relative")


@rules(_AHEAD, "moment")
def moment_ahead(context: Context, amount: Amount) -> Moment | None:
    return _moment(context, amount)


@rules(_AHEAD, "day")
def day_ahead(context: Context, amount: Amount) -> Day | None:
    return _day(context, amount)


@rules(_BACK, "moment")
def moment_back(context: Context, amount: Amount) -> Moment | None:
    return _moment(context, negative(amount))


@rules(_BACK, "day")
def day_back(context: Context, amount: Amount) -> Day | None:
    return _day(context, negative(amount))


@rules("on amount (?!later|ago|onward|sooner)", "moment")
def polish_moment(context: Context, amount: Amount) -> Moment | None:
    """ "w 2 minuty"."""
    return _moment(context, amount) if context.language == "pl" else None


@rules("on amount (?!later|ago|onward|sooner)", "day")
def polish_day(context: Context, amount: Amount) -> Day | None:
    return _day(context, amount) if context.language == "pl" else None


@rules("before amount", "moment")
def german_moment_back(context: Context, amount: Amount) -> Moment | None:
    return _moment(context, negative(amount)) if context.language == "de" else None


@rules("before amount", "day")
def german_day_back(context: Context, amount: Amount) -> Day | None:
    return _day(context, negative(amount)) if context.language == "de" else None


@rules("number (weekdays|weekday) later|in number weekdays", "day")
def weekdays_later(context: Context, count: Numeral, weekday: int) -> Day | None:
    return coming(context, weekday, count.n - 1) if 0 < count.n < 100 else None


@rules("number (weekdays|weekday) ago", "day")
def weekdays_ago(context: Context, count: Numeral, weekday: int) -> Day | None:
    back = (context.today.weekday() - weekday - 1) % 7 + 1
    return relative(context, -back - 7 * (count.n - 1)) if 0 < count.n < 100 else None


@rules("now|(?<![amount weekday weekdays day clock unit]) later (?=to|until|dash|and)", "moment")
def now(context: Context) -> Moment:
    return Moment(context.now)


# --- counted from a day -------------------------------------------------------------------------------------


@rules("weekday", "day")
def weekday_alone(context: Context, weekday: int) -> Day:
    first = context.counts_from
    if weekday != first.weekday():
        return coming(context, weekday)
    if context.anchor is None:
        context.guess(other=first)
        return coming(context, weekday)
    context.guess(other=coming(context, weekday).on)
    return Day(first, kind="weekday")


@rules("(?<!for) (in)? amount (after|from) day", "day")
def amount_after_day(context: Context, amount: Amount, day: Day) -> Day | None:
    return None if amount.is_clock else Day(add(day.on, amount), kind="relative")


@rules("amount (on)? day", "day")
def weeks_on_day(context: Context, amount: Amount, day: Day) -> Day | None:
    whole = {"weekday": ("week", "fortnight"), "relative": ("week", "fortnight", "month", "year")}
    if amount.unit not in whole.get(day.kind, ()):
        return None
    ahead = day.on >= context.today  # "a week last Tuesday" is before it
    return Day(add(day.on, amount if ahead else negative(amount)), kind="relative")


@rules("(?<!mod) unit on? day", "day")
def week_today(_: Context, unit: str, day: Day) -> Day | None:
    """ "fortnight today", "week tomorrow"."""
    days = {"week": 7, "fortnight": 14}.get(unit)
    return Day(add(day.on, Amount(days=days)), kind="relative") if days and day.kind == "relative" else None


@rules("(?<![mod number a]) unit on the? day", "day")
def week_on_day(_: Context, unit: str, day: Day) -> Day | None:
    """ "week on Tuesday"."""
    days = {"week": 7, "fortnight": 14}.get(unit)
    return Day(add(day.on, Amount(days=days)), kind="relative") if days and day.kind == "weekday" else None


@rules("amount before day", "day")
def amount_before_day(context: Context, amount: Amount, day: Day) -> Day | None:
    return None if amount.is_clock else Day(add(day.on, negative(amount)), kind="relative")


@rules("the? unit after day", "day")
def day_after(_: Context, unit: str, day: Day) -> Day | None:
    return Day(add(day.on, Amount(days=1)), kind="relative") if unit == "day" else None


@rules("the? unit before day", "day")
def day_before(_: Context, unit: str, day: Day) -> Day | None:
    return Day(add(day.on, Amount(days=-1)), kind="relative") if unit == "day" else None


@rules("edge day", "day")
def day_beside(_: Context, edge: str, day: Day) -> Day | None:
    step = {"day after": 1, "day before": -1}.get(edge)
    return Day(add(day.on, Amount(days=step)), kind="relative") if step else None


@rules("day plus amount", "day")
def day_and_days(context: Context, day: Day, amount: Amount) -> Day | None:
    return None if amount.is_clock else Day(add(day.on, amount), kind="relative")


@rules("day plus amount", "moment")
def day_and_hours(context: Context, day: Day, amount: Amount) -> Moment:
    return moved(context, context.kept_on(day.on), amount)


@rules("day (minus|dash) amount", "day")
def day_less_days(_: Context, day: Day, amount: Amount) -> Day | None:
    return None if amount.is_clock else Day(add(day.on, negative(amount)), kind="relative")


@rules("day (minus|dash) amount", "moment")
def day_less_hours(context: Context, day: Day, amount: Amount) -> Moment | None:
    if not amount.is_clock:
        return None
    return moved(context, context.kept_on(day.on), negative(amount))
