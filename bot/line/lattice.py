"""The lattice: every recogniser offers spans of words, and the cheapest cover of the whole line wins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from bot.line.words import Word


class Kind(StrEnum):
    """What a word can belong to."""

    NAME = "name"
    TIME = "time"
    LENGTH = "length"
    DEPARTMENT = "department"
    INTERPRETER = "interpreter"
    PHONE = "phone"
    EMAIL = "e-mail"
    BIRTH = "date of birth"
    REFERENCE = "reference"
    LABEL = "label"
    COURTESY = "courtesy"
    NOTHING = "not understood"


UNCLAIMED = 10.0
"""What a word costs that belongs to nothing: more than any way of understanding it."""
SECOND_NAME = 9.0
"""What it costs to take words for a name that stand apart from the first ones."""


class Span(Struct, frozen=True):
    """Some words in a row, what they are taken for, and what that costs."""

    first: int
    last: int
    """Exclusive."""
    kind: Kind
    cost: float
    value: str = ""


class Cover(NamedTuple):
    """A way to account for every word."""

    cost: float
    spans: tuple[Span, ...]


def cheapest(words: Sequence[Word], offered: Iterable[Span]) -> Cover:
    """Find the cheapest cover; what nobody claims is in it too, as nothing. Takes time in proportion to what is offered."""
    begins: dict[int, list[Span]] = {}
    for span in offered:
        begins.setdefault(span.first, []).append(span)
    count = len(words)
    best: list[list[tuple[float, Span | None, int] | None]] = [[None, None] for _ in range(count + 1)]
    best[0][0] = (0.0, None, 0)
    for place in range(count):
        for named in (0, 1):
            here = best[place][named]
            if here is None:
                continue
            free = words[place].mark
            nothing = Span(place, place + 1, Kind.NOTHING, 0.0 if free else UNCLAIMED)
            for span in (nothing, *begins.get(place, ())):
                is_name = span.kind is Kind.NAME
                cost = here[0] + span.cost + (SECOND_NAME if is_name and named else 0.0)
                there = best[span.last]
                after = 1 if named or is_name else 0
                known = there[after]
                if known is None or cost < known[0]:
                    there[after] = (cost, span, named)
    named = min((n for n in (0, 1) if best[count][n]), key=lambda n: _cost(best[count][n]))
    return Cover(_cost(best[count][named]), tuple(_back(best, count, named, words)))


def _cost(step: tuple[float, Span | None, int] | None) -> float:
    return step[0] if step else float("inf")


def _back(
    best: list[list[tuple[float, Span | None, int] | None]], place: int, named: int, words: Sequence[Word]
) -> list[Span]:
    """Walk the cheapest way back, leaving out the marks that belong to nothing."""
    spans: list[Span] = []
    while place:
        step = best[place][named]
        if step is None or step[1] is None:
            break
        span = step[1]
        if span.kind is not Kind.NOTHING or not words[span.first].mark:
            spans.append(span)
        place, named = span.first, step[2]
    return spans[::-1]
