"""Carries the outbox to Slack: claims what is due, does it, and tries again later what did not go through."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from bot.appointments.jobs import KINDS, Job
from bot.observe.metrics import CARRIED
from bot.observe.traces import followed
from bot.storage.claims import Claim, Claimed, Unread
from bot.storage.leases import CLOCKS_APART, LEASE
from bot.storage.outbox import LONGEST_DELAY, Outbox
from bot.storage.room import Hands, Room

NOD = 1.0
"""Seconds until it opens an eye and looks at the clock, which may have been set; the database is not asked."""
SURE = 60.0
"""Seconds until it looks into the outbox though nothing is due and nobody says that something is new."""
HANDS = Hands()
_MOMENT = 0.05
_FIRST_DELAY = timedelta(seconds=2)
_GIVES_UP_AFTER = timedelta(days=1)

log = structlog.get_logger(__name__)


class Later(Exception):
    """A job can't be done now: try again after `delay`. Not `tried`: nothing went out, so it is as if it had not been taken up."""

    def __init__(self, delay: timedelta, *, tried: bool = False) -> None:
        super().__init__(f"later: {delay}")
        self.delay = delay
        self.tried = tried


class Dropped(Exception):
    """A job is not to be done: what it was planned from is no longer so. It may be planned again under the same key."""


Carry = Callable[[Claimed[Job]], Awaitable[None]]
"""Does one job. Raises Later to have it back, Dropped to have it forgotten; anything else is tried again with growing pauses."""


async def _nobody_told(_: Claimed[Job]) -> None:
    """Giving a job up is nobody's loss."""


class Courier:
    """One process's share of the outbox, for all workspaces."""

    def __init__(
        self,
        outbox: Outbox,
        carry: Carry,
        clock: Callable[[], datetime],
        on_lost: Carry = _nobody_told,
        name_of: Callable[[BaseException], str] = lambda fault: type(fault).__name__,
    ) -> None:
        self._name_of = name_of
        self._on_lost = on_lost
        self._outbox = outbox
        self._carry = carry
        self._clock = clock
        self._news = asyncio.Event()
        self._stir = asyncio.Event()
        """There may be news, or a job has ended."""
        self._stopping = False
        self._claiming = False
        self._latest: datetime | None = None
        self._in_hand: dict[int, Claimed[Job] | Unread] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop: asyncio.Task[None] | None = None
        self._due: datetime | None = None
        """When the next job is due, as far as is known; None while that is being asked."""

    async def idle(self) -> bool:
        """Whether nothing is being carried and nothing in the outbox is due."""
        if self.busy:
            return False
        due = await self._outbox.next_due()
        return not self.busy and (due is None or due > self._clock())

    @property
    def busy(self) -> bool:
        """Whether anything is being carried, or about to be."""
        return bool(self._in_hand) or self._claiming or self._news.is_set()

    def wake(self) -> None:
        """Say that there is something new in the outbox."""
        self._news.set()
        self._stir.set()

    def hear(self, due: datetime | None) -> None:
        """Hear that a job was added by somebody else; None: that one may have been."""
        if due is None or self._due is None or due < self._due:
            self.wake()

    def start(self) -> None:
        self._loop = asyncio.create_task(self._run(), name="courier")

    async def stop(self, seconds: float) -> None:
        """Finish the jobs in hand and take no more; one that takes longer is taken up again after the next start."""
        self._stopping = True
        self.wake()
        if self._loop is not None:
            await asyncio.wait({self._loop}, timeout=seconds)
            self._loop.cancel()
            await asyncio.wait({self._loop}, timeout=1)

    async def carry_due(self) -> int:
        """Do all that is due now, and what comes of it; tells how many jobs were taken."""
        taken = 0
        while not self._stopping:
            # Else what ends while it asks may leave a hand free for what was passed over
            all_free = not self._in_hand
            self._news.clear()
            taken += (new := await self._claim())
            if not new and all_free:
                break
            while not new and self._in_hand and not self._news.is_set():
                self._stir.clear()
                await self._stir.wait()
        return taken

    async def _run(self) -> None:
        renewing = asyncio.create_task(self._renew(), name="renew leases")
        before: object = None
        try:
            while not self._stopping:
                self._news.clear()
                self._due, written = None, self._outbox.written_elsewhere()
                try:
                    await self._claim()
                except Exception as error:
                    log.error("outbox_unreachable", exc_info=error)
                    written = error  # whatever is written there by then, it is asked again
                # What was written just now may not have been committed yet: it is asked once more with the next nod.
                await self._sleep(written if written == before else object())
                before = written
            while self._tasks:
                await asyncio.wait(self._tasks)
        finally:
            for task in (renewing, *self._tasks):
                task.cancel()

    async def _sleep(self, written: object) -> None:
        """Sleep until a job is due, or somebody says or may have written that there is a new one.

        It nods by a bare timer, for a task that woke each time would cost five times as much.
        """
        loop = asyncio.get_running_loop()
        sure = loop.time() + SURE
        timer: asyncio.TimerHandle

        def nod() -> None:
            nonlocal timer
            is_due = self._due is not None and self._clock() >= self._due
            if is_due or loop.time() > sure or self._outbox.written_elsewhere() != written:
                self._news.set()
            else:
                timer = loop.call_later(self._pause(), nod)

        timer = loop.call_later(self._pause(), nod)
        try:
            await self._news.wait()
        finally:
            timer.cancel()

    def _pause(self) -> float:
        """Seconds until the next nod. What is due and was not taken waits for a hand, which wakes us, or for another process."""
        left = NOD if self._due is None else (self._due - self._clock()).total_seconds()
        return min(left, NOD) if left > 0 else NOD if self._in_hand else _MOMENT

    async def _claim(self) -> int:
        """Take up what is due, for as many hands as are free; tells how many."""
        taken = 0
        self._claiming = True
        try:
            await self._notice_the_clock()
            if self._stopping:
                return 0
            claims, self._due = await self._outbox.take(Room(HANDS, self._in_hand.values()))
            for job in claims:
                # One that we have in hand already was claimed anew because its lease could not be renewed in time.
                if job.id not in self._in_hand:
                    self._take_up(job)
                    taken += 1
        finally:
            self._claiming = False
        return taken

    async def _notice_the_clock(self) -> None:
        now = self._clock()
        if self._latest is None or now < self._latest - CLOCKS_APART:
            await self._outbox.set_back()  # or it may have been while we were not there
            self._latest = now
        self._latest = max(now, self._latest)

    def _take_up(self, job: Claimed[Job] | Unread) -> None:
        self._in_hand[job.id] = job
        task = asyncio.create_task(self._see_to(job), name=f"carry {job.kind}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _renew(self) -> None:
        """Keep the leases of long jobs, e.g. one that Slack made wait."""
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            if not self._in_hand:
                continue
            try:
                await self._outbox.renew(list(self._in_hand.values()))
            except Exception as error:
                log.error("leases_not_renewed", exc_info=error)

    async def _see_to(self, job: Claimed[Job] | Unread) -> None:
        try:
            await (self._leave(job) if isinstance(job, Unread) else self._do(job))
        except Exception as error:
            log.error("job_not_ended", kind=job.kind, job=job.id, exc_info=error)
        finally:
            del self._in_hand[job.id]
            if self._knows_of(job.ending.adds):
                self._stir.set()
            else:
                self.wake()

    def _knows_of(self, added: datetime | None) -> bool:
        """Whether nothing need be asked though a job has ended: what it added is due later, and so is all that was there."""
        now, due = self._clock(), self._due
        if added is None or self._claiming or (due is not None and due <= now):
            return False
        if due is not None and due <= added:
            return True
        self._due = added
        return added > now + timedelta(seconds=NOD)  # else the next nod may be too late

    async def _do(self, job: Claimed[Job]) -> None:
        """Do a job and keep in the outbox how it ended."""
        with followed(f"job {job.kind}", job.trace) as work:
            try:
                await self._carry(job)
            except Later as later:
                ending = "later"
                await self._outbox.postpone(job, later.delay, tried=later.tried)
            except Dropped:
                ending = "dropped"
                await self._outbox.drop(job)
            except Exception as error:
                lost = self._gives_up(job)
                log.warning(
                    "job_failed", kind=job.kind, job=job.id, error=self._name_of(error), gives_up=lost
                )
                ending = "lost" if lost else "failed"
                if lost:
                    await self._on_lost(job)  # first: who waits for it hears of it twice rather than never
                    await self._outbox.finish(job)
                else:
                    await self._outbox.postpone(job, _delay(job))
            else:
                ending = "done"
                await self._outbox.finish(job)
            work.ends(ending, failed=ending in ("failed", "lost"))
        CARRIED.labels(job.kind, ending).inc()

    async def _leave(self, job: Unread) -> None:
        """Put a row aside that can't be read; a kind that a newer version may know is left to it for a day."""
        waits = job.is_newer and not self._gives_up(job)
        log.error("job_unreadable", kind=job.kind, job=job.id, why=job.why, put_aside=not waits)
        CARRIED.labels(job.kind if job.kind in KINDS else "unknown", "unread").inc()
        await (self._outbox.postpone(job, _delay(job)) if waits else self._outbox.put_aside(job))

    def _gives_up(self, job: Claim) -> bool:
        return self._clock() - job.due_first > _GIVES_UP_AFTER


def _delay(job: Claim) -> timedelta:
    return min(_FIRST_DELAY * (1 << min(job.attempts, 10)), LONGEST_DELAY)
