"""The pre-brief: claimant and interpreter meet before a session begins, if that is wanted."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.appointments.interpreting import needs_interpreter
from bot.appointments.jobs import RemindBrief
from bot.appointments.model import Appointment
from bot.appointments.states import About, Register

LASTS = timedelta(minutes=10)
"""So long before the start it begins."""
REMINDED = timedelta(minutes=5)
"""So long before it begins it is reminded of."""


def begins(appointment: Appointment) -> datetime | None:
    """When the pre-brief of a session would begin."""
    return appointment.start - LASTS if appointment.start else None


def is_wanted(appointment: Appointment, said: Register) -> bool:
    return said.of(appointment, About.BRIEF) is not None


def can_be_wanted(appointment: Appointment, now: datetime) -> bool:
    """Whether there is an interpreter to meet, and time for it."""
    at = begins(appointment)
    return at is not None and now < at and needs_interpreter(appointment, now)


def reminders(appointment: Appointment, now: datetime) -> list[RemindBrief]:
    """What reminds of a pre-brief that is wanted; nothing once it should have begun."""
    at = begins(appointment)
    if at is None or appointment.start is None or not can_be_wanted(appointment, now):
        return []
    delay = max(at - REMINDED - now, timedelta(0))
    return [RemindBrief(appointment=appointment.id, moment=appointment.start, delay=delay)]
