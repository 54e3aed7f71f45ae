"""When to try again, and how long to wait before it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from enum import IntEnum

from msgspec import Struct

from bot.apis.http.deadline import Deadline
from bot.apis.http.outcome import Failure, Reply
from bot.appointments.errors import NoAnswer
from bot.appointments.values import replace

BASE = 0.25
"""Seconds before the second try; doubled before each further one."""

Sleep = Callable[[float], Awaitable[object]]


class Tries(IntEnum):
    READ = 3
    ABSOLUTE_WRITE = 2
    """Sets values to what they shall be, so that doing it twice is doing it once."""
    ONE = 1


class Retry(Struct, frozen=True):
    sleep: Sleep = asyncio.sleep
    jitter: Callable[[], float] = random.random

    async def __call__(
        self, attempt: Callable[[], Awaitable[Reply | Failure]], tries: Tries, deadline: Deadline
    ) -> Reply | Failure:
        """Attempt until it succeeds, fails for good, or the tries or the time are used up."""
        outcome = await attempt()
        may_have_happened = False
        for number in range(1, tries):
            if isinstance(outcome, Reply) or not outcome.passing:
                break
            pause = self._pause(number, outcome.wait)
            if pause >= deadline.left:
                break
            may_have_happened |= isinstance(outcome.error, NoAnswer)
            await self.sleep(pause)
            before, outcome = outcome, await attempt()
            if tries == Tries.READ and isinstance(outcome, Failure) and outcome.broken_off:
                return before  # what the service said itself
        if isinstance(outcome, Failure) and tries == Tries.ABSOLUTE_WRITE and may_have_happened:
            # What the last try says, such as "nothing was changed", need not be true of the first.
            return replace(outcome, error=NoAnswer(f"{outcome.error}, after a try without an answer"))
        return outcome

    def _pause(self, number: int, asked: float | None) -> float:
        if asked is not None:
            return asked
        return float(BASE * 2 ** (number - 1) * (0.5 + self.jitter()))


AS_USUAL = Retry()
