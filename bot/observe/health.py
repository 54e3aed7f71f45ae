"""Whether all that is needed can be had: one look for all who ask, kept for some seconds, however many ask."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping

from bot.appointments.cache import Timer
from bot.appointments.single_flight import Remembered

FRESH = 5.0
"""Seconds for which what was found is told again; a probe that asks more often learns nothing more."""
PATIENCE = 5.0
"""Seconds that a look may take; what has not answered by then is not there."""

_ALL = "all"
Look = Callable[[], Awaitable[str | None]]
"""Looks at one thing, and gives the word for its trouble."""


class Health:
    """Looks at each of some things, named; all of them at the same time."""

    def __init__(
        self,
        looks: Mapping[str, Look],
        *,
        fresh: float = FRESH,
        patience: float = PATIENCE,
        clock: Timer = time.monotonic,
    ) -> None:
        self._looks = dict(looks)
        self._patience = patience
        self._found: Remembered[dict[str, str]] = Remembered(fresh, clock, most=1)

    async def problems(self) -> dict[str, str]:
        """Tell what is amiss, by name; nothing: all is well."""
        return dict(await self._found.get(_ALL, self._look))

    def forget(self) -> None:
        """Look again when the next one asks."""
        self._found.forget(_ALL)

    async def aclose(self) -> None:
        await self._found.aclose()

    async def _look(self) -> dict[str, str]:
        found = await asyncio.gather(*(self._one(look) for look in self._looks.values()))
        return {name: trouble for name, trouble in zip(self._looks, found, strict=True) if trouble}

    async def _one(self, look: Look) -> str | None:
        try:
            async with asyncio.timeout(self._patience):
                return await look()
        except TimeoutError:
            return "no_answer"
        except Exception as error:  # whatever it is, it is not well; and only its kind is told
            return type(error).__name__
