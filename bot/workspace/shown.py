"""What a message that shows a session was drawn from, so that it is drawn anew when that is so no more, and only then."""

from __future__ import annotations

from datetime import datetime
from zlib import crc32

from bot.appointments.model import ENDED, Appointment
from bot.appointments.need import DUE_FROM
from bot.storage.cards import CardPlace
from bot.workspace.workspace import Workspace

QUESTION, GAP = "?", "!"
"""What the version of a message begins with that is no card, but asks whether anybody came, or tells that no interpreter is confirmed: it stands among the
cards, and is drawn anew, closed and forgotten as they are."""


def mark_of(place: CardPlace) -> str:
    """By which of these a message begins; nothing: it is a card."""
    first = place.version[:1]
    return first if first in {QUESTION, GAP} else ""


def shown_version(ws: Workspace, appointment: Appointment) -> str:
    """What a card was drawn from: the appointment's version, how far its time has come, and what was said of it."""
    passed = sum(moment <= ws.clock() for moment in turns(appointment))
    shown = f"{appointment.version}{'+' if appointment.is_over(ws.clock()) else '.' * passed}"
    mark = ws.states.current.mark(appointment)
    return f"{shown}~{crc32(mark.encode()):x}" if mark else shown


def turns(appointment: Appointment) -> list[datetime]:
    """When a card changes by itself: one can say who came, and who did not; the session is over, and nobody can join."""
    start, end = appointment.start, appointment.end
    if start is None or appointment.status in ENDED:
        return []
    return [start - DUE_FROM, start, *([end] if end else [])]
