"""What happens after the first answer: tries again, answers that come late, forms that were closed, sessions that end."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs

from tests.stories.scene import Scene, book, modal, outcome, scene


async def soon_after(story: Scene, **wait: float) -> None:
    """Let time pass, and the bot do what is due then."""
    story.clock.move(**wait)
    story.bot.courier.wake()
    await story.delivered()


async def test_an_edit_that_got_no_answer_is_sent_again_and_not_taken_for_done(story: Scene) -> None:
    session = story.session(phone="+442071234567")
    form = await story.opens(story.asha, f"/appt edit {session.reference}")
    await form.fill("Phone", "020 7946 0018")
    story.sqod.cuts("update", times=None)
    await form.submit()
    await story.delivered()
    assert "Not saved" in outcome(story.asha).text
    story.sqod.recovers()
    await modal(story.asha).submit()
    await story.delivered()

    assert "Saved: Jane Doe" in outcome(story.asha).text
    assert story.sqod.has(id=session.id).phone == "+442079460018"


async def test_a_phone_number_that_the_service_ignores_is_said_loudly(story: Scene) -> None:
    session = story.session(phone="+442071234567")
    form = await story.opens(story.asha, f"/appt edit {session.reference}")
    await form.fill("Phone", "020 7946 0018")
    story.sqod.alters("update", phone="+442071234567")
    await form.submit()
    await story.delivered()

    assert "Check this now. The service has another phone number." in outcome(story.asha).text


async def test_a_move_that_lands_after_all_is_told_and_the_card_redrawn(story: Scene) -> None:
    await (await book(story, "Jane Doe tomorrow 3pm")).close()
    session = story.sqod.has(name="Jane Doe")
    form = await story.opens(story.asha, f"/appt move {session.reference} mon 10am")
    story.sqod.cuts("update", times=None)
    await form.submit()
    await story.delivered()
    assert "the appointment is as it was" in outcome(story.asha).text
    story.sqod.recovers()
    story.sqod.change(session.id, at=story.at(10, days=3))
    await soon_after(story, seconds=70)

    assert "Done after all: it is now Jane Doe, Mon 23 Nov, 10:00" in story.asha.last(story.asha.dm).text
    (card,) = story.cards(story.desk)
    assert "Mon 23 Nov, 10:00" in card.text


async def test_a_booking_that_lands_after_all_is_told(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    story.sqod.cuts("create")
    await form.submit()
    await story.delivered()
    assert "nothing under our reference is there" in outcome(story.asha).text
    (reference,) = parse_qs(story.sqod.asked("create")[0].body)["reference"]
    story.sqod.add(at=story.at(15, days=1), reference=reference, minutes=30, name="Jane Doe")
    await soon_after(story, seconds=70)

    assert "Booked after all: Jane Doe" in story.asha.last(story.asha.dm).text
    assert len(story.cards(story.desk)) == 1


async def test_an_earlier_try_that_lands_beside_the_booking_is_told(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    story.sqod.cuts("create")
    await form.submit()
    await story.delivered()
    await modal(story.asha).fill("When", "mon 11am")
    await story.delivered()
    await modal(story.asha).submit()
    await story.delivered()
    assert "Booked: Jane Doe, Mon 23 Nov, 11:00" in outcome(story.asha).text
    reference = story.sqod.has(name="Jane Doe").reference
    story.sqod.add(at=story.at(15, days=1), reference=reference, minutes=30, name="Jane Doe")
    await soon_after(story, seconds=70)

    told = story.asha.last(story.asha.dm).text
    assert "there are two. The other one is Jane Doe, Sat 21 Nov, 15:00" in told


async def test_saving_again_keeps_what_somebody_else_changed_meanwhile(story: Scene) -> None:
    session = story.session()
    hers = await story.opens(story.asha, f"/appt edit {session.reference}")
    late = await story.opens(story.chloe, f"/appt edit {session.reference}")
    await hers.fill("Phone", "+44 20 7946 0018")
    await hers.submit()
    await story.delivered()
    await late.fill("Interpreter", "Polish")
    await late.submit()
    await story.delivered()
    assert "Asha edited this at 09:10: phone. Your change was not sent." in modal(story.chloe).text
    assert modal(story.chloe).value("Phone") == "+442079460018"
    await modal(story.chloe).submit()
    await story.delivered()

    kept = story.sqod.has(id=session.id)
    assert (kept.phone, kept.interpreter_language) == ("+442079460018", "Polish")


async def test_moving_again_keeps_the_length_that_somebody_else_gave_it(story: Scene) -> None:
    session = story.session()
    form = await story.opens(story.asha, f"/appt move {session.reference} mon 10am")
    story.sqod.change(session.id, minutes=90)
    await form.submit()
    await story.delivered()
    assert "Left empty: 1 h 30 min, as it is" in outcome(story.asha).text
    assert "10:00–11:30" in outcome(story.asha).text
    await modal(story.asha).submit()
    await story.delivered()

    assert story.sqod.has(id=session.id).minutes == 90


async def test_a_name_longer_than_the_form_is_not_cut_by_another_edit(story: Scene) -> None:
    session = story.session("N" * 405)
    form = await story.opens(story.asha, f"/appt edit {session.reference}")
    await form.fill("Interpreter", "Urdu")
    await form.submit()
    await story.delivered()

    assert story.sqod.has(id=session.id).name == "N" * 405


async def test_a_page_after_the_call_can_be_taken_away(story: Scene) -> None:
    session = story.session(room={"custom_user_post_call_redirect_url": "https://example.org/thanks"})
    form = await story.opens(story.asha, f"/appt edit {session.reference}")
    await form.press("More options")
    await story.delivered()
    form = modal(story.asha)
    assert form.value("Claimant's page after the call") == "https://example.org/thanks"
    await form.fill("Claimant's page after the call", "")
    await form.submit()
    await story.delivered()

    (sent,) = [call.sent for call in story.sqod.asked("update")]
    assert sent == {"custom_user_post_call_redirect_url": None}


async def test_a_quick_choice_takes_a_duration_that_was_just_typed(story: Scene) -> None:
    session = story.session(at=story.at(15))
    form = await story.opens(story.asha, f"/appt move {session.reference}")
    story.slack.faults.switch_on("views.update", error="internal_error", times=1)
    await form.fill("Duration", "1h", enter=False)
    await story.delivered()
    await modal(story.asha).press("+15 min")
    await story.delivered()

    assert "15:15–16:15" in outcome(story.asha).text


async def test_a_cancel_that_the_service_does_not_show_is_not_called_done(story: Scene) -> None:
    session = story.session()
    form = await story.opens(story.asha, f"/appt cancel {session.reference} asked to")
    story.sqod.answers("cancel", {"data": {"id": session.id, "status": "scheduled"}})
    await form.submit()
    await story.delivered()

    assert "Cancelled:" not in outcome(story.asha).text
    assert "We can't tell yet whether that was done" in outcome(story.asha).text


async def test_a_form_that_was_closed_while_it_was_sent_tells_its_outcome(story: Scene) -> None:
    story.bot.workspace.desk._api._http._budget = 5.0  # type: ignore[attr-defined]
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm jane@example.org")
    story.sqod.slows("create", seconds=1.8)
    story.sqod.fails("create", 422, errors={"claimant.email": "That address is not known."})
    await form.submit()
    await modal(story.asha).close()
    await story.delivered()

    told = story.asha.last(story.desk)
    assert told.is_ephemeral
    assert "Not booked." in told.text
    assert "That address is not known." in told.text


async def test_a_passing_fault_at_slack_does_not_throw_the_form_away(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    story.clock.move(seconds=61)
    story.slack.faults.switch_on("users.info", error="internal_error", times=1)
    await form.submit()
    await story.delivered()
    form = modal(story.asha)
    assert "Slack did not tell us who you are" in " ".join(form.errors.values())
    assert form.value("Claimant name") == "Jane Doe"

    await form.submit()
    await story.delivered()
    assert "Booked: Jane Doe" in outcome(story.asha).text


async def test_a_quick_choice_from_the_time_that_is_shown_needs_no_service(story: Scene) -> None:
    session = story.session()
    form = await story.opens(story.asha, f"/appt move {session.reference}")
    story.sqod.fails("get", 503, times=None)
    await form.press("+15 min")
    await story.delivered()

    assert "Fri 20 Nov 2026, 15:15" in outcome(story.asha).text
    assert "did not answer" not in outcome(story.asha).text


async def test_a_page_that_can_t_be_turned_leaves_the_list_where_it_is(story: Scene) -> None:
    for i in range(70):
        story.session(f"Claimant {i}", at=story.at(10) + timedelta(minutes=i))
    answer = await story.says(story.asha, "/appt today")
    story.sqod.fails("list", 500, times=None)
    await story.asha.clicks("Next", on=answer)
    await story.delivered()

    assert "did not answer" in story.asha.last(story.desk).text
    again = story.asha.again(answer)
    assert again is not None
    assert "Next" in again.buttons


async def test_when_a_session_is_over_its_card_loses_join(story: Scene) -> None:
    await book(story, "Jane Doe tomorrow 3pm for 30m")
    (card,) = story.cards(story.desk)
    assert "Join" in card.buttons
    await soon_after(story, days=1, hours=6, minutes=25)
    (card,) = story.cards(story.desk)
    assert {"Join", "Reschedule"}.isdisjoint(card.buttons)
    assert "Book again" in card.buttons


async def test_a_session_that_runs_over_keeps_join_until_it_ends(story: Scene) -> None:
    await book(story, "Jane Doe tomorrow 3pm for 30m")
    session = story.sqod.has(name="Jane Doe")
    story.sqod.starts(session.id)
    await soon_after(story, days=1, hours=6, minutes=25)
    (card,) = story.cards(story.desk)
    assert "Join" in card.buttons
    story.sqod.ends(session.id)
    await soon_after(story, minutes=16)
    (card,) = story.cards(story.desk)
    assert "Join" not in card.buttons


async def test_somebody_who_did_not_come_can_be_cancelled_afterwards(story: Scene) -> None:
    session = story.session(at=story.at(8), minutes=15)
    form = await story.opens(story.asha, f"/appt cancel {session.reference}")
    await form.press("Claimant did not attend")
    await story.delivered()
    await modal(story.asha).submit()
    await story.delivered()

    assert story.sqod.has(id=session.id).cancellation_reason == "Claimant did not attend"


async def test_naming_claimants_everywhere_does_not_open_their_links_everywhere(tmp_path: Path) -> None:
    async with scene(tmp_path, vendor=False, card_privacy="name") as story:
        await book(story, "Jane Doe tomorrow 3pm", in_=story.lobby)
        (card,) = story.cards(story.lobby)
        assert "Jane Doe" in card.text
        assert card.links == {}


async def test_a_card_that_can_t_be_posted_comes_as_a_direct_message(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    story.slack.faults.switch_on("chat.postMessage", error="not_in_channel", times=1)
    await form.submit()
    await story.delivered()

    told = story.asha.last(story.asha.dm)
    assert "Its card could not be posted, because Frontdesk is not in that conversation" in told.text
    assert "Reschedule" in told.buttons


async def test_the_outbox_does_not_tire_of_a_long_outage(story: Scene) -> None:
    await book(story, "Jane Doe tomorrow 3pm")
    form = await story.opens(story.asha, "/appt book John Roe tomorrow 4pm")
    story.slack.faults.switch_on("chat.postMessage", status=503)
    await form.submit()
    for _ in range(60):
        await soon_after(story, minutes=11)
    story.slack.faults.switch_off()
    await soon_after(story, minutes=11)

    assert any("John Roe" in card.text for card in story.cards(story.desk))
