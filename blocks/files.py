"""What is sent to somebody as a file: a session for their calendar, a list as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC

from msgspec import Struct

from blocks.kit import escape
from blocks.words.facts import claimant_name, department_name, initials, interpreter_words, status_words
from blocks.words.setting import Setting
from bot.appointments.model import Appointment, Status

HEAD = ("Date", "Start", "End", "Code", "Department", "Interpreter", "Status")
NAMED = "Claimant"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class File(Struct, frozen=True):
    """`words`: what is said beside it; nothing of whom it is about."""

    name: str
    content: bytes
    words: str
    alt: str = ""
    """Of a picture: what it shows, for whoever does not see it."""


def calendar_file(appointment: Appointment, setting: Setting) -> File:
    """Make a session something that a calendar takes. It has initials and our code: no name, no contact, no link into the room.

    Taken a second time, after a move, it replaces the first. https://www.rfc-editor.org/rfc/rfc5545
    """
    from icalendar import Calendar, Event  # seldom asked for, and a twentieth of the start

    if appointment.start is None:
        raise ValueError("it has no time")
    code = appointment.code
    event = Event()
    event.add("uid", f"{appointment.id}@frontdesk")
    event.add("dtstamp", setting.now.astimezone(UTC))
    event.add("sequence", max(0, int(setting.now.timestamp())) // 60)
    event.add("dtstart", appointment.start.astimezone(UTC))
    if appointment.end is not None:
        event.add("dtend", appointment.end.astimezone(UTC))
    short = initials(appointment.claimant.name)
    event.add("summary", f"Video appointment {short} · {code}" if short else f"Video appointment {code}")
    event.add("description", "\n".join(_facts(appointment)))
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if appointment.status is Status.CANCELLED else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Frontdesk//Appointments//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return File(f"appointment-{_plain(code)}.ics", calendar.to_ical(), f"For your calendar: {escape(code)}.")


def list_file(sessions: Sequence[Appointment], title: str, setting: Setting, *, names: bool) -> File:
    """Make a list a table that a spreadsheet opens, by start; times are those of the setting's zone. `names`: with claimants' names."""
    zone = setting.zone.key
    head = [f"{one} ({zone})" if one in ("Start", "End") else one for one in HEAD]
    listed = sorted(sessions, key=lambda one: (one.start is None, one.start or setting.now, one.id))
    rows = [(*_row(one, setting), *([claimant_name(one)] if names else [])) for one in listed]
    count = "1 session" if len(sessions) == 1 else f"{len(sessions)} sessions"
    content = csv_table([*head, *([NAMED] if names else [])], rows)
    words = f"{escape(title)}: {count} as a table."
    return File(f"sessions-{setting.now.astimezone(setting.zone):%Y-%m-%d-%H%M}.csv", content, words)


def csv_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Make a table that a spreadsheet opens; the mark at its head tells one that it is UTF-8."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(head)
    table.writerows([_cell(said) for said in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", errors="replace")


def _row(one: Appointment, setting: Setting) -> tuple[str, ...]:
    start = one.start.astimezone(setting.zone) if one.start else None
    end = one.end.astimezone(setting.zone) if one.end else None
    return (
        f"{start:%Y-%m-%d}" if start else "",
        f"{start:%H:%M}" if start else "",
        f"{end:%H:%M}" if end else "",
        one.code,
        department_name(one.department) if one.department else "",
        interpreter_words(one.interpreter) if one.interpreter.is_needed else "",
        status_words(one),
    )


def _cell(said: str) -> str:
    """A text that stays one: a spreadsheet runs what begins like a formula."""
    said = " ".join(said.split())
    return f"'{said}" if said.startswith(_FORMULA) else said


def _facts(appointment: Appointment) -> list[str]:
    told = [f"Code: {appointment.code}"]
    if appointment.department:
        told.append(f"Department: {department_name(appointment.department)}")
    if appointment.interpreter.is_needed:
        told.append(f"Interpreter: {interpreter_words(appointment.interpreter)}")
    return told


def _plain(code: str) -> str:
    return "".join(sign for sign in code if sign.isalnum()) or "session"
