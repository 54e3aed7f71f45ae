"""Who may act: decided by Slack's own answer at the moment of the act, and written down."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.appointments.writes.ledger import Entry
from tests.stories.scene import Scene, book, outcome, scene

WRITING = ("book Jane Doe tomorrow 3pm", "move {ref} mon 10am", "edit {ref}", "cancel {ref} because")


async def audit(story: Scene) -> list[Entry]:
    return [entry async for entry in story.bot.workspace.desk._ledger.whole_audit()]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "command", [*WRITING, "", "today", "show {ref}", "find jane", "join", "history {ref}"]
)
async def test_a_guest_gets_a_line_and_no_form(story: Scene, command: str) -> None:
    session = story.session()
    answer = await story.says(story.gus, f"/appt {command.format(ref=session.reference)}")

    assert "Guests can't use Frontdesk here." in answer.text
    assert "Jane Doe" not in answer.text
    assert story.gus.modal is None


async def test_a_group_that_is_not_there_lets_nobody_in_and_says_what_to_mend(tmp_path: Path) -> None:
    groups: dict[str, Any] = dict.fromkeys(
        ("booking_usergroups", "details_usergroups", "alerts_usergroups"), ("no-such-group",)
    )
    async with scene(tmp_path, **groups) as story:
        for typed, variable in (
            ("alerts waiting 3", "ALERTS_USERGROUPS"),
            ("book Jane Doe mon 9am", "BOOKING_USERGROUPS"),
        ):
            said = (await story.says(story.asha, f"/appt {typed}")).text
            assert (
                "Only members of @no-such-group may do this, and this workspace has no such user group."
                in said
            )
            assert f"Ask whoever runs Frontdesk to put {variable} right." in said


async def test_somebody_of_another_organisation_is_refused_at_the_card(story: Scene) -> None:
    await (await book(story, "Jane Doe tomorrow 3pm", in_=story.shared)).close()
    (card,) = story.cards(story.shared, reader=story.olga)
    assert "Jane" not in card.text
    for button in ("Join", "Details", "Reschedule", "Edit", "Cancel appointment"):
        await story.olga.clicks(button, on=card)
        await story.delivered()
        assert "Only members of this workspace can use Frontdesk" in story.olga.last(story.shared).text
    assert story.olga.modal is None
    assert [entry.outcome for entry in await audit(story) if entry.user == story.olga.user.id] == [
        "refused"
    ] * 5


async def test_only_the_groups_that_are_set_may_write(tmp_path: Path) -> None:
    async with scene(tmp_path, booking_usergroups=("bookers",), details_usergroups=("caseworkers",)) as story:
        story.slack.group("bookers", [story.chloe])
        story.slack.group("caseworkers", [story.asha])
        session = story.session(phone="+442071234567", date_of_birth="1980-03-12")
        for command in WRITING:
            answer = await story.says(story.asha, f"/appt {command.format(ref=session.reference)}")
            assert "Only members of @bookers may book" in answer.text
            assert story.asha.modal is None
        assert "Jane Doe" in (await story.says(story.asha, "/appt today")).text
        form = await story.opens(story.chloe, f"/appt edit {session.reference}")
        assert "442071234567" not in form.text
        assert "are not shown: your group may not see them" in form.text
        await form.fill("Department", "Cardiff")
        await form.submit()
        await story.delivered()
        assert "Saved" in outcome(story.chloe).text
        assert story.sqod.has(id=session.id).phone == "+442071234567"

        shown = await story.says(story.chloe, f"/appt show {session.reference}")
        await story.chloe.clicks("Details", on=shown)
        await story.delivered()
        assert "Only members of @caseworkers may see personal details." in story.chloe.last(story.desk).text


async def test_a_right_that_was_taken_away_is_gone_at_the_next_act(tmp_path: Path) -> None:
    async with scene(tmp_path, booking_usergroups=("bookers",)) as story:
        group = story.slack.group("bookers", [story.asha])
        form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
        group.members.remove(story.asha.user.id)
        story.clock.move(seconds=61)
        await form.submit()

        assert "Only members of @bookers may book" in outcome(story.asha).text
        assert story.sqod.appointments == []


async def test_without_slacks_answer_nobody_passes(story: Scene) -> None:
    story.slack.faults.switch_on("users.info", error="internal_error")
    answer = await story.says(story.asha, "/appt today")

    assert "Slack did not tell us who you are, so nothing was done." in answer.text


async def test_details_are_shown_to_the_one_who_asked_and_the_look_is_on_record(story: Scene) -> None:
    session = story.session(phone="+442071234567", email="jane@example.org", date_of_birth="1980-03-12")
    shown = await story.says(story.asha, f"/appt show {session.reference}")
    assert "442071234567" not in shown.text
    await story.asha.clicks("Details", on=shown)
    await story.delivered()
    details = story.asha.last(story.desk)

    assert details.is_ephemeral
    for fact in ("+442071234567", "jane@example.org", "12 March 1980"):
        assert fact in details.text
    (entry,) = [entry for entry in await audit(story) if entry.deed == "details"]
    assert (entry.user, entry.outcome, entry.appointment) == (story.asha.user.id, "done", session.id)
    assert (
        "Personal details seen by Asha Patel at 09:10."
        in (await story.says(story.asha, f"/appt history {session.reference}")).text
    )


async def test_the_claimants_link_and_the_interpreters_text_are_given_out_on_record(story: Scene) -> None:
    session = story.session(interpreter_needed=True, interpreter_language="Polish")
    shown = await story.says(story.asha, f"/appt show {session.reference}")
    await story.asha.clicks("Details", on=shown)
    await story.delivered()
    details = story.asha.last(story.desk)
    await story.asha.clicks("Copy link", on=details)
    await story.delivered()
    answer = story.asha.last(story.desk)
    assert answer.is_ephemeral
    assert answer.text.splitlines()[-1].startswith("http")
    assert session.reference in answer.text.splitlines()[-1]

    await story.asha.clicks("Send to interpreter", on=details)
    await story.delivered()
    answer = story.asha.last(story.desk)
    assert answer.is_ephemeral
    assert "Interpreter needed: Polish\nWhen: Fri 20 Nov, 15:00–15:45 (London), 45 min" in answer.text
    assert "Jane" not in answer.text
    assert session.reference not in answer.text
    assert session.host_key not in answer.text
    told = (await story.says(story.asha, f"/appt history {session.reference}")).text
    assert "Claimant's link copied by Asha Patel at 09:10." in told
    assert "Text for the interpreter given by Asha Patel at 09:10." in told

    story.sqod.cancels(session.id)
    await story.asha.clicks("Copy link", on=details)
    await story.delivered()
    assert "Already cancelled: Jane Doe" in story.asha.last(story.desk).text


async def test_the_audit_says_who_where_and_what(story: Scene) -> None:
    await (await book(story, "Jane Doe tomorrow 3pm", in_=story.lobby)).close()
    session = story.sqod.has(name="Jane Doe")
    form = await story.opens(story.chloe, f"/appt cancel {session.reference} asked to", in_=story.desk)
    await form.submit()
    await story.delivered()
    booked, cancelled = (entry for entry in await audit(story) if entry.deed in {"book", "cancel"})

    assert (booked.user, booked.channel) == (story.asha.user.id, story.lobby.id)
    assert (cancelled.user, cancelled.channel) == (story.chloe.user.id, story.desk.id)
    assert booked.appointment == cancelled.appointment == session.id
    assert "asked to" not in str(await audit(story))


async def test_a_right_that_is_taken_away_is_gone_within_a_minute_though_the_clock_is_set_back(
    tmp_path: Path,
) -> None:
    async with scene(tmp_path, booking_usergroups=("bookers",)) as story:
        bookers = story.slack.group("bookers", [story.asha])
        await (await story.opens(story.asha, "/appt book Jane Doe mon 9am")).close()
        bookers.members.remove(story.asha.user.id)
        story.clock.move(hours=-1)
        story.clock.move(seconds=61)
        said = (await story.says(story.asha, "/appt book Jane Doe mon 9am")).text
        assert "Only members of @bookers may book" in said


async def test_a_card_does_not_wait_for_the_hour_that_the_clock_was_set_back(story: Scene) -> None:
    await (await book(story, "Jane Doe mon 9am")).close()
    story.clock.move(hours=-1)
    await (await book(story, "John Roe mon 10am")).close()
    assert len(story.cards(story.desk)) == 2
