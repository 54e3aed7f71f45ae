"""Reschedule: another time for an appointment, read back before it is sent."""

from __future__ import annotations

from datetime import datetime

from blocks import ids
from blocks.forms import modals as forms
from blocks.forms.menus import Asked
from blocks.forms.typed import Typed
from blocks.kit import clip
from blocks.words.states import present_words
from blocks.words.told import will_tell
from bot import when
from bot.appointments.asked import Change, new_reference
from bot.appointments.deeds import Deed, Why
from bot.appointments.model import Appointment, Status
from bot.appointments.permission import Act, Person
from bot.appointments.values import replace
from bot.appointments.writes.outcomes import NothingToDo, Written
from bot.line import Kind, read_line
from bot.workspace import Workspace
from handlers.forms.book_words import duration_of, typist_of
from handlers.forms.doubles import warn_of_clashes
from handlers.forms.engine import renewed
from handlers.forms.flow import Flow, Form, LookAgain, Objections
from handlers.forms.sending import Faults, View
from handlers.forms.slots import free_of, wanted_for, with_free_times
from handlers.forms.times import anchor_of, exact, read_time, shown_already

LONGEST_DEPARTMENT = 100
"""Characters of it that a form remembers."""


class MoveFlow(Flow):
    """The form that gives an appointment another time."""

    deed = Deed.MOVE
    again_words = "Check the time below, then press Reschedule again."

    async def draw(
        self, ws: Workspace, form: Form, *, top: str | None = None, faults: Faults | None = None
    ) -> View:
        read = read_time(ws, form.person, form.typed, form.state)
        state = form.state.model_copy(update={"shown": read.shown})
        return forms.move_form(
            form.typed,
            state,
            replace(read.back, clashes=form.clashes),
            now_is=form.now_is,
            top=top,
            faults=faults,
            tells=will_tell(self.deed, ws.desk.tells),
            asked=Asked(free=free_of(ws, form)),
            deed=self.deed,
            ahead=_is_ahead(ws, form),
        )

    async def carry_out(self, ws: Workspace, form: Form) -> Written:
        read = read_time(ws, form.person, form.typed, form.state)
        if read.faults or read.shown is None:
            raise Objections(read.faults)
        if not shown_already(read, form.state):
            raise LookAgain(form.state.model_copy(update={"shown": read.shown}), self.again_words)
        change = Change(start=read.shown.start, minutes=read.shown.minutes)
        return await self.write(ws, form, change)

    async def write(self, ws: Workspace, form: Form, change: Change) -> Written:
        """Send the time that was read back."""
        await warn_of_clashes(ws, form, Deed.MOVE, change)
        return await ws.desk.move(
            form.person,
            form.state.appointment or "",
            change,
            seen=form.state.version,
            form=form.state.form,
            why=Why(form.typed.why) if form.typed.why else None,
        )

    def anew(self, ws: Workspace, form: Form, now: Appointment) -> Form:
        as_now = {"version": now.version, "minutes": now.minutes, "start": now.start, "shown": None}
        state = form.state.model_copy(update=as_now)
        return replace(form, state=state, now_is=present_words(now, ws.setting, form.person.zone))


async def move_view(
    ws: Workspace, person: Person, appointment: Appointment, channel: str | None, words: str = ""
) -> View:
    """Draw the form for an appointment; `words` may hold the new time already. Raises NotAllowed, NothingToDo."""
    return await timed_view(ws, person, appointment, channel, words, MoveFlow())


async def timed_view(
    ws: Workspace, person: Person, appointment: Appointment, channel: str | None, words: str, flow: MoveFlow
) -> View:
    """The same for whatever is done with the time: `flow`."""
    await ws.desk.allow(person, Act.WRITE, flow.deed, appointment.id)
    if appointment.is_over(ws.clock()):
        cancelled = appointment.status is Status.CANCELLED
        raise NothingToDo(flow.deed, appointment, "cancelled" if cancelled else "over")
    state = ids.FormState(
        form=new_reference(),
        channel=channel,
        appointment=appointment.id,
        version=appointment.version,
        minutes=appointment.minutes,
        start=appointment.start,
        department=_of(appointment),
    )
    form = Form(person, Typed(), state, now_is=present_words(appointment, ws.setting, person.zone))
    if words:
        form = Form(person, _new_time(ws, person, words, anchor_of(ws, state)), state, form.now_is)
    elif appointment.start is not None:
        form = at_exactly(ws, form, appointment.start)
    form = await with_free_times(ws, form, wanted_for(appointment))
    return await flow.draw(ws, form)


def _of(appointment: Appointment) -> str:
    department = appointment.department
    return clip((department.name or department.id or "") if department else "", LONGEST_DEPARTMENT)


def _new_time(ws: Workspace, person: Person, words: str, anchor: datetime | None) -> Typed:
    """Take the time out of what was typed; with a word in it that is no time, it stays whole, to be mended."""
    told = read_line(words, replace(typist_of(ws, person), anchor=anchor))
    if not told.when or any(
        kind is not Kind.COURTESY for _, kind in told.words if kind not in (Kind.TIME, Kind.LENGTH)
    ):
        return Typed(when=words)
    return Typed(when=told.when, duration=duration_of(told))


def reads_as_time(ws: Workspace, person: Person, words: str) -> bool:
    """Whether words can be another time, for whichever appointment: none of them is anything else."""
    now = ws.clock()
    found = when.find_time(
        words,
        now=now,
        zone=person.zone,
        locale=person.locale,
        purpose="book",
        anchor=now,
        nation=ws.settings.desk_nation,
    )
    return found is not None and not found.rest


def _is_ahead(ws: Workspace, form: Form) -> bool:
    """Whether the session is on a later day than today, by the person's clocks."""
    zone, start = form.person.zone, form.state.start
    return start is not None and start.astimezone(zone).date() > ws.clock().astimezone(zone).date()


def quick_time(form: Form, words: str) -> Form:
    """Put the words of a quick choice into *When*; one that is pressed again adds up: "+15 min", "+30 min"."""
    shown, typed = form.state.shown, form.typed
    if not typed.duration and shown and shown.minutes != form.state.minutes:
        typed = typed.but(duration=when.say_minutes(shown.minutes))  # it stood in When, which now changes
    before, more = _minutes_on(typed.when), _minutes_on(words)
    if before and more:
        words = f"+{when.say_minutes(before + more)}"
    return renewed(replace(form, typed=typed.but(when=words)))


def _minutes_on(words: str) -> int | None:
    """How much later some words are, where they say nothing else."""
    read = when.read_minutes(words[1:]) if words.startswith("+") else None
    return read if isinstance(read, int) else None


def at_exactly(ws: Workspace, form: Form, start: datetime) -> Form:
    """The form with an exact time in it, in an input that is new, so that Slack takes the words."""
    state = form.state.model_copy(update={"shown": None, "redrawn": form.state.redrawn + 1})
    return replace(form, typed=form.typed.but(when=exact(form.person, start)), state=state)
