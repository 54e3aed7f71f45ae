"""Say who came: from a card, a board, a question, or typed. Only people say it; what two say otherwise is shown to the second."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from blocks import ids
from blocks.attendance import NO_SHOW, NOT_LATE, can_be, kind_card, noted_card, otherwise_card
from blocks.kit import Card, say
from blocks.words.delays import not_late_words
from blocks.words.facts import sentence, status_words
from blocks.words.said import (
    ANOTHER_DAY,
    CANCELLED,
    HERE,
    NOT_YET,
    TIMELESS,
    noted_already,
    noted_now,
    noted_otherwise,
    taken_back,
)
from bot.appointments.deeds import Deed
from bot.appointments.filter import folded
from bot.appointments.folding import bare
from bot.appointments.jobs import MarkThere
from bot.appointments.model import Appointment, Status
from bot.appointments.need import THERE
from bot.appointments.permission import Act, Person
from bot.appointments.states import About, Came, Late, State
from bot.workspace import Workspace
from handlers.answering import Ask
from handlers.cards.which import OLD, changed_card, read_again

EARLIEST = timedelta(hours=12)
"""How long before it begins somebody may have arrived."""
_KINDS: Mapping[str, Came] = {
    **dict.fromkeys(("no contact", "nocontact", "no answer", "not reached"), Came.NO_CONTACT),
    **dict.fromkeys(
        ("technical", "technical failure", "technical fault", "technical problem", "tech", "connection"),
        Came.TECHNICAL,
    ),
    **dict.fromkeys(("interpreter", "no interpreter", "interpreter missing"), Came.INTERPRETER_MISSING),
    **dict.fromkeys(("too late", "came too late", "late"), Came.TOO_LATE),
}
"""The kinds of a no-show, as people type them."""


def kind_meant(words: str) -> Came | None:
    """Which kind of no-show somebody typed; None: none."""
    apart = words.replace("-", " ").split()
    return _KINDS.get(" ".join(filter(None, (folded(bare(word)) for word in apart))))


async def press(ws: Workspace, ask: Ask) -> Card:
    """Note what a button says of the session that it was drawn from."""
    saying, word = ids.unpack(ids.Saying, ask.words), ask.action.rpartition(".")[2]
    if saying is None or word not in {*Came, NO_SHOW, NOT_LATE}:
        return say(OLD)
    person = await ws.people.person(ask.user, ask.channel)
    session = await read_again(ws, person, saying.appointment)
    if saying.start is not None and not _begins(session, saying.start):
        return await changed_card(ws, person, session)
    if word == NOT_LATE:
        return await _not_late(ws, person, session, saying.nr)
    if word == NO_SHOW:
        typed = ws.searches.text(saying.words) if saying.words else None
        return await note_missed(ws, person, session, typed or "")
    return await note(ws, person, session, Came(word), seen=saying.nr)


async def _not_late(ws: Workspace, person: Person, session: Appointment, seen: int | None) -> Card:
    """Take back that a session runs late, unless something else was said of that meanwhile."""
    await ws.desk.allow(person, Act.WRITE, Deed.SAY, session.id)
    setting = ws.setting_for(person)
    state = State(session.id, About.LATE, Late.UNSAID, session.start, person.id, ws.clock())
    said = await ws.states.say(state, seen=seen, channel=person.channel, code=session.code)
    if said.kept or said.now is None:
        return say(not_late_words(session, said.before, setting))
    name = None if said.now.by == person.id else await ws.people.name(said.now.by)
    return say(noted_otherwise(session, said.now, name, setting))


async def note_missed(ws: Workspace, person: Person, session: Appointment, typed: str) -> Card:
    """Note a no-show of the kind that was typed, if it is one that there can be, else ask for it."""
    kind = kind_meant(typed)
    if kind is None or not can_be(kind, ws.setting_for(person)):
        return await _ask_kind(ws, person, session, " ".join(typed.split()))
    return await note(ws, person, session, kind)


async def _ask_kind(ws: Workspace, person: Person, session: Appointment, unknown: str) -> Card:
    """Ask of which kind a no-show is, where it may be one; nothing is noted yet. `unknown`: what was typed and is none."""
    await ws.desk.allow(person, Act.WRITE, Deed.SAY, session.id)
    if objection := _objection(ws, session, Came.NO_CONTACT):
        return say(objection)
    came = (await ws.states.afresh([session.id])).of(session, About.CAME)
    name = await ws.people.name(came.by) if came is not None and came.by != person.id else None
    return kind_card(session, came, ws.setting_for(person), name, unknown)


async def note(
    ws: Workspace, person: Person, session: Appointment, word: Came, *, seen: int | None = None
) -> Card:
    """Note who came to a session as it was just read, and answer what stands now.

    `seen`: the number of what stood where the person looked; who typed it has seen their own word alone.
    """
    await ws.desk.allow(person, Act.WRITE, Deed.SAY, session.id)
    if word is not Came.UNSAID and (objection := _objection(ws, session, word)):
        return say(objection)
    if seen is None:
        own = (await ws.states.afresh([session.id])).of(session, About.CAME)
        seen = own.nr if own is not None and own.by == person.id else 0
    setting = ws.setting_for(person)
    state = State(session.id, About.CAME, word, session.start, person.id, ws.clock())
    await ws.watch.said(session)

    def then(new: State) -> list[MarkThere]:
        status = status_for(word, session, ws)
        job = MarkThere(user=person.id, appointment=session.id, status=status, nr=new.nr) if status else None
        return [job] if job else []

    said = await ws.states.say(state, seen=seen, channel=person.channel, code=session.code, then=then)
    stands = said.now
    if word is Came.UNSAID and (said.kept or stands is None):
        was = Came(said.before.word) if said.before else word
        words = taken_back(
            session, said.before, setting, ws.desk.name if status_for(was, session, ws) else ""
        )
        return noted_card(words, session, None, setting)
    if stands is None:
        return say(OLD)
    if said.kept:
        attempts = setting.said.attempts(session) if word.missed else 1
        written = ws.desk.name if status_for(word, session, ws) else ""
        words = noted_now(session, stands, setting, attempts=attempts, written=written)
        return noted_card(words, session, stands, setting)
    name = None if stands.by == person.id else await ws.people.name(stands.by)
    if stands.word == word:
        return noted_card(noted_already(session, stands, name, setting), session, stands, setting)
    return otherwise_card(noted_otherwise(session, stands, name, setting), session, stands, word)


def status_for(word: Came, session: Appointment, ws: Workspace) -> Status | None:
    """What the service is to say of it, where it lets us write that; who came to a session that is over has been through it."""
    wanted = (
        Status.NO_SHOW if word.missed else Status.COMPLETED if session.is_over(ws.clock()) else Status.WAITING
    )
    return wanted if word is not Came.UNSAID and wanted in ws.desk.marks else None


def _begins(session: Appointment, start: int) -> bool:
    return session.start is not None and int(session.start.timestamp()) == start


def _objection(ws: Workspace, session: Appointment, word: Came) -> str | None:
    """Why nothing can be noted of it; None: it can."""
    now, start = ws.clock(), session.start
    words = None
    if session.status is Status.CANCELLED:
        words = CANCELLED
    elif start is None:
        words = TIMELESS
    elif session.status is Status.WAITING or (session.status in THERE and not word.missed):
        words = HERE
    elif word.missed and now < start:
        words = NOT_YET
    elif start - now > EARLIEST:
        words = ANOTHER_DAY
    said, status = sentence(session, ws.settings.zone, now), status_words(session).casefold()
    return words.format(said=said, status=status) if words else None
