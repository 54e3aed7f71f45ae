"""Counts of a span of days: how many sessions, how they went. Only our own numbers are read; no service is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from blocks import ids
from blocks.files import File
from blocks.kit import BUTTON_VALUE_LIMIT, Card, clip, say
from blocks.stats.card import stats_card
from blocks.stats.file import stats_file
from blocks.stats.picture import can_draw, stats_picture
from blocks.stats.shown import Stats
from blocks.words import counts as words
from blocks.words.rows import days_words
from bot import when
from bot.appointments.api import Field
from bot.appointments.choosing import By
from bot.appointments.deeds import Deed
from bot.appointments.errors import NotKept
from bot.appointments.filter import Filter, departments_meant, no_department
from bot.appointments.model import Department
from bot.appointments.permission import Act, Person
from bot.workspace import Workspace
from handlers.answering import Ask
from handlers.files import OFF, send_file
from handlers.lists.filters import as_usual, narrowed_words, take_filters
from handlers.lists.lists import TOO_NARROW, read_span

USUAL_DAYS = 28
"""How many days are counted where none are named, today the last of them: as many of each weekday."""


async def answer_stats(ws: Workspace, _ask: Ask, person: Person, text: str) -> Card:
    """Answer with the counts of a span in words, e.g. "last month dept:Leeds"; no span means the last four weeks."""
    await ws.desk.allow(person, Act.LOOK, Deed.LOOK)
    taken = take_filters(ws, text, bare=False)
    if isinstance(taken, Card):
        return taken
    filters = await as_usual(ws, person, taken[0])
    departments = filters.only.departments or filters.typed.get(By.OFFICE, ())
    command = ws.settings.appt_command
    if filters.only.statuses or filters.typed.keys() - {By.OFFICE}:
        other = words.BY_OFFICE if _by_office(ws) else words.BY_DEPARTMENT
        return say(other.format(command=command))
    span = _span(ws, person, taken[1])
    if isinstance(span, when.Refusal):
        return say(f"{span.message} For example: {command} stats last month.")
    place = ids.CountsPlace(first=span[0], last=span[1], departments=departments, own=filters.own)
    if len(place.packed()) > BUTTON_VALUE_LIMIT:
        return say(TOO_NARROW)
    if span[0] > _today(ws):
        return say(words.TO_COME.format(span=_days(ws, place), command=command))
    stats = await _counted(ws, person, place)
    if isinstance(stats, Card):
        return stats
    file = ws.settings.ics and await ws.desk.may(person, Act.DETAILS)
    return stats_card(stats, place, file=file, picture=ws.settings.ics and can_draw())


async def take_counts(ws: Workspace, ask: Ask) -> Card:
    """Send the counts as a table to whoever pressed, where they may see details: a day's numbers may be about one person."""
    return await _send(ws, ask, Act.DETAILS, stats_file)


async def draw_counts(ws: Workspace, ask: Ask) -> Card:
    """Send the counts as a picture to whoever pressed: it shows what the message does."""
    return await _send(ws, ask, Act.LOOK, stats_picture) if can_draw() else say(words.NO_PICTURE)


async def _send(ws: Workspace, ask: Ask, act: Act, make: Callable[[Stats], File]) -> Card:
    place = ids.unpack(ids.CountsPlace, ask.words)
    if place is None:
        return say(words.OLD)
    if not ws.settings.ics:
        return say(OFF)
    person = await ws.people.person(ask.user, ask.channel)
    await ws.desk.takes(person, act, Deed.COUNTS)
    stats = await _counted(ws, person, place, parted=True)
    if isinstance(stats, Card):
        return stats
    file = await asyncio.to_thread(make, stats)
    return await send_file(ws, person, file, datetime.combine(place.last, time(), UTC))


async def _counted(
    ws: Workspace, person: Person, place: ids.CountsPlace, *, parted: bool = False
) -> Stats | Card:
    """Read the numbers; a card says that there are none, or no such department. `parted`: each department by itself."""
    last, counts = min(place.last, _today(ws)), ws.watch.counts
    try:
        since = await counts.since()
        if since is None:
            return say(words.NOTHING.format(command=ws.settings.appt_command))
        among = _among(ws, place.departments, await counts.departments()) if place.departments else None
        if isinstance(among, Card):
            return among
        numbers = await counts.between(place.first, last, among, parted=parted)
    except NotKept:
        return say(words.NOT_READ)
    only = Filter(departments=() if _by_office(ws) else place.departments)
    narrowed = await narrowed_words(ws, person, only, {}, place.own)
    if _by_office(ws) and place.departments:
        narrowed = f" (office {' or '.join(clip(word, 60) for word in place.departments)})"
    return Stats(f"{_days(ws, place)}{narrowed}", place.first, last, since, numbers)


def _among(ws: Workspace, typed: Sequence[str], there: Sequence[Department]) -> list[Department] | Card:
    """Those of the counted departments that were typed; a card says which is none."""
    known = {one.name or one.id or "": one.id for one in there} | dict(ws.settings.known_departments)
    for word in typed:
        if not departments_meant(word, known):
            counted = clip(", ".join(known), 200) or "none"
            if _by_office(ws):
                return say(words.NO_OFFICE.format(typed=clip(word, 40), known=counted))
            return say(no_department(word, known))
    meant = Filter(departments=tuple(typed)).among(known)
    return [one for one in there if meant.has(one)]


def _by_office(ws: Workspace) -> bool:
    """Whether the service has offices where others have departments."""
    return Field.DEPARTMENT not in ws.desk.has


def _span(ws: Workspace, person: Person, text: str) -> tuple[date, date] | when.Refusal:
    """The days that a text means. Counts are of what was: without a year, what is to come is meant of this year or of the last."""
    today = _today(ws)
    if not text:
        return today - timedelta(days=USUAL_DAYS - 1), today
    read = _read(ws, person, text)
    if isinstance(read, when.Refusal) or read[0] > today:
        for year in (today.year, today.year - 1):
            again = _read(ws, person, f"{text} {year}")
            if not isinstance(again, when.Refusal) and again[0] <= today:
                return again
    return read


def _read(ws: Workspace, person: Person, text: str) -> tuple[date, date] | when.Refusal:
    zone = ws.settings.zone
    reading = read_span(ws, person, text, zone)
    read = when.as_window(reading, zone=zone) if isinstance(reading, when.Reading) else reading
    if isinstance(read, when.Refusal):
        return read
    start, end = (at.astimezone(zone) for at in (read[0], read[1] - timedelta(microseconds=1)))
    return start.date(), end.date()


def _today(ws: Workspace) -> date:
    """The desk's own day, as sessions are counted by it."""
    return ws.clock().astimezone(ws.settings.zone).date()


def _days(ws: Workspace, place: ids.CountsPlace) -> str:
    return days_words(place.first, place.last, _today(ws))
