"""Of which sessions it is asked whether anybody came: those of a board that stands, some minutes after their start."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.alerts.rules import Subscription
from bot.appointments.jobs import AskWhoCame
from bot.appointments.model import Appointment, Status
from bot.appointments.need import DUE_FOR, DUE_FROM, THERE, is_due

NO_LONGER = timedelta(minutes=30)
"""How long after its time a question is still asked, where nobody was there to ask it."""
_TOLD = THERE | {Status.NO_SHOW}


def questions(
    boards: Sequence[Subscription],
    sessions: Iterable[Appointment],
    now: datetime,
    until: datetime,
    after: timedelta,
) -> list[AskWhoCame]:
    """Plan what is to be asked from now until then of the sessions that one of these boards shows; `after` their start, never if that is nothing."""
    found = []
    for one in sessions if after else ():
        due = one.start + after if one.start else None
        if due is None or not now - NO_LONGER < due <= until or not may_be_asked(one, max(now, due)):
            continue
        if any(board.only.takes(one) for board in boards):
            found.append(question(one.id, due - after, after, now))
    return found


def asked_at(one: Appointment, after: timedelta) -> tuple[datetime, ...]:
    """When, beside its beginning and end, it may be another by the clock alone whether this is asked of a session."""
    if one.start is None or not after:
        return ()
    due = one.start + after
    return due, due + NO_LONGER, one.start - DUE_FROM, one.start + DUE_FOR


def question(session: str, start: datetime, after: timedelta, now: datetime) -> AskWhoCame:
    """Ask of a session that begins then, so long after it."""
    return AskWhoCame(appointment=session, moment=start, delay=max(start + after - now, timedelta(0)))


def may_be_asked(session: Appointment, when: datetime) -> bool:
    """Whether, as far as the service tells, nobody is in the room and it has not told how that ended."""
    return is_due(session, when) and session.status not in _TOLD
