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


async def changed(story: Scene, text: str, **fields: str) -> Outcome:
    """Open a form, fill it and send it."""
    form = await opened(story, text)
    for label, value in fields.items():
        await form.fill(label.replace("_", " "), value)
        await story.delivered()
    return await sent(story)


async def test_an_interpreter_who_is_taken_is_booked_only_all_the_same(story: Scene) -> None:
    other = story.session(
        "Omar Ali",
        at=story.at(15, days=3),
        minutes=45,
        interpreter_needed=True,
        interpreter_language="polish",
    )
    story.session(
        "Ida Eng",
        at=story.at(15, 45, days=3),
        minutes=30,
        interpreter_needed=True,
        interpreter_language="Polish",
    )
    form = await changed(story, "/appt book Jane Doe mon 3.30pm for 30m Polish interpreter")
    assert (
        f"An interpreter for Polish is taken already: Omar Ali, 15:00–15:45 ({other.reference[-5:]}). Free from 16:15. "
        "Choose another time, or press Book again to book all the same."
    ) in form.text
    assert story.sqod.asked("create") == []
    assert "Booked: Jane Doe" in (await sent(story)).text


@pytest.mark.parametrize(
    "typed",
    [
        "mon 3pm for 30m Urdu interpreter",
        "mon 3.45pm for 30m Polish interpreter",
        "mon 2pm for 1h Polish interpreter",
        "mon 3pm",
        "mon 3pm interpreter needed",
    ],
)
async def test_another_language_or_hour_is_in_nobody_s_way(story: Scene, typed: str) -> None:
    story.session("Omar Ali", at=story.at(15, days=3), interpreter_needed=True, interpreter_language="Polish")
    story.session(
        "Over Now",
        at=story.at(14, days=3),
        minutes=300,
        interpreter_needed=True,
        interpreter_language="Polish",
        status="cancelled",
    )
    assert "Booked: Jane Doe" in (await changed(story, f"/appt book Jane Doe {typed}")).text


async def test_a_room_that_is_taken_is_moved_into_only_all_the_same(story: Scene) -> None:
    rooms = [{"meeting": {"id": 1, "room_url": f"https://a.whereby.com/one?roomKey={key}"}} for key in "ab"]
    other = story.session("Omar Ali", at=story.at(15, days=3), odd=rooms[0])
    session = story.session("Jane Doe", at=story.at(10, days=3), minutes=30, odd=rooms[1])
    form = await changed(story, "/appt move jane doe mon 3.15pm")
    assert (
        f"The same room is taken already: Omar Ali, 15:00–15:45 ({other.reference[-5:]}). It is free from 15:45."
        in form.text
    )
    assert "press Reschedule again to move it all the same." in form.text
    assert session.at == story.at(10, days=3)

    await modal(story.asha).fill("When", "mon 3.50pm")
    await story.delivered()
    assert "Rescheduled: " in (await sent(story)).text
    assert session.at == story.at(15, 50, days=3)


async def test_a_language_that_is_taken_is_saved_only_all_the_same(story: Scene) -> None:
    story.session("Omar Ali", at=story.at(15), interpreter_needed=True, interpreter_language="Polish")
    session = story.session("Jane Doe", at=story.at(15, 30))
    form = await changed(story, "/appt edit jane doe", Interpreter="Polish")
    assert "An interpreter for Polish is taken already: Omar Ali, 15:00–15:45" in form.text
    assert "Press Save again to save it all the same." in form.text
    assert session.interpreter_language is None
    await sent(story)
    assert session.interpreter_language == "Polish"


async def test_a_clash_that_can_t_be_told_holds_nothing_up(story: Scene) -> None:
    story.session("Omar Ali", at=story.at(15, days=3), interpreter_needed=True, interpreter_language="Polish")
    await opened(story, "/appt book Jane Doe mon 3pm Polish interpreter")
    story.sqod.hangs("list", times=None)
    assert "Booked: Jane Doe" in (await sent(story)).text


async def test_a_clash_stands_under_the_time_as_it_is_read_back(story: Scene) -> None:
    other = story.session("Omar Ali", at=story.at(15), interpreter_needed=True, interpreter_language="Polish")
    told = f"⚠ An interpreter for Polish is taken already: Omar Ali, 15:00–15:45 ({other.reference[-5:]}). Free from 15:45."
    form = await opened(story, "/appt book Jane Doe today 3.15pm Polish interpreter")
    assert told in form.text
    await form.fill("When", "today 4pm")
    await story.delivered()
    assert "taken already" not in modal(story.asha).text
    await modal(story.asha).fill("When", "today 2.45pm")
    await story.delivered()
    assert told in modal(story.asha).text
