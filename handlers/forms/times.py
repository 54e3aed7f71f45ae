"""The *When* and *Duration* of a form: read, said back, and booked only as they were said."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from blocks.forms.parts import ReadBack
from blocks.forms.typed import Typed
from blocks.ids import FormState, Shown
from bot import when
from bot.appointments.model import MAX_MINUTES
from bot.appointments.permission import Person
from bot.workspace import Workspace

ASK = "Type a time in your own words: tomorrow 3pm, next Tue half ten, 3 Dec 9-9:30."


class TimeRead(Struct, frozen=True):
    """What stands in *When* and *Duration*, and the words for it under the input."""

    words: str
    shown: Shown | None = None
    faults: dict[str, str] = {}
    choices: tuple[when.Choice, ...] = ()

    @property
    def back(self) -> ReadBack:
        return ReadBack(self.words, self.choices)


def read_time(ws: Workspace, person: Person, typed: Typed, state: FormState) -> TimeRead:
    """Read a form's time. A text that stands read back already keeps the time that was shown for it."""
    if not typed.when:
        return TimeRead(ASK, faults={"when": "Type a time, e.g. tomorrow 3pm."})
    now = ws.clock()
    shown = state.shown
    if shown and (shown.when, shown.duration) == (typed.when, typed.duration):
        if shown.start <= now:
            return TimeRead(PAST, faults={"when": PAST})
        return TimeRead(_said(ws, person, state, (shown.start, shown.minutes)), shown)
    reading = when.read(
        typed.when,
        now=now,
        zone=person.zone,
        locale=person.locale,
        purpose="book",
        anchor=anchor_of(ws, state),
        nation=ws.settings.desk_nation,
    )
    if isinstance(reading, when.Refusal):
        return TimeRead(reading.message, faults={"when": reading.message}, choices=reading.choices)
    start = when.as_start(reading, now=now, zone=person.zone)
    if isinstance(start, when.Refusal):
        return TimeRead(start.message, faults={"when": start.message}, choices=start.choices)
    minutes, fault = _length(ws, person, typed, state, start[1])
    if fault:
        return TimeRead(fault, faults={"duration": fault})
    return TimeRead(
        _said(ws, person, state, (start[0], minutes), reading.assumed),
        Shown(when=typed.when, duration=typed.duration, start=start[0], minutes=minutes),
        choices=reading.alternatives,
    )


TOO_LONG = "It lasts longer than a day, and Frontdesk books at most a day. Type how long it shall be."
PAST = "That time has passed. Type a later one."


def shown_already(read: TimeRead, state: FormState) -> bool:
    """Whether the time that would be booked is the one that the person has before their eyes."""
    seen, now = state.shown, read.shown
    return seen is not None and now is not None and (seen.start, seen.minutes) == (now.start, now.minutes)


def minutes_of(ws: Workspace, person: Person, typed: Typed, state: FormState) -> int:
    """How long it shall be, as far as that can be told before there is a time."""
    minutes, fault = _length(ws, person, typed, state, None)
    return ws.settings.default_minutes if fault else minutes


def exact(person: Person, moment: datetime) -> str:
    """Say a moment so that reading it in the person's zone gives the same moment."""
    local = moment.astimezone(person.zone)
    return f"{local:%a} {local.day} {local:%b} {local.year} {local:%H:%M}"


def _length(
    ws: Workspace, person: Person, typed: Typed, state: FormState, in_when: int | None
) -> tuple[int, str | None]:
    if not typed.duration:
        minutes = in_when or state.minutes or ws.settings.default_minutes
        return minutes, None if minutes <= MAX_MINUTES else TOO_LONG
    read = when.read_minutes(typed.duration, locale=person.locale)
    if isinstance(read, when.Refusal):
        return 0, read.message
    if in_when is not None and in_when != read:
        return 0, (
            f"When says {when.say_minutes(in_when)} and Duration says {when.say_minutes(read)}. "
            "Make them the same, or leave Duration empty."
        )
    return read, None


def anchor_of(ws: Workspace, state: FormState) -> datetime | None:
    """When the form's appointment is now, by the desk's clocks: what is typed to move it counts from there."""
    return state.start.astimezone(ws.settings.zone) if state.start else None


def _said(
    ws: Workspace,
    person: Person,
    state: FormState,
    to: tuple[datetime, int],
    assumed: tuple[str, ...] = (),
) -> str:
    """Say a time in full; of what is moved, from what to what first."""
    zone, now = ws.settings.zone, ws.clock()
    said = when.read_back(
        *to, now=now, zone=person.zone, desk_zone=zone, assumed=assumed, hours=ws.settings.hours
    )
    if state.start is None:
        return said
    moved = when.say_moved((state.start, state.minutes), to, zone=zone, now=now)
    return f"{moved}. {said}" if moved else said
