"""The board: one message a day in a channel, drawn anew in its place whatever happens."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.standins.slack import Seen
from tests.stories.scene import Scene, running, scene
from tests.stories.telling import board, messages, passes, thread, told


def only(seen: list[Seen]) -> str:
    assert len(seen) == 1, [one.text for one in seen]
    return seen[0].text


async def test_the_board_comes_at_its_time_with_the_days_sessions(story: Scene) -> None:
    story.session("Jane Doe", at=story.at(15))
    story.session("Omar Haddad", at=story.at(11), interpreter_needed=True, interpreter_language="Arabic")
    await told(story, story.desk, board=board(9, 30))
    assert messages(story, story.desk) == []

    await passes(story, minutes=20)

    text = only(messages(story, story.desk))
    assert text.index("Omar Haddad") < text.index("Jane Doe")
    assert "Arabic" in text


async def test_a_board_set_after_todays_time_is_posted_at_once(story: Scene) -> None:
    story.session("Jane Doe")
    await told(story, story.desk, board=board(8, 30))
    text = only(messages(story, story.desk))
    assert "Jane Doe" in text
    assert "Posted late" not in text


async def test_many_changes_are_still_one_message(story: Scene) -> None:
    jane = story.session("Jane Doe")
    await told(story, story.desk, board=board(8, 30))
    for minutes in range(1, 13):
        story.sqod.change(jane.id, minutes=minutes)
        await passes(story, seconds=30)
    story.sqod.claimant_arrives(jane.id)
    await passes(story, seconds=30)
    assert "● 1 waiting" in only(messages(story, story.desk))


async def test_a_session_booked_by_hand_in_the_portal_appears(story: Scene) -> None:
    await told(story, story.desk, board=board(8, 30))
    assert "No sessions" in only(messages(story, story.desk))
    story.session("Walk In", at=story.at(16))
    await passes(story, minutes=1)
    assert "Walk In" in only(messages(story, story.desk))


async def test_what_is_done_in_slack_is_on_the_board_at_once(story: Scene) -> None:
    story.session("Jane Doe", reference="JANEDOE123456")
    await told(story, story.desk, board=board(8, 30))
    form = await story.opens(story.asha, "/appt cancel JANEDOE123456 claimant asked")
    await form.submit()
    await story.delivered()
    assert "✕ 1 cancelled" in only(messages(story, story.desk))


async def test_the_next_session_is_marked_as_the_day_goes_on(story: Scene) -> None:
    story.session("Jane Doe", at=story.at(9, 30))
    story.session("Omar Haddad", at=story.at(10, 30))
    await told(story, story.desk, board=board(8, 30))
    first = only(messages(story, story.desk))
    await passes(story, minutes=30)
    assert only(messages(story, story.desk)) != first


async def test_tomorrow_has_a_board_of_its_own(story: Scene) -> None:
    await told(story, story.desk, board=board(9, 30))
    await passes(story, minutes=21)
    story.clock.move(hours=23, minutes=58)
    await passes(story, minutes=2)
    assert len(messages(story, story.desk)) == 2


async def test_a_day_without_sessions_is_passed_over_where_that_is_wanted(story: Scene) -> None:
    await told(story, story.desk, board=board(9, 30, empty=False))
    await passes(story, minutes=30)
    assert messages(story, story.desk) == []
    story.session("Walk In", at=story.at(16))
    await passes(story, minutes=1)
    assert "Walk In" in only(messages(story, story.desk))


async def test_a_channel_sees_only_what_its_filter_takes(story: Scene) -> None:
    story.session("Jane Doe", department="Leeds")
    story.session("Omar Haddad", department="London")
    await told(story, story.desk, board=board(8, 30), only={"departments": ["london"]})
    text = only(messages(story, story.desk))
    assert "Omar Haddad" in text
    assert "Jane Doe" not in text


async def test_each_channel_shows_what_its_readers_may_see(story: Scene) -> None:
    story.session("Jane Doe", reference="JANEDOE123456")
    for channel in (story.desk, story.lobby, story.shared):
        await told(story, channel, board=board(8, 30))
    assert "Jane Doe" in str(messages(story, story.desk)[0].blocks)
    lobby = str(messages(story, story.lobby)[0].blocks) + messages(story, story.lobby)[0].text
    assert "Jane" not in lobby
    assert "J.D." in lobby
    shared = str(messages(story, story.shared)[0].blocks) + messages(story, story.shared)[0].text
    assert "J.D." not in shared
    assert "JANEDOE123456" not in lobby + shared


@pytest.mark.parametrize("channels", [1, 20])
async def test_each_page_of_the_list_is_asked_for_once_however_many_channels_there_are(
    tmp_path: Path, channels: int
) -> None:
    async with scene(tmp_path, sqod_per_page=10) as story:
        jane, *_ = [story.session(f"Claimant {number}") for number in range(25)]
        rules: dict[str, Any] = {"reminders": (15,), "waiting": 0, "changes": True, "gaps": True}
        desks = [story.slack.channel(f"desk-{number}", private=True) for number in range(channels)]
        for desk in desks:
            await told(story, desk, board=board(8, 30), **rules)
        for what in ({}, {"minutes": 50}, {"status": "waiting"}):
            story.sqod.change(jane.id, **what)
            before = len(story.sqod.calls)
            await passes(story, seconds=30)
            pages = [call.query.get("page") for call in story.sqod.calls[before:]]
            assert pages == ["1"], f"{what}: all of it on one, since the service gave so long a page before"
        for desk in desks:
            assert "● 1 waiting" in only(messages(story, desk)), "all of them were told"


async def test_nobody_asks_where_nobody_is_told(story: Scene) -> None:
    before = len(story.sqod.calls)
    await passes(story, hours=1)
    assert len(story.sqod.calls) == before


async def test_the_bot_was_down_at_half_past_nine_and_says_that_the_board_is_late(tmp_path: Path) -> None:
    async with scene(tmp_path) as story:
        story.session("Jane Doe")
        await told(story, story.desk, board=board(9, 30))
    async with scene(tmp_path) as later:
        later.session("Jane Doe")
        await later.delivered()
        later.clock.now = datetime(2026, 11, 20, 10, 12, tzinfo=UTC)
        later.bot.courier.wake()
        await passes(later, seconds=31)
        text = only(messages(later, later.desk))
        assert "09:30" in text
        assert "10:12" in text


async def test_yesterdays_board_is_not_posted_today(tmp_path: Path) -> None:
    async with scene(tmp_path) as story:
        await told(story, story.desk, board=board(9, 30))
    async with scene(tmp_path) as later:
        later.clock.now = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
        await passes(later, seconds=31)
        assert messages(later, later.desk) == []


async def test_a_restart_posts_no_second_board(story: Scene) -> None:
    story.session("Jane Doe")
    await told(story, story.desk, board=board(8, 30))
    async with running(story):
        await passes(story, minutes=2)
        assert len(messages(story, story.desk)) == 1


async def test_while_the_service_is_down_the_board_waits_and_then_comes(story: Scene) -> None:
    story.session("Jane Doe")
    await told(story, story.desk, board=board(9, 12))
    story.sqod.fails("list", 503, times=None, retry_after=0)
    await passes(story, minutes=3)
    assert messages(story, story.desk) == []
    story.sqod.recovers()
    await passes(story, minutes=3)
    assert "Jane Doe" in only(messages(story, story.desk))


async def test_when_the_service_is_silent_for_long_the_channel_is_told_once(story: Scene) -> None:
    story.session("Jane Doe")
    await told(story, story.desk, board=board(8, 30), waiting=0)
    story.sqod.fails("list", 503, times=None, retry_after=0)
    await passes(story, minutes=8)
    [words] = thread(story, story.desk)
    assert "has not answered since" in words
    assert "09:10" in words
    story.sqod.recovers()
    await passes(story, minutes=1)
    assert "answers again" in thread(story, story.desk)[1]
    await passes(story, minutes=10)
    assert len(thread(story, story.desk)) == 2


async def test_one_failed_look_is_no_silence(story: Scene) -> None:
    await told(story, story.desk, board=board(8, 30))
    story.clock.move(hours=5)
    story.sqod.fails("list", 503, times=3)
    await passes(story, minutes=3)
    assert thread(story, story.desk) == []


async def test_a_pause_ends_by_itself_and_the_board_comes(story: Scene) -> None:
    story.session("Jane Doe")
    await story.says(story.asha, "/appt alerts board 09:30 daily")
    await story.says(story.asha, "/appt alerts pause until 10:00")
    await passes(story, minutes=40)
    assert messages(story, story.desk) == []
    await passes(story, minutes=25)
    assert "Jane Doe" in only(messages(story, story.desk))


async def test_switched_off_and_on_again_before_its_time_the_board_comes(story: Scene) -> None:
    story.clock.now = story.at(9, 29)
    await story.says(story.asha, "/appt alerts board 09:30 daily")
    await story.says(story.asha, "/appt alerts board off")
    await passes(story, minutes=2)
    assert messages(story, story.desk) == []
    await story.says(story.asha, "/appt alerts board 09:30 daily")
    await passes(story, minutes=1)
    assert "No sessions" in only(messages(story, story.desk))


async def test_the_bot_is_invited_again_and_the_board_comes(story: Scene) -> None:
    await told(story, story.lobby, board=board(9, 20))
    story.lobby.has_bot = False
    await passes(story, minutes=12)
    story.lobby.has_bot = True
    await story.says(story.asha, "/appt alerts resume", in_=story.lobby)
    await passes(story, minutes=1)
    assert "No sessions" in only(messages(story, story.lobby))


async def test_a_board_on_a_day_that_was_empty_until_now_is_not_called_late(story: Scene) -> None:
    await told(story, story.desk, board=board(9, 12, empty=False))
    await passes(story, minutes=20)
    story.session("Walk In", at=story.at(16))
    await passes(story, minutes=1)
    assert "late" not in str(messages(story, story.desk)[0].blocks)


async def test_past_midnight_yesterdays_board_still_follows_its_last_sessions(story: Scene) -> None:
    late = story.session("Night Owl", at=story.at(23, 30), minutes=60)
    await told(story, story.desk, board=board(8, 30))
    story.clock.now = story.at(23, 40)
    story.sqod.starts(late.id)
    await passes(story, minutes=1)
    assert "In session" in messages(story, story.desk)[0].text
    story.clock.now = story.at(0, 40, days=1)
    story.sqod.ends(late.id)
    await passes(story, minutes=11)
    assert "In session" not in messages(story, story.desk)[0].text


async def test_one_appointment_that_cannot_be_read_holds_up_nobody(story: Scene) -> None:
    story.session("Jane Doe")
    away = story.session("Gone Away", at=story.at(16))
    await told(story, story.desk, board=board(8, 30))
    story.sqod.change(away.id, at=story.at(16, days=60))
    story.sqod.fails("get", 403, times=None)
    story.session("Walk In", at=story.at(17))
    await passes(story, minutes=2)
    assert "Walk In" in only(messages(story, story.desk))


async def test_the_clocks_go_forward_and_the_board_still_comes_at_half_past_eight(story: Scene) -> None:
    await told(story, story.desk, board=board(8, 30))
    before = len(messages(story, story.desk))
    story.clock.now = datetime(
        2027, 3, 28, 7, 20, tzinfo=UTC
    )  # 08:20 in London, an hour earlier than the day before
    story.session("Jane Doe", at=datetime(2027, 3, 28, 14, 0, tzinfo=UTC))
    await passes(story, minutes=15)
    after = messages(story, story.desk)[before:]
    assert "15:00" in only(after)


async def test_a_deleted_board_stays_deleted_and_nobody_complains(story: Scene) -> None:
    jane = story.session("Jane Doe")
    await told(story, story.desk, board=board(8, 30))
    [seen] = messages(story, story.desk)
    message = story.slack.messages.find(story.desk.id, seen.ts)
    assert message is not None
    story.slack.messages.delete(message)
    story.sqod.change(jane.id, minutes=60)
    await passes(story, minutes=2)
    assert messages(story, story.desk) == []


async def test_while_slack_will_not_say_who_reads_a_channel_its_board_waits(story: Scene) -> None:
    story.session("Jane Doe")
    story.slack.faults.switch_on("conversations.info", error="ratelimited", status=200)
    await told(story, story.desk, board=board(8, 30))
    assert messages(story, story.desk) == []
    story.slack.faults.switch_off()
    await passes(story, minutes=2)
    assert "Jane Doe" in only(messages(story, story.desk))
