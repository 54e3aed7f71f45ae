"""Cut a line into words, once: what stands between two breaks, and the marks that break."""

from __future__ import annotations

import re

_CHUNK = re.compile(r"\n|[,;|<>()\[\]{}\"“”„«»…•]|[^\s,;|<>()\[\]{}\"“”„«»…•]+")
_EDGE = "*_~`!?.:=-–—'‘’"
_STUCK = re.compile(
    r"[^\d\W]+:(?=[^\d\W/]|\+\d|0\d{3})|(?<=[^\d\W]{2})/(?=\w)|(?<=\w)/(?=[^\d\W]{3})|(?<=[^\d\W])\.(?=[^\d\W]{4})"
)
"""Where two words are written together: "Tel:Jane", "Doe/Thurs"."""
_KEPT_WHOLE = re.compile(r"[^\W\d_]/[^\W\d_]?|\d[\d/.:-]*|\S*@\S*|https?:\S*", re.IGNORECASE)
_MARKS = frozenset(',;|<>()[]{}"“”„«»…•\n/:-–—+&#=!?')


def listed(words: str) -> frozenset[str]:
    """Make a set of words that are written in a row."""
    return frozenset(words.split())


class Word:
    """One word, or a mark that stands between words. `start` and `end` are places in the folded line."""

    __slots__ = ("capital", "end", "figures", "key", "letters", "mark", "start", "text")

    def __init__(self, text: str, start: int, end: int, *, mark: bool = False) -> None:
        self.text, self.start, self.end, self.mark = text, start, end, mark
        self.key = text.casefold().replace("’", "'").replace(".", "")
        if text.isalpha():
            self.figures, self.letters, first = False, True, text[0]
        else:
            self.figures = any(letter.isdigit() for letter in text)
            self.letters = any(letter.isalpha() for letter in text)
            first = text.lstrip("'’(+#")[:1]
        self.capital = first.isalpha() and not first.islower()
        """Whether it begins as a name does; scripts without capitals begin so always."""


def cut(text: str) -> list[Word]:
    """Cut a folded line, that may have several lines of its own, into words and marks."""
    words: list[Word] = []
    for match in _CHUNK.finditer(text):
        chunk, start = match[0], match.start()
        if chunk in _MARKS:
            words.append(Word(chunk, start, start + 1, mark=True))
            continue
        _cut_chunk(chunk, start, words)
    return words


def _cut_chunk(chunk: str, start: int, words: list[Word]) -> None:
    """Take the marks round a word off, and part what is only written together."""
    bare = chunk.lstrip(_EDGE)
    front = len(chunk) - len(bare)
    if front and bare[:1].isdigit() and chunk[front - 1] == "-":
        bare, front = chunk[front - 1 :], front - 1  # "-30m"
    for place in range(front):
        if chunk[place] in _MARKS:
            words.append(Word(chunk[place], start + place, start + place + 1, mark=True))
    core = bare.rstrip(_EDGE)
    if len(core) <= 2 and core.isalpha() and bare[len(core) : len(core) + 1] == ".":
        core = bare[: len(core) + 1]  # "J.", "Mr."
    begin = start + front
    if core:
        for left, right in _parts(core):
            words.append(Word(core[left:right], begin + left, begin + right, mark=core[left:right] in _MARKS))
    for place, mark in enumerate(bare[len(core) :], begin + len(core)):
        if mark in _MARKS:
            words.append(Word(mark, place, place + 1, mark=True))


def _parts(core: str) -> list[tuple[int, int]]:
    if core.isalnum() or _KEPT_WHOLE.fullmatch(core):
        return [(0, len(core))]
    parts, place = [], 0
    for stuck in _STUCK.finditer(core):
        end = stuck.end() - 1
        if end > place:
            parts.append((place, end))
        parts.append((end, end + 1))
        place = end + 1
    if place < len(core):
        parts.append((place, len(core)))
    return parts
