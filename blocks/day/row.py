"""One session of a day: as a line, or with the buttons of what is to be done about it now."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct
from propcache.api import cached_property
from pydantic_core import to_json

from blocks import ids
from blocks.attendance import attendance_buttons, late_buttons
from blocks.cards import accept_button, join_button, plain_link
from blocks.interpreting import confirm_button
from blocks.kit import Block, actions, button, clip, escape, has_signs, json_length, lines, literal, plain
from blocks.words.facts import clock_words, code_words, is_clock_odd, time_token, when_words, who
from blocks.words.meeting import is_acceptable, is_joinable
from blocks.words.rows import about_shortly, status_now, waiting_words
from blocks.words.said import said_words
from blocks.words.setting import Setting
from bot.appointments.api import Capability
from bot.appointments.interpreting import is_confirmed
from bot.appointments.later import Later
from bot.appointments.model import Appointment, Status
from bot.appointments.need import IS_OVER, THERE, Need, ends_soon, is_missed, need_of
from bot.appointments.permission import Openness

NAME_LIMIT = 60
NOTES_LIMIT = 140
SPOKEN_SENT = 150
"""Characters that a name is sent in on a button."""
FEW_WORDS = 110
"""From here on words are cut as they are sent, whatever signs they have."""
SHORT = 26
"""Characters of name and notes beside which, on one line, it can be said who has gone to them."""
GAP_SOON = timedelta(hours=2)
GAPS = frozenset({Need.GAP, Need.UNCONFIRMED})
_NEEDS_A_HAND = frozenset({Need.WAITING, Need.ASKED, Need.NOW})
_EDGES = 2
"""The quotation marks round a text that is counted."""


class Wait(Struct, frozen=True):
    """Since when a claimant waits, and who has gone to them, by plain name."""

    since: datetime
    taken_by: str | None = None


class Place(Struct, frozen=True):
    """Where and when sessions are read: the zone that the day is of, and what the readers may see."""

    zone: ZoneInfo
    openness: Openness
    links: Openness
    setting: Setting
    waits: Mapping[str, Wait] = {}
    """By appointment."""
    opens: bool = False
    """Each row has a button of its own that opens it: for one person's eyes, who looks longer than a second."""


class Row:
    """One session as the readers of one place may see it.

    `found`: it is one of those that somebody looked for by name: opened, whatever else could be done with it.
    """

    def __init__(self, appointment: Appointment, place: Place, *, found: bool = False) -> None:
        self.appointment = appointment
        self.place = place
        self.found = found
        now, said = place.setting.now, place.setting.said
        # At once: every row is put into an order by it.
        self.need = IS_OVER if is_missed(appointment, said) else need_of(appointment, now, said)

    @cached_property
    def is_missed(self) -> bool:
        """Whether the claimant did not come: then nobody at the desk need see to it."""
        return is_missed(self.appointment, self.place.setting.said)

    @cached_property
    def wait(self) -> Wait | None:
        return self.place.waits.get(self.appointment.id) if self.need is Need.WAITING else None

    @cached_property
    def name(self) -> str:
        return clip(who(self.appointment, self.place.openness), NAME_LIMIT)

    @cached_property
    def _called(self) -> str:
        """The name as a button is told apart by it: with few signs that take many characters to send."""
        return _cut(self.name, SPOKEN_SENT, str)

    @cached_property
    def _made(self) -> dict[Hashable, Any]:
        """What was made of it already: kept with the appointment where it is so at whatever minute, else for this row alone."""
        one, place = self.appointment, self.place
        if not isinstance(one, Later) or self.need is not Need.LATER or one.id in place.setting.said.states:
            return {}
        seen = (place.zone, place.openness, place.opens, self.found)
        found: dict[Hashable, Any] | None = one.drawn.get(seen)
        if found is None:
            found = {}
            if not is_clock_odd(one, place.zone):
                one.drawn[seen] = found
        return found

    def line(self, most: int, *, with_day: bool = False) -> str:
        """The session in one line of mrkdwn; `most`: characters of its words, as they are sent."""
        key = "line", most, with_day
        found: str | None = self._made.get(key)
        if found is None:
            found = self._made[key] = self._line(most, with_day=with_day)
        return found

    def _line(self, most: int, *, with_day: bool) -> str:
        token, struck = self._token(with_day=with_day), self.appointment.status is Status.CANCELLED
        name = f"{token}  {_within(self.name, most)}"
        left = most - _sent(self.name)
        notes = _within(clip(" · ".join(self.notes), NOTES_LIMIT), left) if self.notes and left > _FEW else ""
        named = f"~{name}~" if struck else name
        return " · ".join((named, *filter(None, [notes]), *self._code))

    @property
    def _code(self) -> list[str]:
        """By what it can be named in a command; where anybody reads, nothing."""
        return [code_words(self.appointment)] if self.place.openness is Openness.PRIVATE else []

    def drawn(self, most: int, *, above: str = "", with_day: bool = False) -> list[Block]:
        """The session with its buttons: one stands beside it, several stand below. `above`: the heading that it is the first under."""
        if above:
            return self._drawn(most, above, with_day=with_day)
        key = "blocks", most, with_day
        found: list[Block] | None = self._made.get(key)
        if found is None:
            found = self._made[key] = self._drawn(most, above, with_day=with_day)
        return found

    def _drawn(self, most: int, above: str, *, with_day: bool) -> list[Block]:
        waits, buttons = self.wait, self.buttons
        said = waiting_words(waits.since, waits.taken_by, self.place.zone) if waits else ""
        if self.is_odd and most > FEW_WORDS:
            block = self.plainly(above, said, with_day=with_day)
        else:
            line = self.line(most, with_day=with_day)
            few = len(self.name) + sum(map(len, self.notes)) <= SHORT
            below = "" if few or not said else f"● {said[:1].upper()}{said[1:]}"
            line = f"{line} · {said}" if said and few else line
            block = lines([text for text in (above, line, below) if text])
        if len(buttons) == 1:
            return [{**block, "accessory": buttons[0]}]
        return [block, actions(*buttons)] if buttons else [block]

    @cached_property
    def is_odd(self) -> bool:
        """Whether a sign in its words would have to be shown as another in mrkdwn, where there is room to show it as it is."""
        words = " ".join((self.name, *self.notes))
        return has_signs(words) and literal(words) != escape(words)

    def plainly(self, above: str = "", said: str = "", *, with_day: bool = False) -> Block:
        """The session as a block of its own, its words exactly as they are."""
        token = self._token(with_day=with_day)
        texts = [above, f"{token} · {said}" if said else token]
        texts[-1] = " · ".join((texts[-1], *self._code))
        words = " · ".join((self.name, *self.notes))
        return {**lines([text for text in texts if text]), "fields": [plain(words, NOTES_LIMIT)]}

    @cached_property
    def buttons(self) -> list[Block]:
        """What is to be done now; and, where each row has it, the button that opens the session."""
        appointment, setting, first = self.appointment, self.place.setting, self.need
        row: list[Block] = []
        if self.found:
            return [self._open]
        if self.wait is not None and self.wait.taken_by is None:
            row.append(self._have_it(self.wait))
        elif Capability.ACCEPT in setting.can and is_acceptable(appointment, setting.now):
            row.append(accept_button(appointment, self._called, setting))
        elif first is Need.UNCONFIRMED:
            row.append(confirm_button(appointment, self._called, setting))
        elif first is Need.GAP and Capability.EDIT in setting.can:
            row.append(button("Edit", ids.EDIT, self._value, spoken=f"Edit {self._called}"))
        elif self._is_joined_now and is_joinable(appointment, setting.now):
            style = "primary" if first in {Need.WAITING, Need.NOW} else None
            row.append(join_button(appointment, self.place.links, self._value, self._called, style))
        there = appointment.status in THERE
        if first is Need.NOW and not there:
            row += attendance_buttons(appointment, self.place.openness, setting)
        if first is Need.NOW and not self.place.opens and (not there or ends_soon(appointment, setting.now)):
            row += late_buttons(appointment, self._called, self._value, setting)
        if self.place.opens or not row:
            row.append(self._open)
        return row

    @property
    def _open(self) -> Block:
        return button("Open", ids.SHOW, self._value, spoken=f"Details of {self._called}")

    def spoken(self) -> str:
        """The session in one breath, for the text that is read out."""
        found: str | None = self._made.get("spoken")
        if found is None:
            when = clock_words(self.appointment, self.place.zone, self.place.setting.now)
            found = self._made["spoken"] = ", ".join((f"{when}, {self.name}", *self.notes))
        return found

    @cached_property
    def notes(self) -> list[str]:
        """What is to be known of it beside its time: what is so of nearly all is not said."""
        appointment, now = self.appointment, self.place.setting.now
        notes = about_shortly(appointment, gap_is_said=self.need in GAPS)
        if status := status_now(appointment, now):
            notes.append(status)
        notes += said_words(appointment, self.place.setting)
        if is_clock_odd(appointment, self.place.zone):
            notes.append(when_words(appointment, self.place.zone, now))
        return notes

    @property
    def needs_a_hand(self) -> bool:
        """Whether somebody has to do something about it soon; an interpreter of the evening can wait."""
        start, now = self.appointment.start, self.place.setting.now
        if self.need in GAPS:
            return start is not None and start - now <= GAP_SOON
        return self.need in _NEEDS_A_HAND

    @property
    def is_gap(self) -> bool:
        one, setting = self.appointment, self.place.setting
        return one.has_gap(setting.now) and not is_confirmed(one, setting.said)

    @property
    def _is_joined_now(self) -> bool:
        return self.need in {Need.WAITING, Need.NOW} or (self.place.opens and self.need is Need.SOON)

    def _have_it(self, wait: Wait) -> Block:
        """Takes the claimant and joins: by its own link where that is nobody's secret, else the answer has the link."""
        url = None
        if is_joinable(self.appointment, self.place.setting.now):
            url = plain_link(self.appointment, self.place.links)
        value = ids.WaitingAlert(
            appointment=self.appointment.id, since=int(wait.since.timestamp()), joins=url is None
        )
        spoken = f"I have it, and join {self._called}"
        return button("I have it", ids.HAVE_IT, value.packed(), url=url, style="primary", spoken=spoken)

    def _token(self, *, with_day: bool) -> str:
        zone, now = self.place.zone, self.place.setting.now
        return time_token(self.appointment, zone, now, with_day=with_day, begins_only=True)

    @cached_property
    def _value(self) -> str:
        """Without the version: these buttons read the appointment anew, and the shorter this is the more sessions fit."""
        return seen(self.appointment.id)


def seen(appointment: str) -> str:
    """What `ids.Seen` writes of an appointment alone, at a tenth of the cost: each row has one."""
    return to_json({"a": appointment}).decode()


_FEW = 8
"""Characters that are too few to say anything."""


def _sent(text: str) -> int:
    """Count the characters that a text is sent in."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return len(text)  # nearly always: nothing in it is escaped
    return json_length(text) - _EDGES


def _within(text: str, most: int) -> str:
    """Make outside words mere words, as many of them as are sent in so many characters."""
    return _cut(text, most, literal)


def _cut(text: str, most: int, made: Callable[[str], str]) -> str:
    """Cut a text so that what is made of it is sent in so many characters."""
    said = made(text)
    while (over := _sent(said) - most) > 0 and len(text) > 1:
        text = clip(text, max(1, len(text) - max(1, over // 6)))
        said = made(text)
    return said
