"""Sessions that need an interpreter, and whether somebody has confirmed one."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.appointments.model import UNDER_WAY, Appointment
from bot.appointments.states import About, Interpreter, Register

CHECKS = {24: timedelta(hours=24), 2: timedelta(hours=2), 0: timedelta(minutes=15)}
"""When it is looked whether one is confirmed, before the start; by whole hours, as the jobs are called that tell it."""
FIRST = CHECKS[24]


def is_needed(appointment: Appointment) -> bool:
    return appointment.interpreter.is_needed


def may_be_said(appointment: Appointment, now: datetime) -> bool:
    """Whether it can be said who interprets: one is needed, and the session is to come or under way, when it shows who is there."""
    return is_needed(appointment) and not appointment.is_over(now)


def needs_interpreter(appointment: Appointment, now: datetime) -> bool:
    """Whether one is needed still: the session has not begun and is not over."""
    return is_needed(appointment) and appointment.status not in UNDER_WAY and not appointment.is_over(now)


def is_unconfirmed(appointment: Appointment, said: Register, now: datetime) -> bool:
    """Whether one is needed and nobody has confirmed that one comes, or comes still; once it is under way, whether one was said to be missing."""
    is_wanted = needs_interpreter(appointment, now) or (
        may_be_said(appointment, now) and said.of(appointment, About.INTERPRETER) is not None
    )
    return is_wanted and not is_confirmed(appointment, said)


def is_confirmed(appointment: Appointment, said: Register) -> bool:
    found = said.of(appointment, About.INTERPRETER)
    return found is not None and found.word == Interpreter.CONFIRMED


def is_gap(appointment: Appointment, said: Register, now: datetime) -> bool:
    """Whether somebody has to see to it now: nobody is confirmed, and the first check has come, or one who was there is not any more."""
    start = appointment.start
    if start is None:
        return False
    is_time = now < start <= now + FIRST or said.of(appointment, About.INTERPRETER) is not None
    return is_time and is_unconfirmed(appointment, said, now)
