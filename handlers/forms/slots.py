"""The free times that a form offers beside the time that is typed: as the service tells them, else as its sessions leave them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from blocks.forms.menus import MOST_FREE, MOST_NEXT, FreeTimes
from blocks.forms.typed import Typed
from blocks.ids import Shown
from blocks.words.incomplete import MAY_BE_TAKEN, incomplete_words
from blocks.words.warnings import clashes_words
from bot import when
from bot.appointments.api import Capability
from bot.appointments.briefing import is_wanted
from bot.appointments.choosing import Slot, Slots, SlotsFor
from bot.appointments.clashes import clashes
from bot.appointments.errors import AppointmentError
from bot.appointments.free import free_spans, starts
from bot.appointments.model import Appointment, MeetingType, Window
from bot.appointments.values import replace
from bot.workspace import Workspace
from handlers.forms.flow import Form
from handlers.forms.opening_hours import of_department, open_days, opening, taking
from handlers.forms.times import exact, minutes_of, read_time
from handlers.forms.validation import check_interpreter

DAYS = timedelta(days=7)
IN_TIME = 2.0
"""Seconds: a form is not held up for long by what it can do without."""
COUNTED_WITHIN = 0.7
"""Seconds: before that a form is open, and a time that is typed stands read back."""
_NEAR, _FAR = 2, 7
"""Open days whose sessions are looked through at first, and where these have too few free times."""


async def with_free_times(ws: Workspace, form: Form, wanted: SlotsFor | None) -> Form:
    """The form with the free times of a week, from the day that stands in *When*; with none if they aren't told."""
    if Capability.SLOTS not in ws.desk.can:
        return await counted(ws, form)
    found = await _free(ws, form, wanted) if wanted else None
    free = found.free[:MOST_FREE] if found else ()
    usual, state = found.minutes if found else None, form.state
    if state.appointment is None and state.minutes != usual:
        # The length that stands read back may be the usual one of what was chosen before: it is read anew.
        state = state.model_copy(update={"minutes": usual, "shown": None})
    return replace(form, free=free, state=state)


async def counted(ws: Workspace, form: Form) -> Form:
    """The form with the next times that the day's sessions leave free, where the service does not tell any itself, and with what its time clashes with.

    Counted from the time in *When* on, else from now; as far as the sessions can be had in time.
    """
    if Capability.SLOTS in ws.desk.can:
        return form
    now, state, zone = ws.clock(), form.state, ws.settings.zone
    shown = read_time(ws, form.person, form.typed, state).shown
    begins = max(now, shown.start) if shown else now
    minutes = shown.minutes if shown else minutes_of(ws, form.person, form.typed, state)
    days = open_days(ws, begins.astimezone(zone).date(), _FAR)
    department = form.typed.department or state.department
    found, words, less = list[Slot](), "", ""
    # Only for the service: to read a time takes its own
    until = asyncio.get_running_loop().time() + COUNTED_WITHIN
    for some in (days[:_NEAR], days[_NEAR:]):
        if len(found) >= MOST_NEXT or not some:
            break
        try:
            async with asyncio.timeout_at(until):
                listed = await ws.desk.sessions(form.person, taking(ws, some))
        except (AppointmentError, TimeoutError):
            break
        less = less or incomplete_words(listed)
        if shown and shown.start.astimezone(zone).date() in some:
            words = _clashes(ws, form, shown, listed)
        others = of_department(department, (one for one in listed if one.id != state.appointment), ws)
        free = starts(free_spans(others, opening(ws, some), minutes, begins, now), minutes)
        found += [Slot(start=start) for start in free if start != state.start]
    said = " ".join(filter(None, (words, less, less and MAY_BE_TAKEN)))
    return replace(form, free=tuple(found[:MOST_NEXT]), clashes=said)


def _clashes(ws: Workspace, form: Form, shown: Shown, listed: Sequence[Appointment]) -> str:
    """Say what stands at that time already that there is once: a session that is moved has a room, one that is booked none yet."""
    blank = Appointment(id="", interpreter=check_interpreter(form.typed))
    moved = next((one for one in listed if one.id == form.state.appointment), blank)
    wanted = moved.model_copy(update={"start": shown.start, "minutes": shown.minutes})
    brief = bool(form.typed.brief) or is_wanted(wanted, ws.said)
    found = clashes(wanted, listed, ws.clock(), ws.said, brief=brief)
    return clashes_words(found, wanted, ws.setting, brief=brief)


def wanted_in(typed: Typed) -> SlotsFor | None:
    """What a booking looks for a time for; None until subject, office and meeting are chosen."""
    if typed.subject is None or typed.office is None or typed.meeting_type is None:
        return None
    employee = typed.employee.id if typed.employee else None
    return SlotsFor(typed.subject.id, typed.office.id, MeetingType(typed.meeting_type), employee)


def wanted_for(appointment: Appointment) -> SlotsFor | None:
    """What a session that has a time looks for another one for."""
    subject, office, kind = appointment.subject, appointment.office, appointment.meeting_type
    if subject is None or office is None or kind is None:
        return None
    host = next(iter(appointment.hosts), None)
    return SlotsFor(subject.id, office.id, kind, host.id if host else None)


async def at_slot(ws: Workspace, form: Form, slot: Slot) -> Form:
    """The form with a free time in *When*, and with its length where that is for a booking to say; the others can still be chosen."""
    typed = form.typed.but(when=exact(form.person, slot.start))
    if slot.minutes and form.state.appointment is None:
        typed = typed.but(duration=when.say_minutes(slot.minutes))
    chosen = await counted(ws, replace(form, typed=typed))
    return replace(chosen, free=form.free)


def free_of(ws: Workspace, form: Form) -> FreeTimes:
    """The form's free times, to be drawn."""
    return FreeTimes(form.free, form.person.zone, ws.clock(), counted=Capability.SLOTS not in ws.desk.can)


async def _free(ws: Workspace, form: Form, wanted: SlotsFor) -> Slots | None:
    now = ws.clock()
    shown = read_time(ws, form.person, form.typed, form.state).shown
    begins = now
    if shown is not None:
        day = shown.start.astimezone(form.person.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        begins = max(now, day)
    try:
        async with asyncio.timeout(IN_TIME):
            return await ws.desk.slots(form.person, Window(start=begins, end=begins + DAYS), wanted)
    except (AppointmentError, TimeoutError):
        return None
