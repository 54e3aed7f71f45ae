"""Undo: for a minute, where nobody told the claimant, and never over what somebody else did since."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.standins.slack import Seen
from tests.edges.leaks import own_tables
from tests.stories.scene import Scene, book, modal, running, scene
from tests.stories.test_lines import later, lines

MOVED, SAVED = "Rescheduled: Jane Doe", "Saved: Jane Doe"


async def changed(story: Scene, **fields: str) -> Seen:
    """Have Asha move Jane's session, or edit it, and give the line that she reads."""
    reference = story.sqod.appointments[0].reference
    form = await story.opens(
        story.asha, f"/appt {'edit' if fields else 'move'} {reference} {'' if fields else '16:00'}"
    )
    for label, words in fields.items():
        await form.fill(label, words)
    await form.submit()
    await story.delivered()
    return lines(story, of=SAVED if fields else MOVED)[-1]


async def undoes(story: Scene, line: Seen) -> str:
    """Press Undo, and read what stands for Asha now."""
    await story.asha.clicks("Undo", on=line)
    await story.delivered()
    return story.asha.last(story.desk).text


async def test_a_move_is_taken_back_and_the_history_says_so(story: Scene) -> None:
    session = story.session()
    line = await changed(story)
    assert line.buttons == ["Undo"]
    said = await undoes(story, line)
    assert said.startswith("Undone: Jane Doe, Fri 20 Nov, 15:00–15:45 (London). No SMS or e-mail was sent:")
    assert lines(story, of=MOVED) == [], "the line is no longer true"
    assert story.sqod.has(id=session.id).at == story.at(15)
    told = (await story.says(story.asha, f"/appt history {session.reference}")).text
    assert "Moved by Asha Patel at 09:10, from Fri 20 Nov, 16:00 to 15:00: undone." in told
    await later(story)
    assert lines(story, of=MOVED) == []


async def test_an_edit_is_taken_back_whole(tmp_path: Path) -> None:
    async with scene(tmp_path, vendor=False) as story:
        form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm with a Polish interpreter")
        assert "Undo" not in form.text
        await form.fill("Phone", "020 7946 0018")
        await form.submit()
        await story.delivered()
        form = await story.opens(story.asha, "/appt edit jane doe")
        for label, words in {
            "Phone": "020 7946 0991",
            "Interpreter": "None",
            "Claimant name": "Joan",
        }.items():
            await form.fill(label, words)
        await form.submit()
        await story.delivered()
        line = lines(story, of="Saved: Joan")[-1]
        assert "79460018" not in own_tables(story), "what it replaced is personal"
        assert (await undoes(story, line)).startswith("Undone, and saved as it was: Jane Doe")
        form = await story.opens(story.asha, "/appt edit jane doe")
        assert form.value("Phone") == "+442079460018"
        assert form.value("Interpreter") == "Polish"


@pytest.mark.parametrize("fields", [{}, {"Interpreter": "Polish"}])
async def test_after_a_minute_it_is_too_late(story: Scene, fields: dict[str, str]) -> None:
    story.session()
    line = await changed(story, **fields)
    story.clock.move(seconds=61)
    assert "It is too late to undo this" in await undoes(story, line)
    assert len(story.sqod.asked("update")) == 1
    assert lines(story, of=SAVED if fields else MOVED), "what happened still stands"


@pytest.mark.parametrize("fields", [{}, {"Interpreter": "Polish"}])
async def test_another_process_undoes_a_move_but_no_longer_knows_what_an_edit_replaced(
    story: Scene, fields: dict[str, str]
) -> None:
    session = story.session()
    line = await changed(story, **fields)
    async with running(story):
        said = await undoes(story, line)
    now = story.sqod.has(id=session.id)
    if fields:
        assert "It is too late to undo this" in said
        assert now.interpreter_language == "Polish"
    else:
        assert "Undone: Jane Doe" in said
        assert now.at == story.at(15)


async def test_what_somebody_changed_since_is_not_undone(story: Scene) -> None:
    session = story.session()
    line = await changed(story)
    form = await story.opens(story.chloe, f"/appt move {session.reference} 17:00")
    await form.submit()
    await story.delivered()
    assert "Chloe moved this at 09:10, from 16:00 to 17:00." in await undoes(story, line)
    assert story.sqod.has(id=session.id).at == story.at(17)


async def test_pressed_twice_it_is_undone_once(story: Scene) -> None:
    session = story.session()
    line = await changed(story)
    await asyncio.gather(story.asha.clicks("Undo", on=line), story.asha.clicks("Undo", on=line))
    await story.delivered()
    assert len(story.sqod.asked("update")) == 2
    assert story.sqod.has(id=session.id).at == story.at(15)


async def test_a_service_in_trouble_undoes_nothing_and_the_button_stays(story: Scene) -> None:
    session = story.session()
    line = await changed(story)
    story.sqod.fails("update", 503, times=None)
    assert (await undoes(story, line)).startswith("Not undone")
    story.sqod.recovers()
    line = story.asha.last(story.desk)
    assert "Undone: Jane Doe" in await undoes(story, line)
    assert story.sqod.has(id=session.id).at == story.at(15)


async def test_from_home_it_is_undone_in_the_direct_message(story: Scene) -> None:
    session = story.session()
    await story.asha.opens_home()
    await story.delivered()
    assert story.asha.home is not None
    await story.asha.home.press("Open")
    await story.delivered()
    await modal(story.asha).press("Reschedule")
    await story.delivered()
    await modal(story.asha).fill("When", "16:00")
    await story.delivered()
    await modal(story.asha).submit()
    await story.delivered()
    (line,) = lines(story, of=MOVED)
    await story.asha.clicks("Undo", on=line)
    await story.delivered()
    assert story.sqod.has(id=session.id).at == story.at(15)
    (line,) = lines(story, of="Undone: Jane Doe")
    assert line.channel_id == story.asha.dm.id


async def test_where_the_service_tells_the_claimant_there_is_none_and_that_is_said_before(
    pexip: Scene,
) -> None:
    await book(pexip, "Jane Doe mon 9am mortgage advice in Ghent by video")
    form = await pexip.opens(pexip.asha, "/appt move jane doe 10am")
    assert (
        "told the new time by SMS or e-mail, where the service has one: then there is no Undo." in form.text
    )
    await form.submit()
    await pexip.delivered()
    (line,) = lines(pexip, of=MOVED)
    assert line.buttons == []
