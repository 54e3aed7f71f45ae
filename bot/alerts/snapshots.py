"""The newest list of a workspace's sessions in this process: whoever needs it shares one question to the service."""

from __future__ import annotations

import math
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from msgspec import Struct

from bot.appointments.listing import Listing
from bot.appointments.model import Appointment, Window
from bot.appointments.single_flight import Together

LIST = "list"
AT_ONCE = timedelta(seconds=5)


class Snapshot(Struct, frozen=True, dict=True):
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
        newest = self._newest
        if newest is None or snapshot.begun >= newest.begun or self._is_ahead(newest):
            self._newest = snapshot

    async def since(self, moment: datetime, covering: Window | None = None) -> Snapshot:
        """Give a list that was asked for at `moment` or later; those who wait for one share the question.

        `covering`: it must have been asked for the whole of that span.
        """
        newest = self._newest
        if newest is None or self._is_ahead(newest) or not (covering is None or newest.covers(covering)):
            newest = None
        if newest is not None and newest.begun >= moment:
            return newest
        if LIST not in self._asking or self._begun is None or self._begun < moment:
            self._begun = self._clock()
            self._asking.forget()
        return await self._asking.ask(LIST, self.fresh, "list for alerts")

    def _is_ahead(self, snapshot: Snapshot) -> bool:
        """Whether it was asked for by a clock that was set back since; nobody knows how old it is."""
        return snapshot.begun > self._clock() + AT_ONCE
