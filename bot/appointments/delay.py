"""A session runs late: which later ones of its day that touches, when each would begin then, and which can't begin on time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.appointments.model import ENDED, UNDER_WAY, Appointment, Status
from bot.appointments.sharing import Shared, shared

CHOICES = (5, 10, 15, 30)
"""Minutes by which a session can be said to run late."""
USUAL = 10
_NEVER = datetime.min.replace(tzinfo=UTC)
UNSETTLED = frozenset({Status.REQUESTED, Status.INVITED, Status.ALTERNATIVE_REQUESTED})


class Later(Struct, frozen=True):
    """A later session that the delay touches."""

    session: Appointment
    start: datetime
    """When it would begin, moved by the delay."""
    shared: tuple[Shared, ...]
    """What it shares with the one that runs late."""
    free_at: datetime | None = None
    """When what it needs is free, where that is after it should begin; None: it can begin on time all the same."""


def is_of_now(session: Appointment, zone: ZoneInfo, now: datetime) -> bool:
    """Whether it is of today (in `zone`), or began before midnight and its time is not over."""
    start = session.start
    if session.status in UNDER_WAY:
        return True
    if start is None:
        return False
    is_today = start.astimezone(zone).date() == now.astimezone(zone).date()
    return is_today or (start <= now and session.end is not None and now < session.end)


def touched(
    late: Appointment, minutes: int, sessions: Iterable[Appointment], zone: ZoneInfo, now: datetime
) -> list[Later]:
    """The later sessions of that day (in `zone`) that share something with the late one, by start and then id.

    A delay goes on: what it reaches ends later by as much, and so may reach the next, over midnight too. Of the next day only what is reached is touched.
    """
    if late.start is None:
        return []
    delay = timedelta(minutes=minutes)
    found: list[Later] = []
    delayed, day = [late], late.start.astimezone(zone).date()
    for session, start in _following(late, late.start, sessions, zone, now):
        if not (common := shared(late, session)):
            continue
        ends = [_end(before) + delay for before in delayed if _comes_before(before, session)]
        free_at = max(ends, default=start)
        if free_at > start:
            delayed.append(session)
        elif start.astimezone(zone).date() != day:
            continue
        found.append(Later(session, start + delay, common, free_at if free_at > start else None))
    return found


def runs_past(moment: datetime, late: Appointment, minutes: int, later: Iterable[Later]) -> bool:
    """Whether the delay takes the late session, or one that may be moved with it, beyond a moment."""
    ends = (_end(late), *(_end(one.session) for one in later))
    return max(ends) + timedelta(minutes=minutes) > moment


def _following(
    late: Appointment, start: datetime, sessions: Iterable[Appointment], zone: ZoneInfo, now: datetime
) -> list[tuple[Appointment, datetime]]:
    """What begins after it, on its day or the next, and can still be moved."""
    day = start.astimezone(zone).date()
    days = {day, day + timedelta(days=1)}
    found = [
        (one, one.start)
        for one in sessions
        if one.start is not None
        and one.start > start
        and one.id != late.id
        and one.start.astimezone(zone).date() in days
        and one.status not in ENDED | UNDER_WAY | UNSETTLED
        and not one.is_over(now)
    ]
    return sorted(found, key=lambda pair: (pair[1], pair[0].id))


def _comes_before(before: Appointment, session: Appointment) -> bool:
    """Whether a session has to wait for another's end: they share what can be in one place only, or were planned one after the other."""
    common = shared(before, session)
    in_turn = session.start is not None and _end(before) <= session.start
    return bool(common) and (in_turn or any(one.is_one for one in common))


def _end(session: Appointment) -> datetime:
    """The planned end; of one whose length nobody tells, its beginning."""
    return session.end or session.start or _NEVER
