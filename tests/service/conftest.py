"""The service in this process, with an empty book and a clock that is set."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.service.app import create_service
from bot.storage.engine import open_engine
from bot.storage.migrate import migrate
from tests.postgres import PostgresServer

APPOINTMENTS = "/api/v1/appointments"
BOOKING = {
    "reference": "K7Q2M9XW4T8ZB1C",
    "appointment_at": "2026-03-26T15:00:00.000Z",
    "duration_in_minutes": 45,
    "claimant": {"name": "Jane Doe"},
}


@dataclass
class Clock:
    now: datetime = datetime(2026, 3, 24, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def engine(request: pytest.FixtureRequest) -> AsyncIterator[AsyncEngine]:
    """SQLite in memory; PostgreSQL where a module asks for both."""
    async with AsyncExitStack() as stack:
        address = "sqlite://"
        if getattr(request, "param", "memory") == "postgresql":
            server: PostgresServer = request.getfixturevalue("postgres")
            address = await stack.enter_async_context(server.migrated())
        engine = open_engine(address)
        stack.push_async_callback(engine.dispose)
        await migrate(engine)
        yield engine


@pytest.fixture
async def desk(engine: AsyncEngine, clock: Clock) -> AsyncIterator[httpx.AsyncClient]:
    """Whoever calls the service."""
    service = create_service(engine, token=None, clock=clock, meet_host="meet.example")
    transport = httpx.ASGITransport(service)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.example") as client:
        yield client


def problems(answer: httpx.Response) -> dict[str, list[str]]:
    """The sentences of a refusal, by field."""
    assert answer.status_code == 422, answer.text
    return dict(answer.json()["errors"])
