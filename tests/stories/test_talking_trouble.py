"""A booking that is talked about while Slack hangs, a process dies, or the service has menus of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.appointments.jobs import AnswerPromised
from bot.slack import conversation
from tests.stories.scene import Scene, modal, running, scene
from tests.stories.test_talking import booked, said


async def test_a_slack_that_hangs_is_not_waited_for_and_nothing_is_booked_by_guess(
    story: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "IN_TIME", 0.1)
    await said(story, story.asha, "tomorrow 3pm Jane Doe")
    story.slack.faults.switch_on("conversations.history", delay=1.0)
    changed = await said(
        story, story.asha, "make it 4pm"
    )  # what this process remembers is read back, as ever
    assert "16:00–16:30" in changed.text
    back = await said(story, story.asha, "yes")
    assert back.text.startswith("⚠ Frontdesk can't read this conversation again just now.")
    assert booked(story) == []


async def test_a_process_that_died_over_an_answer_is_not_silence(story: Scene) -> None:
    ws = story.bot.workspace
    died_over = AnswerPromised(user=story.asha.user.id, asked="D1:1763629800.000100", at=story.clock.now)
    await ws.errands.add_once(died_over)
    story.clock.move(seconds=30)
    story.bot.courier.wake()
    await story.delivered()
    told = story.asha.last(story.asha.dm).text
    assert told.startswith("Frontdesk was interrupted before it could answer what you asked for at")


async def test_what_one_process_has_answered_another_does_not(story: Scene) -> None:
    await said(story, story.asha, "help")
    count = len(story.asha.sees(story.asha.dm))
    (told,) = [call.sent for call in story.slack.calls if call.way == "in" and call.what == "message"][:1]
    async with running(story):
        await story.slack.sender().event(told, retry=(1, "http_timeout"))
        await story.delivered()
    assert len(story.asha.sees(story.asha.dm)) == count


async def test_an_answer_whose_end_nobody_heard_books_no_second_time(story: Scene) -> None:
    await said(story, story.asha, "tomorrow 3pm Jane Doe")
    story.slack.faults.switch_on("chat.postMessage", error="internal_error", after_work=True, times=1)
    ended = await said(story, story.asha, "yes")
    assert ended.text.startswith("Booked: ")
    assert len(booked(story)) == 1


async def test_where_the_service_has_menus_what_is_not_told_is_chosen_in_the_form(pexip: Scene) -> None:
    back = await said(pexip, pexip.asha, "book David Smith mon 9am mortgage advice by video in Leeds")
    assert "Subject: Mortgage advice" in back.text
    if "This can't be booked yet." in back.text:
        assert back.buttons == ["Change"]
    await pexip.asha.clicks("Change", on=back)
    await pexip.delivered()
    assert modal(pexip.asha).value("Subject") == "Mortgage advice"
    changed = await said(pexip, pexip.asha, "make it 10am by phone")
    assert "10:00" in changed.text
    assert "Meeting: Phone" in changed.text
    assert "Subject: Mortgage advice" in changed.text


async def test_whatever_cards_may_show_in_channels_a_direct_message_is_its_own(tmp_path: Path) -> None:
    async with scene(tmp_path, card_privacy="code") as story:
        back = await said(story, story.asha, "tomorrow 3pm Jane Doe")
        assert not back.is_ephemeral
        told = await said(story, story.asha, "@Frontdesk today", story.desk)
        assert told.is_ephemeral


async def test_a_department_that_was_seen_is_none_of_the_name(story: Scene) -> None:
    story.session("Tom Reid", department="Leeds")
    await said(story, story.asha, "today")
    back = await said(story, story.asha, "tomorrow 3pm Jane Doe Leeds")
    assert "Claimant name: Jane Doe\nDepartment: Leeds" in back.text


async def test_help_is_given_to_whoever_slack_does_not_know(story: Scene) -> None:
    story.slack.faults.switch_on("users.info", error="internal_error")
    assert "/appt" in (await said(story, story.asha, "help")).text
    assert "/appt" in (await said(story, story.gus, "help")).text
