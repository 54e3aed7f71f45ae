"""Running late: said of one session, and the later ones of its day that it touches moved with it, all from one form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import field

from blocks import ids
from blocks.attendance import not_late_button
from blocks.forms import modals as forms
from blocks.forms.late import SESSIONS, LateTyped, as_seen, late_form, offered, read_late
from blocks.words.delays import (
    ALL_THE_SAME,
    CHECK,
    NOBODY_MOVED,
    NOT_OFFERED,
    late_told_words,
    moved_words,
    past_words,
    runs_late_words,
    said_late_words,
    will_tell_all,
)
from blocks.words.incomplete import incomplete_words
from blocks.words.results import TITLES, WORKING, unclear_words
from blocks.words.states import nothing_words, state_words
from bot import when
from bot.appointments.asked import new_reference
from bot.appointments.deeds import Deed
from bot.appointments.delay import CHOICES, USUAL
from bot.appointments.errors import AppointmentError
from bot.appointments.jobs import Job
from bot.appointments.model import Appointment
from bot.appointments.permission import Act, NotAllowed, Person
from bot.appointments.states import About, State
from bot.appointments.states import Late as SaidLate
from bot.appointments.values import replace
from bot.appointments.writes.moving import Step
from bot.appointments.writes.notices import late_jobs
from bot.appointments.writes.outcomes import (
    How,
    NothingToDo,
    StillWorking,
    Unclear,
)
from bot.workspace import Workspace
from handlers.forms.engine import Engine, Standing, renewed
from handlers.forms.flow import said
from handlers.forms.later import Day, clashing, day_of, meanwhile, said_meanwhile, why_not
from handlers.forms.sending import Ended, Faults, Sending, View


class Form(Standing[LateTyped, ids.FormState], frozen=True):
    """The form of one late session."""

    now_is: str = ""
    """What it says of the late session."""
    drawn: View = field(default_factory=dict)
    """As it stands before its person."""


class LateForm(Engine[Form]):
    """Reads and draws it, and moves what is ticked."""

    title = TITLES[Deed.DELAY]

    async def read(self, ws: Workspace, body: Mapping[str, Any]) -> Form | None:
        view = body["view"]
        state = ids.unpack(ids.FormState, view.get("private_metadata"))
        if state is None or state.appointment is None:
            return None
        person = await ws.people.person(body["user"]["id"], state.channel)
        return Form(person, read_late(view["state"]["values"]), state, said(view, forms.NOW_IS), view)

    async def draw(
        self, ws: Workspace, form: Form, *, top: str | None = None, faults: Faults | None = None
    ) -> View:
        return drawn(ws, form, await _day(ws, form), top=top, faults=faults)

    def sending(self, ws: Workspace, body: Mapping[str, Any]) -> Sending:
        state = ids.unpack(ids.FormState, body["view"].get("private_metadata"))
        form = state.form if state else body["view"]["id"]
        working = forms.notice(self.title, [WORKING[Deed.DELAY]])
        return Sending(Deed.DELAY, form, working, about=state.appointment if state else None)

    async def finish(self, ws: Workspace, form: Form) -> Ended:
        key = form.state.form
        try:
            await ws.desk.allow(form.person, Act.WRITE, Deed.DELAY, form.state.appointment)
            day = await _day(ws, form)
            wrong = await self._wrong(ws, form, day)
            if wrong is not None and not await ws.desk.has_begun(key):
                return wrong
            return await self._applied(ws, form, day)
        except NothingToDo as nothing:
            return self.done([nothing_words(nothing, ws.setting)])
        except StillWorking:
            return self.noticed(["This form is already being sent. Frontdesk will tell you how it ends."])
        except Unclear as unclear:
            return self.noticed([unclear_words(unclear)], key)
        except NotAllowed as no:
            return _as_left(form, no.words)
        except AppointmentError as error:
            return _as_left(form, f"{error.words} {error.advice}")

    async def _wrong(self, ws: Workspace, form: Form, day: Day) -> Ended | None:
        """Have it looked at once more where what is ticked is not as it was shown, would begin in the past, or clashes with others."""
        by_id = {one.session.id: one for one in day.later}
        ticked = form.typed.ticked
        same = [
            one
            for one in ticked
            if one.appointment in by_id and one == as_seen(by_id[one.appointment].session)
        ]
        said = [await meanwhile(ws, form.person, one.appointment) for one in ticked if one not in same]
        if day.late.start != form.state.start:
            said.insert(0, await meanwhile(ws, form.person, day.late.id))
        if noted := await said_meanwhile(ws, form.person, day, form.state.late, form.typed.minutes):
            said.insert(0, noted)
        if said:
            new = {"version": day.late.version, "start": day.late.start, "late": day.nr}
            state = form.state.model_copy(update=new)
            now_is = state_words(day.late, ws.setting, form.person.zone)
            now = replace(form, typed=replace(form.typed, ticked=tuple(same)), state=state, now_is=now_is)
            words = " ".join((*said, CHECK))
            return Ended(drawn(ws, renewed(now), day, top=words), words)
        past = [one for one in same if by_id[one.appointment].start <= ws.clock()]
        if past:
            faults = {f"{SESSIONS}0": past_words(by_id[past[0].appointment], ws.setting)}
            return Ended(drawn(ws, renewed(form), day, faults=faults), faults[f"{SESSIONS}0"], faults)
        clash = clashing(ws, day, {one.appointment for one in same})
        if any(key not in form.state.warned for key in clash):
            words = " ".join((*clash.values(), ALL_THE_SAME))
            state = form.state.model_copy(update={"warned": tuple(clash)})
            return Ended(drawn(ws, renewed(replace(form, state=state)), day, top=words), words)
        return None

    async def _applied(self, ws: Workspace, form: Form, day: Day) -> Ended:
        """Note that it runs late, then move what is ticked; say all of it at once."""
        person, key, late, minutes = form.person, form.state.form, day.late, form.typed.minutes
        state = State(
            appointment=late.id,
            about=About.LATE,
            word=SaidLate.RUNNING_LATE,
            start=late.start,
            by=person.id,
            at=ws.clock(),
            minutes=minutes,
        )

        def told(new: State) -> list[Job]:
            return late_jobs(ws.desk.tells, person.id, late, minutes, ws.clock(), said=new.nr)

        await ws.watch.said(late)
        stands = (await ws.states.say(state, channel=person.channel, code=late.code, then=told)).now
        take_back = [not_late_button(late, stands)] if stands else []
        words = [runs_late_words(late, minutes, ws.setting)]
        ticked = {one.appointment for one in form.typed.ticked}
        if not ticked:
            return self.done([*words, NOBODY_MOVED], apart="\n", more=take_back)
        steps = [Step(one.session, one.start) for one in day.later if one.session.id in ticked]
        several = await ws.desk.move_several(person, late, minutes, steps, form=key)
        reasons = {
            number: await why_not(ws, person, part)
            for number, part in enumerate(several.parts)
            if part.why is not None
        }
        words += moved_words(several.parts, minutes, ws.setting, reasons)
        if several.repeated:
            words.append("This form had been sent before; nothing was done twice.")
        if len(several.that(How.MOVED)) == len(several.parts):
            return self.done(words, key, apart="\n", more=take_back)
        if several.that(How.MOVED, How.UNSURE):
            return self.noticed(words, key)
        another = renewed(replace(form, state=form.state.model_copy(update={"form": new_reference()})))
        return Ended(drawn(ws, another, day, top=" ".join(words)), " ".join(words), form=key)


LATE = LateForm()
send_late = LATE.send


async def redraw_late(ws: Workspace, body: Mapping[str, Any]) -> None:
    """Draw it anew when another delay is chosen: the boxes say other times then."""

    async def anew(_: Workspace, form: Form, __: Mapping[str, Any]) -> Form:
        return renewed(form)

    await LATE.redraw(ws, body, anew)


async def late_view(
    ws: Workspace, person: Person, appointment: Appointment, channel: str | None, words: str = ""
) -> View:
    """Draw the form for a session, the next one ticked; `words` may say by how much. Raises NotAllowed, NothingToDo."""
    await ws.desk.allow(person, Act.WRITE, Deed.DELAY, appointment.id)
    typed, top = _said_minutes(words)
    day = await day_of(ws, person, appointment, typed.minutes)
    first = [as_seen(one.session) for one in offered(day.later)[:1]]
    state = ids.FormState(
        form=new_reference(),
        channel=channel,
        appointment=appointment.id,
        version=appointment.version,
        start=appointment.start,
        late=day.nr,
    )
    now_is = state_words(appointment, ws.setting, person.zone)
    form = Form(person, replace(typed, ticked=tuple(first)), state, now_is)
    return drawn(ws, form, day, top=top)


def drawn(
    ws: Workspace, form: Form, day: Day, *, top: str | None = None, faults: Faults | None = None
) -> View:
    """Draw it of a day that was just read."""
    notes = [said_late_words(day.said.minutes)] if day.said and day.said.minutes else []
    if incomplete := incomplete_words(day.sessions):
        notes.append(f"⚠ {incomplete}")
    if own := late_told_words(day.late, ws.setting, will=True):
        notes.append(own)
    return late_form(
        form.typed,
        form.state,
        day.later,
        ws.setting,
        now_is=form.now_is,
        notes=notes,
        tells=will_tell_all(ws.desk.tells),
        top=top,
        faults=faults,
    )


def reads_as_delay(words: str) -> bool:
    """Whether the words behind a name can be by how much its session runs late."""
    return isinstance(when.read_minutes(words), int)


def _said_minutes(words: str) -> tuple[LateTyped, str | None]:
    said = when.read_minutes(words) if words else USUAL
    if said in CHOICES:
        return LateTyped(minutes=said), None
    return LateTyped(), NOT_OFFERED


async def _day(ws: Workspace, form: Form) -> Day:
    late = await ws.desk.get(form.person, form.state.appointment or "")
    return await day_of(ws, form.person, late, form.typed.minutes)


def _as_left(form: Form, words: str) -> Ended:
    said = f"{words} Your form is as you left it."
    return Ended(forms.said_over(form.drawn, said), said)
