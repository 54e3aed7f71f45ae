"""What one workspace still has to do: kept in the outbox under its team, and taken up at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.appointments.jobs import Job
from bot.storage.claims import Claim, Claimed
from bot.storage.outbox import InDoubt, Outbox


class Errands:
    """The outbox as one team has it. `wake`: have the courier look, if there may be something to carry."""

    def __init__(self, outbox: Outbox, team: str, wake: Callable[[], None]) -> None:
        self._outbox = outbox
        self._team = team
        self.wake = wake

    async def add(self, *jobs: Job) -> None:
        """Keep jobs; one whose key is there already is left as it is."""
        await self._outbox.add(self._team, jobs)
        self.wake()

    async def add_once(self, job: Job) -> bool:
        """Keep a job; False where one with its key was kept before, even if it is done by now."""
        is_new = await self._outbox.add_once(self._team, job)
        if is_new:
            self.wake()
        return is_new

    async def in_doubt(self, claim: Claim, **same: str) -> InDoubt | None:
        """What is to be known before a job is carried out, as `Outbox.in_doubt` says."""
        return await self._outbox.in_doubt(claim, **same)

    async def amend(self, claim: Claimed[Any], job: Job) -> None:
        """Keep with a job in hand what whoever takes it up next must know."""
        await self._outbox.amend(claim, job)

    async def close(self, job: Job) -> None:
        """Keep that a job need not be done any more, so that it is not added again."""
        await self._outbox.close(self._team, job)

    async def defer(self, job: Job) -> None:
        """Put a job off by its own delay from now, unless somebody is at it."""
        await self._outbox.defer(self._team, job)

    async def take_back(self, job: Job) -> None:
        """Drop a job that need not be done any more."""
        await self._outbox.take_back(self._team, job)
