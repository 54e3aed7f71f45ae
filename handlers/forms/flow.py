"""The forms about an appointment: what they read and say alike. The engine draws and sends them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

from blocks import ids
from blocks.forms import modals as forms
from blocks.forms.inputs import field_of
from blocks.forms.menus import read_free
from blocks.forms.typed import Typed, read_drawn, read_typed, touched
from blocks.kit import Block
from blocks.undo import undo_button, undo_of
from blocks.words.results import (
    LOOKING,
    TITLES,
    WORKING,
    field_faults,
    not_done_words,
    unclear_words,
    written_words,
)
from blocks.words.states import Shown, changed_words, nothing_words
from bot.appointments.choosing import Slot
from bot.appointments.deeds import Deed
from bot.appointments.errors import NotKept
from bot.appointments.filter import folded
from bot.appointments.model import Appointment, Department
from bot.appointments.permission import NotAllowed
from bot.appointments.values import replace
from bot.appointments.writes.outcomes import (
    ChangedMeanwhile,
    NotDone,
    NothingToDo,
    StillWorking,
    Unclear,
    Written,
)
from bot.workspace import Workspace
from handlers.forms.engine import Engine, Standing, renewed
from handlers.forms.sending import Ended, Faults, Sending
from handlers.here import unknown_department


class Form(Standing[Typed, ids.FormState], frozen=True):
    """A form about an appointment."""

    now_is: str = ""
    """What the form says of the appointment that it is about."""
    free: tuple[Slot, ...] = ()
    """The free times that it offers."""
    clashes: str = ""
    """What its time clashes with, as far as it was looked at."""


class Flow(Engine[Form]):
    """What the four forms about an appointment have in common: they write once, through the desk."""

    deed: Deed

    @property
    def title(self) -> str:
        return TITLES[self.deed]

    @abstractmethod
    async def carry_out(self, ws: Workspace, form: Form) -> Written:
        """Check and write. Raises Objections before anything is sent, and what the desk raises."""

    @abstractmethod
    def anew(self, ws: Workspace, form: Form, now: Appointment) -> Form:
        """The form after the appointment changed under it: what the person did not touch is as it is now."""

    async def beside(self, ws: Workspace, form: Form) -> list[Block]:
        """What else its person is shown of what was written."""
        return []

    async def read(self, ws: Workspace, body: Mapping[str, Any]) -> Form | None:
        view = body["view"]
        state = ids.unpack(ids.FormState, view.get("private_metadata"))
        if state is None:
            return None
        person = await ws.people.person(body["user"]["id"], state.channel)
        typed = read_typed(view["state"]["values"])
        changed = {*state.touched, *touched(typed, read_drawn(view["blocks"]))}
        state = state.model_copy(update={"touched": tuple(sorted(changed))})
        return Form(person, typed, state, said(view, forms.NOW_IS), read_free(view["blocks"]))

    def sending(self, ws: Workspace, body: Mapping[str, Any]) -> Sending:
        working, looking = (forms.notice(self.title, [words[self.deed]]) for words in (WORKING, LOOKING))
        state = ids.unpack(ids.FormState, body["view"].get("private_metadata"))
        form = state.form if state else body["view"]["id"]
        return Sending(self.deed, form, working, looking, ws.desk.lost(form))

    async def finish(self, ws: Workspace, form: Form) -> Ended:
        key = form.state.form
        try:
            written = await self.carry_out(ws, form)
        except Objections as wrong:
            return await self.again(ws, form, " ".join(wrong.faults.values()), wrong.faults)
        except LookAgain as look:
            return await self.again(ws, replace(form, state=look.state), look.words)
        except NotAllowed as no:
            return await self.again(ws, form, no.words)
        except StillWorking:
            return self.noticed(["This form is already being sent. Frontdesk will tell you how it ends."])
        except NothingToDo as nothing:
            return self.done([nothing_words(nothing, ws.setting)], key)
        except Unclear as unclear:
            return replace(self.noticed([unclear_words(unclear)], key), open=not unclear.done)
        except ChangedMeanwhile as changed:
            by, shown = changed.by, Shown(form.now_is, form.state.start)
            name = await ws.people.name(by.user) if by and by.user != form.person.id else None
            words = changed_words(changed.appointment, by, name, ws.setting, shown)
            kept = " Your change was not sent. Send it again, or close to leave it so."
            return await self.again(ws, self.anew(ws, form, changed.appointment), words + kept, key=key)
        except NotKept as ours:
            return await self._failed(ws, form, NotDone(self.deed, ours))
        except NotDone as failed:
            return replace(await self._failed(ws, form, failed), form=key)
        words_of = written_words(written, ws.setting, form.person.zone)
        undo = undo_of(written, ws.setting)
        more = [undo_button(undo, written.appointment)] if undo else []
        return self.done(words_of, key, more=[*await self.beside(ws, form), *more])

    async def _failed(self, ws: Workspace, form: Form, failed: NotDone) -> Ended:
        faults, others = field_faults(failed)
        shown = await self.draw(ws, form)
        has = {field_of(block["block_id"]) for block in shown["blocks"] if block["type"] == "input"}
        others += [words for name, words in faults.items() if name not in has]
        faults = {name: words for name, words in faults.items() if name in has}
        words = " ".join([not_done_words(failed), *others, *faults.values()])
        if faults and not others and not failed.may_land:
            return await self.again(ws, form, words, faults)
        top = " ".join([not_done_words(failed), *others])
        return Ended(await self.draw(ws, renewed(form), top=top, faults=faults), words)


class Objections(Exception):
    """What is wrong with the form itself, by field; nothing was sent."""

    def __init__(self, faults: Faults) -> None:
        super().__init__("objections")
        self.faults = dict(faults)


async def ask_about_department(ws: Workspace, form: Form, department: Department | None) -> None:
    """Have a department that nobody has ever seen looked at once more; sent again it is taken. Raises LookAgain."""
    name = (department.name or "") if department else ""
    if not name or ws.settings.known_departments or folded(name) == form.state.sure:
        return
    if words := await unknown_department(ws, form.person, [name], look=False):
        state = form.state.model_copy(update={"sure": folded(name)})
        raise LookAgain(state, f"{words} Mend it, or send the form again to take it all the same.")


class LookAgain(Exception):
    """The form must be seen once more before it is sent: its time was read anew."""

    def __init__(self, state: ids.FormState, words: str) -> None:
        super().__init__("look again")
        self.state = state
        self.words = words


def said(view: Mapping[str, Any], block_id: str) -> str:
    """The words that a block of a view shows."""
    for block in view["blocks"]:
        if block.get("block_id") == block_id:
            return str(block["text"]["text"])
    return ""
