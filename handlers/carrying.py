"""Jobs are carried each in the workspace of its team, and one that is lost is told to whoever waits for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Protocol, cast

from blocks.kit import say
from blocks.words.lost import LOST
from bot.appointments import jobs
from bot.appointments.jobs import AwaitedJob, Job
from bot.jobs.courier import Carry, Dropped, Later
from bot.storage.claims import Claimed
from bot.workspace import Workspace
from bot.workspace.workspaces import NotConnected, NotInstalled, OutOfOrder

Find = Callable[[str], Awaitable[Workspace]]
"""Finds the workspace of a team."""
UNTIL_IN_ORDER = timedelta(minutes=10)
"""How long the jobs of a workspace wait that can't be opened: somebody has to put its keys or settings right."""


class Nights(Protocol):
    """What is swept each night, in whatever workspace."""

    async def plan(self, team: str) -> None:
        """Plan the sweeps of the night after the one of this team."""
        ...

    async def left_behind(self, team: str, *, removed: bool) -> bool:
        """Sweep what is kept of a workspace that is gone, or has no service any more, and plan its next sweep; False: nothing is left."""
        ...


def carrying(find: Find, nights: Nights | None = None) -> Carry:
    """Carry jobs, each in the workspace of its team; without `nights` nothing is swept by itself."""

    async def carry(claim: Claimed[Job]) -> None:
        sweeps = nights if claim.kind == jobs.Sweep.kind else None
        try:
            ws = await find(claim.team)
        except (NotInstalled, NotConnected) as gone:
            if isinstance(gone, NotConnected) and isinstance(claim.job, jobs.DeleteFile):
                from handlers.files import delete_file

                await delete_file(gone.premises, cast("Claimed[jobs.DeleteFile]", claim))
                return
            if sweeps and await sweeps.left_behind(claim.team, removed=isinstance(gone, NotInstalled)):
                return
            raise Dropped from gone
        except OutOfOrder as broken:
            if sweeps:
                await sweeps.plan(claim.team)
            raise Later(UNTIL_IN_ORDER) from broken
        if sweeps:
            await sweeps.plan(claim.team)
        from handlers.jobs import CARRIERS  # here: with the first that is carried

        await CARRIERS[claim.kind](ws, claim)

    return carry


def telling_lost(find: Find) -> Carry:
    """Tell whoever waits for a job that could not be done for a whole day."""

    async def tell(claim: Claimed[Job]) -> None:
        if isinstance(claim.job, AwaitedJob):
            ws = await find(claim.team)
            await ws.replies.direct(claim.job.user, say(LOST[claim.job.lost]))

    return tell
