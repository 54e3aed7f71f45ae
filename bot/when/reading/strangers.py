"""Words for times in a language that is not the typist's: "demain à 15h" under an English profile."""

from __future__ import annotations

from functools import lru_cache

from bot.when.grammar import LETTERS, Item
from bot.when.reading.text import Text
from bot.when.words import LANGUAGES, fold, lexicon

NAMES = {"fr": "French", "de": "German", "es": "Spanish", "pl": "Polish", "cy": "Welsh", "en": "English"}
_TELLING = frozenset(LETTERS[tag] for tag in ("weekday", "relday", "month", "daypart", "now"))
_DAYS = frozenset(LETTERS[tag] for tag in ("weekday", "relday"))
_NUMBERS = frozenset(LETTERS[tag] for tag in ("number", "ordinal", "clock", "at_day"))
_TOLD = frozenset(LETTERS[tag] for tag in ("day", "at_day"))
_SHORTEST = 4
"""Letters: shorter words are too often something else."""


@lru_cache(maxsize=1)
def tellers() -> dict[str, tuple[str, str]]:
    """Each word for a day, a month or a part of the day: its language, and its tag."""
    english = lexicon("en").words
    return {
        word: (language, letter)
        for language in reversed(LANGUAGES)
        for word, (letter, _) in lexicon(language).words.items()
        if letter in _TELLING and word not in english and len(word) >= _SHORTEST
    }


def stranger(phrase: Text) -> tuple[str, str] | None:
    """Find a word for a time that only another language has: the word as typed, and the language.

    Months and days are people's names too ("Domingo", "Maja"), so a capital letter counts at the beginning
    of the text only, for a day with no name behind it.
    """
    for n, item in enumerate(phrase.items):
        typed = phrase.typed(item)
        if item.tag != LETTERS["unknown"] or (found := tellers().get(fold(typed))) is None:
            continue
        language, letter = found
        if letter == LETTERS["month"] and not _beside_number(phrase, n):
            continue
        if letter in _DAYS and _is_first_name(phrase, n):
            continue
        if letter == LETTERS["month"] and n and phrase.items[n - 1].tag == LETTERS["number"]:
            return typed, language  # "10 Agosto"
        if typed.islower() or (n == 0 and letter in _DAYS and not _is_name(phrase, n + 1)):
            return typed, language
    return None


def _beside_number(phrase: Text, n: int) -> bool:
    return any(phrase.items[m].tag in _NUMBERS for m in (n - 1, n + 1) if 0 <= m < len(phrase.items))


def _is_first_name(phrase: Text, n: int) -> bool:
    """Whether another word follows, and a day of its own is told: "domingo garcia tomorrow 3pm"."""
    follows = n + 1 < len(phrase.items) and phrase.items[n + 1].tag == LETTERS["unknown"]
    return follows and any(item.tag in _TOLD for item in phrase.items)


def _is_name(phrase: Text, n: int) -> bool:
    after: Item | None = phrase.items[n] if n < len(phrase.items) else None
    return after is not None and after.tag == LETTERS["unknown"] and phrase.typed(after)[0].isupper()
