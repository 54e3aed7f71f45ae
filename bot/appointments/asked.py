"""What a service is asked for: a new appointment, or a change of one."""

from __future__ import annotations

import secrets

from pydantic import Field

from bot.appointments.model import (
    MAX_MINUTES,
    Claimant,
    Department,
    Frozen,
    Instant,
    Interpreter,
    MeetingType,
    Named,
    RoomOptions,
    Words,
)

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_reference() -> str:
    """Make a reference that nobody can guess and everybody can read out: 18 characters without 0, O, 1, I or L."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(18))


def reference_of(digest: bytes) -> str:
    """Make such a reference out of a keyed digest of at least 18 bytes: always the same one."""
    return "".join(_ALPHABET[one % len(_ALPHABET)] for one in digest[:18])


class NewAppointment(Frozen):
    """What is asked for when booking. Fields left out are not sent, so the service's own defaults apply."""

    reference: str = Field(repr=False)
    start: Instant
    minutes: int = Field(ge=1, le=MAX_MINUTES)
    claimant: Claimant = Claimant()
    department: Department | None = None
    interpreter: Interpreter = Interpreter()
    room: RoomOptions = RoomOptions()
    meeting_type: MeetingType | None = None
    subject: Named | None = None
    office: Named | None = None
    employee: Named | None = None
    """Who hosts it, as the primary employee."""
    customer: Named | None = None
    """Whom it is for, where the service keeps customers."""
    notes: Words | None = Field(default=None, repr=False)


class Change(Frozen):
    """What is asked for when moving or editing. Only fields that were set (`model_fields_set`) are sent.

    The same holds inside `claimant`, `interpreter` and `room`: a field set to None there is cleared.
    """

    start: Instant | None = None
    minutes: int | None = Field(default=None, ge=1, le=MAX_MINUTES)
    claimant: Claimant | None = None
    department: Department | None = None
    interpreter: Interpreter | None = None
    room: RoomOptions | None = None
    notes: Words | None = Field(default=None, repr=False)
