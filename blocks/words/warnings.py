"""What is said before somebody errs: nothing is refused by it."""

from __future__ import annotations

from datetime import datetime

from blocks.words.facts import claimant_name
from blocks.words.setting import Setting
from bot.appointments.model import UNDER_WAY, Appointment, Status
from bot.when import short_day
from bot.when.saying import say_clock


def has_already_words(other: Appointment, start: datetime, setting: Setting, command: str) -> str:
    """Say that a claimant has an appointment already, how it is opened, and that they can be booked all the same."""
    at, asked = (moment.astimezone(setting.zone) for moment in (other.start or start, start))
    when = (
        say_clock(at) if at.date() == asked.date() else f"{short_day(at.date(), year=False)}, {say_clock(at)}"
    )
    return (
        f"{claimant_name(other)} has {when} already: open it, or book all the same. "
        f"{command} {other.code} opens it; press Book again to book all the same."
    )


def at_hand_words(appointment: Appointment) -> str:
    """Say that somebody waits now, or is in session: whoever moves or cancels that should know. Else nothing."""
    name = claimant_name(appointment)
    if appointment.status is Status.WAITING:
        return f"⚠ {name} is in the waiting room now. Tell them before you change this."
    if appointment.status in UNDER_WAY:
        return f"⚠ {name} is in session now. Tell them before you change this."
    return ""
