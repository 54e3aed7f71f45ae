"""Which times are free beside the sessions that there are, while a desk is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from bot.appointments.model import Appointment, Window

QUARTER = timedelta(minutes=15)
"""Free times begin at full quarters of an hour."""
Span = tuple[datetime, datetime]


def free_spans(
    sessions: Iterable[Appointment], open_: Iterable[Span], minutes: int, begins: datetime, now: datetime
) -> list[Window]:
    """What the sessions leave of the hours in which a desk is open, from a moment on: as long as `minutes` or longer.

    What is over takes no time; a session whose length is not told takes as much as the one that is looked for.
    """
    taken = sorted(span for one in sessions if (span := taken_by(one, minutes, now)) is not None)
    needed = timedelta(minutes=minutes)
    free: list[Window] = []
    for opens, closes in open_:
        left = max(opens, begins)
        for start, end in (*taken, (closes, closes)):
            at, until = _quarter(left), min(start, closes)
            if until - at >= needed:
                free.append(Window(start=at, end=until))
            left = max(left, end)
    return free


def starts(free: Iterable[Window], minutes: int) -> Iterator[datetime]:
    """When a session of that length can begin, one free time after the other."""
    needed = timedelta(minutes=minutes)
    for span in free:
        at = span.start
        while at + needed <= span.end:
            yield at
            at += -(-needed // QUARTER) * QUARTER


def taken_by(one: Appointment, minutes: int, now: datetime) -> Span | None:
    """From when to when a session takes up the time; None where it does not, or has none."""
    if one.start is None or one.is_over(now):
        return None
    lasts = timedelta(minutes=(one.minutes or minutes) + (one.buffer_minutes or 0))
    return one.start, max(one.start + lasts, now) if one.start <= now else one.start + lasts


def overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _quarter(moment: datetime) -> datetime:
    """The next full quarter of an hour; all zones' hours have them in the same places."""
    return moment + (datetime.min.replace(tzinfo=moment.tzinfo) - moment) % QUARTER
