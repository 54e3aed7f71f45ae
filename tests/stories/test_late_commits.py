"""A gateway that gives up while the service behind it goes on: what was sent lands seconds after its answer was lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stories.scene import Scene, modal, outcome, running, scene

LATE = 1.2
"""Seconds for which the scene's bot looks after a lost answer."""


@pytest.fixture
async def story(tmp_path: Path) -> AsyncIterator[Scene]:
    async with scene(tmp_path, appointments_late_seconds=LATE) as told:
        yield told


@pytest.fixture
async def hasty(tmp_path: Path) -> AsyncIterator[Scene]:
    """The same with a bot that looks once only, so that the service is later than its patience."""
    async with scene(tmp_path, appointments_timeout_seconds=6) as told:
        yield told


async def test_what_lands_late_is_booked_and_nothing_else_is_said(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    story.sqod.commits_late("create", 0.5)
    await form.submit()
    await story.delivered()

    assert "Booked: Jane Doe" in outcome(story.asha).text
    story.sqod.has(name="Jane Doe")
    assert len(story.cards(story.desk)) == 1


async def test_while_it_is_looked_for_the_form_says_so(tmp_path: Path) -> None:
    async with scene(tmp_path, appointments_late_seconds=2.5) as story:
        form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
        story.sqod.fails("create", status=504)
        await form.submit()
        assert "Frontdesk is still looking whether it was booked." in outcome(story.asha).text
        await story.delivered()
        assert "Not booked: the service did not answer" in outcome(story.asha).text


async def test_a_form_that_is_sent_twice_meanwhile_waits_for_the_look(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    story.sqod.commits_late("create", 0.6)
    await form.submit_twice()
    await story.delivered()

    story.sqod.has(name="Jane Doe")
    assert "Booked: Jane Doe" in outcome(story.asha).text
    assert len(story.sqod.asked("create")) == 1


async def books_again_at_once(hasty: Scene) -> None:
    """Send the form, get no answer, and send it again before what was sent lands."""
    form = await hasty.opens(hasty.asha, "/appt book Jane Doe tomorrow 3pm")
    hasty.sqod.commits_late("create", 3.0)
    await form.submit()
    await hasty.delivered()
    assert "Not booked" in outcome(hasty.asha).text


async def test_two_that_landed_are_told_though_both_asked_for_the_same_time(hasty: Scene) -> None:
    hasty.sqod.takes_any_reference = True
    await books_again_at_once(hasty)
    await modal(hasty.asha).submit()
    await hasty.delivered()
    assert "Booked: Jane Doe" in outcome(hasty.asha).text
    await asyncio.sleep(3.2)
    assert len(hasty.sqod.appointments) == 2

    await a_minute_later(hasty)
    assert "there are two" in hasty.asha.last(hasty.asha.dm).text


@pytest.mark.parametrize(
    "refusal",
    [
        {"status": 429, "retry_after": 30},
        {"status": 401},
        {"status": 422, "errors": {"claimant.name": "The name is too short."}},
        {"status": 403},
    ],
)
async def test_a_refusal_ends_its_own_attempt_and_no_other(hasty: Scene, refusal: dict[str, object]) -> None:
    await books_again_at_once(hasty)
    hasty.sqod.fails("create", times=None, **refusal)  # type: ignore[arg-type]
    await modal(hasty.asha).submit()
    await hasty.delivered()
    assert "an earlier one got no answer and may still be booked" in outcome(hasty.asha).text
    assert "Not booked" not in outcome(hasty.asha).text
    await asyncio.sleep(3.2)

    await a_minute_later(hasty)
    assert "Booked after all: Jane Doe" in hasty.asha.last(hasty.asha.dm).text
    hasty.sqod.has(name="Jane Doe")
    assert len(hasty.cards(hasty.desk)) == 1


async def test_that_our_reference_is_taken_proves_that_the_first_one_landed(hasty: Scene) -> None:
    await books_again_at_once(hasty)
    hasty.sqod.slows("create", 3.2)  # the first one lands while the second is under way
    await modal(hasty.asha).submit()
    await hasty.delivered()

    assert "Booked: Jane Doe" in outcome(hasty.asha).text
    hasty.sqod.has(name="Jane Doe")
    assert len(hasty.cards(hasty.desk)) == 1


@pytest.mark.parametrize("status", [401, 422])  # a 429 is waited out, and by then the first may have landed
async def test_a_move_that_lands_after_its_repetition_was_refused_is_told(hasty: Scene, status: int) -> None:
    session = hasty.session()
    form = await hasty.opens(hasty.asha, f"/appt move {session.reference} today 4pm")
    hasty.sqod.commits_late("update", 3.0, times=2)  # a change is repeated once by itself
    await form.submit()
    await hasty.delivered()
    assert "Not rescheduled" in outcome(hasty.asha).text

    hasty.sqod.fails("update", status=status, times=None)
    await modal(hasty.asha).submit()
    await hasty.delivered()
    assert "an earlier one got no answer and may still be carried out" in outcome(hasty.asha).text
    await asyncio.sleep(3.2)
    await a_minute_later(hasty)
    assert "Done after all: it is now" in hasty.asha.last(hasty.asha.dm).text


@pytest.mark.parametrize("operation", ["update", "cancel"])
async def test_a_change_that_lands_late_is_found(story: Scene, operation: str) -> None:
    session = story.session()
    words = f"move {session.reference} today 4pm" if operation == "update" else f"cancel {session.reference}"
    form = await story.opens(story.asha, f"/appt {words}")
    if operation == "cancel":
        await form.fill("Reason", "Booked twice")
    story.sqod.commits_late(operation, 0.8, times=2)  # type: ignore[arg-type]
    await form.submit()
    await story.delivered()
    done = "Rescheduled: Jane Doe" if operation == "update" else "Cancelled: Jane Doe"
    assert done in outcome(story.asha).text


async def interrupts_a_move(hasty: Scene) -> None:
    """Have a move done whose answer is lost, and that can't be looked for at once."""
    session = hasty.session()
    form = await hasty.opens(hasty.asha, f"/appt move {session.reference} today 4pm")
    hasty.sqod.cuts("update", times=2, after_write=True)
    hasty.sqod.fails("get", 503, times=None, skip=1)
    await form.submit()
    await hasty.delivered()
    assert "We can't tell yet" in modal(hasty.asha).text


async def test_two_looks_at_one_interrupted_move_say_one_thing(hasty: Scene) -> None:
    await interrupts_a_move(hasty)
    await a_minute_later(hasty)
    told = [seen.text for seen in hasty.asha.sees(hasty.asha.dm)]
    assert len(told) == 1, told
    assert "Done after all: it is now Jane Doe, Fri 20 Nov, 16:00" in told[0]


async def test_while_one_process_says_how_it_ended_no_other_does(hasty: Scene) -> None:
    await interrupts_a_move(hasty)
    first = hasty.bot
    hasty.slack.faults.switch_on("chat.postMessage", delay=2.5)
    hasty.sqod.recovers()
    hasty.clock.move(seconds=61)
    first.courier.wake()
    async with asyncio.timeout(10):
        while not any(call.what == "chat.postMessage" for call in hasty.slack.calls):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        async with running(hasty) as second:
            hasty.clock.move(seconds=2)
            second.courier.wake()
            while not (await first.idle() and await second.idle()):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
    told = [seen.text for seen in hasty.asha.sees(hasty.asha.dm)]
    assert len(told) == 1, told


async def test_of_an_interrupted_edit_it_is_said_how_the_appointment_is_now(hasty: Scene) -> None:
    session = hasty.session()
    form = await hasty.opens(hasty.asha, f"/appt edit {session.reference}")
    await form.fill("Interpreter", "Urdu")
    hasty.sqod.cuts("update", times=2, after_write=True)
    hasty.sqod.fails("get", 503, times=None, skip=1)
    await form.submit()
    await hasty.delivered()
    assert "We can't tell yet" in modal(hasty.asha).text

    await a_minute_later(hasty)
    [told] = [seen.text for seen in hasty.asha.sees(hasty.asha.dm)]
    assert told.startswith("Check this: what you sent was interrupted, and the appointment has changed.")
    assert "Urdu interpreter" in told


async def test_a_row_of_the_version_before_is_understood(hasty: Scene) -> None:
    """A form that was sent, and got no answer, before Frontdesk was brought up to date."""
    from sqlalchemy import text

    await books_again_at_once(hasty)
    engine = hasty.bot.outbox._engine
    async with engine.begin() as connection:
        await connection.execute(text("""UPDATE intents SET tried = '["2026-11-21T15:00:00+00:00"]'"""))
    async with running(hasty):
        await asyncio.sleep(3.2)
        await modal(hasty.asha).submit()
        await hasty.delivered()
        assert "Booked: Jane Doe" in outcome(hasty.asha).text
    hasty.sqod.has(name="Jane Doe")


async def a_minute_later(story: Scene) -> None:
    story.sqod.recovers()
    story.clock.move(seconds=61)
    story.bot.courier.wake()
    await story.delivered()
