"""The playground's clock: it runs as the real one does, and can be moved on."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


class PlayClock:
    """One clock for the workspace and the bot. Without a `start` it begins at the real time."""

    def __init__(self, start: datetime | None = None) -> None:
        self._start = start or datetime.now(UTC)
        self._since = time.monotonic()
        self.ahead = timedelta()
        """How far it was moved on."""

    def __call__(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._since) + self.ahead

    def advance(self, by: timedelta) -> None:
        """Move it on. Time never goes back: what was done would not be undone."""
        if by < timedelta():
            raise ValueError("the clock can only be moved on")
        self.ahead += by
