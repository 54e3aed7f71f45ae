"""One bad row hides nobody, and a list whose pages don't add up is read again, or said to be incomplete."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from bot.standins.pexip.kept import Taking
from tests.standins import sqod_pages
from tests.stories.scene import Scene, scene
from tests.stories.telling import board, messages, passes, told

BAD: list[dict[str, Any]] = [
    {"cancelled_at": "28/11/2026 22:00"},
    {"appointment_at": {"date": "2026-11-20"}},
    {"id": None},
    {"session_started_at": [1]},
    {"appointment_at": "0000-00-00 00:00:00"},
]


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("command", ["today", "week", "find jane"])
async def test_a_row_that_cant_be_read_is_counted_and_hides_nobody(
    story: Scene, bad: dict[str, Any], command: str
) -> None:
    story.session("Jane Doe")
    story.session("John Roe", odd=bad)
    answer = (await story.says(story.asha, f"/appt {command}")).text
    assert "Jane Doe" in answer
    assert "1 session can't be read and is not shown" in answer


NOT_SHOWN = "1 session can't be read and is not shown"


@pytest.mark.parametrize("bad", BAD)
async def test_where_people_look_a_row_that_cant_be_read_is_counted(
    story: Scene, bad: dict[str, Any]
) -> None:
    jane = story.session("Jane Doe", at=story.at(9, 30))
    story.session("John Roe", odd=bad)
    await told(story, story.desk, board=board(8, 30), waiting=0)
    [seen] = messages(story, story.desk)
    assert "Jane Doe" in seen.text
    assert NOT_SHOWN in seen.text

    await story.asha.opens_home()
    await story.delivered()
    assert story.asha.home is not None
    assert "Jane Doe" in story.asha.home.text
    assert NOT_SHOWN in story.asha.home.text

    joined = (await story.says(story.asha, "/appt join")).text
    assert "Now at the desk: Jane Doe" in joined
    assert NOT_SHOWN in joined
    assert NOT_SHOWN in (await story.says(story.asha, "/appt show NOBODYS-9")).text

    story.sqod.claimant_arrives(jane.id)
    await passes(story, minutes=1)
    assert any("● 1 waiting" in one.text for one in messages(story, story.desk))


async def test_the_log_names_the_row_and_its_field_and_nothing_else(
    story: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    john = story.session("John Roe", odd={"cancelled_at": "28/11/2026 22:00"})
    await story.says(story.asha, "/appt today")
    said = "".join(capsys.readouterr())
    assert john.id in said
    assert "cancelled_at" in said
    assert "28/11" not in said
    assert "Roe" not in said


async def test_a_row_that_cant_be_read_hides_nobody_at_pexip(tmp_path: Path) -> None:
    async with scene(tmp_path, vendor="pexip") as story:
        story.pexip.add(at=story.at(11), people=[Taking("55"), Taking("901", "CUSTOMER")])
        story.pexip.add(at=story.at(12), odd={"start": "28/11/2026 22:00"})
        for command in ("today", "mine week", "find jane", "list office:7 this week"):
            answer = (await story.says(story.asha, f"/appt {command}")).text
            assert "Jane" in answer
            assert NOT_SHOWN in answer


@pytest.mark.parametrize("zero", ["-0001-11-30T00:00:00.000000Z", "0000-00-00 00:00:00", 0])
async def test_a_zero_date_is_none(story: Scene, zero: object) -> None:
    story.session("Jane Doe", odd={"cancelled_at": zero, "session_started_at": zero})
    answer = (await story.says(story.asha, "/appt today")).text
    assert "Jane Doe" in answer
    assert "Later · 1" in answer, "neither cancelled nor begun"
    assert "can't be read" not in answer


async def test_a_byte_order_mark_and_half_a_character(story: Scene) -> None:
    story.session("Jane Doe")
    body = '\ufeff{"data":[{"id":"1","appointment_at":"2026-11-20T15:00:00Z","claimant":{"name":"Jo\\ud83d Roe"}}],"meta":{"last_page":1,"total":1}}'
    story.sqod.answers("list", body)
    assert "Roe" in (await story.says(story.asha, "/appt today")).text


@pytest.fixture
def shuffles(monkeypatch: pytest.MonkeyPatch) -> None:
    """The service hands out its rows in another order for each page."""
    dice, whole = random.Random(7), sqod_pages.listed

    def shuffled(sessions: list[Any], *told: Any, **said: Any) -> Any:
        return whole(dice.sample(sessions, len(sessions)), *told, **said)

    monkeypatch.setattr("tests.standins.sqod_server.listed", shuffled)


LETTERS = "abcdefghij"


@pytest.mark.usefixtures("shuffles")
@pytest.mark.parametrize(("sessions", "times"), [(60, 12), (25, 1), (80, 1)])
async def test_rows_that_tie_are_all_there(tmp_path: Path, sessions: int, times: int) -> None:
    async with scene(tmp_path, sqod_per_page=10) as story:
        for number in range(sessions):
            name = f"Jane {LETTERS[number // 10]}{LETTERS[number % 10]}"
            story.session(name, at=story.at(9 + number % times))
        for _ in range(3):
            assert f"{sessions} sessions." in (await story.says(story.asha, "/appt today")).text


async def test_where_it_does_not_add_up_the_list_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The service counts a session that it never hands out."""
    whole = sqod_pages.listed

    def without_one(*told: Any, **said: Any) -> Any:
        page = whole(*told, **said)
        return page | {"data": [row for row in page["data"] if row["claimant"]["name"] != "Jane cc"]}

    monkeypatch.setattr("tests.standins.sqod_server.listed", without_one)
    async with scene(tmp_path, sqod_per_page=5) as story:
        for letter in "abcdefghijkl":
            story.session(f"Jane {letter * 2}", at=story.at(10))
        answer = (await story.says(story.asha, "/appt today")).text
        assert "11 of 12 could be read: look again in a moment." in answer
