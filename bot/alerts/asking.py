"""What the service is asked for at a look: one list that feeds all channels, and one by one what it no longer has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog

from bot.alerts.kept import Memory
from bot.alerts.pace import Pace, window
from bot.alerts.rules import Subscription
from bot.alerts.snapshots import Snapshot
from bot.appointments.cache import Cache, steady
from bot.appointments.errors import AppointmentError, NotFound
from bot.appointments.model import Appointment, Department
from bot.appointments.service import Service

MOST_MISSED = 25
"""Appointments that are asked for one by one because a list no longer has them: moved away, or removed."""
ASK_AGAIN = timedelta(minutes=10)
"""Until one of them is asked for again, where the answer did not settle it."""
DEPARTMENTS_SEEN, MOST_ASKED = 1000, 10_000
log = structlog.get_logger(__name__)


class Asking:
    """Asks for one workspace, and remembers what it asked for lately."""

    def __init__(self, service: Service, clock: Callable[[], datetime], how: Pace) -> None:
        self.departments: Cache[Department, Department] = Cache(DEPARTMENTS_SEEN)
        """Those that sessions had: one that a session has left may be in no list any more."""
        self._service = service
        self._clock = clock
        self._how = how
        self._asked: Cache[str, bool] = Cache(MOST_ASKED, ASK_AGAIN.total_seconds(), steady(clock))

    async def listed(self, subscriptions: Sequence[Subscription]) -> Snapshot:
        """Ask for all that feeds these channels."""
        now = self._clock()
        span = window(subscriptions, self._how.zone, now, self._how.days_ahead)
        sessions = await self._service.find(span)
        for department in {id(one.department): one.department for one in sessions}.values():
            if department:
                self.departments.put(department, department)
        return Snapshot(now, span, sessions.of(one for one in sessions if one.start is not None))

    async def missed(self, memory: Memory, snapshot: Snapshot) -> tuple[list[Appointment], list[str]]:
        """Ask for those that should be in the list and are not: were they moved away, or are they gone?

        One that can't be told is asked for again in a while; it holds up nothing.
        """
        missing = [
            one.appointment
            for one in memory.sightings.values()
            if one.start is not None
            and one.start in snapshot.window
            and one.appointment not in snapshot.by_id
            and one.appointment not in self._asked
        ]
        moved: list[Appointment] = []
        gone: list[str] = []
        for appointment in missing[:MOST_MISSED]:
            self._asked.put(appointment, True)
            try:
                moved.append(await self._service.read(appointment))
            except NotFound:
                gone.append(appointment)
            except AppointmentError as error:
                log.warning("missed_not_told", appointment=appointment, error=error.code)
        return moved, gone
