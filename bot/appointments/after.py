"""What is kept when a write has ended, and the jobs that follow from it."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta

from bot.appointments.ledger import Entry, Intent, Job, Ledger, Stage
from bot.appointments.model import Appointment

LOOK_AGAIN = timedelta(seconds=60)
"""When a booking that got no answer and was not found is looked for once more."""

_OUTCOMES = {
    Stage.DONE: "done",
    Stage.REFUSED: "failed",
    Stage.MISSING: "failed",
    Stage.UNKNOWN: "unknown",
    Stage.SENDING: "unknown",
}


async def end(ledger: Ledger, intent: Intent, stage: Stage, got: Appointment | None, jobs: list[Job]) -> None:
    """Keep how an intent ended, with its line of the audit and the jobs that follow from it."""
    appointment = got.id if got else intent.appointment
    ended = replace(intent, stage=stage, appointment=appointment, version_after=got.version if got else None)
    entry = Entry(
        team=intent.team,
        user=intent.user,
        deed=intent.deed,
        outcome=_OUTCOMES[stage],
        appointment=appointment,
        code=got.code if got else None,
        channel=intent.channel,
        version=got.version if got and stage is Stage.DONE else None,
    )
    await ledger.settle(ended, entry, jobs)


def card_job(intent: Intent, appointment: str) -> Job:
    """The posting of a new booking's card."""
    return Job(
        "card",
        f"card:{intent.team}:{intent.form}",
        {"appointment": appointment, "channel": intent.card, "user": intent.user},
    )


def redraw_job(intent: Intent, appointment: Appointment) -> Job:
    """The redrawing of all copies of a card in the state that was just seen."""
    return Job(
        "redraw",
        f"redraw:{intent.team}:{appointment.id}:{appointment.version}:{intent.form}",
        {"appointment": appointment.id, "by": intent.user},
    )


def settle_job(intent: Intent, delay: timedelta = timedelta(seconds=5)) -> Job:
    """A look at what became of a write whose answer was lost."""
    return Job(
        "settle", f"settle:{intent.team}:{intent.form}:{secrets.token_hex(4)}", {"form": intent.form}, delay
    )
