"""What a look adds to the counts: how sessions were seen to change, without a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.alerts.compare import Comparison, Sighting
from bot.alerts.kept import KEPT, Memory
from bot.alerts.pace import Pace
from bot.appointments.counts import NOT_NAMED, OTHER_LANGUAGE, Counted
from bot.appointments.model import UNDER_WAY, Appointment, Department, Interpreter, Office, Status
from bot.line.languages import listed
from bot.storage.asynchronous import AsyncConnection
from bot.storage.counts import Counts

BLIND = timedelta(minutes=5)
"""After how long without a look nobody knows when something changed; twice as long as looks are apart, where that is more."""
_LONGEST_NAME, _LONGEST_ID = 255, 64
_TO_COME = frozenset({Status.SCHEDULED, Status.WAITING})
"""Of these it need not be asked when they began, which most are of."""


class Counting:
    """Counts for one workspace; `counted`: the day of which all sessions were counted, after that only what changes is."""

    def __init__(self, counts: Counts, how: Pace) -> None:
        self.counted: str | None = None
        self._counts = counts
        self._zone = how.zone
        self._blind = max(BLIND, 2 * how.by_day)

    async def add(
        self,
        connection: AsyncConnection,
        memory: Memory,
        there: Sequence[Appointment],
        found: Comparison,
        gone: Sequence[str],
        now: datetime,
    ) -> str:
        """Count what a look found, in the transaction that keeps that; gives the day, to be noted when it has ended."""
        today = now.astimezone(self._zone).date().isoformat()
        anew = today != self.counted
        if anew or found.sightings or gone:
            changed = {one.appointment for one in found.sightings}
            among = [one for one in there if anew or one.id in changed]
            sees = memory.last is not None and now - memory.last.at <= self._blind
            rows = counted(among, memory.sightings, now if sees else None, self._zone)
            await self._counts.keep(connection, rows, gone, today if anew else None)
        return today

    async def note(self, session: Appointment, now: datetime) -> None:
        """Count a session that somebody says something of; one of days ago was counted, or is no more. Raises NotKept."""
        known = as_known(session, self._zone)
        if known is not None and now - known.start < KEPT:
            await self._counts.note(known)


def counted(
    sessions: Iterable[Appointment],
    before: Mapping[str, Sighting],
    changed: datetime | None,
    zone: ZoneInfo,
) -> list[Counted]:
    """Count sessions as they are now. `before`: as they were seen last; `changed`: when those changed that are another now, None: nobody knows."""
    return [
        _counted(one, one.start, before.get(one.id), changed, zone)
        for one in sessions
        if one.start is not None
    ]


def as_known(session: Appointment, zone: ZoneInfo) -> Counted | None:
    """Count a session that somebody says something of, though no look may have seen it; None: it has no time."""
    return None if session.start is None else _counted(session, session.start, None, None, zone)


def _counted(
    one: Appointment, start: datetime, was: Sighting | None, changed: datetime | None, zone: ZoneInfo
) -> Counted:
    began = None if one.status in _TO_COME else one.session_started_at
    if began is None and was is not None and was.status not in UNDER_WAY and one.status in UNDER_WAY:
        began = changed
    waited = 0
    if was is not None and was.status is Status.WAITING and one.status is not Status.WAITING and changed:
        until = one.session_started_at
        until = until if until is not None and was.since <= until <= changed else changed
        waited = round((until - was.since).total_seconds())
    department: Department | Office | None = one.department or one.office
    return Counted(
        appointment=one.id,
        day=start.astimezone(zone).date().isoformat(),
        start=start,
        status=one.status,
        department_id=((department and department.id) or "")[:_LONGEST_ID],
        department=((department and department.name) or "")[:_LONGEST_NAME],
        language=_language(one.interpreter),
        waited=waited,
        began=began,
    )


def _language(interpreter: Interpreter) -> str:
    """A word of the list, never what somebody typed: it may name the interpreter."""
    if not interpreter.is_needed:
        return ""
    if interpreter.language:
        return listed(interpreter.language) or OTHER_LANGUAGE
    return NOT_NAMED
