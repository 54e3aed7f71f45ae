"""Alerts about one session: it is about to begin, its claimant waits, its interpreter is not named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from blocks import ids
from blocks.cards import join_button
from blocks.interpreting import interpreter_buttons, move_button
from blocks.kit import Block, Card, actions, button, clip, escape, fields, marked, plain, section
from blocks.words.facts import when_token, when_words, who
from blocks.words.interpreting import by_whom, stands_words
from blocks.words.meeting import about, is_joinable
from blocks.words.setting import Setting
from bot.appointments.api import Capability
from bot.appointments.interpreting import is_needed, is_unconfirmed, needs_interpreter
from bot.appointments.model import ENDED, UNDER_WAY, Appointment, Status
from bot.appointments.permission import Openness
from bot.appointments.states import About
from bot.when import say_minutes
from bot.when.reading.zones import city_of

WORDS_LIMIT = 300
NAME_LIMIT = 80
_IN_HOURS = timedelta(hours=2)
"""From here on a length of time is said in whole hours."""


class Snooze(Struct, frozen=True):
    """Who put an alert off, by plain name, and until when."""

    by: str
    until: datetime


def session_card(
    appointment: Appointment,
    title: str,
    notes: Sequence[str] = (),
    *,
    openness: Openness,
    links: Openness,
    setting: Setting,
) -> Card:
    """Say something about one session, with the buttons that join and open it."""
    alert = _Alert(appointment, openness, setting)
    return alert.card(title, [*alert.join(links, "primary"), alert.open()], notes)


def reminder_card(
    appointment: Appointment, minutes_left: int, *, openness: Openness, links: Openness, setting: Setting
) -> Card:
    """Say that a session is about to begin."""
    title = f"Starts in {say_minutes(minutes_left)}" if minutes_left > 0 else "Starts now"
    already = appointment.status is Status.WAITING
    notes = ["The claimant is in the waiting room already."] if already else []
    return session_card(appointment, title, notes, openness=openness, links=links, setting=setting)


def waiting_card(
    appointment: Appointment,
    since: datetime,
    *,
    openness: Openness,
    links: Openness,
    setting: Setting,
    taken_by: str | None = None,
    snoozed: Snooze | None = None,
    ended: bool = False,
) -> Card:
    """Say that a claimant sits in the waiting room, who has gone to them, and in the end that nobody waits any more."""
    alert = _Alert(appointment, openness, setting)
    after = [alert.open()]
    if ended:
        notes = [f"Was in the waiting room from {_clock(since, setting)}."]
        if taken_by is not None:
            notes.append(f"{clip(taken_by, NAME_LIMIT)} went.")
        return alert.card(_ended_words(appointment), [*alert.join(links, None), *after], notes)
    title = "In the waiting room since {}"
    if taken_by is not None:
        notes = [f"{clip(taken_by, NAME_LIMIT)} has it."]
        return alert.card(title, [*alert.join(links, "primary"), *after], notes, since)
    value = ids.WaitingAlert(appointment=appointment.id, since=int(since.timestamp())).packed()
    answers = [button("I have it", ids.HAVE_IT, value, style="primary", spoken=f"I have it: {alert.name}")]
    notes = []
    if snoozed is None:
        spoken = f"Snooze 5 minutes: {alert.name}"
        answers.append(button("Snooze 5 minutes", ids.SNOOZE, value, spoken=spoken))
    else:
        until = _clock(snoozed.until, setting)
        notes.append(f"Snoozed by {clip(snoozed.by, NAME_LIMIT)} until {until}.")
    return alert.card(title, [*answers, *alert.join(links, None), *after], notes, since)


def over_words(appointment: Appointment | None, taken_by: str | None = None) -> str:
    """Say to who presses an old button that nobody waits as it says, and why; None: the service no longer has it."""
    if appointment is None:
        said = "The appointment service no longer has this session."
    elif appointment.status is Status.WAITING:
        said = "This alert is from an earlier wait. The claimant is in the waiting room again."
    elif appointment.status in UNDER_WAY:
        said = "The session has begun. Nobody waits any more."
    else:
        said = {
            Status.COMPLETED: "The session is over. Nobody waits any more.",
            Status.NO_SHOW: "The session was marked as a no-show. Nobody waits any more.",
            Status.CANCELLED: "The session was cancelled. Nobody waits any more.",
        }.get(appointment.status, "The claimant is no longer in the waiting room.")
    return said if taken_by is None else f"{said} {clip(taken_by, NAME_LIMIT)} went."


def put_off_words(snoozed: Snooze, setting: Setting) -> str:
    """Say who was first to put an alert off."""
    return f"{clip(snoozed.by, NAME_LIMIT)} put this off already, until {_clock(snoozed.until, setting)}."


def gap_card(
    appointment: Appointment, *, openness: Openness, setting: Setting, by: str | None = None
) -> Card:
    """Say that an interpreter is needed soon and none is confirmed, and what was said of that since; `by`: by whom."""
    alert = _Alert(appointment, openness, setting)
    state = setting.said.of(appointment, About.INTERPRETER)
    notes = [by_whom(state, clip(by, NAME_LIMIT), setting)] if state is not None and by else []
    says = interpreter_buttons(appointment, openness, setting)
    is_open = needs_interpreter(appointment, setting.now) or is_unconfirmed(
        appointment, setting.said, setting.now
    )
    if not is_open or appointment.start is None:
        return alert.card(_gap_over_words(appointment), [*says, alert.open()], notes)
    moves = move_button(appointment, openness, setting)
    edits = appointment.has_gap(setting.now) and Capability.EDIT in setting.can
    buttons = [*says, *moves, *([alert.edit()] if edits else []), alert.open()]
    if state is not None:
        return alert.card(escape(stands_words(state)), buttons, notes)
    title = "Interpreter not confirmed, and the session should have begun"
    if appointment.start > setting.now:
        soon = _soon(appointment.start - setting.now)
        missing = appointment.has_gap(setting.now)
        title = (
            f"In {soon}, no interpreter language yet" if missing else f"In {soon}, interpreter not confirmed"
        )
    return alert.card(title, buttons, notes)


class _Alert:
    """What all alerts about one session are made of."""

    def __init__(self, appointment: Appointment, openness: Openness, setting: Setting) -> None:
        self._appointment = appointment
        self._setting = setting
        self._value = ids.Seen(appointment=appointment.id, version=appointment.version).packed()
        self.name = who(appointment, openness)

    def card(
        self, title: str, buttons: Sequence[Block], notes: Sequence[str] = (), at: datetime | None = None
    ) -> Card:
        """Put it together: a title of our own words, where {} stands for `at`, the session, notes and buttons."""
        appointment, setting = self._appointment, self._setting
        facts = about(appointment)
        words = title.format(_clock(at, setting)) if at else title
        shown = title.format(_token(at, setting)) if at else title
        desk_time = when_words(appointment, setting.zone, setting.now)
        said = f"{words}: {', '.join((self.name, desk_time, *facts))}."
        who_and_where = f"{self.name}\n{' · '.join(facts)}" if facts else self.name
        blocks = [
            section(marked(f"*{shown}*")),
            fields(
                marked(when_token(appointment, setting.zone, setting.now)), plain(who_and_where, WORDS_LIMIT)
            ),
            *([section(plain(" ".join(notes), WORDS_LIMIT))] if notes else []),
            actions(*buttons),
        ]
        return Card(escape(" ".join((said, *notes))), tuple(blocks))

    def join(self, links: Openness, style: str | None) -> list[Block]:
        if not is_joinable(self._appointment, self._setting.now):
            return []
        return [join_button(self._appointment, links, self._value, self.name, style)]

    def open(self) -> Block:
        return button("Open", ids.SHOW, self._value, spoken=f"Details of {self.name}")

    def edit(self) -> Block:
        return button("Edit", ids.EDIT, self._value, spoken=f"Edit {self.name}")


def _ended_words(appointment: Appointment) -> str:
    if appointment.status in UNDER_WAY:
        return "The session has begun"
    return {
        Status.COMPLETED: "The session is over",
        Status.NO_SHOW: "Marked as a no-show",
        Status.CANCELLED: "The session was cancelled",
    }.get(appointment.status, "No longer in the waiting room")


def _gap_over_words(appointment: Appointment) -> str:
    if appointment.status in UNDER_WAY:
        return "The session has begun"
    if appointment.status in ENDED:
        return _ended_words(appointment)
    return "The session’s time has passed" if is_needed(appointment) else "No interpreter is needed any more"


def _soon(left: timedelta) -> str:
    minutes = -(-left // timedelta(minutes=1))
    return say_minutes(round(minutes / 60) * 60 if left >= _IN_HOURS else minutes)


def _clock(moment: datetime, setting: Setting) -> str:
    """A moment of today by the desk's clock."""
    return f"{moment.astimezone(setting.zone):%H:%M} ({city_of(setting.zone.key)})"


def _token(moment: datetime, setting: Setting) -> str:
    """A moment of today by each reader's own clock."""
    return f"<!date^{int(moment.timestamp())}^{{time}}|{_clock(moment, setting)}>"
