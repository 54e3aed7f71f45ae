"""An appointment as a form would have it typed: what a form starts with, and what a submit is compared with."""

from __future__ import annotations

from collections.abc import Sequence

from blocks.forms.typed import Typed
from blocks.words.labels import FLAG_LABELS
from bot.appointments.model import Appointment, Interpreter, Named, Participant
from handlers.forms.validation import NEEDED, NONE


def typed_of(appointment: Appointment) -> Typed:
    """Fill in all but time and contact details."""
    department = appointment.department
    return Typed(
        name=appointment.claimant.name or "",
        department=(department.name or department.id or "") if department else "",
        language=interpreter_typed(appointment.interpreter),
        customer=_first(appointment.customers),
        subject=_named(appointment.subject),
        office=_named(appointment.office),
        employee=_first(appointment.hosts),
        meeting_type=appointment.meeting_type.value if appointment.meeting_type else None,
        more=_more(appointment),
    )


def interpreter_typed(interpreter: Interpreter) -> str:
    """Say in one field whether there is one to be: none, which language, or only that one is needed."""
    if interpreter.needed is False:
        return NONE
    return interpreter.language or (NEEDED if interpreter.needed else "")


def contact_of(appointment: Appointment, typed: Typed) -> Typed:
    """Fill in phone, e-mail, date of birth and the staff's notes, for those who may see them."""
    claimant = appointment.claimant
    born = claimant.date_of_birth
    return typed.but(
        phone=claimant.phone or "",
        email=claimant.email or "",
        birth=f"{born.day} {born:%B %Y}" if born else "",
        notes=appointment.notes or "",
    )


def _first(people: Sequence[Participant]) -> Named | None:
    return _named(people[0]) if people else None


def _named(thing: Named | None) -> Named | None:
    """Its id and name alone, as a menu gives them back."""
    return Named(id=thing.id, name=thing.name) if thing else None


def _more(appointment: Appointment) -> dict[str, str]:
    room = appointment.room
    more: dict[str, str] = {}
    for flag in FLAG_LABELS:
        value = getattr(room, flag)
        if value is not None:
            more[flag] = "on" if value else "off"
    if room.bandwidth:
        more["bandwidth"] = room.bandwidth
    if room.use_redirect is not None:
        more["use_redirect"] = "yes" if room.use_redirect else "no"
    for page in ("claimant_redirect", "agent_redirect"):
        if getattr(room, page):
            more[page] = getattr(room, page)
    return more
