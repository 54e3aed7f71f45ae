"""Book, see today and find from anywhere, and book from a message: each opens a window, for a shortcut has no place of its own."""

from __future__ import annotations

from blocks.forms import modals as forms
from blocks.forms.find import find_form
from blocks.kit import Card, say
from blocks.words.results import TITLES
from bot.appointments.deeds import Deed
from bot.appointments.permission import Act
from bot.appointments.values import replace
from bot.workspace import Workspace
from handlers.answering import Ask, View
from handlers.forms.book import booking_form
from handlers.lists.lists import list_sessions, next_steps
from handlers.opening import open_form
from handlers.pasted import LONGEST, typed_words

NO_WORDS = "That message has no words that Frontdesk can read. Fill the form in yourself."
GONE = "Frontdesk has no such shortcut any more. Type {command} instead."
OFF = "Shortcuts are turned off here. Type {command} instead."


async def book_from_message(ws: Workspace, ask: Ask) -> Card | None:
    """Open the booking form, filled with what the message tells; its words are kept nowhere else."""

    async def prepare() -> View:
        person = await ws.people.person(ask.user, ask.channel)
        words = _past_command(await typed_words(ws, ask.words[:LONGEST]), ws.settings.appt_command)
        return await booking_form(ws, replace(ask, words=words), person, None if words else NO_WORDS)

    return await open_form(ws, ask, prepare(), TITLES[Deed.BOOK])


async def book_appointment(ws: Workspace, ask: Ask) -> Card | None:
    """Open the booking form, empty."""

    async def prepare() -> View:
        return await booking_form(ws, ask, await ws.people.person(ask.user))

    return await open_form(ws, ask, prepare(), TITLES[Deed.BOOK])


async def todays_sessions(ws: Workspace, ask: Ask) -> Card | None:
    """Show the list of today."""
    title = "Today's sessions"

    async def prepare() -> View:
        person = await ws.people.person(ask.user)
        return forms.window(await list_sessions(ws, person, "today", tip=next_steps(ws)), title)

    return await open_form(ws, ask, prepare(), title)


async def find_appointment(ws: Workspace, ask: Ask) -> Card | None:
    """Ask whom or what to look for."""

    async def prepare() -> View:
        await ws.desk.allow(await ws.people.person(ask.user), Act.LOOK, Deed.LOOK)
        return find_form()

    return await open_form(ws, ask, prepare(), forms.FIND)


async def turned_off(ws: Workspace, _ask: Ask) -> Card:
    """Answer what an older manifest still offers."""
    return say(OFF.format(command=ws.settings.appt_command))


async def gone(ws: Workspace, _ask: Ask) -> Card:
    """Answer one that only an older manifest has."""
    return say(GONE.format(command=ws.settings.appt_command))


def _past_command(words: str, command: str) -> str:
    """The words behind a command that somebody typed where Slack takes none: in a thread, or behind a blank."""
    first, _, rest = words.partition(" ")
    return rest.strip() if first.casefold() == command else words
