"""How a draft begins and what each further message makes of it: always in the order of what was said, and at the moment when it was."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from blocks.drafts import which_words
from blocks.forms.typed import Typed
from blocks.ids import FormState, Shown
from bot.appointments.api import Capability, Field
from bot.appointments.filter import folded
from bot.appointments.permission import Person
from bot.appointments.values import replace
from bot.slack.said import moment_of
from bot.slack.talked import Draft, Place
from bot.when import say_minutes
from bot.workspace import Workspace
from handlers.drafts.meaning import Step, meaning
from handlers.forms.book import filled_form
from handlers.forms.book_names import name_things
from handlers.forms.book_words import understand
from handlers.forms.times import TimeRead, exact, read_time
from handlers.here import is_every, seen_departments
from handlers.pasted import LONGEST, typed_words

CONTACT_GONE = "Phone, e-mail and date of birth were somebody else's, and were not taken over."


class Taken(NamedTuple):
    """What a message was taken for, and the draft that stands after it."""

    step: Step
    draft: Draft | None


async def take(
    ws: Workspace, person: Person, place: Place, draft: Draft | None, said: tuple[str, str]
) -> Taken:
    """Take one message into a draft. `said`: its time stamp and its text, as Slack sends it."""
    ts, text = said
    then = at(ws, moment_of(ts))
    if len(text) > LONGEST or Capability.BOOK not in ws.desk.can:
        return Taken(Step.OTHER, draft)
    seen = await seen_departments(ws, person)
    meant = meaning(then, person, draft, await typed_words(ws, text), seen)
    key = ws.talked.key(place, ts)
    match meant.step:
        case Step.BEGIN:
            return Taken(meant.step, await _begun(then, person, place, meant.words, key))
        case Step.CHANGE if draft is not None:
            return Taken(meant.step, await _changed(then, person, draft, meant.words, key))
        # Under another key it is another draft, that was not read back yet
        case Step.NO if draft is not None:
            return Taken(meant.step, draft.but(state=draft.state.model_copy(update={"form": key})))
        case Step.DROP:
            return Taken(meant.step, None)
    return Taken(meant.step, draft)


def at(ws: Workspace, moment: datetime) -> Workspace:
    """The workspace at the moment at which something was said: "tomorrow" is counted from there, however late it is read."""
    return replace(ws, clock=lambda: moment)


async def _begun(ws: Workspace, person: Person, place: Place, words: str, key: str) -> Draft:
    form, note = await filled_form(ws, person, words, FormState(form=key, channel=place.channel))
    return _timed(ws, person, Draft(form.typed, form.state, notes=(note,) if note else ()))


async def _changed(ws: Workspace, person: Person, draft: Draft, words: str, key: str) -> Draft:
    told = understand(words, person, ws, await seen_departments(ws, person), changes=True)
    new, notes = told.typed, [told.note] if told.note else []
    if Field.CUSTOMER in ws.desk.asks:
        new, more = await _named(ws, person, new, told.rest)
        notes += more
    typed = draft.typed
    if new.name and not _same_person(typed.name, new.name) and (typed.phone or typed.email or typed.birth):
        typed = typed.but(phone="", email="", birth="")
        notes.append(CONTACT_GONE)
    told_fields = {
        name: value
        for name in Typed.__struct_fields__
        if name not in ("when", "duration", "channel", "more") and (value := getattr(new, name))
    }
    typed = typed.but(**told_fields)
    if is_every(typed.department):
        typed = typed.but(department="")
    # What was asked of the draft as it was may not hold of it as it is.
    state = draft.state.model_copy(update={"form": key, "warned": (), "sure": ""})
    return _moved(ws, person, Draft(typed, state, draft.time, tuple(notes)), new)


async def _named(ws: Workspace, person: Person, new: Typed, rest: str) -> tuple[Typed, list[str]]:
    """Find what the words mean among what the service has; who hosts it stays, unless somebody is named."""
    found = await name_things(ws, person, new.but(name=rest))
    nobody_named = await name_things(ws, person, Typed())
    host = found.typed.employee if found.typed.employee != nobody_named.typed.employee else None
    return found.typed.but(employee=host, name=""), [found.note] if found.note else []


def _same_person(one: str, other: str) -> bool:
    """Whether two names have a word in common: then one may be how the other is really spelled."""
    return not one or bool(set(folded(one).split()) & set(folded(other).split()))


def _timed(ws: Workspace, person: Person, draft: Draft) -> Draft:
    """Read the time of a new draft. It is kept as the moment that it is, in whatever words it was said."""
    read = read_time(ws, person, draft.typed, draft.state)
    if read.shown is None:
        return draft.but(time=_why(read), state=draft.state.model_copy(update={"shown": None}))
    return _at_moment(person, draft, read.shown.start, read.shown.minutes, read.words)


def _moved(ws: Workspace, person: Person, draft: Draft, new: Typed) -> Draft:
    """The draft with another time or length, counted from the time that it has: "4pm" is on the same day."""
    shown = draft.state.shown
    if not new.when and not new.duration:
        return draft
    if shown is None:
        typed = draft.typed.but(
            when=new.when or draft.typed.when, duration=new.duration or draft.typed.duration
        )
        return _timed(ws, person, draft.but(typed=typed))
    asked = Typed(when=new.when or exact(person, shown.start), duration=new.duration)
    counted = FormState(form=draft.state.form, start=shown.start, minutes=shown.minutes)
    read = read_time(ws, person, asked, counted)
    # The time that was read back stands, and what was not understood is said beside it
    if read.shown is None:
        return draft.but(notes=(*draft.notes, _why(read)))
    return _at_moment(person, draft, read.shown.start, read.shown.minutes, read.words)


def _why(read: TimeRead) -> str:
    """Why no time was understood, and what it could mean."""
    return " ".join(filter(None, (read.words, which_words([choice.phrase for choice in read.choices]))))


def _at_moment(person: Person, draft: Draft, start: datetime, minutes: int, words: str) -> Draft:
    typed = draft.typed.but(when=exact(person, start), duration=say_minutes(minutes))
    shown = Shown(when=typed.when, duration=typed.duration, start=start, minutes=minutes)
    return draft.but(typed=typed, time=words, state=draft.state.model_copy(update={"shown": shown}))
