"""Edit: anything of an appointment but its time. Only what was changed in the form is sent."""

from __future__ import annotations

from blocks import ids
from blocks.forms import modals as forms
from blocks.forms.menus import LONGEST_NOTES, Asked
from blocks.forms.typed import FIELDS
from blocks.words.labels import MORE_LABELS
from blocks.words.results import TITLES
from blocks.words.states import state_words
from blocks.words.told import will_tell
from bot.appointments.api import Field
from bot.appointments.asked import Change, new_reference
from bot.appointments.deeds import Deed
from bot.appointments.errors import AppointmentError
from bot.appointments.model import Appointment, Claimant, Interpreter, RoomOptions, Status
from bot.appointments.permission import Act, Person
from bot.appointments.values import replace
from bot.appointments.writes.outcomes import NotDone, NothingToDo, Written
from bot.workspace import Workspace
from handlers.forms.doubles import warn_of_clashes
from handlers.forms.filled import contact_of, typed_of
from handlers.forms.flow import Flow, Form, LookAgain, Objections
from handlers.forms.sending import Faults, View
from handlers.forms.validation import (
    check_claimant,
    check_department,
    check_interpreter,
    check_room,
)

CONTACT = {"phone": "phone", "email": "email", "birth": "date_of_birth"}
TOO_LONG = "The notes are longer than a form in Slack can hold. Change them in the service's own portal."
UNCHANGED = "Nothing in the form differs from the appointment. Change something, or close the form."


class EditFlow(Flow):
    """The form that changes who, where and the interpreter."""

    deed = Deed.EDIT

    async def draw(
        self, ws: Workspace, form: Form, *, top: str | None = None, faults: Faults | None = None
    ) -> View:
        return forms.edit_form(
            form.typed,
            form.state,
            now_is=form.now_is,
            top=top,
            faults=faults,
            departments=tuple(ws.settings.known_departments),
            tells=will_tell(Deed.EDIT, ws.desk.tells, ws.desk.edits),
            hidden=form.state.contact_hidden,
            asked=Asked(ws.desk.edits),
        )

    async def carry_out(self, ws: Workspace, form: Form) -> Written:
        appointment = form.state.appointment or ""
        change = self._change(ws, form)
        if not change.model_fields_set and await self._is_as_seen(ws, form, appointment):
            raise LookAgain(form.state, UNCHANGED)
        if change.interpreter is not None and change.interpreter.language:
            await warn_of_clashes(ws, form, Deed.EDIT, change)
        return await ws.desk.edit(
            form.person, appointment, change, seen=form.state.version, form=form.state.form
        )

    def anew(self, ws: Workspace, form: Form, now: Appointment) -> Form:
        was = contact_of(now, typed_of(now)) if not form.state.contact_hidden else typed_of(now)
        mine = {name: getattr(form.typed, name) for name in FIELDS if name in form.state.touched}
        more = {**was.more, **{k: v for k, v in form.typed.more.items() if k in form.state.touched}}
        state = form.state.model_copy(update={"version": now.version, "start": now.start})
        return replace(
            form,
            typed=was.but(**mine, more=more),
            state=state,
            now_is=state_words(now, ws.setting, form.person.zone),
        )

    async def _is_as_seen(self, ws: Workspace, form: Form, appointment: str) -> bool:
        try:
            return (await ws.desk.get(form.person, appointment)).version == form.state.version
        except AppointmentError as error:
            raise NotDone(Deed.EDIT, error) from error

    def _change(self, ws: Workspace, form: Form) -> Change:
        """Check and send only what the person changed in the form; the rest is as others left it."""
        typed, changed = form.typed, set(form.state.touched)
        today = ws.clock().astimezone(form.person.zone).date()
        claimant, faults = check_claimant(typed, form.person, ws.settings, today)
        interpreter = check_interpreter(typed)
        department, wrong_department = check_department(typed, ws.settings)
        room, wrong_room = check_room(typed)
        faults = faults | wrong_department | wrong_room
        faults = {name: words for name, words in faults.items() if name in changed}
        if "department" in changed and department is None:
            faults.setdefault("department", "A department can be changed but not removed. Type another one.")
        if faults:
            raise Objections(faults)
        asked: dict[str, object] = {}
        person = {k: getattr(claimant, k) for k in ("name",) if "name" in changed}
        if not form.state.contact_hidden:
            person |= {key: getattr(claimant, key) for name, key in CONTACT.items() if name in changed}
        if person:
            asked["claimant"] = Claimant(**person)
        if "language" in changed:  # one that was removed is none
            needed = bool(interpreter.needed)
            asked["interpreter"] = Interpreter(needed=needed, language=interpreter.language)
        if "department" in changed:
            asked["department"] = department
        options = {name: getattr(room, name) for name in MORE_LABELS if name in changed}
        if options:
            asked["room"] = RoomOptions(**options)
        if "notes" in changed and not form.state.contact_hidden:
            asked["notes"] = typed.notes or None
        return Change(**asked)


async def edit_view(ws: Workspace, person: Person, appointment: Appointment, channel: str | None) -> View:
    """Draw the form filled with the appointment; the contact details only for those who may see them."""
    await ws.desk.allow(person, Act.WRITE, Deed.EDIT, appointment.id)
    if appointment.status is Status.CANCELLED:
        raise NothingToDo(Deed.EDIT, appointment, "cancelled")
    if ws.desk.edits == {Field.NOTES}:
        await ws.desk.allow(person, Act.DETAILS, Deed.EDIT, appointment.id)
    hidden = not await ws.desk.shows_details(person, appointment)
    typed = typed_of(appointment) if hidden else contact_of(appointment, typed_of(appointment))
    if Field.NOTES in ws.desk.edits and len(typed.notes) > LONGEST_NOTES:
        return forms.notice(TITLES[Deed.EDIT], [TOO_LONG])
    state = ids.FormState(
        form=new_reference(),
        channel=channel,
        appointment=appointment.id,
        version=appointment.version,
        start=appointment.start,
        contact_hidden=hidden,
    )
    form = Form(person, typed, state, now_is=state_words(appointment, ws.setting, person.zone))
    return await EditFlow().draw(ws, form)
