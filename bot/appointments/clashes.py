"""What a session would have at the same time as another: the same room, or an interpreter of the same language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct

from bot.appointments.briefing import LASTS, is_wanted
from bot.appointments.free import Span, overlap, taken_by
from bot.appointments.model import Appointment
from bot.appointments.sharing import Shared, shared
from bot.appointments.states import NOTHING, Register

AT_ONCE = (Shared.ROOM, Shared.LANGUAGE)


class Clash(Struct, frozen=True):
    """One other session that has at that time what is there once."""

    what: Shared
    other: Appointment
    free_at: datetime
    """When the session could have it, for its whole length."""


def clashes(
    wanted: Appointment,
    others: Iterable[Appointment],
    now: datetime,
    said: Register = NOTHING,
    *,
    brief: bool = False,
) -> list[Clash]:
    """Name what clashes with a session as it is wanted, each thing once, with the first that has it.

    `brief`: it begins with a pre-brief, for which its interpreter is needed; so do those of which that was `said`.
    """
    if wanted.start is None:
        return []
    live = [
        (one, taken)
        for one in sorted(others, key=lambda one: (one.start or now, one.id))
        if one.id != wanted.id and (taken := taken_by(one, wanted.minutes or 0, now)) is not None
    ]
    ends = wanted.start + timedelta(minutes=wanted.minutes or 0)
    found = []
    for what in AT_ONCE:
        is_language = what is Shared.LANGUAGE
        lead = LASTS if brief and is_language else timedelta(0)
        same = [
            (one, (start - LASTS if is_language and is_wanted(one, said) else start, end))
            for one, (start, end) in live
            if what in shared(wanted, one)
        ]
        span = (wanted.start - lead, ends)
        first = next((one for one, taken in same if overlap(span, taken)), None)
        if first is not None:
            found.append(Clash(what, first, _free_at(span, [taken for _, taken in same]) + lead))
    return found


def _free_at(span: Span, taken: Iterable[Span]) -> datetime:
    """The first moment from its start on at which it meets none of these, which are in their order."""
    start, end = span
    for one in taken:
        if overlap((start, end), one):
            start, end = one[1], one[1] + (end - start)
    return start
