"""What people say to Frontdesk without the slash: in a direct message, and where they mention it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.standins.slack import Channel, Person, Seen
from tests.stories.scene import Scene, scene


async def said(story: Scene, who: Person, text: str, in_: Channel, under: Seen | None = None) -> list[str]:
    """Say something, and read what that person sees newly, in the channel or in its threads."""
    before = {one.ts for one in story.slack.messages.seen_in(in_.id, who.user.id)}
    await who.types(text, in_=in_, under=under)
    await story.delivered()
    now = story.slack.messages.seen_in(in_.id, who.user.id)
    return [
        Seen.of(one, who.reader).text
        for one in now
        if one.ts not in before and one.user_id == story.slack.bot.id
    ]


async def test_a_direct_message_is_answered_as_the_command_is(story: Scene) -> None:
    story.session("Jane Doe")
    dm = story.asha.dm
    (today,) = await said(story, story.asha, "today", dm)
    assert "Jane Doe" in today
    (shown,) = await said(story, story.asha, "Jane Doe", dm)
    assert "Jane Doe" in shown
    (helped,) = await said(story, story.asha, "help", dm)
    assert "/appt" in helped
    (unknown,) = await said(story, story.asha, "florbl", dm)
    assert "florbl" in unknown


async def test_a_mention_is_answered_in_its_thread_for_all_who_may_know_it(story: Scene) -> None:
    story.session("Jane Doe")
    (answer,) = await said(story, story.asha, "@Frontdesk today", story.desk)
    assert "Jane Doe" in answer
    asked = story.ben.sees(story.desk)[-1]
    (read,) = story.ben.thread(asked)
    assert "Jane Doe" in read.text
    assert not read.is_ephemeral

    (again,) = await said(story, story.ben, "@Frontdesk tomorrow", story.desk, under=read)
    assert "Jane Doe" not in again
    assert len(story.asha.thread(asked)) == 3  # what was asked there, and its answer


@pytest.mark.parametrize("where", ["lobby", "shared"])
async def test_where_others_read_along_the_asker_alone_is_answered(story: Scene, where: str) -> None:
    channel: Channel = getattr(story, where)
    story.session("Jane Doe")
    (answer,) = await said(story, story.asha, "@Frontdesk today", channel)
    assert "Jane Doe" in answer
    asked = story.chloe.sees(channel)[-1]
    assert asked.text == "@Frontdesk today"
    assert story.chloe.thread(asked) == []
    assert story.asha.last(channel).is_ephemeral  # beside the thread, which is none yet

    await story.ben.types("me too", in_=channel, under=asked)
    await said(story, story.asha, "@Frontdesk today", channel, under=asked)
    assert [one.is_ephemeral for one in story.asha.thread(asked)] == [False, False, True]
    assert len(story.chloe.thread(asked)) == 2


async def test_guests_and_strangers_are_told_that_they_may_not(story: Scene) -> None:
    story.session("Jane Doe")
    (guest,) = await said(story, story.gus, "today", story.gus.dm)
    assert guest.startswith("Guests can't use Frontdesk here.")
    (stranger,) = await said(story, story.olga, "@Frontdesk today", story.shared)
    assert stranger.startswith("Only members of this workspace can use Frontdesk here.")
    assert "Jane Doe" not in story.everything_shown()


async def test_what_is_edited_deleted_or_told_again_is_answered_once(story: Scene) -> None:
    dm = story.asha.dm
    assert len(await said(story, story.asha, "today", dm)) == 1
    first = next(one for one in story.asha.sees(dm) if one.text == "today")
    events = [call.sent for call in story.slack.calls if call.what == "message" and call.way == "in"]
    told = next(one for one in events if one["event"]["ts"] == first.ts)
    count = len(story.asha.sees(dm))

    await story.slack.sender().event(told, retry=(1, "http_timeout"))
    await story.slack.sender().event({**told, "event_id": "Ev0ANOTHER"})
    await story.asha.edits(first, "tomorrow")
    await story.asha.deletes(first)
    await story.delivered()
    assert len(story.asha.sees(dm)) == count - 1  # what she took back is gone, and nothing was added


async def test_a_mention_that_an_edit_adds_is_answered_and_one_that_it_changes_is_not(story: Scene) -> None:
    await story.asha.types("hello all", in_=story.desk)
    wrote = story.asha.last(story.desk)
    await story.asha.edits(wrote, "@Frontdesk help")
    await story.delivered()
    assert len(story.asha.thread(wrote)) == 1
    await story.asha.edits(wrote, "@Frontdesk today")
    await story.delivered()
    assert len(story.asha.thread(wrote)) == 1


async def test_bots_are_not_answered_at_all(story: Scene) -> None:
    story.session("Jane Doe")
    await story.slack.bot_says("today", story.asha.dm)
    await story.slack.bot_says("@Frontdesk today", story.desk)
    robot = story.slack.person("Robbie Bot")
    robot.user.is_bot = True
    await robot.types("@Frontdesk today", in_=story.desk)
    await story.delivered()
    assert "Jane Doe" not in story.everything_shown()
    assert not [call for call in story.slack.calls if call.what.startswith("chat.")]


async def test_what_needs_a_form_is_offered_with_a_button_that_opens_it(story: Scene) -> None:
    story.session("Jane Doe")
    dm = story.asha.dm
    (offered,) = await said(story, story.asha, "move Jane Doe an hour later", dm)
    assert "Jane Doe" in offered
    await story.asha.clicks("Reschedule", on=story.asha.last(dm))
    await story.delivered()
    form = story.asha.modal
    assert form is not None
    assert "16:00" in form.text

    (alerts,) = await said(story, story.asha, "@Frontdesk alerts", story.desk)
    assert "/appt alerts" in alerts


async def test_the_link_into_a_room_never_stays_in_a_message(story: Scene) -> None:
    story.session("Jane Doe", at=story.at(9, 20))
    await said(story, story.asha, "join", story.asha.dm)
    assert story.asha.last(story.asha.dm).is_ephemeral
    await said(story, story.asha, "@Frontdesk join", story.desk)
    asked = story.ben.sees(story.desk)[-1]
    assert story.ben.thread(asked) == []


async def test_what_is_turned_off_is_not_heard(tmp_path: Path) -> None:
    async with scene(tmp_path, direct_messages=False, mentions=False) as story:
        await story.asha.types("help", in_=story.asha.dm)
        await story.asha.types("@Frontdesk help", in_=story.desk)
        await story.delivered()
        assert not [call for call in story.slack.calls if call.what.startswith("chat.")]


async def test_an_answer_that_slack_does_not_take_is_given_when_it_does(story: Scene) -> None:
    story.slack.faults.switch_on("chat.postMessage", error="internal_error", times=1)
    (helped,) = await said(story, story.asha, "help", story.asha.dm)
    assert "/appt" in helped
