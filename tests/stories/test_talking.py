"""A booking that is talked about in a direct message: read back, changed by what is said next, booked by a yes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.standins.slack import Channel, Person, Seen
from tests.standins.faults import Fault
from tests.stories.scene import LONDON, Scene, modal, running, scene


@pytest.fixture
async def story(tmp_path: Path) -> AsyncIterator[Scene]:
    async with scene(tmp_path, departments=("Leeds", "Manchester")) as found:
        yield found


async def said(story: Scene, who: Person, text: str, in_: Channel | None = None, **where: Seen) -> Seen:
    """Say something and have what is answered: the last thing that Frontdesk says there."""
    channel = in_ or who.dm
    before = {one.ts for one in story.slack.messages.seen_in(channel.id, who.user.id)}
    await who.types(text, in_=channel, **where)
    await story.delivered()
    new = [
        Seen.of(one, who.reader)
        for one in story.slack.messages.seen_in(channel.id, who.user.id)
        if one.ts not in before and one.user_id == story.slack.bot.id
    ]
    assert new, f"{text!r} was met with silence"
    return next((one for one in new if not one.text.startswith("Session")), new[0])


def booked(story: Scene) -> list[tuple[str, str, str]]:
    """Whom the service has, when by London's clocks, and where."""
    return [
        (str(one.name), f"{one.at.astimezone(LONDON):%d %H:%M}" if one.at else "", str(one.department))
        for one in story.sqod.appointments
    ]


async def test_a_line_is_read_back_changed_and_booked_by_a_yes(story: Scene) -> None:
    back = await said(story, story.asha, "tomorrow 3pm Jane Doe Leeds")
    assert back.text.startswith("Book this?")
    assert "Sat 21 Nov 2026, 15:00–15:30" in back.text
    assert "Claimant name: Jane Doe" in back.text
    assert "Department: Leeds" in back.text
    assert back.buttons == ["Book", "Change"]

    back = await said(story, story.asha, "make it 4pm")
    assert "16:00–16:30" in back.text
    back = await said(story, story.asha, "and in Manchester")
    assert "Department: Manchester" in back.text
    assert "16:00–16:30" in back.text
    assert booked(story) == []

    ended = await said(story, story.asha, "yes")
    assert ended.text.startswith("Booked: ")
    assert booked(story) == [("Jane Doe", "21 16:00", "Manchester")]

    again = await said(story, story.asha, "yes")
    assert again.text.startswith("There is nothing here that a yes could book.")
    assert len(booked(story)) == 1


async def test_the_button_books_what_it_stands_under_and_twice_is_once(story: Scene) -> None:
    back = await said(story, story.asha, "Jane Doe tomorrow 3pm")
    await story.asha.double_clicks("Book", on=back)
    await story.delivered()
    assert booked(story) == [("Jane Doe", "21 15:00", "None")]
    assert [one.text for one in story.asha.sees(story.asha.dm) if one.text.startswith("Booked: ")]
    assert [call.operation for call in story.sqod.calls].count("create") == 1


@pytest.mark.parametrize("where", ["dm", "desk"])
async def test_pressed_once_more_after_it_was_booked_nobody_is_told_that_nothing_was(
    story: Scene, where: str
) -> None:
    channel = story.asha.dm if where == "dm" else story.desk
    back = await said(story, story.asha, "@Frontdesk book Jane Doe tomorrow 3pm", channel)
    await story.asha.clicks("Book", on=back)
    await story.delivered()
    assert len(booked(story)) == 1
    for button in ("Book", "Change"):
        await story.asha.clicks(button, on=back)
        await story.delivered()
        told = Seen.of(
            story.slack.messages.seen_in(channel.id, story.asha.user.id)[-1], story.asha.reader
        ).text
        assert "Nothing was booked" not in told
        assert "it was booked or given up already" in told
        assert len(booked(story)) == 1


async def test_an_older_read_back_books_nothing_once_something_was_changed(story: Scene) -> None:
    first = await said(story, story.asha, "tomorrow 3pm Jane Doe")
    await said(story, story.asha, "make it 4pm")
    await story.asha.clicks("Book", on=first)
    await story.delivered()
    assert booked(story) == []
    again = story.asha.last(story.asha.dm)
    assert "Something has changed since that was read back, so nothing was booked." in again.text
    assert "16:00–16:30" in again.text
    await story.asha.clicks("Book", on=again)
    await story.delivered()
    assert booked(story) == [("Jane Doe", "21 16:00", "None")]


async def test_a_line_that_was_edited_meanwhile_is_read_back_again(story: Scene) -> None:
    await said(story, story.asha, "tomorrow 3pm Jane Doe")
    line = next(one for one in story.asha.sees(story.asha.dm) if one.text == "tomorrow 3pm Jane Doe")
    await story.asha.edits(line, "tomorrow 5pm Jane Doe")
    back = await said(story, story.asha, "yes")
    assert booked(story) == []
    assert "17:00–17:30" in back.text
    await said(story, story.asha, "Yes please!")
    assert booked(story) == [("Jane Doe", "21 17:00", "None")]

    await said(story, story.asha, "tomorrow 3pm Tom Reid")
    line = next(one for one in story.asha.sees(story.asha.dm) if one.text == "tomorrow 3pm Tom Reid")
    await story.asha.deletes(line)
    await said(story, story.asha, "yes")
    assert len(booked(story)) == 1


async def test_no_is_no_and_what_was_forgotten_is_gone(story: Scene) -> None:
    await said(story, story.asha, "tomorrow 3pm Jane Doe")
    assert (await said(story, story.asha, "no")).text.startswith("Nothing was booked. Say what is different")
    back = await said(story, story.asha, "yes")  # of what? it is read back once more
    assert back.text.startswith("⚠ Something has changed")
    assert (await said(story, story.asha, "forget it")).text == "Nothing was booked, and the draft is gone."
    await said(story, story.asha, "yes")
    assert booked(story) == []


async def test_what_is_missing_is_asked_for_and_nothing_is_booked_without_it(story: Scene) -> None:
    asked = await said(story, story.asha, "book tomorrow 3pm")
    assert asked.text.startswith("This can't be booked yet.")
    assert "Type the claimant's name." in asked.text
    assert asked.buttons == ["Change"]
    refused = await said(story, story.asha, "yes")
    assert refused.text.startswith("This can't be booked yet.")
    back = await said(story, story.asha, "Jane Doe")
    assert back.text.startswith("Book this?")
    back = await said(story, story.asha, "her number is 07911 123456, for an hour, with a Polish interpreter")
    assert "Phone: +447911123456" in back.text
    assert "15:00–16:00" in back.text
    assert "Interpreter: Polish" in back.text
    back = await said(story, story.asha, "actually for Tom Reid")
    assert "Phone:" not in back.text  # it was Jane Doe's
    assert "were not taken over" in back.text
    await said(story, story.asha, "yes")
    (one,) = story.sqod.appointments
    assert (one.name, one.phone, one.minutes, one.interpreter_language) == ("Tom Reid", None, 60, "Polish")


async def test_what_is_asked_in_between_leaves_the_draft_as_it_stands(story: Scene) -> None:
    await said(story, story.asha, "tomorrow 3pm Jane Doe")
    assert "Jane Doe" not in (await said(story, story.asha, "today")).text
    await said(story, story.asha, "help book")
    await said(story, story.asha, "yes")
    assert booked(story) == [("Jane Doe", "21 15:00", "None")]


async def test_what_is_said_in_a_thread_changes_the_same_draft(story: Scene) -> None:
    back = await said(story, story.asha, "tomorrow 3pm Jane Doe")
    changed = await said(story, story.asha, "make it 4pm", under=back)
    assert "16:00–16:30" in changed.text
    assert changed.message.thread_ts == back.ts
    await said(story, story.asha, "yes")
    assert booked(story) == [("Jane Doe", "21 16:00", "None")]


async def test_another_process_goes_on_from_what_was_said(story: Scene) -> None:
    courier = story.slack.sender()
    first = courier.bot_url
    await said(story, story.asha, "tomorrow 3pm Jane Doe")
    async with running(story):  # the next message is another's
        second = courier.bot_url
        assert "16:00–16:30" in (await said(story, story.asha, "make it 4pm")).text
        courier.bot_url = first  # and the yes comes to the one that had only heard of three o'clock
        await story.asha.types("yes", in_=story.asha.dm)
        await story.slack.settled(0.5)
        assert booked(story) == [("Jane Doe", "21 16:00", "None")]
        courier.bot_url = second
        assert "nothing here" in (await said(story, story.asha, "yes")).text
        assert len(booked(story)) == 1


async def test_after_a_restart_the_conversation_is_read_again_or_it_is_said_what_is_gone(
    story: Scene,
) -> None:
    back = await said(story, story.asha, "tomorrow 3pm Jane Doe")
    async with running(story):
        story.slack.faults.switch_on("conversations.history", error="internal_error")
        lost = await said(story, story.asha, "make it 4pm")
        assert lost.text.startswith("There is no draft of yours here any more")
        await story.asha.clicks("Book", on=back)
        await story.delivered()
        assert booked(story) == []
        story.slack.faults.switch_off()
        await said(story, story.asha, "yes")
        # What was said meanwhile counts: it is read back before it is booked.
        assert booked(story) == []
        await said(story, story.asha, "yes")
        assert booked(story) == [("Jane Doe", "21 16:00", "None")]


async def test_while_slack_does_not_let_it_be_read_a_yes_is_not_enough(story: Scene) -> None:
    await said(story, story.asha, "tomorrow 3pm Jane Doe")
    story.slack.faults.switch_on("conversations.history", error="internal_error")
    back = await said(story, story.asha, "yes")
    assert booked(story) == []
    assert back.text.startswith("⚠ Frontdesk can't read this conversation again just now.")
    await story.asha.clicks("Book", on=back)
    await story.delivered()
    assert booked(story) == [("Jane Doe", "21 15:00", "None")]


async def test_an_hour_later_nobody_is_talking_about_it_any_more(story: Scene) -> None:
    await said(story, story.asha, "tomorrow 3pm Jane Doe")
    story.clock.move(hours=2)
    assert (await said(story, story.asha, "yes")).text.startswith("There is nothing here")
    assert booked(story) == []


async def test_change_opens_the_form_which_books_under_the_same_key(story: Scene) -> None:
    back = await said(story, story.asha, "tomorrow 3pm Jane Doe Leeds")
    await story.asha.clicks("Change", on=back)
    await story.delivered()
    form = modal(story.asha)
    assert form.value("Claimant name") == "Jane Doe"
    await form.fill("When", "tomorrow 5pm")
    await form.submit()
    await story.delivered()
    if story.asha.modal is not None:
        await modal(story.asha).submit()
        await story.delivered()
    assert booked(story) == [("Jane Doe", "21 17:00", "Leeds")]
    again = await said(story, story.asha, "yes")
    assert len(booked(story)) == 1, again.text


async def test_whoever_has_an_appointment_already_is_told_of_before_the_yes(story: Scene) -> None:
    story.session("Jane Doe", at=story.at(10, days=1))
    back = await said(story, story.asha, "tomorrow 3pm Jane Doe")
    assert "Jane Doe has 10:00 already" in back.text
    await said(story, story.asha, "yes")
    assert ("Jane Doe", "21 15:00", "None") in booked(story)


async def test_a_booking_that_failed_is_read_back_and_tried_again_under_one_reference(story: Scene) -> None:
    await said(story, story.asha, "tomorrow 3pm Jane Doe")
    story.sqod.faults.add(Fault("create", "answer", status=422, body={"message": "Closed that day."}))
    back = await said(story, story.asha, "yes")
    assert "Not booked" in back.text
    assert back.buttons == ["Book", "Change"]
    story.sqod.faults.clear()
    await said(story, story.asha, "yes")
    assert booked(story) == [("Jane Doe", "21 15:00", "None")]
    tried = [call for call in story.sqod.calls if call.operation == "create"]
    assert len(tried) == 2


async def test_in_a_channel_nobody_else_books_what_somebody_asked_for(story: Scene) -> None:
    back = await said(story, story.asha, "@Frontdesk book Jane Doe tomorrow 3pm", story.desk)
    assert not back.is_ephemeral
    asked = next(one for one in story.asha.sees(story.desk) if one.ts == back.message.thread_ts)
    await story.ben.clicks("Book", on=back)
    await story.delivered()
    theirs = await said(story, story.ben, "@Frontdesk yes", story.desk, under=asked)
    assert "no longer knows" in theirs.text
    assert booked(story) == []

    mine = await said(story, story.asha, "@Frontdesk yes", story.desk, under=asked)
    assert mine.text.startswith("⚠ In a channel a yes is not enough")
    await story.asha.clicks("Book", on=mine)
    await story.delivered()
    assert booked(story) == [("Jane Doe", "21 15:00", "None")]
    assert [one for one in story.ben.thread(asked) if one.text.startswith("Booked: ")]


async def test_what_a_channel_may_not_know_is_read_back_to_the_asker_alone(story: Scene) -> None:
    told = await said(story, story.asha, "@Frontdesk book Jane Doe tomorrow 3pm 07911 123456", story.desk)
    assert told.is_ephemeral
    public = await said(story, story.asha, "@Frontdesk book Jane Doe tomorrow 3pm", story.lobby)
    assert public.is_ephemeral
    await story.asha.clicks("Book", on=public)
    await story.delivered()
    assert booked(story) == [("Jane Doe", "21 15:00", "None")]
    shown = [one.text for one in story.chloe.sees(story.lobby) if one.author == "Frontdesk"]
    assert shown
    assert not [text for text in shown if "Jane" in text]


async def test_guests_book_nothing(story: Scene) -> None:
    assert (await said(story, story.gus, "tomorrow 3pm Jane Doe")).text.startswith("Guests can't use")
    await said(story, story.gus, "yes")
    assert story.sqod.calls == []


async def test_nothing_that_was_said_is_kept_or_logged(
    story: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    await said(story, story.asha, "tomorrow 3pm Zebedee Quux 07911 123456 in Leeds")
    await said(story, story.asha, "make it 4pm")
    await said(story, story.asha, "yes")
    assert len(booked(story)) == 1
    kept = "".join(
        path.read_bytes().decode("latin-1")
        for path in Path(str(story.settings.database_url).removeprefix("sqlite:///")).parent.iterdir()
    )
    logged = "".join(capsys.readouterr())
    for secret in ("Zebedee", "Quux", "123456", "make it"):
        assert secret not in kept
        assert secret not in logged
    presses = [one for one in story.everything_shown().split("'value'")[1:] if "Zebedee" in one[:80]]
    assert presses == []
