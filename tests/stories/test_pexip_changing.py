"""Accepting requests, keeping notes, moving and, where it is set up, cancelling at Pexip Engage."""

from __future__ import annotations

from pathlib import Path

from bot.standins.slack import Seen
from tests.stories.scene import Scene, book, modal, outcome, scene
from tests.stories.test_who_may import audit

REQUEST = "INCOMING_REQUEST"


async def accepts(story: Scene, card: Seen, *, sure: bool = True) -> str:
    await story.asha.clicks("Accept", on=card, confirm=sure)
    await story.delivered()
    return story.asha.last(story.desk).text


async def test_a_request_is_accepted_after_a_question_and_its_card_is_redrawn(pexip: Scene) -> None:
    pexip.pexip.accepts_itself = False
    await (await book(pexip, "Jane Doe mon 9am mortgage advice in Ghent by video")).close()
    [card] = pexip.cards(pexip.desk)
    await pexip.asha.clicks("Accept", on=card, confirm=False)
    assert "Accept this request?" in str(pexip.asha.asked)
    assert "Jane Doe, Mon 23 Nov, 09:00–09:30 (London)" in str(pexip.asha.asked)
    assert pexip.pexip.asked("accept") == []

    said = await accepts(pexip, card)
    assert "Accepted: Jane Doe, Mon 23 Nov, 09:00–09:30 (London)." in said
    [card] = pexip.cards(pexip.desk)
    assert "Status: Scheduled" in card.text
    assert "Accept" not in card.buttons
    assert [(one.deed, one.outcome, one.user) for one in await audit(pexip)][-1] == (
        "accept",
        "done",
        pexip.asha.user.id,
    )
    reference = pexip.pexip.appointments[0].reference
    assert (
        "Accepted by Asha Patel at 09:10."
        in (await pexip.says(pexip.asha, f"/appt history {reference}")).text
    )


async def test_two_who_press_at_once_accept_once(pexip: Scene) -> None:
    session = pexip.pexip.add(at=pexip.at(15), status=REQUEST)
    card = await pexip.says(pexip.asha, f"/appt show {session.id}")
    await pexip.asha.double_clicks("Accept", on=card, confirm=True)
    await pexip.delivered()
    assert session.status == "ACCEPTED"
    assert len(pexip.pexip.asked("accept")) == 1


async def test_a_request_that_moved_meanwhile_is_shown_before_it_can_be_accepted(pexip: Scene) -> None:
    session = pexip.pexip.add(at=pexip.at(15), status=REQUEST)
    card = await pexip.says(pexip.asha, f"/appt show {session.id}")
    pexip.pexip.change(session.id, at=pexip.at(16))
    said = await accepts(pexip, card)
    assert "Changed meanwhile, outside Frontdesk. Now: Jane Doe · Fri 20 Nov, 16:00–16:30 (London)" in said
    assert session.status == REQUEST
    assert "Accepted: Jane Doe" in await accepts(pexip, pexip.asha.last(pexip.desk))


async def test_accepting_what_is_no_request_is_refused_in_words(pexip: Scene) -> None:
    done = pexip.pexip.add(at=pexip.at(15))
    answer = await pexip.says(pexip.asha, f"/appt accept {done.id}")
    assert "Already accepted: Jane Doe" in answer.text
    invite = pexip.pexip.invite()
    answer = await pexip.says(pexip.asha, f"/appt accept {invite.id}")
    assert "Not accepted." in answer.text
    assert "only while the appointment is waiting for another time or requested" in answer.text
    assert "Your form" not in answer.text


async def test_an_answer_that_is_lost_is_looked_for(pexip: Scene) -> None:
    session = pexip.pexip.add(at=pexip.at(15), status=REQUEST)
    pexip.pexip.loses_answer("accept")
    assert "Accepted: Jane Doe" in (await pexip.says(pexip.asha, f"/appt accept {session.id}")).text
    other = pexip.pexip.add(at=pexip.at(16), status=REQUEST)
    pexip.pexip.cuts("accept")
    answer = await pexip.says(pexip.asha, f"/appt accept {other.id}")
    assert "Not accepted: the service did not answer, and the appointment is as it was." in answer.text


async def test_nothing_is_said_of_a_claimant_s_phone_that_could_not_be_looked_up(pexip: Scene) -> None:
    session = pexip.pexip.add(at=pexip.at(15), status=REQUEST)
    pexip.pexip.fails("customers", 503, times=None)
    said = (await pexip.says(pexip.asha, f"/appt accept {session.id}")).text
    assert "Accepted: Customer 901" in said
    assert "has no phone or e-mail" not in said
    assert "The claimant is told by SMS or e-mail, where the service has one." in said


async def test_who_may_not_write_accepts_nothing(tmp_path: Path) -> None:
    async with scene(tmp_path, vendor="pexip", booking_usergroups=("bookers",)) as story:
        story.slack.group("bookers", [story.chloe])
        session = story.pexip.add(at=story.at(15), status=REQUEST)
        answer = await story.says(story.asha, f"/appt accept {session.id}")
        assert "Only members of @bookers may book" in answer.text
        assert session.status == REQUEST
        assert [(one.deed, one.outcome) for one in await audit(story)] == [("accept", "refused")]


async def test_a_service_without_requests_says_so(story: Scene) -> None:
    for verb in ("accept", "decline", "propose"):
        answer = await story.says(story.asha, f"/appt {verb} K7Q2M")
        assert "SQOD has no requests that wait to be accepted" in answer.text
    assert "accept" not in (await story.says(story.asha, "/appt help")).text


async def test_edit_is_the_staff_s_notes_for_those_who_may_see_them(tmp_path: Path) -> None:
    async with scene(tmp_path, vendor="pexip", details_usergroups=("caseworkers",)) as story:
        story.slack.group("caseworkers", [story.asha])
        session = story.pexip.add(at=story.at(15), notes="Hard of hearing")
        form = await story.opens(story.asha, f"/appt edit {session.id}")
        assert form.labels == ["Notes for the staff"]
        assert form.value("Notes for the staff") == "Hard of hearing"
        await form.fill("Notes for the staff", "Hard of hearing, brings her son")
        await form.submit()
        await story.delivered()
        assert "Only the staff see notes: the claimant is not told." in outcome(story.asha).text
        assert session.notes == "Hard of hearing, brings her son"
        answer = await story.says(story.ben, f"/appt edit {session.id}")
        assert "Only members of @caseworkers may see personal details." in answer.text
        assert story.ben.modal is None
        assert "hearing" not in story.everything_shown()


async def test_notes_are_taken_away_when_the_field_is_emptied(pexip: Scene) -> None:
    session = pexip.pexip.add(at=pexip.at(15), notes="Old")
    form = await pexip.opens(pexip.asha, f"/appt edit {session.id}")
    await form.fill("Notes for the staff", None)
    await form.submit()
    await pexip.delivered()
    assert session.notes is None


async def test_notes_longer_than_a_form_holds_are_left_alone(pexip: Scene) -> None:
    session = pexip.pexip.add(at=pexip.at(15), notes="x" * 4000)
    form = await pexip.opens(pexip.asha, f"/appt edit {session.id}")
    assert "The notes are longer than a form in Slack can hold." in form.text
    assert form.submit_label is None


async def test_a_session_is_moved_to_a_free_time(pexip: Scene) -> None:
    session = pexip.pexip.add(at=pexip.at(15), minutes=45)
    pexip.pexip.free = [pexip.at(17)]
    form = await pexip.opens(pexip.asha, f"/appt move {session.id}")
    await form.fill("Choose a free time", "Fri 20 Nov, 17:00–17:30 (London)")
    await pexip.delivered()
    assert "Fri 20 Nov 2026, 17:00–17:45" in form.text
    await form.submit()
    await pexip.delivered()
    assert "Rescheduled: Jane Doe" in outcome(pexip.asha).text
    assert (session.at, session.minutes) == (pexip.at(17), 45)


async def test_the_next_free_times_are_quick_choices(pexip: Scene) -> None:
    session = pexip.pexip.add(at=pexip.at(15), minutes=45)
    pexip.pexip.free = [pexip.at(15), pexip.at(17), pexip.at(10, days=3)]
    form = await pexip.opens(pexip.asha, f"/appt move {session.id}")
    assert [label for label in form.buttons if label.startswith("Free: ")] == [
        "Free: Fri 20 Nov, 17:00 (London)",
        "Free: Mon 23 Nov, 10:00 (London)",
    ]
    await form.press("Free: Mon 23 Nov, 10:00 (London)")
    await pexip.delivered()
    assert "Fri 20 Nov, 15:00 → Mon 23 Nov, 10:00." in outcome(pexip.asha).text


async def test_a_session_of_several_days_is_moved_with_a_length_that_is_typed(pexip: Scene) -> None:
    session = pexip.pexip.add(at=pexip.at(15), minutes=3000)
    form = await pexip.opens(pexip.asha, f"/appt move {session.id} mon 9am")
    await form.submit()
    await pexip.delivered()
    assert form.errors == {
        "Duration": "It lasts longer than a day, and Frontdesk books at most a day. Type how long it shall be."
    }
    assert pexip.pexip.asked("move") == []
    await form.fill("Duration", "1 h")
    await pexip.delivered()
    await form.submit()
    await pexip.delivered()
    assert "Rescheduled: Jane Doe" in outcome(pexip.asha).text
    assert (session.at, session.minutes) == (pexip.at(9, days=3), 60)


async def test_a_move_that_the_state_does_not_allow_is_refused_in_words(pexip: Scene) -> None:
    invite = pexip.pexip.invite()
    form = await pexip.opens(pexip.asha, f"/appt move {invite.id} mon 9am")
    await form.submit()
    await pexip.delivered()
    assert "Not rescheduled." in outcome(pexip.asha).text
    assert (
        "only while the appointment is scheduled, waiting for another time or requested"
        in outcome(pexip.asha).text
    )
    assert modal(pexip.asha).value("When") == "mon 9am"


async def test_where_cancelling_is_set_up_it_is_offered_and_looked_at_afterwards(tmp_path: Path) -> None:
    how = "POST /appointments/{id}/_actions/cancel message"
    async with scene(tmp_path, vendor="pexip", pexip_cancel=how) as story:
        session = story.pexip.add(at=story.at(15))
        assert "Cancel appointment" in (await story.says(story.asha, f"/appt show {session.id}")).buttons
        form = await story.opens(story.asha, f"/appt cancel {session.id} Claimant is ill")
        await form.submit()
        await story.delivered()
        assert "Cancelled: Jane Doe" in outcome(story.asha).text
        assert session.status == "CANCELLED"
        other = story.pexip.add(at=story.at(16))
        story.pexip.cancel_takes = False
        form = await story.opens(story.asha, f"/appt cancel {other.id} Claimant is ill")
        await form.submit()
        await story.delivered()
        assert "Cancelled:" not in outcome(story.asha).text
