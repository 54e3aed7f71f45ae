"""Slack itself fails, dawdles or refuses: nothing is lost, nothing is done twice, and nobody is left without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.standins.slack import Seen
from tests.edges.leaks import everyone_sees, found_in, keys
from tests.stories.scene import Scene, book, modal, outcome, scene

TOO_LATE = "The form came too late for Slack, so it was not opened. Nothing was changed. Try again."
NO_WORD = "Slack did not tell us who you are, so nothing was done."


async def card_of(story: Scene, text: str = "Jane Doe tomorrow 3pm for 45m in Leeds") -> Seen:
    """A booking's card, its form closed again."""
    await (await book(story, text)).close()
    return story.cards(story.desk)[-1]


# Forms


@pytest.mark.parametrize("code", ["expired_trigger_id", "trigger_expired"])
async def test_a_form_that_comes_too_late_is_told_to_be(story: Scene, code: str) -> None:
    card = await card_of(story)
    story.slack.faults.switch_on("views.open", error=code)
    assert (await story.says(story.asha, "/appt book Jane Doe tomorrow 3pm")).text == TOO_LATE

    await story.asha.clicks("Reschedule", on=card)
    await story.delivered()
    assert story.asha.last(story.desk).text == TOO_LATE
    assert story.asha.last(story.desk).is_ephemeral
    assert story.asha.modal is None
    assert len(story.sqod.appointments) == 1


async def test_a_form_that_slack_will_not_open(story: Scene) -> None:
    story.slack.faults.switch_on("views.open", error="internal_error")
    answer = await story.says(story.asha, "/appt book Jane Doe tomorrow 3pm")
    assert answer.text == "Slack did not take our answer. Nothing was changed. Try again in a moment."


@pytest.mark.parametrize("code", ["hash_conflict", "internal_error", "not_found"])
async def test_a_read_back_that_slack_did_not_take_is_shown_before_anything_is_booked(
    story: Scene, code: str
) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe")
    story.slack.faults.switch_on("views.update", error=code)
    await form.fill("When", "tomorrow 3pm", enter=False)
    await story.delivered()
    assert form.value("When") == "tomorrow 3pm"
    assert "Sat 21 Nov" not in form.text
    story.slack.faults.switch_off()

    await form.submit()
    assert "Sat 21 Nov 2026, 15:00–15:30 London (GMT)" in outcome(story.asha).text
    assert story.sqod.appointments == []
    await modal(story.asha).submit()
    await story.delivered()
    story.sqod.has(name="Jane Doe", at=story.at(15, days=1))


async def test_the_next_read_back_gets_through(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe")
    story.slack.faults.switch_on("views.update", error="hash_conflict", times=1)
    await form.fill("When", "tomorrow 3pm", enter=False)
    await story.delivered()
    await form.fill("When", "tomorrow 4pm", enter=False)
    await story.delivered()
    assert "Sat 21 Nov 2026, 16:00–16:30 London (GMT)" in outcome(story.asha).text


async def test_an_outcome_that_the_form_can_not_show_is_told_where_the_person_is(tmp_path: Path) -> None:
    async with scene(tmp_path, appointments_timeout_seconds=5) as story:
        form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
        story.sqod.slows("create", seconds=1.7)
        story.slack.faults.switch_on("views.update", error="not_found")
        await form.submit()
        assert "Booking…" in outcome(story.asha).text
        await story.delivered()

        told = [seen for seen in story.asha.sees(story.desk) if seen.is_ephemeral][-1]
        assert "Booked: Jane Doe, Sat 21 Nov, 15:00–15:30 (London)." in told.text
        assert len(story.cards(story.desk)) == 1


# Answers


async def test_a_click_whose_answer_slack_does_not_take_is_answered_another_way(story: Scene) -> None:
    card = await card_of(story)
    story.slack.faults.switch_on("response_url", status=500)
    await story.asha.clicks("Details", on=card)
    await story.delivered()
    answer = story.asha.last(story.desk)
    assert answer.is_ephemeral
    assert "Only you see this." in answer.text


@pytest.mark.parametrize("button", ["Details", "Join"])
async def test_what_must_not_stay_is_not_sent_where_it_stays(story: Scene, button: str) -> None:
    session = story.session(phone="+442079460018", date_of_birth="1931-03-12")
    card = await story.says(story.asha, f"/appt show {session.reference}")
    story.slack.faults.switch_on("response_url", status=500)
    story.slack.faults.switch_on("chat.postEphemeral", error="internal_error")
    await story.asha.clicks(button, on=card)
    await story.delivered()

    told = story.asha.last(story.asha.dm)
    assert (
        told.text
        == "Slack did not take the answer, and it must not stay in a message. Ask for it again in a moment."
    )
    kept = everyone_sees(story, story.asha.dm)
    assert found_in(kept, keys(session) | {"7946", "1931"}) == []


async def test_a_late_answer_to_a_command_that_slack_does_not_take_comes_another_way(tmp_path: Path) -> None:
    async with scene(tmp_path, appointments_timeout_seconds=5) as story:
        story.session("Jane Doe")
        story.sqod.slows("list", seconds=1.7)
        story.slack.faults.switch_on("response_url", status=404)
        story.slack.faults.switch_on("chat.postEphemeral", error="user_not_in_channel")
        await story.asha.types("/appt today", in_=story.desk)
        await story.delivered()
        assert "Jane Doe" in story.asha.last(story.asha.dm).text


# Cards


async def test_a_card_waits_as_long_as_slack_says(story: Scene) -> None:
    story.slack.faults.switch_on("chat.postMessage", retry_after=5, times=2)
    form = await book(story, "Jane Doe tomorrow 3pm")
    assert "Booked: Jane Doe" in form.text
    for _ in range(2):
        assert story.cards(story.desk) == []
        story.clock.move(seconds=5)
        story.bot.courier.wake()
        await story.delivered()
    (card,) = story.cards(story.desk)
    assert "Jane Doe" in card.text


async def test_a_card_that_may_no_longer_be_posted_is_told_to_the_person(story: Scene) -> None:
    await card_of(story)
    story.desk.has_bot = False
    form = await book(story, "John Roe tomorrow 4pm")
    assert "Booked: John Roe" in form.text
    told = story.asha.last(story.asha.dm).text
    assert "Booked: John Roe, Sat 21 Nov, 16:00–16:30 (London). Its card could not be posted" in told
    assert "type /invite @Frontdesk in that channel" in told
    assert "Reference: " in told

    story.clock.move(days=2)
    story.bot.courier.wake()
    await story.delivered()
    assert len(story.cards(story.desk)) == 1
    assert len(story.asha.sees(story.asha.dm)) == 1


async def test_a_card_that_somebody_deleted_is_forgotten(story: Scene) -> None:
    card = await card_of(story)
    session = story.sqod.has(name="Jane Doe")
    story.slack.messages.delete(card.message)
    for minute in (15, 30):
        form = await story.opens(story.asha, f"/appt move {session.reference} mon 10:{minute}")
        await form.submit()
        await story.delivered()
        assert "Rescheduled: Jane Doe" in outcome(story.asha).text

    assert story.cards(story.desk) == []
    tried = [call for call in story.slack.calls if call.what == "chat.update"]
    assert [call.error for call in tried] == ["message_not_found"]


async def test_a_card_is_redrawn_once_slack_is_there_again(story: Scene) -> None:
    card = await card_of(story)
    session = story.sqod.has(name="Jane Doe")
    story.slack.faults.switch_on("chat.update", status=503)
    form = await story.opens(story.asha, f"/appt cancel {session.reference} claimant asked")
    await form.submit()
    await story.delivered()
    assert "Cancelled: Jane Doe" in outcome(story.asha).text
    assert "Cancelled" not in story.cards(story.desk)[-1].text

    story.slack.faults.switch_off()
    story.clock.move(seconds=3)
    story.bot.courier.wake()
    await story.delivered()
    redrawn = story.asha.again(card)
    assert redrawn is not None
    assert "Cancelled" in redrawn.text
    assert redrawn.buttons == ["Details", "Book again"]


# Who is asking


async def test_slack_is_slow_to_say_who_is_asking(story: Scene) -> None:
    story.slack.waits(3.0)
    story.session("Jane Doe")
    story.slack.faults.switch_on("users.info", delay=2.5)
    await story.asha.types("/appt today", in_=story.desk)
    assert "One moment: the answer is on its way." in story.asha.last(story.desk).text
    answer = await story.asha.sees_soon(story.desk, containing="Jane Doe")
    assert answer.is_ephemeral


async def test_a_form_still_opens_while_its_trigger_lives(story: Scene) -> None:
    story.slack.waits(3.0)
    story.slack.faults.switch_on("users.info", delay=2.5)
    await story.asha.types("/appt book Jane Doe tomorrow 3pm", in_=story.desk)
    await story.delivered()
    assert modal(story.asha).value("Claimant name") == "Jane Doe"


async def test_after_that_the_person_is_told_that_it_came_too_late(story: Scene) -> None:
    story.slack.waits(3.0)
    story.slack.faults.switch_on("users.info", delay=3.2)
    await story.asha.types("/appt book Jane Doe tomorrow 3pm", in_=story.desk)
    await story.delivered()
    assert story.asha.modal is None
    assert story.asha.last(story.desk).text == TOO_LATE
    assert {one.why.split()[0] for one in story.slack.complaints} == {"expired_trigger_id"}
    story.slack.complaints.clear()


async def test_a_submit_is_acknowledged_however_slow_slack_is(story: Scene) -> None:
    story.slack.waits(3.0)
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    story.clock.move(seconds=61)
    story.slack.faults.switch_on("users.info", delay=2.5)
    await form.submit()
    assert "Booking…" in outcome(story.asha).text
    await story.delivered()
    assert "Booked: Jane Doe" in outcome(story.asha).text
    assert len(story.cards(story.desk)) == 1


async def test_without_slacks_word_nothing_is_done_and_what_was_typed_stays(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm jane@example.org")
    story.clock.move(seconds=61)
    story.slack.faults.switch_on("users.info", error="internal_error")
    await form.submit()
    await story.delivered()
    assert story.sqod.appointments == []
    assert any(NO_WORD in words for words in modal(story.asha).errors.values())
    assert modal(story.asha).value("E-mail") == "jane@example.org"
    assert NO_WORD in (await story.says(story.asha, "/appt today")).text

    story.slack.faults.switch_off()
    await modal(story.asha).submit()
    await story.delivered()
    assert "Booked: Jane Doe" in outcome(story.asha).text


async def test_without_slacks_word_about_groups_nobody_writes(tmp_path: Path) -> None:
    async with scene(tmp_path, booking_usergroups=("bookers",)) as story:
        story.slack.group("bookers", [story.asha])
        story.slack.faults.switch_on("usergroups.list", error="internal_error")
        assert NO_WORD in (await story.says(story.asha, "/appt book Jane Doe tomorrow 3pm")).text
        assert story.asha.modal is None
        story.slack.faults.switch_off()
        await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
