"""A claimant waits: one message a channel about it, true while it stands, and never two people at one door."""

from __future__ import annotations

import asyncio

import pytest

from bot.appointments.jobs import RedrawWaiting
from bot.standins.slack import Channel, Seen
from tests.standins.sqod import Session
from tests.stories.scene import Scene, running
from tests.stories.telling import messages, passes, told


async def waits(story: Scene, *channels: Channel, after: int = 0) -> Session:
    """Jane Doe sits in the waiting room, and these channels (or the desk) were told so."""
    jane = story.session("Jane Doe", at=story.at(9, 30))
    for channel in channels or (story.desk,):
        await told(story, channel, waiting=after)
    story.sqod.claimant_arrives(jane.id)
    await passes(story, minutes=after + 1)
    return jane


async def comes_back(story: Scene, jane: Session, after: float = 0.5) -> None:
    """Jane's connection breaks, and she is in the waiting room again after so many minutes."""
    await story.delivered()  # what was pressed before was of one who waits
    story.sqod.change(jane.id, status="scheduled")
    await passes(story, minutes=after)
    story.sqod.claimant_arrives(jane.id)
    await passes(story, minutes=0.5)


def alert(story: Scene, channel: Channel | None = None) -> Seen:
    """The one message that stands in the channel."""
    [seen] = messages(story, channel or story.desk)
    return seen


def redrawings(story: Scene) -> int:
    """How often the bot has asked Slack to redraw a message."""
    return sum(call.what == "chat.update" for call in story.slack.calls)


async def test_a_claimant_who_waits_is_told_of_once_after_three_minutes(story: Scene) -> None:
    jane = story.session("Jane Doe", at=story.at(9, 30))
    await told(story, story.desk, waiting=3)
    story.sqod.claimant_arrives(jane.id)
    await passes(story, minutes=3)
    assert messages(story, story.desk) == []
    await passes(story, minutes=5)
    [alert] = messages(story, story.desk)
    assert "Jane Doe" in alert.text
    assert {"I have it", "Snooze 5 minutes"} <= set(alert.buttons)


async def test_i_have_it_shows_the_others_who_went_in_every_channel(story: Scene) -> None:
    jane = story.session("Jane Doe", at=story.at(9, 30))
    for channel in (story.desk, story.lobby):
        await told(story, channel, waiting=0)
    story.sqod.claimant_arrives(jane.id)
    await passes(story, minutes=1)

    await story.asha.clicks("I have it", on=messages(story, story.desk)[0])
    await story.delivered()

    for channel in (story.desk, story.lobby):
        [alert] = messages(story, channel)
        assert "Asha Patel" in alert.text
        assert "I have it" not in alert.buttons
        assert alert.pings == []


async def test_two_who_press_at_once_are_told_who_has_it(story: Scene) -> None:
    jane = story.session("Jane Doe", at=story.at(9, 30))
    await told(story, story.desk, waiting=0)
    story.sqod.claimant_arrives(jane.id)
    await passes(story, minutes=1)
    [alert] = messages(story, story.desk)
    await story.asha.clicks("I have it", on=alert)
    await story.delivered()
    await story.chloe.clicks("I have it", on=alert, stale=True)
    await story.delivered()
    assert "Asha Patel has it" in story.chloe.last(story.desk).text


async def test_snoozed_it_comes_again_after_five_minutes_if_the_claimant_still_waits(story: Scene) -> None:
    jane = story.session("Jane Doe", at=story.at(9, 30))
    await told(story, story.desk, waiting=0)
    story.sqod.claimant_arrives(jane.id)
    await passes(story, minutes=1)
    await story.asha.clicks("Snooze 5 minutes", on=messages(story, story.desk)[0])
    await story.delivered()
    assert "Asha Patel" in messages(story, story.desk)[0].text
    await passes(story, minutes=4)
    assert len(messages(story, story.desk)) == 1
    await passes(story, minutes=2)
    assert len(messages(story, story.desk)) == 2


async def test_snoozed_it_does_not_come_again_once_somebody_went(story: Scene) -> None:
    jane = story.session("Jane Doe", at=story.at(9, 30))
    await told(story, story.desk, waiting=0)
    story.sqod.claimant_arrives(jane.id)
    await passes(story, minutes=1)
    await story.asha.clicks("Snooze 5 minutes", on=messages(story, story.desk)[0])
    await story.delivered()
    await story.chloe.clicks("I have it", on=messages(story, story.desk)[0])
    await passes(story, minutes=8)
    assert len(messages(story, story.desk)) == 1


async def test_when_the_session_begins_the_alert_says_so(story: Scene) -> None:
    jane = story.session("Jane Doe", at=story.at(9, 12))
    await told(story, story.desk, waiting=0)
    story.sqod.claimant_arrives(jane.id)
    await passes(story, minutes=1)
    story.sqod.starts(jane.id)
    await passes(story, minutes=1)
    [alert] = messages(story, story.desk)
    assert "The session has begun" in alert.text
    assert "I have it" not in alert.buttons


@pytest.mark.parametrize(("pressed", "shown"), [("I have it", "has it."), ("Snooze 5 minutes", "Snoozed by")])
async def test_what_was_pressed_is_shown_though_slack_fails_at_first(
    story: Scene, pressed: str, shown: str
) -> None:
    await waits(story, story.desk, story.lobby)
    story.slack.faults.switch_on("chat.update", error="internal_error", times=1)
    await story.asha.clicks(pressed, on=alert(story))
    await passes(story, minutes=1)
    assert shown in alert(story).text
    assert pressed not in alert(story).buttons
    told = [seen.text for seen in story.asha.sees(story.desk) if seen.is_ephemeral]
    assert len(told) == (pressed == "I have it"), "she has the way into the room, and is told no untruth"
    assert ("I have it" in alert(story, story.lobby).buttons) == (pressed != "I have it")


async def test_who_presses_twice_is_told_that_it_is_theirs(story: Scene) -> None:
    await waits(story)
    before = alert(story)
    await story.asha.clicks("I have it", on=before)
    await story.delivered()
    for pressed in ("I have it", "Snooze 5 minutes"):
        await story.asha.clicks(pressed, on=before, stale=True)
        await story.delivered()
        assert story.asha.last(story.desk).text == "You have it already."


async def test_who_puts_off_what_was_put_off_is_told(story: Scene) -> None:
    await waits(story)
    before = alert(story)
    for person, answer in (
        (story.asha, "You put this off already, until 09:16 (London)."),
        (story.chloe, "Asha Patel put this off already, until 09:16 (London)."),
    ):
        await person.clicks("Snooze 5 minutes", on=before, stale=True)
        await story.delivered()
        await person.clicks("Snooze 5 minutes", on=before, stale=True)
        await story.delivered()
        assert person.last(story.desk).text == answer
    await passes(story, minutes=8)
    assert len(messages(story, story.desk)) == 2


async def test_a_wait_that_is_over_stays_over_whoever_redraws_it(story: Scene) -> None:
    jane = await waits(story)
    first = story.bot
    async with running(story) as second:
        await second.workspace.watch._snapshots.fresh()
        await second.courier.stop(1)
        story.sqod.starts(jane.id)
        story.clock.move(seconds=10)
        await first.workspace.watch.look(on=False)
        first.courier.wake()
        await asyncio.sleep(0.5)
        assert "The session has begun" in alert(story).text
        await first.courier.stop(1)
    async with running(story) as third:
        late = RedrawWaiting(channel=story.desk.id, ts=alert(story).ts, cause="late")
        await third.workspace.errands.add(late)
        await story.delivered()
        assert "The session has begun" in alert(story).text


async def test_a_redrawing_that_arrives_late_is_put_right(story: Scene) -> None:
    jane = await waits(story)
    story.slack.faults.switch_on("chat.update", delay=0.5, times=1)
    await story.asha.clicks("I have it", on=alert(story))
    await asyncio.sleep(0.2)
    story.sqod.starts(jane.id)
    await passes(story, minutes=1)
    assert "The session has begun" in alert(story).text
    assert "Asha Patel went." in alert(story).text
    assert "I have it" not in alert(story).buttons


async def test_who_comes_back_soon_stays_one_message_and_stays_theirs_who_went(story: Scene) -> None:
    jane = await waits(story, story.desk, story.lobby)
    await story.asha.clicks("I have it", on=alert(story))
    await story.delivered()
    for _ in range(4):
        await comes_back(story, jane)
    for channel in (story.desk, story.lobby):
        assert "In the waiting room since 09:15" in alert(story, channel).text
        assert "Asha Patel has it." in alert(story, channel).text
        assert "I have it" not in alert(story, channel).buttons


async def test_who_comes_back_can_be_taken_and_the_alert_ends_as_always(story: Scene) -> None:
    jane = await waits(story)
    before = alert(story)
    await comes_back(story, jane, after=2)
    await story.chloe.clicks("I have it", on=before, stale=True)
    await story.delivered()
    assert "Chloe Evans has it." in alert(story).text
    story.sqod.starts(jane.id)
    await passes(story, minutes=1)
    assert "The session has begun" in alert(story).text
    assert "Chloe Evans went." in alert(story).text


async def test_where_the_alert_comes_later_it_says_who_went_all_the_same(story: Scene) -> None:
    jane = story.session("Jane Doe", at=story.at(9, 30))
    await told(story, story.desk, waiting=0)
    await told(story, story.lobby, waiting=2)
    story.sqod.claimant_arrives(jane.id)
    await passes(story, minutes=3)
    await comes_back(story, jane)
    await story.asha.clicks("I have it", on=alert(story))
    await passes(story, minutes=3)
    assert "In the waiting room" in alert(story, story.lobby).text
    assert "Asha Patel has it." in alert(story, story.lobby).text


async def test_who_comes_back_much_later_is_told_anew(story: Scene) -> None:
    jane = await waits(story)
    await comes_back(story, jane, after=12)
    assert ["I have it" in seen.buttons for seen in messages(story, story.desk)] == [False, True]


async def test_who_comes_back_to_an_alert_that_was_deleted_is_told_anew(story: Scene) -> None:
    jane = await waits(story)
    story.slack.messages.delete(alert(story).message)
    await comes_back(story, jane)
    assert "I have it" in alert(story).buttons


async def test_put_off_it_comes_again_though_the_claimant_was_gone_for_a_moment(story: Scene) -> None:
    jane = await waits(story)
    await story.asha.clicks("Snooze 5 minutes", on=alert(story))
    await comes_back(story, jane)
    assert "Snoozed by Asha Patel" in alert(story).text
    await passes(story, minutes=5)
    assert len(messages(story, story.desk)) == 2


async def test_another_rule_is_no_other_wait(story: Scene) -> None:
    await waits(story)
    await passes(story, minutes=3)
    for minutes in (2, 1, 0):
        await told(story, story.desk, waiting=minutes)
        await passes(story, minutes=1)
    assert "I have it" in alert(story).buttons


async def test_put_off_it_comes_again_though_the_rule_was_changed(story: Scene) -> None:
    await waits(story)
    await story.asha.clicks("Snooze 5 minutes", on=alert(story))
    await told(story, story.desk, waiting=2)
    await passes(story, minutes=4)
    assert len(messages(story, story.desk)) == 1
    await passes(story, minutes=2)
    assert len(messages(story, story.desk)) == 2


async def test_a_rule_that_was_changed_and_changed_back_still_counts(story: Scene) -> None:
    jane = story.session("Jane Doe", at=story.at(9, 30))
    await told(story, story.desk, waiting=3)
    story.sqod.claimant_arrives(jane.id)
    await passes(story, minutes=1)
    await told(story, story.desk, waiting=6)
    await passes(story, minutes=3)
    assert messages(story, story.desk) == []
    await told(story, story.desk, waiting=3)
    await passes(story, minutes=1)
    assert "In the waiting room since 09:10" in alert(story).text


async def test_what_was_put_off_is_no_alert_of_a_later_wait(story: Scene) -> None:
    jane = await waits(story, after=3)
    await story.asha.clicks("Snooze 5 minutes", on=alert(story))
    await comes_back(story, jane, after=3)
    await passes(story, minutes=2)
    assert "I have it" not in alert(story).buttons, "nobody has waited for three minutes yet"
    await passes(story, minutes=2)
    assert {"I have it", "Snooze 5 minutes"} <= set(alert(story).buttons)


async def test_who_was_gone_for_a_second_between_two_looks_is_told_of(story: Scene) -> None:
    jane = story.session("Jane Doe", at=story.at(9, 30))
    await told(story, story.desk, waiting=1)
    story.sqod.claimant_arrives(jane.id)
    await passes(story, seconds=30)
    story.sqod.change(jane.id, status="scheduled")
    await story.bot.workspace.watch._snapshots.fresh()
    story.sqod.fails("list", 503, times=None, retry_after=0)
    await passes(story, minutes=1)
    story.sqod.claimant_arrives(jane.id)
    story.sqod.recovers()
    await passes(story, minutes=1)
    assert "In the waiting room since 09:10" in alert(story).text


async def test_nothing_is_put_off_that_would_not_come_again(story: Scene) -> None:
    await waits(story)
    before = alert(story)
    await told(story, story.desk, changes=True)
    await story.asha.clicks("Snooze 5 minutes", on=before)
    await story.delivered()
    assert "no longer told" in story.asha.last(story.desk).text
    assert "Snoozed by" not in alert(story).text


@pytest.mark.parametrize("pressed", ["I have it", "Snooze 5 minutes"])
@pytest.mark.parametrize(
    ("end", "answer"),
    [
        ("starts", "The session has begun. Nobody waits any more."),
        ("ends", "The session is over. Nobody waits any more."),
        ("cancels", "The session was cancelled. Nobody waits any more."),
        ("removes", "The appointment service no longer has this session."),
        ("leaves", "The claimant is no longer in the waiting room."),
    ],
)
async def test_an_old_button_says_what_is_now(story: Scene, pressed: str, end: str, answer: str) -> None:
    jane = await waits(story)
    before = alert(story)
    if end == "leaves":
        story.sqod.change(jane.id, status="scheduled")
    else:
        getattr(story.sqod, end)(jane.id)
    await passes(story, minutes=1)
    await story.asha.clicks(pressed, on=before, stale=True)
    await story.delivered()
    assert story.asha.last(story.desk).text == answer
    assert "Asha" not in alert(story).text


async def test_an_old_button_says_who_went(story: Scene) -> None:
    jane = await waits(story)
    before = alert(story)
    await story.asha.clicks("I have it", on=before)
    await story.delivered()
    story.sqod.starts(jane.id)
    await passes(story, minutes=1)
    await story.chloe.clicks("I have it", on=before, stale=True)
    await story.delivered()
    assert story.chloe.last(story.desk).text == (
        "The session has begun. Nobody waits any more. Asha Patel went."
    )


async def test_where_nobody_looks_any_more_a_button_still_says_what_is_now(story: Scene) -> None:
    jane = await waits(story)
    before = alert(story)
    await told(story, story.desk)
    await passes(story, minutes=2)
    story.sqod.starts(jane.id)
    await passes(story, minutes=30)
    await story.asha.clicks("I have it", on=before)
    await story.delivered()
    assert "The session has begun" in story.asha.last(story.desk).text
    assert "The session has begun" in alert(story).text


@pytest.mark.parametrize("minutes", [1, 10])
async def test_who_went_is_shown_though_the_service_is_silent(story: Scene, minutes: int) -> None:
    await waits(story)
    before = alert(story)
    story.sqod.fails("list", 503, times=None, retry_after=0)
    await passes(story, minutes=minutes)
    await story.asha.clicks("I have it", on=before)
    await story.delivered()
    assert "Asha Patel has it." in messages(story, story.desk)[0].text


async def test_a_channel_that_is_closed_while_somebody_waits_is_paused_and_no_longer_tried(
    story: Scene,
) -> None:
    jane = await waits(story, story.desk, story.lobby)
    story.lobby.is_archived = True
    story.sqod.starts(jane.id)
    await passes(story, minutes=1)
    tried = redrawings(story)
    await passes(story, minutes=5)
    assert redrawings(story) == tried
    assert "The session has begun" in alert(story).text
    assert "paused" in story.asha.last(story.asha.dm).text
