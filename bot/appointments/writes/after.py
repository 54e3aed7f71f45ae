"""What is kept when a write has ended, and the jobs that follow from it."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from datetime import timedelta

from bot.appointments.deeds import Deed
from bot.appointments.errors import NotKept
from bot.appointments.jobs import Job, LookOut, PostCard, RedrawCards, SettleWrite
from bot.appointments.model import Appointment
from bot.appointments.values import replace
from bot.appointments.writes.ledger import Ending, Entry, Intent, Ledger, Stage

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
    ending: Ending | None = None,
    outcome: str | None = None,
    expecting: Stage | None = None,
    before: Appointment | None = None,
) -> bool:
    """Keep how an attempt ended, with its line of the audit and the jobs that follow from it.

    `before`: what it was, where it was read. False if the form has been taken up anew meanwhile, or is no longer at the stage that was expected.
    """
    appointment = got.id if got else intent.appointment
    version = got.version if got else None
    ended = replace(intent, stage=stage, appointment=appointment, version_after=version, ending=ending)
    timed = got if got and stage is Stage.DONE and intent.deed in {Deed.BOOK, Deed.MOVE} else None
    was = before if timed else None
    entry = Entry(
        team=intent.team,
        user=intent.user,
        deed=intent.deed,
        outcome=outcome or OUTCOMES[stage],
        appointment=appointment,
        code=got.code if got else None,
        channel=intent.channel,
        version=got.version if got and stage is Stage.DONE else None,
        was=was.start if was else None,
        was_minutes=was.minutes if was else None,
        start=timed.start if timed else None,
        minutes=timed.minutes if timed else None,
        what=edited(before, got) if before and got and intent.deed is Deed.EDIT else None,
        why=intent.why,
    )
    if stage is Stage.DONE:
        jobs = (*jobs, LookOut(cause=f"after:{intent.form}"))
    try:
        return await ledger.settle(ended, entry, jobs, expecting=expecting)
    except NotKept:
        if stage is Stage.DONE or expecting is not None:
            raise
        return (
            True  # whoever sent it is told all the same; the look that the attempt left behind finds it again
        )


def edited(before: Appointment, got: Appointment) -> str | None:
    """Name what an edit made otherwise than it was."""
    person = ("name", "phone", "email", "date_of_birth")
    parts = ("department", "interpreter", "room", "notes")
    names = [name for name in person if getattr(before.claimant, name) != getattr(got.claimant, name)]
    names += [name for name in parts if getattr(before, name) != getattr(got, name)]
    return ",".join(names) or None


async def is_kept(ending: Awaitable[object]) -> bool:
    """Whether our own database took how a write ended that is done in any case."""
    try:
        await ending
    except NotKept:
        return False
    return True


def card_jobs(intent: Intent, appointment: str) -> list[Job]:
    """The posting of a new booking's card, if it is to have one."""
    if intent.card is None:
        return []
    return [PostCard(appointment=appointment, channel=intent.card, user=intent.user, form=intent.form)]


def redraw_job(intent: Intent, appointment: Appointment) -> RedrawCards:
    """The redrawing of all copies of a card in the state that was just seen."""
    return RedrawCards(appointment=appointment.id, cause=f"{appointment.version}:{intent.form}")


def settle_job(intent: Intent, stage: Stage, delay: timedelta = timedelta(0)) -> SettleWrite:
    """A look at what became of one attempt whose end is not known; one for each stage that it may be left at."""
    return SettleWrite(form=intent.form, user=intent.user, began=intent.created, stage=stage, delay=delay)
