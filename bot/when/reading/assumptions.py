"""What could have been meant instead, in words, with what to type for it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.when.model import Choice
from bot.when.parts import Unreadable, short_clock, short_day
from bot.when.reading.zones import ABBREVIATIONS, Named, city_of, offset_words

Assumption = tuple[str, Choice | None]


def another_day(read: date, other: date, today: date, phrase: str) -> Assumption:
    year = read.year != today.year or other.year != read.year or min(read, other) < today
    return (
        f"Read as {short_day(read, year=year)}; for {short_day(other, year=year)} type "
        f"{other.day} {other:%b}{f' {other.year}' if year else ''}.",
        Choice(f"{short_day(other)}{phrase[10:]}", phrase),
    )


def another_half(on: date, minutes: int, other: int, phrase: str) -> Assumption:
    hour, minute = divmod(other, 60)
    typed = f"{(hour - 1) % 12 + 1}{f':{minute:02}' if minute else ''}{'am' if hour < 12 else 'pm'}"
    return (
        f"Read as {short_clock(minutes)}; for {short_clock(other)} type {typed}.",
        Choice(f"{short_day(on)}{phrase[10:]}", phrase),
    )


def midnight(on: date) -> Assumption:
    after = on + timedelta(days=1)
    return (
        f"Midnight is read as the start of {short_day(on)}; for its end type {after.day} {after:%b} 00:00.",
        Choice(f"{short_day(after)} 00:00", f"{after} 00:00"),
    )


def part_of_day(name: str, begins: int, ends: int) -> Assumption:
    said = f"the {name}" if name in ("morning", "afternoon", "evening", "night") else name
    until = "midnight" if ends == 24 * 60 else short_clock(ends)
    return f"{said[0].upper()}{said[1:]} is read as {short_clock(begins)} to {until}.", None


def fixed_zone(named: Named, on: date) -> Assumption | None:
    """Say so where an abbreviation is not what its country's clocks show on that day: EST in July.

    Raises Unreadable where it was named beside another place, "3 July 3pm UTC+1 Berlin": one of the two is not meant.
    """
    if not named.region:
        return None
    noon = datetime.combine(on, time(12))
    there, said = noon.replace(tzinfo=ZoneInfo(named.region)), noon.replace(tzinfo=named.zone)
    shown = (time.min, time(12), time.max, time.max.replace(fold=1))
    on_that_day = {datetime.combine(on, at, there.tzinfo).utcoffset() for at in shown}
    if said.utcoffset() in on_that_day:
        return None
    city = city_of(named.region)
    home = ABBREVIATIONS.get(named.name)
    if home is None or home.region != named.region:
        words = f"{city} has {offset_words(there)} then, not {offset_words(said)}. Type just one of the two."
        raise Unreadable("two_zones", words)
    return (
        f"The zone is read as {offset_words(said)}, but {city} has {offset_words(there)} then; "
        f"if that is meant type {city} time.",
        None,
    )
