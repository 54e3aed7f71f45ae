"""How much one person may have under way at a time, so that nobody takes everybody's turn at the service."""

from __future__ import annotations

import asyncio
from collections import Counter

AT_A_TIME = 5
"""Commands and clicks; a form that is sent always has its turn. The service has sixteen places for all."""
WAIT = "You have several things under way already. Nothing was done with this one: wait for those, then ask again."


class Turns:
    def __init__(self, at_a_time: int = AT_A_TIME) -> None:
        self._at_a_time = at_a_time
        self._under_way: Counter[str] = Counter()

    def free(self, user: str) -> bool:
        """Whether a person may begin one more."""
        return self._under_way[user] < self._at_a_time

    def take(self, user: str, work: asyncio.Task[object]) -> None:
        """Count work for a person until it ends."""
        self._under_way[user] += 1
        work.add_done_callback(lambda _: self._ended(user))

    def _ended(self, user: str) -> None:
        self._under_way[user] -= 1
        if self._under_way[user] <= 0:
            del self._under_way[user]
