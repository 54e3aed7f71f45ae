"""What was seen of the sessions, in the database: fingerprints, never contents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.alerts.compare import Comparison, Difference, Kind, Look, Sighting
from bot.appointments.model import Status, Window
from bot.storage.alert_tables import boards, differences, seen, waiting_posts, watches
from bot.storage.outbox import drop_passing, insert_or_ignore
from bot.storage.tables import cards

KEPT = timedelta(days=2)
"""How long past sessions are remembered."""


@dataclass(frozen=True, slots=True)
class Memory:
    """All that was seen of one workspace's sessions, as of its last look."""

    last: Look | None
    sightings: Mapping[str, Sighting]


class Kept:
    """Reads and writes the memory of one workspace; it is kept in this process too while nobody else writes it."""

    def __init__(self, engine: AsyncEngine, team: str) -> None:
        self._engine = engine
        self._team = team
        self._known: Memory | None = None

    async def memory(self) -> Memory:
        """What is remembered now."""
        async with self._engine.connect() as connection:
            return await self._read(connection)

    async def is_still(self, connection: AsyncConnection, memory: Memory) -> bool:
        """Lock the memory for this transaction; False if another process has looked meanwhile."""
        found = await connection.execute(
            select(watches.c.at).where(watches.c.team == self._team).with_for_update()
        )
        at = found.scalar()
        return at == (memory.last.at if memory.last else None)

    async def keep(
        self, connection: AsyncConnection, memory: Memory, look: Look, found: Comparison, gone: Sequence[str]
    ) -> Memory | None:
        """Keep what this look found; None if another process was first."""
        row = {"team": self._team, "at": look.at, "start": look.window.start, "end": look.window.end}
        if memory.last is None:
            if not await insert_or_ignore(connection, watches, row):
                return None
        else:
            await connection.execute(update(watches).where(watches.c.team == self._team).values(**row))
        await self._replace(connection, found.sightings, gone)
        if found.differences:
            rows = [
                {**asdict(one), "was_parts": dict(one.was_parts), "team": self._team, "at": look.at}
                for one in found.differences
            ]
            await connection.execute(insert(differences), rows)
        sightings = {**memory.sightings, **{one.appointment: one for one in found.sightings}}
        for one in gone:
            sightings.pop(one, None)
        if memory.last is None or memory.last.at.hour != look.at.hour:
            await drop_passing(connection, self._team, look.at)
        if memory.last is None or memory.last.at.date() != look.at.date():
            sightings = await self._forget_old(connection, sightings, look.at - KEPT)
        return Memory(look, sightings)

    def known(self, memory: Memory) -> None:
        """Take over what was just kept, once its transaction has ended."""
        self._known = memory

    async def differences(self, since: datetime, until: datetime) -> list[tuple[datetime, Difference]]:
        """What was seen to change in a span of time, and when, oldest first; what changed twice is there twice."""
        query = (
            select(differences)
            .where(differences.c.team == self._team, differences.c.at >= since, differences.c.at < until)
            .order_by(differences.c.id)
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).mappings().all()
        names = ("appointment", "was_start", "was_minutes", "was_parts")
        return [
            (row["at"], Difference(kind=Kind(row["kind"]), **{name: row[name] for name in names}))
            for row in rows
        ]

    async def with_cards(self, connection: AsyncConnection, appointments: Sequence[str]) -> list[str]:
        """Those of the appointments that have cards in channels."""
        found: list[str] = []
        for some in _by_hundreds(appointments):
            query = select(cards.c.appointment).distinct()
            mine = (cards.c.team == self._team) & cards.c.appointment.in_(some)
            found += [name for (name,) in await connection.execute(query.where(mine))]
        return found

    async def _read(self, connection: AsyncConnection) -> Memory:
        row = (
            (await connection.execute(select(watches).where(watches.c.team == self._team))).mappings().first()
        )
        if row is None:
            return Memory(None, {})
        if self._known is not None and self._known.last is not None and self._known.last.at == row["at"]:
            return self._known
        look = Look(row["at"], Window(start=row["start"], end=row["end"]))
        rows = (await connection.execute(select(seen).where(seen.c.team == self._team))).mappings()
        self._known = Memory(
            look,
            {
                one["appointment"]: Sighting(
                    **{name: value for name, value in one.items() if name not in {"team", "status"}},
                    status=Status(one["status"]),
                )
                for one in rows
            },
        )
        return self._known

    async def _replace(
        self, connection: AsyncConnection, sightings: Sequence[Sighting], gone: Sequence[str]
    ) -> None:
        changed = [one.appointment for one in sightings] + list(gone)
        for some in _by_hundreds(changed):
            await connection.execute(
                delete(seen).where(seen.c.team == self._team, seen.c.appointment.in_(some))
            )
        if sightings:
            rows = [{**asdict(one), "parts": dict(one.parts), "team": self._team} for one in sightings]
            await connection.execute(insert(seen), rows)

    async def _forget_old(
        self, connection: AsyncConnection, sightings: dict[str, Sighting], before: datetime
    ) -> dict[str, Sighting]:
        """Once a day: drop what is past."""
        mine = self._team
        await connection.execute(delete(seen).where(seen.c.team == mine, seen.c.start < before))
        await connection.execute(
            delete(differences).where(differences.c.team == mine, differences.c.at < before)
        )
        await connection.execute(
            delete(boards).where(boards.c.team == mine, boards.c.day < before.date().isoformat())
        )
        await connection.execute(
            delete(waiting_posts).where(waiting_posts.c.team == mine, waiting_posts.c.since < before)
        )
        return {name: one for name, one in sightings.items() if one.start is None or one.start >= before}


def _by_hundreds(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """Databases take only so many parameters in one statement."""
    for begin in range(0, len(names), 500):
        yield names[begin : begin + 500]
