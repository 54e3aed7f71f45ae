"""Which sessions a person means by the words that name one: a code, a reference, an id, or the claimant's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.appointments.filter import folded
from bot.appointments.folding import bare
from bot.appointments.listing import Listing
from bot.appointments.model import Appointment

SHORTEST_CODE = 3
_SHORTEST_NAME = 2
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr"})
_MARKS = ",.;:"
MOST_WORDS = 8
"""Words of the longest name that is looked for."""


@dataclass(frozen=True, slots=True)
class Named:
    """What the first words of a text name, and the words behind them."""

    sessions: Listing
    rest: str = ""
    words: int = 0
    """How many words of a claimant's name they are; 0: a code, a reference or an id."""


def by_code(appointments: Sequence[Appointment], word: str) -> list[Appointment]:
    """Those that have this reference or id, else those whose reference ends so."""
    exact = [a for a in appointments if word in {a.reference, a.id}]
    if exact or len(word) < SHORTEST_CODE:
        return exact
    ending = word.casefold()
    return [a for a in appointments if (a.reference or a.id).casefold().endswith(ending)]


def by_name(appointments: Sequence[Appointment], typed: Sequence[str]) -> list[Appointment]:
    """Those whose claimant is called just so, else so among other names, else those with names that begin so."""
    words = sought(typed)
    if sum(map(len, words)) < _SHORTEST_NAME:
        return []
    names = [(a, _words(a.claimant.name or "")) for a in appointments]
    whole = [a for a, name in names if sorted(name) == sorted(words)]
    among = [a for a, name in names if set(words) <= set(name)]
    begun = [a for a, name in names if all(any(one.startswith(word) for one in name) for word in words)]
    return whole or among or begun


def sought(typed: Sequence[str]) -> list[str]:
    """The words of a name as they are compared, without titles."""
    words = _words(" ".join(typed))
    return [word for word in words if word not in _TITLES] or words


def has_figure(word: str) -> bool:
    return any(sign.isdigit() for sign in word)


def _words(text: str) -> list[str]:
    words = (bare(word).strip(_MARKS) for word in folded(text).split())
    return [word for word in words if word]
