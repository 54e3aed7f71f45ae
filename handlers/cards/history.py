"""Tell what was done with an appointment: who, what and when."""

from __future__ import annotations

from blocks import ids
from blocks.help import history_card
from blocks.kit import Card, say
from blocks.words.facts import sentence
from bot.appointments.model import Appointment
from bot.appointments.permission import Person
from bot.workspace import Workspace
from handlers.answering import Ask
from handlers.cards.which import OLD, read_again


async def history_of(ws: Workspace, person: Person, appointment: Appointment) -> Card:
    """Tell it, newest first."""
    entries = await ws.desk.history(person, appointment.id)
    lines = [(entry, await ws.people.name(entry.user)) for entry in entries]
    return history_card(sentence(appointment, ws.settings.zone, ws.clock()), lines, ws.setting)


async def history(ws: Workspace, ask: Ask) -> Card:
    """Tell it of the session whose button was pressed."""
    seen = ids.unpack(ids.Seen, ask.words)
    if seen is None:
        return say(OLD)
    person = await ws.people.person(ask.user, ask.channel)
    return await history_of(ws, person, await read_again(ws, person, seen.appointment))
