"""Narrow a list: take `status:`, `office:` and the like out of what was typed, and say what it was narrowed by."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from blocks.kit import Card, clip, say
from blocks.words.facts import STATUS_WORDS
from blocks.words.meeting import MEETING_WORDS
from bot.appointments.api import Field
from bot.appointments.choosing import ME, By, Menu, Only
from bot.appointments.errors import AppointmentError
from bot.appointments.filter import EVERYTHING, Filter, folded, narrowing, no_status, status_meant
from bot.appointments.folding import unmarked
from bot.appointments.model import MeetingType, Status
from bot.appointments.permission import Person
from bot.appointments.values import replace
from bot.workspace import Workspace
from handlers.here import is_every, usual
from handlers.lists.own import MINE, OWN, USUAL, bare_words
from handlers.lists.pairs import typed_pairs

_INTERPRETER = re.compile(r"(?:^|\s)interpreters?\b", re.IGNORECASE)
_MINE = re.compile(r"(?<!\S)mine(?!\S)", re.IGNORECASE)
DEPARTMENT, INTERPRETER, STATUS = "dept", "interpreter", "status"
KEYS: Mapping[str, By] = {
    STATUS: By.STATUS,
    "type": By.TYPE,
    "office": By.OFFICE,
    "employee": By.EMPLOYEE,
    "subject": By.SUBJECT,
    "customer": By.CUSTOMER,
    "external": By.REFERENCE,
    "id": By.ID,
    "callback": By.CALLBACK,
    "listing": By.LISTING,
    "lead": By.SEGMENT,
}
"""What is typed before the colon, in the order in which it is named."""
ALSO: Mapping[str, str] = {
    "department": DEPARTMENT,
    "host": "employee",
    "claimant": "customer",
    "reference": "external",
    "ref": "external",
    "segment": "lead",
    "meeting": "type",
}
SAID = {by: key for key, by in KEYS.items()}
_TYPES = {words.casefold(): kind.value for kind, words in MEETING_WORDS.items()}
WHENEVER = frozenset({By.ID, By.REFERENCE, By.CALLBACK, By.LISTING, By.SEGMENT, By.CUSTOMER})
"""What names so few that no day need be said."""
_NAME_SHOWN, _LONGEST = 60, 80


class Filters(Struct, frozen=True):
    """What narrows a list. `typed` goes to the service as it stands; the rest is looked at here."""

    only: Filter = EVERYTHING
    typed: Mapping[By, tuple[str, ...]] = {}
    every: bool = False
    """All departments were asked for, whatever is usual where it is typed."""
    own: tuple[str, ...] = ()
    """Of `OWN`: what is looked at here, as things are at the moment."""

    @property
    def whenever(self) -> bool:
        """Whether no day need be said."""
        return bool(WHENEVER & self.typed.keys())


def take_filters(ws: Workspace, text: str, *, bare: bool = True) -> tuple[Filters, str] | Card:
    """Take all filters out of a text; the rest is the span. A card says what can't be a filter here.

    `bare`: "mine" and "interpreter" are filters too. Where names are typed they are not: somebody may be called so.
    """
    known = keys_of(ws)
    pairs, rest = typed_pairs(
        text,
        tuple(ws.settings.known_departments),
        lambda typed: _key(typed) in known or _near(typed, known) is not None,
    )
    rest = unmarked(rest) if bare else rest
    found: dict[str, list[str]] = {}
    for typed, values in pairs:
        key = _key(typed)
        if key not in known:
            return _no_such(ws, typed, known)
        if not values:
            return say(f"Type something after {key}: e.g. {key}:{'accepted' if key == STATUS else 'name'}.")
        if key == INTERPRETER:
            return say(
                "Lists can't be narrowed by a language. "
                f"For all with an interpreter: {ws.settings.appt_command} today interpreter."
            )
        found.setdefault(key, []).extend(values)
    own, statuses = list[str](), list[Status]()
    if bare and _MINE.search(rest):
        rest = _MINE.sub(" ", rest)
        if "employee" in known:
            found.setdefault("employee", []).append(ME)
        else:
            own.append(MINE)
    if bare:
        rest = bare_words(rest, own, statuses)
    interpreter = bare and bool(_INTERPRETER.search(rest))
    if interpreter:
        if INTERPRETER not in known:
            return _no_such(ws, INTERPRETER, known)
        rest = _INTERPRETER.sub(" ", rest)
    for word in [] if By.STATUS in ws.desk.filters else found.pop(STATUS, []):
        status = status_meant(word)
        if status is None:
            return say(no_status(word))
        statuses.append(status)
    departments = found.pop(DEPARTMENT, [])
    every = any(is_every(word) for word in departments)
    only = narrowing(
        () if every else tuple(word[:_LONGEST] for word in departments),
        tuple(dict.fromkeys(statuses)),
        interpreter=interpreter,
    )
    asked = {KEYS[key]: tuple(_as_known(KEYS[key], one) for one in values) for key, values in found.items()}
    taken = Filters(only.among(ws.settings.known_departments), asked, every, tuple(own))
    return taken, " ".join(rest.split())


async def as_usual(ws: Workspace, person: Person, filters: Filters) -> Filters:
    """The filters, with the departments that are usual where they are typed, unless others were asked for."""
    if filters.every or filters.only.departments or filters.whenever:
        return filters
    departments = await usual(ws, person)
    if not departments:
        return filters
    only = filters.only.model_copy(update={"departments": departments})
    own = (*filters.own, USUAL)
    return replace(filters, only=only.among(ws.settings.known_departments), own=own)


def keys_of(ws: Workspace) -> list[str]:
    """What can be typed before a colon with this service."""
    filters, has = ws.desk.filters, ws.desk.has
    known = [key for key, by in KEYS.items() if by in filters or by is By.STATUS]
    known += [DEPARTMENT] if Field.DEPARTMENT in has else []
    return known + ([INTERPRETER] if Field.INTERPRETER in has else [])


async def narrowed_words(
    ws: Workspace, person: Person, filters: Filter, only: Only, own: Collection[str] = ()
) -> str:
    """Say in brackets what a list was narrowed by, with names for ids."""
    parts = []
    if filters.statuses:
        parts.append(f"status {' or '.join(STATUS_WORDS[one].lower() for one in filters.statuses)}")
    for by, values in only.items():
        named = [await _named(ws, person, by, value) for value in values]
        parts.append(f"{SAID[by]} {' or '.join(named)}")
    if filters.departments:
        parts.append(f"department {' or '.join(clip(word, _NAME_SHOWN) for word in filters.departments)}")
    parts += [OWN[word] for word in own if word in OWN]
    parts += ["with interpreter"] if filters.interpreter else []
    return f" ({', '.join(parts)})" if parts else ""


def service_name(ws: Workspace) -> str:
    """The service's name at the beginning of a sentence."""
    name = ws.desk.name
    return name[:1].upper() + name[1:]


async def _named(ws: Workspace, person: Person, by: By, value: str) -> str:
    if by is By.STATUS:
        return STATUS_WORDS[Status(value)].lower()
    if by is By.TYPE:
        return MEETING_WORDS[MeetingType(value)].lower()
    return clip(await _in_menu(ws, person, by.menu, value) or value, _NAME_SHOWN)


async def _in_menu(ws: Workspace, person: Person, menu: Menu | None, value: str) -> str | None:
    """The name of an id; that it can't be looked up now is no reason to show no list."""
    if menu is None:
        return None
    try:
        found = await ws.desk.choices(person, menu, value, 5)
    except AppointmentError:
        return None
    return next((one.name for one in found if one.id == value), None)


def _as_known(by: By, word: str) -> str:
    """The words that people see on cards, as the desk names them; anything else as it was typed."""
    if by is By.STATUS and (status := status_meant(word)):
        return status.value
    return _TYPES.get(word.casefold(), word) if by is By.TYPE else word


def _key(typed: str) -> str:
    """What a typed key is called."""
    return ALSO.get(folded(typed), folded(typed))


def _near(typed: str, known: Collection[str]) -> str | None:
    from rapidfuzz import process  # here: only whoever mistypes needs it

    close = process.extractOne(folded(typed), known, score_cutoff=75)
    return str(close[0]) if close else None


def _no_such(ws: Workspace, typed: str, known: Iterable[str]) -> Card:
    names = list(known)
    close = _near(typed, names)
    meant = f" Did you mean {close}?" if close else ""
    return say(
        f"{service_name(ws)} can't narrow a list by “{clip(typed, 40)}”.{meant} It can by: {', '.join(names)}."
    )
