"""Reschedule, edit and cancel: from the command, from the card, by two people at once."""

from __future__ import annotations

import asyncio

import pytest

from tests.stories.scene import Scene, book, modal, outcome


async def posted(story: Scene, text: str = "Jane Doe tomorrow 3pm for 45m in Leeds") -> None:
    """A booking whose card stands in the desk's channel, its form closed again."""
    form = await book(story, text)
    await form.close()


async def test_rescheduling_from_the_card_redraws_every_copy(story: Scene) -> None:
    await posted(story)
    (card,) = story.cards(story.desk)
    await story.asha.clicks("Reschedule", on=card)
    await story.delivered()
    form = modal(story.asha)
    assert "Jane Doe · Sat 21 Nov, 15:00–15:45 (London)" in form.text
    await form.fill("When", "mon half ten")
    await story.delivered()
    assert "Mon 23 Nov 2026, 10:30–11:15 London (GMT)" in outcome(story.asha).text
    await modal(story.asha).submit()
    await story.delivered()

    assert "Rescheduled: Jane Doe, Mon 23 Nov, 10:30–11:15 (London)." in outcome(story.asha).text
    assert "It was Sat 21 Nov, 15:00–15:45 (London)." in outcome(story.asha).text
    (card,) = story.cards(story.desk)
    assert "Mon 23 Nov, 10:30–11:15 (London)" in card.text
    assert story.sqod.has(name="Jane Doe").at == story.at(10, 30, days=3)


async def test_quick_choices_move_by_the_clock_on_the_wall(story: Scene) -> None:
    session = story.session(at=story.at(15))
    for label, expected in (
        ("+15 min", "15:15–16:00"),
        ("+30 min", "15:30–16:15"),
        ("+1 hour", "16:00–16:45"),
        ("Tomorrow, same time", "Sat 21 Nov 2026, 15:00–15:45"),
        ("Next week, same time", "Fri 27 Nov 2026, 15:00–15:45"),
    ):
        form = await story.opens(story.asha, f"/appt move {session.reference}")
        await form.press(label)
        await story.delivered()
        assert expected in outcome(story.asha).text
        await modal(story.asha).close()

    later = story.session(at=story.at(15, days=3))
    form = await story.opens(story.asha, f"/appt move {later.reference}")
    assert "Tomorrow, same time" not in form.buttons, "it may be at that time already"
    await form.press("Next day, same time")
    await story.delivered()
    assert "Tue 24 Nov 2026, 15:00–15:45" in outcome(story.asha).text
    await modal(story.asha).close()

    form = await story.opens(story.asha, f"/appt reschedule {session.reference} fri 27 nov 9am")
    assert form.value("When") == "fri 27 nov 9am"
    assert "Fri 27 Nov 2026, 09:00–09:45 London (GMT)" in form.text
    await form.submit()
    await story.delivered()
    assert story.sqod.has(id=session.id).at == story.at(9, days=7)


async def test_words_count_from_the_appointment_and_it_says_from_what_to_what(story: Scene) -> None:
    session = story.session(at=story.at(15, days=5))
    form = await story.opens(story.asha, f"/appt move {session.reference} 4pm")
    assert "Wed 25 Nov, 15:00 → 16:00. Wed 25 Nov 2026, 16:00–16:45 London (GMT)" in form.text

    for typed, moved in (
        ("an hour later", "Wed 25 Nov, 15:00 → 16:00."),
        ("+30", "Wed 25 Nov, 15:00 → 15:30."),
        ("friday", "Wed 25 Nov, 15:00 → Fri 27 Nov, 15:00."),
        ("a week later for 1h", "Wed 25 Nov, 15:00 → Wed 2 Dec, 15:00, 45 min → 1 h."),
    ):
        await modal(story.asha).fill("When", typed)
        await story.delivered()
        assert moved in outcome(story.asha).text, typed
    await modal(story.asha).submit()
    await story.delivered()
    moved_to = story.sqod.has(id=session.id)
    assert (moved_to.at, moved_to.minutes) == (story.at(15, days=12), 60)


async def test_a_quick_choice_is_the_words_that_it_says(story: Scene) -> None:
    session = story.session(at=story.at(15, days=5))
    form = await story.opens(story.asha, f"/appt move {session.reference} friday 10am")
    await form.press("+15 min")
    await story.delivered()
    assert modal(story.asha).value("When") == "+15 min"
    assert "Wed 25 Nov, 15:00 → 15:15." in outcome(story.asha).text

    await modal(story.asha).press("+1 hour")
    await story.delivered()
    assert modal(story.asha).value("When") == "+1 h 15 min"
    assert "Wed 25 Nov, 15:00 → 16:15." in outcome(story.asha).text


async def test_cancelling_says_that_the_claimant_is_told_and_clears_the_card(story: Scene) -> None:
    await posted(story)
    (card,) = story.cards(story.desk)
    await story.asha.clicks("Cancel appointment", on=card)
    await story.delivered()
    form = modal(story.asha)
    assert "The claimant will be told by SMS or e-mail that it is cancelled." in form.text
    await form.press("Claimant asked to cancel")
    await story.delivered()
    form = modal(story.asha)
    assert form.value("Reason") == "Claimant asked to cancel"
    await form.submit()
    await story.delivered()

    assert "Cancelled: Jane Doe, Sat 21 Nov, 15:00–15:45 (London)." in outcome(story.asha).text
    session = story.sqod.has(name="Jane Doe")
    assert session.cancellation_reason == "Claimant asked to cancel"
    (card,) = story.cards(story.desk)
    assert "Cancelled" in card.text
    assert "Claimant asked" not in card.text
    assert {"Join", "Reschedule", "Cancel appointment", "Edit"}.isdisjoint(card.buttons)


async def test_a_reason_is_asked_for(story: Scene) -> None:
    session = story.session()
    form = await story.opens(story.asha, f"/appt cancel {session.reference}   ")
    await form.fill("Reason", "   ")
    await form.submit()

    assert "Reason" in modal(story.asha).errors
    assert story.sqod.has(id=session.id).cancelled_at is None


async def test_only_what_was_edited_is_sent(story: Scene) -> None:
    session = story.session(phone="+442071234567", email="jane@example.org")
    form = await story.opens(story.asha, f"/appt edit {session.reference}")
    assert form.value("Claimant name") == "Jane Doe"
    assert form.value("Phone") == "+442071234567"
    await form.fill("Phone", "020 7946 0018")
    await form.fill("Interpreter", "Urdu")
    await form.submit()
    await story.delivered()

    assert "Saved: Jane Doe" in outcome(story.asha).text
    (sent,) = [call.sent for call in story.sqod.calls if call.operation == "update"]
    assert sent == {
        "claimant": {"phone_number": "+442079460018"},
        "is_interpreter_needed": True,
        "interpreter_language": "Urdu",
    }


async def test_an_old_card_shows_what_changed_before_anything_can_be_pressed(story: Scene) -> None:
    await posted(story)
    (old,) = story.cards(story.desk)
    form = await story.opens(story.chloe, f"/appt move {story.sqod.appointments[0].reference} mon 11am")
    await form.submit()
    await story.delivered()

    await story.asha.clicks("Cancel appointment", on=old, stale=True)
    await story.delivered()
    assert story.asha.modal is None
    answer = story.asha.last(story.desk)
    assert answer.is_ephemeral
    assert "Chloe moved this at 09:10, from Sat 21 Nov, 15:00 to Mon 23 Nov, 11:00." in answer.text
    assert "Mon 23 Nov, 11:00–11:45 (London)" in answer.text


async def test_what_one_changed_oneself_is_no_conflict_but_said(story: Scene) -> None:
    await posted(story)
    (old,) = story.cards(story.desk)
    await story.asha.clicks("Details", on=old)
    await story.delivered()
    details = story.asha.last(story.desk)
    assert "This is how it was at 09:10." in details.text
    form = await story.opens(story.asha, f"/appt move {story.sqod.appointments[0].reference} 15:15")
    await form.submit()
    await story.delivered()

    await story.asha.clicks("Edit", on=details)
    await story.delivered()
    form = modal(story.asha)
    assert form.text.startswith("You moved this at 09:10, from 15:00 to 15:15.")
    await form.fill("Department", "Cardiff")
    await form.submit()
    await story.delivered()
    assert "Saved: Jane Doe, Sat 21 Nov, 15:15–16:00 (London)." in outcome(story.asha).text


async def test_a_conflict_says_only_what_differs(story: Scene) -> None:
    session = story.session(at=story.at(15))
    late = await story.opens(story.chloe, f"/appt cancel {session.reference} claimant asked to cancel")
    hers = await story.opens(story.asha, f"/appt edit {session.reference}")
    await hers.fill("Interpreter", "Polish")
    await hers.submit()
    await story.delivered()
    await late.submit()
    assert (
        "Asha edited this at 09:10: interpreter. Now: Polish interpreter. Your change was not sent."
        in modal(story.chloe).text
    )

    hers = await story.opens(story.asha, f"/appt move {session.reference} 15:15 for 1h")
    await hers.submit()
    await story.delivered()
    await modal(story.chloe).submit()
    assert (
        "Asha moved this at 09:10, from 15:00 to 15:15, from 45 min to 1 h. Your change was not sent."
        in modal(story.chloe).text
    )


async def test_a_change_in_the_vendors_portal_is_told_as_such(story: Scene) -> None:
    await posted(story)
    (card,) = story.cards(story.desk)
    session = story.sqod.has(name="Jane Doe")
    story.sqod.change(session.id, at=story.at(16, days=1))

    await story.asha.clicks("Reschedule", on=card)
    await story.delivered()
    assert "Changed meanwhile, outside Frontdesk." in story.asha.last(story.desk).text
    (card,) = story.cards(story.desk)
    assert "16:00–16:45 (London)" in card.text


async def test_two_people_change_one_appointment_and_one_of_them_is_told(story: Scene) -> None:
    session = story.session()
    hers = await story.opens(story.asha, f"/appt move {session.reference} mon 10am")
    theirs = await story.opens(story.chloe, f"/appt move {session.reference} mon 11am")
    await asyncio.gather(hers.submit(), theirs.submit())
    await story.delivered()

    assert len([call for call in story.sqod.calls if call.operation == "update"]) == 1
    texts = [outcome(story.asha).text, outcome(story.chloe).text]
    assert sum("Rescheduled: Jane Doe" in text for text in texts) == 1
    (told,) = [text for text in texts if " moved this at 09:10, from " in text]
    assert "Your change was not sent. Send it again, or close to leave it so." in told


async def test_the_second_person_may_still_apply_theirs(story: Scene) -> None:
    session = story.session()
    form = await story.opens(story.asha, f"/appt move {session.reference} mon 10am")
    story.sqod.change(session.id, at=story.at(16))
    await form.submit()
    await story.delivered()
    assert (
        "Changed meanwhile, outside Frontdesk. Now: Fri 20 Nov, 16:00–16:45 (London). Your change was not sent."
        in modal(story.asha).text
    )
    assert modal(story.asha).value("When") == "mon 10am"

    await modal(story.asha).submit()
    await story.delivered()
    assert story.sqod.has(id=session.id).at == story.at(10, days=3)


async def test_a_cancelled_one_is_not_cancelled_again(story: Scene) -> None:
    session = story.session()
    story.sqod.cancels(session.id)
    answer = await story.says(story.asha, f"/appt cancel {session.reference}")

    assert "Already cancelled: Jane Doe" in answer.text
    assert story.asha.modal is None

    session = story.session("Ola Nowak", at=story.at(8))
    form = await story.opens(story.asha, f"/appt edit {session.reference}")
    story.sqod.cancels(session.id)
    await form.fill("Interpreter", "Polish")
    await form.submit()
    await story.delivered()
    for said in (outcome(story.asha).text, (await story.says(story.asha, "/appt move ola nowak 4pm")).text):
        assert "Already cancelled: Ola Nowak" in said
        assert "over" not in said


async def test_the_card_of_an_appointment_that_is_gone_has_nothing_to_press(story: Scene) -> None:
    await posted(story)
    session = story.sqod.has(name="Jane Doe")
    (card,) = story.cards(story.desk)
    story.sqod.removes(session.id)
    await story.asha.clicks("Reschedule", on=card)
    await story.delivered()

    assert story.asha.last(story.desk).text == (
        "The appointment service no longer has this appointment. Look for the claimant by name, or book a new appointment."
    )
    (card,) = story.cards(story.desk)
    assert "no longer there" in card.text
    assert card.buttons == []


async def test_a_department_that_was_seen_before_is_sent_by_its_id(story: Scene) -> None:
    session = story.session()
    story.session("Maria Manc", department="Manchester", at=story.at(16))
    assert "Manchester" in (await story.says(story.asha, "/appt today")).text
    form = await story.opens(story.asha, f"/appt edit {session.reference}")
    await form.fill("Department", "manchester")
    await form.submit()
    await story.delivered()

    assert "Check this" not in outcome(story.asha).text
    assert story.sqod.has(id=session.id).department == "Manchester"


@pytest.mark.parametrize(
    ("typed", "needed", "language"),
    [
        ("None", False, None),
        ("", False, None),
        ("not needed", False, None),
        ("Yes", True, None),
        ("welsh", True, "welsh"),
    ],
)
async def test_one_field_says_whether_there_is_an_interpreter_and_which(
    story: Scene, typed: str, needed: bool, language: str | None
) -> None:
    session = story.session(interpreter_needed=True, interpreter_language="Polish")
    form = await story.opens(story.asha, f"/appt edit {session.reference}")
    assert form.value("Interpreter") == "Polish"
    await form.fill("Interpreter", typed)
    await form.submit()
    await story.delivered()

    assert "Saved: Jane Doe" in outcome(story.asha).text
    (sent,) = [call.sent for call in story.sqod.asked("update")]
    assert sent == {"is_interpreter_needed": needed, "interpreter_language": language}
    form = await story.opens(story.asha, f"/appt edit {session.reference}")
    assert form.value("Interpreter") == (language or ("Yes" if needed else "None"))


async def test_the_new_time_may_be_asked_for_politely_and_with_a_length(story: Scene) -> None:
    session = story.session(at=story.at(15))
    form = await story.opens(
        story.asha, f"/appt move {session.reference} please mon half ten for 1h15m thanks"
    )
    assert "Mon 23 Nov 2026, 10:30–11:45 London (GMT)" in form.text


async def test_a_word_that_is_no_time_stays_beside_the_new_time_to_be_mended(story: Scene) -> None:
    session = story.session(at=story.at(15))
    form = await story.opens(story.asha, f"/appt move {session.reference} mon half ten zzz")
    assert form.value("When") == "mon half ten zzz"
    assert "“zzz” isn't clear there. Type just the time, e.g. Tue 24 Nov at 10:00." in form.text
