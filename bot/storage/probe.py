"""Whether the database can be written: a full disk, a file that was moved away and a lost server all show in a write alone."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.desk_tables import holds
from bot.storage.engine import SqliteEngine

MOVED = "file_moved"


async def can_write(engine: AsyncEngine) -> str | None:
    """Write something and take it away again. Gives a word for a file that is not where it was, and raises what the database raises."""
    if isinstance(engine, SqliteEngine) and engine.file is not None and _file(engine) != engine.file:
        return MOVED  # what is written still goes to the old one, which nobody will find again
    row = {"team": "", "appointment": f"probe:{secrets.token_hex(8)}"}
    async with engine.begin() as connection:
        await connection.execute(insert(holds).values(**row, holder="probe", until=datetime.now(UTC)))
        await connection.execute(delete(holds).filter_by(**row))
    return None


def _file(engine: SqliteEngine) -> tuple[int, int] | None:
    try:
        found = os.stat(str(engine.url.database))
    except OSError:
        return None
    return found.st_dev, found.st_ino
