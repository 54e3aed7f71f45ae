"""Where in which list somebody is: what the buttons that turn its pages and days carry. Each list is drawn with several, so they are quick."""

from __future__ import annotations

from typing import Annotated, Any, Self

from msgspec import Meta, Struct, convert, field, json

_Number = Annotated[int, Meta(ge=0)]
_SEVERAL = ("st", "d", "y")
"""What is several words; a button of an older card may carry one alone."""


class PlaceInList(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a page of a list begins."""

    page: _Number = field(default=0, name="p")
    past: _Number = field(default=0, name="x")
    """So many further on than where its page begins: the page before had no room for all of its own."""

    def packed(self) -> str:
        return json.encode(self).decode()

    @classmethod
    def read(cls, text: str | None) -> Self | None:
        """Read what a button carries; None for what an older or a foreign card may hold."""
        try:
            told: dict[str, Any] = json.decode(text or "", type=dict)
            return convert({key: _several(key, value) for key, value in told.items()}, cls)
        except (ValueError, RecursionError):
            return None


class ListPlace(PlaceInList, frozen=True, kw_only=True, omit_defaults=True):
    """Which list a page belongs to, in words that can be run again: times are whole seconds UTC, names are ids."""

    start: int | None = field(default=None, name="s")
    end: int | None = field(default=None, name="e")
    whole: bool = field(default=False, name="w")
    """What is over stands in it too."""
    statuses: tuple[str, ...] = field(default=(), name="st")
    departments: tuple[str, ...] = field(default=(), name="d")
    interpreter: bool = field(default=False, name="i")
    own: tuple[str, ...] = field(default=(), name="y")
    """Words of their own: now, late, mine."""
    only: dict[str, tuple[str, ...]] = field(default_factory=dict, name="o")
    """By what the service narrows it."""


class FoundPlace(PlaceInList, frozen=True, kw_only=True, omit_defaults=True):
    """A page of what was found. The words that were looked for are a claimant's name: they are not in it."""

    search: str = field(name="q")


def _several(key: str, value: object) -> object:
    return [value] if key in _SEVERAL and isinstance(value, str) else value
