"""Tell two states of one appointment apart, without keeping either."""

from __future__ import annotations

import hashlib

from bot.appointments.model import Appointment

_NOT_COMPARED = {"version", "meeting", "created_at"}
PARTS = ("claimant", "department", "interpreter", "room")
"""What an edit may change."""


class Stamp:
    """Makes versions: keyed fingerprints, so that nobody can guess a date of birth by trying them all."""

    def __init__(self, key: bytes) -> None:
        self._key = hashlib.blake2b(key, digest_size=32).digest()

    def put_on(self, appointment: Appointment) -> Appointment:
        """Return the appointment with its version: 12 hex digits over everything that a person could change."""
        content = appointment.model_dump_json(exclude=_NOT_COMPARED)
        return appointment.model_copy(update={"version": self.of(content)})

    def parts(self, appointment: Appointment) -> dict[str, str]:
        """Fingerprint what a person could change, piece by piece, so that it can be told later which piece changed."""
        return {name: self.of(appointment.model_dump_json(include={name})) for name in PARTS}

    def of(self, content: str) -> str:
        """Fingerprint a text: 12 hex digits."""
        return hashlib.blake2b(content.encode(), key=self._key, digest_size=6).hexdigest()
