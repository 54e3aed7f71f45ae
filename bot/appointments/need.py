"""In which order sessions are looked at: who waits, what is in trouble, what is on, what comes, and what is over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.appointments.interpreting import FIRST, is_confirmed, is_gap
from bot.appointments.model import UNDER_WAY, Appointment, Status
from bot.appointments.states import NOTHING, About, Came, Register

SOON = timedelta(hours=1)
DUE_FROM, DUE_FOR = timedelta(minutes=15), timedelta(hours=24)
"""How long before its start, and how long after, people say who came."""
_NOT_SAID_OF = frozenset({Status.REQUESTED, Status.INVITED, Status.ALTERNATIVE_REQUESTED, Status.CANCELLED})
ENDS_SOON = timedelta(minutes=10)
THERE = frozenset({*UNDER_WAY, Status.WAITING, Status.COMPLETED})
"""When the service tells that somebody is or was in the room: the claimant alone while they wait, else perhaps the host alone."""


class Need(StrEnum):
    """How soon somebody at the desk has to see to a session; the first is the most pressing."""

    WAITING = "waiting"
    """The claimant sits in the waiting room, whatever the clock says."""
    GAP = "gap"
    """An interpreter is needed, no language is named, and nobody has confirmed one."""
    UNCONFIRMED = "unconfirmed"
    """An interpreter is needed within a day, and nobody has confirmed one."""
    ASKED = "asked"
    """A claimant asks for it, and nobody has said yes."""
    NOW = "now"
    SOON = "soon"
    LATER = "later"
    OVER = "over"
    __hash__ = str.__hash__  # in C: enum's own is asked for several times a session


_RANK = {need: rank for rank, need in enumerate(Need)}
# A member of an enum is looked up in 0.2 µs, a name of a module in none, and this is asked of thousands of sessions.
_WAITING, _REQUESTED, _NO_SHOW = Status.WAITING, Status.REQUESTED, Status.NO_SHOW
WAITS, IS_OVER, IS_SOON, IS_LATER = Need.WAITING, Need.OVER, Need.SOON, Need.LATER
_NEVER = datetime.max.replace(tzinfo=UTC)


def need_of(appointment: Appointment, now: datetime, said: Register = NOTHING) -> Need:
    """Tell how soon a session needs somebody; `said`: what people said of it."""
    status, start = appointment.status, appointment.start
    if status is _WAITING:
        return WAITS
    if appointment.is_over(now):
        return IS_OVER
    if appointment.interpreter.is_needed:
        if appointment.has_gap(now) and not is_confirmed(appointment, said):
            return Need.GAP
        if is_gap(appointment, said, now):
            return Need.UNCONFIRMED
    if status is _REQUESTED:
        return Need.ASKED
    if status in UNDER_WAY or (start is not None and start <= now):
        return Need.NOW
    return IS_SOON if start is not None and start - now <= SOON else IS_LATER


def turns(appointment: Appointment) -> Iterator[datetime]:
    """When what is told here of a session may become another by the clock alone."""
    if appointment.start is not None:
        yield from (appointment.start - FIRST, appointment.start - SOON, appointment.start)
    if appointment.end is not None:
        yield from (appointment.end - ENDS_SOON, appointment.end)


def is_due(appointment: Appointment, now: datetime) -> bool:
    """Whether it is time to say who came: it is about to begin, on, or was to begin within the last day."""
    start = appointment.start
    if start is None or appointment.status in _NOT_SAID_OF:
        return False
    return start - DUE_FROM <= now < start + DUE_FOR


def ends_soon(appointment: Appointment, now: datetime) -> bool:
    """Whether it would by now be said to run late: before that a row of buttons more would only be in the way."""
    end = appointment.end
    return end is not None and end - now <= ENDS_SOON


def is_missed(appointment: Appointment, said: Register) -> bool:
    """Whether the claimant did not come, as people said or as the service has it; a session may be held and over with the host alone in it."""
    if appointment.id not in said.states:
        return appointment.status is _NO_SHOW
    came = said.of(appointment, About.CAME)
    if appointment.status is _NO_SHOW:
        return came is None or came.word != Came.ARRIVED  # people know later than what they wrote there
    if came is None or appointment.status in {Status.WAITING, Status.CANCELLED}:
        return False
    return Came(came.word).missed


def is_late(session: Appointment, now: datetime, said: Register = NOTHING) -> bool:
    """Whether its time has come and it has not begun, or it was said to run late; not whom somebody waits for in vain."""
    time_came = session.start is not None and session.start < now
    late = (time_came and session.status not in UNDER_WAY) or said.of(session, About.LATE) is not None
    return late and not session.is_over(now) and not is_missed(session, said)


def in_order(
    sessions: Iterable[Appointment], now: datetime, waits: Mapping[str, datetime] = MappingProxyType({})
) -> list[Appointment]:
    """Put sessions into their order of need: who has waited longest comes first, and what has no time last.

    `waits`: since when those wait of whom that is known.
    """
    return sorted(sessions, key=lambda one: rank(one, need_of(one, now), waits.get(one.id)))


def rank(one: Appointment, need: Need, waits_since: datetime | None) -> tuple[int, datetime, str]:
    """What a session is sorted by, its need being known."""
    since = waits_since if need is WAITS else None
    return _RANK[need], since or one.start or _NEVER, one.id
