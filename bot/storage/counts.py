"""Counts of one workspace's sessions: rows that are written over, never added to, until they become sums."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from msgspec.structs import asdict
from sqlalchemy import (
    ColumnElement,
    RowMapping,
    bindparam,
    case,
    delete,
    func,
    literal,
    select,
    tuple_,
    update,
)

from bot.appointments.counts import PLOTTED, Counted, Measure, Numbers, Tally, said_of, tallies
from bot.appointments.model import Department, Status
from bot.appointments.states import About, State
from bot.storage.asynchronous import AsyncConnection, AsyncEngine
from bot.storage.count_tables import counted, sums
from bot.storage.desk_tables import states
from bot.storage.statements import Statement, listed
from bot.storage.states import newest
from bot.storage.transactions import insert_into, reading, writing

_MEASURES = {one.value: one for one in Measure}
AT_A_TIME = 200
"""Rows of one transaction that become sums."""
_STAND = Statement(
    lambda dialect: (
        select(counted.c.appointment, counted.c.start)
        .where(counted.c.team == bindparam("team"), ~counted.c.moved)
        .where(counted.c.appointment.in_(listed("these", dialect)))
    )
)


class Counts:
    def __init__(self, engine: AsyncEngine, team: str, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._team = team
        self._clock = clock

    async def keep(
        self, connection: AsyncConnection, seen: Sequence[Counted], gone: Sequence[str], looked: str | None
    ) -> None:
        """Keep how sessions were seen; what was counted of their waits and beginnings stays, and is added to.

        One that was given another time begins anew there; what happened at the time before has happened all the same.
        `gone`: those that the service no longer has; one that had begun was a session all the same. `looked`: the day that is counted from now on.
        """
        if seen:
            await connection.execute(_seen(connection), [{"team": self._team, **asdict(one)} for one in seen])
            await self._leave(connection, seen)
        for one in gone:
            mine = (counted.c.team == self._team) & (counted.c.appointment == one)
            await connection.execute(delete(counted).where(mine, counted.c.start > self._clock()))
        if looked is not None:
            await _add(connection, self._team, [(Tally(looked, "", "", Measure.LOOKED), 0)])

    async def _leave(self, connection: AsyncConnection, seen: Sequence[Counted]) -> None:
        """Mark the times that these sessions had before, and forget those that were still to come."""
        starts = {one.appointment: one.start for one in seen}
        stand = (counted.c.team == self._team) & ~counted.c.moved
        among = list(starts)
        for begin in range(0, len(among), AT_A_TIME):
            these = {"team": self._team, "these": json.dumps(among[begin : begin + AT_A_TIME])}
            for row in await _STAND.rows(connection, these):
                appointment, start = row["appointment"], row["start"]
                if start == starts[appointment]:
                    continue
                left = stand & (counted.c.appointment == appointment) & (counted.c.start == start)
                ahead = start > self._clock()
                await connection.execute(
                    delete(counted).where(left) if ahead else update(counted).where(left).values(moved=True)
                )

    async def note(self, seen: Counted) -> None:
        """Count a session that people say something of, though no look may have seen it. Raises NotKept."""
        async with writing(self._engine) as connection:
            await self.keep(connection, [seen], (), seen.day)

    async def between(
        self, first: date, last: date, among: Iterable[Department] | None = None, *, parted: bool = False
    ) -> Numbers:
        """Give the numbers of the days from `first` to `last`, as far as sessions have begun. Raises NotKept.

        `among`: of these departments alone; `parted`: each department and day by itself, else days only of what is `PLOTTED`.
        """
        keys = None if among is None else [(one.id or "", one.name or "") for one in among]
        begun = _days(counted, self._team, first, last) & (counted.c.start <= self._clock())
        mine = _days(sums, self._team, first, last)
        if keys is not None:
            begun &= tuple_(counted.c.department_id, counted.c.department).in_(keys)
            mine &= tuple_(sums.c.department_id, sums.c.department).in_(keys)
        by: list[ColumnElement[str]] = [sums.c.day, sums.c.department_id, sums.c.department]
        if not parted:
            plotted = sums.c.measure.in_([one.value for one in PLOTTED])
            by = [case((plotted, sums.c.day), else_=literal("")), literal(""), literal("")]
        by = [one.label(name) for one, name in zip(by, ("of_day", "of_id", "of_name"), strict=True)]
        what = [sums.c.measure, sums.c.which]
        old = select(*by, *what, func.sum(sums.c.number)).where(mine)
        old = old.group_by(*(by if parted else by[:1]), *what)
        found: Counter[Tally] = Counter()
        async with reading(self._engine) as connection:
            summed = await _all(connection, old)
            while True:  # rows that become sums meanwhile would be counted twice, or not at all
                rows = (await connection.execute(select(counted).where(begun))).mappings().all()
                added = await self._added(connection, rows, select(counted.c.appointment).where(begun))
                before = summed
                summed = await _all(connection, old)
                if set(before) == set(summed):
                    break
        for tally, number in added.items():
            found[tally if parted else tally._replace(department_id="", department="")] += number
        for day, key, name, measure, which, number in summed:
            found[Tally(day, key, name, _MEASURES[measure], which)] += number
        return Numbers(found)

    async def since(self) -> date | None:
        """The first day of which anything is counted. Raises NotKept."""
        async with reading(self._engine) as connection:
            first = [
                (
                    await connection.execute(select(func.min(table.c.day)).where(table.c.team == self._team))
                ).scalar()
                for table in (sums, counted)
            ]
        days = [day for day in first if day]
        return date.fromisoformat(min(days)) if days else None

    async def departments(self) -> list[Department]:
        """Those that sessions were ever counted of. Raises NotKept."""
        queries = [
            select(table.c.department_id, table.c.department).where(table.c.team == self._team).distinct()
            for table in (counted, sums)
        ]
        async with reading(self._engine) as connection:
            found = {tuple(row) for query in queries for row in await connection.execute(query)}
        return [Department(id=key or None, name=name or None) for key, name in sorted(found) if key or name]

    async def fold(self, before: datetime) -> int:
        """Make sums of some rows of sessions that began before then, and delete these; gives how many.

        Who deletes a row adds it up, in one transaction: two processes that come at once add nothing twice.
        """
        is_old = (counted.c.team == self._team) & (counted.c.start < before)
        some = select(counted.c.appointment).where(is_old).limit(AT_A_TIME)
        async with writing(self._engine) as connection:
            gone = delete(counted).where(is_old, counted.c.appointment.in_(some)).returning(counted)
            rows = (await connection.execute(gone)).mappings().all()
            added = await self._added(connection, rows, [row["appointment"] for row in rows])
            await _add(connection, self._team, sorted(added.items()))
        return len(rows)

    async def _added(
        self, connection: AsyncConnection, rows: Iterable[RowMapping], named: Any
    ) -> Counter[Tally]:
        """Add up rows, with what people said of those sessions; `named`: their ids."""
        of_them = (states.c.team == self._team) & states.c.appointment.in_(named)
        of_them &= states.c.about.in_((About.CAME.value, About.LATE.value))
        said: dict[str, list[State]] = {}
        for state in await newest(connection, of_them, states.c.start):
            said.setdefault(state.appointment, []).append(state)
        found: Counter[Tally] = Counter()
        for one in map(_counted, rows):
            found.update(tallies(one, said_of(one, said.get(one.appointment, ()))))
        return found


def _seen(connection: AsyncConnection) -> Any:
    """Write over what was seen before of a session at this time."""
    insert = insert_into(connection, counted)
    new = insert.excluded
    names = ("day", "status", "department_id", "department", "language", "moved")
    written = {name: new[name] for name in names}
    return insert.on_conflict_do_update(
        index_elements=[counted.c.team, counted.c.appointment, counted.c.start],
        set_={
            **written,
            "waited": counted.c.waited + new.waited,
            "began": func.coalesce(counted.c.began, new.began),
        },
    )


async def _add(connection: AsyncConnection, team: str, added: Iterable[tuple[Tally, int]]) -> None:
    rows = [{"team": team, **tally._asdict(), "number": number} for tally, number in added]
    if rows:
        insert = insert_into(connection, sums)
        more = sums.c.number + insert.excluded.number
        keys = list(sums.primary_key.columns)
        await connection.execute(
            insert.on_conflict_do_update(index_elements=keys, set_={"number": more}), rows
        )


def _days(table: Any, team: str, first: date, last: date) -> Any:
    return (table.c.team == team) & table.c.day.between(first.isoformat(), last.isoformat())


def _counted(row: RowMapping) -> Counted:
    kept = {name: value for name, value in row.items() if name != "team"}
    return Counted(**{**kept, "status": Status(row["status"])})


async def _all(connection: AsyncConnection, query: Any) -> Sequence[Any]:
    return (await connection.execute(query)).all()
