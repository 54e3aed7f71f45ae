"""Whom and what Pexip Engage's ids stand for: looked up in batches, kept for a while, searched for menus.

An appointment that can be read is never lost because a name can't: what is not told stays an id.
Sources: https://developer.pexipengage.com/operation/operation-getemployees, …-getsubjects,
/development/operation/operation-getcustomerbyid. No page shows a list of customers or of offices: they are inferred.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterable, Mapping
from contextlib import suppress

from bot.apis.http.client import Http
from bot.apis.http.deadline import Deadline
from bot.apis.pexip.asks import Pairs
from bot.apis.pexip.pages import List, Pages
from bot.apis.pexip.things import KINDS, LISTS, Thing, thing
from bot.appointments.cache import Cache
from bot.appointments.choosing import Choice, Menu
from bot.appointments.errors import (
    AppointmentError,
    NotFound,
    NotPermitted,
    Refused,
    TooBusy,
    Unreadable,
    Unsupported,
)
from bot.appointments.filter import folded, has_words
from bot.appointments.model import Named
from bot.appointments.single_flight import Together

NAMES_WITHIN = 4.0
"""Seconds that a list waits for names before it is told without them."""
BATCH = 50
"""Ids in one request, so that its address stays short."""
MOST_KEPT = 5000
MOST_LISTED = 1000
"""Things that a menu is made of; beyond that they are found by id or e-mail address."""
WHOLE_WITHIN = 30.0
"""Seconds that the reading of a whole menu may take, however soon whoever asked for it must be answered."""
MOST_ONE_BY_ONE = 60
_FOR_GOOD = (NotPermitted, NotFound, Unsupported, Refused)
"""Answers that asking again would not change soon."""

Names = Mapping[Menu, Mapping[str, Thing]]


class Directory:
    def __init__(self, http: Http, pages: Pages, seconds: float) -> None:
        clock = http.clock
        self._http = http
        self._pages = pages
        self._things: dict[Menu, Cache[str, Thing | None]] = {
            menu: Cache(MOST_KEPT, seconds, clock) for menu in Menu
        }
        self._whole: Cache[Menu, tuple[str, ...]] = Cache(len(Menu), seconds, clock)
        self._reading: Together[None] = Together(math.inf, clock)
        self._hosts: Cache[str, Thing | None] = Cache(MOST_KEPT, min(seconds, 600), clock)
        self._asking = {menu: asyncio.Lock() for menu in Menu}
        self._one_by_one: Cache[Menu, bool] = Cache(len(Menu), seconds, clock)

    async def names(self, wanted: Mapping[Menu, Iterable[str]], deadline: Deadline) -> Names:
        """Look up what is not known yet; what can't be told in good time is left out."""
        deadline = Deadline.in_(min(deadline.left, NAMES_WITHIN), deadline.clock)
        async with asyncio.TaskGroup() as group:
            tasks = {
                menu: group.create_task(self._known(menu, set(ids), deadline)) for menu, ids in wanted.items()
            }
        return {menu: task.result() for menu, task in tasks.items()}

    async def renew(self, menu: Menu, ids: Iterable[str], deadline: Deadline) -> None:
        """Look up anew what was kept of these. Raises the service's errors, but for those that would not change soon."""
        wanted, found = sorted(set(ids)), dict[str, Thing]()
        with suppress(*_FOR_GOOD):
            found = await self._batch(menu, wanted, deadline) if wanted else found
        for one in wanted:
            self._things[menu].put(one, found.get(one))

    async def choices(self, menu: Menu, text: str, limit: int, deadline: Deadline) -> list[Choice]:
        """List what has all the words of the text, by name; what is called just that, or has it as its id, comes first."""
        found = {one.id: one for one in await self._listed(menu, deadline) if _has(one, text)}
        for one in await self._exactly(menu, text.strip(), deadline):
            found.setdefault(one.id, one)
        offered = [one for one in found.values() if one.offered]
        offered.sort(key=lambda one: (not _is(one, text), *_by_name(one)))
        return [one.choice() for one in offered[:limit]]

    async def employee(self, email: str, deadline: Deadline) -> Named | None:
        """Find who has this address, for signing in or, alone, for letters: a box that several share is nobody's."""
        address = email.strip().casefold()
        if address not in self._hosts:
            spellings = dict.fromkeys((email.strip(), address))
            rows = await self._read(Menu.EMPLOYEE, [("email[]", one) for one in spellings], deadline)
            if not any(address in one.emails for one in rows):
                rows = await self._listed(Menu.EMPLOYEE, deadline)  # theirs for letters, or in other capitals
            self._hosts.put(address, _whose(address, rows))
        found = self._hosts.get(address)
        return Named(id=found.id, name=found.name) if found else None

    async def aclose(self) -> None:
        """Leave off reading menus."""
        await self._reading.aclose()

    async def _known(self, menu: Menu, ids: set[str], deadline: Deadline) -> dict[str, Thing]:
        kept = self._things[menu]
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, deadline.left)), self._asking[menu]:
                missing = sorted(one for one in ids if one not in kept)
                batches = [missing[at : at + BATCH] for at in range(0, len(missing), BATCH)]
                await asyncio.gather(*(self._learn(menu, batch, deadline) for batch in batches))
        return {one: found for one in ids if (found := kept.get(one)) is not None}

    async def _learn(self, menu: Menu, ids: list[str], deadline: Deadline) -> None:
        found: dict[str, Thing] = {}
        try:
            found = await self._batch(menu, ids, deadline)
        except AppointmentError as error:
            if not isinstance(error, _FOR_GOOD):
                return  # not kept, so that the next list asks again
        for one in ids:
            self._things[menu].put(one, found.get(one))

    async def _batch(self, menu: Menu, ids: list[str], deadline: Deadline) -> dict[str, Thing]:
        if menu not in self._one_by_one:
            try:
                return {
                    one.id: one for one in await self._read(menu, [("id[]", one) for one in ids], deadline)
                }
            except Unsupported:
                self._one_by_one.put(menu, True)
        rows = await asyncio.gather(*(self._one(menu, one, deadline) for one in ids[:MOST_ONE_BY_ONE]))
        return {one.id: one for one in rows if one}

    async def _listed(self, menu: Menu, deadline: Deadline) -> list[Thing]:
        """The whole menu, as far as one may be that long; where there is no list, what was met so far."""
        kept = self._things[menu]
        if menu not in self._whole:
            try:
                await self._read_whole(menu, deadline)
            except Unsupported:
                return [one for one in kept.values() if one]
        whole = [kept.get(one) for one in self._whole.get(menu) or ()]
        return [one for one in (*whole, *kept.values()) if one]

    async def _read_whole(self, menu: Menu, deadline: Deadline) -> None:
        """Have a menu read once for all who wait for it. It is read on when they give up, or a slow one would never be there."""
        try:
            async with asyncio.timeout(max(0.0, deadline.left)):
                await self._reading.ask(menu, lambda: self._learn_whole(menu))
        except TimeoutError:
            raise TooBusy(f"GET {LISTS[menu]}: still being read") from None

    async def _learn_whole(self, menu: Menu) -> None:
        deadline = Deadline.in_(WHOLE_WITHIN, self._http.clock)
        rows = await self._read(menu, [], deadline, most=MOST_LISTED)
        for one in rows:
            self._things[menu].put(one.id, one)
        self._whole.put(menu, tuple(one.id for one in rows))

    async def _exactly(self, menu: Menu, text: str, deadline: Deadline) -> list[Thing]:
        """Find by what is exactly one's own, beyond what the menu lists."""
        if not text or any(character.isspace() for character in text):
            return []
        try:
            if "@" in text and menu in (Menu.EMPLOYEE, Menu.CUSTOMER):
                rows = await self._read(menu, [("email[]", text)], deadline)
                return [one for one in rows if text.casefold() in one.emails]
            if any(character.isdigit() for character in text):
                return list((await self._known(menu, {text}, deadline)).values())
        except (Refused, Unsupported):
            pass  # such a filter is not documented for all of them
        return []

    async def _read(
        self, menu: Menu, asked: Pairs, deadline: Deadline, most: int | None = None
    ) -> list[Thing]:
        wanted = List(LISTS[menu], asked, KINDS[menu], optional=True)
        found = await self._pages.read(wanted, deadline, most=most, readings=2)
        found.report(wanted.path)
        return [thing(row) for row in found.rows.values()]

    async def _one(self, menu: Menu, id_: str, deadline: Deadline) -> Thing | None:
        try:
            path = f"{LISTS[menu]}/{{id}}"
            body = await self._http.request("GET", path, path={"id": id_}, deadline=deadline)
        except (NotFound, Unreadable):
            return None
        try:
            return thing(KINDS[menu].model_validate(body.get("data") if isinstance(body, Mapping) else None))
        except ValueError:
            return None


def _whose(address: str, rows: Iterable[Thing]) -> Thing | None:
    having = {one.id: one for one in rows if address in one.emails}
    signing_in = [one for one in having.values() if one.sign_in == address]
    found = signing_in or list(having.values())
    return found[0] if len(found) == 1 else None


def _has(one: Thing, text: str) -> bool:
    return text.strip() == one.id or has_words(f"{one.name or ''} {one.note or ''}", folded(text).split())


def _is(one: Thing, text: str) -> bool:
    return text.strip() == one.id or folded(text) == folded(one.name or "")


def _by_name(one: Thing) -> tuple[str, str]:
    return ((one.name or "\U0010ffff").casefold(), one.id)
