"""Rules for what may be a day or a time: "9.12", "10-11", "12 May 10", "fri 9"; where both fit we ask."""

from __future__ import annotations

from datetime import date, timedelta

from bot.when.grammar import Context, Grammar
from bot.when.model import Choice
from bot.when.parts import (
    Amount,
    At,
    Clock,
    Day,
    Numeral,
    Unreadable,
    short_clock,
    short_day,
)
from bot.when.rules.clocks import bare, of_digits
from bot.when.rules.dates import year_of
from bot.when.rules.numeric import in_figures
from bot.when.rules.weekdays import next_weekday_day

rules = Grammar()


def _day_or_none(context: Context, figures: tuple[str, str]) -> Day | None:
    first, second = int(figures[0]), int(figures[1])
    possible = 0 < first <= 31 and 0 < second <= 31 and min(first, second) <= 12
    return in_figures(context, first, second) if possible else None


@rules("dotted (?=at? [clock clocks])|(?<=[clock clocks]) on? dotted", "day")
def dotted_day(context: Context, dotted: tuple[str, str]) -> Day | None:
    return _day_or_none(context, dotted)


@rules("dotted (?=(on|in|for)? the? [day part])|(?<=[day part]) at? dotted", "clock")
def dotted_clock(_: Context, dotted: tuple[str, str]) -> Clock | None:
    return of_digits(*dotted) if len(dotted[1]) == 2 else None


@rules("(?<![at in]) (?<!clock dash) (on|the)? dotted (?!slash)", "day")
def dotted_alone(context: Context, dotted: tuple[str, str]) -> Day | None:
    """ "10.12" is a date in German and Polish; in English it may be a time, and then we ask."""
    clock = of_digits(*dotted) if len(dotted[1]) == 2 else None
    if clock and context.language not in ("de", "pl") and context.order == "DMY":
        if int(dotted[1]) > 12 or int(dotted[0]) > 31 or int(dotted[0]) == 0:
            return None
        day = _day_or_none(context, dotted)
        if day:
            raise two_ways(f"{dotted[0]}.{dotted[1]}", clock, day.on)
    return _day_or_none(context, dotted)


@rules("(?<!in) dotted", "clock")
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


@rules("^on? the? number dash number$|(?<=on) number dash number|number dash number (?=at clock)", "day")
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


@rules("(?<=[clock at_day]) for? number (?=$|unknown|comma|empty)", "amount")
def minutes_alone(context: Context, number: Numeral) -> Amount | None:
    """ "Thurs 2pm for 45", where something is booked."""
    whole = context.booking and 10 <= number.n <= 240 and number.n % 5 == 0 and len(number.digits) in (2, 3)
    return Amount(minutes=number.n, unit="minute") if whole else None


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
    if day.kind == "weekday" and context.language in ("fr", "es"):
        return None  # "jeudi 15" is no way to tell an hour
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
    if not same and number.n > 12 and (found := next_weekday_day(context, day.on.weekday(), number.n)):
        same = [found]
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


@rules("(?<!number) (?<!dash) (at)? (number|dotted) (on|in|for|comma)? the? day", "at_day")
def number_before_day(_: Context, number: Numeral | tuple[str, str], day: Day) -> At | None:
    clock = bare(number) if isinstance(number, Numeral) else None
    return At(day, clock) if clock else None
