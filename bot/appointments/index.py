"""Which sessions a name or a code may mean, without reading all of them: fingerprints in memory that every list and look keeps up.

Nothing personal is in it: of a name and a reference it has the marks that their letters leave under a key that lives and dies with the
process. Marks may fit by chance, so whatever they find is read at the service before anybody is told.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from heapq import nsmallest

from msgspec import Struct

from bot.appointments.cache import Timer
from bot.appointments.filter import Filter, folded
from bot.appointments.later import Later
from bot.appointments.listing import Listing
from bot.appointments.model import Appointment, Department, Interpreter, Window
from bot.appointments.slices import Slices

GOOD_FOR = timedelta(minutes=2)
"""After a reading of everything: until then what stood in no list or look since is taken to be as it was."""
KEPT_FOR = 600.0
"""Seconds after the last one for which it is kept up."""
SHORTEST = 3
"""Letters of a word that leave enough marks to be told by; and of a code."""
_BITS, _MARKS = 512, 2
_END = 6
"""Last characters of a reference that leave marks."""


class Entry(Struct, frozen=True):
    """What is known of one session: when, for whom it is to be narrowed, and the marks of its name and its reference."""

    start: datetime | None
    department: Department | None
    interpreter: Interpreter
    reference: bytes
    marks: int
    is_unnamed: bool


class Index:
    """Of one service's sessions."""

    def __init__(self, timer: Timer = time.monotonic) -> None:
        self._timer = timer
        self._key = secrets.token_bytes(32)
        self._entries: dict[str, Entry] = {}
        self._kept_until = timer() - 1
        self._read_at: datetime | None = None
        self.among = Listing()
        """How whole the last reading of everything was, without its sessions."""

    def is_good(self, now: datetime) -> bool:
        """Whether everything was read lately."""
        return self._read_at is not None and timedelta() <= now - self._read_at < GOOD_FOR

    def begin(self) -> set[str]:
        """Say that everything is about to be read; from now on it is kept up. Gives what is in it now."""
        self._kept_until = self._timer() + KEPT_FOR
        return set(self._entries)

    async def read_all(self, before: set[str], listed: Listing, now: datetime) -> None:
        """Take a reading of everything, asked for at `now`; what was in it `before` and is no more is gone."""
        await self.see(listed)
        for key in before.difference([one.id for one in listed]):
            self._entries.pop(key, None)
        self.among = Listing(unread=listed.unread, missing=listed.missing, read=listed.read)
        self._read_at = now

    async def see(self, sessions: Sequence[Appointment]) -> None:
        """Keep it up with what was read just now."""
        if self._timer() > self._kept_until:
            self._entries.clear()
            self._read_at = None
            return
        async for some in Slices(sessions):
            for one in some:
                held = self._entries.get(one.id)
                # A row that reads again as it did before is the reading of then: that it was seen once is not enough.
                if held is None or not isinstance(one, Later) or not one.is_known_as(held):
                    self._entries[one.id] = entry = self._entry(one)
                    if isinstance(one, Later):
                        one.know_as(entry)

    def forget(self, appointment: str) -> None:
        """Let go of one that the service has no longer."""
        self._entries.pop(appointment, None)

    def named(self, words: Iterable[str], span: Window) -> list[str] | None:
        """The ids of those of a span whose claimant's name may have all these words, or parts of words; None: too short to tell."""
        words = [folded(word) for word in words]
        if max(map(len, words), default=0) < SHORTEST:
            return None
        marks = self._of_grams(gram for word in words for gram in _grams(word))
        return self._marked(marks, span)

    def coded(self, word: str, span: Window) -> list[str]:
        """The ids of those of a span that have this reference or id, else of those whose reference may end so."""
        fingerprint = self._fingerprint(word)
        exact = [
            key for key, one in self._within(span) if key == word or (word and one.reference == fingerprint)
        ]
        if exact or len(word) < SHORTEST:
            return exact
        return self._marked(self._of_grams(_ending(word)), span)

    def narrowed(self, found: Iterable[str], among: Filter) -> list[str]:
        """Those of a department, or with an interpreter, as far as a filter asks for these."""
        entries = self._entries
        return [
            key
            for key in found
            if (one := entries.get(key)) and among.is_about(one.department, one.interpreter)
        ]

    def has_unnamed(self, span: Window) -> bool:
        """Whether the service did not tell the name of somebody's: it may tell it now."""
        return any(one.is_unnamed for _, one in self._within(span))

    def nearest(self, found: Iterable[str], now: datetime, most: int) -> list[str]:
        """Put what was found into the order of time from now, so many of them."""
        entries = self._entries
        return nsmallest(most, found, key=lambda key: (abs((entries[key].start or now) - now), key))

    def _within(self, span: Window) -> Iterable[tuple[str, Entry]]:
        begins, ends = span.start, span.end
        return [
            (key, one)
            for key, one in self._entries.items()
            if one.start is not None and begins <= one.start < ends
        ]

    def _marked(self, marks: int, span: Window) -> list[str]:
        return [key for key, one in self._within(span) if one.marks & marks == marks]

    def _entry(self, one: Appointment) -> Entry:
        name = one.claimant.name or ""
        ending = _ending(one.reference or one.id)
        grams = [*ending, *(gram for word in folded(name).split() for gram in _grams(word))]
        return Entry(
            one.start,
            one.department,
            one.interpreter,
            self._fingerprint(one.reference) if one.reference else b"",
            self._of_grams(grams),
            any(customer.name is None for customer in one.customers[:1]),
        )

    def _fingerprint(self, text: str) -> bytes:
        return blake2b(text.encode(errors="replace"), key=self._key, digest_size=8).digest()

    def _of_grams(self, grams: Iterable[str]) -> int:
        marks, key = 0, self._key
        for gram in grams:
            marks |= _marks(gram, key)
        return marks


@lru_cache(maxsize=32_768)
def _marks(gram: str, key: bytes) -> int:
    """The marks of a few letters: so few that they say nothing of anybody."""
    drawn = blake2b(gram.encode(errors="replace"), key=key, digest_size=2 * _MARKS).digest()
    marks = 0
    for place in range(0, len(drawn), 2):
        marks |= 1 << int.from_bytes(drawn[place : place + 2], "big") % _BITS
    return marks


def _grams(word: str) -> list[str]:
    """Every two and three letters that stand together: whatever is a part of a word has none that the word has not."""
    return [word[at : at + length] for length in (2, 3) for at in range(len(word) - length + 1)]


def _ending(text: str) -> list[str]:
    """The last characters, each with its place."""
    return [f"{place} {sign}" for place, sign in enumerate(reversed(text.casefold()[-_END:]))]
