"""Cut `key:value` out of what was typed: names in quotes, several with commas, statuses and departments of several words."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from bot.appointments.filter import folded, status_meant
from bot.appointments.folding import bare

_KEY = re.compile(r"(?<![^\s\"'“„«‘(\[{<])(?P<key>[^\W\d_]+):(?!//)\s*")
_VALUE = re.compile(
    r"(?:\"(?P<plain>[^\"]*)\"|[“„](?P<curly>[^“”]*)[“”]|['‘’](?P<single>[^,]+?)['‘’](?!\w))\.?|(?P<word>[^\s,]+)"
)
_WORDS = re.compile(r"[^\s,]+(?: +[^\s,]+)*")
_MOST_WORDS = 8
MOST_PAIRS = 40
"""More than that is no list that somebody would type, and each costs."""
LONGEST = 255
"""Characters of a value."""


def typed_pairs(
    text: str, names: Collection[str], is_key: Callable[[str], bool]
) -> tuple[list[tuple[str, list[str]]], str]:
    """Give each key with its values, and what is left. `names` may have several words without quotes, as statuses may.

    What is no key, as `is_key` knows them, is a word when its colon ends it: "today:".
    """
    known = {folded(name) for name in names}
    pairs: list[tuple[str, list[str]]] = []
    rest, at = [], 0
    while len(pairs) < MOST_PAIRS and (found := _KEY.search(text, at)):
        if _is_stop(text, found) and not is_key(found["key"]):
            rest.append(text[at : found.end()])
            at = found.end()
            continue
        rest.append(text[at : found.start()])
        values, at = _values(text, found.end(), known)
        pairs.append((found["key"], values))
    return pairs, " ".join([*rest, text[at:]])


def _is_stop(text: str, found: re.Match[str]) -> bool:
    """Whether the colon ends a word, rather than begins a value."""
    return found[0][-1:] != ":" or found.end() == len(text)


def _values(text: str, at: int, names: Collection[str]) -> tuple[list[str], int]:
    """The values that begin here, and where they end. After ", " only what is a name goes on: else it is the span."""
    values: list[str] = []
    while value := _VALUE.match(text, at):
        words = bare(value["plain"] or value["curly"] or value["single"] or value["word"] or "")
        at = value.end()
        if value["word"]:
            words, at = _longest(text, value.start(), names) or (words, at)
            words = bare(words)
        values += [" ".join(words.split())[:LONGEST]] if words else []
        comma = re.compile(r"\s*,").match(text, at)
        if comma is None:
            break
        after = re.compile(r"\s+").match(text, comma.end())
        if after is not None and not _goes_on(text, after.end(), names):
            at = comma.end()
            break
        at = after.end() if after else comma.end()
    return values, at


def _goes_on(text: str, at: int, names: Collection[str]) -> bool:
    return text[at : at + 1] in {'"', "“"} or _longest(text, at, names, parts=True) is not None


def _longest(text: str, at: int, names: Collection[str], *, parts: bool = False) -> tuple[str, int] | None:
    """The longest run of words that is a status or a name, or with `parts` a part of one; and where it ends."""
    run = _WORDS.match(text, at)
    words = run[0].split(" ") if run else []
    for count in range(min(len(words), _MOST_WORDS), 0, -1):
        phrase = " ".join(words[:count])
        told = folded(bare(phrase))
        if (
            status_meant(bare(phrase))
            or told in names
            or (parts and told and any(told in one for one in names))
        ):
            return phrase, at + len(phrase)
    return None
