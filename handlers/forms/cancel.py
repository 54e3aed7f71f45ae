"""Cancel: with a reason, after saying that the claimant will be told."""

from __future__ import annotations

from blocks import ids
from blocks.forms import modals as forms
from blocks.forms.typed import Typed
from blocks.words.reasons import common
from blocks.words.states import present_words
from blocks.words.told import will_tell
from bot.appointments.asked import new_reference
from bot.appointments.deeds import Deed
from bot.appointments.folding import unwrapped
from bot.appointments.model import ENDED, Appointment, Status
from bot.appointments.permission import Act, Person
from bot.appointments.values import replace
from bot.appointments.writes.outcomes import NothingToDo, Written
from bot.workspace import Workspace
from handlers.forms.flow import Flow, Form, Objections
from handlers.forms.sending import Faults, View

LONGEST_REASON = 255


class CancelFlow(Flow):
    """The form that cancels."""

    deed = Deed.CANCEL

    async def draw(
        self, ws: Workspace, form: Form, *, top: str | None = None, faults: Faults | None = None
    ) -> View:
        return forms.cancel_form(
            form.typed,
            form.state,
            now_is=form.now_is,
            tells=will_tell(self.deed, ws.desk.tells),
            top=top,
            faults=faults,
            deed=self.deed,
        )

    async def carry_out(self, ws: Workspace, form: Form) -> Written:
        reason = words_to_claimant(form)
        if not reason:
            raise Objections({"reason": "Give a reason: choose one below, or type your own."})
        return await self.write(ws, form, reason)

    async def write(self, ws: Workspace, form: Form, reason: str) -> Written:
        """Send it with its reason."""
        return await ws.desk.cancel(
            form.person,
            form.state.appointment or "",
            reason,
            seen=form.state.version,
            form=form.state.form,
            why=common(reason),
        )

    def anew(self, ws: Workspace, form: Form, now: Appointment) -> Form:
        state = form.state.model_copy(update={"version": now.version})
        return replace(form, state=state, now_is=present_words(now, ws.setting, form.person.zone))


class DeclineFlow(CancelFlow):
    """The form that says no to a request."""

    deed = Deed.DECLINE

    async def write(self, ws: Workspace, form: Form, reason: str) -> Written:
        return await ws.desk.decline(
            form.person,
            form.state.appointment or "",
            reason,
            seen=form.state.version,
            form=form.state.form,
            why=common(reason),
        )


def words_to_claimant(form: Form) -> str:
    """The words of a form that the claimant may read, in one line. Raises Objections where they are too long."""
    said = " ".join(form.typed.reason.split())
    if len(said) > LONGEST_REASON:
        raise Objections({"reason": f"At most {LONGEST_REASON} characters; this has {len(said):,}."})
    return said


async def cancel_view(
    ws: Workspace, person: Person, appointment: Appointment, channel: str | None, reason: str = ""
) -> View:
    """Draw the form for an appointment. Raises NotAllowed, and NothingToDo where it is cancelled or over."""
    return await _reason_view(ws, person, appointment, channel, reason, CancelFlow())


async def decline_view(
    ws: Workspace, person: Person, appointment: Appointment, channel: str | None, reason: str = ""
) -> View:
    """Draw the form for a request. Raises as `cancel_view`, and NothingToDo where it is accepted already."""
    if appointment.status is Status.SCHEDULED:
        raise NothingToDo(Deed.DECLINE, appointment, "accepted")
    return await _reason_view(ws, person, appointment, channel, reason, DeclineFlow())


async def _reason_view(
    ws: Workspace,
    person: Person,
    appointment: Appointment,
    channel: str | None,
    reason: str,
    flow: CancelFlow,
) -> View:
    await ws.desk.allow(person, Act.WRITE, flow.deed, appointment.id)
    if appointment.status is Status.CANCELLED:
        raise NothingToDo(flow.deed, appointment, "cancelled")
    if appointment.status in ENDED:
        raise NothingToDo(flow.deed, appointment, "over")
    state = ids.FormState(
        form=new_reference(), channel=channel, appointment=appointment.id, version=appointment.version
    )
    form = Form(
        person,
        Typed(reason=unwrapped(reason.strip())[:LONGEST_REASON]),
        state,
        now_is=present_words(appointment, ws.setting, person.zone),
    )
    return await flow.draw(ws, form)
