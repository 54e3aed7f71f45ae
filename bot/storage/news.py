"""News of the outbox from other processes: PostgreSQL passes them on with the commit of what they tell of (LISTEN, NOTIFY).

https://www.postgresql.org/docs/current/sql-notify.html
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import structlog
from sqlalchemy import NullPool, text
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.asynchronous import AsyncConnection, AsyncEngine, create_async_engine

CHANNEL = "frontdesk_outbox"
PAUSE = 5.0
"""Seconds until we listen again after the connection was lost."""
log = structlog.get_logger(__name__)

Hear = Callable[[datetime | None], None]
"""Hears that a job was added, and when it is due; None: something may have been missed."""


async def tell_of_news(connection: AsyncConnection, due: datetime) -> None:
    """Tell all processes that listen, once the transaction is committed, that a job was added."""
    if connection.dialect.name == "postgresql":
        told = {"channel": CHANNEL, "due": str(due.timestamp())}
        await connection.execute(text("SELECT pg_notify(:channel, :due)"), told)


@asynccontextmanager
async def listening(engine: AsyncEngine, hear: Hear) -> AsyncIterator[None]:
    """Hear of what other processes add, where the database passes it on."""
    if engine.dialect.name != "postgresql":
        yield
        return
    task = asyncio.create_task(_listen(engine, hear), name="listen for news")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _listen(engine: AsyncEngine, hear: Hear) -> None:
    """Listen on a connection beside the pool's, for as long as it lives, and then on another."""
    own = create_async_engine(engine.url, poolclass=NullPool)

    def heard(_connection: object, _process: int, _channel: str, payload: str) -> None:
        hear(datetime.fromtimestamp(float(payload), UTC))

    while True:
        lost = asyncio.Event()
        try:
            async with own.connect() as connection:
                driver: Any = (await connection.get_raw_connection()).driver_connection
                driver.add_termination_listener(lambda _, lost=lost: lost.set())
                await driver.add_listener(CHANNEL, heard)
                hear(None)
                await lost.wait()
        except (SQLAlchemyError, OSError) as error:
            log.warning("news_not_heard", error=type(error).__name__)
        await asyncio.sleep(PAUSE)
