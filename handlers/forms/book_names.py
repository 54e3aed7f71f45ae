"""Find in the words of a booking what the service's menus hold: who it is for, about what, where, with whom."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence

from msgspec import Struct

from blocks.forms.typed import Typed
from bot.appointments.api import Capability, Field
from bot.appointments.choosing import Choice, Menu
from bot.appointments.errors import AppointmentError, NoEmployee
from bot.appointments.model import MeetingType, Named
from bot.appointments.permission import Person
from bot.line import is_address
from bot.workspace import Workspace

UNREAD = "The service's lists can't be read just now, so choose from the menus below in a moment."
NOT_THERE = "“{}” is nothing that the service has. What you meant by it is for you to choose below."
MOST_WORDS = 12
_AROUND = " \t,;:.-–"
_WAYS = (
    (
        MeetingType.VIDEO,
        re.compile(r"(?<!\w)(?:(?:by|on|via|over)\s+)?(?:a\s+)?video(?:\s+(?:call|meeting))?(?!\w)", re.I),
    ),
    (
        MeetingType.PHONE,
        re.compile(
            r"(?<!\w)(?:(?:by|on|via|over)\s+)?(?:the\s+|a\s+)?(?:tele)?phone(?:\s+call)?(?!\w)", re.I
        ),
    ),
    (MeetingType.OFFICE, re.compile(r"(?<!\w)(?:(?:at|in)\s+the\s+office|in\s+person)(?!\w)", re.I)),
    (MeetingType.ON_LOCATION, re.compile(r"(?<!\w)on\s+location(?!\w)", re.I)),
)
_BEFORE = {
    Menu.SUBJECT: r"(?:(?:about|for|on)\s+)?",
    Menu.OFFICE: r"(?:(?:in|at)\s+(?:the\s+)?)?",
    Menu.EMPLOYEE: r"(?:(?:with|by)\s+)?",
}


class Sorted(Struct, frozen=True):
    """What was found, and the words that a menu has yet to be opened for, by field."""

    typed: Typed
    left: dict[str, str] = {}
    note: str | None = None


async def name_things(ws: Workspace, person: Person, typed: Typed) -> Sorted:
    """Sort the words that are not the time into menus; the host is the person, unless another is named."""
    text, way = _take_way(typed.name)
    typed = typed.but(name="", meeting_type=typed.meeting_type or (way.value if way else None))
    note = None
    if text:
        menus = [menu for menu in _BEFORE if Field(menu.value) in ws.desk.asks]
        try:
            held = await asyncio.gather(*(ws.desk.choices(person, menu) for menu in menus))
        except AppointmentError:
            held, note = [], UNREAD
        for menu, choices in zip(menus, held, strict=False):
            chosen, text = _take_named(text, choices, _BEFORE[menu])
            if chosen is not None:
                typed = typed.but(**{menu.value: chosen})
    if typed.employee is None:
        typed = typed.but(employee=await _me(ws, person))
    text = re.sub(r"^(?:for|with)\s+", "", text.strip(_AROUND), flags=re.IGNORECASE).strip(_AROUND)
    if not text or note:
        return Sorted(typed, {"customer": text} if text else {}, note)
    customer, name, rest = await _customer(ws, person, text)
    note = NOT_THERE.format(rest) if rest else None
    return Sorted(typed.but(customer=customer), {} if customer else {"customer": name}, note)


async def _me(ws: Workspace, person: Person) -> Named | None:
    """The employee that the person is: whoever books a session mostly hosts it."""
    if Field.EMPLOYEE not in ws.desk.asks or Capability.HOSTS not in ws.desk.can:
        return None
    try:
        return await ws.desk.employee(person)
    except (NoEmployee, AppointmentError):
        return None


async def _customer(ws: Workspace, person: Person, text: str) -> tuple[Named | None, str, str]:
    """The one that the words name, the words of the name, and those that are left over.

    By e-mail address, or the only one of that name, word for word: "Ann Lee" is not Joanne Leeson, who would be told of it.
    A name may have words behind it that no menu holds.
    """
    words = text.split()
    email = next((bare for word in words if is_address(bare := word.strip("<>,;"))), None)
    if email:
        others, words = [word for word in words if email not in word], [email]
    for count in range(min(len(words), MOST_WORDS), min(len(words), 2) - 1, -1):
        name = " ".join(words[:count])
        try:
            found = await ws.desk.choices(person, Menu.CUSTOMER, name, 5)
        except AppointmentError:
            break
        same = [one for one in found if (one.name or "").casefold() == name.casefold()]
        meant = same or (found if email else [one for one in found if _has_words(one, name)])
        if meant:
            only = meant[0] if len(meant) == 1 else None
            rest = " ".join(others if email else words[count:])
            return Named(id=only.id, name=only.name) if only else None, name, rest
    return None, text, ""


def _has_words(one: Choice, name: str) -> bool:
    """Whether all words of a name are words of this one's."""
    return set(name.casefold().split()) <= set(f"{one.name or ''} {one.note or ''}".casefold().split())


def _take_way(text: str) -> tuple[str, MeetingType | None]:
    for way, pattern in _WAYS:
        match = pattern.search(text)
        if match is not None:
            return _without(text, match.start(), match.end()), way
    return text, None


def _take_named(text: str, choices: Sequence[Choice], before: str) -> tuple[Named | None, str]:
    """Take out the longest name of a menu that stands in the text, unless it is the name of several."""
    names = sorted({one.name for one in choices if one.name}, key=len, reverse=True)
    for name in names:
        match = re.search(rf"(?<!\w){before}{re.escape(name)}(?!\w)", text, re.IGNORECASE)
        if match is None:
            continue
        called = [one for one in choices if one.name == name]
        if len(called) == 1:
            return Named(id=called[0].id, name=name), _without(text, match.start(), match.end())
    return None, text


def _without(text: str, start: int, end: int) -> str:
    return " ".join(f"{text[:start]} {text[end:]}".split())
