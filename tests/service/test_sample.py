"""The sample looks like a desk's real week."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.service.sample import DEPARTMENTS, seed
from bot.storage.service_tables import appointments
from tests.service.conftest import APPOINTMENTS, Clock

LONDON = ZoneInfo("Europe/London")


async def listed(desk: httpx.AsyncClient) -> list[dict[str, Any]]:
    answer = await desk.get(APPOINTMENTS, params={"per_page": 500})
    return list(answer.json()["data"])


async def test_a_sample_shows_the_desk_at_every_stage(
    desk: httpx.AsyncClient, engine: AsyncEngine, clock: Clock
) -> None:
    clock.now = datetime(2026, 7, 1, 10, 20, tzinfo=UTC)
    assert await seed(engine, now=clock.now, zone=LONDON, sessions_a_day=40, days=8) == 400
    sessions = await listed(desk)
    assert len(sessions) == 400
    statuses = Counter(one["status"] for one in sessions)
    assert statuses.keys() == {"scheduled", "waiting", "in_progress", "completed", "no_show", "cancelled"}
    assert {one["department"]["name"] for one in sessions if one["department"]} == set(DEPARTMENTS)
    assert {"Polish", "Urdu", "BSL", "Welsh"} <= {one["interpreter_language"] for one in sessions}
    assert any(one["is_interpreter_needed"] and not one["interpreter_language"] for one in sessions)

    for one in sessions:
        start = datetime.fromisoformat(one["appointment_at"])
        assert 9 <= start.astimezone(LONDON).hour < 17
        assert start.weekday() < 5
        assert one["created_at"] < one["appointment_at"]
        assert one["created_at"] < "2026-07-01T10:20"
        if one["status"] in ("completed", "no_show", "in_progress"):
            assert start <= clock.now
        if one["status"] == "scheduled":
            assert start > clock.now or clock.now.timestamp() - start.timestamp() < 600
        assert (one["cancelled_at"] is None) == (one["status"] != "cancelled")


async def test_nobody_in_a_sample_can_be_reached(
    desk: httpx.AsyncClient, engine: AsyncEngine, clock: Clock
) -> None:
    await seed(engine, now=clock.now, zone=LONDON, sessions_a_day=20, days=5)
    claimants = [one["claimant"] for one in await listed(desk)]
    assert all(claimant["phone_number"].startswith("+447700900") for claimant in claimants)
    assert all(
        claimant["email"] is None or claimant["email"].endswith("@example.org") for claimant in claimants
    )


async def test_a_sample_can_be_made_again_but_its_rooms_cant_be_guessed(
    desk: httpx.AsyncClient, engine: AsyncEngine, clock: Clock
) -> None:
    await seed(engine, now=clock.now, zone=LONDON, sessions_a_day=5, days=2, seed=7)
    first = await listed(desk)
    async with engine.begin() as connection:
        await connection.execute(delete(appointments))
    await seed(engine, now=clock.now, zone=LONDON, sessions_a_day=5, days=2, seed=7)
    second = await listed(desk)

    def without_rooms(sessions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [
            {key: value for key, value in one.items() if key not in ("url", "meeting")} for one in sessions
        ]

    assert without_rooms(first) == without_rooms(second)
    assert not {one["url"] for one in first} & {one["url"] for one in second}


async def test_a_weekend_has_sessions_too_when_it_is_today(
    desk: httpx.AsyncClient, engine: AsyncEngine, clock: Clock
) -> None:
    clock.now = datetime(2026, 3, 28, 12, tzinfo=UTC)
    await seed(engine, now=clock.now, zone=LONDON, sessions_a_day=10, days=5)
    today = {"start_at": "2026-03-28T00:00:00Z", "end_at": "2026-03-29T00:00:00Z"}
    assert (await desk.get(APPOINTMENTS, params=today)).json()["meta"]["total"] == 10


async def test_something_goes_on_whatever_the_hour(
    desk: httpx.AsyncClient, engine: AsyncEngine, clock: Clock
) -> None:
    clock.now = datetime(2026, 3, 27, 22, 59, tzinfo=UTC)
    await seed(engine, now=clock.now, zone=LONDON, sessions_a_day=3, days=1)
    today = {"start_at": "2026-03-27T00:00:00Z", "end_at": "2026-03-28T00:00:00Z"}
    listed_today = (await desk.get(APPOINTMENTS, params=today)).json()["data"]
    assert [one["status"] for one in listed_today] == ["in_progress", "waiting", "scheduled"]
