"""Which channel gets what, in the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, bindparam, select, update

from bot.alerts.rules import Pause, Rules, Subscription
from bot.appointments.cache import Cache
from bot.appointments.filter import Known
from bot.appointments.jobs import Job, TellClosed
from bot.appointments.single_flight import Remembered
from bot.storage.alert_tables import subscriptions
from bot.storage.asynchronous import AsyncConnection, AsyncEngine
from bot.storage.outbox import add_jobs
from bot.storage.statements import Reading, Row, Statement
from bot.storage.transactions import insert_or_ignore, reading, writing

USUAL_FOR = 5.0
"""Seconds for which a command needs no look into the database for what its channel is usually about; told elsewhere, it holds from then on."""
CHANNELS = 10_000

_OF_TEAM = select(subscriptions).where(subscriptions.c.team == bindparam("team"))
_ALL = Statement(_OF_TEAM.order_by(subscriptions.c.channel))
_ONE = Statement(_OF_TEAM.where(subscriptions.c.channel == bindparam("channel")))


class ChangedMeanwhile(Exception):
    """Somebody else has changed what a channel gets since it was read; nothing was kept."""


class Subscriptions:
    """The subscriptions of all workspaces. `departments`: those that there are, which filters may name."""

    def __init__(
        self,
        engine: AsyncEngine,
        clock: Callable[[], datetime],
        departments: Known = MappingProxyType({}),
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._departments = departments
        self._read_lately: Cache[tuple[str, str], tuple[Mapping[str, Any], Subscription]] = Cache(CHANNELS)
        self._usual: Remembered[tuple[str, ...]] = Remembered(USUAL_FOR, most=CHANNELS)

    async def get(self, team: str, channel: str) -> Subscription | None:
        """What one channel gets; None: nobody ever set anything."""
        async with reading(self._engine) as connection:
            rows = await _ONE.rows(connection, {"team": team, "channel": channel})
        return self._read(rows[0]) if rows else None

    async def usual(self, team: str, channel: str) -> tuple[str, ...]:
        """The departments that commands typed in a channel are about, as they were at most some seconds ago; none: all."""

        async def ask() -> tuple[str, ...]:
            kept = await self.get(team, channel)
            return kept.usual if kept else ()

        return await self._usual.get((team, channel), ask)

    async def all(self, team: str) -> list[Subscription]:
        """What all channels of a workspace get, by channel."""
        async with reading(self._engine) as connection:
            return await self.of_team(connection, team)

    async def of_team(self, connection: AsyncConnection, team: str) -> list[Subscription]:
        return [self._read(row) for row in await _ALL.rows(connection, {"team": team})]

    def again(self) -> Reading[list[Subscription]]:
        """What reads those of a team again and again, in whatever thread: the very same while nobody changed any."""
        return Reading(_ALL, lambda rows: [self._made(_told(row)) for row in rows])

    async def put(self, subscription: Subscription, jobs: tuple[Job, ...] = ()) -> Subscription:
        """Keep what a channel gets from now on, with the jobs that follow from it; returns it with its time.

        Its `set_at` tells what it was made from; None: nobody had set anything. Raises ChangedMeanwhile.
        """
        now, was = self._clock(), subscription.set_at
        set_at = now if was is None else max(now, was + timedelta(microseconds=1))
        kept = subscription.model_copy(update={"set_at": set_at})
        async with writing(self._engine) as connection:
            if was is None:
                done = await insert_or_ignore(connection, subscriptions, _row(kept))
            else:
                done = await _change(connection, _as_read(subscription), _row(kept))
            if not done:
                raise ChangedMeanwhile
            await add_jobs(connection, kept.team, jobs, now)
        self._usual.forget((kept.team, kept.channel))
        return kept

    async def closed(self, subscription: Subscription, telling: TellClosed | None) -> None:
        """Pause a channel that can't be written to; whoever set it up is told, once, however many messages failed.

        `telling`: None where the command line set it up, which nobody can tell.

        Where it was changed since it was read, that is old news: nothing happens.
        """
        first = _as_read(subscription) & subscriptions.c.paused.is_distinct_from(Pause.CHANNEL_GONE)
        gone = {"paused": Pause.CHANNEL_GONE, "paused_until": None}
        async with writing(self._engine) as connection:
            if await _change(connection, first, gone):
                await add_jobs(connection, subscription.team, [telling] if telling else [], self._clock())

    def _read(self, row: Row) -> Subscription:
        told = _told(row)
        key = told["team"], told["channel"]
        was = self._read_lately.get(key)
        if was is not None and was[0] == told:
            return was[1]
        return self._read_lately.put(key, (told, self._made(told)))[1]

    def _made(self, told: Mapping[str, Any]) -> Subscription:
        kept = {**told, "rules": Rules.model_validate(told["rules"]), "here": tuple(told["here"] or ())}
        return Subscription(**kept, departments=self._departments)


def _told(row: Row) -> Mapping[str, Any]:
    return {one.name: row[one.name] for one in subscriptions.columns}


def _is(team: str, channel: str) -> ColumnElement[bool]:
    return (subscriptions.c.team == team) & (subscriptions.c.channel == channel)


def _as_read(subscription: Subscription) -> ColumnElement[bool]:
    """Its row, if nobody has changed it since."""
    return _is(subscription.team, subscription.channel) & (subscriptions.c.set_at == subscription.set_at)


async def _change(connection: AsyncConnection, where: ColumnElement[bool], values: Mapping[str, Any]) -> bool:
    """Change a row if it is there; True if it is."""
    changed: CursorResult[Any] = await connection.execute(update(subscriptions).where(where).values(**values))
    return changed.rowcount == 1


def _row(subscription: Subscription) -> dict[str, Any]:
    return {
        "team": subscription.team,
        "channel": subscription.channel,
        "rules": subscription.rules.model_dump(mode="json"),
        "set_by": subscription.set_by,
        "set_at": subscription.set_at,
        "paused": subscription.paused,
        "paused_until": subscription.paused_until,
        "here": list(subscription.here) or None,
    }
