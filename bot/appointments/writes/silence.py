"""After a lost answer: what was sent may still be carried out, so look again and again before anything is said."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar
from weakref import WeakValueDictionary

from msgspec import Struct, field

Seen = TypeVar("Seen")

PAUSE = 1.0
"""Seconds between two looks; fewer where the whole time is short."""


class Silence(Struct, frozen=True):
    """How long the service may take over what it did not answer, and who hears that it is looked for.

    `late`: a gateway that gave up on a slow service lets it commit seconds later.
    """

    late: timedelta
    _lost: WeakValueDictionary[str, asyncio.Event] = field(default_factory=WeakValueDictionary)
    """Forgotten as soon as nobody waits or looks any more."""

    async def lost(self, form: str) -> None:
        """Wait until a form's answer is lost and is being looked for."""
        event = self._lost.setdefault(form, asyncio.Event())
        await event.wait()

    async def look(self, form: str, look: Callable[[], Awaitable[Seen | None]]) -> Seen | None:
        """Look until something is seen, for `late` at least; None: nothing was there. Raises what the last look raised."""
        event = self._lost.setdefault(form, asyncio.Event())
        event.set()
        left = self.late.total_seconds()
        while True:
            last = left <= 0
            try:
                seen = await look()
            except Exception:
                if last:
                    raise
            else:
                if seen is not None or last:
                    return seen
            pause = min(PAUSE, left, max(self.late.total_seconds() / 4, 0.01))
            await asyncio.sleep(pause)
            left -= pause
