"""The day of a session that runs late: what it touches, and what became of that since it was shown."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from blocks.words.delays import (
    GONE,
    NOT_LATE_ANY_MORE,
    NOTHING,
)
from blocks.words.facts import claimant_name
from blocks.words.results import refusals
from blocks.words.said import stands_words
from blocks.words.states import changed_words
from blocks.words.warnings import clashes_words
from bot.alerts.kinds.board import day_span
from bot.appointments.api import Capability
from bot.appointments.clashes import clashes
from bot.appointments.deeds import Deed
from bot.appointments.delay import UNSETTLED, Later, is_of_now, runs_past, touched
from bot.appointments.errors import AppointmentError, NotFound
from bot.appointments.listing import Listing
from bot.appointments.model import ENDED, Appointment, Status, Window
from bot.appointments.permission import Person
from bot.appointments.states import About, State
from bot.appointments.writes.ledger import Entry
from bot.appointments.writes.outcomes import (
    ChangedMeanwhile,
    NotDone,
    NothingToDo,
    Part,
)
from bot.workspace import Workspace
from handlers.forms.doubles import warning_key


class Day(Struct, frozen=True):
    """The late session, and the later ones of its day, as they are now."""

    late: Appointment
    sessions: Listing
    later: Sequence[Later]
    said: State | None
    """What is noted of its delay."""

    @property
    def nr(self) -> int:
        return self.said.nr if self.said else 0


async def day_of(ws: Workspace, person: Person, late: Appointment, minutes: int) -> Day:
    """Read what begins on the late session's day from then on, and on the next where the delay reaches it. Raises NothingToDo where it can't run late."""
    zone, now = ws.settings.zone, ws.clock()
    if why := _cannot(late, now, zone):
        raise NothingToDo(Deed.DELAY, late, why)
    start = late.start or now
    day = start.astimezone(zone).date()
    _, ends = day_span(zone, day)
    sessions = await ws.desk.sessions(person, Window(start=start, end=ends))
    moves = Capability.MOVE in ws.desk.can
    later = touched(late, minutes, sessions, zone, now) if moves else []
    if moves and runs_past(ends, late, minutes, later):
        _, ends = day_span(zone, day + timedelta(days=1))
        sessions = await ws.desk.sessions(person, Window(start=start, end=ends))
        later = touched(late, minutes, sessions, zone, now)
    said = (await ws.states.afresh([late.id])).of(late, About.LATE)
    return Day(late, sessions, later, said)


def _cannot(late: Appointment, now: datetime, zone: ZoneInfo) -> str | None:
    if late.status is Status.CANCELLED:
        return "cancelled"
    if late.status in UNSETTLED:
        return "asked"
    if late.status in ENDED:  # its time may be over without it: that is what running late means
        return "over"
    return None if is_of_now(late, zone, now) else "another_day"


async def said_meanwhile(ws: Workspace, person: Person, day: Day, nr: int, minutes: int) -> str:
    """Say what another noted of the delay since it was shown, if that is not the same; nothing: nobody did."""
    said = day.said
    if day.nr == nr or (said is not None and (said.by == person.id or said.minutes == minutes)):
        return ""
    return stands_words(said, await ws.people.name(said.by), ws.setting) if said else NOT_LATE_ANY_MORE


def clashing(ws: Workspace, day: Day, ticked: Collection[str]) -> dict[str, str]:
    """With what the ticked ones would clash where they are moved to, in words, each under its key; what the form shows with them they share with the late one."""
    moved = {
        one.session.id: one.session.model_copy(update={"start": one.start})
        for one in day.later
        if one.session.id in ticked
    }
    shown = {day.late.id, *(one.session.id for one in day.later)}
    others = [one for one in day.sessions if one.id not in shown]
    now, setting = ws.clock(), ws.setting
    found = {}
    for one in day.later:
        if (wanted := moved.get(one.session.id)) is None:
            continue
        had = {(clash.what, clash.other.id) for clash in clashes(one.session, others, now, ws.said)}
        for clash in clashes(wanted, others, now, ws.said):
            if (clash.what, clash.other.id) not in had:
                words = clashes_words([clash], wanted, setting)
                found[warning_key(f"{clash.what}:{wanted.id}", clash.other)] = (
                    f"{claimant_name(wanted)}: {words}"
                )
    return found


async def meanwhile(ws: Workspace, person: Person, appointment: str) -> str:
    """Say what became of a session since it was shown."""
    try:
        now = await ws.desk.get(person, appointment)
    except NotFound:
        return GONE
    by = await ws.desk.last_change(now)
    return f"{claimant_name(now)}: {await _changed(ws, person, now, by)}"


async def _changed(ws: Workspace, person: Person, now: Appointment, by: Entry | None) -> str:
    name = await ws.people.name(by.user) if by and by.user != person.id else None
    return changed_words(now, by, name, ws.setting)


async def why_not(ws: Workspace, person: Person, part: Part) -> str:
    """Say why a session was not moved, where that was heard."""
    why = part.why
    if isinstance(why, ChangedMeanwhile):
        return await _changed(ws, person, why.appointment, why.by)
    if isinstance(why, NotDone):
        return " ".join((why.error.words, *refusals(why)))
    if isinstance(why, NothingToDo):
        return NOTHING.get(why.why, "")
    return why.words if isinstance(why, AppointmentError) else ""
