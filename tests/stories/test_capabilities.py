"""Every capability that is claimed works from its button; every one that is not has no button, and its verb says so."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.appointments.api import Capability
from bot.standins.slack import Modal, Seen
from bot.verbs import VERBS
from tests.stories.scene import Scene, modal, outcome, scene

SERVICES: dict[str, dict[str, Any]] = {
    "sqod": {"vendor": True},
    "built in": {"vendor": False},
    "pexip": {"vendor": "pexip"},
    "pexip that cancels": {
        "vendor": "pexip",
        "pexip_cancel": "POST /appointments/{id}/_actions/cancel message",
    },
    "pexip that answers requests": {
        "vendor": "pexip",
        "pexip_decline": "POST /appointments/{id}/_actions/decline message",
        "pexip_propose": "POST /appointments/{id}/_actions/request-alternative-date message",
    },
}
BUTTONS = {
    Capability.MOVE: "Reschedule",
    Capability.EDIT: "Edit",
    Capability.CANCEL: "Cancel appointment",
    Capability.ACCEPT: "Accept",
    Capability.DECLINE: "Decline",
    Capability.PROPOSE: "Propose another time",
}


async def a_booking(story: Scene) -> Seen:
    """Book by the form of whichever service it is, and have the card; a request where there are requests."""
    words = "mortgage advice in Ghent by video" if Capability.CHOOSE in story.bot.workspace.desk.can else ""
    if words:
        story.pexip.accepts_itself = False
    form = await story.opens(story.asha, f"/appt book Jane Doe mon 9am {words}")
    await form.submit()
    await story.delivered()
    assert "Booked: Jane Doe" in outcome(story.asha).text
    return story.cards(story.desk)[-1]


async def moved(form: Modal) -> None:
    await form.fill("When", "mon 2pm")


async def edited(form: Modal) -> None:
    label = "Notes for the staff" if "Notes for the staff" in form.labels else "Department"
    await form.fill(label, "Cardiff")


async def cancelled(form: Modal) -> None:
    await form.fill("Reason", "Booked twice")


FORMS: dict[Capability, tuple[Callable[[Modal], Awaitable[None]], str]] = {
    Capability.MOVE: (moved, "Rescheduled: Jane Doe"),
    Capability.EDIT: (edited, "Saved: Jane Doe"),
    Capability.CANCEL: (cancelled, "Cancelled: Jane Doe"),
}


@pytest.mark.parametrize("service", SERVICES)
async def test_what_is_claimed_works_and_what_is_not_is_not_offered(tmp_path: Path, service: str) -> None:
    async with scene(tmp_path, **SERVICES[service]) as story:
        can = story.bot.workspace.desk.can
        assert Capability.BOOK in can
        card = await a_booking(story)
        for capability, label in BUTTONS.items():
            assert (label in card.buttons) is (capability in can), f"{label} of {service}"
        if Capability.ACCEPT in can:
            await story.asha.clicks("Accept", on=card, confirm=True)
            await story.delivered()
            assert "Accepted: Jane Doe" in story.asha.last(story.desk).text
        for capability, (fill, said) in FORMS.items():
            if capability not in can:
                continue
            await story.asha.clicks(BUTTONS[capability], on=story.cards(story.desk)[-1])
            await story.delivered()
            form = modal(story.asha)
            await fill(form)
            await story.delivered()
            await form.submit()
            await story.delivered()
            assert said in outcome(story.asha).text


@pytest.mark.parametrize("service", SERVICES)
async def test_help_and_verbs_say_what_a_service_can(tmp_path: Path, service: str) -> None:
    async with scene(tmp_path, **SERVICES[service]) as story:
        can = story.bot.workspace.desk.can
        text = (await story.says(story.asha, "/appt help")).text
        for verb in VERBS:
            claimed = verb.needs is None or verb.needs in can
            assert (f"/appt {verb.name}" in text) is claimed, verb.name
            if not claimed:
                answer = (await story.says(story.asha, f"/appt {verb.name} K7Q2M")).text
                assert "Pexip Engage" in answer or "SQOD" in answer or "The built-in service" in answer
                assert story.asha.modal is None
