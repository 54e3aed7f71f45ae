"""Channels that are told something, in workspaces whose chain of looks at the service has ended: it goes on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from bot.appointments.jobs import LookOut
from bot.storage.alert_tables import subscriptions
from bot.storage.asynchronous import AsyncEngine
from bot.storage.desk_tables import outbox
from bot.storage.outbox import add_jobs
from bot.storage.transactions import writing


async def look_at_unwatched(engine: AsyncEngine, cause: str, now: datetime) -> None:
    """Plan a look for each workspace with alerts for which none is planned."""
    planned = select(outbox.c.team).where(outbox.c.kind == LookOut.kind, outbox.c.done.is_(None))
    query = select(subscriptions.c.team).distinct().where(subscriptions.c.team.not_in(planned))
    async with writing(engine) as connection:
        for team in list((await connection.execute(query)).scalars()):
            await add_jobs(connection, team, [LookOut(cause=cause, on=True)], now)
