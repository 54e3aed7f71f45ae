"""What happens in an open form before it is sent: read-back while typing, more options, quick choices, common reasons."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from blocks import ids
from blocks.forms.menus import chosen_slot
from blocks.forms.modals import QUICK, REASONS, View, said_over
from blocks.forms.typed import Typed
from bot.appointments.values import replace
from bot.workspace import Workspace
from handlers.answering import in_words, spoken
from handlers.forms.book import BookFlow
from handlers.forms.cancel import CancelFlow, DeclineFlow
from handlers.forms.edit import EditFlow
from handlers.forms.engine import renewed
from handlers.forms.filled import typed_of
from handlers.forms.flow import Flow, Form
from handlers.forms.move import MoveFlow, quick_time
from handlers.forms.propose import ProposeFlow
from handlers.forms.slots import at_slot, counted, wanted_in, with_free_times
from handlers.forms.times import read_time

FLOWS: Mapping[str, Flow] = {
    ids.BOOK_FORM: BookFlow(),
    ids.MOVE_FORM: MoveFlow(),
    ids.EDIT_FORM: EditFlow(),
    ids.CANCEL_FORM: CancelFlow(),
    ids.DECLINE_FORM: DeclineFlow(),
    ids.PROPOSE_FORM: ProposeFlow(),
}


async def send_form(ws: Workspace, ack: AsyncAck, body: Mapping[str, Any]) -> None:
    """Carry out one of the forms about an appointment."""
    await FLOWS[body["view"]["callback_id"]].send(ws, ack, body)


async def in_form(ws: Workspace, body: Mapping[str, Any], redrawing: Coroutine[Any, Any, None]) -> None:
    """Draw a form anew; what goes wrong is said on top of it as it stands."""
    wrong = await in_words(redrawing)
    if wrong is None:
        return
    view, words = body["view"], spoken(wrong)

    async def as_it_stands() -> View:
        return said_over(view, words)

    await ws.replies.redraw(view, str(body["actions"][0]["action_ts"]), as_it_stands)


async def redraw(ws: Workspace, body: Mapping[str, Any]) -> None:
    """Draw one of them anew."""
    flow = FLOWS.get(body["view"]["callback_id"])
    if flow is not None:
        await flow.redraw(ws, body, _after)


async def _after(ws: Workspace, form: Form, action: Mapping[str, Any]) -> Form | None:
    """The form as it stands after an action; None where nothing changes."""
    kind = str(action["action_id"])
    value = str(action.get("value") or "")
    if kind == ids.MORE_OPTIONS:
        typed = form.typed
        if form.state.appointment:
            now = await ws.desk.get(form.person, form.state.appointment)
            typed = typed.but(more=typed_of(now).more)
        return replace(form, typed=typed, state=form.state.model_copy(update={"more": True}))
    if kind.startswith(ids.MENU):
        return await with_free_times(ws, form, wanted_in(form.typed))
    if kind == ids.FREE_TIME:
        slot = chosen_slot(str((action.get("selected_option") or {}).get("value") or ""))
        return renewed(await at_slot(ws, form, slot)) if slot else None
    if kind.startswith(ids.QUICK_REASON):
        return _retyped(form, form.typed.but(reason=REASONS[int(value)]))
    if kind.startswith(ids.QUICK_TIME):
        if value in QUICK:
            return await counted(ws, quick_time(form, QUICK[value]))
        slot = chosen_slot(value)
        if slot:
            return renewed(await at_slot(ws, form, slot))
        return await counted(ws, _retyped(form, form.typed.but(when=value)))
    if read_time(ws, form.person, form.typed, form.state).shown == form.state.shown and form.state.shown:
        return None
    return await counted(ws, form)


def _retyped(form: Form, typed: Typed) -> Form:
    """The form with other words in it, in inputs that Slack takes for new."""
    return renewed(replace(form, typed=typed))
