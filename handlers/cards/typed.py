"""The form that a typed command opens: for the appointment that its first words name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from blocks.kit import Card
from blocks.words.results import TITLES
from bot.appointments.deeds import Deed
from bot.appointments.model import Appointment
from bot.workspace import Workspace
from handlers.answering import Ask, View
from handlers.cards.buttons import form_or_card
from handlers.cards.which import the_button
from handlers.opening import open_form

VERBS = {Deed.DELAY: "late"}
"""What is typed for a deed that is called otherwise."""


async def form_for(
    ws: Workspace,
    ask: Ask,
    deed: Deed,
    finding: Awaitable[tuple[Appointment, str] | Card],
    draw: Callable[[Appointment, str], Awaitable[View]],
) -> Card | None:
    """Open it, already filled with the words behind the name; where there is nothing to open it with, offer its button."""
    if not ask.trigger:  # what is said opens no form: a button does
        said = await finding
        if isinstance(said, Card):
            return said
        person = await ws.people.person(ask.user, ask.channel)
        return the_button(ws, person, said, VERBS.get(deed, deed.value))

    async def prepare() -> View | Card:
        found = await finding
        return found if isinstance(found, Card) else await form_or_card(ws, draw(*found))

    return await open_form(ws, ask, prepare(), TITLES[deed])
