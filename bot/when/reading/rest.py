"""The words of a text that are not about time, handed back as they were typed."""

from __future__ import annotations

import re
from collections.abc import Sequence

MAX_LENGTH = 200
"""Characters that are looked at: nobody types a longer time, and a text from anyone must cost little."""

Place = tuple[int, int, str]
"""A stretch of a text that tells the time: start, end, and what it was taken for."""


def cut(text: str) -> tuple[str, str]:
    """Cut a text before the word that would make it too long."""
    if len(text) <= MAX_LENGTH:
        return text, ""
    space = text.rfind(" ", 0, MAX_LENGTH)
    place = space if space > 0 else MAX_LENGTH
    return text[:place], text[place:]


_GAPS = re.compile(r"\s+")
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]|\"\s*\"|'\s*'")
_EDGES = " \t\n,;-–—"


def tidy(words: str) -> str:
    return _GAPS.sub(" ", _EMPTY_BRACKETS.sub(" ", words)).strip(_EDGES)


def rest_of(text: str, places: Sequence[Place]) -> tuple[str, str]:
    """Split the text into the words that are not about time, and those that are, but for the length."""
    left, place = [], 0
    for start, end, _ in places:
        left.append(text[place:start])
        place = max(place, end)
    left.append(text[place:])
    left = [_unmatched(part.strip()) for part in left]
    rest = " ".join(part for part in left if part.strip(" ,;.:!?-–—"))
    return tidy(rest), joined(text, without_length(places))


def without_length(places: Sequence[Place]) -> list[Place]:
    """Leave out the length, and the "for" that leads to it."""
    return [
        place
        for n, place in enumerate(places)
        if place[2] != "length" and not (place[2] == "joining word" and _leads_to_length(places, n))
    ]


def _unmatched(words: str) -> str:
    """Take off a bracket whose other half went with the time: "(24 Nov)"."""
    if words.count(")") > words.count("(") and words.startswith(")"):
        words = words[1:].strip()
    if words.count("(") > words.count(")") and words.endswith("("):
        words = words[:-1].strip()
    return words


def _leads_to_length(places: Sequence[Place], n: int) -> bool:
    return n + 1 < len(places) and places[n + 1][2] == "length"


def joined(text: str, places: Sequence[Place]) -> str:
    """Put stretches of the text together, with what stands between neighbours that touch."""
    out, last = "", 0
    for start, end, _ in places:
        if out:
            between = text[last:start]
            out += " " if between.strip(" ,") else between
        out += text[start:end]
        last = end
    return out.strip()
