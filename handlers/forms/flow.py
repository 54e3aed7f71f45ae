"""What the four forms have in common: drawn anew from what stands typed, submitted once, answered in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from slack_bolt.context.ack.async_ack import AsyncAck

from blocks import ids
from blocks.forms import modals as forms
from blocks.forms.inputs import field_of
from blocks.forms.menus import read_free
from blocks.forms.typed import Typed, read_drawn, read_typed, touched
from blocks.words.results import (
    LOOKING,
    TITLES,
    WORKING,
    field_faults,
    not_done_words,
    unclear_words,
    written_words,
)
from blocks.words.states import changed_words, nothing_words
from bot.appointments.choosing import Slot
from bot.appointments.deeds import Deed
from bot.appointments.errors import NotKept
from bot.appointments.model import Appointment
from bot.appointments.permission import NotAllowed, Person
from bot.appointments.writes.outcomes import (
    ChangedMeanwhile,
    NotDone,
    NothingToDo,
    StillWorking,
    Unclear,
    Written,
)
from bot.workspace import Workspace
from handlers.answering import unforeseen
from handlers.forms.sending import Ended, Faults, Sending, View, send


@dataclass(frozen=True, slots=True)
class Form:
    """One form as it stands before a person: what it is, what is typed in it, what it remembers."""

    person: Person
    typed: Typed
    state: ids.FormState
    now_is: str = ""
    """What the form says of the appointment that it is about."""
    free: tuple[Slot, ...] = ()
    """The free times that it offers."""


class Flow(Protocol):
    """What one kind of form does its own way."""

    deed: Deed

    async def draw(
        self, ws: Workspace, form: Form, *, top: str | None = None, faults: Faults | None = None
    ) -> View: ...

    async def carry_out(self, ws: Workspace, form: Form) -> Written:
        """Check and write. Raises Objections before anything is sent, and what the desk raises."""
        ...

    def anew(self, ws: Workspace, form: Form, now: Appointment) -> Form:
        """The form after the appointment changed under it: what the person did not touch is as it is now."""
        ...


class Objections(Exception):
    """What is wrong with the form itself, by field; nothing was sent."""

    def __init__(self, faults: Faults) -> None:
        super().__init__("objections")
        self.faults = dict(faults)


class LookAgain(Exception):
    """The form must be seen once more before it is sent: its time was read anew."""

    def __init__(self, state: ids.FormState, words: str) -> None:
        super().__init__("look again")
        self.state = state
        self.words = words


async def form_of(ws: Workspace, body: Mapping[str, Any]) -> Form | None:
    """Read the form that a payload comes from; None if it is not one that we know."""
    view = body["view"]
    state = ids.unpack(ids.FormState, view.get("private_metadata"))
    if state is None:
        return None
    person = await ws.people.person(body["user"]["id"], state.channel)
    typed = read_typed(view["state"]["values"])
    changed = {*state.touched, *touched(typed, read_drawn(view["blocks"]))}
    state = state.model_copy(update={"touched": tuple(sorted(changed))})
    return Form(person, typed, state, said(view, forms.NOW_IS), read_free(view["blocks"]))


def said(view: Mapping[str, Any], block_id: str) -> str:
    """The words that a block of a view shows."""
    for block in view["blocks"]:
        if block.get("block_id") == block_id:
            return str(block["text"]["text"])
    return ""


async def submit(ws: Workspace, ack: AsyncAck, body: Mapping[str, Any], flow: Flow) -> None:
    """Carry a form out; answer in the acknowledgement if it is done soon, else say that it is being done."""
    title = TITLES[flow.deed]
    working, looking = (forms.notice(title, [words[flow.deed]]) for words in (WORKING, LOOKING))
    state = ids.unpack(ids.FormState, body["view"].get("private_metadata"))
    form = state.form if state else body["view"]["id"]
    sending = Sending(flow.deed, form, working, looking, ws.desk.writer.silence.lost(form))
    await send(ws, ack, body, _ended(ws, body, flow), sending)


async def _ended(ws: Workspace, body: Mapping[str, Any], flow: Flow) -> Ended:
    title = TITLES[flow.deed]
    try:
        form = await form_of(ws, body)
    except NotAllowed as no:  # nobody can be named, so the form can't be drawn: keep it as it stands
        first = next((field_of(block) for block in body["view"]["state"]["values"]), "")
        return Ended(forms.notice(title, [no.words]), no.words, {first: no.words})
    if form is None:
        words = "This form is too old. Close it and open a new one."
        return Ended(forms.notice(title, [words]), words)
    try:
        return await _outcome(ws, form, flow)
    except Exception as error:
        words = unforeseen(error)
        return Ended(forms.notice(title, [words]), words)


async def _outcome(ws: Workspace, form: Form, flow: Flow) -> Ended:
    title = TITLES[flow.deed]

    key = form.state.form

    def noticed(words: list[str], key: str | None = key) -> Ended:
        return Ended(forms.notice(title, words), " ".join(words), form=key)

    async def again(form: Form, top: str, key: str | None = None) -> Ended:
        return Ended(await flow.draw(ws, renewed(form), top=top), top, form=key)

    try:
        written = await flow.carry_out(ws, form)
    except Objections as wrong:
        words = " ".join(wrong.faults.values())
        return Ended(await flow.draw(ws, renewed(form), faults=wrong.faults), words, wrong.faults)
    except LookAgain as look:
        return await again(replace(form, state=look.state), look.words)
    except NotAllowed as no:
        return await again(form, no.words)
    except StillWorking:
        return noticed(["This form is already being sent. Frontdesk will tell you how it ends."], None)
    except NothingToDo as nothing:
        return noticed([nothing_words(nothing, ws.setting)])
    except Unclear as unclear:
        return noticed([unclear_words(unclear)])
    except ChangedMeanwhile as changed:
        name = await ws.people.name(changed.by.user) if changed.by else None
        words = changed_words(changed.appointment, changed.by, name, ws.setting)
        kept = " Nothing of yours was sent. Close this to leave it so, or send your form again."
        return await again(flow.anew(ws, form, changed.appointment), words + kept, key)
    except NotKept as ours:
        return await _failed(ws, form, flow, NotDone(flow.deed, ours))
    except NotDone as failed:
        return replace(await _failed(ws, form, flow, failed), form=key)
    return noticed(written_words(written, ws.setting, ws.desk.api.tells_claimant, form.person.zone))


async def _failed(ws: Workspace, form: Form, flow: Flow, failed: NotDone) -> Ended:
    faults, others = field_faults(failed)
    shown = await flow.draw(ws, form)
    has = {field_of(block["block_id"]) for block in shown["blocks"] if block["type"] == "input"}
    others += [words for name, words in faults.items() if name not in has]
    faults = {name: words for name, words in faults.items() if name in has}
    words = " ".join([not_done_words(failed), *others, *faults.values()])
    if faults and not others and not failed.may_land:
        return Ended(await flow.draw(ws, renewed(form), faults=faults), words, faults)
    top = " ".join([not_done_words(failed), *others])
    return Ended(await flow.draw(ws, renewed(form), top=top, faults=faults), words)


def renewed(form: Form) -> Form:
    """The same form with inputs that Slack takes for new, so that they start with what was typed."""
    return replace(form, state=form.state.model_copy(update={"redrawn": form.state.redrawn + 1}))
