"""Accept: confirm what a claimant asked for, as it was seen and no otherwise."""

from __future__ import annotations

from blocks import ids
from blocks.kit import Card, say
from blocks.words.results import not_done_words, refusals, unclear_words, written_words
from blocks.words.states import nothing_words
from bot.appointments.asked import new_reference
from bot.appointments.model import Appointment
from bot.appointments.permission import Person
from bot.appointments.values import replace
from bot.appointments.writes.outcomes import ChangedMeanwhile, NotDone, NothingToDo, StillWorking, Unclear
from bot.workspace import Workspace
from handlers.answering import Ask
from handlers.cards.which import OLD, changed_card, read_again, said_of


async def accept(ws: Workspace, ask: Ask) -> Card:
    """Accept what the button was drawn from, unless it is no longer that."""
    seen = ids.unpack(ids.Seen, ask.words)
    if seen is None:
        return say(OLD)
    person = await ws.people.person(ask.user, ask.channel)
    now = await read_again(ws, person, seen.appointment)
    if seen.version and now.version != seen.version:
        await ws.redraw(now.id, now.version)
        return await changed_card(ws, person, now)
    return await accept_now(ws, person, now)


async def accept_now(ws: Workspace, person: Person, seen: Appointment) -> Card:
    """Accept an appointment as it was just read, and say how that ended."""
    form = new_reference()
    return replace(await _accepted(ws, person, seen, form), ending=form)


async def _accepted(ws: Workspace, person: Person, seen: Appointment, form: str) -> Card:
    try:
        written = await ws.desk.accept(person, seen.id, seen=seen.version, form=form)
    except NotDone as failed:
        return say(" ".join((not_done_words(failed), *refusals(failed))))
    except Unclear as unclear:
        return say(unclear_words(unclear))
    except StillWorking:
        return say("This is already being sent. Look the appointment up again in a moment.")
    except NothingToDo as nothing:
        return said_of(ws, nothing_words(nothing, ws.setting), nothing.appointment)
    except ChangedMeanwhile as changed:
        return await changed_card(ws, person, changed.appointment)
    words = written_words(written, ws.setting, person.zone)
    return said_of(ws, " ".join(words), written.appointment)
