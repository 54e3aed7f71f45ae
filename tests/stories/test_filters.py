"""Filters mean the same wherever they are typed: in a list, a board, an alert, a search and a form."""

from __future__ import annotations

from pathlib import Path

import pytest

from blocks.words.facts import STATUS_WORDS
from bot.appointments.filter import Filter, status_meant
from bot.appointments.model import Appointment, Department, Status
from tests.stories.scene import Scene, scene
from tests.stories.telling import messages, passes


def of(id_: object, name: str) -> dict[str, object]:
    """A department as the vendor tells it."""
    return {"department": {"id": id_, "name": name}}


async def lists(story: Scene, words: str) -> set[str]:
    """Whom a list of today names that is narrowed so."""
    text = (await story.says(story.asha, f"/appt list today {words}")).text
    return {name for name in ("Lena", "Carl", "Nora") if name in text}


async def is_told_of(story: Scene, words: str) -> set[str]:
    """Whom the board names in a channel that is narrowed so."""
    said = (await story.says(story.asha, f"/appt alerts reset board 09:11 daily {words}")).text
    assert "Board:" in said, said
    await passes(story, minutes=3)
    board = messages(story, story.desk)[-1].text
    await story.says(story.asha, "/appt alerts off")
    return {name for name in ("Lena", "Carl", "Nora") if name in board}


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("dept:lee", {"Lena"}),
        ("dept:LEEDS", {"Lena"}),
        ("dept:7", {"Lena"}),
        ("dept:D-é9", {"Carl"}),
        ("dept:social", {"Carl"}),
        ('dept:"social  care"', {"Carl"}),
        ("dept:orleans", {"Nora"}),
        ("dept:lee,orleans", {"Lena", "Nora"}),
        ("dept:lee dept:orleans", {"Lena", "Nora"}),
    ],
)
async def test_a_department_is_its_id_its_name_or_a_part_of_it(
    story: Scene, words: str, named: set[str]
) -> None:
    story.session("Lena", odd=of(7, "Leeds"))
    story.session("Carl", odd=of("D-É9", "Adult Social Care"))
    story.session("Nora", odd=of(12, "Nouvelle-Orléans"))

    assert await lists(story, words) == named
    assert await is_told_of(story, words) == named


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("dept:housing", {"Lena"}),
        ("dept:7", {"Lena"}),
        ("dept:benefit", {"Carl"}),
        ("dept:hous", {"Lena", "Carl"}),
        ("dept:housing benefit", {"Carl"}),
        ("dept:housing, social", {"Lena", "Nora"}),
    ],
)
async def test_the_whole_name_of_a_known_department_is_that_one_alone(
    tmp_path: Path, words: str, named: set[str]
) -> None:
    known = ("Housing=7", "Housing Benefit=8", "Adult Social Care")
    async with scene(tmp_path, departments=known) as story:
        story.session("Lena", odd=of(7, "Housing Office"))
        story.session("Carl", odd=of(8, "Housing Benefit"))
        story.session("Nora", odd=of(9, "Adult Social Care"))

        assert await lists(story, words) == named
        assert await is_told_of(story, words) == named


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("status:waiting", {"Lena"}),
        ("status:in session", {"Carl"}),
        ("status:in-session", {"Carl"}),
        ('status:"In progress"', {"Carl"}),
        ("status:IN_PROGRESS", {"Carl"}),
        ("status:in the waiting room, done", {"Lena", "Nora"}),
        ("status:finished", {"Nora"}),
        ("status:waiting,completed", {"Lena", "Nora"}),
    ],
)
async def test_a_status_has_the_same_names_everywhere(story: Scene, words: str, named: set[str]) -> None:
    story.session("Lena", status="waiting")
    story.session("Carl", session_started_at=story.at(9))
    story.session("Nora", session_started_at=story.at(9), session_ended_at=story.at(9, 5))

    assert await lists(story, words) == named
    assert await is_told_of(story, words) == named


@pytest.mark.parametrize(
    "typed", ["list today interpreter:polish", "interpreter:polish", "find jane interpreter:polish"]
)
async def test_a_language_is_no_filter_and_that_is_said(story: Scene, typed: str) -> None:
    said = (await story.says(story.asha, f"/appt {typed}")).text
    assert (
        said == "Lists can't be narrowed by a language. For all with an interpreter: /appt today interpreter."
    )


async def test_an_alert_hears_of_what_a_list_shows(story: Scene) -> None:
    await story.says(story.asha, "/appt alerts waiting 0 dept:lee")
    story.session("Lena", department="Leeds", status="waiting")
    story.session("Carl", department="Cardiff", status="waiting")
    await passes(story, minutes=2)

    assert len(messages(story, story.desk)) == 1
    assert "Lena" in messages(story, story.desk)[0].text


async def test_a_search_is_narrowed_like_a_list(story: Scene) -> None:
    story.session("Jane Lena", department="Leeds")
    story.session("Jane Carl", department="Cardiff", status="waiting")
    found = (await story.says(story.asha, "/appt find jane dept:lee")).text
    assert "Lena" in found
    assert "Carl" not in found
    assert "Carl" in (await story.says(story.asha, "/appt find status:waiting jane")).text
    assert (
        "No department is called york. Known: Cardiff, Leeds."
        in (await story.says(story.asha, "/appt find jane dept:york")).text
    )


async def test_a_name_is_found_without_its_accents(story: Scene) -> None:
    story.session("Siân Núñez O’Brien")
    for typed in ("sian nunez", "NÚÑEZ", "o'brien"):
        assert "Siân" in (await story.says(story.asha, f"/appt find {typed}")).text


async def test_a_form_knows_a_department_by_the_same_words(tmp_path: Path) -> None:
    async with scene(tmp_path, departments=("Leeds=1", "London=3", "Manchester=2")) as story:
        for name, typed, booked in (
            ("Jane Doe", "1", "Leeds"),
            ("John Roe", "man", "Manchester"),
            ("Mary Moe", "leeds", "Leeds"),
            ("Anna Poe", "ondo", "London"),
        ):
            form = await story.opens(story.asha, f"/appt book {name} tomorrow 3pm dept:{typed}")
            await form.submit()
            await story.delivered()
            assert story.sqod.appointments[-1].department == booked
        form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 4pm dept:n")
        await form.submit()
        assert form.errors["Department"] == "Which one: London or Manchester?"


@pytest.mark.parametrize("status", Status)
def test_a_status_is_known_by_the_words_that_people_read(status: Status) -> None:
    assert status_meant(STATUS_WORDS[status]) is status
    assert status_meant(status.value) is status


def test_what_has_no_department_is_in_none() -> None:
    nowhere, unnamed = Appointment(id="1"), Appointment(id="2", department=Department())
    assert not Filter(departments=("lee",)).takes(nowhere)
    assert not Filter(departments=("lee",)).takes(unnamed)
    assert not Filter(departments=("",)).takes(unnamed)
    assert Filter().takes(nowhere)


@pytest.mark.parametrize("words", ["dept:lee", "dept:Leeds"])
async def test_a_channel_hears_of_what_leaves_its_departments(story: Scene, words: str) -> None:
    lena = story.session("Lena", department="Leeds")
    await story.says(story.asha, f"/appt alerts changes {words}")
    await passes(story, minutes=2)
    story.sqod.change(lena.id, department="Cardiff")
    await passes(story, minutes=3)

    (told,) = messages(story, story.desk)
    assert "Leeds" in told.text
    assert "Cardiff" in told.text
