"""Give somebody a list as a table: the whole of it, whichever page they look at."""

from __future__ import annotations

from datetime import UTC, datetime

from blocks.files import list_file
from blocks.kit import Card, say
from blocks.places import ListPlace
from bot.appointments.deeds import Deed
from bot.appointments.permission import Act
from bot.appointments.slices import aside
from bot.workspace import Workspace
from handlers.answering import Ask
from handlers.files import OFF, send_file
from handlers.lists.lists import sessions_of, title_of

OLD = "This list is too old to be a file. Ask for it again."


async def take_list(ws: Workspace, ask: Ask) -> Card:
    """Send it to whoever pressed, as a file, with names where they may see details; that they had it is written into the audit first."""
    place = ListPlace.read(ask.words)
    if place is None:
        return say(OLD)
    if not ws.settings.ics:
        return say(OFF)
    person = await ws.people.person(ask.user, ask.channel)
    sessions = await sessions_of(ws, person, place)
    await ws.desk.takes(person, Act.LOOK, Deed.TABLE)
    names = await ws.desk.may(person, Act.DETAILS)
    title, setting = await title_of(ws, person, place), ws.setting_for(person)
    file = await aside(len(sessions), list_file, sessions, title, setting, names=names)
    return await send_file(ws, person, file, datetime.fromtimestamp(place.end, UTC) if place.end else None)
