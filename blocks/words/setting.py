"""What everything that is drawn or said depends on beside its appointment: the moment, the zones, what the service can do."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.appointments.api import Capability, Field
from bot.appointments.notices import BY_SERVICE, Tells
from bot.appointments.states import NOTHING, Register


class Setting(Struct, frozen=True):
    """What a card depends on beside its appointment."""

    zone: ZoneInfo
    """The desk's zone, named wherever a reader's own zone may be another."""
    now: datetime
    can: frozenset[Capability]
    desk_zone: ZoneInfo | None = None
    """The desk's zone, where `zone` is a person's own and the desk's time is to be named too."""
    has: frozenset[Field] = frozenset(Field)
    """What the service's appointments have at all, so that nothing else is spoken of."""
    edits: frozenset[Field] = frozenset(Field)
    """What of it can be changed afterwards."""
    files: bool = True
    """Whether anything may be sent to somebody as a file."""
    tells: Tells = BY_SERVICE
    """Who tells the claimant of a change."""
    said: Register = NOTHING
    """What people said of the sessions that the service can't hold."""
