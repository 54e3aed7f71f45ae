"""Who came: said from a card, a board, or typed; nothing is noted by itself, and nobody's word is overwritten unseen."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.apis.sqod.vendor import SqodSettings
from bot.standins.slack import Seen
from tests.edges.leaks import own_tables
from tests.stories.scene import Scene, book, modal, scene
from tests.stories.telling import passes


async def card(story: Scene, words: str = "Jane Doe today 3pm for 45m in Leeds") -> Seen:
    await (await book(story, words)).close()
    return story.cards(story.desk)[-1]


async def at(story: Scene, hour: int, minute: int = 0) -> None:
    """Let the day go on to a time."""
    story.clock.now = story.at(hour, minute)
    story.bot.courier.wake()
    await story.delivered()


def now_is(story: Scene, shown: Seen) -> Seen:
    found = story.asha.again(shown)
    assert found is not None
    return found


async def test_who_arrived_and_who_did_not_is_said_from_the_card_once_its_time_has_come(story: Scene) -> None:
    shown = await card(story)
    assert "Arrived" not in shown.buttons
    await at(story, 14, 50)
    assert "Arrived" in now_is(story, shown).buttons
    assert "No-show" not in now_is(story, shown).buttons, "nobody has missed what has not begun"
    await at(story, 15, 4)
    await story.asha.clicks("No-show", on=now_is(story, shown))
    await story.delivered()
    asked = story.asha.last(story.desk)
    assert "Which was it? Nothing is noted until you press one." in asked.text
    assert "Noted" not in now_is(story, shown).text
    await story.asha.clicks("No contact", on=asked)
    await story.delivered()
    answer = story.asha.last(story.desk)
    assert (
        "Noted of Jane Doe, Fri 20 Nov, 15:00–15:45 (London): no-show: no contact. Frontdesk has told nobody."
        in answer.text
    )
    assert answer.buttons == ["Book again", "Take back"]
    drawn = now_is(story, shown)
    assert "Noted: no-show: no contact" in drawn.text
    assert "Book again" in drawn.buttons
    assert "Arrived" in drawn.buttons, "who comes after all has come"
    assert "No-show" not in drawn.buttons

    await story.asha.clicks("Take back", on=answer)
    await story.delivered()
    assert "Taken back" in story.asha.last(story.desk).text
    assert "Noted" not in now_is(story, shown).text
    assert "Noted by Asha Patel" in (await story.says(story.asha, "/appt history Jane Doe")).text


async def test_two_at_once_are_told_of_each_other_and_nothing_is_overwritten_unseen(story: Scene) -> None:
    shown = await card(story)
    await at(story, 15, 4)
    drawn = now_is(story, shown)
    await asyncio.gather(*(one.clicks("Arrived", on=drawn) for one in (story.asha, story.chloe)))
    await story.delivered()
    said = [one.last(story.desk).text for one in (story.asha, story.chloe)]
    assert sum("Noted of Jane Doe" in text for text in said) == 1
    assert sum("noted that already, at 15:04. Nothing was changed." in text for text in said) == 1

    for one in (story.asha, story.chloe):
        await one.clicks("No-show", on=now_is(story, shown))
        await story.delivered()
    await story.chloe.clicks("Technical failure", on=story.chloe.last(story.desk))
    await story.delivered()
    await story.asha.clicks("No contact", on=story.asha.last(story.desk))
    await story.delivered()
    told = story.asha.last(story.desk)
    assert (
        "Chloe Evans noted something else at 15:04: no-show: technical failure. Nothing was changed."
        in told.text
    )
    assert "technical failure" in now_is(story, shown).text
    await story.asha.clicks("Note it all the same: No contact", on=told)
    await story.delivered()
    assert "no-show: no contact" in now_is(story, shown).text


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("arrived Jane Doe", "Noted of Jane Doe, Fri 20 Nov, 15:00–15:45 (London): arrived."),
        ("arrived", "Jane Doe"),
        ("noshow jane doe no contact", "no-show: no contact."),
        ("noshow jane doe: no-contact", "no-show: no contact."),
        ("no-show Jane Doe", "Which was it? Nothing is noted until you press one."),
        ("noshow", "no sessions"),
        ("noshow Bob Later", "that has not begun, so nobody has missed it. Nothing was noted."),
        ("arrived Tom Tomorrow", "that is more than half a day ahead. Nothing was noted."),
        ("noshow Nobody Here", "No appointment for “Nobody Here”"),
        ("arrived Xavier Gone", "it was cancelled. Nothing was noted."),
        ("noshow Ann", "Which one? 2 sessions for Ann"),
        ("late", "Jane Doe"),
        ("noshow Wanda Waits technical", "in the waiting room, as the appointment service tells"),
        ("arrived Harry Held", "as the appointment service tells. Nothing was noted."),
        ("noshow Harry Held no contact", "Noted of Harry Held"),
    ],
)
async def test_what_is_typed_is_noted_or_said_why_not(story: Scene, typed: str, answer: str) -> None:
    story.session()
    story.session("Bob Later", at=story.at(16))
    story.session("Tom Tomorrow", at=story.at(16, days=1))
    story.session("Ann Archer", at=story.at(15))
    story.session("Ann Baker", at=story.at(15))
    story.session("Xavier Gone", at=story.at(15), status="cancelled")
    story.sqod.claimant_arrives(story.session("Wanda Waits").id)
    story.sqod.starts(story.session("Harry Held").id)
    await at(story, 15, 6)
    if typed == "arrived":
        await story.says(story.asha, "/appt arrived Jane Doe")
    told = await story.says(story.chloe, f"/appt {typed}")
    assert answer.casefold() in told.text.casefold()
    assert "nothing judged" not in told.text


async def test_lists_know_who_came_who_did_not_and_whose_time_has_come(story: Scene) -> None:
    for name in ("Jane Doe", "Noel Absent", "Sam Silent"):
        story.session(name)
    await at(story, 15, 6)
    await story.says(story.asha, "/appt arrived Jane Doe")
    await story.says(story.asha, "/appt noshow Noel Absent too late")
    today = (await story.says(story.asha, "/appt today")).text
    assert "Jane Doe · arrived" in today or "arrived" in today
    assert "Over: 1 no-show." in today
    late = (await story.says(story.asha, "/appt late")).text
    assert "Sam Silent" in late
    assert "Noel Absent" not in late
    missed = (await story.says(story.asha, "/appt noshow")).text
    assert "Noel Absent" in missed
    assert "no-show: came too late" in missed
    assert "Sam Silent" not in missed


async def test_where_the_service_fails_nothing_is_noted_and_that_is_said(story: Scene) -> None:
    shown = await card(story)
    await at(story, 15, 4)
    story.sqod.fails("get", 403, times=None)
    await story.asha.clicks("Arrived", on=now_is(story, shown))
    await story.delivered()
    assert "Noted" not in story.asha.last(story.desk).text
    assert "Noted" not in now_is(story, shown).text


async def test_a_guest_and_whoever_may_not_book_note_nothing(story: Scene) -> None:
    shown = await card(story)
    await at(story, 15, 4)
    await story.gus.clicks("Arrived", on=now_is(story, shown))
    await story.delivered()
    assert "Noted" not in now_is(story, shown).text


def questions(story: Scene) -> list[Seen]:
    below = [one for shown in story.cards(story.desk) for one in story.asha.thread(shown)]
    return [one for one in below if "Did the claimant come?" in one.text]


async def test_five_minutes_after_the_start_the_booker_is_asked_once_in_the_thread_of_the_card(
    story: Scene,
) -> None:
    shown = await card(story)
    await at(story, 15, 4)
    assert questions(story) == []
    await at(story, 15, 5)
    (asked,) = questions(story)
    assert asked.message.thread_ts == shown.ts
    assert "@Asha Patel Jane Doe, Fri 20 Nov, 15:00–15:45 (London): nobody is in the room" in asked.text
    assert asked.buttons == [
        "Arrived", "Running late", "No contact", "Technical failure", "Interpreter missing", "Came too late",
    ]  # fmt: skip
    await at(story, 15, 20)
    assert len(questions(story)) == 1

    await story.chloe.clicks("Came too late", on=asked)
    await story.delivered()
    answered = now_is(story, asked)
    assert "no-show: came too late. Chloe Evans noted that at 15:20." in answered.text
    assert answered.buttons == []
    assert "Noted: no-show: came too late" in now_is(story, shown).text


@pytest.mark.parametrize("why", ["arrived", "in the room", "moved", "gone", "never"])
async def test_nobody_is_asked_where_it_is_known_or_not_wanted(tmp_path: Path, why: str) -> None:
    async with scene(tmp_path, ask_after_minutes=0 if why == "never" else 5) as story:
        shown = await card(story)
        session = story.sqod.appointments[0]
        await at(story, 15, 1)
        if why == "arrived":
            await story.chloe.clicks("Arrived", on=now_is(story, shown))
            await story.delivered()
        elif why == "in the room":
            story.sqod.claimant_arrives(session.id)
        elif why == "moved":
            story.sqod.change(session.id, at=story.at(17))
        elif why == "gone":
            story.sqod.removes(session.id)
        await at(story, 15, 6)
        assert questions(story) == []


async def test_a_session_that_has_no_card_is_asked_about_under_the_board_that_shows_it(story: Scene) -> None:
    story.session()
    await story.says(story.asha, "/appt alerts board 09:00")
    await story.delivered()
    stands = story.cards(story.desk)[-1]
    await at(story, 15, 1)
    await passes(story, minutes=5)
    (asked,) = questions(story)
    assert asked.message.thread_ts == stands.ts
    assert "@" not in asked.text, "nobody booked it here, so nobody is called"


async def test_a_service_that_fails_is_asked_again_and_the_question_comes_once(story: Scene) -> None:
    await card(story)
    await at(story, 15, 4)
    story.sqod.fails("get", 403, times=1)
    story.clock.now = story.at(15, 5)
    story.bot.courier.wake()
    await story.delivered()
    for minute in (7, 9, 12):
        await at(story, 15, minute)
    assert len(questions(story)) == 1


async def test_whoever_was_missed_is_booked_again_in_place_of_it_and_a_second_miss_is_said_as_that(
    story: Scene,
) -> None:
    await card(story)
    await at(story, 15, 6)
    answer = await story.says(story.asha, "/appt noshow Jane Doe no contact")
    await story.asha.clicks("Book again", on=answer)
    await story.delivered()
    form = modal(story.asha)
    assert form.value("Claimant name") == "Jane Doe"
    await form.fill("When", "today 4pm")
    for _ in range(3):  # the time is read back first
        if story.asha.modal is not None:
            await modal(story.asha).submit()
            await story.delivered()
    again = story.cards(story.desk)[-1]
    await at(story, 16, 6)
    assert "Noted: second attempt" in now_is(story, again).text
    await story.asha.clicks("No-show", on=now_is(story, again))
    await story.delivered()
    await story.asha.clicks("No contact", on=story.asha.last(story.desk))
    await story.delivered()
    told = story.asha.last(story.desk)
    assert "no-show: no contact. It was the second attempt. Frontdesk has told nobody." in told.text
    await story.asha.clicks("Book again", on=answer)
    await story.delivered()
    assert "It was booked again already since it was missed" in modal(story.asha).text


def made(folder: Path) -> Path:
    folder.mkdir()
    return folder


async def missed(story: Scene) -> Seen:
    await card(story)
    await at(story, 15, 4)
    return await story.says(story.asha, "/appt noshow Jane Doe no contact")


async def test_what_is_noted_is_written_to_the_service_only_where_its_words_were_given(
    tmp_path: Path,
) -> None:
    async with scene(tmp_path) as story:
        assert "Frontdesk has told nobody." in (await missed(story)).text
        assert story.sqod.appointments[0].status == "scheduled"
    async with scene(made(tmp_path / "written"), sqod_status_writes=("no_show",)) as story:
        told = await missed(story)
        assert "It is being written to SQOD too; if that does not take, you are told." in told.text
        assert story.sqod.appointments[0].status == "no_show"
        assert "Status: No-show" in story.cards(story.desk)[-1].text
        await story.asha.clicks("Take back", on=told)
        await story.delivered()
        assert "What was written to SQOD stays there" in story.asha.last(story.desk).text
        assert story.sqod.appointments[0].status == "no_show"


async def test_what_did_not_take_there_or_was_refused_is_told_to_whoever_noted_it(tmp_path: Path) -> None:
    async with scene(tmp_path, sqod_status_writes=("no_show",)) as story:
        story.sqod.alters("update", status="scheduled")
        await missed(story)
        told = story.asha.last(story.asha.dm).text
        assert "you noted no-show: no contact, and SQOD took that, but it still says scheduled." in told
        assert "Noted: no-show: no contact" in story.cards(story.desk)[-1].text
    async with scene(made(tmp_path / "refused"), sqod_status_writes=("no_show",)) as story:
        story.sqod.fails("update", 422, errors={"status": "The status is invalid."}, times=None)
        await missed(story)
        told = story.asha.last(story.asha.dm).text
        assert "you noted no-show: no contact, which SQOD did not take." in told
        assert "Frontdesk's own note stands; nothing was changed there." in told


async def test_a_write_whose_answer_is_lost_is_looked_for_before_it_is_sent_again(tmp_path: Path) -> None:
    async with scene(tmp_path, sqod_status_writes=("no_show",)) as story:
        story.sqod.loses_answer("update", times=None)
        await missed(story)
        story.sqod.recovers()
        for minute in (7, 12, 20):
            await at(story, 15, minute)
        assert story.sqod.appointments[0].status == "no_show"
        assert "did not take" not in "".join(one.text for one in story.asha.sees(story.asha.dm))


@pytest.mark.parametrize("word", ["maybe", "no_show,noshow", "scheduled"])
def test_words_that_mean_nothing_here_are_refused_as_settings(word: str) -> None:
    with pytest.raises(ValueError, match=r"mean the same here|not read back as anything"):
        SqodSettings(sqod_status_writes=tuple(word.split(",")))


PEXIP: dict[str, Any] = {
    "pexip_no_show": "POST /appointments/{id}/_actions/no-show",
    "pexip_complete": "POST /appointments/{id}/_actions/complete",
}


@pytest.mark.parametrize(
    ("typed", "minute", "status"), [("noshow {} no contact", 10, "NO_SHOW"), ("arrived {}", 40, "COMPLETED")]
)
async def test_at_pexip_it_is_written_where_the_installation_says_how(
    tmp_path: Path, typed: str, minute: int, status: str
) -> None:
    async with scene(tmp_path, vendor="pexip", **PEXIP) as story:
        session = story.pexip.add(at=story.at(10))
        story.clock.now = story.at(10, minute)
        told = await story.says(story.asha, f"/appt {typed.format(session.id)}")
        assert "It is being written to Pexip Engage too" in told.text
        assert len(story.pexip.asked("mark")) == 1
        assert story.pexip.appointments[0].status == status


async def test_at_pexip_nothing_is_written_where_nobody_says_how(tmp_path: Path) -> None:
    async with scene(tmp_path, vendor="pexip") as story:
        session = story.pexip.add(at=story.at(10))
        story.clock.now = story.at(10, 10)
        told = await story.says(story.asha, f"/appt noshow {session.id} technical")
        assert "no-show: technical failure. Frontdesk has told nobody." in told.text
        assert story.pexip.asked("mark") == []
        asked = await story.says(story.asha, f"/appt noshow {session.id} interpreter")
        assert "The note stands until you press one." in asked.text, "it knows no interpreters"


async def test_a_host_who_sat_in_the_room_alone_says_so_and_the_session_counts_as_missed(
    story: Scene,
) -> None:
    shown = await card(story)
    session = story.sqod.appointments[0]
    await at(story, 15, 2)
    story.sqod.starts(session.id)
    story.clock.now = story.at(15, 20)
    story.sqod.ends(session.id)
    opened = await story.says(story.asha, "/appt show Jane Doe")
    assert "No-show" in opened.buttons
    assert "Arrived" not in opened.buttons
    await story.says(story.asha, "/appt noshow Jane Doe too late")
    assert "Noted: no-show: came too late" in now_is(story, shown).text
    assert "Jane Doe" in (await story.says(story.asha, "/appt noshow")).text


async def test_what_was_asked_and_noted_is_forgotten_with_its_claimant(story: Scene) -> None:
    shown = await card(story)
    session = story.sqod.appointments[0]
    await at(story, 15, 5)
    (asked,) = questions(story)
    await story.says(story.asha, "/appt noshow Jane Doe no contact")
    ada = story.slack.person("Ada Admin", admin=True)
    offered = await story.says(ada, f"/appt forget {session.reference[-5:]}")
    await ada.clicks("Forget", on=offered, confirm=True)
    await story.delivered()
    for one in (shown, asked):
        assert now_is(story, one).text == f"Appointment {session.reference[-5:]}: closed"
        assert now_is(story, one).buttons == []
    assert session.id not in own_tables(story)


async def test_a_list_of_what_was_noted_that_is_empty_says_how_to_note_it(story: Scene) -> None:
    shown = await story.says(story.asha, "/appt noshow")
    assert "No sessions. To note a no-show: /appt noshow, with a name or code." in shown.text
    assert "No sessions. Nobody is late." in (await story.says(story.asha, "/appt late")).text


@pytest.mark.parametrize(
    ("typed", "not_known"),
    [
        ("Jane didn't pick up", "didn't pick up"),
        ("jane doe lost signal", "lost signal"),
        ("Jane Smith", "Smith"),
    ],
)
async def test_words_that_are_no_kind_of_no_show_are_said_beside_whom_they_stand_behind(
    story: Scene, typed: str, not_known: str
) -> None:
    story.session()
    await at(story, 15, 6)
    told = await story.says(story.asha, f"/appt noshow {typed}")
    assert f"“{not_known}” is not a kind of no-show. Jane Doe, Fri 20 Nov, 15:00–15:45" in told.text
    assert "Nothing is noted until you press one." in told.text
    assert "type more of the name, or the code" in told.text, "it may be another whom they mean"
    assert told.buttons == ["No contact", "Technical failure", "Interpreter missing", "Came too late"]


async def test_words_that_are_no_kind_of_no_show_go_with_the_one_of_several_who_is_chosen(
    story: Scene,
) -> None:
    for name in ("Ann Archer", "Ann Baker"):
        story.session(name)
    await at(story, 15, 6)
    several = await story.says(story.asha, "/appt noshow Ann didn't pick up")
    assert "Which one? 2 sessions for Ann" in several.text
    await story.asha.clicks("No-show", on=several)
    await story.delivered()
    assert "“didn't pick up” is not a kind of no-show. Ann " in story.asha.last(story.desk).text
    assert "no-show:" not in (await story.says(story.asha, "/appt today")).text


@pytest.mark.parametrize("typed", ["Jane just now", "jane doe 5 minutes ago", "Jane Doe at 15:02"])
async def test_a_time_behind_a_name_that_takes_none_is_asked_about_and_no_part_of_the_name(
    story: Scene, typed: str
) -> None:
    story.session()
    await at(story, 15, 6)
    asked = await story.says(story.asha, f"/appt arrived {typed}")
    assert f"Is it this one, for {typed}?" in asked.text
    assert "Jane Doe" in asked.text
    assert "arrived" not in (await story.says(story.asha, "/appt today")).text
    await story.asha.clicks("Arrived", on=asked)
    await story.delivered()
    assert "Noted of Jane Doe" in story.asha.last(story.desk).text
    assert "No appointment" in (await story.says(story.asha, "/appt arrived Jane Smith")).text
