"""The newest list of a workspace's sessions in this process: whoever needs it shares one question to the service."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bot.appointments.model import Appointment, Window


@dataclass(frozen=True)
class Snapshot:
    """What the service listed, asked at `begun`."""

    begun: datetime
    window: Window
    sessions: tuple[Appointment, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Appointment]:
        return {one.id: one for one in self.sessions}


class Snapshots:
    """Keeps one list in memory, for as long as the next look is away."""

    def __init__(self, ask: Callable[[], Awaitable[Snapshot]]) -> None:
        self._ask = ask
        self._newest: Snapshot | None = None
        self._asking: asyncio.Task[Snapshot] | None = None

    async def fresh(self) -> Snapshot:
        """Ask the service now."""
        found = await self._ask()
        if self._newest is None or found.begun >= self._newest.begun:
            self._newest = found
        return found

    async def since(self, moment: datetime) -> Snapshot:
        """Give a list that was asked for at `moment` or later; those who wait for one share the question."""
        if self._newest is not None and self._newest.begun >= moment:
            return self._newest
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self.fresh(), name="list for alerts")
        return await asyncio.shield(self._asking)
