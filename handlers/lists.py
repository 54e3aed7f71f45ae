"""Lists of sessions: by day or span, filtered, a page at a time that is redrawn in place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from blocks import ids
from blocks.kit import Card, actions, button, context, plain, say
from blocks.lists import session_list
from blocks.words import STATUS_WORDS
from bot import when
from bot.appointments.model import Appointment, Status, Window
from bot.appointments.who import Person
from bot.listening import Ask, answer_action, ask_of_action
from bot.workspace import Workspace

_FILTER = re.compile(r"(?:^|\s)(status|dept|department):(\"[^\"]+\"|“[^”]+”|\S+)", re.IGNORECASE)
_INTERPRETER = re.compile(r"(?:^|\s)interpreters?\b", re.IGNORECASE)
STATUSES = {
    **{status.value: status for status in Status},
    **{words.casefold(): status for status, words in STATUS_WORDS.items()},
    "in-session": Status.IN_PROGRESS,
    "canceled": Status.CANCELLED,
    "noshow": Status.NO_SHOW,
    "no-show": Status.NO_SHOW,
    "hold": Status.ON_HOLD,
}


def register(app: AsyncApp, ws: Workspace) -> None:
    """Listen to *Next* and *Previous*."""

    async def turn(ack: AsyncAck, body: dict[str, Any]) -> None:
        ask = ask_of_action(body)
        await answer_action(ws, ack, ask, _turned(ws, ask), replace=True)

    app.action(ids.PAGE_BEFORE)(turn)
    app.action(ids.PAGE_AFTER)(turn)


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a list."""

    status: Status | None = None
    department: str | None = None
    interpreter: bool = False

    def let(self, appointment: Appointment) -> bool:
        """Whether an appointment is in the list."""
        if self.status is not None and appointment.status is not self.status:
            return False
        if self.department is not None:
            name = appointment.department.name if appointment.department else None
            if self.department.casefold() not in (name or "").casefold():
                return False
        return not self.interpreter or bool(
            appointment.interpreter.needed or appointment.interpreter.language
        )

    def words(self) -> str:
        parts = [f"status {STATUS_WORDS[self.status].lower()}"] if self.status else []
        parts += [f"department {self.department}"] if self.department else []
        parts += ["with interpreter"] if self.interpreter else []
        return f" ({', '.join(parts)})" if parts else ""


async def list_sessions(ws: Workspace, person: Person, text: str) -> Card:
    """List the sessions of a span in words, e.g. "next week dept:Leeds"; no span means today."""
    taken = take_filters(text)
    if isinstance(taken, Card):
        return taken
    filters, span = taken
    window = read_span(ws, person, span or "today")
    if isinstance(window, when.Refusal):
        return say(f"{window.message} For example: {ws.settings.appt_command} list next week dept:Leeds.")
    return await _page(ws, person, _place(window, filters))


def today(ws: Workspace, person: Person) -> Window:
    """The person's own today."""
    start = ws.clock().astimezone(person.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return Window(start=start, end=(start + timedelta(days=1)))


def read_span(ws: Workspace, person: Person, span: str) -> Window | when.Refusal:
    """Read a day or a span, in the person's zone, weeks from Monday to Sunday."""
    reading = when.read(span, now=ws.clock(), zone=person.zone, locale=person.locale)
    if isinstance(reading, when.Refusal):
        return reading
    read = when.as_window(reading, zone=person.zone)
    if isinstance(read, when.Refusal):
        return read
    return Window(start=read[0], end=read[1])


def take_filters(text: str) -> tuple[Filters, str] | Card:
    """Take `status:`, `dept:` and `interpreter` out of a text; the rest is the span."""
    status, department = None, None
    for key, value in _FILTER.findall(text):
        value = value.strip('"“”')
        if key.casefold() == "status":
            status = STATUSES.get(value.casefold())
            if status is None:
                known = ", ".join(str(s.value) for s in Status if s is not Status.UNKNOWN)
                return say(f"No session has the status “{value[:40]}”. Known: {known}.")
        else:
            department = value[:80]
    rest = _FILTER.sub(" ", text)
    interpreter = bool(_INTERPRETER.search(rest))
    return Filters(status, department, interpreter), " ".join(_INTERPRETER.sub(" ", rest).split())


def next_steps(ws: Workspace) -> tuple[dict[str, Any], ...]:
    """What one can do next, for the foot of `/appt` alone."""
    command = ws.settings.appt_command
    hint = f"{command} book Jane Doe tomorrow 3pm · {command} week · {command} find a name · {command} help"
    return (context(plain(hint)), actions(button("Book an appointment", ids.BOOK_NEW, "new")))


async def _turned(ws: Workspace, ask: Ask) -> Card:
    place = ids.unpack(ids.ListPlace, ask.words)
    person = await ws.people.person(ask.user, ask.channel)
    if place is None:
        return say("This list is too old to turn its pages. Ask for it again.")
    return await _page(ws, person, place)


async def _page(ws: Workspace, person: Person, place: ids.ListPlace) -> Card:
    window = Window(
        start=datetime.fromtimestamp(place.start, UTC), end=datetime.fromtimestamp(place.end, UTC)
    )
    filters = Filters(Status(place.status) if place.status else None, place.department, place.interpreter)
    sessions = [a for a in await ws.desk.sessions(person, window) if filters.let(a)]
    title = _title(ws, person, window) + filters.words()
    hint = f"Book one with {ws.settings.appt_command} book, or look at another day."
    return session_list(sessions, place, title, ws.setting_for(person), hint)


def _place(window: Window, filters: Filters) -> ids.ListPlace:
    return ids.ListPlace(
        start=int(window.start.timestamp()),
        end=int(window.end.timestamp()),
        status=filters.status.value if filters.status else None,
        department=filters.department,
        interpreter=filters.interpreter,
    )


def _title(ws: Workspace, person: Person, window: Window) -> str:
    first = window.start.astimezone(person.zone)
    last = (window.end - timedelta(microseconds=1)).astimezone(person.zone)
    if first.date() == last.date():
        today = ws.clock().astimezone(person.zone).date()
        named = {0: "Today, ", 1: "Tomorrow, ", -1: "Yesterday, "}.get((first.date() - today).days, "")
        return f"{named}{first:%a} {first.day} {first:%b} {first.year}"
    return f"{first:%a} {first.day} {first:%b} – {last:%a} {last.day} {last:%b} {last.year}"
