"""Whether it is ready: one look for all who ask, which sees what a person would run into."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from datetime import timedelta
from pathlib import Path

import aiohttp
import httpx
import pytest

from bot.apis.http.exchange import CONNECTIONS
from bot.appointments.model import Window
from bot.observe.health import FRESH, Health
from tests.edges.test_requests import address
from tests.stories.scene import Scene

READY = {"ready": True, "problems": {}}


async def ready(story: Scene) -> tuple[int, dict[str, str]]:
    story.bot.health.forget()
    async with httpx.AsyncClient() as probe:
        answer = await probe.get(address(story, "/readyz"), timeout=20)
    return answer.status_code, answer.json()["problems"]


async def test_many_who_ask_are_told_of_one_look(story: Scene) -> None:
    story.session("Jane Doe")
    begun = time.monotonic()
    async with aiohttp.ClientSession() as probe:

        async def ask() -> object:
            async with probe.get(address(story, "/readyz")) as answer:
                return await answer.json()

        assert await asyncio.gather(*(ask() for _ in range(600))) == [READY] * 600
    looks = sum(call.operation == "list" for call in story.sqod.calls)
    assert looks <= 1 + (time.monotonic() - begun) // FRESH
    answer = await story.says(story.asha, "/appt today")
    assert "Jane Doe" in answer.text


async def test_a_look_is_made_again_when_it_is_some_seconds_old() -> None:
    now, looked = [0.0], list[float]()

    async def look() -> str | None:
        looked.append(now[0])
        return "away" if len(looked) == 2 else None

    health = Health({"service": look}, fresh=5, clock=lambda: now[0])
    told = []
    for now[0] in (0, 4.9, 5, 9, 10, 11):
        told.append(await health.problems())
    assert looked == [0, 5, 10]
    assert told == [{}, {}, {"service": "away"}, {"service": "away"}, {}, {}]


async def test_what_hangs_is_not_waited_for_and_hides_nothing_else() -> None:
    async def hangs() -> str | None:
        await asyncio.Event().wait()
        return None

    async def fails() -> str | None:
        raise OSError("a path that nobody need know")

    health = Health({"service": hangs, "database": fails}, patience=0.1)
    assert await health.problems() == {"service": "no_answer", "database": "OSError"}


async def test_people_who_wait_for_the_service_do_not_make_it_unready(story: Scene) -> None:
    """All slots are taken by people's requests, and the look waits for none of them."""
    story.sqod.hangs("list", times=CONNECTIONS)
    day = Window(start=story.clock.now, end=story.clock.now + timedelta(days=1))
    find = story.bot.workspace.desk._api.find
    asking = [asyncio.create_task(find(day)) for _ in range(2 * CONNECTIONS)]
    await asyncio.sleep(0.2)
    begun = asyncio.get_running_loop().time()
    assert await ready(story) == (200, {})
    assert asyncio.get_running_loop().time() - begun < 2
    for task in asking:
        task.cancel()
    await asyncio.gather(*asking, return_exceptions=True)


def move_away(folder: Path) -> None:
    for file in folder.glob("frontdesk.sqlite3*"):
        file.rename(file.with_name(f"moved-{file.name}"))


async def test_a_database_that_was_moved_away_is_noticed(story: Scene, tmp_path: Path) -> None:
    await story.bot.courier.stop(5)
    assert await ready(story) == (200, {})
    move_away(tmp_path)
    assert await ready(story) == (503, {"database": "file_moved"})
    sqlite3.connect(tmp_path / "frontdesk.sqlite3").close()
    assert await ready(story) == (503, {"database": "file_moved"})


async def test_a_database_that_can_be_read_but_not_written_is_noticed(story: Scene, tmp_path: Path) -> None:
    """As on a full disk: SQLite reads on, and every write fails."""
    await story.bot.courier.stop(5)
    full = sqlite3.connect(tmp_path / "frontdesk.sqlite3")
    full.execute("CREATE TRIGGER full BEFORE INSERT ON holds BEGIN SELECT RAISE(FAIL, 'disk is full'); END")
    full.commit()
    status, problems = await ready(story)
    assert (status, list(problems)) == (503, ["database"])
    full.execute("DROP TRIGGER full")
    full.commit()
    full.close()
    assert await ready(story) == (200, {})


async def test_a_look_leaves_nothing_behind(story: Scene, tmp_path: Path) -> None:
    assert await ready(story) == (200, {})
    with sqlite3.connect(tmp_path / "frontdesk.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM holds").fetchone() == (0,)


@pytest.mark.parametrize("path", ["/readyz", "/healthz"])
async def test_probes_are_asked_and_told_nothing_else(story: Scene, path: str) -> None:
    async with httpx.AsyncClient() as probe:
        assert (await probe.post(address(story, path), content=b"x" * 100)).status_code == 405
