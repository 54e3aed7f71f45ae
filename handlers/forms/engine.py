"""The engine of every form: drawn anew while somebody types in it, sent once, answered in words. What it does when sent is its own."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from msgspec import Struct
from slack_bolt.context.ack.async_ack import AsyncAck

from blocks import ids
from blocks.forms import modals as forms
from blocks.forms.inputs import field_of
from blocks.kit import Block
from bot.appointments.errors import AppointmentError
from bot.appointments.permission import NotAllowed, Person
from bot.appointments.values import replace
from bot.workspace import Workspace
from handlers.answering import unforeseen
from handlers.forms.sending import Ended, Faults, Sending, View, send

OLD = "This form is too old. Close it and open a new one."
TypedIn = TypeVar("TypedIn")
State = TypeVar("State", ids.FormState, ids.AlertsState)


class Standing(Struct, Generic[TypedIn, State], frozen=True):
    """A form as it stands before a person: what is typed in it, what it remembers."""

    person: Person
    typed: TypedIn
    state: State


AnyForm = TypeVar("AnyForm", bound=Standing[Any, Any])

After = Callable[[Workspace, AnyForm, Mapping[str, Any]], Awaitable[AnyForm | None]]


class Engine(ABC, Generic[AnyForm]):
    """One kind of form."""

    @property
    @abstractmethod
    def title(self) -> str: ...

    @abstractmethod
    async def read(self, ws: Workspace, body: Mapping[str, Any]) -> AnyForm | None:
        """Read the form that a payload comes from; None if it is not one that we know. Raises NotAllowed."""

    @abstractmethod
    async def draw(
        self, ws: Workspace, form: AnyForm, *, top: str | None = None, faults: Faults | None = None
    ) -> View: ...

    @abstractmethod
    async def finish(self, ws: Workspace, form: AnyForm) -> Ended:
        """Do what the form was sent for, and say how it ended."""

    @abstractmethod
    def sending(self, ws: Workspace, body: Mapping[str, Any]) -> Sending: ...

    async def send(self, ws: Workspace, ack: AsyncAck, body: Mapping[str, Any]) -> None:
        """Answer in the acknowledgement if it is done soon, else say that it is being done."""
        ws.replies.sent(body["view"]["id"])
        await send(ws, ack, body, self._ended(ws, body), self.sending(ws, body))

    async def redraw(
        self, ws: Workspace, body: Mapping[str, Any], after: After[AnyForm] | None = None
    ) -> None:
        """Draw the form anew after something in it was typed or pressed; what can't be done is said on top of it.

        `after`: the form as it stands then; None where nothing changes.
        """
        view, action = body["view"], body["actions"][0]
        ws.replies.typed(view["id"], action["action_ts"])
        form = await self.read(ws, body)
        if form is None:
            return
        top = None
        try:
            changed = await after(ws, form, action) if after else form
        except AppointmentError as error:
            changed, top = form, f"{error.words} {error.advice}"
        if changed is not None:
            drawing = changed
            await ws.replies.redraw(view, action["action_ts"], lambda: self.draw(ws, drawing, top=top))

    async def again(
        self, ws: Workspace, form: AnyForm, words: str, faults: Faults | None = None, key: str | None = None
    ) -> Ended:
        """Show it once more with what stands typed in it: the words on top, or the faults each under its field."""
        view = await self.draw(ws, renewed(form), top=None if faults else words, faults=faults)
        return Ended(view, words, faults or {}, key)

    def noticed(self, words: Sequence[str], key: str | None = None) -> Ended:
        """Have words stand where the form stood: it is not done, or not known to be, and that must be read."""
        return Ended(forms.notice(self.title, list(words)), " ".join(words), form=key)

    def done(
        self, words: Sequence[str], key: str | None = None, *, apart: str = " ", more: Sequence[Block] = ()
    ) -> Ended:
        """Close the form and have its words said for that person's eyes, with `more` under them: there is nothing left to do in it."""
        view = forms.notice(self.title, list(words))
        view["blocks"] += more
        return Ended(view, apart.join(words), form=key, closes=True, more=tuple(more))

    async def _ended(self, ws: Workspace, body: Mapping[str, Any]) -> Ended:
        try:
            form = await self.read(ws, body)
        except NotAllowed as no:  # nobody can be named, so the form can't be drawn: keep it as it stands
            first = next((field_of(block) for block in body["view"]["state"]["values"]), "")
            return replace(self.noticed([no.words]), faults={first: no.words})
        except Exception as error:
            return self.noticed([unforeseen(error)])
        if form is None:
            return self.noticed([OLD])
        try:
            return await self.finish(ws, form)
        except Exception as error:
            return self.noticed([unforeseen(error)])


def renewed(form: AnyForm) -> AnyForm:
    """The same form with inputs that Slack takes for new, so that they start with what was typed."""
    return replace(form, state=form.state.model_copy(update={"redrawn": form.state.redrawn + 1}))
