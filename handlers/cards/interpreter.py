"""Say who interprets: confirmed, not arrived, another is to be found. Only people say it; what two say otherwise is shown to the second."""

from __future__ import annotations

from blocks import ids
from blocks.handing import interpreter_card
from blocks.interpreting import interpreter_noted, otherwise_card, to_find_card
from blocks.kit import Card, say
from blocks.words.facts import sentence
from blocks.words.interpreting import (
    NO_SUCH_AGENCY,
    NONE_NEEDED,
    NOTHING_CONFIRMED,
    TOO_LATE,
    already_words,
    noted_words,
    otherwise_words,
    taken_back_words,
)
from bot.appointments.deeds import Deed
from bot.appointments.interpreting import is_needed, may_be_said
from bot.appointments.model import Appointment
from bot.appointments.permission import Act, Person
from bot.appointments.states import About, Interpreter, Said, State, language_mark
from bot.workspace import Workspace
from handlers.answering import Ask
from handlers.cards.which import OLD, read_again


async def press(ws: Workspace, ask: Ask) -> Card:
    """Note what a button says of the interpreter of the session that it was drawn from."""
    saying, word = ids.unpack(ids.Saying, ask.words), ask.action.rpartition(".")[2]
    if saying is None or word not in set(Interpreter):
        return say(OLD)
    person, session = await _session(ws, ask, saying.appointment)
    return await note(ws, person, session, Interpreter(word), seen=saying.nr)


async def choose_agency(ws: Workspace, ask: Ask) -> Card:
    """Note which agency of the list sends the interpreter who is confirmed."""
    saying = ids.unpack(ids.Saying, ask.mark)
    if saying is None:
        return say(OLD)
    if ask.words not in ws.settings.interpreter_agencies:
        return say(NO_SUCH_AGENCY)
    person, session = await _session(ws, ask, saying.appointment)
    stands = (await ws.states.afresh([session.id])).of(session, About.INTERPRETER)
    if stands is None or stands.word != Interpreter.CONFIRMED:
        return say(NOTHING_CONFIRMED.format(said=sentence(session, ws.settings.zone, ws.clock())))
    return await note(ws, person, session, Interpreter.CONFIRMED, seen=stands.nr, agency=ask.words)


async def note(
    ws: Workspace,
    person: Person,
    session: Appointment,
    word: Interpreter,
    *,
    seen: int | None = None,
    agency: str | None = None,
) -> Card:
    """Note it of a session as it was just read, and answer what stands now."""
    await ws.desk.allow(person, Act.WRITE, Deed.SAY, session.id)
    if word is not Interpreter.UNSAID and (objection := _objection(ws, session)):
        return say(objection)
    now = (await ws.states.afresh([session.id])).of(session, About.INTERPRETER)
    if agency is None and now is not None and now.word == word:
        agency = now.agency  # to say it again changes nothing
    state = State(
        appointment=session.id,
        about=About.INTERPRETER,
        word=word,
        start=session.start,
        by=person.id,
        at=ws.clock(),
        agency=agency,
        other=language_mark(session),
    )
    said = await ws.states.say(state, seen=seen, channel=person.channel, code=session.code)
    return await _answer(ws, person, session, word, said)


async def _answer(ws: Workspace, person: Person, session: Appointment, word: Interpreter, said: Said) -> Card:
    setting, agencies, stands = ws.setting_for(person), ws.settings.interpreter_agencies, said.now
    if word is Interpreter.UNSAID and (said.kept or stands is None):
        return say(taken_back_words(session, said.before, setting))
    name = None if stands is None or stands.by == person.id else await ws.people.name(stands.by)
    if stands is None or (not said.kept and stands.word != word):
        return otherwise_card(otherwise_words(session, stands, name, setting), session, stands, word)
    if word is Interpreter.WITHDRAWN:
        return to_find_card(session, interpreter_card(session, setting), stands, setting, agencies)
    words = noted_words(session, stands, setting)
    if not said.kept:
        words = already_words(session, stands, name, setting)
    return interpreter_noted(words, session, stands, setting, agencies)


async def _session(ws: Workspace, ask: Ask, appointment: str) -> tuple[Person, Appointment]:
    person = await ws.people.person(ask.user, ask.channel)
    return person, await read_again(ws, person, appointment)


def _objection(ws: Workspace, session: Appointment) -> str | None:
    """Why nothing can be noted of its interpreter; None: it can."""
    now = ws.clock()
    said = sentence(session, ws.settings.zone, now)
    if not is_needed(session):
        return NONE_NEEDED.format(said=said)
    return None if may_be_said(session, now) else TOO_LATE.format(said=said)
