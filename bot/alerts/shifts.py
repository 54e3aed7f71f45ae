"""Who holds the desk of a channel: handed over in one message, taken by whoever presses first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, CursorResult, Table, and_, bindparam, func, select, update

from bot.appointments.deeds import Deed
from bot.appointments.jobs import Job, LookOut, PostHandover, RedrawHandover
from bot.appointments.writes.ledger import Entry
from bot.storage.alert_tables import shifts
from bot.storage.asynchronous import AsyncConnection, AsyncEngine
from bot.storage.claims import Claim
from bot.storage.endings import ending
from bot.storage.ledger import add_entry
from bot.storage.outbox import add_jobs
from bot.storage.statements import Row, Statement
from bot.storage.transactions import insert_or_ignore, reading, writing

_POSTED_IN = timedelta(minutes=2)
_SINCE = func.coalesce(shifts.c.taken_at, shifts.c.given_at)
LASTS = timedelta(hours=16)
"""How long somebody holds a desk at most: nobody holds it overnight."""


class Shift(Struct, frozen=True):
    """One hand-over in one channel: who gave, who has taken, and where it is said."""

    channel: str
    nr: int
    given_by: str
    given_at: datetime
    ts: str | None = None
    """Empty: Slack took the message nowhere, so that nobody could take it, or it was closed since."""
    taken_by: str | None = None
    taken_at: datetime | None = None

    def is_on(self, now: datetime) -> bool:
        """Whether it is of the present shift."""
        return now - (self.taken_at or self.given_at) < LASTS

    @property
    def mark(self) -> str:
        """Tell it from every other state of the desk."""
        return f"{self.nr}{'+' if self.taken_by else ''}"


class Shifts:
    """The hand-overs of one workspace, numbered by channel."""

    def __init__(self, engine: AsyncEngine, team: str, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._team = team
        self._clock = clock

    async def give(self, channel: str, user: str) -> tuple[Shift, bool]:
        """Hand a desk over, with the message that says so; False: one stands there already that nobody has taken."""
        now = self._clock()
        async with writing(self._engine) as connection:
            last = await self._newest(connection, channel)
            if last is not None and last.taken_by is None and last.ts != "" and last.is_on(now):
                return last, False
            shift = Shift(channel, (last.nr if last else 0) + 1, user, now)
            row = {"team": self._team, "channel": channel, "nr": shift.nr, "given_by": user, "given_at": now}
            if not await insert_or_ignore(connection, shifts, row):
                return await self._newest(connection, channel) or shift, False
            await self._audit(connection, user, channel, "given")
            jobs: list[Job] = [PostHandover(channel=channel, nr=shift.nr)]
            await add_jobs(connection, self._team, [*jobs, _look(shift)], now)
        return shift, True

    async def take(self, channel: str, nr: int, user: str) -> tuple[Shift | None, bool]:
        """Take a desk; False: somebody else has, or a newer hand-over stands. None: there is no such one."""
        now = self._clock()
        free = self._is(channel) & (shifts.c.nr == nr) & shifts.c.taken_by.is_(None)
        async with writing(self._engine) as connection:
            newest = await self._newest(connection, channel)
            if newest is None or newest.nr != nr:
                return newest, False
            taken: CursorResult[Any] = await connection.execute(
                update(shifts).where(free).values(taken_by=user, taken_at=now)
            )
            if taken.rowcount:
                await self._audit(connection, user, channel, "taken")
            shift = await self._newest(connection, channel) or newest
            jobs: list[Job] = [RedrawHandover(channel=channel, nr=nr), _look(shift)]
            await add_jobs(connection, self._team, jobs, now)
        return shift, taken.rowcount > 0

    async def get(self, channel: str, nr: int) -> Shift | None:
        query = select(shifts).where(self._is(channel), shifts.c.nr == nr)
        async with reading(self._engine) as connection:
            row = (await connection.execute(query)).mappings().first()
        return _shift(row) if row else None

    async def now(self, channel: str) -> Shift | None:
        """The hand-over that stands in a channel, if it is of the present shift."""
        async with reading(self._engine) as connection:
            return await self.on(connection, channel)

    async def on(self, connection: AsyncConnection, channel: str) -> Shift | None:
        """The same, as one of several things that are read."""
        found = await self._newest(connection, channel)
        return found if found is not None and found.is_on(self._clock()) else None

    async def over(self, limit: int) -> list[Shift]:
        """Those that stand in channels though their shift is over, the oldest first."""
        stands = shifts.c.ts.is_not(None) & (shifts.c.ts != "")
        return await self._among(stands & (self._clock() - LASTS >= _SINCE), limit)

    async def standing(self) -> list[Shift]:
        """Those of the present shift that stand in channels, or are being posted."""
        now = self._clock()
        stands = (shifts.c.ts != "") | (shifts.c.ts.is_(None) & (shifts.c.given_at > now - _POSTED_IN))
        return await self._among(stands & (now - LASTS < _SINCE))

    async def _among(self, which: ColumnElement[bool], limit: int | None = None) -> list[Shift]:
        query = select(shifts).where(shifts.c.team == self._team, which)
        query = query.order_by(shifts.c.given_at, shifts.c.channel).limit(limit)
        async with reading(self._engine) as connection:
            return [_shift(row) for row in (await connection.execute(query)).mappings()]

    async def posted(self, shift: Shift, ts: str, claim: Claim) -> None:
        """Keep where it is said, and with it that this is done; taken meanwhile, it is to say so."""
        mine = self._is(shift.channel) & (shifts.c.nr == shift.nr)
        async with ending(self._engine, claim, self._clock()) as connection:
            await connection.execute(update(shifts).where(mine).values(ts=ts))

    async def unposted(self, shift: Shift) -> bool:
        """Keep that it is said nowhere, or nothing is said in it any more: it may be given once more. False: it was taken meanwhile, and stands."""
        mine = self._is(shift.channel) & (shifts.c.nr == shift.nr)
        as_read = shifts.c.taken_at.is_not_distinct_from(shift.taken_at)
        async with writing(self._engine) as connection:
            kept: CursorResult[Any] = await connection.execute(
                update(shifts).where(mine, as_read).values(ts="")
            )
        return kept.rowcount > 0

    async def _newest(self, connection: AsyncConnection, channel: str) -> Shift | None:
        rows = await _NEWEST.rows(connection, {"team": self._team, "channel": channel})
        return _shift(rows[0]) if rows else None

    async def _audit(self, connection: AsyncConnection, user: str, channel: str, what: str) -> None:
        line = Entry(self._team, user, Deed.HANDOVER, "done", channel=channel, what=what)
        await add_entry(connection, line, self._clock())

    def _is(self, channel: str) -> ColumnElement[bool]:
        return (shifts.c.team == self._team) & (shifts.c.channel == channel)


_NEWEST = Statement(
    select(shifts)
    .where(shifts.c.team == bindparam("team"), shifts.c.channel == bindparam("channel"))
    .order_by(shifts.c.nr.desc())
    .limit(1)
)


def _look(shift: Shift) -> LookOut:
    """Boards are drawn anew where they say who holds the desk."""
    return LookOut(cause=f"desk:{shift.channel}:{shift.mark}")


def with_desks(of: Table) -> tuple[ColumnElement[bool], list[ColumnElement[Any]]]:
    """How rows that have a team and a channel are joined with the last hand-over there, and what `desk_of` reads of each."""
    here = and_(shifts.c.team == of.c.team, shifts.c.channel == of.c.channel)
    older = shifts.alias()
    last = (
        select(func.max(older.c.nr))
        .where(older.c.team == of.c.team, older.c.channel == of.c.channel)
        .correlate(of)
    )
    return here & (shifts.c.nr == last.scalar_subquery()), [
        shifts.c[name].label(f"desk_{name}") for name in Shift.__struct_fields__
    ]


def desk_of(row: Row) -> Shift | None:
    """Read it, of whatever shift."""
    if row["desk_nr"] is None:
        return None
    return Shift(**{name: row[f"desk_{name}"] for name in Shift.__struct_fields__})


def _shift(row: Row) -> Shift:
    return Shift(**{name: row[name] for name in Shift.__struct_fields__})
