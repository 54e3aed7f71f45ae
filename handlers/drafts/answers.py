"""What is answered where a booking is talked about: read back what would be booked, book what was read back and nothing else."""

from __future__ import annotations

from contextlib import suppress

from blocks import ids
from blocks.drafts import (
    DROPPED,
    NO_LONGER,
    NOT_YOURS,
    NOTHING_HERE,
    PRESS_BOOK,
    PRESS_IN_THREAD,
    READ_AGAIN,
    WHAT_ELSE,
    ended_card,
    marked,
    read_back_card,
    whom_and_when_card,
)
from blocks.forms.typed import Typed
from blocks.kit import Card, say
from blocks.words.results import TITLES
from blocks.words.told import will_tell
from bot.appointments.asked import NewAppointment
from bot.appointments.deeds import Deed
from bot.appointments.errors import AppointmentError, NotKept
from bot.appointments.jobs import AnswerPromised
from bot.appointments.permission import Act, NotAllowed, Person
from bot.appointments.values import replace
from bot.slack.talked import Draft
from bot.verbs import cut, verb_of
from bot.workspace import Workspace
from handlers.aloud import answer_said
from handlers.answering import Ask, View
from handlers.drafts.fold import take
from handlers.drafts.meaning import DAYS, Step, is_reply
from handlers.drafts.standing import as_marked, marked_as, place_of, standing
from handlers.forms.book import BookFlow
from handlers.forms.flow import Form, LookAgain, Objections
from handlers.forms.slots import wanted_in, with_free_times
from handlers.opening import open_form

BOOK = BookFlow()
_LOOKS = 3
"""How often a draft may be found to be worth a warning: another appointment, a department that nobody knows."""


async def answer(ws: Workspace, ask: Ask) -> Card | None:
    """Answer what was said of a booking; None where it was about something else. `ask.message`: its time stamp."""
    first, rest = cut(ask.words)
    verb = verb_of(first)
    if verb is not None and verb.name == "book" and not rest and verb.needs in ws.desk.can:
        return whom_and_when_card()
    is_command = verb is not None and verb.name not in _OF_DRAFTS and not (verb.name in DAYS and rest)
    if is_command and not is_reply(ask.words):
        return None
    person = await ws.people.person(ask.user, ask.channel)
    place, said = place_of(ask), (ask.message, ask.words)
    alone = await take(ws, person, place, None, said)
    if verb is not None and alone.step is Step.OTHER and verb.name in DAYS:
        return None
    begun = alone.draft if alone.step is Step.BEGIN else None
    if begun is not None and begun.state.shown and (begun.typed.name or begun.typed.customer):
        return await read_back(ws, person, ask, begun)  # whatever stood before, this is another
    before = await standing(ws, person, ask, before=ask.message)
    step, draft = await take(ws, person, place, before.draft, said) if before.draft else alone
    if step is Step.OTHER:
        return None
    if step is Step.DROP:
        ws.talked.forget(place)
        return ended_card(DROPPED)
    if draft is None:
        return say(NOTHING_HERE if before.sure and step is Step.YES else NO_LONGER)
    ws.talked.keep(place, draft)
    if step is Step.NO:
        return say(WHAT_ELSE)
    if step is not Step.YES:
        return await read_back(ws, person, ask, draft)
    meant = as_marked(ws, draft, before.mark)
    if meant is not None and before.sure:
        return await _book(ws, person, ask, meant)
    if before.sure:
        return await read_back(ws, person, ask, draft, READ_AGAIN if before.mark else None)
    return await read_back(ws, person, ask, draft, PRESS_IN_THREAD if place.thread else PRESS_BOOK)


_OF_DRAFTS = frozenset(("book", "move", "edit", "cancel", "accept"))
"""Verbs that may be said of a draft: "move it to Friday", "cancel it", "confirm"."""


async def book(ws: Workspace, ask: Ask) -> Card | None:
    """Book what the message has read back in which *Book* was pressed; it is answered where that stands."""
    promise = AnswerPromised(user=ask.user, asked=f"{ask.message}:{ask.trigger}", at=ws.clock())
    with suppress(NotKept):
        await ws.errands.add_once(promise)
    ws.background.start(answer_said(ws, ask, promise, _book_pressed(ws, ask)), "book draft")
    return None


async def change(ws: Workspace, ask: Ask) -> Card | None:
    """Open the form with what stands, to be changed there; it books under the draft's own key, so never twice."""
    person = await ws.people.person(ask.user, ask.channel)

    async def prepare() -> View | Card:
        await ws.desk.allow(person, Act.WRITE, Deed.BOOK)
        _, mark = marked([ask.mark])
        kept = ws.talked.standing(place_of(ask))
        is_it = kept is not None and as_marked(ws, kept, mark) is not None
        draft = kept if is_it else (await standing(ws, person, ask)).draft
        if draft is None:
            return say(_unknown(ask))
        form = Form(person, draft.typed, draft.state)
        form = await with_free_times(ws, form, wanted_in(draft.typed))
        return await BOOK.draw(ws, form, top=" ".join(draft.notes) or None)

    return await open_form(ws, ask, prepare(), TITLES[Deed.BOOK])


async def read_back(ws: Workspace, person: Person, ask: Ask, draft: Draft, top: str | None = None) -> Card:
    """Read back all that would be booked, as it would be sent, and what speaks against it."""
    await ws.desk.allow(person, Act.WRITE, Deed.BOOK)
    form, notes, faults = Form(person, draft.typed, draft.state), list(draft.notes), []
    typed = draft.typed
    for _ in range(_LOOKS):
        try:
            typed = _as_sent(typed, await BOOK.asked_for(ws, form))
        except LookAgain as look:
            form = replace(form, state=look.state)
            notes.append(look.words)
            continue
        except Objections as wrong:
            faults = [words for name, words in wrong.faults.items() if words != draft.time]
            faults = faults or [draft.time]
        break
    shown = draft.but(state=form.state)
    ws.talked.keep(place_of(ask), shown)
    return read_back_card(
        typed,
        draft.time if draft.state.shown else "",
        mark=marked_as(ws, shown),
        faults=faults,
        notes=notes,
        tells=will_tell(Deed.BOOK, ws.desk.tells, ws.desk.asks),
        top=None if top in notes else top,
        spoken=not place_of(ask).thread,
    )


async def _book_pressed(ws: Workspace, ask: Ask) -> Card:
    person = await ws.people.person(ask.user, ask.channel)
    found = await standing(ws, person, ask)
    if found.draft is None:
        return say(_unknown(ask))
    _, mark = marked([ask.mark])
    meant = as_marked(ws, found.draft, mark)
    if meant is None or (found.sure and found.mark not in ("", mark)):
        return await read_back(ws, person, ask, found.draft, READ_AGAIN)
    return await _book(ws, person, ask, meant)


async def _book(ws: Workspace, person: Person, ask: Ask, draft: Draft) -> Card:
    """Send it as the form is sent, and say how that ended; where it was not booked it is read back once more."""
    ended = await BOOK.finish(ws, Form(person, draft.typed, draft.state))
    if ended.view.get("callback_id") == ids.NOTICE:
        ws.talked.forget(place_of(ask))
        return ended_card(ended.words, ended.form)
    try:
        card = await read_back(
            ws, person, ask, draft, None if ended.faults and not ended.form else ended.words
        )
    except (AppointmentError, NotAllowed):
        card = say(ended.words)  # how it ended is said in any case
    return replace(card, ending=ended.form)


def _unknown(ask: Ask) -> str:
    return NOT_YOURS if place_of(ask).thread else NO_LONGER


def _as_sent(typed: Typed, new: NewAppointment) -> Typed:
    """What is read back of the claimant is what will be sent: the number with its country, the day of birth in words."""
    born = new.claimant.date_of_birth
    return typed.but(
        phone=new.claimant.phone or "",
        email=new.claimant.email or "",
        birth=f"{born.day} {born:%B %Y}" if born else "",
        department=(new.department.name or new.department.id or "") if new.department else "",
    )
