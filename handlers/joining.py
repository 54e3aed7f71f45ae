"""Join: the way into a session's room, fetched at the moment that somebody asks for it."""

from __future__ import annotations

from blocks.cards import join_card
from blocks.kit import Card, say
from blocks.words.states import nothing_words
from bot.appointments.deeds import Deed
from bot.appointments.model import Appointment
from bot.appointments.permission import Person
from bot.appointments.writes.outcomes import NothingToDo
from bot.workspace import Workspace


async def join_now(ws: Workspace, person: Person, appointment: str, note: str | None = None) -> Card:
    """The meeting link, fetched at this moment; nobody joins a session that is over."""
    found = await ws.desk.join(person, appointment)
    if found.is_over(ws.clock()):
        return say(nothing_words(NothingToDo(Deed.JOIN, found, over_or_cancelled(found)), ws.setting))
    link = found.meeting.host_link.get_secret_value() if found.meeting and found.meeting.host_link else None
    return join_card(found, link, ws.setting, note)


def over_or_cancelled(appointment: Appointment) -> str:
    """Why nobody can join: as `NothingToDo.why` says it."""
    return "cancelled" if appointment.cancelled_at or appointment.status == "cancelled" else "over"
