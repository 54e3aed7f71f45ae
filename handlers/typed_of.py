"""An appointment as a form would have it typed: what a form starts with, and what a submit is compared with."""

from __future__ import annotations

from blocks.inputs import FLAG_LABELS
from blocks.typed import Typed
from bot.appointments.model import Appointment


def typed_of(appointment: Appointment) -> Typed:
    """Fill in all but time and contact details."""
    department = appointment.department
    return Typed(
        name=appointment.claimant.name or "",
        department=(department.name or department.id or "") if department else "",
        needed={True: "yes", False: "no", None: None}[appointment.interpreter.needed],
        language=appointment.interpreter.language or "",
        more=_more(appointment),
    )


def contact_of(appointment: Appointment, typed: Typed) -> Typed:
    """Fill in phone, e-mail and date of birth, for those who may see them."""
    claimant = appointment.claimant
    born = claimant.date_of_birth
    return typed.but(
        phone=claimant.phone or "",
        email=claimant.email or "",
        birth=f"{born.day} {born:%B %Y}" if born else "",
    )


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
