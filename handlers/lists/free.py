"""Which times are free: as the service tells them, else what the day's sessions leave of the opening hours, by department."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from blocks.forms.typed import Typed
from blocks.free import Free, chosen_free, free_card
from blocks.kit import Card, say
from blocks.words.incomplete import MAY_BE_TAKEN, incomplete_words
from bot import when
from bot.appointments.api import Capability, Field
from bot.appointments.choosing import By, Only, SlotsFor
from bot.appointments.filter import departments_meant
from bot.appointments.free import free_spans
from bot.appointments.listing import Listing
from bot.appointments.model import MAX_MINUTES, Appointment, MeetingType, Window
from bot.appointments.permission import Person
from bot.appointments.values import replace
from bot.workspace import Workspace
from handlers.answering import Ask
from handlers.forms.book import open_filled
from handlers.forms.opening_hours import is_holiday, of_department, open_days, opening, taking, whole_days
from handlers.forms.times import exact
from handlers.here import unknown_department
from handlers.lists.filters import Filters, as_usual, service_name, take_filters
from handlers.lists.lists import read_span

MOST_DAYS = 7
_LENGTH_ALONE = re.compile(r"(.*?)\s*\b(\d{1,3})$")
"""A bare number behind a day is a length in minutes: "tomorrow 45"."""
CLOSED = "The desk is closed then. Type another day."
BY_STATUS = "Free times can't be narrowed by status. Take it away and try again, for example {command} free tomorrow 45m."
CUT = f"Only the first {MOST_DAYS} days are counted. Type a later day to see more."
OLD = "These free times are too old. Ask for them again."
TOO_LATE = "That time has passed. Choose another one."


class Wanted(Struct, frozen=True):
    """What free times are looked for."""

    days: Sequence[date]
    span: Window
    minutes: int
    why: str = ""
    """Why they are counted, where the service tells them itself."""
    cut: bool = False
    """Whether more days were asked for."""


async def free_times(ws: Workspace, _ask: Ask, person: Person, text: str) -> Card:
    """Say what is free on a day, or on the days of a span, for a length: "tomorrow 45m dept:Leeds"."""
    taken = take_filters(ws, text, bare=False)
    if isinstance(taken, Card):
        return taken
    filters, rest = await as_usual(ws, person, taken[0]), taken[1]
    if filters.only.statuses:
        return say(BY_STATUS.format(command=ws.settings.appt_command))
    wanted = _wanted(ws, person, rest)
    if isinstance(wanted, str):
        return say(wanted)
    only = await ws.desk.meant(person, filters.typed) if filters.typed else {}
    slots_for = _slots_for(only) if Capability.SLOTS in ws.desk.can else None
    if slots_for is not None:
        begins = max(wanted.span.start, ws.clock())
        told = await ws.desk.slots(person, Window(start=begins, end=wanted.span.end), slots_for)
        if told is not None:
            usual = told.minutes or wanted.minutes
            by_day = {day: list[Window]() for day in wanted.days}
            for slot in told.free:
                day = slot.start.astimezone(ws.settings.zone).date()
                end = slot.start + timedelta(minutes=slot.minutes or usual)
                by_day.setdefault(day, []).append(Window(start=slot.start, end=end))
            free = [Free(day, "", spans) for day, spans in sorted(by_day.items())]
            return free_card(free, usual, ws.setting_for(person), [], told=True)
    if words := await unknown_department(ws, person, filters.only.departments):
        return say(words)
    listed = await ws.desk.sessions(person, taking(ws, list(wanted.days)), only or None)
    if Capability.SLOTS in ws.desk.can:
        wanted = replace(wanted, why=_why_counted(ws, slots_for is not None))
    return await _counted(ws, person, filters, wanted, listed)


async def book_free(ws: Workspace, ask: Ask) -> Card | None:
    """Open the booking form with the free time that was chosen."""
    chosen = chosen_free(ask.words)
    if chosen is None:
        return say(OLD)
    start, minutes, department = chosen
    person = await ws.people.person(ask.user, ask.channel)
    if start <= ws.clock():
        return say(TOO_LATE)
    has = Field.DEPARTMENT in ws.desk.asks
    typed = Typed(when=exact(person, start), duration=when.say_minutes(minutes))
    return await open_filled(ws, ask, person, typed.but(department=department if has else ""))


def _wanted(ws: Workspace, person: Person, text: str) -> Wanted | str:
    """Read which days, and how long; or say what can't be read."""
    usual, today = ws.settings.default_minutes, ws.clock().astimezone(ws.settings.zone).date()
    alone = when.read_minutes(text, locale=person.locale) if text else usual
    if isinstance(alone, int):
        days = open_days(ws, today, 2)
        if days and not any(ends > ws.clock() for _, ends in opening(ws, days[:1])):
            days = days[1:]  # it is closed for today
        return Wanted(days[:1], whole_days(ws, days[:1]), alone) if days else CLOSED
    span, minutes = text, None
    reading = read_span(ws, person, span)
    if isinstance(reading, when.Refusal) and (found := _LENGTH_ALONE.fullmatch(text)):
        behind = read_span(ws, person, found[1])
        if isinstance(behind, when.Reading):
            reading, minutes = behind, int(found[2])
    if isinstance(reading, when.Refusal):
        return f"{reading.message} For example: {ws.settings.appt_command} free tomorrow 45m."
    minutes = minutes or reading.minutes or usual
    if not 0 < minutes <= MAX_MINUTES:
        return "It can last 24 hours at most. Type a shorter length, e.g. 45 min."
    span_of = _span(ws, reading)
    return span_of.message if isinstance(span_of, when.Refusal) else _in_days(ws, span_of, minutes)


def _span(ws: Workspace, reading: when.Reading) -> Window | when.Refusal:
    """Take a reading as a span: who names a time asks about that; with one end alone it is the rest of that day."""
    start, end = reading.start, reading.end
    if isinstance(start, datetime) and isinstance(end, datetime):
        return Window(start=start, end=end)
    if isinstance(start, datetime) and end is None:
        return Window(start=start, end=whole_days(ws, [start.astimezone(ws.settings.zone).date()]).end)
    if isinstance(end, datetime) and start is None:
        return Window(start=whole_days(ws, [end.astimezone(ws.settings.zone).date()]).start, end=end)
    read = when.as_window(reading, zone=ws.settings.zone)
    return read if isinstance(read, when.Refusal) else Window(start=read[0], end=read[1])


def _in_days(ws: Workspace, span: Window, minutes: int) -> Wanted | str:
    """The days of a span by the desk's clocks: one as it is named, of several those on which the desk is open."""
    zone = ws.settings.zone
    first = span.start.astimezone(zone).date()
    last = (span.end - timedelta(microseconds=1)).astimezone(zone).date()
    if span.end <= ws.clock():
        return "That day has passed. Type another one, e.g. tomorrow."
    days = [first]
    if last > first:
        today = ws.clock().astimezone(zone).date()
        days = [day for day in open_days(ws, max(first, today), MOST_DAYS) if day <= last]
    open_then = [one for one in opening(ws, days) if one[0] < span.end and span.start < one[1]]
    if not open_then:
        return CLOSED
    more = len(days) == MOST_DAYS and any(
        day <= last for day in open_days(ws, days[-1] + timedelta(days=1), 1)
    )
    return Wanted(days, span, minutes, cut=more)


def _slots_for(only: Only) -> SlotsFor | None:
    """What the service is asked for; it has to know subject, office and kind of meeting, one of each."""
    named = [only.get(by, ()) for by in (By.SUBJECT, By.OFFICE, By.TYPE)]
    if any(len(values) != 1 for values in named):
        return None
    (subject,), (office,), (kind,) = named
    employee = only.get(By.EMPLOYEE, ())
    return SlotsFor(subject, office, MeetingType(kind), employee[0] if employee else None)


async def _counted(ws: Workspace, person: Person, filters: Filters, wanted: Wanted, listed: Listing) -> Card:
    now = ws.clock()
    free = [
        Free(day, whose, _left(_of(whose, listed, ws), opening(ws, [day]), wanted, now))
        for day in wanted.days
        for whose in await _whose(ws, person, filters, listed)
    ]
    holiday = when.bank_holiday_words(wanted.days[0]) if is_holiday(ws, wanted.days[0]) else None
    notes = [f"It is a bank holiday: {holiday}."] if holiday else []
    incomplete = incomplete_words(listed)
    notes += [f"⚠ {incomplete} {MAY_BE_TAKEN}"] if incomplete else []
    notes += [CUT] if wanted.cut else []
    notes += [wanted.why] if wanted.why else []
    return free_card(free, wanted.minutes, ws.setting_for(person), notes)


def _why_counted(ws: Workspace, asked: bool) -> str:
    if asked:
        return f"{service_name(ws)} told no free times; these are counted from the sessions that there are."
    return (
        f"Counted from the sessions that there are. To have {service_name(ws)}'s own free times, name "
        f'subject, office and type: {ws.settings.appt_command} free tomorrow subject:"Debt advice" office:Leeds type:video.'
    )


def _left(
    sessions: Sequence[Appointment], open_: Sequence[tuple[datetime, datetime]], wanted: Wanted, now: datetime
) -> list[Window]:
    """What the sessions leave of the hours within the span that was asked for."""
    span = wanted.span
    within = [(max(opens, span.start), min(closes, span.end)) for opens, closes in open_]
    return free_spans(sessions, within, wanted.minutes, now, now)


async def _whose(ws: Workspace, person: Person, filters: Filters, listed: Listing) -> list[str]:
    """The departments, else the offices, whose free times are told; one without a name where there are none."""
    if Field.DEPARTMENT in ws.desk.has:
        known = await ws.desk.departments(person, ws.settings.known_departments, (), look=False)
        seen = {
            one.department.name: one.department.id for one in listed if one.department and one.department.name
        }
        there = ws.settings.known_departments or {**known, **seen}
        typed = filters.only.departments
        meant = [one.name or "" for word in typed for one in departments_meant(word, there)]
        return sorted(set(meant if typed else there)) or list(typed) or [""]
    return sorted({one.office.name for one in listed if one.office and one.office.name}) or [""]


def _of(whose: str, listed: Listing, ws: Workspace) -> list[Appointment]:
    if Field.DEPARTMENT in ws.desk.has or not whose:
        return of_department(whose, listed, ws)
    return [one for one in listed if one.office is None or one.office.name == whose]
