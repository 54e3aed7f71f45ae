"""A session that was booked in place of a missed one, where the form's own process did not live to keep that."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar

from bot.appointments.errors import NotFound
from bot.appointments.jobs import FollowMissed, Job
from bot.appointments.model import Appointment
from bot.appointments.writes.ledger import Stage
from bot.jobs.courier import Dropped, Later
from bot.storage.claims import Claimed
from bot.workspace import Workspace
from handlers.forms.follow import follows

J = TypeVar("J", bound=Job)
LOOK_AGAIN, GIVE_UP = timedelta(seconds=30), timedelta(hours=1)


async def follow_missed(ws: Workspace, claim: Claimed[FollowMissed]) -> None:
    """Keep it once it is known what was booked; what was not booked follows nothing."""
    booked = await booked_under(ws, claim, claim.job.form)
    await follows(ws, claim.job.missed, booked, claim.job.user)


async def booked_under(ws: Workspace, claim: Claimed[J], form: str) -> Appointment:
    """What was booked from a form. Raises Later while that is not known, and Dropped where nothing was."""
    write = await ws.desk.write_of(form)
    if write is not None and write.stage in {Stage.SENDING, Stage.UNKNOWN}:
        raise Dropped if ws.clock() - claim.due_first > GIVE_UP else Later(LOOK_AGAIN)
    if write is None or write.stage is not Stage.DONE or write.appointment is None:
        raise Dropped
    try:
        return await ws.desk.read_unasked(write.appointment)
    except NotFound:
        raise Dropped from None
