"""Whose Home was opened in the last minutes, and what stands on it, so that it is drawn anew when that changes."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec import Struct

from bot.appointments.cache import Cache

LATELY = 600.0
"""Seconds."""
MOST = 200


class Opened(Struct, frozen=True):
    """One person's Home: the day that they chose, None for today, and how it was drawn last."""

    day: date | None
    view: dict[str, Any]


class Homes:
    """The Homes of one workspace."""

    def __init__(self) -> None:
        self._opened: Cache[str, Opened] = Cache(MOST, LATELY)
        self._drawn: Cache[str, Opened] = Cache(MOST, LATELY)

    def opened(self, user: str, home: Opened) -> None:
        """Note that somebody opened it, or chose a day on it."""
        self._opened.put(user, home)
        self._drawn.put(user, home)

    def redrawn(self, user: str, home: Opened) -> None:
        """Note how it looks now; it was opened no later for that."""
        self._drawn.put(user, home)

    def lately(self) -> dict[str, Opened]:
        """Those that were opened in the last minutes."""
        found = {user: self._drawn.get(user) or home for user, home in self._opened.items()}
        return {user: home for user, home in found.items() if home is not None}
