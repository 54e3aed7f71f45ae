"""Give somebody a session for their own calendar."""

from __future__ import annotations

from blocks import ids
from blocks.files import calendar_file
from blocks.kit import Card, say
from blocks.words.facts import no_time_words
from bot.appointments.deeds import Deed
from bot.workspace import Workspace
from handlers.answering import Ask
from handlers.cards.which import OLD
from handlers.files import OFF, send_file


async def add_to_calendar(ws: Workspace, ask: Ask) -> Card:
    """Send it to whoever pressed, as a file; that they had it is written into the audit first."""
    seen = ids.unpack(ids.Seen, ask.words)
    if seen is None:
        return say(OLD)
    if not ws.settings.ics:
        return say(OFF)
    person = await ws.people.person(ask.user, ask.channel)
    found = await ws.desk.hand_out(person, seen.appointment, Deed.CALENDAR)
    if found.start is None:
        return say(f"{no_time_words(found)}: there is nothing for a calendar yet.")
    return await send_file(ws, person, calendar_file(found, ws.setting), found.end)
