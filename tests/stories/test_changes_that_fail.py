"""Reschedule, edit and cancel against a service that refuses, is silent, or does it and loses the answer."""

from __future__ import annotations

import pytest

from bot.standins.slack import Modal
from tests.standins.sqod import Session
from tests.stories.scene import Scene, modal, outcome

DEEDS = ("move", "edit", "cancel")
NOT = {"move": "Not rescheduled", "edit": "Not saved", "cancel": "Not cancelled"}
DONE = {"move": "Rescheduled: Jane Doe", "edit": "Saved: Jane Doe", "cancel": "Cancelled: Jane Doe"}
OPERATION = {"move": "update", "edit": "update", "cancel": "cancel"}
every_deed = pytest.mark.parametrize("deed", DEEDS)


async def filled(story: Scene, deed: str, session: Session) -> Modal:
    """The form of a deed, filled in and ready to be sent."""
    words = {"move": " mon 10am", "edit": "", "cancel": " claimant asked"}[deed]
    form = await story.opens(story.asha, f"/appt {deed} {session.reference}{words}")
    if deed == "edit":
        await form.fill("Interpreter", "Urdu")
    return form


def was_done(deed: str, story: Scene, session: Session) -> bool:
    now = story.sqod.has(id=session.id)
    return {
        "move": now.at == story.at(10, days=3),
        "edit": now.interpreter_language == "Urdu",
        "cancel": now.cancelled_at is not None,
    }[deed]


@every_deed
@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "does not accept our sign-in"),
        (403, "does not let us do that"),
        (404, "nothing at the address that this is sent to"),
        (422, "refused"),
        (429, "Try again in 30 seconds."),
    ],
)
async def test_a_refusal_changes_nothing_and_keeps_the_form(
    story: Scene, deed: str, status: int, words: str
) -> None:
    session = story.session()
    form = await filled(story, deed, session)
    story.sqod.fails(OPERATION[deed], status, retry_after=30 if status == 429 else None, times=None)  # type: ignore[arg-type]
    await form.submit()
    await story.delivered()
    form = modal(story.asha)

    assert f"{NOT[deed]}." in form.text
    assert words in form.text
    assert not was_done(deed, story, session)
    kept = {
        "move": ("When", "mon 10am"),
        "edit": ("Interpreter", "Urdu"),
        "cancel": ("Reason", "claimant asked"),
    }
    assert form.value(kept[deed][0]) == kept[deed][1]

    story.sqod.recovers()
    await form.submit()
    await story.delivered()
    assert DONE[deed] in outcome(story.asha).text
    assert was_done(deed, story, session)


@every_deed
@pytest.mark.parametrize("silence", ["html", "hangs", "cut"])
async def test_silence_is_looked_into_before_anything_is_said(story: Scene, deed: str, silence: str) -> None:
    session = story.session()
    form = await filled(story, deed, session)
    operation = OPERATION[deed]
    if silence == "html":
        story.sqod.fails(operation, 500, times=None)  # type: ignore[arg-type]
    elif silence == "hangs":
        story.sqod.hangs(operation, times=None)  # type: ignore[arg-type]
    else:
        story.sqod.cuts(operation, times=None)  # type: ignore[arg-type]
    await form.submit()
    await story.delivered()

    assert (
        f"{NOT[deed]}: the service did not answer, and the appointment is as it was. "
        "Your form is as you left it; try again."
    ) in outcome(story.asha).text
    assert not was_done(deed, story, session)


@every_deed
async def test_a_change_whose_answer_was_lost_is_seen_to_be_done(story: Scene, deed: str) -> None:
    session = story.session()
    form = await filled(story, deed, session)
    story.sqod.loses_answer(OPERATION[deed], times=None)  # type: ignore[arg-type]
    await form.submit()
    await story.delivered()

    assert DONE[deed] in outcome(story.asha).text
    assert was_done(deed, story, session)


@every_deed
async def test_when_nothing_can_be_known_the_person_is_told_later(story: Scene, deed: str) -> None:
    session = story.session()
    form = await filled(story, deed, session)
    story.sqod.loses_answer(OPERATION[deed], times=None)  # type: ignore[arg-type]
    before = 2 if deed == "move" else 1  # what it would clash with on another day is looked up as well
    story.sqod.fails("get", 503, skip=before, times=None)
    await form.submit()
    await story.delivered()
    assert "We can't tell yet whether that was done" in outcome(story.asha).text

    story.sqod.recovers()
    story.clock.move(seconds=30)
    story.bot.courier.wake()
    await story.delivered()
    told = story.asha.last(story.asha.dm).text
    assert "Done after all" in told or "Check this" in told
    assert was_done(deed, story, session)


@every_deed
async def test_a_double_submit_changes_once(story: Scene, deed: str) -> None:
    session = story.session()
    form = await filled(story, deed, session)
    await form.submit_twice()
    await story.delivered()

    assert len(story.sqod.asked(OPERATION[deed])) == 1  # type: ignore[arg-type]
    assert DONE[deed] in outcome(story.asha).text


@pytest.mark.parametrize("verb", ["move", "edit", "cancel", "show", "join", "history"])
async def test_an_unknown_reference_opens_no_form(story: Scene, verb: str) -> None:
    answer = await story.says(story.asha, f"/appt {verb} ZZZZZ")

    assert "No appointment with the reference or code “ZZZZZ”" in answer.text
    assert story.asha.modal is None


async def test_a_field_that_the_form_does_not_have_is_told_on_top(story: Scene) -> None:
    session = story.session()
    form = await filled(story, "move", session)
    story.sqod.fails(
        "update", 422, errors={"appointment_at": "That time is taken.", "quota": "Quota reached."}
    )
    await form.submit()
    await story.delivered()
    text = outcome(story.asha).text

    assert "The service says: That time is taken." in text
    assert "Quota reached." in text
