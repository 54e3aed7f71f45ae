"""A database that several processes share: SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime

import pytest

from bot.storage.engine import open_engine
from bot.storage.migrate import migrate
from tests.desk.office import Office
from tests.stories.scene import SetClock


@pytest.fixture
async def office(database: str) -> AsyncIterator[Office]:
    """Two processes' worth of the desk on one database, with one clock on the wall."""
    clock = SetClock(datetime(2026, 11, 20, 9, 10, tzinfo=UTC))
    async with AsyncExitStack() as stack:
        engines = [open_engine(database) for _ in range(2)]
        for engine in engines:
            stack.push_async_callback(engine.dispose)
        await migrate(engines[0])
        yield Office(clock, *engines)
