"""What was seen of the sessions, in the database: fingerprints, never contents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import bindparam, delete, insert, select, update

from bot.alerts.compare import Comparison, Difference, Kind, Look, Sighting
from bot.alerts.rules import Subscription
from bot.appointments.model import Status, Window
from bot.appointments.values import replace
from bot.appointments.versions import PARTS, Stamp, packed
from bot.storage.alert_tables import boards, differences, seen, takes, waiting_posts, watches
from bot.storage.asynchronous import AsyncConnection, AsyncEngine
from bot.storage.desk_tables import cards, outbox
from bot.storage.statements import Row, Statement
from bot.storage.transactions import insert_or_ignore, reading

_WATCH = Statement(select(watches).where(watches.c.team == bindparam("team")))
_LOOKED = Statement(
    update(watches).where(
        watches.c.team == bindparam("mine"),
        watches.c.at == bindparam("last"),
        watches.c.failing_since.is_not_distinct_from(bindparam("failing")),
    ),
    [one.name for one in watches.columns],
)
_PAST = tuple(
    Statement(delete(table).where(table.c.team == bindparam("mine"), when < bindparam(told)))
    for table, when, told in (
        (outbox, outbox.c.done, "keys"),
        (seen, seen.c.start, "past"),
        (differences, differences.c.at, "past"),
        (boards, boards.c.day, "day"),
        (takes, takes.c.since, "past"),
        (waiting_posts, waiting_posts.c.since, "past"),
    )
)
_FAILS = Statement(
    update(watches)
    .where(watches.c.team == bindparam("mine"), watches.c.failing_since.is_(None))
    .values(failing_since=bindparam("now"))
)
KEPT = timedelta(days=2)
"""How long past sessions are remembered."""


class Memory(Struct, frozen=True):
    """All that was seen of one workspace's sessions, as of its last look."""

    last: Look | None
    sightings: Mapping[str, Sighting]
    comparable: bool = True
    """False where the fingerprints were made with another key or of other pieces: then nothing is news."""
    failing: datetime | None = None
    """Since when looks have failed, if the newest ones did."""

    @property
    def news_since(self) -> Look | None:
        """The look since which a difference is news; None: this one is as good as the first."""
        return self.last if self.comparable else None


class Before(Struct, frozen=True):
    """What a look goes by: as it was read, or as the look before it left it, which is seen to in the transaction that keeps what was found."""

    everyone: Sequence[Subscription]
    memory: Memory

    def told(self, now: datetime) -> list[Subscription]:
        """The channels that are told something now."""
        return [one for one in self.everyone if one.active(now)]

    def is_before(self, begun: datetime) -> bool:
        """Whether a list was asked for after the last look."""
        return self.memory.last is None or begun > self.memory.last.at

    def moment(self, begun: datetime) -> datetime:
        """The moment of a look: always later than the one before, even where the clock stands still."""
        last = self.memory.last
        return begun if last is None or begun > last.at else last.at + timedelta(microseconds=1)


class Kept:
    """Reads and writes the memory of one workspace; it is kept in this process too while nobody else writes it."""

    def __init__(self, engine: AsyncEngine, team: str, stamp: Stamp) -> None:
        self._engine = engine
        self._team = team
        self._made_with = stamp.of(" ".join(PARTS))
        self._known: Memory | None = None

    async def memory(self) -> Memory:
        """What is remembered now."""
        async with reading(self._engine) as connection:
            return await self.read(connection)

    async def read(self, connection: AsyncConnection) -> Memory:
        """The same, as one of several things that are read."""
        row = next(iter(await _WATCH.rows(connection, {"team": self._team})), None)
        if row is None:
            return Memory(None, {})
        known, at = self._known, row["at"]
        if known is None or known.last is None or known.last.at != at:
            look = Look(at, Window(start=row["start"], end=row["end"]))
            rows = (await connection.execute(select(seen).where(seen.c.team == self._team))).mappings()
            sightings = {one["appointment"]: _sighting(one) for one in rows}
            known = self._known = Memory(look, sightings, row["made_with"] == self._made_with)
        return replace(known, failing=row["failing_since"])

    async def failing_since(self, connection: AsyncConnection, now: datetime) -> datetime | None:
        """Note that a look failed, and tell since when they do; None where none ever succeeded."""
        await _FAILS.changed(connection, {"mine": self._team, "now": now})
        for row in await _WATCH.rows(connection, {"team": self._team}):
            since: datetime | None = row["failing_since"]
            return since
        return None

    async def keep(
        self,
        connection: AsyncConnection,
        memory: Memory,
        look: Look,
        found: Comparison,
        gone: Sequence[str],
        now: datetime,
    ) -> Memory | None:
        """Keep what this look found, as seen now, and lock the memory for this transaction; None if another process looked meanwhile, or looked in vain."""
        row = {
            "team": self._team,
            "at": look.at,
            "start": look.window.start,
            "end": look.window.end,
            "made_with": self._made_with,
            "failing_since": None,
        }
        if memory.last is None:
            if not await insert_or_ignore(connection, watches, row):
                return None
        else:
            was = {"mine": self._team, "last": memory.last.at, "failing": memory.failing}
            if not await _LOOKED.changed(connection, row | was):
                return None
        await self._replace(connection, found.sightings, gone)
        if found.differences:
            rows = [
                {**asdict(one), "was_parts": dict(one.was_parts), "team": self._team, "at": now}
                for one in found.differences
            ]
            await connection.execute(insert(differences), rows)
        sightings = memory.sightings
        if found.sightings or gone:  # else it is the very same, which tells whoever plans that nothing is new
            changed = {**sightings, **{one.appointment: one for one in found.sightings}}
            sightings = {name: one for name, one in changed.items() if name not in gone}
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
        async with reading(self._engine) as connection:
            rows = (await connection.execute(query)).mappings().all()
        return [(row["at"], _difference(row)) for row in rows]

    async def with_cards(self, connection: AsyncConnection, appointments: Sequence[str]) -> list[str]:
        """Those of the appointments that have cards in channels."""
        found: list[str] = []
        for some in _by_hundreds(appointments):
            query = select(cards.c.appointment).distinct()
            mine = (cards.c.team == self._team) & cards.c.appointment.in_(some)
            found += [name for (name,) in await connection.execute(query.where(mine))]
        return found

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
        self, connection: AsyncConnection, sightings: Mapping[str, Sighting], before: datetime
    ) -> dict[str, Sighting]:
        """Once a day: drop what is past, and jobs whose keys nobody will use again."""
        past = {"mine": self._team, "past": before, "day": before.date().isoformat(), "keys": before - KEPT}
        for each in _PAST:
            await each.changed(connection, past)
        return {name: one for name, one in sightings.items() if one.start is None or one.start >= before}


def _sighting(row: Row) -> Sighting:
    kept = {name: value for name, value in row.items() if name != "team"}
    return Sighting(**{**kept, "status": Status(row["status"]), "parts": packed(row["parts"])})


def _difference(row: Row) -> Difference:
    kept = {name: value for name, value in row.items() if name not in {"id", "team", "at"}}
    was = Status(row["was_status"]) if row["was_status"] else None
    return Difference(**{**kept, "kind": Kind(row["kind"]), "was_status": was})


def _by_hundreds(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """Databases take only so many parameters in one statement."""
    for begin in range(0, len(names), 500):
        yield names[begin : begin + 500]
