"""Whether the database can be written: a full disk, a file that was moved away and a lost server all show in a write alone."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from sqlalchemy import delete, insert

from bot.storage.asynchronous import AsyncEngine
from bot.storage.desk_tables import holds
from bot.storage.engine import FileMoved

MOVED = "file_moved"


async def can_write(engine: AsyncEngine) -> str | None:
    """Write something and take it away again. Gives a word for a file that is not where it was, and raises what the database raises."""
    row = {"team": "", "appointment": f"probe:{secrets.token_hex(8)}"}
    try:
        async with engine.begin() as connection:
            await connection.execute(insert(holds).values(**row, holder="probe", until=datetime.now(UTC)))
            await connection.execute(delete(holds).filter_by(**row))
    except FileMoved:
        return MOVED
    return None
