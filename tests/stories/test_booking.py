"""Booking, from the words to the card."""

from __future__ import annotations

from tests.stories.scene import Scene, book, modal

SENTENCE = "Jane Doe tomorrow 3pm for 45m in Leeds with a Polish interpreter"


async def test_all_that_was_understood_stands_in_the_form(either: Scene) -> None:
    form = await either.opens(either.asha, f"/appt book {SENTENCE} jane@example.org 020 7123 4567")

    assert form.title == "Book an appointment"
    assert form.value("Claimant name") == "Jane Doe"
    assert form.value("When") == "tomorrow 3pm"
    assert form.value("Duration") == "45 min"
    assert form.value("Department") == "Leeds"
    assert form.value("Interpreter") == "Polish"
    assert form.value("E-mail") == "jane@example.org"
    assert form.value("Phone") == "020 7123 4567"
    assert form.value("Post the card in") == "front-desk"
    assert "Sat 21 Nov 2026, 15:00–15:45 London (GMT)" in form.text


async def test_a_booking_is_said_back_and_its_card_posted(story: Scene) -> None:
    form = await book(story, f"{SENTENCE} 020 7123 4567")

    assert "Booked: Jane Doe, Sat 21 Nov, 15:00–15:45 (London). The claimant is told by SMS." in form.text
    booked = story.sqod.has(name="Jane Doe", at=story.at(15, days=1), minutes=45)
    assert booked.department == "Leeds"
    assert booked.interpreter_language == "Polish"
    (card,) = story.cards(story.desk)
    assert "Jane Doe" in card.text
    assert "Scheduled" in card.text
    assert "Leeds" in card.text
    assert "Polish" in card.text
    assert booked.reference in card.text
    assert card.buttons[0] == "Join"
    assert {"Reschedule", "Cancel appointment", "Details", "Edit"} <= set(card.buttons)


async def test_the_service_that_is_part_of_the_bot_books_just_so(either: Scene) -> None:
    form = await book(either, SENTENCE)

    assert "Booked: Jane Doe, Sat 21 Nov, 15:00–15:45 (London)." in form.text
    (card,) = either.cards(either.desk)
    assert "Jane Doe" in card.text
    assert (await either.says(either.asha, "/appt tomorrow")).text.count("Jane Doe") == 1


async def test_a_reader_in_paris_sees_her_own_time(story: Scene) -> None:
    await book(story, SENTENCE)

    (card,) = story.cards(story.desk, reader=story.ben)
    assert "16:00" in card.text
    assert "15:00–15:45 (London)" in card.text


async def test_nothing_is_booked_at_a_time_that_was_not_shown(story: Scene) -> None:
    form = await story.opens(story.asha, f"/appt book {SENTENCE}")
    await form.fill("When", "monday 10am", enter=False)
    await form.submit()

    assert story.sqod.appointments == []
    form = modal(story.asha)
    assert "Mon 23 Nov 2026, 10:00–10:45 London (GMT)" in form.text
    assert "Check the time below, then press Book again." in form.text

    await form.submit()
    story.sqod.has(name="Jane Doe", at=story.at(10, days=3))


async def test_enter_reads_the_time_back(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe")
    await form.fill("When", "3 dec half two", enter=True)
    await story.delivered()

    form = modal(story.asha)
    assert form.value("When") == "3 dec half two"
    assert "Thu 3 Dec 2026, 14:30–15:00 London (GMT)" in form.text
    await form.submit()
    story.sqod.has(name="Jane Doe", at=story.at(14, 30, days=13), minutes=30)


async def test_what_is_left_alone_is_not_sent(story: Scene) -> None:
    await book(story, "Jane Doe tomorrow 3pm")

    (sent,) = [call.sent for call in story.sqod.calls if call.operation == "create"]
    assert set(sent) == {"reference", "appointment_at", "duration_in_minutes", "claimant"}


async def test_more_options_are_sent_when_chosen(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    await form.press("More options")
    await story.delivered()
    form = modal(story.asha)
    assert form.value("Claimant name") == "Jane Doe"
    await form.fill("Call recording", "On")
    await form.fill("Chat messages", "Off")
    await form.fill("Bandwidth", "High")
    await form.fill("Redirect after the call", "Yes")
    await form.fill("Claimant's page after the call", "https://example.org/thanks")
    await form.submit()

    (sent,) = [call.sent for call in story.sqod.calls if call.operation == "create"]
    assert sent["features_call_recording_enable"] == "true"
    assert sent["features_messages_chat_enable"] == "false"
    assert sent["features_bandwidth"] == "high"
    assert sent["use_custom_post_call_redirect"] == "true"
    assert sent["custom_user_post_call_redirect_url"] == "https://example.org/thanks"
    assert "features_screen_sharing_enable" not in sent


async def test_the_card_goes_where_it_was_said_to_go(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm", in_=story.asha.dm)
    await form.fill("Post the card in", "front-desk")
    await form.submit()
    await story.delivered()

    assert len(story.cards(story.desk)) == 1
    assert story.cards(story.asha.dm) == []


async def test_without_a_channel_there_is_no_card(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    await form.fill("Post the card in", None)
    await form.submit()
    await story.delivered()

    story.sqod.has(name="Jane Doe")
    assert story.cards(story.desk) == []


async def test_a_question_is_asked_under_when_and_its_choice_is_booked(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe thurday 2pm for 45m zzz")
    assert form.value("Claimant name") == "Jane Doe"
    assert form.value("When") == "thurday 2pm"
    assert form.value("Duration") == "45 min"
    assert "Not understood: zzz" in form.text
    assert "“thurday” may mean Thursday." in form.text

    await form.submit()
    assert story.sqod.appointments == []

    await modal(story.asha).press("Thu 26 Nov 2026 14:00")
    await story.delivered()
    form = modal(story.asha)
    assert "Thu 26 Nov 2026, 14:00–14:45 London (GMT)" in form.text
    await form.submit()
    story.sqod.has(name="Jane Doe", at=story.at(14, days=6), minutes=45)


async def test_a_time_that_repeats_is_never_the_first_of_them(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe every Thurs 10am")
    assert form.value("Claimant name") == "Jane Doe"
    assert form.value("When") == "every Thurs 10am"
    assert "“every” would be more than one appointment." in form.text

    await form.submit()
    assert story.sqod.appointments == []


async def test_a_claimants_mail_can_be_pasted(story: Scene) -> None:
    mail = "Name: Jane Doe\nTel: 020 7123 4567\nDOB: 12/03/1980\nInterpreter: Polish\nDate: 23/11/2026\nTime: 3pm"
    form = await story.opens(story.asha, f"/appt book {mail}")
    assert form.value("Claimant name") == "Jane Doe"
    assert form.value("Phone") == "020 7123 4567"
    assert form.value("Date of birth") == "12/03/1980"
    assert form.value("Interpreter") == "Polish"
    assert "Mon 23 Nov 2026, 15:00–15:30 London (GMT)" in form.text
