"""How long anything is kept: which cards are due to be closed, and the deletion of old rows, a few at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, select, union, update

from bot.appointments.deeds import Deed
from bot.appointments.jobs import Sweep
from bot.appointments.writes.ledger import Entry
from bot.storage.alert_tables import boards, differences, seen, shifts, takes, waiting_posts
from bot.storage.asynchronous import AsyncEngine
from bot.storage.cards import CardPlace, at
from bot.storage.count_tables import counted, sums
from bot.storage.counts import Counts
from bot.storage.desk_tables import audit, cards, holds, intents, outbox, states
from bot.storage.ledger import DatabaseLedger
from bot.storage.outbox import add_jobs
from bot.storage.statements import Statement
from bot.storage.transactions import reading, writing

BY = "retention"
"""Who the audit says did it."""
AT_A_TIME = 200
"""Rows of one transaction: nobody waits long for it."""
KEYS_KEPT = timedelta(days=7)
"""How long the keys of delivered jobs are kept."""
_TEAMS = union(
    *(select(kept.c.team).distinct() for kept in (cards, intents, audit, seen, states, counted, sums)),
    select(outbox.c.team).where(outbox.c.kind != Sweep.kind).distinct(),
).subquery()
"""Of which anything is kept; that a workspace is swept is no reason to sweep it."""
_KEPT = Statement(select(_TEAMS.c.team))
_PLANNED = Statement(select(outbox.c.team).where(outbox.c.kind == Sweep.kind, outbox.c.done.is_(None)))


class Retention:
    """Of one workspace, whether or not it can still be opened."""

    def __init__(self, engine: AsyncEngine, team: str, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._team = team
        self._clock = clock

    async def old_cards(self, before: datetime, limit: int) -> list[CardPlace]:
        """Those that were posted before then and are to be looked at by now, the oldest first."""
        waits = cards.c.look_again > self._clock()
        query = (
            select(cards.c.team, cards.c.channel, cards.c.ts, cards.c.appointment, cards.c.version)
            .where(cards.c.team == self._team, cards.c.posted < before)
            .where(or_(cards.c.look_again.is_(None), ~waits))
            .order_by(cards.c.posted, cards.c.ts)
            .limit(limit)
        )
        async with reading(self._engine) as connection:
            return [CardPlace(*row) for row in await connection.execute(query)]

    async def look_again(self, place: CardPlace, when: datetime) -> None:
        """Leave a card alone until then."""
        async with writing(self._engine) as connection:
            await connection.execute(update(cards).where(at(place)).values(look_again=when))

    async def code(self, appointment: str) -> str | None:
        """The short code of an appointment that the service no longer has, where the audit knows it."""
        known = and_(
            audit.c.team == self._team, audit.c.appointment == appointment, audit.c.code.is_not(None)
        )
        query = select(audit.c.code).where(known).order_by(audit.c.id.desc()).limit(1)
        async with reading(self._engine) as connection:
            found: str | None = (await connection.execute(query)).scalar()
        return found

    async def delete_old(self, before: datetime, audit_before: datetime) -> None:
        """Delete what is older, a few rows at a time, and write into the audit how many they were.

        The keys of delivered jobs are not counted: they go every night. Nor are lines about such sweeps: each would leave another.
        """
        rows = 0
        while await self._delete(
            _oldest(outbox, self._mine(outbox) & (outbox.c.done < self._clock() - KEYS_KEPT))
        ):
            pass
        counts = Counts(self._engine, self._team, self._clock)
        while folded := await counts.fold(before):
            rows += folded
        for old in self._old(before):
            while gone := await self._delete(old):
                rows += gone
        looks, old_lines = 0, self._mine(audit) & (audit.c.at < audit_before)
        while await self._delete(_oldest(audit, old_lines & (audit.c.deed == Deed.SWEEP))):
            pass
        while gone := await self._delete(_oldest(audit, old_lines)):
            looks += gone
        old_sums = self._mine(sums) & (sums.c.day < audit_before.date().isoformat())
        while await self._delete(_oldest(sums, old_sums)):
            pass
        if rows or looks:
            await self.record(f"{rows} rows, {looks} lines of the audit")

    async def delete_unreachable(self, before: datetime) -> None:
        """Forget where old cards stand that nobody can close: Frontdesk was removed there. What was written of them is old with them."""
        newer = exists().where(
            intents.c.team == cards.c.team,
            intents.c.appointment == cards.c.appointment,
            or_(intents.c.created >= before, intents.c.start >= before),
        )
        gone = 0
        while some := await self._delete(
            _oldest(cards, self._mine(cards) & (cards.c.posted < before) & ~newer)
        ):
            gone += some
        if gone:
            await self.record(f"{gone} cards out of reach")

    async def is_kept(self) -> bool:
        """Whether anything is left of it; where nothing is, no note of its sweeps stays either."""
        async with writing(self._engine) as connection:
            left = await connection.execute(select(_TEAMS.c.team).where(_TEAMS.c.team == self._team))
            if left.first() is not None:
                return True
            swept = self._mine(outbox) & (outbox.c.kind == Sweep.kind) & outbox.c.done.is_not(None)
            await connection.execute(delete(outbox).where(swept))
        return False

    async def record(self, what: str) -> None:
        """Write into the audit what was swept."""
        line = Entry(team=self._team, user=BY, deed=Deed.SWEEP, outcome="done", what=what)
        await DatabaseLedger(self._engine, self._clock).record(line)

    def _old(self, before: datetime) -> Iterator[Select[Any]]:
        """What is older, of each table: of writes those about an appointment that has no newer one, and no card any more."""
        newer = intents.alias()
        of_it = and_(newer.c.team == intents.c.team, newer.c.appointment == intents.c.appointment)
        is_newer = or_(newer.c.created >= before, newer.c.start >= before)
        stands = and_(cards.c.team == intents.c.team, cards.c.appointment == intents.c.appointment)
        over = or_(intents.c.start.is_(None), intents.c.start < before)
        old = {
            intents: and_(
                intents.c.created < before, over, ~exists().where(of_it, is_newer), ~exists().where(stands)
            ),
            seen: func.coalesce(seen.c.start, seen.c.since) < before,
            differences: differences.c.at < before,
            takes: takes.c.since < before,
            waiting_posts: waiting_posts.c.since < before,
            boards: boards.c.posted < before,
            shifts: shifts.c.given_at < before,
            holds: holds.c.until < before,
            states: (states.c.at < before) & (func.coalesce(states.c.start, states.c.at) < before),
        }
        for table, is_old in old.items():
            yield _oldest(table, self._mine(table) & is_old)

    def _mine(self, table: Any) -> ColumnElement[bool]:
        mine: ColumnElement[bool] = table.c.team == self._team
        return mine

    async def _delete(self, old: Select[Any]) -> int:
        """Delete some of them; gives how many."""
        table: Any = old.get_final_froms()[0]
        key = list(table.primary_key.columns)
        async with writing(self._engine) as connection:
            rows = (await connection.execute(old)).all()
            for row in rows:
                mine = and_(*(column == value for column, value in zip(key, row, strict=True)))
                await connection.execute(delete(table).where(mine))
        return len(rows)


def _oldest(table: Any, is_old: ColumnElement[bool]) -> Select[Any]:
    return select(*table.primary_key.columns).where(is_old).limit(AT_A_TIME)


async def plan_sweeps(engine: AsyncEngine, job: Sweep, now: datetime, after: str | None = None) -> None:
    """Have every workspace of which anything is kept swept, those too that have removed Frontdesk.

    `after`: the team whose own sweep plans them; of all those of a night only the first does. Without it, those that are planned already are left as they are.
    """
    async with writing(engine) as connection:
        if after is not None:
            mine = select(outbox.c.id).where(outbox.c.key == job.key(after))
            if (await connection.execute(mine)).first() is not None:
                return
            await add_jobs(connection, after, [job], now)
        teams = {row["team"] for row in await _KEPT.rows(connection, {})}
        if after is None:
            teams -= {row["team"] for row in await _PLANNED.rows(connection, {})}
        for team in sorted(teams):
            await add_jobs(connection, team, [job], now)
