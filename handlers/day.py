"""The day itself, typed: who arrived and who did not come."""

from __future__ import annotations

from blocks.kit import Card
from bot.appointments.permission import Person
from bot.appointments.states import Came
from bot.workspace import Workspace
from handlers.answering import Ask
from handlers.cards.attendance import note, note_missed
from handlers.cards.which import the_first, the_one
from handlers.lists.lists import list_sessions
from handlers.lists.own import CAME, MISSED


async def arrived(ws: Workspace, _: Ask, person: Person, rest: str) -> Card | None:
    """Note that a claimant has arrived; with nothing behind it, list who has."""
    if not rest:
        return await list_sessions(ws, person, "today", own=(CAME,))
    found = await the_one(ws, person, rest, "arrived")
    return found if isinstance(found, Card) else await note(ws, person, found, Came.ARRIVED)


async def noshow(ws: Workspace, _: Ask, person: Person, rest: str) -> Card | None:
    """Note that a claimant did not come, of the kind that was typed behind the name, else ask for it; with nothing, list who did not.

    Whatever stands behind a name was meant for a kind: what is none is said, and asked about.
    """
    if not rest:
        return await list_sessions(ws, person, "today all", own=(MISSED,))
    found = await the_first(ws, person, rest, "noshow", bool)
    if isinstance(found, Card):
        return found
    return await note_missed(ws, person, *found)
