"""Cut a text into items: numbers by their shape, words by the lexicon, zones set aside."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from msgspec import Struct

from bot.when.grammar import LETTERS, Item
from bot.when.parts import Amount, Numeral
from bot.when.reading.han import KNOWN, han_clock, han_day
from bot.when.reading.neighbours import settle
from bot.when.reading.shapes import ELIDED, TOKEN, shaped, stamped
from bot.when.reading.zones import ABBREVIATIONS, Named, zone_of_area, zone_of_offset
from bot.when.reading.zones_told import city_time, offset_behind
from bot.when.words import Lexicon, Meaning, fold, valued

_MARKS = {
    "-": "dash",
    "–": "dash",
    "—": "dash",
    "−": "dash",
    "/": "slash",
    "+": "plus",
    "~": "dash",
    "@": "at",
    "&": "and",
}
HIDDEN = "\ue000"
"""Stands in the text for each character of what is known to be no time: nobody types it."""
_SILENT = frozenset(",.;:!?'\"’‘“”«»()[]{}|*_…·∙•")
UNKNOWN, NUMBER, ORDINAL, MONTH, CLOCK = (
    LETTERS[tag] for tag in ("unknown", "number", "ordinal", "month", "clock")
)
NUMERIC = frozenset(LETTERS[tag] for tag in ("number", "decimal", "dotted", "clock", "pair", "hm"))
_TIMED = NUMERIC | {LETTERS[tag] for tag in ("meridiem", "oclock", "at_day")}
_NOTHING: Meaning = (UNKNOWN, None)
_ENDING: Meaning = (ORDINAL, None)
"""The "rd" of "3rd": no value of its own."""


_OCLOCK: Meaning = (LETTERS["oclock"], None)
_PAST: Meaning = (LETTERS["past"], None)
_SPOKEN = frozenset(LETTERS[tag] for tag in ("half", "quarter", "past", "to", "oclock"))
_COUNTED = frozenset(LETTERS[tag] for tag in ("number", "half", "quarter"))


class Lexed(Struct):
    items: list[Item] = []
    zones: list[tuple[Named, int, int]] = []
    abouts: list[tuple[int, int]] = []


def lex(text: str, lexicon: Lexicon, today: date) -> Lexed:
    """Cut a text up. Punctuation that means nothing for times is dropped; places in the text are kept."""
    return _Lexer(text, lexicon, today).lex()


class _Lexer:
    def __init__(self, text: str, lexicon: Lexicon, today: date) -> None:
        self.today = today
        self.text = text
        self.lexicon = lexicon
        self.found = list(TOKEN.finditer(text))
        self.keys = [fold(m[0]) if m.lastgroup == "word" else m[0] for m in self.found]
        self.has_time_of = "time" in self.keys
        """Whether "London time" may be in it."""
        self.out = Lexed()
        self.items = self.out.items

    def lex(self) -> Lexed:  # noqa: C901  # one step for each kind of sign, in the order in which they win
        n = 0
        while n < len(self.found):
            match = self.found[n]
            kind = match.lastgroup
            if kind == "word":
                n += self._zone(n) or self._word(n)
                continue
            n += 1
            if kind == "number":
                self._add(NUMBER, Numeral(int(match[0][:9]), match[0]), *match.span())
            elif kind == "mark":
                self._mark(match, n)
            elif kind in ("utc", "area"):
                self._named_zone(match, kind)
            elif kind == "stamp":
                at, offset = stamped(match[0])
                self._add(LETTERS["at_day"], at, *match.span())
                if named := zone_of_offset(offset):
                    self.out.zones.append((named, match.end() - 1, match.end()))
            elif kind == "hoursminutes":
                hours, minutes = (int(figures) for figures in re.findall(r"\d+", match[0]))
                self._add(
                    LETTERS["amount"], Amount(minutes=60 * hours + minutes, unit="minute"), *match.span()
                )
            elif kind == "hanword":
                self._add(LETTERS[KNOWN[match[0]][0]], KNOWN[match[0]][1], *match.span())
            elif kind == "hanclock":
                self._add(CLOCK, han_clock(match[0]), *match.span())
            elif kind == "handay":
                self._add(LETTERS["day"], han_day(match[0], self.today), *match.span())
            elif kind in ("foreign", "hidden"):
                self._add(UNKNOWN, None, *match.span())
            else:
                self._add(LETTERS[kind or ""], shaped(kind or "", match[0]), *match.span())
                n += self._offset(match, n)
        settle(self.text, self.items, self.out.abouts)
        return self.out

    def _add(self, letter: str, value: Any, start: int, end: int) -> None:
        self.items.append(Item(letter, value, start, end))

    def _mark(self, match: re.Match[str], n: int) -> None:
        mark = match[0]
        if mark == "-" and self._is_spoken(match, n):
            return
        if mark in _MARKS:
            self._add(LETTERS[_MARKS[mark]], None, *match.span())
        elif mark == "," and self.items and self.items[-1].tag == NUMBER and n < len(self.found):
            # "on the 12, May Smith" is not the 12th of May
            if self.lexicon.words.get(self.keys[n], _NOTHING)[0] == MONTH:
                self._add(LETTERS["comma"], None, *match.span())
        elif mark not in _SILENT:
            self._add(UNKNOWN, None, *match.span())

    def _is_spoken(self, match: re.Match[str], n: int) -> bool:
        """Whether a hyphen only holds words together: "quarter-to-ten", "half-past nine"."""
        last, after = self.items[-1] if self.items else None, self.keys[n] if n < len(self.found) else ""
        glued = last is not None and last.end == match.start() and self.found[n : n + 1]
        if last is None or not glued or self.found[n].start() != match.end():
            return False
        tags = {last.tag, self.lexicon.words.get(after, _NOTHING)[0]}
        return bool(tags & _SPOKEN) and not self.text[last.start : last.end].isdigit()

    # --- words --------------------------------------------------------------------------------------------

    def _word(self, n: int) -> int:
        """Add the item of a word, or of a phrase that begins with it; answer how many tokens that took."""
        start, end = self.found[n].span()
        key = self.keys[n]
        for others, meaning in self.lexicon.phrases.get(key, ()):
            if more := self._follows(n, others):
                self._add(*valued(meaning), start, self.found[n + more].end())
                return more + 1
        last = self.items[-1] if self.items else None
        meaning = self._behind_number(key, start, last) or self.lexicon.words.get(key, _NOTHING)
        if meaning == _NOTHING and self.lexicon.language == "fr":
            start, key = self._elision(n)
            meaning = self.lexicon.words.get(key, _NOTHING)
        if meaning == _NOTHING:
            meaning = self._odd(key)
        elif meaning == _PAST and self.lexicon.language in ("de", "pl") and not _is_minutes(last):
            meaning = LETTERS["after"], None  # "nach" is both
        if meaning == _ENDING:
            number = self.items.pop()
            if number.tag != NUMBER:  # the dash of "18-tego"
                number = self.items.pop()
            self._add(ORDINAL, number.value.n, number.start, end)
        elif meaning[1] == "hour" and last and last.tag == NUMBER and last.end == start and key == "h":
            self.items.pop()
            self._add(LETTERS["hours"], last.value.n, last.start, end)
        else:
            self._add(*valued(meaning), start, end)
        return 1

    def _elision(self, n: int) -> tuple[int, str]:
        """Take the "d'" off a word that is known without it; answer where what is left begins, and its key."""
        start, word = self.found[n].start(), self.found[n][0]
        elided = ELIDED.match(word)
        if elided is None or (key := fold(word[elided.end() :])) not in self.lexicon.words:
            return start, self.keys[n]
        begins = start + elided.end()
        self._add(LETTERS["of" if elided[1] in "dD" else "the"], None, start, begins)
        return begins, key

    def _behind_number(self, key: str, start: int, last: Item | None) -> Meaning | None:
        """What a word means only because a number stands before it."""
        if last is None:
            return None
        glued = self.lexicon.glued.get(key)
        if last.tag == LETTERS["a"] and glued and glued[1] == "hour":  # "an h"
            return glued
        if last.tag == NUMBER and len(self.items) > 1 and self.items[-2].tag == LETTERS["in"]:
            counted = self.lexicon.after_in.get(key)
            if counted:
                return counted
        if last.tag in NUMERIC:
            if last.end == start and glued and (glued[0] != ORDINAL or last.tag == NUMBER):
                return glued
            if last.end == start and key == "ish":
                return LETTERS["approx"], None
            if last.tag == NUMBER and key in self.lexicon.behind:
                return self.lexicon.behind[key]
            if glued and glued not in (_ENDING, _OCLOCK) and key not in self.lexicon.words:
                return glued
        dashed = last.tag == LETTERS["dash"] and last.end == start and len(self.items) > 1
        if dashed and glued == _ENDING and self.items[-2].tag == NUMBER and self.items[-2].end == last.start:
            return glued
        return None

    def _odd(self, key: str) -> Meaning:
        """Look a word up without its dots, or without the "ish" at its end."""
        meaning = self.lexicon.words.get(key.replace(".", ""), _NOTHING)
        if meaning == _NOTHING and key.endswith("ish"):
            stem = self.lexicon.words.get(key[:-3], _NOTHING)
            if stem[0] in (NUMBER, LETTERS["clock"], LETTERS["daypart"]):
                return stem
        return meaning

    def _follows(self, n: int, others: tuple[str, ...]) -> int:
        """Answer how many tokens the other words of a phrase take up, 0 where it is not that phrase."""
        at = n + 1
        for other in others:
            while at < len(self.found) and self._joins(at):
                at += 1
            if at >= len(self.found) or self.keys[at] != other:
                return 0
            at += 1
        return at - n - 1

    def _joins(self, n: int) -> bool:
        """Whether a mark only holds the words of a phrase together: "w/c", "apres-midi"."""
        return self.keys[n] == "-" or (
            self.keys[n] in "./'’" and self.found[n].start() == self.found[n - 1].end()
        )

    # --- zones --------------------------------------------------------------------------------------------

    def _zone(self, n: int) -> int:
        """Set aside a zone named in words; answer how many tokens it took."""
        word = self.found[n][0]
        start, end = self.found[n].span()
        last = self.items[-1] if self.items else None
        timed = last is not None and last.tag in _TIMED
        named = ABBREVIATIONS.get(word.upper()) if len(word) > 1 else None
        if named:
            near = timed or bool(self.out.zones and self.out.zones[-1][2] >= start - 2)
            if word.isupper() or (near and word.islower() and self.keys[n] not in self.lexicon.words):
                self.out.zones.append((named, start, end))
                return 1
        bracketed = n > 0 and self.keys[n - 1] == "("
        if not (bracketed or self.has_time_of or (timed and n + 3 >= len(self.found))):
            return 0
        found = city_time(self.text, self.found, self.keys, n, timed=timed, bracketed=bracketed)
        if not found:
            return 0
        city, taken, named_till = found
        self.out.zones.append((city, start, named_till))
        return taken

    def _named_zone(self, match: re.Match[str], kind: str) -> None:
        """Set aside "Europe/London" or "UTC+2"; "Mon/Tue" is no zone and is taken apart."""
        named = zone_of_offset(match[0]) if kind == "utc" else zone_of_area(match[0])
        place = match.start()
        if named:
            self.out.zones.append((named, *match.span()))
        elif kind == "utc":
            self._add(UNKNOWN, None, *match.span())
        else:
            for n, word in enumerate(match[0].split("/")):
                if n:
                    self._add(LETTERS["slash"], None, place - 1, place)
                self._add(*valued(self.lexicon.words.get(fold(word), _NOTHING)), place, place + len(word))
                place += len(word) + 1

    def _offset(self, match: re.Match[str], n: int) -> int:
        """Set aside the "+02:00" behind a time; answer how many tokens it took."""
        found = offset_behind(self.text, match) if match.lastgroup in ("clock", "dotted") else None
        if not found:
            return 0
        self.out.zones.append(found)
        return sum(1 for other in self.found[n:] if other.start() < found[2])


def _is_minutes(item: Item | None) -> bool:
    """Whether minutes past an hour may be told: "zehn", "zehn Minuten", "Viertel"."""
    return item is not None and (item.tag in _COUNTED or item.value == "minute")
