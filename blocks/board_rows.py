"""The sessions of a board: which is next, which are over, and each drawn with more or with less around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from blocks import ids
from blocks.appointment import join_button
from blocks.kit import Block, actions, button, context, divider, fields, marked, plain
from blocks.words import (
    Openness,
    clock_words,
    department_name,
    interpreter_words,
    is_clock_odd,
    status_words,
    time_token,
    when_words,
    who,
)
from bot.appointments.model import ENDED, UNDER_WAY, Appointment, Status

ROW_LIMIT = 300
"""Characters of one session's words."""
PRESENT = UNDER_WAY | {Status.WAITING}
_NO_MARKS = re.compile(r"[^*_~`:<>&\n]*")


@dataclass(frozen=True, slots=True)
class Row:
    """One session as the readers of one board may see it."""

    appointment: Appointment
    name: str
    is_over: bool
    is_next: bool

    @property
    def is_present(self) -> bool:
        """Whether somebody is there, in the waiting room or in session."""
        return not self.is_over and self.appointment.status in PRESENT

    @property
    def is_pressing(self) -> bool:
        """Whether it is what the desk is busy with."""
        return self.is_present or self.is_next

    @property
    def rank(self) -> int:
        """How soon it is drawn where not all can be: where somebody is comes first, then what is next."""
        return 0 if self.is_present else 1 if self.is_next else 2

    @property
    def is_gap(self) -> bool:
        """Whether an interpreter is still to be found: one is needed and no language is named."""
        needs = self.appointment.interpreter
        begun = self.is_over or self.appointment.status in UNDER_WAY
        return bool(needs.needed) and not needs.language and not begun


def rows_of(sessions: Sequence[Appointment], openness: Openness, now: datetime) -> list[Row]:
    """Put sessions into their order, those without a time last. All that begin at the same next moment are next."""
    ordered = sorted(sessions, key=lambda one: (one.start is None, one.start or now, one.id))
    to_come = (one.start for one in ordered if one.start and one.start > now and _is_to_begin(one))
    soonest = min(to_come, default=None)
    return [
        Row(
            one,
            who(one, openness),
            # A claimant who still waits when the time is up is not over for those who sit at the desk.
            is_over=one.is_over(now) and one.status is not Status.WAITING,
            is_next=soonest is not None and one.start == soonest and _is_to_begin(one),
        )
        for one in ordered
    ]


def _is_to_begin(one: Appointment) -> bool:
    return one.status not in ENDED and one.status not in UNDER_WAY


@dataclass(frozen=True, slots=True)
class Pen:
    """How rows are drawn: in which zone the day is, at which moment, and which links may be there."""

    zone: ZoneInfo
    now: datetime
    links: Openness

    def line(self, row: Row) -> list[Block]:
        """A session in words alone."""
        return [fields(marked(self._time(row)), plain(self._words(row), ROW_LIMIT))]

    def opening(self, row: Row) -> list[Block]:
        """A session with the button that opens its details."""
        return [
            fields(marked(self._time(row)), plain(self._words(row), ROW_LIMIT), accessory=_open_button(row)),
        ]

    def joining(self, row: Row) -> list[Block]:
        """A session with the way into its room, and the button that opens its details."""
        if row.appointment.is_over(self.now):
            return self.opening(row)
        style = "primary" if row.is_pressing else None
        join = join_button(row.appointment, self.links, _value(row), row.name, style)
        return [*self.line(row), actions(join, _open_button(row)), divider()]

    def faded(self, row: Row) -> list[Block]:
        """A session that is over, in small; a cancelled one is struck out."""
        token, name = time_token(row.appointment, self.zone, self.now), row.name
        rest = " · ".join(_notes(row))
        if row.appointment.status is not Status.CANCELLED:
            return [context(marked(token), plain(f"{name} · {rest}", ROW_LIMIT))]
        # Only a name without marks of its own can be struck: others would come out as another name.
        if name.strip() and _NO_MARKS.fullmatch(name):
            return [context(marked(f"~{token}~"), marked(f"~{name}~"), plain(rest, ROW_LIMIT))]
        return [context(marked(f"~{token}~"), plain(f"{name} · {rest}", ROW_LIMIT))]

    def pairs(self, rows: Sequence[Row]) -> list[Block]:
        """Time and name of each session, for two columns."""
        texts: list[Block] = []
        for row in rows:
            department = row.appointment.department
            name = f"{row.name} · {department_name(department)}" if department else row.name
            texts += [marked(time_token(row.appointment, self.zone, self.now)), plain(name, ROW_LIMIT)]
        return texts

    def named(self, row: Row) -> str:
        """When and who, in plain words."""
        return f"{clock_words(row.appointment, self.zone, self.now)}, {row.name}"

    def spoken(self, row: Row) -> str:
        """A session in one breath, for the text that is read out."""
        said = ", ".join((self.named(row), *_notes(row)))
        return f"Next: {said}" if row.is_next else said

    def _time(self, row: Row) -> str:
        token = time_token(row.appointment, self.zone, self.now)
        time = f"*Next: {token}*" if row.is_next else f"*{token}*"
        return f"{time}\n*{status_words(row.appointment)}*" if row.is_present else time

    def _words(self, row: Row) -> str:
        notes = _notes(row)[:-1] if row.is_present else _notes(row)
        if is_clock_odd(row.appointment, self.zone):
            notes.append(when_words(row.appointment, self.zone, self.now))
        return f"{row.name}\n{' · '.join(notes)}" if notes else row.name


def _notes(row: Row) -> list[str]:
    """Where it is, who interprets, and last how it stands."""
    appointment = row.appointment
    notes = [department_name(appointment.department)] if appointment.department else []
    if appointment.interpreter.needed or appointment.interpreter.language:
        notes.append(f"Interpreter: {interpreter_words(appointment.interpreter)}")
    passed = row.is_over and appointment.status not in ENDED
    notes.append(f"{status_words(appointment)}, its time is over" if passed else status_words(appointment))
    return notes


def _open_button(row: Row) -> Block:
    return button("Open", ids.SHOW, _value(row), spoken=f"Details of {row.name}")


def _value(row: Row) -> str:
    """Without the version: both buttons read the appointment anew, and the shorter this is the more sessions fit."""
    return ids.Seen(appointment=row.appointment.id).packed()
