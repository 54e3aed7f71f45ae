"""Lists of sessions: by day or span, filtered, a page at a time that is redrawn in place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from blocks.kit import BUTTON_VALUE_LIMIT, Card, say
from blocks.lists import session_list
from blocks.places import ListPlace
from blocks.words.rows import days_words
from bot import when
from bot.appointments.api import Field
from bot.appointments.choosing import By, Only
from bot.appointments.filter import EVERYTHING, Filter, narrowing
from bot.appointments.listing import Listing
from bot.appointments.model import Status, Window
from bot.appointments.permission import Person
from bot.appointments.slices import aside, picked
from bot.workspace import Workspace
from handlers.answering import Ask
from handlers.here import unknown_department
from handlers.lists.filters import as_usual, narrowed_words, take_filters
from handlers.lists.own import EMPTY, NOTHING_THEN, NOTHING_YET, narrowed

TOO_NARROW = "That is more than a list can be narrowed by at once. Name fewer."


def read_span(
    ws: Workspace, person: Person, span: str, zone: ZoneInfo | None = None
) -> when.Reading | when.Refusal:
    """Read a day or a span of days, as it is typed everywhere; `zone`: by whose clocks, if not by the person's."""
    span = "this week" if span.casefold() == "week" else span
    return when.read(
        span,
        now=ws.clock(),
        zone=zone or person.zone,
        locale=person.locale,
        nation=ws.settings.desk_nation,
    )


async def list_sessions(
    ws: Workspace,
    person: Person,
    text: str,
    no_span: Callable[[when.Refusal], Card] | None = None,
    own: tuple[str, ...] = (),
    tip: str = "",
) -> Card:
    """List the sessions of a span in words, e.g. "next week dept:Leeds"; no span means today.

    `no_span`: what to say instead where the words may be something else than a span. `tip`: what stands below.
    """
    taken = take_filters(ws, text)
    if isinstance(taken, Card):
        return taken
    filters = await as_usual(ws, person, taken[0])
    span, whole = _without_all(taken[1])
    edges = None
    if span or not filters.whenever:
        reading = read_span(ws, person, span or "today")
        if isinstance(reading, when.Refusal) and no_span is not None:
            return no_span(reading)
        read = when.as_window(reading, zone=person.zone) if isinstance(reading, when.Reading) else reading
        if isinstance(read, when.Refusal):
            return say(f"{read.message} {_example(ws, text)}")
        edges = read
    only = await ws.desk.meant(person, filters.typed) if filters.typed else {}
    place = _place(edges, filters.only, only, (*own, *filters.own), whole=whole)
    if len(place.packed()) > BUTTON_VALUE_LIMIT - 10:  # the page number grows
        return say(TOO_NARROW)
    return await _page(ws, person, place, tip)


def _without_all(span: str) -> tuple[str, bool]:
    """Take out the word that shows what is over too."""
    words = span.split()
    kept = [word for word in words if word.casefold() != "all"]
    return (" ".join(kept), True) if len(kept) < len(words) and len(kept) < 3 else (span, False)


def _example(ws: Workspace, text: str) -> str:
    command = ws.settings.appt_command
    if ":" in text and By.OFFICE in ws.desk.filters:
        return f'Put a name of several words in quotes: {command} list next week subject:"Debt advice".'
    if Field.DEPARTMENT in ws.desk.has:
        return f"For example: {command} list next week dept:Leeds."
    return f"For example: {command} list next week."


def next_steps(ws: Workspace) -> str:
    """What one can type next, for the foot of `/appt` alone."""
    command = ws.settings.appt_command
    return f"{command} book Jane Doe tomorrow 3pm · {command} week · {command} find a name · {command} help"


async def turn(ws: Workspace, ask: Ask) -> Card:
    """Turn the page of a list."""
    place = ListPlace.read(ask.words)
    person = await ws.people.person(ask.user, ask.channel)
    if place is None:
        return say("This list is too old to turn its pages. Ask for it again.")
    return await _page(ws, person, place)


async def sessions_of(ws: Workspace, person: Person, place: ListPlace) -> Listing:
    """The sessions of a list, in any order."""
    filters, only = _narrowing(ws, place)
    listed = await ws.desk.sessions(person, _window(place), only or None)
    taken = listed if filters is EVERYTHING else listed.of(await picked(listed, filters.takes))
    return await narrowed(ws, person, taken, place.own)


async def _page(ws: Workspace, person: Person, place: ListPlace, tip: str = "") -> Card:
    sessions = await sessions_of(ws, person, place)
    if not sessions and (words := await unknown_department(ws, person, place.departments, look=False)):
        return say(words)
    title = await title_of(ws, person, place)
    window = _window(place)
    usual = NOTHING_THEN if window and window.end <= ws.clock() else NOTHING_YET
    hint = next((EMPTY[word] for word in place.own if word in EMPTY), usual)
    hint = hint.format(command=ws.settings.appt_command)
    waits = await ws.waits(sessions)
    setting = ws.setting_for(person)
    return await aside(len(sessions), session_list, sessions, place, title, setting, hint, waits, tip)


async def title_of(ws: Workspace, person: Person, place: ListPlace) -> str:
    """Say the span and what it is narrowed by."""
    narrowing = await narrowed_words(ws, person, *_narrowing(ws, place), place.own)
    return _title(ws, person, _window(place)) + narrowing


def _window(place: ListPlace) -> Window | None:
    return None if place.start is None or place.end is None else _between(place.start, place.end)


@lru_cache(256)
def _between(start: int, end: int) -> Window:
    return Window(start=datetime.fromtimestamp(start, UTC), end=datetime.fromtimestamp(end, UTC))


def _narrowing(ws: Workspace, place: ListPlace) -> tuple[Filter, Only]:
    if not (place.statuses or place.departments or place.interpreter or place.only):
        return EVERYTHING, {}
    statuses = tuple(Status(one) for one in place.statuses)
    filters = narrowing(place.departments, statuses, interpreter=place.interpreter)
    return filters.among(ws.settings.known_departments), {
        By(name): values for name, values in place.only.items()
    }


def _place(
    edges: tuple[datetime, datetime] | None, filters: Filter, only: Only, own: tuple[str, ...], *, whole: bool
) -> ListPlace:
    return ListPlace(
        whole=whole,
        start=int(edges[0].timestamp()) if edges else None,
        end=int(edges[1].timestamp()) if edges else None,
        statuses=tuple(one.value for one in filters.statuses),
        departments=filters.departments,
        interpreter=filters.interpreter,
        own=own,
        only={by.value: values for by, values in only.items()},
    )


def _title(ws: Workspace, person: Person, window: Window | None) -> str:
    if window is None:
        return "Sessions of any day"
    last = window.end - timedelta(microseconds=1)
    today, first, last = (at.astimezone(person.zone) for at in (ws.clock(), window.start, last))
    return days_words(first.date(), last.date(), today.date())
