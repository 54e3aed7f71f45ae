"""That a job was carried out, kept together with what came of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy import bindparam, delete, update

from bot.storage.asynchronous import AsyncConnection, AsyncEngine
from bot.storage.claims import Claim, Claimed
from bot.storage.desk_tables import outbox
from bot.storage.statements import Statement
from bot.storage.transactions import writing

DROP = Statement(delete(outbox).where(outbox.c.id == bindparam("job")))
_FINISH = Statement(
    update(outbox).where(outbox.c.id == bindparam("job")).values(done=bindparam("now"), leased_until=None)
)


@asynccontextmanager
async def ending(engine: AsyncEngine, claim: Claim, now: datetime) -> AsyncIterator[AsyncConnection]:
    """One transaction for what came of a job and for that it is done, which nobody need keep after that."""
    async with writing(engine) as connection:
        yield connection
        await finish_job(connection, claim, now)
    claim.ending.kept = True


async def finish_job(connection: AsyncConnection, job: Claim, now: datetime) -> bool:
    """Keep that a job was carried out, within the transaction that keeps what came of it; False: it was dropped meanwhile.

    Of those that may be wanted again under the same key, redrawings and looks, nothing is kept.
    """
    if isinstance(job, Claimed) and job.job.passes:
        ended = await DROP.changed(connection, {"job": job.id})
    else:
        ended = await _FINISH.changed(connection, {"job": job.id, "now": now})
    job.ending.dropped = ended != 1
    return not job.ending.dropped
