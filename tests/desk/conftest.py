"""A database that several processes share: SQLite, and PostgreSQL where TEST_POSTGRES_URL names a server."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.engine import open_engine
from bot.storage.migrate import migrate
from tests.desk.office import Office
from tests.stories.scene import SetClock


@pytest.fixture(params=["sqlite", "postgresql"])
async def address(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a database of its own."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'desk.sqlite3'}"
        return
    server = os.environ.get("TEST_POSTGRES_URL", "")
    if not server:
        pytest.skip("TEST_POSTGRES_URL is not set")
    name = f"desk_{secrets.token_hex(6)}"
    engine = open_engine(server)
    await outside_transactions(engine, f"CREATE DATABASE {name}")
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    await outside_transactions(engine, f"DROP DATABASE {name} WITH (FORCE)")
    await engine.dispose()


async def outside_transactions(engine: AsyncEngine, statement: str) -> None:
    async with engine.connect() as connection:
        outside = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await outside.execute(text(statement))


@pytest.fixture
async def office(address: str) -> AsyncIterator[Office]:
    """Two processes' worth of the desk on one database, with one clock on the wall."""
    clock = SetClock(datetime(2026, 11, 20, 9, 10, tzinfo=UTC))
    async with AsyncExitStack() as stack:
        engines = [open_engine(address) for _ in range(2)]
        for engine in engines:
            stack.push_async_callback(engine.dispose)
        await migrate(engines[0])
        yield Office(clock, *engines)
