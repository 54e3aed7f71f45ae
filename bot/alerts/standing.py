"""What of ours stands in the channels of one workspace, and where, so that it can be drawn anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from bot.alerts.boards import BoardPlace, BoardPlaces
from bot.alerts.compare import Sighting
from bot.alerts.rules import Subscription
from bot.alerts.shifts import Shift, Shifts
from bot.alerts.waiting import Wait, WaitingPost, WaitingPosts
from bot.storage.about import About
from bot.storage.asynchronous import AsyncConnection, AsyncEngine
from bot.storage.cards import CardPlaces
from bot.storage.engine import at_once
from bot.storage.retention import Retention
from bot.storage.transactions import reading


class Stands(Struct, frozen=True):
    """What may have to be drawn anew after a look, and what that depends on beside the sessions."""

    boards: Sequence[tuple[BoardPlace, Subscription]]
    desks: Mapping[str, Shift]
    """Who holds the desk of a channel that has a board."""
    waits: Mapping[str, Wait]
    posts: Sequence[WaitingPost]
    """Those that say that somebody waits."""


class Standing:
    """Cards, boards and waiting alerts, each kept where it was posted; and how long."""

    def __init__(self, engine: AsyncEngine, team: str, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self.cards = CardPlaces(engine, clock)
        self.boards = BoardPlaces(engine, team)
        self.shifts = Shifts(engine, team, clock)
        self.waiting = WaitingPosts(engine, team)
        self.about = About(engine, team, clock)
        self.retention = Retention(engine, team, clock)

    async def board_and_desk(self, channel: str, day: date) -> tuple[BoardPlace | None, Shift | None]:
        """Read in one go whether a day's board stands in a channel, and who holds the desk there."""

        async def both(connection: AsyncConnection) -> tuple[BoardPlace | None, Shift | None]:
            place = await self.boards.read(connection, channel, day)
            return place, await self.shifts.on(connection, channel)

        async with reading(self._engine) as connection:
            return await at_once(connection, both)

    async def today(
        self,
        connection: AsyncConnection,
        subscriptions: Sequence[Subscription],
        seen: Mapping[str, Sighting],
        there: Iterable[str],
        now: datetime,
    ) -> Stands:
        """Read what stands; `there`: the sessions that boards may show."""
        found = await self.boards.of_today(connection, subscriptions, now)
        return Stands(
            [(place, subscription) for place, subscription, _ in found],
            {place.channel: desk for place, _, desk in found if desk is not None},
            await self.waiting.waits(seen, there, connection) if found else {},
            await self.waiting.open(connection),
        )
