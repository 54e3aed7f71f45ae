"""It warns before one errs, and refuses nothing."""

from __future__ import annotations

import pytest

from bot.standins.slack import Modal
from tests.stories.scene import Outcome, Scene, modal, outcome


async def opened(story: Scene, text: str) -> Modal:
    await story.opens(story.asha, text)
    await story.delivered()
    return modal(story.asha)


async def sent(story: Scene) -> Outcome:
    await modal(story.asha).submit()
    await story.delivered()
    return outcome(story.asha)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Jane Doe tomorrow 10am", "Jane Doe has 15:00 already: open it, or book all the same."),
        ("doe, jane tomorrow 10am", "Jane Doe has 15:00 already"),
        ("Jane Doe today 4pm", "Jane Doe has Sat 21 Nov, 15:00 already"),
        ("Janet Dough tomorrow 10am 020 7946 0018", "Jane Doe has 15:00 already"),
    ],
)
async def test_who_has_an_appointment_already_is_booked_only_all_the_same(
    story: Scene, typed: str, said: str
) -> None:
    other = story.session("Jane Doe", at=story.at(15, days=1), phone="+442079460018")
    await opened(story, f"/appt book {typed}")
    form = await sent(story)
    assert said in form.text
    assert f"/appt {other.reference[-5:]} opens it" in form.text
    assert story.sqod.asked("create") == []

    assert "Booked: " in (await sent(story)).text
    assert len(story.sqod.asked("create")) == 1


async def test_others_and_what_is_over_or_far_away_warn_of_nothing(story: Scene) -> None:
    story.session("Jane Doe", at=story.at(15, days=3))
    story.session("Jane Doe", at=story.at(15, days=1), status="cancelled")
    story.session("John Doe", at=story.at(15, days=1))
    await opened(story, "/appt book Jane Doe tomorrow 10am")
    assert "Booked: Jane Doe" in (await sent(story)).text


async def test_a_look_that_fails_holds_no_booking_up(story: Scene) -> None:
    story.session("Jane Doe", at=story.at(15, days=1))
    await opened(story, "/appt book Jane Doe tomorrow 10am")
    story.sqod.fails("list", 500, times=None)
    assert "Booked: Jane Doe" in (await sent(story)).text


@pytest.mark.parametrize("verb", ["move", "cancel"])
@pytest.mark.parametrize(
    ("status", "said"),
    [("waiting", "Jane Doe is in the waiting room now."), ("in_session", "Jane Doe is in session now.")],
)
async def test_who_waits_or_is_in_session_is_not_moved_or_cancelled_without_a_word(
    story: Scene, verb: str, status: str, said: str
) -> None:
    story.session("Jane Doe", at=story.at(9), status=status)
    form = await opened(story, f"/appt {verb} jane doe")
    assert f"⚠ {said} Tell them before you change this." in form.text


async def test_who_came_meanwhile_is_said_before_it_is_cancelled(story: Scene) -> None:
    session = story.session("Jane Doe", at=story.at(9, 15))
    await opened(story, "/appt cancel jane doe claimant asked")
    session.status = "waiting"
    form = await sent(story)
    assert "Jane Doe is in the waiting room now." in form.text
    assert session.cancelled_at is None
