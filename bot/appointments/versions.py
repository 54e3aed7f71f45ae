"""Tell two states of one appointment apart, without keeping either."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from bot.appointments.model import Appointment, Department

_NOT_COMPARED = {"version", "meeting", "created_at", "updated_at"}
_OF_SOME_SERVICES = (
    "meeting_type",
    "subject",
    "office",
    "location",
    "participants",
    "hybrid",
    "buffer_minutes",
    "notes",
)
PARTS = ("claimant", "department", "interpreter", "room", *_OF_SOME_SERVICES)
"""What an edit may change."""
_LOOKED_UP: Mapping[str, Any] = {
    "subject": {"name": True},
    "office": {"name": True, "address": True, "zone": True},
    "participants": {"__all__": {"name": True, "link": True}},
}
"""What the service tells of an id that is compared itself: it may be told or not, with nothing changed."""


class Stamp:
    """Makes versions: keyed fingerprints, so that nobody can guess a date of birth by trying them all."""

    def __init__(self, key: bytes) -> None:
        self._key = hashlib.blake2b(key, digest_size=32).digest()

    def put_on(self, appointment: Appointment) -> Appointment:
        """Return the appointment with its version: 12 hex digits over everything that a person could change."""
        content = appointment.model_dump_json(exclude=_left_out(appointment))
        return appointment.model_copy(update={"version": self.of(content)})

    def parts(self, appointment: Appointment) -> dict[str, str]:
        """Fingerprint what a person could change, piece by piece, so that it can be told later which piece changed."""
        left_out = _left_out(appointment)
        there = [name for name in PARTS if left_out.get(name) is not True]
        return {
            name: self.of(appointment.model_dump_json(include={name}, exclude=left_out)) for name in there
        } | self.named(appointment.department)

    def named(self, department: Department | None) -> dict[str, str]:
        """Fingerprint a department's name and id alone, as a filter may name it."""
        if department is None:
            return {}
        names = {"department.name": department.name, "department.id": department.id}
        return {part: self.of(name.casefold()) for part, name in names.items() if name}

    def of(self, content: str) -> str:
        """Fingerprint a text: 12 hex digits."""
        return hashlib.blake2b(content.encode(), key=self._key, digest_size=6).hexdigest()


def _left_out(appointment: Appointment) -> dict[str, Any]:
    """A service that has none of the later fields has the versions that it had before there were any."""
    left_out: dict[str, Any] = dict.fromkeys(_NOT_COMPARED, True) | dict(_LOOKED_UP)
    if all(getattr(appointment, name) in (None, ()) for name in _OF_SOME_SERVICES):
        left_out |= dict.fromkeys(_OF_SOME_SERVICES, True)
    if appointment.customers:
        left_out["claimant"] = True  # looked up by the primary customer's id
    return left_out
