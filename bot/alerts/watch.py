"""Look at the service for all channels of one workspace at once: compare, plan, and say when to look again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from zlib import crc32
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.alerts.boards import BoardPlace, BoardPlaces, digest
from bot.alerts.compare import Look, compare
from bot.alerts.kept import Kept, Memory
from bot.alerts.kinds import Sight
from bot.alerts.pace import needed, pace, until_needed, window
from bot.alerts.rules import Subscription
from bot.alerts.schedule import schedule
from bot.alerts.snapshots import Snapshot, Snapshots
from bot.alerts.subscriptions import Subscriptions
from bot.alerts.waiting import WaitingPosts
from bot.appointments.cache import Cache
from bot.appointments.errors import AppointmentError, NotFound
from bot.appointments.filter import Known
from bot.appointments.jobs import (
    Job,
    LookOut,
    RedrawBoard,
    RedrawCards,
    RedrawWaiting,
    TellAnswers,
    TellSilence,
)
from bot.appointments.model import Appointment, Department, Status
from bot.appointments.service import Service
from bot.storage.claims import Claim
from bot.storage.outbox import add_jobs, finish_job

MOST_MISSED = 25
"""Appointments that are asked for one by one because a list no longer has them: moved away, or removed."""
ASK_AGAIN = timedelta(minutes=10)
"""Until one of them is asked for again, where the answer did not settle it."""
STALE = timedelta(minutes=5)
"""How long the service may be silent before channels are told that what stands there may be old."""
_TRIES = 3
DEPARTMENTS_SEEN = 1000

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often to look, by day, and how far ahead changes are told of."""

    by_day: timedelta
    days_ahead: int
    zone: ZoneInfo


class Watch:
    """One workspace's look-out. Any process may take any look: what was seen is in the database."""

    def __init__(
        self,
        team: str,
        service: Service,
        engine: AsyncEngine,
        clock: Callable[[], datetime],
        how: Pace,
        departments: Known = MappingProxyType({}),
    ) -> None:
        self.team = team
        self.how = how
        self.stamp = service.stamp
        """What fingerprints are made with."""
        self.subscriptions = Subscriptions(engine, clock, departments)
        self.boards = BoardPlaces(engine, team)
        self.waiting = WaitingPosts(engine, team)
        self.kept = Kept(engine, team, service.stamp)
        self.departments: Cache[Department, Department] = Cache(DEPARTMENTS_SEEN)
        """Those that sessions had: one that a session has left may be in no list any more."""
        self.snapshots = Snapshots(self._list, clock)
        self._service = service
        self._engine = engine
        self._clock = clock
        self._asked: dict[str, datetime] = {}

    async def active(self) -> list[Subscription]:
        """The channels that are told something now."""
        now = self._clock()
        return [one for one in await self.subscriptions.all(self.team) if one.active(now)]

    async def look(self, *, on: bool) -> None:
        """Look once and plan all that follows; `on`: and plan the next look, the chain that goes on by itself.

        Raises the service's errors; the next look is planned all the same.
        """
        for _ in range(_TRIES):
            everyone = await self.subscriptions.all(self.team)
            now = self._clock()
            told = [one for one in everyone if one.active(now)]
            if not needed(told, now):
                wait = until_needed(everyone, now)
                await self._add([self.next_look(wait)] if on and wait else [])
                return
            memory = await self.kept.memory()
            try:
                snapshot = await self._listed(told)
                moved_away, gone = await self._missed(memory, snapshot)
            except AppointmentError:
                await self._unanswered(told, on=on)
                raise
            if await self._keep(told, memory, snapshot, moved_away, gone, on=on):
                return
        await self._add([self.next_look(self.how.by_day)] if on else [])

    @asynccontextmanager
    async def recording(self, claim: Claim) -> AsyncIterator[AsyncConnection]:
        """One transaction for what was posted and for that its job is done."""
        async with self._engine.begin() as connection:
            yield connection
            await finish_job(connection, claim, self._clock())

    def next_look(self, wait: timedelta) -> LookOut:
        """The next look of the chain; all processes give it the same name, so there is one.

        Workspaces look at different seconds, so that they don't all come at once.
        """
        step = max(1, int(wait.total_seconds()))
        own = crc32(self.team.encode()) % step
        now = self._clock().timestamp()
        due = ((int(now) - own) // step + 1) * step + own
        delay = timedelta(seconds=due - now)
        return LookOut(cause=str(due), on=True, delay=delay)

    async def _list(self) -> Snapshot:
        return await self._listed(await self.active())

    async def _listed(self, subscriptions: Sequence[Subscription]) -> Snapshot:
        """Ask the service for all that feeds these channels."""
        now = self._clock()
        span = window(subscriptions, self.how.zone, now, self.how.days_ahead)
        sessions = await self._service.find(span)
        for department in {one.department for one in sessions if one.department}:
            self.departments.put(department, department)
        return Snapshot(now, span, sessions.of(one for one in sessions if one.start is not None))

    async def _missed(self, memory: Memory, snapshot: Snapshot) -> tuple[list[Appointment], list[str]]:
        """Ask for those that should be in the list and are not: were they moved away, or are they gone?

        One that can't be told is asked for again in a while; it holds up nothing.
        """
        now = self._clock()
        self._asked = {one: at for one, at in self._asked.items() if abs(now - at) < ASK_AGAIN}
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
            self._asked[appointment] = now
            try:
                moved.append(await self._service.read(appointment))
            except NotFound:
                gone.append(appointment)
            except AppointmentError as error:
                log.warning("missed_not_told", appointment=appointment, error=error.code)
        return moved, gone

    async def _unanswered(self, subscriptions: Sequence[Subscription], *, on: bool) -> None:
        """Go on looking; channels are told, once, when what they were told last is no longer fresh."""
        now = self._clock()
        jobs: list[Job] = [self.next_look(self.how.by_day)] if on else []
        async with self._engine.begin() as connection:
            failing = await self.kept.failing_since(connection, now)
            if failing is not None and now - failing >= STALE:
                silent = [one.channel for one in subscriptions if needed([one], now)]
                jobs += [TellSilence(channel=channel, since=failing) for channel in silent]
            await add_jobs(connection, self.team, jobs, now)

    async def _add(self, jobs: Sequence[Job]) -> None:
        async with self._engine.begin() as connection:
            await add_jobs(connection, self.team, jobs, self._clock())

    async def _keep(
        self,
        subscriptions: Sequence[Subscription],
        memory: Memory,
        snapshot: Snapshot,
        moved_away: Sequence[Appointment],
        gone: Sequence[str],
        *,
        on: bool,
    ) -> bool:
        """Keep what was found with all the jobs that follow from it; False if another process looked meanwhile."""
        now = self._clock()
        there = (*snapshot.sessions, *moved_away)
        found = compare(memory.sightings, there, gone, memory.news_since, now, self._service.stamp)
        wait = pace(snapshot.sessions, self.how.zone, now, self.how.by_day)
        until, last = now + 2 * wait + self.how.by_day, memory.last.at if memory.last else None
        look = Look(_after(snapshot.begun, memory.last), snapshot.window)
        self.snapshots.taken(replace(snapshot, begun=look.at))
        async with self._engine.begin() as connection:
            if not await self.kept.is_still(connection, memory):
                return False
            new = await self.kept.keep(connection, memory, look, found, gone, now)
            if new is None:
                return False
            standing = await self.boards.of_today(connection, subscriptions, now)
            sight = Sight(
                now,
                until,
                last,
                sessions={one.id: one for one in there},
                seen=new.sightings,
                seen_before=memory.sightings,
                differences=found.differences,
                boards={(place.channel, place.day) for place, _ in standing},
            )
            jobs = schedule(subscriptions, sight)
            changed = [one.appointment for one in found.sightings if one.appointment in memory.sightings]
            jobs += await self._redraws(connection, standing, snapshot, changed, new, now)
            if memory.failing is not None and now - memory.failing >= STALE:
                jobs += [TellAnswers(channel=one.channel, since=memory.failing) for one in subscriptions]
            if on:
                jobs.append(self.next_look(wait))
            await add_jobs(connection, self.team, jobs, now)
        self.kept.known(new)
        return True

    async def _redraws(
        self,
        connection: AsyncConnection,
        standing: Sequence[tuple[BoardPlace, Subscription]],
        snapshot: Snapshot,
        changed: Sequence[str],
        memory: Memory,
        now: datetime,
    ) -> list[Job]:
        """What stands in channels and no longer shows what is: boards, cards, waiting alerts."""
        stamp = f"{now.timestamp():.0f}"
        jobs: list[Job] = []
        for place, subscription in standing:
            if digest(snapshot.sessions, subscription, place.day, now) != place.drawn:
                jobs.append(RedrawBoard(channel=place.channel, day=place.day, seen=snapshot.begun))
        for appointment in await self.kept.with_cards(connection, changed):
            version = memory.sightings[appointment].version
            jobs.append(RedrawCards(appointment=appointment, cause=f"{version}:looked:{stamp}"))
        for post in await self.waiting.open(connection):
            sighting = memory.sightings.get(post.appointment)
            if sighting is None or sighting.status is not Status.WAITING or sighting.since != post.since:
                jobs.append(RedrawWaiting(channel=post.channel, ts=post.ts))
        return jobs


def _after(moment: datetime, last: Look | None) -> datetime:
    """The moment of a look: always later than the one before, even where the clock stands still."""
    return moment if last is None or moment > last.at else last.at + timedelta(microseconds=1)
