"""The service in this process, with an empty book and a clock that is set."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.service.app import create_service
from bot.storage.engine import open_engine
from bot.storage.migrate import migrate

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
async def engine():
    """SQLite in memory, or the PostgreSQL that TEST_POSTGRES_URL names and that may be emptied."""
    engine = open_engine(os.environ.get("TEST_POSTGRES_URL", "sqlite://"))
    if engine.dialect.name == "postgresql":
        async with engine.begin() as connection:
            await connection.execute(text("DROP SCHEMA public CASCADE"))
            await connection.execute(text("CREATE SCHEMA public"))
    await migrate(engine)
    yield engine
    await engine.dispose()


@pytest.fixture
async def desk(engine: AsyncEngine, clock: Clock):
    """Whoever calls the service."""
    service = create_service(engine, token=None, clock=clock, meet_host="meet.example")
    transport = httpx.ASGITransport(service)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.example") as client:
        yield client


def problems(answer: httpx.Response) -> dict[str, list[str]]:
    """The sentences of a refusal, by field."""
    assert answer.status_code == 422, answer.text
    return dict(answer.json()["errors"])
