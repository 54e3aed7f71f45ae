"""Carries the outbox to Slack: claims what is due, does it, and tries again later what did not go through."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

import structlog

from bot.slack import error_code
from bot.storage.outbox import LEASE, Claimed, Outbox

IDLE = 1.0
"""Seconds between looks at the outbox when nobody says that something is new."""
_FIRST_DELAY = timedelta(seconds=2)
_LONGEST_DELAY = timedelta(minutes=10)
_GIVES_UP_AFTER = timedelta(days=1)

log = structlog.get_logger(__name__)


class Later(Exception):
    """A job can't be done now; try again after `delay`."""

    def __init__(self, delay: timedelta) -> None:
        super().__init__(f"later: {delay}")
        self.delay = delay


Carry = Callable[[Claimed], Awaitable[None]]
"""Does one job. Raises Later to have it back; anything else is tried again with growing pauses."""


async def _nobody_told(_: Claimed) -> None:
    """Giving a job up is nobody's loss."""


class Courier:
    """One process's share of the outbox. `kinds` says who does which kind of job."""

    def __init__(
        self,
        outbox: Outbox,
        kinds: Mapping[str, Carry],
        clock: Callable[[], datetime],
        on_lost: Carry = _nobody_told,
    ) -> None:
        self._on_lost = on_lost
        self._outbox = outbox
        self._kinds = kinds
        self._clock = clock
        self._news = asyncio.Event()
        self._stopping = False
        self._loop: asyncio.Task[None] | None = None
        self._in_hand: dict[int, Claimed] = {}
        self._carrying = 0

    async def idle(self) -> bool:
        """Whether nothing is being carried and nothing in the outbox is due."""
        due = await self._outbox.next_due()
        return not self._carrying and (due is None or due > self._clock())

    def wake(self) -> None:
        """Say that there is something new in the outbox."""
        self._news.set()

    def start(self) -> None:
        self._loop = asyncio.create_task(self._run(), name="courier")

    async def stop(self, seconds: float) -> None:
        """Finish the jobs in hand and take no more; one that takes longer is taken up again after the next start."""
        self._stopping = True
        self.wake()
        if self._loop is not None:
            await asyncio.wait({self._loop}, timeout=seconds)
            self._loop.cancel()

    async def carry_due(self) -> int:
        """Do all that is due now; tells how many jobs were taken."""
        taken = 0
        self._carrying += 1
        try:
            while not self._stopping:
                jobs = await self._outbox.claim()
                if not jobs:
                    break
                taken += len(jobs)
                renewing = asyncio.create_task(self._renew(), name="renew leases")
                try:
                    await asyncio.gather(*(self._carry(job) for job in jobs), return_exceptions=True)
                finally:
                    renewing.cancel()
        finally:
            self._carrying -= 1
        return taken

    async def _renew(self) -> None:
        """Keep the leases of long jobs, e.g. one that Slack made wait."""
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            await self._outbox.renew(list(self._in_hand.values()))

    async def _run(self) -> None:
        while not self._stopping:
            self._news.clear()
            try:
                await self.carry_due()
            except Exception as error:
                log.error("outbox_unreachable", exc_info=error)
            if self._stopping:
                return
            try:
                await asyncio.wait_for(self._news.wait(), IDLE)
            except TimeoutError:
                continue

    async def _carry(self, job: Claimed) -> None:
        self._in_hand[job.id] = job
        try:
            await self._kinds[job.kind](job)
        except Later as later:
            await self._outbox.postpone(job, later.delay)
        except Exception as error:
            delay = min(_FIRST_DELAY * 2 ** min(job.attempts, 10), _LONGEST_DELAY)
            lost = self._clock() - job.due_first > _GIVES_UP_AFTER
            log.warning("job_failed", kind=job.kind, job=job.id, error=error_code(error), gives_up=lost)
            if lost:
                await self._outbox.finish(job)
                await self._on_lost(job)
            else:
                await self._outbox.postpone(job, delay)
        else:
            await self._outbox.finish(job)
        finally:
            del self._in_hand[job.id]
