"""Undo: take one's own move or edit of the last minute back, unless somebody changed it since."""

from __future__ import annotations

from blocks import ids
from blocks.kit import Card, say
from blocks.undo import not_undone_words, undo_button, undone_words
from blocks.words.results import refusals, unclear_words
from blocks.words.states import nothing_words
from bot.appointments.model import Appointment
from bot.appointments.permission import Person
from bot.appointments.values import replace
from bot.appointments.writes.outcomes import ChangedMeanwhile, NotDone, NothingToDo, StillWorking, Unclear
from bot.workspace import Workspace
from handlers.answering import Ask
from handlers.cards.which import OLD, changed_card, read_again, said_of


async def undo(ws: Workspace, ask: Ask) -> Card:
    """Make an appointment again what it was before the change whose line was pressed. Raises TooLateToUndo."""
    seen = ids.unpack(ids.Undo, ask.words)
    if seen is None:
        return say(OLD)
    person = await ws.people.person(ask.user, ask.channel)
    now = await read_again(ws, person, seen.appointment)
    if now.version != seen.version:
        await ws.redraw(now.id, now.version)
        return await changed_card(ws, person, now)
    return await _undone(ws, person, now, seen)


async def _undone(ws: Workspace, person: Person, now: Appointment, seen: ids.Undo) -> Card:
    """Write it, and say how that ended; where it may be tried once more its button stays."""
    try:
        written = await ws.desk.undo(person, now, form=seen.form)
    except NotDone as failed:
        words = " ".join((not_undone_words(failed), *refusals(failed)))
        card = say(words, [undo_button(seen, now)])
    except Unclear as unclear:
        card = say(unclear_words(unclear))
    except StillWorking:
        return say("This is already being undone. Look the appointment up again in a moment.")
    except NothingToDo as nothing:
        card = said_of(ws, nothing_words(nothing, ws.setting), nothing.appointment)
    except ChangedMeanwhile as changed:
        card = await changed_card(ws, person, changed.appointment)
    else:
        card = say(undone_words(written, ws.setting, person.zone))
    return replace(card, ending=seen.form)
