"""Find by name or reference: the nearest in time first, a page at a time."""

from __future__ import annotations

from blocks.kit import Card, context, plain, say
from blocks.lists import FOUND_PAGE, found_list
from blocks.places import FoundPlace
from blocks.words.incomplete import incomplete_words
from bot.appointments.folding import bare
from bot.appointments.listing import Shown
from bot.appointments.permission import Person
from bot.workspace import Workspace
from bot.workspace.searches import LONGEST
from handlers.answering import Ask
from handlers.here import unknown_department, usual
from handlers.lists.filters import DEPARTMENT, take_filters


async def find(ws: Workspace, person: Person, text: str) -> Card:
    """Look for a claimant or a reference and show the first page."""
    command = ws.settings.appt_command
    taken = take_filters(ws, text, bare=False)
    if isinstance(taken, Card):
        return taken
    if len(text.encode(errors="replace")) > LONGEST:
        return say("That is more than can be looked for at once. Type one part of the name, or a reference.")
    if not _sought(taken[1]):
        return say(f"Who are you looking for? Type {command} find and a name or a reference.")
    if not (taken[0].every or taken[0].only.departments) and (own := await usual(ws, person)):
        text = " ".join((text, *(f'{DEPARTMENT}:"{one}"' for one in own)))
    return await _page(ws, person, text, FoundPlace(search=ws.searches.keep(text)))


async def turn(ws: Workspace, ask: Ask) -> Card:
    """Turn the page of what was found."""
    person = await ws.people.person(ask.user, ask.channel)
    place = FoundPlace.read(ask.words)
    text = ws.searches.text(place.search) if place else None
    if place is None or text is None:
        return say("This search is too old to turn its pages. Look for it again.")
    return await _page(ws, person, text, place)


async def _page(ws: Workspace, person: Person, text: str, place: FoundPlace) -> Card:
    taken = take_filters(ws, text, bare=False)
    if isinstance(taken, Card):
        return taken
    filters, name = taken[0], _sought(taken[1])
    only = await ws.desk.meant(person, filters.typed) if filters.typed else None
    shown = Shown(place.page * FOUND_PAGE + place.past, FOUND_PAGE)
    searched = await ws.desk.search(person, name, only, filters.only, shown)
    found = searched.sessions
    unread = " ".join(filter(None, (_unread(searched.unnamed), incomplete_words(searched.among))))
    said = text if len(text) <= 60 else text[:59] + "…"
    if not found and (words := await unknown_department(ws, person, filters.only.departments, look=False)):
        return say(words)
    if not found and unread:
        return say(f"No name that can be read fits “{said}”. {unread}")
    if not found:
        back, ahead = ws.settings.look_back_days, ws.settings.look_ahead_days
        return say(
            f"Nobody was found for “{said}” in the last {back} and the next {ahead} days. "
            "Try part of the name. Phone numbers can't be searched."
        )
    noun = "session" if len(found) == 1 else "sessions"
    card = found_list(found, f"{len(found)} {noun} for {said}", ws.setting_for(person), place)
    return Card(f"{card.text} {unread}", (*card.blocks, context(plain(unread)))) if unread else card


def _sought(text: str) -> str:
    """What is looked for, without the marks round it and round each of its words."""
    return " ".join(filter(None, map(bare, text.split())))


def _unread(unnamed: int) -> str:
    """Say that some names could not be compared; nothing where all could."""
    if not unnamed:
        return ""
    sessions = "1 session has" if unnamed == 1 else f"{unnamed} sessions have"
    return f"{sessions} a claimant whose name the service does not tell now: look again later, or by day."
