"""What there is to say of an appointment, each fact by its label: what a card has, and what only Details has."""

from __future__ import annotations

from datetime import datetime

from blocks.kit import clip
from blocks.words.facts import (
    NAME_SHOWN,
    department_name,
    interpreter_words,
    length_words,
    status_words,
)
from blocks.words.meeting import hosts_words, meeting_words, office_words, others_words, roles_words
from blocks.words.said import said_words
from blocks.words.setting import Setting
from bot.appointments.api import Field
from bot.appointments.interpreting import needs_interpreter
from bot.appointments.model import Appointment
from bot.appointments.permission import Openness
from bot.appointments.states import About
from bot.when import say_minutes, say_when

FACT_LIMIT = 300
REASON_LIMIT = 600
NOTES_LIMIT = 1200
"""Characters: longer ones, which only a service could send, would together be more than Slack takes in a message."""


def of_card(appointment: Appointment, openness: Openness, setting: Setting) -> dict[str, str]:
    """The facts of a card; what the service does not have or nobody has told is left out."""
    timeless = appointment.start is None and appointment.minutes is None and bool(appointment.participants)
    office, subject = appointment.office, appointment.subject
    department, interpreter = Field.DEPARTMENT in setting.has, Field.INTERPRETER in setting.has
    buffer = appointment.buffer_minutes
    readers_are_ours = openness is not Openness.SHARED
    labelled = {
        "Status": status_words(appointment),
        "Noted": "; ".join(said_words(appointment, setting)) or None,
        "Length": None if timeless else length_words(appointment),
        "Meeting": meeting_words(appointment) or None,
        "Subject": clip(subject.called("Subject"), NAME_SHOWN) if subject else None,
        "Office": office_words(office) if office else None,
        "Host": (hosts_words(appointment.hosts) or None) if readers_are_ours else None,
        "With the claimant": others_words(appointment, openness) or None,
        "Kept free after": say_minutes(buffer) if buffer else None,
        "Department": department_name(appointment.department)
        if department and appointment.department
        else None,
        "Interpreter": _interpreter(appointment, setting) if interpreter else None,
        **(_key(appointment) if openness is Openness.PRIVATE else {}),
    }
    return {label: words for label, words in labelled.items() if words is not None}


def _interpreter(appointment: Appointment, setting: Setting) -> str:
    """Whether one is needed, for which language, and that nobody has confirmed one; what was said of them stands under *Noted*."""
    words, said = interpreter_words(appointment.interpreter), setting.said
    unspoken = appointment.interpreter.language and said.of(appointment, About.INTERPRETER) is None
    return f"{words} (not confirmed)" if unspoken and needs_interpreter(appointment, setting.now) else words


def of_details(appointment: Appointment, setting: Setting) -> dict[str, str]:
    """How the claimant is reached, as far as the service has such a thing, and what happened when."""
    return {
        **_contact(appointment, setting),
        "Booked": _moment(appointment.created_at, setting),
        **_past(appointment, setting),
    }


def in_full(appointment: Appointment, share: int = 1) -> dict[str, str]:
    """What may be longer, for Details alone; `share`: no more than that part of it, where a message holds no more."""
    said = {
        "Taking part": (roles_words(appointment) if appointment.participants else "", FACT_LIMIT),
        "Where": (appointment.location or "", FACT_LIMIT),
        "Notes": (appointment.notes or "", NOTES_LIMIT),
        "Reason for cancelling": (appointment.cancel_reason or "", REASON_LIMIT),
    }
    return {label: clip(words, limit // share) for label, (words, limit) in said.items() if words}


def _key(appointment: Appointment) -> dict[str, str | None]:
    """What a person types to name an appointment: its reference, or its id where the service's own people booked it without one."""
    if appointment.reference is None and appointment.participants:
        return {"Id": appointment.id}
    return {"Reference": appointment.reference}


def _contact(appointment: Appointment, setting: Setting) -> dict[str, str]:
    claimant = appointment.claimant
    told: dict[str, str] = {}
    if setting.has & {Field.CONTACT, Field.CUSTOMER}:
        told |= {"Phone": claimant.phone or "Not known", "E-mail": claimant.email or "Not known"}
    if Field.CONTACT in setting.has:
        born = claimant.date_of_birth
        told["Date of birth"] = born.strftime("%-d %B %Y") if born else "Not known"
    return told


def _past(appointment: Appointment, setting: Setting) -> dict[str, str]:
    moments = {
        "Session began": appointment.session_started_at,
        "Session ended": appointment.session_ended_at,
        "Cancelled": appointment.cancelled_at,
        "Changed": appointment.updated_at if appointment.participants else None,
    }
    return {label: _moment(moment, setting) for label, moment in moments.items() if moment is not None}


def _moment(moment: datetime | None, setting: Setting) -> str:
    if moment is None:
        return "Not known"
    return say_when(moment, None, zone=setting.zone, now=setting.now)
