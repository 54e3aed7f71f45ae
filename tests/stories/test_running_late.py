"""Running late: said of one session, and the later ones that it touches moved with it, from one form."""

from __future__ import annotations

import asyncio

import pytest

from bot.standins.slack import Modal
from tests.standins.sqod import Session
from tests.stories.scene import Scene, book, modal, outcome

SESSIONS = "Later sessions to move"


def a_day(story: Scene) -> tuple[Session, Session, Session, Session]:
    """Jane is on now; Ravi and Zofia come after her in Leeds, Owen in York."""
    jane = story.session("Jane Doe", at=story.at(9), minutes=45, phone="+442071234567")
    ravi = story.session("Ravi Shah", at=story.at(9, 45), minutes=45, phone="+442071234568")
    zofia = story.session("Zofia Nowak", at=story.at(11), minutes=30, phone="+442071234569")
    owen = story.session("Owen Price", at=story.at(10), department="York")
    return jane, ravi, zofia, owen


async def opened(story: Scene, words: str) -> Modal:
    return await story.opens(story.asha, f"/appt late {words}")


def starts(story: Scene, *sessions: Session) -> list[str]:
    return [f"{story.sqod.has(id=one.id).at:%H:%M}" for one in sessions]


def described(form: Modal) -> list[str]:
    """What stands under each of the sessions."""
    (boxes,) = [one.element["options"] for one in form.fields if one.label == SESSIONS]
    return [box["description"]["text"] for box in boxes]


async def test_the_form_shows_what_the_delay_touches_and_moves_what_is_ticked(story: Scene) -> None:
    jane, ravi, zofia, owen = a_day(story)
    story.sqod.claimant_arrives(zofia.reference)
    form = await opened(story, "Jane Doe")

    assert form.title == "Running late"
    assert form.submit_label == "Apply"
    assert form.value("How late") == "10 minutes"
    assert form.options(SESSIONS) == ["09:45 → 09:55 Ravi Shah", "11:00 → 11:10 Zofia Nowak"], (
        "Owen shares nothing with her"
    )
    assert form.value(SESSIONS) == ["09:45 → 09:55 Ravi Shah"], "the next one, and none beyond"
    assert described(form) == [
        "Not free until 09:55. Same department.",
        "Waiting now. Could start on time. Same department.",
    ]
    assert starts(story, ravi, zofia) == ["09:45", "11:00"], "nothing is moved before it is applied"

    await form.fill("How late", "30 minutes")
    await story.delivered()
    form = modal(story.asha)
    assert form.options(SESSIONS) == ["09:45 → 10:15 Ravi Shah", "11:00 → 11:30 Zofia Nowak"]
    assert form.value(SESSIONS) == ["09:45 → 10:15 Ravi Shah"], "what is ticked stays ticked"
    await form.fill(SESSIONS, ["09:45 → 10:15 Ravi Shah", "11:00 → 11:30 Zofia Nowak"])
    await form.submit()
    await story.delivered()

    said = outcome(story.asha).text
    assert "Noted: Jane Doe, Fri 20 Nov, 09:00–09:45 (London), runs 30 min late." in said
    assert "Moved: Ravi Shah, 09:45 → 10:15; Zofia Nowak, 11:00 → 11:30." in said
    assert "For each of them: The claimant is told by SMS." in said
    assert starts(story, jane, ravi, zofia, owen) == ["09:00", "10:15", "11:30", "10:00"]
    moved = [call.path.rpartition("/")[2] for call in story.sqod.asked("update")]
    assert moved == [str(zofia.id), str(ravi.id)], "the last one first: nobody is moved onto another"


async def test_one_note_stands_in_the_thread_of_the_late_ones_card(story: Scene) -> None:
    a_day(story)
    await (await book(story, "Maya Okafor today 10am for 30m in Leeds")).close()
    (card,) = story.cards(story.desk)
    await story.asha.clicks("Running late", on=card)
    await story.delivered()
    assert "Maya Okafor" in modal(story.asha).text
    await modal(story.asha).submit()
    await story.delivered()

    (note,) = story.asha.thread(story.cards(story.desk)[0])
    code = story.sqod.has(name="Zofia Nowak").reference[-5:]
    assert note.text == f"Running 10 min late. Moved: Z.N. · {code} 11:00 → 11:10."
    assert "Moved" in (await story.says(story.asha, "/appt history Zofia Nowak")).text
    assert "the session before runs over" in story.asha.last(story.desk).text


async def test_nothing_ticked_only_says_that_it_runs_late(story: Scene) -> None:
    _, ravi, *_ = a_day(story)
    form = await opened(story, "Jane Doe 15")
    assert form.value("How late") == "15 minutes"
    await form.fill(SESSIONS, [])
    await form.submit()
    await story.delivered()

    assert "runs 15 min late." in outcome(story.asha).text
    assert "No later session was moved." in outcome(story.asha).text
    assert starts(story, ravi) == ["09:45"]
    form = await opened(story, "Jane Doe")
    assert "It was noted before that this runs 15 min late." in form.text
    await form.close()
    line = story.asha.last(story.desk)
    await story.asha.clicks("Take back", on=line)
    await story.delivered()
    said = story.asha.last(story.desk).text
    assert "Taken back: Jane Doe" in said
    assert "is no longer noted as running late, 15 min. What was moved stays where it is." in said
    await story.asha.clicks("Take back", on=line)
    await story.delivered()
    assert "it is not noted as running late. Nothing was changed." in story.asha.last(story.desk).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("late Nobody Known", "No appointment for “Nobody Known”"),
        ("late Tomas Late", "This session is not today: Tomas Late"),
        ("late Cora Gone", "Already cancelled: Cora Gone"),
        ("late Dan Done", "This session is over: Dan Done"),
    ],
)
async def test_what_can_t_run_late_is_said_so(story: Scene, typed: str, said: str) -> None:
    story.session("Tomas Late", at=story.at(10, days=1))
    story.session("Cora Gone", at=story.at(10), cancelled_at=story.at(8))
    dan = story.session("Dan Done", at=story.at(7), minutes=30)
    story.sqod.starts(dan.reference)
    story.sqod.ends(dan.reference)

    assert said in (await story.says(story.asha, f"/appt {typed}")).text


@pytest.mark.parametrize("noted", [True, False])
async def test_a_process_that_died_before_it_moved_anything_is_told_with_whether_the_delay_stands(
    story: Scene, *, noted: bool
) -> None:
    jane, *_ = a_day(story)
    if noted:
        form = await opened(story, "Jane Doe 15")
        await form.fill(SESSIONS, [])
        await form.submit()
        await story.delivered()
    ws, user = story.bot.workspace, story.asha.user.id
    async with ws.desk.watched("K7Q2M9XW4T8Z", "V0CLOSED", user, "delay", str(jane.id)):
        pass  # all that a process leaves that dies over it
    story.clock.move(seconds=30)
    story.bot.courier.wake()
    await story.delivered()
    told = story.asha.last(story.asha.dm).text
    said = "is noted as running late, 15 min." if noted else "is not noted as running late."
    assert told == (
        f"Jane Doe, Fri 20 Nov, 09:00–09:45 (London), {said} No later session was moved, because Frontdesk was "
        "interrupted. Choose Running late again."
    )


async def test_late_alone_or_with_a_span_lists(story: Scene) -> None:
    a_day(story)
    assert "Jane Doe" in (await story.says(story.asha, "/appt late")).text
    assert "Jane Doe" not in (await story.says(story.asha, "/appt late tomorrow")).text


async def test_minutes_that_are_not_offered_are_said_so(story: Scene) -> None:
    a_day(story)
    form = await opened(story, "Jane Doe 12")
    assert form.value("How late") == "10 minutes"
    assert "Choose 5, 10, 15 or 30 minutes" in form.text


async def test_words_that_are_no_delay_are_asked_about_and_no_part_of_the_name(story: Scene) -> None:
    a_day(story)
    asked = await story.says(story.asha, "/appt late Jane quite a bit")
    assert "Is it this one, for Jane quite a bit?" in asked.text
    await story.asha.clicks("Running late", on=asked)
    await story.delivered()
    form = modal(story.asha)
    assert "Jane Doe" in form.text
    assert "Choose 5, 10, 15 or 30 minutes" in form.text


async def test_a_new_time_that_has_passed_is_not_applied(story: Scene) -> None:
    _, ravi, *_ = a_day(story)
    story.clock.move(minutes=30)
    form = await opened(story, "Jane Doe")
    story.clock.move(minutes=16)
    await form.submit()
    await story.delivered()

    assert modal(story.asha).errors == {
        SESSIONS: "09:55 has passed already, for Ravi Shah. Choose more minutes, or untick it."
    }
    assert starts(story, ravi) == ["09:45"]


async def test_what_somebody_else_moved_meanwhile_is_shown_before_anything_moves(story: Scene) -> None:
    _, ravi, zofia, _ = a_day(story)
    form = await opened(story, "Jane Doe")
    await form.fill(SESSIONS, ["09:45 → 09:55 Ravi Shah", "11:00 → 11:10 Zofia Nowak"])
    await story.opens(story.chloe, "/appt late Jane Doe")
    await modal(story.chloe).submit()
    await story.delivered()
    assert "Moved: Ravi Shah, 09:45 → 09:55." in outcome(story.chloe).text
    await form.submit()
    await story.delivered()

    form = modal(story.asha)
    assert "Ravi Shah: Chloe moved this at 09:10, from 09:45 to 09:55." in form.text
    assert "Nothing was moved. Check the new times below, then press Apply again." in form.text
    assert form.options(SESSIONS) == ["09:55 → 10:05 Ravi Shah", "11:00 → 11:10 Zofia Nowak"]
    assert form.value(SESSIONS) == ["11:00 → 11:10 Zofia Nowak"], "what changed is ticked anew, or not at all"
    await form.submit()
    await story.delivered()
    assert starts(story, ravi, zofia) == ["09:55", "11:10"]


async def test_of_two_who_apply_at_once_one_moves_and_the_other_is_told(story: Scene) -> None:
    _, ravi, *_ = a_day(story)
    forms = [await story.opens(person, "/appt late Jane Doe") for person in (story.asha, story.chloe)]
    await asyncio.gather(*(form.submit() for form in forms))
    await story.delivered()

    assert starts(story, ravi) == ["09:55"], "by ten minutes, not by twenty"
    told = sorted("Moved: Ravi Shah" in outcome(person).text for person in (story.asha, story.chloe))
    assert told == [False, True]
    other = next(p for p in (story.asha, story.chloe) if "Moved: Ravi" not in outcome(p).text)
    assert "moved this at 09:10, from 09:45 to 09:55." in outcome(other).text


async def test_submitted_twice_it_applies_once(story: Scene) -> None:
    _, ravi, *_ = a_day(story)
    form = await opened(story, "Jane Doe")
    await form.submit_twice()
    await story.delivered()

    assert starts(story, ravi) == ["09:55"]
    assert len(story.sqod.asked("update")) == 1


async def test_a_failure_in_the_middle_says_which_stand_where(story: Scene) -> None:
    _, ravi, zofia, _ = a_day(story)
    form = await opened(story, "Jane Doe")
    await form.fill(SESSIONS, ["09:45 → 09:55 Ravi Shah", "11:00 → 11:10 Zofia Nowak"])
    story.sqod.fails("update", 403, skip=1)
    await form.submit()
    await story.delivered()

    said = outcome(story.asha).text
    assert "Moved: Zofia Nowak, 11:00 → 11:10." in said
    assert "Not moved: Ravi Shah stands at 09:45." in said
    assert "The appointment service does not let us do that." in said
    assert starts(story, ravi, zofia) == ["09:45", "11:10"]


async def test_a_service_that_fails_from_the_first_leaves_the_form_to_be_sent_again(story: Scene) -> None:
    _, ravi, zofia, _ = a_day(story)
    form = await opened(story, "Jane Doe")
    await form.fill(SESSIONS, ["09:45 → 09:55 Ravi Shah", "11:00 → 11:10 Zofia Nowak"])
    story.sqod.fails("update", 403)
    await form.submit()
    await story.delivered()
    form = modal(story.asha)
    assert "No later session was moved." in form.text
    assert "Not moved: Zofia Nowak stands at 11:00." in form.text
    assert "Not tried: Ravi Shah stands at 09:45." in form.text

    story.sqod.recovers()
    await form.submit()
    await story.delivered()
    assert "Moved: Ravi Shah, 09:45 → 09:55; Zofia Nowak, 11:00 → 11:10." in outcome(story.asha).text
    assert starts(story, ravi, zofia) == ["09:55", "11:10"]


async def test_a_service_that_does_not_answer_leaves_what_was_typed(story: Scene) -> None:
    a_day(story)
    form = await opened(story, "Jane Doe")
    story.sqod.fails("list", 503, times=None)
    await form.submit()
    await story.delivered()

    assert "Your form is as you left it." in modal(story.asha).text
    assert modal(story.asha).value(SESSIONS) == ["09:45 → 09:55 Ravi Shah"]


async def test_a_session_that_would_clash_where_it_is_moved_to_is_said_before_it_is_moved(
    story: Scene,
) -> None:
    polish = {"interpreter_needed": True, "interpreter_language": "Polish", "minutes": 30}
    story.session("Jane Doe", at=story.at(9))
    ravi = story.session("Ravi Shah", at=story.at(9, 45), **polish)
    story.session("Owen Price", at=story.at(10, 15), department="York", **polish)
    form = await opened(story, "Jane Doe")
    await form.submit()
    await story.delivered()
    form = modal(story.asha)
    assert "Ravi Shah: An interpreter for Polish is taken already: Owen Price, 10:15–10:45" in form.text
    assert "Nothing was moved. Untick it, or press Apply again to move it all the same." in form.text
    assert starts(story, ravi) == ["09:45"]
    await form.submit()
    await story.delivered()
    assert "Moved: Ravi Shah, 09:45 → 09:55." in outcome(story.asha).text


@pytest.mark.parametrize(
    ("name", "typed", "late"),
    [
        ("June Park", "June 15", "15 minutes"),
        ("April Jones", "April 10", "10 minutes"),
        ("Mae May", "may", "10 minutes"),
        ("August Thorne", "august 5", "5 minutes"),
        ("Sunday Okafor", "Sunday", "10 minutes"),
        ("Tuesday Weld", "Tuesday Weld 15 min", "15 minutes"),
        ("Will Ferris", "Will 10", "10 minutes"),
        ("Noor August", "august 30", "30 minutes"),
    ],
)
async def test_who_is_called_as_a_day_or_a_month_is_the_one_who_runs_late(
    story: Scene, name: str, typed: str, late: str
) -> None:
    story.session(name, at=story.at(9), minutes=45)
    form = await opened(story, typed)
    assert name in form.text
    assert form.value("How late") == late


@pytest.mark.parametrize("typed", ["June 15", "15 June", "tomorrow", "mon", "sun", "today"])
async def test_a_day_is_a_day_where_nobody_of_today_is_called_so(story: Scene, typed: str) -> None:
    for name in ("Monica Hall", "Sunita Rao", "Tod Ayrton"):
        story.session(name, at=story.at(9), minutes=45)
    story.session("June Park", at=story.at(9, days=3), minutes=45)
    await story.says(story.asha, f"/appt late {typed}")
    assert story.asha.modal is None


async def test_a_session_after_midnight_that_is_pushed_on_is_shown_and_moved(story: Scene) -> None:
    late = story.session("Jane Doe", at=story.at(23), minutes=60)
    next_one = story.session("Ravi Shah", at=story.at(0, days=1), minutes=30)
    story.session("Zofia Nowak", at=story.at(9, days=1), minutes=30)
    story.clock.now = story.at(23, 5)
    form = await opened(story, "Jane Doe")
    assert form.options(SESSIONS) == ["00:00 → 00:10 Ravi Shah"]
    await form.submit()
    await story.delivered()
    assert starts(story, late, next_one) == ["23:00", "00:10"]


async def test_whose_time_has_passed_without_them_is_late_and_no_month(story: Scene) -> None:
    story.session("June Park", at=story.at(8), minutes=30)
    assert "June Park" in (await opened(story, "June 15")).text


@pytest.mark.parametrize("under_way", [True, False])
async def test_after_midnight_the_one_of_before_runs_late_and_pushes_on_the_next(
    story: Scene, *, under_way: bool
) -> None:
    late = story.session("Jane Doe", at=story.at(23, 30), minutes=45)
    story.session("Ravi Shah", at=story.at(0, 15, days=1), minutes=30)
    story.clock.now = story.at(0, 5, days=1)
    if under_way:
        story.sqod.starts(late.id)
    form = await opened(story, "Jane Doe")
    assert form.options(SESSIONS) == ["00:15 → 00:25 Ravi Shah"]


async def test_after_midnight_one_that_is_over_is_of_another_day(story: Scene) -> None:
    story.session("Jane Doe", at=story.at(23), minutes=45)
    story.clock.now = story.at(0, 5, days=1)
    assert "This session is not today: Jane Doe" in (await story.says(story.asha, "/appt late Jane Doe")).text
