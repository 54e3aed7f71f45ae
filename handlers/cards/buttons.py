"""The buttons of a card: read again first, then act; what changed meanwhile is shown before anything can be pressed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from blocks import ids
from blocks.cards import appointment_card, details_card
from blocks.forms.modals import noted_over
from blocks.kit import Card, say
from blocks.words.results import TITLES
from blocks.words.states import changed_words, nothing_words
from bot.appointments.deeds import Deed
from bot.appointments.model import Appointment
from bot.appointments.need import is_missed
from bot.appointments.permission import Openness, Person
from bot.appointments.writes.outcomes import NothingToDo
from bot.workspace import Workspace
from handlers.answering import Ask, View
from handlers.cards.which import OLD, changed_card, read_again, said_of
from handlers.forms.book import book_again
from handlers.forms.cancel import cancel_view, decline_view
from handlers.forms.edit import edit_view
from handlers.forms.late import late_view
from handlers.forms.move import move_view
from handlers.forms.propose import propose_view
from handlers.joining import join_now
from handlers.opening import open_form

Draw = Callable[[Workspace, Person, Appointment, str | None, str], Awaitable[View]]


async def _edit(ws: Workspace, person: Person, now: Appointment, channel: str | None, _: str) -> View:
    return await edit_view(ws, person, now, channel)


FORMS: dict[str, tuple[Deed, Draw]] = {
    ids.MOVE: (Deed.MOVE, move_view),
    ids.EDIT: (Deed.EDIT, _edit),
    ids.CANCEL: (Deed.CANCEL, cancel_view),
    ids.LATE: (Deed.DELAY, late_view),
    ids.DECLINE: (Deed.DECLINE, decline_view),
    ids.PROPOSE: (Deed.PROPOSE, propose_view),
}


async def open_button(ws: Workspace, ask: Ask) -> Card | None:
    """Open the form of a button, unless the appointment is no longer what the button was drawn from."""
    seen = ids.unpack(ids.Seen, ask.words)
    if seen is None:
        return say(OLD)
    deed, draw = FORMS[ask.action]

    async def prepare() -> View | Card:
        person = await ws.people.person(ask.user, ask.channel)
        now = await read_again(ws, person, seen.appointment)
        mine = None
        if seen.version and now.version != seen.version:
            await ws.redraw(now.id, now.version)
            by = await ws.desk.last_change(now)
            if by is None or by.user != person.id:
                return await changed_card(ws, person, now)
            mine = changed_words(now, by, None, ws.setting)  # one's own change is no conflict
        words = ws.searches.text(seen.words) if seen.words else None
        shown = await form_or_card(ws, draw(ws, person, now, ask.channel, words or ""))
        return noted_over(shown, mine) if mine and not isinstance(shown, Card) else shown

    return await open_form(ws, ask, prepare(), TITLES[deed])


async def form_or_card(ws: Workspace, drawing: Awaitable[View]) -> View | Card:
    """The form, or the sentence that says why there is nothing to do."""
    try:
        return await drawing
    except NothingToDo as nothing:
        return said_of(ws, nothing_words(nothing, ws.setting), nothing.appointment)


async def join(ws: Workspace, ask: Ask) -> Card:
    """Give the person who pressed *Join* the meeting link."""
    return await _seen(ws, ask, join_now)


async def details(ws: Workspace, ask: Ask) -> Card:
    """Show the personal details to the person who pressed *Details*."""
    return await _seen(ws, ask, _details)


async def show(ws: Workspace, ask: Ask) -> Card:
    """Show the card of a list's row."""
    return await _seen(ws, ask, _show)


async def _seen(ws: Workspace, ask: Ask, answer: Callable[[Workspace, Person, str], Awaitable[Card]]) -> Card:
    seen = ids.unpack(ids.Seen, ask.words)
    if seen is None:
        return say(OLD)
    person = await ws.people.person(ask.user, ask.channel)
    return await answer(ws, person, seen.appointment)


async def _details(ws: Workspace, person: Person, appointment: str) -> Card:
    return details_card(await ws.desk.details(person, appointment), ws.setting)


async def _show(ws: Workspace, person: Person, appointment: str) -> Card:
    return appointment_card(await read_again(ws, person, appointment), Openness.PRIVATE, ws.setting)


async def again(ws: Workspace, ask: Ask) -> Card | None:
    """Open a booking form with what is known of an appointment."""
    seen = ids.unpack(ids.Seen, ask.words)
    if seen is None:
        return say(OLD)
    person = await ws.people.person(ask.user, ask.channel)
    session = await read_again(ws, person, seen.appointment)
    register = await ws.states.afresh([session.id])
    return await book_again(ws, ask, person, session, missed=is_missed(session, register))
