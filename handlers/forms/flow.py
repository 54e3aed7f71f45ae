"""What the four forms have in common: drawn anew from what stands typed, submitted once, answered in words."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck

from blocks import ids
from blocks.forms import modals as forms
from blocks.forms.inputs import field_of
from blocks.forms.menus import read_free
from blocks.forms.typed import Typed, read_drawn, read_typed, touched
from blocks.kit import say
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
from bot.slack.client import SLACK_TROUBLE, error_code
from bot.workspace import Workspace
from handlers.answering import ANSWER_WITHIN, unforeseen, within

View = dict[str, Any]
Faults = Mapping[str, str]
log = structlog.get_logger(__name__)


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


@dataclass(frozen=True, slots=True)
class Ended:
    """How a submit ended: the view to show, the faults by field that it shows, and all of it in words."""

    view: View
    words: str
    faults: Faults = field(default_factory=dict)


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
    lost = ws.desk.writer.silence.lost(state.form) if state else None
    await send(
        ws, ack, body, _ended(ws, body, flow), working, str(flow.deed), (lost, looking) if lost else None
    )


async def send(
    ws: Workspace,
    ack: AsyncAck,
    body: Mapping[str, Any],
    work: Coroutine[Any, Any, Ended],
    working: View,
    name: str,
    looking: tuple[Coroutine[Any, Any, None], View] | None = None,
) -> None:
    """Do what a form asks for; the answer rides in the acknowledgement if it is there soon, else it follows.

    `looking`: what to wait for, and what the form then says meanwhile.
    """
    task = ws.background.start(work, f"submit {name}", awaited=True)
    lost = asyncio.create_task(looking[0], name=f"lost {name}") if looking else None
    if await within(ANSWER_WITHIN, task):
        if lost is not None:
            lost.cancel()
        await _answer(ack, body, task.result())
        return
    is_lost = lost is not None and lost.done()
    await ack(response_action="update", view=looking[1] if looking and is_lost else working)
    ws.background.start(_follow(ws, body, task), f"answer {name}")
    if looking and lost and not is_lost:
        ws.background.start(_say_meanwhile(ws, body, task, lost, looking[1]), f"meanwhile {name}")


async def _answer(ack: AsyncAck, body: Mapping[str, Any], ended: Ended) -> None:
    shown = {field_of(block): block for block in body["view"]["state"]["values"]}
    if ended.faults and all(name in shown for name in ended.faults):
        errors = {shown[name]: words for name, words in ended.faults.items()}
        await ack(response_action="errors", errors=errors)
    else:
        await ack(response_action="update", view=ended.view)


async def _say_meanwhile(
    ws: Workspace, body: Mapping[str, Any], task: asyncio.Task[Ended], lost: asyncio.Task[None], view: View
) -> None:
    """Say in the form that is being sent that its answer is lost and looked for, as soon as that is so."""
    await asyncio.wait({task, lost}, return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        lost.cancel()
        return
    with suppress(*SLACK_TROUBLE):
        await ws.slack.views_update(view_id=body["view"]["id"], view=view)


async def _follow(ws: Workspace, body: Mapping[str, Any], task: asyncio.Task[Ended]) -> None:
    """Put the outcome where the form stood; if the person closed it, tell them where they were."""
    ended = await task
    try:
        await ws.slack.views_update(view_id=body["view"]["id"], view=ended.view)
    except SLACK_TROUBLE as error:
        log.info("modal_gone", error=error_code(error))
        place = ids.unpack(ids.Place, body["view"].get("private_metadata"))
        channel = place.channel if place else None
        await ws.replies.to_person(body["user"]["id"], channel, say(ended.words))


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

    def noticed(words: list[str]) -> Ended:
        return Ended(forms.notice(title, words), " ".join(words))

    async def again(form: Form, top: str) -> Ended:
        return Ended(await flow.draw(ws, renewed(form), top=top), top)

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
        return noticed(["This form is already being sent. Frontdesk will tell you how it ends."])
    except NothingToDo as nothing:
        return noticed([nothing_words(nothing, ws.setting)])
    except Unclear as unclear:
        return noticed([unclear_words(unclear)])
    except ChangedMeanwhile as changed:
        name = await ws.people.name(changed.by.user) if changed.by else None
        words = changed_words(changed.appointment, changed.by, name, ws.setting)
        kept = " Nothing of yours was sent. Close this to leave it so, or send your form again."
        return await again(flow.anew(ws, form, changed.appointment), words + kept)
    except NotDone as failed:
        return await _failed(ws, form, flow, failed)
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
