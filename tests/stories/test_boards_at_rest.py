"""Boards that stand still, paused or switched off: they say so, and go on when they are wanted again."""

from __future__ import annotations

from pathlib import Path

from tests.stories.scene import Scene, scene
from tests.stories.telling import board, messages, passes, told

PAUSED = "Alerts are paused here until"
OFF = "The board is switched off here. This one stays as it was at"


async def text(story: Scene) -> str:
    """What the one board says, half a minute later."""
    await passes(story, seconds=30)
    [seen] = messages(story, story.desk)
    assert seen.text.count("Friday 20 November 2026") == 1
    return seen.text


async def test_a_paused_board_says_so_until_somebody_resumes(story: Scene) -> None:
    jane = story.session("Jane Doe", at=story.at(10))
    await told(story, story.desk, board=board(8, 30))
    await story.says(story.asha, "/appt alerts pause 5h")
    assert f"{PAUSED} Fri 20 Nov, 14:10 (London). Until then this board stays as it is." in await text(story)

    story.sqod.cancels(jane.id)
    await passes(story, minutes=30)
    assert "cancelled" not in await text(story)
    await story.says(story.asha, "/appt alerts resume")
    now = await text(story)
    assert PAUSED not in now
    assert "✕ 1 cancelled" in now


async def test_a_pause_that_is_made_longer_is_shown_so(story: Scene) -> None:
    await told(story, story.desk, board=board(8, 30))
    await story.says(story.asha, "/appt alerts pause 1h")
    assert f"{PAUSED} Fri 20 Nov, 10:10" in await text(story)
    await story.says(story.asha, "/appt alerts pause until 13:00")
    assert f"{PAUSED} Fri 20 Nov, 13:00" in await text(story)


async def test_when_the_pause_ends_by_itself_the_board_goes_on(story: Scene) -> None:
    jane = story.session("Jane Doe", at=story.at(15))
    await told(story, story.desk, board=board(8, 30))
    await story.says(story.asha, "/appt alerts pause 1h")
    assert PAUSED in await text(story)
    story.sqod.change(jane.id, interpreter_needed=True, interpreter_language="Polish")
    await passes(story, minutes=58)
    assert PAUSED in await text(story)
    await passes(story, minutes=2)
    now = await text(story)
    assert PAUSED not in now
    assert "Polish" in now


async def test_a_board_that_is_switched_off_shows_its_channel_no_more_than_before(story: Scene) -> None:
    """As it was, with what the channel heard of, and the moment from which it is not kept up to date."""
    jane = story.session("Jane Doe", at=story.at(15), department="Leeds")
    story.session("Omar Haddad", at=story.at(16), department="London")
    await told(story, story.desk, board=board(8, 30), waiting=3, only={"departments": ["Leeds"]})
    await story.says(story.asha, "/appt alerts board off dept:any")
    now = await text(story)
    assert f"{OFF} 09:10 (London)." in now
    assert "Jane Doe" in now
    assert "Omar Haddad" not in now
    story.sqod.cancels(jane.id)
    await passes(story, minutes=10)
    assert await text(story) == now


async def test_all_off_is_said_on_the_board_and_on_again_too(story: Scene) -> None:
    story.session("Jane Doe")
    await told(story, story.desk, board=board(8, 30))
    await story.says(story.asha, "/appt alerts off")
    assert OFF in await text(story)
    await story.says(story.asha, "/appt alerts board 08:30 daily")
    assert OFF not in await text(story)


async def test_a_paused_board_that_is_switched_off_says_that(story: Scene) -> None:
    await told(story, story.desk, board=board(8, 30), waiting=3)
    await story.says(story.asha, "/appt alerts pause 1h")
    assert PAUSED in await text(story)
    await story.says(story.asha, "/appt alerts board off")
    now = await text(story)
    assert OFF in now
    assert PAUSED not in now


async def test_who_thinks_better_of_it_at_once_leaves_no_trace(story: Scene) -> None:
    await told(story, story.desk, board=board(8, 30))
    before = await text(story)
    await story.says(story.asha, "/appt alerts pause 1h")
    await story.says(story.asha, "/appt alerts resume")
    assert await text(story) == before


async def test_the_pause_is_shown_though_the_service_or_slack_fails_at_first(story: Scene) -> None:
    story.session("Jane Doe")
    await told(story, story.desk, board=board(8, 30))
    story.sqod.fails("list", 503, times=3)
    story.slack.faults.switch_on("chat.update", error="internal_error", times=1)
    await story.says(story.asha, "/appt alerts pause 5h")
    await passes(story, minutes=5)
    assert PAUSED in await text(story)


async def test_where_a_board_is_deleted_or_never_came_nothing_is_posted(story: Scene) -> None:
    await told(story, story.desk, board=board(9, 30))
    await story.says(story.asha, "/appt alerts pause 10m")
    await passes(story, minutes=5)
    assert messages(story, story.desk) == []
    await passes(story, minutes=20)
    [seen] = messages(story, story.desk)
    message = story.slack.messages.find(story.desk.id, seen.ts)
    assert message is not None
    story.slack.messages.delete(message)
    await story.says(story.asha, "/appt alerts pause 10m")
    await story.says(story.asha, "/appt alerts off")
    await passes(story, minutes=15)
    assert messages(story, story.desk) == []


async def test_a_board_of_another_part_of_the_world_keeps_all_its_sessions(tmp_path: Path) -> None:
    async with scene(tmp_path) as story:
        rule = board(0, 1, zone="America/New_York")
        story.session("Late There", at=story.at(2, days=1))
        await told(story, story.desk, board=rule)
        assert "Late There" in await text(story)
        await story.says(story.asha, "/appt alerts pause 5h")
        assert "Late There" in await text(story)
