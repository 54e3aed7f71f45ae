"""Say times and lengths in plain words, short for a card and in full for the read-back before booking."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.settings.hours import USUAL, Hours, read_hours
from bot.when.parts import DAYS, say_minutes, short_day
from bot.when.reading.zones import city_of, zone_words
from bot.when.rules.named_days import bank_holiday_words

OPEN = read_hours(USUAL)
"""When a desk is open of which nobody says otherwise."""
MAX_LENGTH = 600
UK_ZONES = frozenset(("Europe/London", "Europe/Belfast", "GB", "GB-Eire"))
_MARKUP = re.compile(r"[<>*_~`|]")


def _place(zone: ZoneInfo | str) -> ZoneInfo:
    return ZoneInfo(zone) if isinstance(zone, str) else zone


def say_when(
    start: datetime, minutes: int | None, *, zone: ZoneInfo | str, now: datetime | None = None
) -> str:
    """Say a time for a card: "Tue 24 Nov, 15:00–15:45 (London)"; the year is left out only if it is now's."""
    place = _place(zone)
    local = start.astimezone(place)
    year = now is None or now.astimezone(place).year != local.year
    return f"{short_day(local.date(), year=year)}, {_from_to(local, minutes)} ({city_of(place.key)})"


def say_moved(
    before: tuple[datetime, int | None],
    after: tuple[datetime, int | None],
    *,
    zone: ZoneInfo | str,
    now: datetime,
) -> str:
    """Say from what to what something moves: "Wed 25 Nov, 15:00 → 16:00"; empty where it stays as it is.

    `before`, `after`: each the start and the minutes.
    """
    place = _place(zone)
    (was, was_long), (then, long) = before, after
    was, then = was.astimezone(place), then.astimezone(place)
    this_year = {now.astimezone(place).year} == {was.year, then.year}
    day = short_day(was.date(), year=not this_year)
    begins, ends = f"{day}, {_from_to(was, None)}", _from_to(then, None)
    if then.date() != was.date():
        ends = f"{short_day(then.date(), year=not this_year)}, {ends}"
    lasts = ""
    if was_long and long and was_long != long:
        lasts = f", {say_minutes(was_long)} → {say_minutes(long)}"
    if was.astimezone(UTC) == then.astimezone(UTC):
        return f"{begins}{lasts}" if lasts else ""
    return f"{begins} → {ends}{lasts}"


def _from_to(local: datetime, minutes: int | None) -> str:
    """Say a time of day or two; an end that the clocks make odd is told as a length."""
    doubled = is_doubled(local)
    begins = say_clock(local) + (f" {zone_words(local)}" if doubled else "")
    if minutes is None:
        return begins
    end = local + timedelta(minutes=minutes)  # by the clock on the wall, which is right on all days but a few
    plain = not _changes(local.date(), local.tzinfo) and not _changes(end.date(), end.tzinfo)
    if not plain:
        end = _later(local, minutes)
        plain = not doubled and local.utcoffset() == end.utcoffset() and not is_doubled(end)
    if plain and 0 < minutes < 24 * 60:
        return f"{begins}–{say_clock(end)}"
    return f"{begins} for {say_minutes(minutes)}"


def say_clock(local: datetime) -> str:
    """Say a time of day: 09:05. (`strftime` takes five times as long, and a list says many.)"""
    return f"{local.hour:02}:{local.minute:02}"


def _later(local: datetime, minutes: int) -> datetime:
    return (local.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(local.tzinfo)


def is_doubled(local: datetime) -> bool:
    """Whether the clocks show this time twice on that day."""
    if not _changes(local.date(), local.tzinfo):
        return False
    return local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()


def read_back(
    start: datetime,
    minutes: int | None,
    *,
    now: datetime,
    zone: ZoneInfo | str,
    desk_zone: ZoneInfo | str,
    assumed: Sequence[str] = (),
    hours: Hours = OPEN,
) -> str:
    """Say in full when something would be, and all that a clerk should notice about it before booking."""
    desk, typist = _place(desk_zone), _place(zone)
    local, here = start.astimezone(desk), now.astimezone(desk)
    sentences = [
        f"{short_day(local.date())}, {_from_to(local, minutes)} {city_of(desk.key)} ({zone_words(local)}), "
        f"{distance(local, here)}."
    ]
    there = start.astimezone(typist)
    if there.utcoffset() != local.utcoffset():
        day = "" if there.date() == local.date() else f"{short_day(there.date(), year=False)}, "
        sentences.append(
            f"In {city_of(typist.key)} that is {day}{_from_to(there, minutes)} ({zone_words(there)})."
        )
    sentences += _remarks(local, minutes, desk, hours)
    for note in assumed:
        plain = " ".join(_MARKUP.sub("", note).replace("&", "and").split())
        if plain and sum(map(len, sentences)) + len(sentences) + len(plain) <= MAX_LENGTH:
            sentences.append(plain if plain[-1] in ".?!" else f"{plain}.")
    return " ".join(sentences)


def _remarks(local: datetime, minutes: int | None, desk: ZoneInfo, hours: Hours) -> list[str]:
    """What is unusual about a time; none of it forbids booking."""
    remarks = []
    holiday = bank_holiday_words(local.date()) if desk.key in UK_ZONES else None
    if holiday:
        remarks.append(f"It is a bank holiday: {holiday}.")
    if not hours.is_open(local.date()):
        remarks.append(f"It is a {DAYS[local.weekday()]}.")
    if not hours.cover(local, _later(local, minutes or 0)):
        remarks.append("It is out of hours.")
    change = clock_change(local)
    if change:
        remarks.append(change)
    return remarks


def clock_change(local: datetime) -> str | None:
    """Say that the clocks change in the days around a time."""
    for ahead in range(8):
        day = local.date() + timedelta(days=ahead)
        if way := _changes(day, local.tzinfo):
            on = "that day" if ahead == 0 else f"on the {DAYS[day.weekday()]} after"
            return f"The clocks go {way} {on}."
    return None


@lru_cache(maxsize=4096)
def _changes(day: date, zone: tzinfo | None) -> str | None:
    """Whether the clocks go forward or back in the course of a day. Kept, because a list asks it for every session."""
    midnight = datetime.combine(day, time(), zone)
    before, after = midnight.utcoffset(), (midnight + timedelta(days=1)).utcoffset()
    if before is None or after is None or before == after:
        return None
    return "forward" if after > before else "back"


def distance(local: datetime, here: datetime) -> str:
    """Say how far away a time is: today, tomorrow, in 5 days, in 18 weeks."""
    days = (local.date() - here.date()).days
    minutes = round((local - here).total_seconds() / 60)
    if days == 0:
        if minutes < 0:
            return f"{say_minutes(-minutes)} ago"
        return f"today, in {say_minutes(minutes)}" if minutes else "now"
    if days == 1:
        return "tomorrow"
    if days == -1:
        return "yesterday"
    count, unit = abs(days), "days"
    about = ""
    if count >= 14:
        about = "about " if count % 7 else ""
        count, unit = round(count / 7), "weeks"
    if count >= 104 and unit == "weeks":
        about, count, unit = "about ", round(abs(days) / 365.25), "years"
    return f"in {about}{count} {unit}" if days > 0 else f"{about}{count} {unit} ago"
