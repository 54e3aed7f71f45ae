"""Look at the service for all channels of one workspace at once: compare, plan, and say when to look again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from types import MappingProxyType
from zlib import crc32

from bot.alerts.asking import Asking
from bot.alerts.compare import Difference, Look, Sighting, compare
from bot.alerts.counting import Counting
from bot.alerts.kept import Before, Kept, Memory
from bot.alerts.kinds import Sight
from bot.alerts.pace import Pace, needed, pace, until_needed
from bot.alerts.plans import Plans
from bot.alerts.redraws import redraw_cards, redraws
from bot.alerts.rules import Subscription
from bot.alerts.snapshots import Snapshot, Snapshots
from bot.alerts.standing import Standing, Stands
from bot.alerts.subscriptions import Subscriptions
from bot.alerts.waiting import Wait
from bot.appointments.errors import AppointmentError, NotFound
from bot.appointments.filter import Known
from bot.appointments.jobs import (
    Job,
    LookOut,
    TellAnswers,
    TellSilence,
)
from bot.appointments.model import Appointment, Department, Status, Window
from bot.appointments.service import Service
from bot.appointments.slices import aside
from bot.appointments.states import State
from bot.appointments.values import replace
from bot.storage.asynchronous import AsyncConnection, AsyncEngine
from bot.storage.claims import Claim
from bot.storage.counts import Counts
from bot.storage.endings import ending, finish_job
from bot.storage.engine import at_once
from bot.storage.outbox import add_jobs, not_there
from bot.storage.states import States
from bot.storage.transactions import reading, writing

STALE = timedelta(minutes=5)
"""How long the service may be silent before channels are told that what stands there may be old."""
_TRIES = 3


class Watch:
    """One workspace's look-out. Any process may take any look: what was seen is in the database."""

    def __init__(
        self,
        team: str,
        service: Service,
        engine: AsyncEngine,
        clock: Callable[[], datetime],
        how: Pace,
        states: States,
        departments: Known = MappingProxyType({}),
    ) -> None:
        self.team = team
        self.subscriptions = Subscriptions(engine, clock, departments)
        self.states = states
        self.stamp = service.stamp
        """What fingerprints are made with."""
        self.by_day = how.by_day
        """Between two looks by day: what is no older is as new as a look would be."""
        self.counts = Counts(engine, team, clock)
        """How many sessions there were, and how they went."""
        self._counting = Counting(self.counts, how)
        self._how = how
        self._plans = Plans(team, how.ask_after)
        self._everyone = self.subscriptions.again()
        self._known: Before | None = None
        self._standing = Standing(engine, team, clock)
        self._kept = Kept(engine, team, service.stamp)
        self._asking = Asking(service, clock, how)
        self._snapshots = Snapshots(self._list, clock)
        self._service = service
        self._engine = engine
        self._clock = clock

    async def said(self, session: Appointment) -> None:
        """Count a session of which somebody says something: where no channel has alerts, no look counts it. Raises NotKept."""
        await self._counting.note(session, self._clock())

    async def active(self) -> list[Subscription]:
        """The channels that are told something now."""
        now = self._clock()
        return [one for one in await self.subscriptions.all(self.team) if one.active(now)]

    async def look(self, *, on: bool, claim: Claim | None = None) -> None:
        """Look once and plan all that follows; `on`: and plan the next look, the chain that goes on by itself.

        `claim`: the job that asked for it; that it is done is kept with what was found. Raises the service's errors; the next look is planned all the same.
        """
        listed: tuple[list[Subscription], Snapshot] | None = None
        for _ in range(_TRIES):
            known, self._known = self._known, None
            now = self._clock()
            if known is None or not needed(known.told(now), now):
                async with reading(self._engine) as connection:
                    known = await at_once(connection, self._read)
            told = known.told(now)
            if not needed(told, now):
                wait = until_needed(known.everyone, now)
                await self._add([self.next_look(wait)] if on and wait else [])
                return
            try:
                if listed is None or listed[0] != told or not known.is_before(listed[1].begun):
                    listed = told, await self._asking.listed(told)
                snapshot = listed[1]
                moved_away, gone = await self._asking.missed(known.memory, snapshot)
            except AppointmentError:
                await self._unanswered(told, on=on)
                raise
            if await self._keep(known, told, snapshot, moved_away, gone, on=on, claim=claim):
                return
        await self._add([self.next_look(self.by_day)] if on else [])

    async def waits(self, among: Iterable[str]) -> dict[str, Wait]:
        """Tell who of these waits, as the looks saw it, and who has gone to them."""
        return await self._standing.waiting.waits((await self._kept.memory()).sightings, among)

    async def sessions_since(self, moment: datetime, covering: Window | None = None) -> Snapshot:
        """Give a list that was asked for at `moment` or later; `covering`: for the whole of that span."""
        return await self._snapshots.since(moment, covering)

    async def as_it_is(self, appointment: str, since: datetime | None = None) -> Appointment | None:
        """Give an appointment as the newest list has it, else as the service tells it; None: it has it no longer.

        The list is never older than the last look that any process took.
        """
        if since is None:
            last = (await self._kept.memory()).last
            since = last.at if last else self._clock()
        snapshot = await self._snapshots.since(since)
        found = snapshot.by_id.get(appointment)
        if found is not None:
            return found
        try:
            return await self._service.read(appointment)
        except NotFound:
            return None

    async def sighting(self, appointment: str) -> Sighting | None:
        """Tell what the last look saw of an appointment."""
        return (await self._kept.memory()).sightings.get(appointment)

    async def still_waits(self, appointment: str, since: datetime) -> bool:
        """Whether a claimant is in the waiting room since then, as the looks at the service saw it.

        A list that is newer than the last look doesn't count, for what only it showed the next look may never see: a claimant
        who was gone for a second would lose the alert. It does where nobody looks any more.
        """
        memory = await self._kept.memory()
        sighting = memory.sightings.get(appointment)
        if sighting is None or sighting.status is not Status.WAITING or sighting.since != since:
            return False
        if memory.last is None or self._clock() - memory.last.at > STALE:
            with suppress(AppointmentError):
                found = await self.as_it_is(appointment, self._clock() - self.by_day)
                return found is not None and found.status is Status.WAITING
        return True

    async def failing(self) -> datetime | None:
        """Since when looks have failed; None: the newest one did not."""
        return (await self._kept.memory()).failing

    async def differences(self, since: datetime, until: datetime) -> list[tuple[datetime, Difference]]:
        """What looks saw to change in a span of time, and when, oldest first."""
        return await self._kept.differences(since, until)

    def departments_seen(self) -> list[Department]:
        """Those that sessions had lately: one that a session has left may be in no list any more."""
        return list(self._asking.departments.values())

    @asynccontextmanager
    async def recording(self, claim: Claim) -> AsyncIterator[AsyncConnection]:
        """One transaction for what was posted and for that its job is done."""
        async with ending(self._engine, claim, self._clock()) as connection:
            yield connection

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
        return await self._asking.listed(await self.active())

    async def _unanswered(self, subscriptions: Sequence[Subscription], *, on: bool) -> None:
        """Go on looking; channels are told, once, when what they were told last is no longer fresh."""
        now = self._clock()
        jobs: list[Job] = [self.next_look(self.by_day)] if on else []
        async with writing(self._engine) as connection:
            failing = await self._kept.failing_since(connection, now)
            if failing is not None and now - failing >= STALE:
                silent = [one.channel for one in subscriptions if needed([one], now)]
                jobs += [TellSilence(channel=channel, since=failing) for channel in silent]
            await add_jobs(connection, self.team, jobs, now)

    async def _add(self, jobs: Sequence[Job]) -> None:
        async with writing(self._engine) as connection:
            await add_jobs(connection, self.team, jobs, self._clock())

    async def _keep(
        self,
        known: Before,
        told: Sequence[Subscription],
        snapshot: Snapshot,
        moved_away: Sequence[Appointment],
        gone: Sequence[str],
        *,
        on: bool,
        claim: Claim | None,
    ) -> bool:
        """Keep what was found with all the jobs that follow from it; False if another process looked meanwhile, or what channels get is another."""
        now, memory = self._clock(), known.memory
        there = (*snapshot.sessions, *moved_away)
        seen, since = memory.sightings, memory.news_since
        found = await aside(len(there), compare, seen, there, gone, since, now, self.stamp)
        wait = pace(snapshot.sessions, self._how.zone, now, self.by_day)
        until, last = now + 2 * wait + self.by_day, memory.last.at if memory.last else None
        look = Look(known.moment(snapshot.begun), snapshot.window)
        self._snapshots.taken(replace(snapshot, begun=look.at))

        async def note(connection: AsyncConnection) -> tuple[Memory, str, Stands, list[State]] | None:
            if await self._everyone.of(connection, {"team": self.team}) is not known.everyone:
                return None
            new = await self._kept.keep(connection, memory, look, found, gone, now)
            if new is None:
                return None
            said = await self.states.recent(connection)
            counted = await self._counting.add(connection, memory, there, found, gone, now)
            among = snapshot.by_id
            stands = await self._standing.today(connection, told, new.sightings, among, now)
            return new, counted, stands, said

        async with writing(self._engine) as connection:
            with self.states.renewing() as renew:
                noted = await at_once(connection, note)
                if noted is None:
                    return False
                new, counted, stands, said = noted
                renew(said)
            sight = Sight(
                now,
                until,
                last,
                sessions={one.id: one for one in there} if moved_away else snapshot.by_id,
                seen=new.sightings,
                seen_before=memory.sightings,
                differences=found.differences,
                boards={(place.channel, place.day) for place, _ in stands.boards},
                said=self.states.current,
            )
            changed = {one.appointment for one in found.sightings}
            planned = await aside(len(there), self._plans.look, told, stands, sight, changed)
            jobs = [*planned.jobs, *await aside(len(there), redraws, stands, snapshot, sight, planned.lines)]
            if memory.failing is not None and now - memory.failing >= STALE:
                jobs += [TellAnswers(channel=one.channel, since=memory.failing) for one in told]
            if on:
                jobs.append(self.next_look(wait))

            async def end(connection: AsyncConnection) -> datetime | None:
                known = [one for one in changed if one in memory.sightings]
                carded = await self._kept.with_cards(connection, known)
                cards = [redraw_cards(new.sightings[one], now) for one in carded]
                again = planned.again(set(await not_there(connection, planned.keys)))
                adds = await add_jobs(connection, self.team, [*jobs, *again, *cards], now)
                if claim is not None:
                    await finish_job(connection, claim, now)
                return adds

            adds = await at_once(connection, end)
        if claim is not None:
            claim.ending.kept, claim.ending.adds = True, adds
        self._kept.known(new)
        self._known = Before(known.everyone, new)
        self._counting.counted = counted
        return True

    async def _read(self, connection: AsyncConnection) -> Before:
        """All that is known before a look, read in one go."""
        everyone = await self._everyone.of(connection, {"team": self.team})
        return Before(everyone, await self._kept.read(connection))
