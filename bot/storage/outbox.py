"""The outbox, a queue in the database: what is still to be sent to Slack, kept until it was sent.

A job is claimed with a lease, so that a dead process's work is taken up by another; on PostgreSQL several processes claim side
by side (`FOR UPDATE SKIP LOCKED`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, delete, exists, select, update

from bot.appointments.jobs import APART, ChannelJob, Job, LookOut
from bot.observe.traces import present
from bot.storage.asynchronous import AsyncConnection, AsyncEngine
from bot.storage.claims import TRACE, Claim, Claimed, Unread
from bot.storage.desk_tables import outbox
from bot.storage.endings import DROP, finish_job
from bot.storage.engine import SqliteEngine, at_once
from bot.storage.leases import CLOCKS_APART, LEASE, furthest, is_free
from bot.storage.news import tell_of_news
from bot.storage.room import Hands, Room
from bot.storage.statements import Statement, listed
from bot.storage.taking import LEASED, THESE, Taken, choose, next_due, taken
from bot.storage.transactions import insert_new, insert_or_ignore, reading, writing

LONGEST_DELAY = timedelta(minutes=10)
"""Until a job that did not go through is taken up again."""
_FEW = 2
"""Jobs that are added without being looked for."""

# What is asked many times a minute is composed once: that takes longer than it takes SQLite to answer.
_RENEW = LEASED.where(THESE, outbox.c.done.is_(None))
_POSTPONE = Statement(
    update(outbox)
    .where(outbox.c.id == bindparam("job"), outbox.c.attempts == bindparam("claimed"))
    .values(due=bindparam("again"), leased_until=None, attempts=bindparam("tried"))
)
_SET_BACK = Statement(
    update(outbox)
    .where(outbox.c.done.is_(None), outbox.c.due_first <= outbox.c.created)
    .where(outbox.c.due > bindparam("stranded"))
    .values(due=bindparam("now"))
)
_PURGE = Statement(delete(outbox).where(outbox.c.done < bindparam("before")))


class InDoubt(NamedTuple):
    """A job of which nobody knows yet whether it was carried out."""

    due: datetime
    """When it is taken up again."""
    under_way: bool


class Outbox:
    """Claims, finishes and postpones jobs."""

    def __init__(self, engine: AsyncEngine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock
        self._next: datetime | None = None
        """When the next job was due, as it was told last."""

    async def add(self, team: str, jobs: Sequence[Job]) -> None:
        """Keep jobs; one whose key is there already is left as it is."""
        async with writing(self._engine) as connection:
            await add_jobs(connection, team, jobs, self._clock())

    async def add_once(self, team: str, job: Job) -> bool:
        """Keep a job; False where its key is there already."""
        now = self._clock()
        async with writing(self._engine) as connection:
            is_new = await insert_or_ignore(connection, outbox, _row(job, team, now))
            if is_new:
                await tell_of_news(connection, now + job.delay)
        return is_new

    async def close(self, team: str, job: Job) -> None:
        """Keep that a job need not be done any more, so that it is not added again."""
        async with writing(self._engine) as connection:
            mine = outbox.c.key == job.key(team)
            await connection.execute(update(outbox).where(mine).values(done=self._clock(), leased_until=None))

    async def defer(self, team: str, job: Job) -> None:
        """Put a job off by its own delay from now, unless somebody is at it."""
        mine = (outbox.c.key == job.key(team)) & outbox.c.done.is_(None) & outbox.c.leased_until.is_(None)
        async with writing(self._engine) as connection:
            await connection.execute(update(outbox).where(mine).values(due=self._clock() + job.delay))

    async def take_back(self, team: str, job: Job) -> None:
        """Drop a job that need not be done any more."""
        async with writing(self._engine) as connection:
            await connection.execute(delete(outbox).where(outbox.c.key == job.key(team)))

    async def in_doubt(self, claim: Claim, **same: str) -> InDoubt | None:
        """The oldest job of its kind before this one, its data the `same`, that may have been carried out and has not ended."""
        now = self._clock()
        older = (outbox.c.team == claim.team) & (outbox.c.kind == claim.kind) & (outbox.c.id < claim.id)
        free = is_free(outbox.c.leased_until, now, furthest(now, LEASE))
        tried = (outbox.c.attempts > 1) | ((outbox.c.attempts == 1) & free)  # the first try is under way
        query = select(outbox.c.data, outbox.c.due, free).where(outbox.c.done.is_(None), older, tried)
        async with reading(self._engine) as connection:
            rows = (await connection.execute(query.order_by(outbox.c.id))).all()
        for data, due, is_left in rows:
            if all(data.get(name) == value for name, value in same.items()):
                return InDoubt(due, under_way=not is_left)
        return None

    async def amend(self, claim: Claimed[Job], job: Job) -> None:
        """Keep with a job that is in hand what whoever takes it up next must know."""
        data = job.data() | ({TRACE: claim.trace} if claim.trace else {})
        async with writing(self._engine) as connection:
            await connection.execute(update(outbox).where(outbox.c.id == claim.id).values(data=data))

    async def set_back(self) -> None:
        """After the clock was set back: jobs that were due at once are due now, not when it is that late again."""
        now = self._clock()
        async with writing(self._engine) as connection:
            await _SET_BACK.changed(connection, {"now": now, "stranded": now + LONGEST_DELAY + CLOCKS_APART})

    async def claim(self, room: Room | None = None) -> list[Claimed[Job] | Unread]:
        """Take jobs that are due and nobody else holds, the longest due first, for as many as there is room."""
        return (await self.take(room or Room(Hands()))).claims

    async def take(self, room: Room) -> Taken:
        """The same, and tell when the next open job may be claimed."""
        now = self._clock()
        none_was = self._next is None or self._next > now
        async with reading(self._engine) as connection:
            chosen, self._next = await at_once(
                connection, lambda one: choose(one, room, now, asks_first=none_was)
            )
        if not chosen:
            return Taken([], self._next)
        async with writing(self._engine) as connection:
            found = await at_once(connection, lambda one: taken(one, chosen, now))
        self._next = found.due
        return found

    async def renew(self, jobs: Sequence[Claim]) -> None:
        """Keep jobs for another lease: their process is alive and still at them."""
        mine = {"ids": [job.id for job in jobs], "until": self._clock() + LEASE}
        async with writing(self._engine) as connection:
            await connection.execute(_RENEW, mine)

    async def finish(self, job: Claim) -> None:
        """Keep that a job was carried out, unless that is kept already."""
        if job.ending.kept:
            return
        async with writing(self._engine) as connection:
            await finish_job(connection, job, self._clock())

    async def drop(self, job: Claim) -> None:
        """Take a job back that was not carried out: its key may be used anew."""
        async with writing(self._engine) as connection:
            await DROP.changed(connection, {"job": job.id})

    async def postpone(self, job: Claim, delay: timedelta, *, tried: bool = True) -> None:
        """Let a job be taken up again after a while; not if another has it by now, because our lease had ended.

        Not `tried`: nothing of it can have been carried out, so that this time does not count.
        """
        told = {
            "job": job.id,
            "claimed": job.attempts + 1,
            "again": self._clock() + min(delay, LONGEST_DELAY),
            "tried": job.attempts + tried,
        }
        async with writing(self._engine) as connection:
            await _POSTPONE.changed(connection, told)

    async def put_aside(self, job: Unread) -> None:
        """Keep a row that can't be read out of the way, and its key free: a look plans anew what can be planned."""
        aside = f"aside:{job.id}"
        async with writing(self._engine) as connection:
            mine = update(outbox).where(outbox.c.id == job.id)
            await connection.execute(mine.values(key=aside, done=self._clock(), leased_until=None))
            await add_jobs(connection, job.team, [LookOut(cause=aside, on=True)], self._clock())

    async def purge(self, older: timedelta) -> None:
        """Drop jobs that were done long ago; until then their keys keep them from being done twice."""
        async with writing(self._engine) as connection:
            await _PURGE.changed(connection, {"before": self._clock() - older})

    async def next_due(self) -> datetime | None:
        """Tell when the next open job may be claimed."""
        async with reading(self._engine) as connection:
            return await next_due(connection, self._clock())

    def written_elsewhere(self) -> object:
        """Something that is another when somebody else may have written into the outbox; always the same where that is told."""
        return self._engine.written() if isinstance(self._engine, SqliteEngine) else None


async def add_jobs(
    connection: AsyncConnection, team: str, jobs: Sequence[Job], now: datetime
) -> datetime | None:
    """Add jobs within somebody's transaction, and tell when the first of them is due; those whose key is there already are left as they are."""
    if len(jobs) > _FEW:  # each look plans again what it planned before, and to ask costs less than to write
        by_key: dict[str, Job] = {}
        for job in jobs:
            by_key.setdefault(job.key(team), job)
        jobs = [by_key[key] for key in await not_there(connection, list(by_key))]
    rows = [{**_row(job, team, now), "due": now + turn} for job, turn in _in_turn(jobs)]
    if len(rows) > _FEW:
        await connection.execute(insert_new(connection, outbox), rows)
    else:
        rows = [row for row in rows if await insert_or_ignore(connection, outbox, row)]
    due: datetime | None = min((row["due"] for row in rows), default=None)
    if due is not None:
        await tell_of_news(connection, due)
    return due


def _in_turn(jobs: Sequence[Job]) -> Iterator[tuple[Job, timedelta]]:
    """When each is to be taken up: of messages to one channel, which takes one at a time, each in its turn, so that none is taken up in vain."""
    turns: dict[str, timedelta] = {}
    for job in sorted(jobs, key=lambda one: one.delay):
        turn = job.delay
        if job.posts and isinstance(job, ChannelJob):
            turn = max(turn, turns.get(job.channel, turn))
            turns[job.channel] = turn + APART
        yield job, turn


async def not_there(connection: AsyncConnection, keys: Sequence[str]) -> list[str]:
    """Tell which of these keys no job has."""
    return (
        [row["value"] for row in await _NOT_THERE.rows(connection, {"keys": json.dumps(keys)})]
        if keys
        else []
    )


def _not_there(dialect: str) -> Select[Any]:
    keys = listed("keys", dialect)
    return keys.where(~exists().where(outbox.c.key == keys.selected_columns.value))


_NOT_THERE = Statement(_not_there)


def _row(job: Job, team: str, now: datetime) -> dict[str, Any]:
    trace = present()
    return {
        "key": job.key(team),
        "team": team,
        "kind": job.kind,
        "data": job.data() | ({TRACE: trace} if trace else {}),
        "due": now + job.delay,
        "attempts": 0,
        "created": now,
        "due_first": now + job.delay,
    }


async def drop_jobs(connection: AsyncConnection, team: str, *, but: Collection[str] = ()) -> None:
    """Drop all that is still to be done for a team, `but` these kinds, and the keys of what was."""
    await connection.execute(delete(outbox).where(outbox.c.team == team, outbox.c.kind.not_in(but)))
