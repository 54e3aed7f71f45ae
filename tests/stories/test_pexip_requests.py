"""Requests at Pexip Engage: declined with a reason, and another time proposed, where the installation says how."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.standins.slack import Seen
from tests.stories.scene import Scene, modal, outcome, scene

REQUEST = "INCOMING_REQUEST"
HOW: dict[str, Any] = {
    "pexip_decline": "POST /appointments/{id}/_actions/decline message",
    "pexip_propose": "POST /appointments/{id}/_actions/request-alternative-date message",
}


@pytest.fixture
async def answering(tmp_path: Path) -> AsyncIterator[Scene]:
    async with scene(tmp_path, vendor="pexip", **HOW) as story:
        yield story


async def shown(story: Scene, id: str) -> Seen:
    return await story.says(story.asha, f"/appt show {id}")


async def test_a_request_is_declined_with_a_reason(answering: Scene) -> None:
    story = answering
    session = story.pexip.add(at=story.at(15), status=REQUEST)
    card = await shown(story, session.id)
    assert card.buttons[:3] == ["Accept", "Decline", "Propose another time"]
    await story.asha.clicks("Decline", on=card)
    await story.delivered()
    form = modal(story.asha)
    assert (form.title, form.submit_label) == ("Decline request", "Decline")
    assert [label for label in form.buttons if label] == [
        "Interpreter not available",
        "Staff not available",
        "Booked twice",
    ]
    await form.fill("Reason", "  ")
    await form.submit()
    assert modal(story.asha).errors == {"Reason": "Give a reason: choose one below, or type your own."}
    await modal(story.asha).press("Staff not available")
    await story.delivered()
    await modal(story.asha).submit()
    await story.delivered()

    assert "Declined: Jane Doe, Fri 20 Nov, 15:00–15:30 (London)." in outcome(story.asha).text
    assert session.status == "CANCELLED"
    (sent,) = story.pexip.asked("decline")
    assert sent.sent == {"message": "Staff not available"}
    history = (await story.says(story.asha, f"/appt history {session.id}")).text
    assert "Declined by Asha Patel at 09:10: staff not available." in history


async def test_another_time_is_proposed_once_it_was_read_back(answering: Scene) -> None:
    story = answering
    session = story.pexip.add(at=story.at(15), status=REQUEST)
    form = await story.opens(story.asha, f"/appt propose {session.id} mon 10am")
    assert (form.title, form.submit_label) == ("Propose another time", "Propose")
    assert "Fri 20 Nov, 15:00 → Mon 23 Nov, 10:00." in form.text
    await form.fill("Reason", "Nobody is there on Friday.")
    await form.submit()
    await story.delivered()

    said = outcome(story.asha).text
    assert "Another time proposed: Jane Doe, Mon 23 Nov, 10:00–10:30 (London)" in said
    assert "in place of Fri 20 Nov, 15:00–15:30 (London)." in said
    assert (session.status, session.at) == ("ALTERNATIVE_DATE_REQUESTED", story.at(15))
    assert "Propose another time" not in (await shown(story, session.id)).buttons


async def test_the_time_that_was_asked_for_is_no_other_time(answering: Scene) -> None:
    story = answering
    session = story.pexip.add(at=story.at(15), status=REQUEST)
    form = await story.opens(story.asha, f"/appt propose {session.id}")
    await form.submit()
    await story.delivered()
    assert "That is the time that was asked for." in modal(story.asha).errors["When"]
    assert story.pexip.asked("propose") == []


@pytest.mark.parametrize(("verb", "deed"), [("decline", "decline"), ("propose", "propose")])
async def test_what_is_no_request_any_more_is_said_so(answering: Scene, verb: str, deed: str) -> None:
    story = answering
    done = story.pexip.add(at=story.at(15))
    assert "Already accepted: Jane Doe" in (await story.says(story.asha, f"/appt {verb} {done.id}")).text
    gone = story.pexip.add(at=story.at(16), status="CANCELLED")
    assert "Already cancelled: Jane Doe" in (await story.says(story.asha, f"/appt {verb} {gone.id}")).text
    assert story.pexip.asked("decline") == story.pexip.asked("propose") == []


async def test_one_accepts_and_one_declines_and_the_second_is_told(answering: Scene) -> None:
    story = answering
    session = story.pexip.add(at=story.at(15), status=REQUEST)
    form = await story.opens(story.asha, f"/appt decline {session.id} no interpreter")
    card = await story.says(story.chloe, f"/appt show {session.id}")
    await story.chloe.clicks("Accept", on=card, confirm=True)
    await story.delivered()
    await form.submit()
    await story.delivered()

    assert "Already accepted: Jane Doe" in outcome(story.asha).text
    assert session.status == "ACCEPTED"
    assert story.pexip.asked("decline") == []


async def test_submitted_twice_it_is_declined_once(answering: Scene) -> None:
    story = answering
    session = story.pexip.add(at=story.at(15), status=REQUEST)
    form = await story.opens(story.asha, f"/appt decline {session.id} no interpreter")
    await form.submit_twice()
    await story.delivered()
    assert len(story.pexip.asked("decline")) == 1


async def test_an_answer_that_is_lost_is_looked_for(answering: Scene) -> None:
    story = answering
    session = story.pexip.add(at=story.at(15), status=REQUEST)
    story.pexip.loses_answer("propose")
    form = await story.opens(story.asha, f"/appt propose {session.id} mon 10am")
    await form.submit()
    await story.delivered()
    assert "Another time proposed: Jane Doe, Mon 23 Nov" in outcome(story.asha).text
    assert len(story.pexip.asked("propose")) == 1

    other = story.pexip.add(at=story.at(16), status=REQUEST)
    story.pexip.cuts("decline")
    form = await story.opens(story.asha, f"/appt decline {other.id} no interpreter")
    await form.submit()
    await story.delivered()
    assert (
        "Not declined: the service did not answer, and the appointment is as it was."
        in outcome(story.asha).text
    )
    assert other.status == REQUEST


async def test_a_path_that_the_service_does_not_have_is_said_so(tmp_path: Path) -> None:
    wrong: dict[str, Any] = {"pexip_decline": "POST /appointments/{id}/_actions/refuse message"}
    async with scene(tmp_path, vendor="pexip", **wrong) as story:
        session = story.pexip.add(at=story.at(15), status=REQUEST)
        form = await story.opens(story.asha, f"/appt decline {session.id} no interpreter")
        await form.submit()
        await story.delivered()
        assert "Not declined." in outcome(story.asha).text
        assert "Do it in the service's own portal." in outcome(story.asha).text


async def test_where_nobody_says_how_neither_is_offered(pexip: Scene) -> None:
    session = pexip.pexip.add(at=pexip.at(15), status=REQUEST)
    assert {"Decline", "Propose another time"}.isdisjoint((await shown(pexip, session.id)).buttons)
    for verb, words in (("decline", "decline a request"), ("propose", "propose another time")):
        answer = await pexip.says(pexip.asha, f"/appt {verb} {session.id}")
        assert f"Pexip Engage does not let Frontdesk {words}." in answer.text


async def test_an_answer_that_never_comes_is_looked_for(answering: Scene) -> None:
    story = answering
    session = story.pexip.add(at=story.at(15), status=REQUEST)
    form = await story.opens(story.asha, f"/appt decline {session.id} no interpreter")
    story.pexip.hangs("decline", after_write=True)
    await form.submit()
    await story.delivered()
    assert "Declined: Jane Doe" in outcome(story.asha).text
