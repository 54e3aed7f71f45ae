"""The sessions of a board: which is next, which are over, and each drawn with more or with less around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from blocks import ids
from blocks.cards import accept_button, join_button
from blocks.kit import Block, actions, button, context, divider, fields, marked, plain
from blocks.words.facts import (
    clock_words,
    department_name,
    is_clock_odd,
    status_words,
    time_token,
    when_words,
    who,
)
from blocks.words.meeting import about, is_acceptable, is_joinable
from blocks.words.setting import Setting
from bot.appointments.api import Capability
from bot.appointments.model import ENDED, UNDER_WAY, Appointment, Status
from bot.appointments.permission import Openness

ROW_LIMIT = 300
"""Characters of one session's words."""
PRESENT = UNDER_WAY | {Status.WAITING}
_NO_MARKS = re.compile(r"[^*_~`:<>&\n]*")


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a board is read: the zone that its day is of, the moment, and what its readers may see."""

    zone: ZoneInfo
    now: datetime
    openness: Openness
    links: Openness
    setting: Setting


def rows_of(sessions: Sequence[Appointment], place: Place) -> list[Row]:
    """Put sessions into their order, those without a time last. All that begin at the same next moment are next."""
    ordered = sorted(sessions, key=lambda one: (one.start is None, one.start or place.now, one.id))
    to_come = (one.start for one in ordered if one.start and one.start > place.now and _is_to_begin(one))
    soonest = min(to_come, default=None)
    return [
        Row(one, place, is_next=soonest is not None and one.start == soonest and _is_to_begin(one))
        for one in ordered
    ]


@dataclass(frozen=True)
class Row:
    """One session as the readers of one board may see it."""

    appointment: Appointment
    place: Place
    is_next: bool

    @cached_property
    def is_over(self) -> bool:
        """A claimant who still waits when the time is up is not over for those who sit at the desk."""
        return self.appointment.is_over(self.place.now) and self.appointment.status is not Status.WAITING

    @property
    def is_gap(self) -> bool:
        return self.appointment.has_gap(self.place.now)

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

    def line(self) -> list[Block]:
        """The session in words alone."""
        return [fields(*self._texts)]

    def opening(self) -> list[Block]:
        """The session with the button that opens its details."""
        return [fields(*self._texts, accessory=self._open)]

    def joining(self) -> list[Block]:
        """The session with what is to be done now, *Join* or *Accept*, and the button that opens its details."""
        appointment, setting = self.appointment, self.place.setting
        if Capability.ACCEPT in setting.can and is_acceptable(appointment, self.place.now):
            first = accept_button(appointment, self.name, setting)
        elif is_joinable(appointment, self.place.now):
            style = "primary" if self.is_pressing else None
            first = join_button(appointment, self.place.links, self._value, self.name, style)
        else:
            return self.opening()
        return [*self.line(), actions(first, self._open), divider()]

    def faded(self) -> list[Block]:
        """The session in small, because it is over; a cancelled one is struck out."""
        rest = " · ".join(self.notes)
        if self.appointment.status is not Status.CANCELLED:
            return [context(marked(self._token), plain(f"{self.name} · {rest}", ROW_LIMIT))]
        # Only a name without marks of its own can be struck: others would come out as another name.
        if self.name.strip() and _NO_MARKS.fullmatch(self.name):
            return [context(marked(f"~{self._token}~"), marked(f"~{self.name}~"), plain(rest, ROW_LIMIT))]
        return [context(marked(f"~{self._token}~"), plain(f"{self.name} · {rest}", ROW_LIMIT))]

    def pair(self) -> list[Block]:
        """When, and who and where, for two columns."""
        department = self.appointment.department
        words = f"{self.name} · {department_name(department)}" if department else self.name
        return [marked(self._token), plain(words, ROW_LIMIT)]

    def named(self) -> str:
        """When and who, in plain words."""
        return f"{clock_words(self.appointment, self.place.zone, self.place.now)}, {self.name}"

    def spoken(self) -> str:
        """The session in one breath, for the text that is read out."""
        said = ", ".join((self.named(), *self.notes))
        return f"Next: {said}" if self.is_next else said

    @cached_property
    def name(self) -> str:
        return who(self.appointment, self.place.openness)

    @cached_property
    def notes(self) -> list[str]:
        """Where it is, who interprets, and last how it stands."""
        appointment = self.appointment
        notes = about(appointment)
        status = status_words(appointment)
        passed = self.is_over and appointment.status not in ENDED
        return [*notes, f"{status}, its time is over" if passed else status]

    @cached_property
    def _token(self) -> str:
        return time_token(self.appointment, self.place.zone, self.place.now)

    @cached_property
    def _texts(self) -> tuple[Block, Block]:
        """When, with how it stands where somebody is there; and who, with all that is to be known."""
        notes = self.notes[:-1] if self.is_present else list(self.notes)
        if is_clock_odd(self.appointment, self.place.zone):
            notes.append(when_words(self.appointment, self.place.zone, self.place.now))
        time = f"*Next: {self._token}*" if self.is_next else f"*{self._token}*"
        if self.is_present:
            time = f"{time}\n*{status_words(self.appointment)}*"
        words = f"{self.name}\n{' · '.join(notes)}" if notes else self.name
        return marked(time), plain(words, ROW_LIMIT)

    @cached_property
    def _open(self) -> Block:
        return button("Open", ids.SHOW, self._value, spoken=f"Details of {self.name}")

    @cached_property
    def _value(self) -> str:
        """Without the version: these buttons read the appointment anew, and the shorter this is the more sessions fit."""
        return ids.Seen(appointment=self.appointment.id).packed()


def _is_to_begin(one: Appointment) -> bool:
    return one.status not in ENDED and one.status not in UNDER_WAY
