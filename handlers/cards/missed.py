"""A session that was booked in place of a missed one, where the form's own process did not live to keep that."""

from __future__ import annotations

from datetime import timedelta

from bot.appointments.errors import NotFound
from bot.appointments.jobs import FollowMissed
from bot.appointments.writes.ledger import Stage
from bot.jobs.courier import Dropped, Later
from bot.storage.claims import Claimed
from bot.workspace import Workspace
from handlers.forms.follow import follows

LOOK_AGAIN, GIVE_UP = timedelta(seconds=30), timedelta(hours=1)


async def follow_missed(ws: Workspace, claim: Claimed[FollowMissed]) -> None:
    """Keep it once it is known what was booked; what was not booked follows nothing."""
    job = claim.job
    write = await ws.desk.write_of(job.form)
    if write is not None and write.stage in {Stage.SENDING, Stage.UNKNOWN}:
        raise Dropped if ws.clock() - claim.due_first > GIVE_UP else Later(LOOK_AGAIN)
    if write is None or write.stage is not Stage.DONE or write.appointment is None:
        raise Dropped
    try:
        booked = await ws.desk.read_unasked(write.appointment)
    except NotFound:
        raise Dropped from None
    await follows(ws, job.missed, booked, job.user)
