"""The newest list of a workspace's sessions in this process: whoever needs it shares one question to the service."""

from __future__ import annotations

import math
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from bot.appointments.listing import Listing
from bot.appointments.model import Appointment, Window
from bot.appointments.single_flight import Together

LIST = "list"


@dataclass(frozen=True)
class Snapshot:
    """What the service listed, asked at `begun`."""

    begun: datetime
    window: Window
    sessions: Listing

    def covers(self, span: Window) -> bool:
        return self.window.start <= span.start and span.end <= self.window.end

    @cached_property
    def by_id(self) -> Mapping[str, Appointment]:
        return {one.id: one for one in self.sessions}


class Snapshots:
    """Keeps one list in memory, for as long as the next look is away."""

    def __init__(
        self, ask: Callable[[], Coroutine[Any, Any, Snapshot]], clock: Callable[[], datetime]
    ) -> None:
        self._ask = ask
        self._clock = clock
        self._newest: Snapshot | None = None
        self._asking: Together[Snapshot] = Together(math.inf)
        self._begun: datetime | None = None

    async def fresh(self) -> Snapshot:
        """Ask the service now."""
        found = await self._ask()
        self.taken(found)
        return found

    def taken(self, snapshot: Snapshot) -> None:
        """Take a list for the newest, if it is."""
        if self._newest is None or snapshot.begun >= self._newest.begun:
            self._newest = snapshot

    async def since(self, moment: datetime, covering: Window | None = None) -> Snapshot:
        """Give a list that was asked for at `moment` or later; those who wait for one share the question.

        `covering`: it must have been asked for the whole of that span.
        """
        newest = self._newest
        if newest is not None and newest.begun >= moment and (covering is None or newest.covers(covering)):
            return newest
        if LIST not in self._asking or self._begun is None or self._begun < moment:
            self._begun = self._clock()
            self._asking.forget()
        return await self._asking.ask(LIST, self.fresh, "list for alerts")
