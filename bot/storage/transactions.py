"""Transactions of our own database; that it can't be written or read is told in the desk's words."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from typing import Any

import structlog
from sqlalchemy import Table
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NotSupportedError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnection

from bot.appointments.errors import NotKept
from bot.storage.asynchronous import AsyncConnection, AsyncEngine
from bot.storage.engine import SqliteEngine
from bot.storage.statements import Statement

LIMIT = 8.0
"""Seconds that a transaction may take, with its wait for a connection: a server that is silent is as good as gone."""
_OUR_OWN_FAULT = (DataError, IntegrityError, NotSupportedError, ProgrammingError)
log = structlog.get_logger(__name__)


@asynccontextmanager
async def writing(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Begin a transaction and commit it. Raises NotKept where the database is locked, full, gone or silent."""
    with _told():
        lent = engine.writing() if isinstance(engine, SqliteEngine) else engine.begin()
        async with asyncio.timeout(LIMIT), lent as connection:
            yield connection


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Connect for reading alone. Raises NotKept where the database is gone or silent."""
    with _told():
        lent = engine.reading() if isinstance(engine, SqliteEngine) else engine.connect()
        async with asyncio.timeout(LIMIT), lent as connection:
            yield connection


def insert_into(connection: AsyncConnection, table: Table) -> Any:
    """An insert that can say what to do with a row that is there. Only the dialect that is used is imported: they are large."""
    return _insert(table, connection.dialect.name)


def insert_new(connection: AsyncConnection, table: Table) -> Any:
    """An insert that leaves a row as it is that is there."""
    return _insert_new(table, connection.dialect.name)


def _insert(table: Table, dialect: str) -> Any:
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)


@cache
def _insert_new(table: Table, dialect: str) -> Any:
    return _insert(table, dialect).on_conflict_do_nothing().inline()


@cache
def _new(table: Table, columns: tuple[str, ...]) -> Statement:
    return Statement(lambda dialect: _insert_new(table, dialect), columns)


async def insert_or_ignore(connection: AsyncConnection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row unless its key is there; True if it was inserted."""
    return await _new(table, tuple(row)).changed(connection, row) == 1


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, NoConnection, OSError) as error:
        origin = getattr(error, "orig", None)
        wrong_sql = getattr(origin, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
        if isinstance(error, _OUR_OWN_FAULT) or wrong_sql:
            raise
        log.error("database_not_there", error=type(origin or error).__name__)
        raise NotKept(type(origin or error).__name__) from error
