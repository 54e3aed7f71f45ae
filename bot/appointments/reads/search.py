"""Find appointments by their time, by what names them, and by the claimant's name. Who may look was decided before."""

from __future__ import annotations

import math
import re
from asyncio import gather
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from bot.appointments.cache import Cache, Lately
from bot.appointments.choosing import By, Only
from bot.appointments.errors import AppointmentError, NotFound
from bot.appointments.filter import Filter, folded, has_words
from bot.appointments.folding import bare
from bot.appointments.listing import ALL, Listing, Shown
from bot.appointments.model import LONGEST_ON, Appointment, Department, Window
from bot.appointments.reads.called import MOST_WORDS, Named, by_code, by_name, has_figure, sought
from bot.appointments.reads.found import Found, Part
from bot.appointments.reads.mentions import asked_for, by_mention, keys_in
from bot.appointments.service import Service
from bot.appointments.slices import Slices, picked

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_AN_ID = re.compile(r"[\w-]{1,64}")
_REMEMBERED = 4096
_MOST_READ = 24
"""Sessions that the index finds and that are read one by one; to list everything is cheaper where there are more."""
_TRIES = 3
_MOST_ASKED = 5
"""Keys of a text that the service is asked for one by one, because they are in no list."""


class Looking:
    """Remembers which id a reference has, so that the next `show` need not read three months, and departments' ids."""

    def __init__(
        self, service: Service, clock: Callable[[], datetime], look_back: timedelta, look_ahead: timedelta
    ) -> None:
        self._service = service
        self._clock = clock
        self._look_back = look_back
        self._look_ahead = look_ahead
        self._ids: Lately[str, str] = Lately(_REMEMBERED, math.inf)
        self._departments: Cache[str, Department] = Cache(_REMEMBERED)

    async def find(self, window: Window | None, only: Only | None = None) -> Listing:
        found = await self._service.find(window, only)
        self._ids.turn()
        departments: dict[int, Department | None] = {}
        async for some in Slices(found):
            departments.update([(id(one.department), one.department) for one in some])
            self._ids.put_all([(one.reference, one.id) for one in some if one.reference])
        for department in departments.values():
            self._see(department)
        return found

    async def in_span(self, span: Window | None, only: Only | None = None) -> Listing:
        """List what starts in the span, and what began before it and is still on; without a span whatever there is."""
        if span is None:
            return await self.find(None, only)
        now = self._clock()
        asked = span.with_those_on(now)
        found = await self.find(asked, only)
        if asked is span:
            return found
        return found.of(await picked(found, lambda one: one.start is None or one.is_in(span, now)))

    async def named(self, text: str) -> Listing:
        """Find what an id, a reference, a reference's last characters or a claimant's name mean; the nearest in time first."""
        words = text.split()
        if len(words) == 1 and (found := await self._keyed(words[0])) is not None:
            return found
        code = _key(words[0]) if len(words) == 1 else ""

        def meant(listed: Listing) -> Listing:
            coded = by_code(listed, code) if code else []
            return listed.of({a.id: a for a in (*coded, *self._nearest(by_name(listed, words)))}.values())

        return meant(await self._hinted(sought(words), code)) or meant(await self._all())

    async def begins(self, text: str) -> Named:
        """Find what the first words of a text name: a code, or as many words as are one claimant's name."""
        words = text.split()
        if not words:
            return Named(Listing())
        behind, code = " ".join(words[1:]), _key(words[0])
        if (found := await self._keyed(words[0])) is not None:
            return Named(found, behind)
        if has_figure(code):
            hinted = await self._hinted((), code)
            if coded := by_code(hinted, code):
                return Named(hinted.of(coded), behind)
        for count in range(min(len(words), MOST_WORDS), 0, -1):
            hinted = await self._hinted(sought(words[:count]))
            if called := self._nearest(by_name(hinted, words[:count])):
                return Named(hinted.of(called), " ".join(words[count:]), count)
        listed = await self._all()
        coded = by_code(listed, code)
        if coded and has_figure(words[0]):
            return Named(listed.of(coded), behind)
        for count in range(min(len(words), MOST_WORDS), 0, -1):
            if called := self._nearest(by_name(listed, words[:count])):
                return Named(listed.of(called), " ".join(words[count:]), count)
        return Named(listed.of(coded), behind)

    async def mentioned(self, text: str) -> Listing:
        """Find what a text names by references, ids, codes or links as they stand in it; the nearest in time first."""
        keys = keys_in(text)
        listed = await self._all()
        found = {one.id: one for one in by_mention(listed, keys, text)}
        for key in asked_for(keys, found.values())[:_MOST_ASKED]:
            found |= {one.id: one for one in await self._keyed(key) or ()}
        return listed.of(self._nearest(found.values()))

    async def search(self, text: str, only: Only | None, among: Filter, shown: Shown = ALL) -> Found:
        """Find those whose claimant's name has all the words, or that the text names; the nearest in time first."""
        words, code = folded(text).split(), text.strip()
        if only is None and not among.statuses:
            found = await self._searched(words, code, among, shown)
            if found is not None:
                return found
        listed = await (self._all() if only is None else self.find(self._horizon(), only))
        everything = listed.of(await picked(listed, among.takes))
        called = await picked(everything, lambda a: has_words(a.claimant.name or "", words))
        there = {a.id: a for a in by_code(everything, code) + called} if words else {}
        unnamed = await picked(
            everything, lambda a: a.id not in there and any(one.name is None for one in a.customers[:1])
        )
        return Found(self._nearest(there.values()), len(unnamed), everything)

    async def _searched(self, words: Sequence[str], code: str, among: Filter, shown: Shown) -> Found | None:
        """Find by the index, and read the page that is looked at; None: everything has to be looked through."""
        index, span, now = self._service.index, self._horizon(), self._clock()
        wrong: set[str] = set()
        for _ in range(_TRIES):
            named = index.named(words, span) if index.is_good(now) else None
            if named is None or index.has_unnamed(span):
                return None
            found = set(index.narrowed([*index.coded(code, span), *named], among)) - wrong
            first = shown.begins(len(found))
            page = index.nearest(found, now, first + shown.size)[first:]
            if not 0 < len(page) <= _MOST_READ:
                return None
            read = await self._read(page)
            right = [
                one
                for one in read
                if among.takes(one) and (has_words(one.claimant.name or "", words) or by_code([one], code))
            ]
            if len(right) == len(page):
                return Found(Part(len(found), first, right), among=index.among)
            wrong |= set(page).difference([one.id for one in right])
        return None

    async def _hinted(self, words: Sequence[str], code: str = "") -> Listing:
        """Read those that the index finds by a name or a code; none where it finds none, or too many to be read one by one."""
        index, span = self._service.index, self._horizon()
        found = {*(index.named(words, span) or ()), *(index.coded(code, span) if code else ())}
        if not index.is_good(self._clock()) or len(found) > _MOST_READ:
            return Listing()
        return index.among.of(await self._read(found))

    async def _read(self, ids: Iterable[str]) -> list[Appointment]:
        """Read these, as far as they are there; none of them where the service has trouble with so many at once."""

        async def read(one: str) -> Appointment | None:
            with suppress(NotFound):
                return await self._service.read(one)
            return None

        try:
            return [one for one in await gather(*map(read, ids)) if one is not None]
        except AppointmentError:
            return []

    async def _all(self) -> Listing:
        """Read all that is looked through, and keep in mind which names and codes there are."""
        index, span = self._service.index, self._horizon()
        before, now = index.begin(), self._clock()
        listed = await self.find(span)
        await index.read_all(before, listed, now)
        return listed

    async def same_claimants(self, appointments: Collection[Appointment]) -> list[Appointment]:
        """Find others of the same name and phone as one of these; none where either is not told."""
        whose = {who for one in appointments if (who := _who(one))}
        seen = {one.id for one in appointments}
        return (
            [one for one in await self._all() if one.id not in seen and _who(one) in whose] if whose else []
        )

    async def coming(self, only: Only | None = None) -> Listing:
        """List what is under way or comes within a week."""
        now = self._clock()
        found = await self.find(Window.around(now, LONGEST_ON, timedelta(days=7)), only)
        return found.of(one for one in found if not one.is_over(now))

    def by_id(self, department: Department | None) -> Department | None:
        """Give a department that was named the id that the service has for it, where one was seen."""
        if department is None or department.id is not None or department.name is None:
            return department
        seen = self._departments.get(folded(department.name))
        return seen if seen and seen.id else department

    def remember(self, appointment: Appointment) -> None:
        """Keep the id of its reference and of its department's name."""
        self._see(appointment.department)
        if appointment.reference:
            self._ids.put(appointment.reference, appointment.id)

    def _see(self, department: Department | None) -> None:
        if department and department.name:
            key = folded(department.name)
            seen = self._departments.get(key)
            if seen is not department and seen != department:
                self._departments.put(key, department)

    def _nearest(self, found: Iterable[Appointment]) -> list[Appointment]:
        now = self._clock()
        return sorted(found, key=lambda a: (abs((a.start or now) - now), a.id))

    async def _keyed(self, word: str) -> Listing | None:
        """What a word is the key of, as far as that can be told without a list; None: it has to be looked for."""
        word = _key(word)
        known = self._ids.get(word)
        if known or _UUID.fullmatch(word):
            try:
                return Listing([await self._service.read(known or word)])
            except NotFound:
                return Listing()
        if By.REFERENCE in self._service.filters:
            return await self._by_key(word) or None
        return None

    def departments(self) -> dict[str, str | None]:
        """Those that were seen, by name and in its order, since this process began to look."""
        seen = {one.name: one.id for one in self._departments.values() if one.name}
        return {name: seen[name] for name in sorted(seen)}

    async def look_for_departments(self) -> None:
        """See those of the last weeks and the next."""
        await self._all()

    async def _by_key(self, word: str) -> Listing:
        """Ask a service that can look for a key itself; a word may be one's reference and another's id."""
        found = await self.find(None, {By.REFERENCE: (word,)}) if word else Listing()
        if _AN_ID.fullmatch(word) and By.ID in self._service.filters:
            found = found.also(await self.find(None, {By.ID: (word,)}))
        return found

    def _horizon(self) -> Window:
        return Window.around(self._clock(), self._look_back, self._look_ahead)


def _who(appointment: Appointment) -> tuple[str, str] | None:
    """Whose it is, by name and phone; None where the service tells only one of them."""
    name, phone = appointment.claimant.name, _digits(appointment.claimant.phone)
    return (folded(name), phone) if name and phone else None


def _digits(phone: str | None) -> str:
    """A number as it is dialled, to be compared: +44 20 and 020 are one."""
    return "".join(filter(str.isdigit, phone or ""))[-9:]


def _key(word: str) -> str:
    return bare(word).strip("#")
