"""Rules for what has a beginning and an end: "9-9:30", "next week", "1st to 5th Dec", "until Friday", "w/c 12 May"."""

from __future__ import annotations

from datetime import date, timedelta

from bot.when.clocks import HALVES, bare, in_part, of_digits
from bot.when.dates import in_order, month_day, offer_other_order, year_of
from bot.when.grammar import Context, Grammar
from bot.when.model import Choice
from bot.when.parts import (
    Amount,
    At,
    Clock,
    ClockSpan,
    Day,
    DayPart,
    DaySpan,
    Numeral,
    Span,
    Unreadable,
    add,
    short_clock,
    short_day,
)
from bot.when.periods import whole

rules = Grammar()

_DAY = timedelta(days=1)
Told = Numeral | Clock | tuple[str, str]


# --- from clock to clock ------------------------------------------------------------------------------------


def _clock(told: Told) -> Clock | None:
    if isinstance(told, Clock):
        return told
    if isinstance(told, Numeral):
        return bare(told)
    return of_digits(*told) if len(told[1]) == 2 else None


def _span(start: Told, end: Told) -> ClockSpan | None:
    a, b = _clock(start), _clock(end)
    return ClockSpan(a, b) if a and b else None


@rules("clock part (?=to|until|dash|and)|(?<=[to until dash and]) clock part", "clock")
def clock_in_part(_: Context, clock: Clock, part: DayPart) -> Clock | None:
    return Clock(in_part(clock, part.name)) if part.day is None and part.name in HALVES else None


_C = "(clock|number|dotted)"
_TO = "(to|dash|until|at)"


@rules(
    f"(from|at|in|between|for)? the? clock (to|dash|until) the? {_C} (?!unit|month|ordinal|weekdays|quarter)",
    "clocks",
)
def clock_to(_: Context, start: Clock, end: Told) -> ClockSpan | None:
    return _span(start, end)


@rules("(from|at|in|between|for)? (number|dotted) (to|dash|until) clock", "clocks")
def to_clock(_: Context, start: Told, end: Clock) -> ClockSpan | None:
    return _span(start, end)


@rules("(from|of) clock at? clock", "clocks")
def from_clock_at(context: Context, start: Clock, end: Clock) -> ClockSpan | None:
    return ClockSpan(start, end) if context.language in ("fr", "es") else None


@rules(f"from clock at {_C}|between the? {_C} and {_C} (?!unit|month|ordinal|weekdays)", "clocks")
def between_clocks(_: Context, start: Told, end: Told) -> ClockSpan | None:
    return _span(start, end)


@rules("from (number|dotted) (to|dash|until) (number|dotted) (?!unit|month|ordinal|weekdays|mod)", "clocks")
def from_number(_: Context, start: Told, end: Told) -> ClockSpan | None:
    return _span(start, end)


@rules("after clock and? before clock", "clocks")
def after_and_before(_: Context, start: Clock, end: Clock) -> ClockSpan:
    return ClockSpan(start, end)


@rules(
    "(?<=[day part]) at? (number|dotted) (to|dash|until) (number|dotted) (?!unit|month|ordinal|number)"
    "|(?<![number unknown]) (number|dotted) (to|dash|until) (number|dotted) (?=on? [day part])",
    "clocks",
)
def numbers_beside_day(_: Context, start: Told, end: Told) -> ClockSpan | None:
    return _span(start, end)


@rules("(?<=from) number (?=for amount)", "clock")
def from_number_for(_: Context, number: Numeral) -> Clock | None:
    return bare(number)


# --- dates and times with only a number or a dot ------------------------------------------------------------


def _day_or_none(context: Context, dotted: tuple[str, str]) -> Day | None:
    first, second = int(dotted[0]), int(dotted[1])
    month, day = in_order(context, first, second)
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    offer_other_order(context, month, day, None)
    return month_day(context, month, day)


@rules("dotted (?=at? [clock clocks])|(?<=[clock clocks]) on? dotted", "day")
def dotted_day(context: Context, dotted: tuple[str, str]) -> Day | None:
    return _day_or_none(context, dotted)


@rules("dotted (?=(on|in|for)? the? [day part])|(?<=[day part]) at? dotted", "clock")
def dotted_clock(_: Context, dotted: tuple[str, str]) -> Clock | None:
    return of_digits(*dotted) if len(dotted[1]) == 2 else None


@rules("(on|the)? dotted", "day")
def dotted_alone(context: Context, dotted: tuple[str, str]) -> Day | None:
    """ "10.12" is a date in German and Polish; in English it may be a time, and then we ask."""
    clock = of_digits(*dotted) if len(dotted[1]) == 2 else None
    if clock and context.language not in ("de", "pl"):
        if int(dotted[1]) > 12 or int(dotted[0]) > 31 or int(dotted[0]) == 0:
            return None
        day = _day_or_none(context, dotted)
        if day:
            raise two_ways(f"{dotted[0]}.{dotted[1]}", clock, day.on)
    return _day_or_none(context, dotted)


@rules("dotted", "clock")
def dotted_time(_: Context, dotted: tuple[str, str]) -> Clock | None:
    return of_digits(*dotted) if len(dotted[1]) == 2 else None


def two_ways(text: str, clock: Clock, day: date) -> Unreadable:
    """Ask whether a time or a day was meant."""
    at = short_clock(clock.minutes)
    return Unreadable(
        "ambiguous",
        f"{text} can be a time or a day. Type {at}, or {day.day} {day:%b}.",
        (Choice(f"The time {at}", f"at {at}"), Choice(short_day(day), day.isoformat())),
    )


@rules("^on? number dash number$|(?<=on) number dash number|number dash number (?=at clock)", "day")
def dashed_day(context: Context, a: Numeral, b: Numeral) -> Day | None:
    if not (0 < len(a.digits) < 3 and 0 < len(b.digits) < 3):
        return None
    if a.n > 12 or b.n > 12:
        return _day_or_none(context, (a.digits, b.digits))
    day, start, end = _day_or_none(context, (a.digits, b.digits)), bare(a), bare(b)
    if not (day and start and end):
        return None
    span = f"{short_clock(start.minutes)}-{short_clock(end.minutes)}"
    date_words = f"{day.on.day} {day.on:%b}"
    raise Unreadable(
        "ambiguous",
        f"{a.digits}-{b.digits} can be a day or hours. Type {date_words}, or {span}.",
        (Choice(short_day(day.on), day.on.isoformat()), Choice(span.replace("-", " to "), span)),
    )


@rules("day number (?=unknown)", "at_day")
def four_figures_behind_day(_: Context, day: Day, number: Numeral) -> At | None:
    """ "Monday 1030 Jane Doe"; fewer figures before another word may count people."""
    clock = bare(number) if len(number.digits) == 4 else None
    return At(day, clock) if clock else None


@rules("day at? number (?!unit|meridiem|number|of|slash|dash|unknown|to|ordinal|past|heure)", "at_day")
def number_behind_day(context: Context, day: Day, number: Numeral) -> At | None:
    clock = bare(number)
    if clock is None:
        return None
    if day.kind == "weekday":
        _not_a_date(context, day, number)
    if day.kind == "date" and not day.year_said and len(number.digits) == 2 and (year := year_of(number)):
        at = short_clock(clock.minutes)
        raise Unreadable(
            "ambiguous",
            f"The {number.digits} can be a year or an hour. Type {year}, or {at}.",
            (
                Choice(f"{short_day(day.on)} at {at}", f"{day.on} {at}"),
                Choice(short_day(day.on.replace(year=year)), f"{day.on.replace(year=year)}"),
            ),
        )
    return At(day, clock)


def _not_a_date(context: Context, day: Day, number: Numeral) -> None:
    """ "Fri 27" said just before the 27th might be the date: ask."""
    near = [context.today + timedelta(days=n) for n in range(1, 32)]
    same = [on for on in near if on.weekday() == day.on.weekday() and on.day == number.n]
    if same and len(number.digits) < 3 and (clock := bare(number)):
        at = short_clock(clock.minutes)
        raise Unreadable(
            "ambiguous",
            f"The {number.n} can be an hour or a date. Type {short_day(day.on, year=False)} at {at}, "
            f"or {short_day(same[0], year=False)}.",
            (
                Choice(f"{short_day(day.on)} at {at}", f"{day.on} {at}"),
                Choice(short_day(same[0]), same[0].isoformat()),
            ),
        )


@rules("(?<!number) (?<!dash) (at)? (number|dotted) (on|in|for)? the? day", "at_day")
def number_before_day(_: Context, number: Numeral | tuple[str, str], day: Day) -> At | None:
    clock = bare(number) if isinstance(number, Numeral) else None
    return At(day, clock) if clock else None


# --- from day to day ----------------------------------------------------------------------------------------

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
    f"between on? the? {_DAYS} and on? the? {_DAYS}|from? on? the? {_DAYS} (to|until|dash) on? the? {_DAYS}",
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
    start, end = first.on, last.on
    if last.kind == "weekday" and end < start:
        end += timedelta(days=7 * ((start - end).days // 7 + 1))
    if not first.year_said and last.year_said and last.kind == "date" and last.month_said:
        start = add(start, Amount(months=12 * (end.year - start.year)))
        start = add(start, Amount(months=-12)) if start > end else start
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
