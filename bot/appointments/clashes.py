"""What a session would have at the same time as another: the same room, or an interpreter of the same language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.appointments.free import Span, overlap, taken_by
from bot.appointments.model import Appointment
from bot.appointments.sharing import Shared, shared

AT_ONCE = (Shared.ROOM, Shared.LANGUAGE)


@dataclass(frozen=True, slots=True)
class Clash:
    """One other session that has at that time what is there once."""

    what: Shared
    other: Appointment
    free_at: datetime
    """When the session could have it, for its whole length."""


def clashes(wanted: Appointment, others: Iterable[Appointment], now: datetime) -> list[Clash]:
    """Name what clashes with a session as it is wanted, each thing once, with the first that has it."""
    if wanted.start is None:
        return []
    lasts = timedelta(minutes=wanted.minutes or 0)
    span = (wanted.start, wanted.start + lasts)
    found = []
    live = [
        (one, taken)
        for one in sorted(others, key=lambda one: (one.start or now, one.id))
        if one.id != wanted.id and (taken := taken_by(one, wanted.minutes or 0, now)) is not None
    ]
    for what in AT_ONCE:
        same = [(one, taken) for one, taken in live if what in shared(wanted, one)]
        first = next((one for one, taken in same if overlap(span, taken)), None)
        if first is not None:
            found.append(Clash(what, first, _free_at(span, [taken for _, taken in same])))
    return found


def _free_at(span: Span, taken: Iterable[Span]) -> datetime:
    """The first moment from its start on at which it meets none of these, which are in their order."""
    start, end = span
    for one in taken:
        if overlap((start, end), one):
            start, end = one[1], one[1] + (end - start)
    return start
