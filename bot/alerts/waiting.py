"""Where it stands that a claimant waits, and who took it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.alert_tables import waiting_posts
from bot.storage.outbox import insert_or_ignore


@dataclass(frozen=True, slots=True)
class WaitingPost:
    """One message about one claimant's wait."""

    channel: str
    ts: str
    appointment: str
    since: datetime
    taken_by: str | None = None
    snoozed_by: str | None = None
    snoozed_until: datetime | None = None
    open: bool = True
    """Whether the claimant still waits, as far as this message says."""

    def at(self, ts: str) -> WaitingPost:
        return replace(self, ts=ts)


class WaitingPosts:
    """The messages of one workspace."""

    def __init__(self, engine: AsyncEngine, team: str) -> None:
        self._engine = engine
        self._team = team

    async def keep(self, connection: AsyncConnection, post: WaitingPost) -> None:
        await insert_or_ignore(connection, waiting_posts, {"team": self._team, **asdict(post)})

    async def get(self, channel: str, ts: str) -> WaitingPost | None:
        async with self._engine.connect() as connection:
            found = await self._read(connection, self._is(channel, ts))
        return found[0] if found else None

    async def open(self, connection: AsyncConnection) -> list[WaitingPost]:
        """Those that still say that somebody waits."""
        return await self._read(connection, waiting_posts.c.open)

    async def of(self, appointment: str, since: datetime) -> list[WaitingPost]:
        """All messages about one wait, in whatever channel, oldest first."""
        async with self._engine.connect() as connection:
            return await self._read(
                connection,
                (waiting_posts.c.appointment == appointment) & (waiting_posts.c.since == since),
            )

    async def take(self, appointment: str, since: datetime, user: str) -> bool:
        """Note who went, in all messages about this wait; False if somebody was first."""
        free = (
            (waiting_posts.c.team == self._team)
            & (waiting_posts.c.appointment == appointment)
            & (waiting_posts.c.since == since)
            & waiting_posts.c.taken_by.is_(None)
        )
        async with self._engine.begin() as connection:
            taken: CursorResult[Any] = await connection.execute(
                update(waiting_posts).where(free).values(taken_by=user)
            )
        return taken.rowcount > 0

    async def snooze(self, channel: str, ts: str, user: str, until: datetime) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(
                update(waiting_posts)
                .where(self._is(channel, ts))
                .values(snoozed_by=user, snoozed_until=until)
            )

    async def close(self, channel: str, ts: str) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(update(waiting_posts).where(self._is(channel, ts)).values(open=False))

    def _is(self, channel: str, ts: str) -> ColumnElement[bool]:
        return (waiting_posts.c.channel == channel) & (waiting_posts.c.ts == ts)

    async def _read(self, connection: AsyncConnection, which: ColumnElement[bool]) -> list[WaitingPost]:
        query = (
            select(waiting_posts)
            .where(waiting_posts.c.team == self._team, which)
            .order_by(waiting_posts.c.ts)
        )
        rows = (await connection.execute(query)).mappings()
        return [WaitingPost(**{k: v for k, v in row.items() if k != "team"}) for row in rows]
