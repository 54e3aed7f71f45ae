"""Bring the database to the shape that this version of the code expects."""

from __future__ import annotations

import asyncio
import sys
from importlib.resources import files
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.service import tables as service
from bot.storage import alert_tables
from bot.storage import tables as bot_tables
from bot.storage.engine import open_engine

if TYPE_CHECKING:
    from alembic.config import Config

METADATAS = (service.metadata, bot_tables.metadata, alert_tables.metadata)
"""Every table there is. A test holds them and the migrations together."""

_LOCK = 0x66726F6E  # any number that others who share the PostgreSQL database don't use


class CannotMigrate(Exception):
    """The database can't be brought to this version's shape; the message says why."""


async def migrate(engine: AsyncEngine) -> None:
    """Upgrade to the newest revision in one transaction; processes that start together wait for each other.

    Raises CannotMigrate when the database can't be used, or was made by a newer version.
    """
    try:
        async with engine.begin() as connection:  # on SQLite this alone keeps all other writers out
            if connection.dialect.name == "postgresql":
                await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            await connection.run_sync(_upgrade)
    except _troubles(engine) as error:
        raise CannotMigrate(
            f"DATABASE_URL: the database can't be used ({type(error).__name__}). "
            "Check the address, that the server runs, and that the file is a database and can be written."
        ) from error


def _troubles(engine: AsyncEngine) -> tuple[type[Exception], ...]:
    """All that a database that can't be used may raise."""
    if engine.dialect.name != "postgresql":
        return SQLAlchemyError, OSError
    from asyncpg import PostgresError  # type: ignore[import-untyped]  # SQLite does without it

    return SQLAlchemyError, OSError, PostgresError


async def draft(message: str) -> None:
    """Write the next revision file: what METADATAS have and the migrations so far have not."""
    from alembic import command

    engine = open_engine("sqlite://")
    await migrate(engine)
    async with engine.begin() as connection:
        await connection.run_sync(
            lambda bound: command.revision(_config(bound), message, autogenerate=True, rev_id=_next_id(bound))
        )
    await engine.dispose()


def _upgrade(connection: Connection) -> None:
    if _revision(connection) == _newest():  # the usual start, which does without Alembic
        return
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
    """The revision that the database has; None for a new one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _next_id(connection: Connection) -> str:
    return f"{int(_revision(connection) or 0) + 1:04d}"


if __name__ == "__main__":  # python -m bot.storage.migrate "Keep the places of cards"
    asyncio.run(draft(" ".join(sys.argv[1:])))
