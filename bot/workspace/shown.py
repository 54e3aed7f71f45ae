"""What a message that shows a session was drawn from, so that it is drawn anew when that is so no more, and only then."""

from __future__ import annotations

from datetime import datetime, timedelta
from zlib import crc32

from bot.alerts.questions import question
from bot.appointments.briefing import is_wanted, reminders
from bot.appointments.jobs import RedrawCards
from bot.appointments.model import ENDED, Appointment
from bot.appointments.need import DUE_FROM
from bot.storage.cards import CardPlace
from bot.workspace.workspace import Workspace

QUESTION, GAP = "?", "!"
"""What the version of a message begins with that is no card, but asks whether anybody came, or tells that no interpreter is confirmed: it stands among the
cards, and is drawn anew, closed and forgotten as they are."""
OVERRUN = timedelta(minutes=15)
"""How often a session that runs past its time is looked at for its end."""


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


async def redraw_at_its_turn(ws: Workspace, appointment: Appointment) -> None:
    """Have the card show by itself what can be done next, whoever looks; and have it asked whether anybody came."""
    now, moments = ws.clock(), turns(appointment)
    if not moments or appointment.is_over(now):
        return
    if moments[-1] <= now and appointment.end is None:
        return
    wait = min((one - now for one in moments if one > now), default=OVERRUN)
    due = (now + wait).timestamp()
    redraw = RedrawCards(appointment=appointment.id, cause=f"end:{due:.0f}", delay=wait)
    start, after, asks = appointment.start, ws.settings.ask_after, []
    if after and start is not None and start + after > now:
        asks = [question(appointment.id, start, after, now)]
    briefs = reminders(appointment, now) if is_wanted(appointment, ws.states.current) else []
    await ws.errands.add(redraw, *asks, *briefs)
