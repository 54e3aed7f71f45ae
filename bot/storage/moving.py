"""Move everything from SQLite into an empty PostgreSQL database: whole and compared, or not at all."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Integer,
    Select,
    Table,
    Text,
    bindparam,
    cast,
    func,
    insert,
    select,
    text,
    type_coerce,
)
from sqlalchemy.exc import DBAPIError

from bot.storage.asynchronous import AsyncConnection
from bot.storage.engine import open_old, sqlite_file
from bot.storage.migrate import METADATAS, database

_AT_A_TIME = 1_000
TABLES: tuple[Table, ...] = tuple(table for metadata in METADATAS for table in metadata.sorted_tables)
"""All there are, each behind those that it points to."""


class CannotMove(Exception):
    """Nothing was moved; the message says why."""


async def move(source_url: str, target_url: str) -> dict[str, int]:
    """Copy every row; tells how many, by table. The source is left as it is, and nobody may have it open.

    One transaction at the target: whatever ends this halfway leaves nothing there, and it may be started again.
    Raises CannotMove; BadDatabaseUrl, CannotMigrate and NoDatabase as whoever opens a database.
    """
    _look_at_both(source_url, target_url)
    await open_old(source_url).dispose()
    _nobody_has(source_url)
    try:
        return await _moved(source_url, target_url)
    except (DBAPIError, OSError) as error:  # its own words may hold what stands in a row
        kind = type(getattr(error, "orig", error)).__name__
        raise CannotMove(
            f"A database stopped answering ({kind}). The old one is as it was. Try again: "
            "if the new one is said to have rows by then, everything had arrived, and was compared."
        ) from None


async def _moved(source_url: str, target_url: str) -> dict[str, int]:
    async with database(source_url, makes=False) as old, database(target_url) as new:
        # The source's write lock is kept until the end
        async with (
            old.begin() as source,
            new.begin() as target,
        ):
            await _only_ours(target)
            moved = {table.name: await _copy(source, target, table) for table in TABLES}
            for table in TABLES:
                if await _print(source, table) != await _print(target, table):
                    raise CannotMove(
                        f"What arrived in {table.name} is not what was sent. The new database was left empty."
                    )
        return moved


def _look_at_both(source_url: str, target_url: str) -> None:
    if sqlite_file(source_url) is None:
        raise CannotMove(
            "DATABASE_URL is no SQLite file: only from SQLite to PostgreSQL is moved. For the rest PostgreSQL has pg_dump."
        )
    if not target_url.startswith("postgresql:"):
        raise CannotMove("The new address does not start with postgresql://. Nothing was moved.")


def _nobody_has(source_url: str) -> None:
    """See that no process has the file open: what it wrote from now on would stay behind.

    Whoever has a file in WAL mode open holds a shared lock on it all the time.
    """
    with closing(sqlite3.connect(str(sqlite_file(source_url)), timeout=0)) as connection:
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise CannotMove(
                "Somebody has the old database open. Stop Frontdesk, all of its workers, and try again: "
                "what it wrote meanwhile would be lost. Nothing was moved."
            ) from error
        except sqlite3.DatabaseError:  # no database at all: whoever opens it next says so
            return


async def _only_ours(target: AsyncConnection) -> None:
    """Keep everybody else out, and go on only where nothing is."""
    await target.execute(text(f"LOCK TABLE {', '.join(table.name for table in TABLES)} IN EXCLUSIVE MODE"))
    filled = [table.name for table in TABLES if (await target.execute(select(table).limit(1))).first()]
    if filled:
        raise CannotMove(
            f"The new database has rows already ({', '.join(filled)}). Give one that is empty. Nothing was moved."
        )


async def _copy(source: AsyncConnection, target: AsyncConnection, table: Table) -> int:
    sent = 0
    into = insert(table).values({column.name: _as_sent(column) for column in table.c})
    try:
        async for rows in _rows(source, select(*(_as_it_is(column) for column in table.c))):
            sent += len(rows)
            await target.execute(into, [{_sent(name): value for name, value in row.items()} for row in rows])
    except DBAPIError as error:  # its own words hold what stands in the row
        raise CannotMove(
            f"PostgreSQL does not take a row of {table.name} ({type(error.orig).__name__}). The new database was left empty."
        ) from None
    for column in table.primary_key:
        if isinstance(column.type, Integer) and column.autoincrement is True:
            await _count_on(target, table, column)
    return sent


async def _count_on(target: AsyncConnection, table: Table, column: Column[Any]) -> None:
    """Let the ids of new rows begin behind those that were moved."""
    highest = (await target.execute(select(func.max(column)))).scalar()
    if highest is not None:
        await target.execute(
            select(func.setval(func.pg_get_serial_sequence(table.name, column.name), highest))
        )


def _as_it_is(column: Column[Any]) -> ColumnElement[Any]:
    """JSON as the text that it is: read and written anew, none at all and a null in it would be the same."""
    return type_coerce(column, Text).label(column.name) if isinstance(column.type, JSON) else column


def _as_sent(column: Column[Any]) -> ColumnElement[Any]:
    if isinstance(column.type, JSON):
        return cast(bindparam(_sent(column.name), type_=Text), JSON)
    return bindparam(_sent(column.name), type_=column.type)


def _sent(name: str) -> str:
    return f"sent_{name}"


async def _rows(connection: AsyncConnection, query: Select[Any]) -> AsyncIterator[list[dict[str, Any]]]:
    found = await connection.stream(query)
    async for rows in found.mappings().partitions(_AT_A_TIME):
        yield [dict(row) for row in rows]


async def _print(connection: AsyncConnection, table: Table) -> tuple[int, int]:
    """How many rows there are, and a fingerprint of all of them, in whatever order they come: the two sort texts otherwise."""
    count, whole = 0, 0
    async for rows in _rows(connection, select(table)):
        count += len(rows)
        for row in rows:
            whole += int.from_bytes(hashlib.sha256(repr(list(row.values())).encode()).digest()[:16])
    return count, whole
