"""Which channel gets what, in the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, RowMapping, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.alerts.rules import Pause, Rules, Subscription
from bot.appointments.ledger import Job
from bot.storage.alert_tables import subscriptions
from bot.storage.outbox import add_jobs, insert_or_ignore


class Subscriptions:
    """The subscriptions of all workspaces."""

    def __init__(self, engine: AsyncEngine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    async def get(self, team: str, channel: str) -> Subscription | None:
        """What one channel gets; None: nobody ever set anything."""
        query = select(subscriptions).where(_is(team, channel))
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).mappings().first()
        return _subscription(row) if row else None

    async def all(self, team: str) -> list[Subscription]:
        """What all channels of a workspace get, by channel."""
        query = select(subscriptions).where(subscriptions.c.team == team).order_by(subscriptions.c.channel)
        async with self._engine.connect() as connection:
            return [_subscription(row) for row in (await connection.execute(query)).mappings()]

    async def put(self, subscription: Subscription, jobs: tuple[Job, ...] = ()) -> Subscription:
        """Keep what a channel gets from now on, with the jobs that follow from it; returns it with its time."""
        kept = subscription.model_copy(update={"set_at": self._clock()})
        row = _row(kept)
        async with self._engine.begin() as connection:
            if not await insert_or_ignore(connection, subscriptions, row):
                await connection.execute(
                    update(subscriptions).where(_is(kept.team, kept.channel)).values(**row)
                )
            await add_jobs(connection, kept.team, jobs, self._clock())
        return kept

    async def closed(self, subscription: Subscription, telling: Job) -> None:
        """Pause a channel that can't be written to; whoever set it up is told, once, however many messages failed."""
        mine = _is(subscription.team, subscription.channel) & subscriptions.c.paused.is_distinct_from(
            Pause.CHANNEL_GONE
        )
        async with self._engine.begin() as connection:
            paused: CursorResult[Any] = await connection.execute(
                update(subscriptions).where(mine).values(paused=Pause.CHANNEL_GONE, paused_until=None)
            )
            if paused.rowcount:
                await add_jobs(connection, subscription.team, [telling], self._clock())


def _is(team: str, channel: str) -> ColumnElement[bool]:
    return (subscriptions.c.team == team) & (subscriptions.c.channel == channel)


def _row(subscription: Subscription) -> dict[str, Any]:
    return {
        "team": subscription.team,
        "channel": subscription.channel,
        "rules": subscription.rules.model_dump(mode="json"),
        "set_by": subscription.set_by,
        "set_at": subscription.set_at,
        "paused": subscription.paused,
        "paused_until": subscription.paused_until,
    }


def _subscription(row: RowMapping) -> Subscription:
    return Subscription(**{**row, "rules": Rules.model_validate(row["rules"])})
