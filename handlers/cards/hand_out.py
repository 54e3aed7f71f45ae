"""Give out texts to pass on: the claimant's link, and what an interpreter has to know."""

from __future__ import annotations

from collections.abc import Callable

from blocks import ids
from blocks.handing import interpreter_card, link_card
from blocks.kit import Card, say
from blocks.words.setting import Setting
from blocks.words.states import nothing_words
from bot.appointments.deeds import Deed
from bot.appointments.model import Appointment
from bot.appointments.writes.outcomes import NothingToDo
from bot.workspace import Workspace
from handlers.answering import Ask
from handlers.cards.which import OLD
from handlers.joining import over_or_cancelled

_TEXTS: dict[str, tuple[Deed, Callable[[Appointment, Setting], Card]]] = {
    ids.COPY_LINK: (Deed.LINK, link_card),
    ids.FOR_INTERPRETER: (Deed.INTERPRETER, interpreter_card),
}


async def hand_out(ws: Workspace, ask: Ask) -> Card:
    """Answer whoever pressed, and nobody else; that they did is written into the audit."""
    seen = ids.unpack(ids.Seen, ask.words)
    if seen is None:
        return say(OLD)
    deed, draw = _TEXTS[ask.action]
    person = await ws.people.person(ask.user, ask.channel)
    found = await ws.desk.hand_out(person, seen.appointment, deed)
    if found.is_over(ws.clock()):
        return say(nothing_words(NothingToDo(deed, found, over_or_cancelled(found)), ws.setting))
    return draw(found, ws.setting)
