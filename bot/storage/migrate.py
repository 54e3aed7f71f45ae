"""Bring the database to the shape that this version of the code expects."""

from __future__ import annotations

import asyncio
import sys

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from asyncpg import PostgresError  # type: ignore[import-untyped]
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.service import tables as service
from bot.storage import alert_tables
from bot.storage import tables as bot_tables
from bot.storage.engine import open_engine

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
    except (SQLAlchemyError, PostgresError, OSError) as error:
        raise CannotMigrate(
            f"DATABASE_URL: the database can't be used ({type(error).__name__}). "
            "Check the address, that the server runs, and that the file is a database and can be written."
        ) from error


async def draft(message: str) -> None:
    """Write the next revision file: what METADATAS have and the migrations so far have not."""
    engine = open_engine("sqlite://")
    await migrate(engine)
    async with engine.begin() as connection:
        await connection.run_sync(
            lambda bound: command.revision(_config(bound), message, autogenerate=True, rev_id=_next_id(bound))
        )
    await engine.dispose()


def _upgrade(connection: Connection) -> None:
    try:
        command.upgrade(_config(connection), "head")
    except CommandError as error:
        raise CannotMigrate(
            f"The database was made by another version of Frontdesk ({error}). Install the newest one."
        ) from error


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", "bot.storage:migrations")
    config.attributes["connection"] = connection
    config.attributes["metadatas"] = METADATAS
    return config


def _next_id(connection: Connection) -> str:
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    return f"{int(revision) + 1:04d}"


if __name__ == "__main__":  # python -m bot.storage.migrate "Keep the places of cards"
    asyncio.run(draft(" ".join(sys.argv[1:])))
