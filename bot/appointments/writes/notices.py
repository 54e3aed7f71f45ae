"""Which messages to the claimant follow from a write, and from a session that runs late."""

from __future__ import annotations

from datetime import datetime

from bot.appointments.deeds import Deed
from bot.appointments.jobs import Job, TellClaimant
from bot.appointments.model import Appointment
from bot.appointments.notices import Occasion, Tells, reminders
from bot.appointments.writes.ledger import Intent

_TIMED = frozenset({Deed.BOOK, Deed.ACCEPT, Deed.MOVE})
"""What gives a session a time, of which it is reminded."""


def notice_jobs(
    tells: Tells, intent: Intent, got: Appointment, now: datetime, before: Appointment | None = None
) -> list[Job]:
    """The messages that follow from a write that was done, and the reminders of its time; `before`: what it was, where that is known."""
    occasion = tells.occasion(intent.deed)
    if occasion is None or not tells.sends:
        return []
    was = before.start if before is not None and intent.deed is Deed.MOVE else None
    jobs: list[Job] = [
        TellClaimant(
            user=intent.user,
            appointment=got.id,
            occasion=occasion,
            way=way,
            form=intent.form,
            moment=got.start,
            was=was,
        )
        for way in tells.after(intent.deed, got, before, now)
    ]
    return jobs + (_reminders(tells, intent.user, got, now) if intent.deed in _TIMED else [])


def late_jobs(
    tells: Tells, user: str, session: Appointment, minutes: int, now: datetime, *, said: int = 0
) -> list[Job]:
    """The messages that say that a session begins so many minutes later than it was to; to be kept with who said so.

    `user`: who said it, and hears of it if a message can't be sent; `said`: the number of what was said.
    """
    return [
        TellClaimant(
            user=user,
            appointment=session.id,
            occasion=Occasion.LATE,
            way=way,
            moment=session.start,
            rule=minutes,
            said=said,
        )
        for way in tells.ways(Occasion.LATE, session, now)
    ]


def _reminders(tells: Tells, user: str, got: Appointment, now: datetime) -> list[Job]:
    """Whether there is still a number to go to is seen when it goes."""
    if got.start is None:
        return []
    return [
        TellClaimant(
            user=user,
            appointment=got.id,
            occasion=Occasion.REMINDER,
            way=way,
            moment=got.start,
            rule=hours,
            delay=at - now,
        )
        for hours, at in reminders(tells.hours, got.start, now)
        for way in sorted(tells.can(Occasion.REMINDER))
    ]
