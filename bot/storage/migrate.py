"""Bring the database to the shape that this version of the code expects."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import TYPE_CHECKING

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import SQLAlchemyError

from bot.storage import alert_tables, connection_tables, count_tables, installation_tables
from bot.storage import desk_tables as bot_tables
from bot.storage import service_tables as service
from bot.storage.asynchronous import AsyncEngine
from bot.storage.engine import NoDatabase, open_engine, open_old

if TYPE_CHECKING:
    from alembic.config import Config

METADATAS = (
    service.metadata,
    bot_tables.metadata,
    alert_tables.metadata,
    count_tables.metadata,
    connection_tables.metadata,
    installation_tables.metadata,
)
"""Every table there is. A test holds them and the migrations together."""

VERSION = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""Alembic's own table, as it makes it."""

_LOCK = 0x66726F6E  # any number that others who share the PostgreSQL database don't use


class CannotMigrate(Exception):
    """The database can't be brought to this version's shape; the message says why."""


@asynccontextmanager
async def database(url: str, *, makes: bool = True) -> AsyncIterator[AsyncEngine]:
    """Open a database, brought up to date; a new one is made only where the caller `makes` one.

    Raises BadDatabaseUrl, CannotMigrate, and NoDatabase where there is none and none is made.
    """
    engine = open_engine(url) if makes else open_old(url)
    try:
        await migrate(engine, makes=makes)
        yield engine
    finally:
        await engine.dispose()


async def migrate(engine: AsyncEngine, *, makes: bool = True) -> None:
    """Upgrade to the newest revision in one transaction; processes that start together wait for each other.

    Raises CannotMigrate when the database can't be used, or was made by a newer version.
    """
    try:
        async with engine.begin() as connection:  # on SQLite this alone keeps all other writers out
            if connection.dialect.name == "postgresql":
                await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            await connection.run_sync(_upgrade, makes)
    except _troubles(engine) as error:
        raise CannotMigrate(
            f"DATABASE_URL: the database can't be used ({type(error).__name__}). "
            "Check the address, that the server runs, and that the file is a database and can be written."
        ) from error


def _troubles(engine: AsyncEngine) -> tuple[type[Exception], ...]:
    """All that a database that can't be used may raise."""
    if engine.dialect.name != "postgresql":
        return SQLAlchemyError, OSError
    from asyncpg import PostgresError  # SQLite does without it

    return SQLAlchemyError, OSError, PostgresError


async def draft(message: str) -> None:
    """Write the next revision file: what METADATAS have and the migrations so far have not."""
    from alembic import command

    engine = open_engine("sqlite://")
    async with engine.begin() as connection:
        await connection.run_sync(_step_by_step)
        await connection.run_sync(
            lambda bound: command.revision(_config(bound), message, autogenerate=True, rev_id=_next_id(bound))
        )
    await engine.dispose()


def _upgrade(connection: Connection, makes: bool) -> None:
    """Only a database that an older version made needs Alembic, which is slow to import.

    https://alembic.sqlalchemy.org/en/latest/cookbook.html#building-an-up-to-date-database-from-scratch
    """
    if not inspect(connection).has_table(VERSION.name):
        if not makes:
            raise NoDatabase("where DATABASE_URL says: nothing of Frontdesk's is in it")
        _make(connection)
    elif _revision(connection) != _newest():
        _step_by_step(connection)


def _make(connection: Connection) -> None:
    """Make a new database in the newest shape; a test holds it and what the steps make together."""
    from bot.storage.schema import STATEMENTS  # once in a database's life

    for statement in STATEMENTS[connection.dialect.name].strip().splitlines():
        connection.exec_driver_sql(statement)
    connection.execute(VERSION.insert().values(version_num=_newest()))


def _step_by_step(connection: Connection) -> None:
    from alembic import command
    from alembic.util import CommandError

    try:
        command.upgrade(_config(connection), "head")
    except CommandError as error:
        raise CannotMigrate(
            f"The database was made by another version of Frontdesk ({error}). Install the newest one."
        ) from error


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "bot.storage:migrations")
    config.attributes["connection"] = connection
    config.attributes["metadatas"] = METADATAS
    return config


def _newest() -> str:
    """The newest revision that there is a file for."""
    names = (file.name for file in files("bot.storage").joinpath("migrations/versions").iterdir())
    return max(name[:4] for name in names if name[:4].isdecimal())


def _revision(connection: Connection) -> str | None:
    found: str | None = connection.execute(select(VERSION.c.version_num)).scalar()
    return found


def _next_id(connection: Connection) -> str:
    return f"{int(_revision(connection) or 0) + 1:04d}"


if __name__ == "__main__":  # python -m bot.storage.migrate "Keep the places of cards"
    asyncio.run(draft(" ".join(sys.argv[1:])))
