"""Departments: known by a number or a name, and made when a name is new."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from bot.service.refusals import Unfit
from bot.storage.asynchronous import AsyncConnection
from bot.storage.service_tables import departments


async def department_id(
    connection: AsyncConnection, asked: int | str | None, field: str, team: str = ""
) -> int | None:
    """Find the id of a team's department, making the department if its name is new. Raises Unfit for a number that is unknown."""
    if asked is None:
        return None
    if isinstance(asked, str):
        return await _named(connection, asked, team)
    found: int | None = await connection.scalar(
        select(departments.c.id).where(departments.c.id == asked, departments.c.team == team)
    )
    if found is None:
        raise Unfit({field: [f"The selected {field.replace('_', ' ')} is invalid."]})
    return found


async def _named(connection: AsyncConnection, name: str, team: str) -> int:
    key = name.casefold()
    query = select(departments.c.id).where(departments.c.key == key, departments.c.team == team)
    found: int | None = await connection.scalar(query)
    if found is None:
        with suppress(IntegrityError):  # somebody else made it in this very moment: theirs is as good
            async with connection.begin_nested():
                await connection.execute(insert(departments).values(team=team, name=name, key=key))
        found = (await connection.execute(query)).scalar_one()
    return found
