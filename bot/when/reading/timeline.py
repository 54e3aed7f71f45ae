"""From a day and a time of day to the moment: where the clocks change there may be none, or two."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bot.when.model import Choice
from bot.when.parts import Unreadable, short_day
from bot.when.reading.zones import zone_words


def moment_at(on: date, minutes: int, zone: tzinfo) -> datetime:
    """Find the moment of a local time; refuses one that the clocks leave out or show twice."""
    naive = datetime.combine(on, time()) + timedelta(minutes=minutes)
    moment = naive.replace(tzinfo=zone)
    if is_doubled_or_missing(moment):
        there_is_one = moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == naive
        raise _doubled(moment) if there_is_one else _missing(moment)
    return moment


def is_doubled_or_missing(moment: datetime) -> bool:
    """Whether the clocks change over this local time."""
    return moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()


def later(moment: datetime, minutes: float) -> datetime:
    """Move a moment on the time line, whatever the clocks do meanwhile."""
    return (moment.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(moment.tzinfo)


def _missing(moment: datetime) -> Unreadable:
    early, late = (moment.replace(fold=fold).utcoffset() or timedelta() for fold in (0, 1))
    naive = moment.replace(tzinfo=None)
    choices = [naive - abs(early - late), naive + abs(early - late)]
    return Unreadable(
        "dst_gap",
        f"There is no {naive:%H:%M} on {short_day(naive.date())}: the clocks go forward. "
        f"Type {choices[0]:%H:%M} or {choices[1]:%H:%M}.",
        tuple(Choice(f"{short_day(at.date())} {at:%H:%M}", f"{at:%Y-%m-%d %H:%M}") for at in choices),
    )


def _doubled(moment: datetime) -> Unreadable:
    names = [zone_words(moment.replace(fold=fold)) for fold in (0, 1)]
    at, on = f"{moment:%H:%M}", moment.date()
    return Unreadable(
        "dst_overlap",
        f"{on.day} {on:%b %Y} at {at} happens twice: the clocks go back. Type {at} {names[0]} or {at} {names[1]}.",
        tuple(Choice(f"{short_day(on)} {at} {name}", f"{on} {at} {name}") for name in names),
    )
