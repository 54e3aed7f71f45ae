"""Bad input and a service that fails: clear words, nothing written twice, nothing that was typed lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.stories.scene import Scene, book, modal, outcome

WHOLE = "Jane Doe tomorrow 3pm for 45m in Leeds with a Polish interpreter jane@example.org 020 7123 4567"


@pytest.mark.parametrize(
    ("label", "typed", "words"),
    [
        ("Claimant name", "   ", "name"),
        ("Claimant name", "!!!", "Type the claimant's name."),
        ("When", "yesterday 3pm", "past"),
        ("When", "31 February 3pm", "31 February"),
        ("When", "tomorrow", "time"),
        ("When", "soonish", ""),
        ("Duration", "a while", ""),
        ("Duration", "0", ""),
        ("Phone", "12", "That is not a phone number we can use."),
        ("E-mail", "jane@example..org", "not an e-mail address we can use"),
        ("Date of birth", "31/02/1980", ""),
        ("Date of birth", "1 Jan 2050", ""),
    ],
)
async def test_what_cant_be_so_is_said_under_its_own_input(
    story: Scene, label: str, typed: str, words: str
) -> None:
    form = await story.opens(story.asha, f"/appt book {WHOLE}")
    await form.fill(label, typed)
    await story.delivered()
    await modal(story.asha).submit()
    await story.delivered()
    form = modal(story.asha)

    assert label in form.errors, form.text
    assert words.casefold() in form.errors[label].casefold()
    assert form.value("Department") == "Leeds"
    assert story.sqod.appointments == []


async def test_a_name_of_five_thousand_characters(story: Scene) -> None:
    form = await story.opens(story.asha, f"/appt book {'Jane ' * 1000} tomorrow 3pm")
    assert len(form.value("Claimant name")) <= 255
    await form.fill("Claimant name", "x" * 255)
    await form.fill("When", "tomorrow 3pm")
    await story.delivered()
    await modal(story.asha).submit()
    await story.delivered()
    assert len(story.cards(story.desk)) == 1
    assert "x" * 59 + "…" in (await story.says(story.asha, "/appt tomorrow")).text


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"status": 401}, "does not accept our sign-in"),
        ({"status": 403}, "does not let us do that"),
        ({"status": 404}, "Not booked."),
        ({"status": 429, "retry_after": 30}, "too busy. Try again in 30 seconds."),
    ],
)
async def test_a_refusal_is_said_on_top_of_the_form_as_it_was_left(
    story: Scene, fault: dict[str, Any], words: str
) -> None:
    form = await story.opens(story.asha, f"/appt book {WHOLE}")
    story.sqod.fails("create", times=None, **fault)
    await form.submit()
    await story.delivered()
    form = modal(story.asha)

    assert "Not booked." in form.text
    assert words in form.text
    assert "Your form is as you left it." in form.text
    assert form.value("Claimant name") == "Jane Doe"
    assert form.value("When") == "tomorrow 3pm"
    assert form.value("E-mail") == "jane@example.org"
    assert form.value("Post the card in") == "front-desk"
    assert story.sqod.appointments == []

    story.sqod.recovers()
    await form.submit()
    await story.delivered()
    assert "Booked: Jane Doe" in outcome(story.asha).text
    story.sqod.has(name="Jane Doe")
    assert len(story.cards(story.desk)) == 1


async def test_a_field_error_of_the_service_stands_under_its_field(story: Scene) -> None:
    form = await story.opens(story.asha, f"/appt book {WHOLE}")
    story.sqod.fails(
        "create", 422, errors={"claimant.email": "The claimant.email must be a valid email address."}
    )
    await form.submit()
    await story.delivered()

    assert "valid email address" in modal(story.asha).errors["E-mail"]
    assert modal(story.asha).value("Claimant name") == "Jane Doe"


async def test_a_late_field_error_stands_there_too(story: Scene) -> None:
    form = await story.opens(story.asha, f"/appt book {WHOLE}")
    story.bot.workspace.desk._api._http._budget = 5.0  # type: ignore[attr-defined]
    story.sqod.slows("create", seconds=1.8)
    story.sqod.fails("create", 422, errors={"claimant.email": "That address is not known."})
    await form.submit()
    assert "Booking…" in outcome(story.asha).text
    await story.delivered()
    form = modal(story.asha)

    assert "⚠ The service says: That address is not known." in form.text
    assert form.value("Claimant name") == "Jane Doe"


@pytest.mark.parametrize("silence", ["silent", "html"])
async def test_no_answer_and_nothing_there(story: Scene, silence: str) -> None:
    form = await story.opens(story.asha, f"/appt book {WHOLE}")
    if silence == "silent":
        story.sqod.hangs("create")
    else:
        story.sqod.fails("create", status=500)
    await form.submit()
    await story.delivered()
    form = modal(story.asha)

    assert (
        "Not booked: the service did not answer, and nothing under our reference is there. "
        "Your form is as you left it; try again."
    ) in form.text
    await form.submit()
    await story.delivered()
    assert "Booked: Jane Doe" in outcome(story.asha).text
    story.sqod.has(name="Jane Doe")
    assert len(story.cards(story.desk)) == 1


async def test_a_lost_answer_is_found_by_its_reference(story: Scene) -> None:
    form = await story.opens(story.asha, f"/appt book {WHOLE}")
    story.sqod.loses_answer("create")
    await form.submit()
    await story.delivered()

    assert "Booked: Jane Doe" in outcome(story.asha).text
    story.sqod.has(name="Jane Doe")
    assert len(story.cards(story.desk)) == 1


async def test_when_nothing_can_be_known_the_person_is_told_later(story: Scene) -> None:
    form = await story.opens(story.asha, f"/appt book {WHOLE}")
    story.sqod.loses_answer("create")
    story.sqod.fails("list", status=503, times=None)
    await form.submit()
    await story.delivered()
    assert "We can't tell yet whether it was booked" in outcome(story.asha).text
    assert "Don't book it again." in outcome(story.asha).text

    story.sqod.recovers()
    story.clock.move(seconds=30)
    story.bot.courier.wake()
    await story.delivered()
    assert (
        "Booked after all: Jane Doe, Sat 21 Nov, 15:00–15:45 (London)." in story.asha.last(story.asha.dm).text
    )
    assert len(story.cards(story.desk)) == 1
    story.sqod.has(name="Jane Doe")


async def test_another_time_than_asked_is_said_loudly(story: Scene) -> None:
    form = await story.opens(story.asha, f"/appt book {WHOLE}")
    story.sqod.alters("create", at=timedelta(hours=1), department=None)
    await form.submit()
    await story.delivered()
    text = outcome(story.asha).text

    assert "Check this now. The service has another time: Sat 21 Nov, 16:00–16:45 (London)." in text
    assert "The service has no department for it." in text


async def test_a_double_submit_books_once(story: Scene) -> None:
    form = await story.opens(story.asha, f"/appt book {WHOLE}")
    await form.submit_twice()
    await story.delivered()

    story.sqod.has(name="Jane Doe")
    assert len(story.cards(story.desk)) == 1
    assert "Booked: Jane Doe" in outcome(story.asha).text


async def test_a_double_click_opens_forms_that_write_once(story: Scene) -> None:
    await (await book(story, WHOLE)).close()
    (card,) = story.cards(story.desk)
    await story.asha.double_clicks("Cancel appointment", on=card)
    await story.delivered()
    await modal(story.asha).fill("Reason", "Booked twice")
    await modal(story.asha).submit()
    await story.delivered()
    assert len([call for call in story.sqod.calls if call.operation == "cancel"]) == 1


@pytest.mark.parametrize("command", ["today", "find jane", "show K7Q2M", "join"])
@pytest.mark.parametrize("status", [401, 403, 404, 429, 500])
async def test_looking_fails_in_words(story: Scene, command: str, status: int) -> None:
    story.sqod.fails("list", status=status, times=None)
    answer = await story.says(story.asha, f"/appt {command}")
    await story.delivered()
    answer = story.asha.last(story.desk)

    assert "The appointment service" in answer.text
    assert "<" not in answer.text


async def test_a_slow_service_is_answered_later(story: Scene) -> None:
    story.bot.workspace.desk._api._http._budget = 5.0  # type: ignore[attr-defined]
    story.session()
    story.sqod.slows("list", seconds=1.8)
    await story.asha.types("/appt today", in_=story.desk)
    assert "One moment: the answer is on its way." in story.asha.last(story.desk).text
    answer = await story.asha.sees_soon(story.desk, containing="Jane Doe")
    assert answer.is_ephemeral


async def test_a_slow_service_gets_a_placeholder_form_first(story: Scene) -> None:
    story.bot.workspace.desk._api._http._budget = 5.0  # type: ignore[attr-defined]
    session = story.session()
    story.sqod.slows("list", seconds=1.8)
    await story.asha.types(f"/appt cancel {session.reference}", in_=story.desk)
    assert "One moment" in outcome(story.asha).text
    await story.delivered()
    assert "Jane Doe" in outcome(story.asha).text
    assert modal(story.asha).submit_label == "Cancel appointment"
