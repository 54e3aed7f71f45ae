"""Words beside a time that were probably meant for one: misspelt, or of a language that is not the typist's.

What is left of a time without them is never a time: "thurday 2pm" is not today. So they are asked about, and what they
probably mean is offered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from bot.libraries.partial import import_part
from bot.when.grammar import LETTERS, NAMES, Context, Item
from bot.when.model import Choice
from bot.when.parts import MONTHS, Unreadable
from bot.when.reading.han import HAN
from bot.when.reading.lexer import HIDDEN
from bot.when.reading.pieces import Pieces
from bot.when.reading.refusals import example, quoted
from bot.when.reading.strangers import tellers
from bot.when.reading.text import Text
from bot.when.reading.weighing import JOINING, PIECES, tags
from bot.when.reading.zones import ABBREVIATIONS, zone_of_city
from bot.when.words import LANGUAGES, fold, lexicon
from bot.when.words.world import everywhere, in_english

UNKNOWN, NUMBER, DAYPART, CLOCK = (LETTERS[tag] for tag in ("unknown", "number", "daypart", "clock"))
_TELLING = tags("number ordinal month weekday weekdays meridiem dotted clock pair or") | PIECES - tags(
    "amount"
)
_NUMBERED = tags("number ordinal")
_DAYS = tags("day at_day days weekday")
RELDAY = LETTERS["relday"]
_DAY_WORDS = frozenset(LETTERS[tag] for tag in ("weekday", "relday"))
_TARGETS = frozenset(LETTERS[tag] for tag in ("weekday", "month", "relday"))
_HALVES = re.compile(r"(?:(?:ma|pn|pmm|amm|aam|ppm|om|mp|an|ap)$)|^[ap][.,;]?m[a-z]?$")
_NOUGHT = re.compile(r"(?<=\d)[oO](?![^\W\d_])|(?<![^\W_])[oO](?=\d)|(?<=\d)l(?![^\W_])")
_DOUBLED = re.compile(r"(.)\1+")
_SHORT_TO = re.compile(r"2(?=[a-z])")
_ZONE_OR_HAN = re.compile(rf"(?:UTC|GMT|utc|gmt)[+-]\d|.*(?:{HAN})")
_NO_MOD = ("text", "nest", "neat", "newt")
_SURE = 5
"""Letters from which on a word that resembles a day is one even with no time beside it."""


class Meant(NamedTuple):
    """Where the word stands, and what it probably means in English; empty where that is not known."""

    start: int
    end: int
    english: str

    def question(self, typed: str, context: Context) -> Unreadable:
        eg = example(context)
        if self.english:
            words = (
                f"{quoted(typed)} may mean {self.english}. Choose that, or type the time in full, e.g. {eg}."
            )
            problem = Unreadable("misspelt", words, (Choice("", self.english),))
        else:
            problem = Unreadable(
                "misspelt", f"{quoted(typed)} is not clear beside that time. Type it in full, e.g. {eg}."
            )
        problem.place = self.start, self.end
        return problem


@lru_cache(maxsize=256)
def _known(language: str) -> tuple[dict[str, str], list[str], dict[str, str]]:
    """The words for days and months of a language, each with the usual way to write it; all of them; and without doubled letters."""
    english, own = lexicon("en"), lexicon(language if language in LANGUAGES else "en")
    usual: dict[tuple[str, object], str] = {}
    words: dict[str, str] = {}
    for lexed in (english, own):
        for word, meaning in lexed.words.items():
            if meaning[0] in _TARGETS and len(word) > 3:
                words.setdefault(
                    word, usual.setdefault(meaning, word if meaning[0] == RELDAY else word.capitalize())
                )
    return words, list(words), {_DOUBLED.sub(r"\1", word): usual for word, usual in words.items()}


def resembled(word: str, language: str = "en") -> str | None:
    """The day or month that a word probably misspells, as it is usually written."""
    key = fold(word)
    words, all_words, single = _known(language)
    if key in words or not 4 <= len(key) <= 12:
        return None
    most = 1 if len(key) < 8 else 2
    apart = _apart()
    close = [
        (far, place)
        for place, one in enumerate(all_words)
        if abs(len(one) - len(key)) <= most
        if (far := apart(key, one, score_cutoff=most)) <= most
    ]
    for _, place in sorted(close)[:3]:
        found = all_words[place]
        if found[0] == key[0] or (len(key) > 4 and found in lexicon("en").words):
            return words[found]
    return single.get(_DOUBLED.sub(r"\1", key))


@cache
def _apart() -> Callable[..., int]:
    """Say how many slips of the fingers apart two words are; the library that counts them is for whoever mistypes."""
    counted: Callable[..., int] = import_part("rapidfuzz", "distance").OSA.distance
    return counted


@cache
def _phrases() -> dict[str, str]:
    """Days of two words in another language, with the English for them: "dydd Iau", "ngày mai"."""
    found = {key: told.english for key, told in everywhere().items() if " " in key}
    for language in LANGUAGES:
        if language == "en":
            continue
        for first, following in lexicon(language).phrases.items():
            for others, (letter, value) in following:
                if len(others) == 1 and letter in _DAY_WORDS:
                    found.setdefault(f"{first} {others[0]}", in_english(NAMES[letter], value))
    return found


def foreign_pair(one: str, other: str, language: str) -> str | None:
    """The English for a day that two words tell together in another language."""
    key = f"{fold(one)} {fold(other)}"
    own = any(others == (fold(other),) for others, _ in lexicon(language).phrases.get(fold(one), ()))
    return None if own else _phrases().get(key)


def foreign(word: str, language: str = "en") -> str | None:
    """The English for a day or month of another language; empty for other words of time."""
    key = fold(word)
    if key in lexicon(language).words or (key in tellers() and not word[0].isupper()):
        return None  # a language that we read whole: see `stranger`
    found = everywhere().get(key)
    if found is None and key in tellers():
        return ""
    return found.english if found else None


def strange(phrase: Text, pieces: Pieces) -> Meant | None:
    """Find the first word that was probably meant for a time."""
    told = bool(pieces.days or pieces.periods or pieces.moments)
    for n, item in enumerate(phrase.items):
        if item.tag != UNKNOWN or item.start == item.end:
            continue
        typed = phrase.typed(item)
        if HIDDEN in typed:
            continue
        if meant := _meant(phrase, pieces, n, typed, told=told):
            return meant
    return None


def _meant(phrase: Text, pieces: Pieces, n: int, typed: str, *, told: bool) -> Meant | None:
    items, item, language = phrase.items, phrase.items[n], phrase.context.language
    before, after = _beside(items, n, -1), _beside(items, n, 1)
    number = _glued_number(items, n)
    near = any(other is not None and other.tag in _TELLING for other in (before, after)) or number is not None
    if number is not None or _NOUGHT.search(typed):
        return _figures(phrase, n, number, typed)
    if before and before.tag == NUMBER and _HALVES.fullmatch(typed.lower()) and not pieces.clocks:
        half = "am" if "a" in typed.lower() else "pm"
        return Meant(before.start, item.end, f"{phrase.typed(before)}{half}")
    if before is None and after is not None and after.tag in _DAYS and _is_mod(typed):
        return Meant(item.start, item.end, "next")
    if after is not None and after.tag in _DAYS and typed.islower() and _is_mod(typed):
        return Meant(item.start, item.end, "next")
    if language not in LANGUAGES and near and not typed[0].isupper():
        # A word of a language that is only half known
        return Meant(item.start, item.end, foreign(typed, language) or "")
    after_it = items[n + 1] if n + 1 < len(items) else None
    pair = phrase.typed(after_it) if after_it and after_it.tag == UNKNOWN and not told else ""
    if after_it and pair and (english := foreign_pair(typed, pair, language)):
        return Meant(item.start, after_it.end, english)
    if told or not (near or (len(typed) >= _SURE and not typed[0].isupper()) or phrase.whole):
        return None
    if not _may_be_time(phrase, n, typed):
        return None
    if n == 0 and fold(typed) in tellers():
        return None  # the text is in a language that we read: see `stranger`
    return _resembling(phrase, item, before, after, near=near)


def _resembling(
    phrase: Text, item: Item, before: Item | None, after: Item | None, *, near: bool
) -> Meant | None:
    """What a word resembles, or is in another language; a month with its number."""
    typed, language = phrase.typed(item), phrase.context.language
    english = resembled(typed, language)
    if english is None:
        english = foreign(typed, language)
        if english is not None and not near and typed.isascii():
            return None
    if english is None or english.capitalize() not in MONTHS:
        return Meant(item.start, item.end, english) if english is not None else None
    month = english.capitalize()
    if before and before.tag in _NUMBERED:
        return Meant(before.start, item.end, f"{phrase.typed(before)} {month}")
    if after and after.tag in _NUMBERED:
        return Meant(item.start, after.end, f"{month} {phrase.typed(after)}")
    return None


def _is_mod(typed: str) -> bool:
    return typed.lower() not in _NO_MOD and _apart()(typed.lower(), "next") == 1


def _may_be_time(phrase: Text, n: int, typed: str) -> bool:
    """Whether it is no name: small letters, letters that have no capitals, or alone among times."""
    if not typed[0].isupper() or phrase.whole:
        return True
    beside = [phrase.items[m] for m in (n - 1, n + 1) if 0 <= m < len(phrase.items)]
    return not any(
        one.tag == UNKNOWN and HIDDEN not in phrase.typed(one) and phrase.typed(one)[:1].isupper()
        for one in beside
    )


def _beside(items: list[Item], n: int, step: int) -> Item | None:
    """What stands next to it, but for joining words."""
    n += step
    while 0 <= n < len(items) and items[n].tag in JOINING:
        n += step
    return items[n] if 0 <= n < len(items) else None


def _glued_number(items: list[Item], n: int) -> Item | None:
    """The figure that a word is written together with: "2moro", "1o"."""
    before = items[n - 1] if n else None
    return before if before and before.tag in (UNKNOWN, NUMBER) and before.end == items[n].start else None


def _figures(phrase: Text, n: int, number: Item | None, typed: str) -> Meant | None:
    """ "2moro", "1o am", "O9:30", "2pn"."""
    item = phrase.items[n]
    start = number.start if number else item.start
    whole = phrase.text[start : item.end]
    if not any(letter.isdigit() for letter in whole) or HIDDEN in whole:
        return None
    if _SHORT_TO.match(whole.lower()) and (english := resembled(_SHORT_TO.sub("to", whole.lower()))):
        return Meant(start, item.end, english)
    if _HALVES.fullmatch(typed.lower()):
        return Meant(item.start, item.end, "am" if "a" in typed.lower() else "pm")
    mended = _NOUGHT.sub(lambda found: "1" if found[0] == "l" else "0", whole)
    return Meant(start, item.end, mended) if mended != whole and len(whole) < 5 else None


def resembles_time(word: str, language: str, *, numbered: bool) -> bool:
    """Whether a word that is none of the language's words for a time may be meant for one; months go with a number."""
    english = resembled(word, language) or foreign(word, language)
    return english is not None and (numbered or english.capitalize() not in MONTHS)


def is_time_word(word: str, language: str, *, moving: bool = False) -> bool:
    """Whether a word, by itself, may belong to a time."""
    known = lexicon(language, moving=moving)
    key = fold(word)
    return (
        key in known.words
        or key in known.phrases
        or (len(key) >= 4 and key in tellers())
        or word in ABBREVIATIONS
        or _ZONE_OR_HAN.match(word) is not None
    )


def words_of_time(words: Sequence[str], language: str, *, moving: bool = False) -> set[int]:
    """The places of the words that are of time only together: "Good Friday", "Warsaw time"."""
    phrases = lexicon(language, moving=moving).phrases
    keys = [fold(word) for word in words]
    found: set[int] = set()
    for n, key in enumerate(keys):
        for others, _ in phrases.get(key, ()):
            if tuple(keys[n + 1 : n + 1 + len(others)]) == others:
                found.update(range(n, n + 1 + len(others)))
                break
        if n and foreign_pair(words[n - 1], words[n], language):
            found.update((n - 1, n))
        if key == "time" and n:
            first = next((m for m in range(max(0, n - 3), n) if zone_of_city(" ".join(words[m:n]))), n)
            found.update(range(first, n))
    return found
