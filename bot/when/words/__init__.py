"""The words that each language has for times, folded and ready to be looked up."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from types import ModuleType
from typing import Any

from msgspec import Struct

from bot.when.grammar import LETTERS
from bot.when.parts import Clock, Numeral
from bot.when.words import english, french, german, polish, spanish, welsh, world
from bot.when.words.table import Table

LANGUAGES: dict[str, ModuleType] = {
    "en": english,
    "fr": french,
    "de": german,
    "es": spanish,
    "pl": polish,
    "cy": welsh,
}
VALUELESS = frozenset(
    ["a", "half", "quarter", "oclock", "heure", "now", "sametime", "bankholiday", "wc", "ending"]
)
_MORE = str.maketrans(
    {
        "ł": "l",
        "ß": "ss",
        "œ": "oe",
        "æ": "ae",
        "ı": "i",
        "ø": "o",
        "đ": "d",
        "'": None,
        "’": None,
        "‘": None,
        "ʼ": None,
    }
)

Meaning = tuple[str, Any]
"""The letter of a tag, and the value."""


class Lexicon(Struct, frozen=True):
    """All the words of one language, English beneath it: people mix them."""

    language: str
    words: dict[str, Meaning]
    phrases: dict[str, list[tuple[tuple[str, ...], Meaning]]]
    """The first word of each phrase -> the words that follow it and what they mean together, longest first."""
    glued: dict[str, Meaning]
    """What counts only glued to a number: "3p", "45m", "22nd"."""
    after_in: dict[str, Meaning]
    """What means something else where a number of it stands behind "in": "in 1 mon" is a month."""
    behind: dict[str, Meaning]
    """What means something else behind a number: "sept" is seven, but "11 sept" is in September."""


def fold(word: str) -> str:
    """Bring a word to the form it is looked up by: small letters, no accents, no apostrophes."""
    word = word.lower()
    if word.isascii():
        return word.replace("'", "")
    decomposed = unicodedata.normalize("NFKD", word.translate(_MORE))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=256)
def lexicon(language: str, *, moving: bool = False) -> Lexicon:
    """Build the word list of a language: our own, or what dateparser has for it; else it is English alone.

    `moving`: with the words that mean something only beside an appointment that is to be moved.
    """
    own = LANGUAGES.get(language)
    if moving:
        made = _upon(lexicon(language), language)
        for module in dict.fromkeys((english, own or english)):
            _learn(made, module.MOVING)
        return made
    made = Lexicon("en", {}, {}, {}, {}, {}) if own is english else _upon(lexicon("en"), language)
    if own is None:
        _learn(made, world.table(language, fold) or {})
    else:
        _learn(made, {**own.TABLE, "named": own.NAMED})
        made.glued.update(_forms(getattr(own, "GLUED", {})))
        made.after_in.update(_forms(getattr(own, "AFTER_IN", {})))
        made.behind.update(_forms(getattr(own, "BEHIND_NUMBER", {})))
    return made


def _upon(beneath: Lexicon, language: str) -> Lexicon:
    """A word list that begins with another's: the words and what they mean are there once, whatever lies upon them."""
    return Lexicon(
        language,
        dict(beneath.words),
        dict(beneath.phrases),
        dict(beneath.glued),
        dict(beneath.after_in),
        dict(beneath.behind),
    )


def _forms(table: Table) -> Iterator[tuple[str, Meaning]]:
    """Every form of every word of a table, with what it means."""
    for tag, meanings in table.items():
        for value, forms in meanings.items():
            meaning = LETTERS[tag], None if tag in VALUELESS else value  # one for all its forms
            for form in filter(None, forms.split(", ")):
                yield form, meaning


def _learn(made: Lexicon, table: Table) -> None:
    """Take in a table; what it says of a word counts more than what was there."""
    for form, meaning in _forms(table):
        first, *others = form.split()
        if not others:
            made.words[first] = meaning
            continue
        known = [entry for entry in made.phrases.get(first, ()) if entry[0] != tuple(others)]
        made.phrases[first] = sorted([*known, (tuple(others), meaning)], key=lambda entry: -len(entry[0]))


def valued(meaning: Meaning) -> Meaning:
    """Give a number word or "noon" the value that its figures would have."""
    if meaning[0] == LETTERS["number"]:
        return LETTERS["number"], Numeral(meaning[1])
    if meaning[0] == LETTERS["clock"]:
        return LETTERS["clock"], Clock(meaning[1], midnight=meaning[1] == 0)
    return meaning
