"""The nightly sweeps of all workspaces: each plans those of the next night, and what a removed workspace left is swept too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.appointments.jobs import Sweep
from bot.settings import Settings
from bot.storage.asynchronous import AsyncEngine
from bot.storage.outbox import Outbox
from bot.storage.retention import Retention, plan_sweeps

AT_NIGHT = time(3, 10)
"""When a sweep begins, by the desk's clock."""


def tonight(now: datetime, zone: ZoneInfo) -> Sweep:
    """The sweep of the night to come."""
    day = now.astimezone(zone).date() + timedelta(days=1)
    return Sweep(day=day.isoformat(), delay=datetime.combine(day, AT_NIGHT, zone) - now)


class Nights:
    """Of one process. Where a workspace is gone, the process's own settings say how long anything is kept."""

    def __init__(self, engine: AsyncEngine, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._settings = settings
        self._clock = clock

    async def begin(self, sole: str | None) -> None:
        """Sweep now what nobody has planned to sweep; `sole`: the one workspace that is served, of which nothing may be kept yet."""
        now = self._clock()
        await plan_sweeps(
            self._engine, Sweep(day=now.astimezone(self._settings.zone).date().isoformat()), now
        )
        if sole is not None:
            await Outbox(self._engine, self._clock).add(sole, [tonight(now, self._settings.zone)])

    async def plan(self, team: str) -> None:
        """Plan those of the night to come; of all that run, the first does it for all."""
        now = self._clock()
        await plan_sweeps(self._engine, tonight(now, self._settings.zone), now, team)

    async def left_behind(self, team: str, *, removed: bool) -> bool:
        """Delete what is old of a workspace that has no service any more; where Frontdesk was `removed`, its cards can't be reached either.

        False: nothing is left of it, so that it is not swept again.
        """
        now = self._clock()
        kept = Retention(self._engine, team, self._clock)
        if removed:
            await kept.delete_unreachable(now - self._settings.retention)
        await kept.delete_old(now - self._settings.retention, now - self._settings.audit_kept)
        if removed and not await kept.is_kept():
            return False
        await self.plan(team)
        return True
