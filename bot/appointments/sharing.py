"""What two sessions have in common that only one of them can have at a time, as far as the service tells."""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import urlsplit

from bot.appointments.filter import folded
from bot.appointments.model import Appointment, Department


class Shared(StrEnum):
    """Something that both have; in the order in which it weighs."""

    HOST = "host"
    ROOM = "room"
    LANGUAGE = "language"
    """An interpreter of the same language: there may be only one."""
    DEPARTMENT = "department"
    OFFICE = "office"

    @property
    def is_one(self) -> bool:
        """Whether it can be in one session only at a time; a department may hold several side by side."""
        return self in {Shared.HOST, Shared.ROOM}


def shared(one: Appointment, other: Appointment) -> tuple[Shared, ...]:
    """Name what two sessions share; what either does not tell, they don't."""
    both = {
        Shared.HOST: {host.id for host in one.hosts} & {host.id for host in other.hosts},
        Shared.ROOM: _room(one) and _room(one) == _room(other),
        Shared.LANGUAGE: _language(one) and _language(one) == _language(other),
        Shared.DEPARTMENT: _is_same(one.department, other.department),
        Shared.OFFICE: one.office and other.office and one.office.id == other.office.id,
    }
    return tuple(what for what in Shared if both[what])


def _room(appointment: Appointment) -> str:
    """The video room without what makes one its host; a link that leads to no room of its own is none."""
    link = appointment.meeting.host_link if appointment.meeting else None
    if link is None:
        return ""
    try:
        parts = urlsplit(link.get_secret_value())
    except ValueError:
        return ""
    path = parts.path.rstrip("/")
    return f"{parts.netloc.casefold()}{path}" if path else ""


def _language(appointment: Appointment) -> str:
    interpreter = appointment.interpreter
    return folded(interpreter.language or "") if interpreter.is_needed else ""


def _is_same(one: Department | None, other: Department | None) -> bool:
    if one is None or other is None:
        return False
    if one.id is not None and other.id is not None:
        return one.id == other.id
    return bool(one.name) and folded(one.name or "") == folded(other.name or "")
