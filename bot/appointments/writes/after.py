"""What is kept when a write has ended, and the jobs that follow from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.appointments.model import Appointment
from bot.appointments.writes.ledger import Entry, Intent, Job, Ledger, Stage

LOOK_AGAIN = timedelta(seconds=60)
"""When a write that got no answer and was not found is looked for once more."""
OUTCOMES = {
    Stage.DONE: "done",
    Stage.REFUSED: "failed",
    Stage.MISSING: "failed",
    Stage.UNKNOWN: "unknown",
    Stage.SENDING: "unknown",
}


async def end(
    ledger: Ledger,
    intent: Intent,
    stage: Stage,
    got: Appointment | None = None,
    jobs: Sequence[Job] = (),
    *,
    outcome: str | None = None,
    expecting: Stage | None = None,
) -> bool:
    """Keep how an attempt ended, with its line of the audit and the jobs that follow from it.

    False if the form has been taken up anew meanwhile, or is no longer at the stage that was expected.
    """
    appointment = got.id if got else intent.appointment
    ended = replace(intent, stage=stage, appointment=appointment, version_after=got.version if got else None)
    entry = Entry(
        team=intent.team,
        user=intent.user,
        deed=intent.deed,
        outcome=outcome or OUTCOMES[stage],
        appointment=appointment,
        code=got.code if got else None,
        channel=intent.channel,
        version=got.version if got and stage is Stage.DONE else None,
    )
    if stage is Stage.DONE:
        jobs = (*jobs, _look_job(intent))
    return await ledger.settle(ended, entry, jobs, expecting=expecting)


def card_job(intent: Intent, appointment: str) -> Job:
    """The posting of a new booking's card."""
    return Job(
        "card",
        f"card:{intent.team}:{intent.form}",
        {"appointment": appointment, "channel": intent.card, "user": intent.user},
    )


def redraw_job(intent: Intent, appointment: Appointment) -> Job:
    """The redrawing of all copies of a card in the state that was just seen."""
    key = f"redraw:{intent.team}:{appointment.id}:{appointment.version}:{intent.form}"
    return Job("redraw", key, {"appointment": appointment.id, "user": intent.user})


def settle_job(intent: Intent, stage: Stage, delay: timedelta = timedelta(0)) -> Job:
    """A look at what became of one attempt whose end is not known; one for each stage that it may be left at."""
    began = intent.created.timestamp() if intent.created else 0
    key = f"settle:{intent.team}:{intent.form}:{began:.6f}:{stage}"
    return Job("settle", key, {"form": intent.form, "user": intent.user}, delay)


def _look_job(intent: Intent) -> Job:
    """A look at the service, so that boards and alerts show the change without waiting for the next one."""
    return Job("poll", f"poll:{intent.team}:after:{intent.form}")
