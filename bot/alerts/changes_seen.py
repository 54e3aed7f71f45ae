"""What is told of a change: what the appointment was and is, as far as that is known, and whose act it was."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from bot.alerts.compare import Kind
from bot.appointments.model import Appointment
from bot.appointments.values import Discreet

__all__ = ["Edit", "Kind", "SeenChange"]


class Edit(Discreet, frozen=True):
    """A piece of an appointment that somebody changed."""

    hidden = frozenset(["was"])

    part: str
    """One of `bot.appointments.versions.PARTS`."""
    was: str | None = None
    """What it was before, in words; None: nobody knows any more, for contents are not stored."""


class SeenChange(Struct, frozen=True):
    """One change that a channel is told of. What an appointment's own course brings is the board's matter, never this."""

    appointment: Appointment
    """As it is now; of one that is gone, no more than its id and what is remembered."""
    kind: Kind
    was_start: datetime | None = None
    was_minutes: int | None = None
    edits: tuple[Edit, ...] = ()
    by: str | None = None
    """The plain name of the one whose act at the desk it was; None: it was done outside Frontdesk."""
