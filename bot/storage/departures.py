"""What is erased at once when Frontdesk is removed: tokens, credentials, jobs, what was said and counted of sessions. History and audit stay until retention takes them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from bot.appointments.jobs import Sweep
from bot.storage.alert_tables import shifts
from bot.storage.asynchronous import AsyncConnection, AsyncEngine
from bot.storage.connections import erase_connection
from bot.storage.count_tables import counted, sums
from bot.storage.desk_tables import outbox, states
from bot.storage.installation_tables import installations, org_teams
from bot.storage.outbox import drop_jobs
from bot.storage.transactions import writing


class Departures:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def uninstalled(self, holder: str, before: datetime) -> list[str] | None:
        """Erase an installation that was made before a moment. Gives the workspaces that it served.

        None: there is none that old; the one that is there was made since.
        """
        old = delete(installations).where(
            installations.c.holder == holder, installations.c.installed_at <= before
        )
        query = select(org_teams.c.team).where(org_teams.c.enterprise == holder)
        async with writing(self._engine) as connection:
            if (await connection.execute(old)).rowcount == 0:
                return None
            teams = [holder] if holder.startswith("T") else list((await connection.execute(query)).scalars())
            for team in teams:
                await _part(connection, team)
        return teams

    async def taken_from(self, team: str) -> None:
        """Erase what there is of a workspace that its organisation has taken the app from."""
        async with writing(self._engine) as connection:
            await _part(connection, team)


async def _part(connection: AsyncConnection, team: str) -> None:
    await connection.execute(delete(org_teams).where(org_teams.c.team == team))
    await erase_connection(connection, team)
    others = select(outbox.c.id).where(
        outbox.c.kind == Sweep.kind, outbox.c.team != team, outbox.c.done.is_(None)
    )
    is_last = (await connection.execute(others.limit(1))).first() is None
    await drop_jobs(connection, team, but=(Sweep.kind,) if is_last else ())  # the others' plan its own
    for table in (states, shifts, counted, sums):
        await connection.execute(delete(table).where(table.c.team == team))
