"""Find the appointment that somebody means, and show one that changed since they saw it."""

from __future__ import annotations

from blocks.cards import appointment_card
from blocks.kit import Card, escape, plain, say, section
from blocks.lists import found_list
from blocks.words.incomplete import incomplete_words
from blocks.words.states import changed_words
from bot.appointments.errors import NotFound
from bot.appointments.folding import bare
from bot.appointments.model import Appointment
from bot.appointments.permission import Openness, Person
from bot.workspace import Workspace

OLD = "This button is from an older card. Look the appointment up again for a fresh one."


async def the_one(ws: Workspace, person: Person, word: str, verb: str) -> Appointment | Card:
    """Find the one appointment that a word names, or say what to type instead."""
    command = ws.settings.appt_command
    word = bare(word)
    if not word:
        return say(f"Which appointment? Type {command} {verb} and its reference or short code.")
    found = await ws.desk.named(person, word)
    if len(found) == 1:
        return found[0]
    shown = word if len(word) <= 40 else word[:39] + "…"
    if not found:
        days = f"the last {ws.settings.look_back_days} and the next {ws.settings.look_ahead_days} days"
        none = (
            f"No appointment with the reference or code “{shown}” in {days}. "
            f"Look by name with {command} find, or by day with {command} list."
        )
        incomplete = incomplete_words(found)
        return say(f"{none} {incomplete}" if incomplete else none)
    return found_list(found, f"{len(found)} appointments end in {shown}", ws.setting)


async def changed_card(ws: Workspace, appointment: Appointment) -> Card:
    """Say who or what changed an appointment since a card was drawn, and show it as it is now, with live buttons."""
    by = await ws.desk.last_change(appointment)
    name = await ws.people.name(by.user) if by else None
    return said_of(ws, changed_words(appointment, by, name, ws.setting), appointment)


def said_of(ws: Workspace, words: str, appointment: Appointment) -> Card:
    """Say something of an appointment, and show it as it is now."""
    card = appointment_card(appointment, Openness.PRIVATE, ws.setting)
    return Card(escape(words), (section(plain(words)), *card.blocks))


async def read_again(ws: Workspace, person: Person, appointment: str) -> Appointment:
    """Read afresh; where the service has it no longer, its cards are redrawn to say so."""
    try:
        return await ws.desk.get(person, appointment)
    except NotFound:
        await ws.redraw(appointment, "gone")
        raise
