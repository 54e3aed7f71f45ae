"""A session that runs over midnight belongs to the day that has come for as long as it is on, wherever people look."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.standins.pexip.kept import Taking
from tests.stories.scene import Scene, scene
from tests.stories.telling import board, messages, passes, told

TEN_PAST_MIDNIGHT = datetime(2026, 11, 21, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize("command", ["today", "now", "", "join", "list this week"])
async def test_it_is_in_every_list_of_now(story: Scene, command: str) -> None:
    story.session("Jane Doe", at=story.at(23, 30), minutes=60)
    story.session("John Roe", at=story.at(22), minutes=60)
    story.clock.now = TEN_PAST_MIDNIGHT
    answer = (await story.says(story.asha, f"/appt {command}".strip())).text
    assert "Jane Doe" in answer
    if command != "list this week":
        assert "John Roe" not in answer, "it is over, and was yesterday's"


async def test_it_is_on_the_home_and_on_the_board(story: Scene) -> None:
    story.session("Jane Doe", at=story.at(23, 30), minutes=60)
    story.clock.now = TEN_PAST_MIDNIGHT
    await told(story, story.desk, board=board(0, 5))
    await passes(story, minutes=1)
    [seen] = messages(story, story.desk)
    assert "Jane Doe" in seen.text
    await story.asha.opens_home()
    await story.delivered()
    assert story.asha.home is not None
    assert "Jane Doe" in story.asha.home.text

    await passes(story, minutes=30)
    [seen] = messages(story, story.desk)
    assert "Jane Doe" not in seen.text, "it has ended, and was yesterday's"
    assert "No sessions" in (await story.says(story.asha, "/appt today")).text


async def test_it_is_on_in_the_other_service_too(tmp_path: Path) -> None:
    async with scene(tmp_path, vendor="pexip") as story:
        story.pexip.add(at=story.at(23, 30), minutes=60, people=[Taking("55"), Taking("901", "CUSTOMER")])
        story.clock.now = TEN_PAST_MIDNIGHT
        assert "Jane" in (await story.says(story.asha, "/appt today")).text


async def test_tomorrow_has_only_what_begins_then(story: Scene) -> None:
    story.session("Jane Doe", at=story.at(23, 30), minutes=60)
    assert "No sessions" in (await story.says(story.asha, "/appt tomorrow")).text
    assert "Jane Doe" in (await story.says(story.asha, "/appt today")).text
    story.clock.now = TEN_PAST_MIDNIGHT
    assert "Jane Doe" in (await story.says(story.asha, "/appt yesterday")).text


async def test_one_that_goes_on_longer_than_planned_is_on(story: Scene) -> None:
    story.session(
        "Jane Doe", at=story.at(23, 10), minutes=30, odd={"session_started_at": "2026-11-20T23:11:00Z"}
    )
    story.clock.now = TEN_PAST_MIDNIGHT
    assert "In session" in (await story.says(story.asha, "/appt today")).text
