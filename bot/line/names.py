"""Recognise names: capitals, titles, what stands between; and words of time that may be part of one (Theresa May)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.line.lattice import UNCLAIMED, Kind, Span
from bot.line.words import Word, listed

TITLES = listed(
    "mr mrs ms miss mx dr prof professor sir dame lord lady rev revd fr sr sister father mme mlle herr "
    "frau pan pani sra"
)
PARTICLES = listed(
    "van von der den de del della di da dos das du la le el al ul ibn bin bint binti ben abu umm ap ab "
    "mac mc st ter ten te y e ó ní nic ui af av zu zum op 't"
)
BETWEEN = frozenset(
    ("and", "&", "c/o", "née", "nee", "aka", "formerly", "or", "obo", "jr", "snr", "jnr", "sr", "o/b/o")
)
_SHORT_DAYS = listed("mon tue tues wed weds thu thur thurs fri sat sun")
_FULL_DAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
_GIVEN = listed("april may june august augustus summer autumn winter easter noel eve dawn january")
_SHORT_MONTHS = listed("feb mar apr jun jul sep sept oct nov dec")
JOINING = BETWEEN | PARTICLES
"""What may stand inside a name, in small letters."""
_LONGEST = 9
"""Words that a name has at most."""
SINGLE = 5.0
NO_NAME = 6.0


def in_name(word: Word) -> float:
    """What it costs to take a word of time for a part of a name."""
    key = word.key
    if key in _SHORT_DAYS or key in _SHORT_MONTHS:
        return 8.0
    if key in _FULL_DAYS:
        return 6.0
    return 3.0 if key in _GIVEN else 5.0


def names(words: Sequence[Word], costs: Sequence[float | None]) -> Iterator[Span]:
    """Offer every run of words as a name. `costs`: what each word costs in one; None where it can't be in any."""
    count = len(words)
    for first in range(count):
        if costs[first] is None or words[first].mark:
            continue
        cost, told = 0.0, 0
        for last in range(first, min(count, first + _LONGEST)):
            word, more = words[last], costs[last]
            if word.mark:
                step = _mark(words, first, last)
                if step is None:
                    break
                cost += step
                continue
            if more is None:
                break
            cost, told = cost + more, told + 1
            alone = SINGLE if told == 1 else 0.0
            yield Span(first, last + 1, Kind.NAME, cost + alone)


def _mark(words: Sequence[Word], first: int, place: int) -> float | None:
    """What a mark inside a name costs; None where it ends any name."""
    mark = words[place].text
    if mark in "()“”\"'&":
        return 0.5
    if mark == ",":
        return 1.0 if place - first == 1 else UNCLAIMED - 1
    return None


def costs_of(
    words: Sequence[Word],
    named: frozenset[int],
    time: frozenset[int],
    firm: frozenset[int],
    *,
    capitals: bool,
) -> list[float | None]:
    """What each word costs in a name. `named` are words of time that are to be in it; `capitals`: names have them in this line."""
    costs: list[float | None] = []
    for place, word in enumerate(words):
        if word.mark or place in time or place in firm:
            costs.append(None)
        elif place in named:
            after_title = place > 0 and words[place - 1].key in TITLES
            costs.append(2.0 if after_title else 2.0 + in_name(word))
        else:
            costs.append(_plain(words, place, capitals=capitals))
    return costs


def _plain(words: Sequence[Word], place: int, *, capitals: bool) -> float | None:
    word = words[place]
    if word.key in TITLES:
        return 1.0
    if not word.letters:
        return None
    if word.key in PARTICLES or word.key in BETWEEN:
        if _leads_on(words, place):
            return 2.0
        small = capitals and not word.capital
        return None if word.key in BETWEEN else (UNCLAIMED + 1 if small else 6.0)
    if word.figures:
        return None
    if word.capital:
        return 2.0
    return None if capitals else 4.0


def _leads_on(words: Sequence[Word], place: int) -> bool:
    """Whether a name goes on behind it."""
    after = words[place + 1] if place + 1 < len(words) else None
    return (
        after is not None
        and not after.mark
        and (after.capital or after.key in PARTICLES or after.key in TITLES)
    )
