"""Tell two states of one appointment apart, without keeping either."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from bot.appointments.later import Later
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
_BYTES = 6
_LOOKED_UP: Mapping[str, Any] = {
    "subject": {"name": True},
    "office": {"name": True, "address": True, "zone": True},
    "participants": {"__all__": {"name": True, "link": True}},
}
"""What the service tells of an id that is compared itself: it may be told or not, with nothing changed."""
_ALWAYS_LEFT_OUT: dict[str, Any] = dict.fromkeys(_NOT_COMPARED, True) | dict(_LOOKED_UP)
_USUALLY_LEFT_OUT: dict[str, Any] = _ALWAYS_LEFT_OUT | dict.fromkeys(_OF_SOME_SERVICES, True)


class Parts(Mapping[str, str]):
    """Fingerprints by the names of the pieces: there are some of each session, so they lie together in a few bytes."""

    __slots__ = ("_names", "_prints")

    def __init__(self, told: Mapping[str, str]) -> None:
        self._names = _alike(tuple(told))
        self._prints = bytes.fromhex("".join(told.values()))

    def __getitem__(self, name: str) -> str:
        try:
            begins = _BYTES * self._names.index(name)
        except ValueError:
            raise KeyError(name) from None
        return self._prints[begins : begins + _BYTES].hex()

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def packed(told: Mapping[str, str]) -> Mapping[str, str]:
    """Put them together, unless they are something else than what a stamp makes."""
    try:
        found = Parts(told)
    except ValueError:
        return told
    return found if found == told else told


@lru_cache(maxsize=256)
def _alike(names: tuple[str, ...]) -> tuple[str, ...]:
    """One tuple for all sessions that have the same pieces."""
    return names


class Stamp:
    """Makes versions: keyed fingerprints, so that nobody can guess a date of birth by trying them all."""

    def __init__(self, key: bytes) -> None:
        self._key = hashlib.blake2b(key, digest_size=32).digest()

    def put_on(self, appointment: Appointment) -> Appointment:
        """Write its version on an appointment that was just read: 12 hex digits over everything that a person could change.

        One that is made later gets it when somebody looks at it.

        Nobody else has it yet, so it is no copy that carries the version: lists are long, and copies cost as much again.
        """
        if isinstance(appointment, Later):
            appointment.stamped_by(self)
        else:
            appointment.__dict__["version"] = self.version_of(appointment)
        return appointment

    def version_of(self, appointment: Appointment) -> str:
        return self.of(appointment.model_dump_json(exclude=_left_out(appointment)))

    def parts(self, appointment: Appointment) -> Parts:
        """Fingerprint what a person could change, piece by piece, so that it can be told later which piece changed."""
        if isinstance(appointment, Later):
            appointment = appointment.passing()
        left_out = _left_out(appointment)
        there = [name for name in PARTS if left_out.get(name) is not True]
        prints = {
            name: self.of(appointment.model_dump_json(include={name}, exclude=left_out)) for name in there
        }
        return Parts(prints | self.named(appointment.department))

    def named(self, department: Department | None) -> dict[str, str]:
        """Fingerprint a department's name and id alone, as a filter may name it."""
        if department is None:
            return {}
        names = {"department.name": department.name, "department.id": department.id}
        return {part: self.of(name.casefold()) for part, name in names.items() if name}

    def of(self, content: str) -> str:
        """Fingerprint a text: 12 hex digits."""
        return hashlib.blake2b(content.encode(), key=self._key, digest_size=_BYTES).hexdigest()


def _left_out(appointment: Appointment) -> dict[str, Any]:
    """A service that has none of the later fields has the versions that it had before there were any."""
    if appointment.model_fields_set.isdisjoint(_OF_SOME_SERVICES):
        return _USUALLY_LEFT_OUT
    none = all(getattr(appointment, name) in (None, ()) for name in _OF_SOME_SERVICES)
    left_out = _USUALLY_LEFT_OUT if none else _ALWAYS_LEFT_OUT
    # A customer is compared by id; the name is looked up by it.
    return left_out | {"claimant": True} if appointment.customers else left_out
