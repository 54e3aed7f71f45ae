"""Which sessions a person means by the words that name one: a code, a reference, an id, or the claimant's name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

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


class Named(Struct, frozen=True):
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
    begun = [a for a, name in names if all(any(one.startswith(word) for one in name) for word in words)]
    return by_whole_name(appointments, typed) or begun


def by_whole_name(appointments: Sequence[Appointment], typed: Sequence[str]) -> list[Appointment]:
    """Those whose claimant is called just so, else so among other names."""
    words = sought(typed)
    names = [(a, _words(a.claimant.name or "")) for a in appointments]
    whole = [a for a, name in names if sorted(name) == sorted(words)]
    return whole or [a for a, name in names if words and set(words) <= set(name)]


def first_called(among: Listing, text: str, reads: Callable[[str], bool]) -> Named | None:
    """Those of a few whose whole names the first words of a text are, where it can be read on behind them; None: nobody."""
    words = text.split()
    for count in range(min(len(words), MOST_WORDS), 0, -1):
        rest = " ".join(words[count:])
        called = by_whole_name(among, words[:count])
        if called and (not rest or reads(rest)):
            return Named(among.of(called), rest, count)
    return None


def sought(typed: Sequence[str]) -> list[str]:
    """The words of a name as they are compared, without titles."""
    words = _words(" ".join(typed))
    return [word for word in words if word not in _TITLES] or words


def has_figure(word: str) -> bool:
    return any(sign.isdigit() for sign in word)


def _words(text: str) -> list[str]:
    words = (bare(word).strip(_MARKS) for word in folded(text).split())
    return [word for word in words if word]
