"""What is kept about one appointment: which rows, which messages, and their deletion, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Table, Text, cast, delete, func, literal, or_, select, update

from bot.appointments.writes.ledger import Entry
from bot.storage.alert_tables import metadata as of_alerts
from bot.storage.alert_tables import waiting_posts
from bot.storage.asynchronous import AsyncConnection, AsyncEngine
from bot.storage.cards import CardPlace
from bot.storage.count_tables import metadata as of_counts
from bot.storage.desk_tables import audit, cards, intents, outbox
from bot.storage.desk_tables import metadata as of_desk
from bot.storage.ledger import add_entry
from bot.storage.service_tables import appointments as sessions
from bot.storage.transactions import reading, writing

_UNKNOWN: dict[str, Any] = dict.fromkeys(
    ("appointment", "code", "version", "was", "was_minutes", "start", "minutes", "what", "why")
)
"""What a line of the audit no longer says: who did what, and when they did it, stays."""
_AT_ONCE = 100
"""Words that are looked for in one statement: databases take only so many parts."""


class Kept(Struct, frozen=True):
    """How much is kept: messages in channels, and rows."""

    cards: int
    rows: int
    ours: bool = False
    """The appointment itself lies with us: the built-in service has it."""


class About:
    """The appointments of one workspace."""

    def __init__(self, engine: AsyncEngine, team: str, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._team = team
        self._clock = clock

    async def known(self, word: str) -> list[str]:
        """The ids of those that a code, a reference or an id means in our own rows, whatever the service still has."""
        queries = (
            select(audit.c.appointment).where(
                audit.c.team == self._team, or_(audit.c.code == word.upper(), audit.c.appointment == word)
            ),
            select(intents.c.appointment).where(
                intents.c.team == self._team, or_(intents.c.reference == word, intents.c.appointment == word)
            ),
            select(cards.c.appointment).where(cards.c.team == self._team, cards.c.appointment == word),
        )
        async with reading(self._engine) as connection:
            found = [
                one for query in queries for one in (await connection.execute(query.distinct())).scalars()
            ]
        return sorted({one for one in found if one})

    async def kept(self, appointments: Collection[str]) -> dict[str, Kept]:
        """Count what there is of each; the jobs are read once for all."""
        async with reading(self._engine) as connection:
            jobs = await self._jobs(connection, appointments)
            return {one: await self._kept(connection, one, len(jobs[one])) for one in appointments}

    async def _kept(self, connection: AsyncConnection, appointment: str, jobs: int) -> Kept:
        rows = {}
        for table in _tables():
            counted = select(func.count()).select_from(table).where(self._of(table, appointment))
            rows[table] = (await connection.execute(counted)).scalar_one()
        ours = await self._is_ours(connection, appointment)
        return Kept(rows[cards] + rows[waiting_posts], jobs + sum(rows.values()) + ours, ours)

    async def is_ours(self, appointment: str) -> bool:
        """Whether the built-in service has it."""
        async with reading(self._engine) as connection:
            return await self._is_ours(connection, appointment)

    async def _is_ours(self, connection: AsyncConnection, appointment: str) -> bool:
        return (
            await connection.execute(select(sessions.c.id).where(self._own(appointment)))
        ).first() is not None

    async def places(self, appointment: str) -> list[CardPlace]:
        """Where messages stand that show it: its cards, and alerts that its claimant waits."""
        async with reading(self._engine) as connection:
            return await self._places(connection, appointment)

    async def _places(self, connection: AsyncConnection, appointment: str) -> list[CardPlace]:
        found = []
        for table, version in ((cards, cards.c.version), (waiting_posts, literal(""))):
            query = select(table.c.channel, table.c.ts, version).where(self._of(table, appointment))
            rows = await connection.execute(query.with_for_update(of=table))
            found += [CardPlace(self._team, channel, ts, appointment, drawn) for channel, ts, drawn in rows]
        return found

    async def delete(self, appointment: str, line: Entry, closed: Collection[CardPlace]) -> int | None:
        """Delete every row of it, the built-in service's too, and write `line` into the audit; gives how many rows that were.

        Lines of the audit stay, but say no longer what they were about. None: nothing is deleted, for another message than those
        that were `closed` shows it by now, or one was drawn anew.
        """
        async with writing(self._engine) as connection:
            if not set(await self._places(connection, appointment)) <= set(closed):
                return None
            jobs = (await self._jobs(connection, [appointment]))[appointment]
            await connection.execute(delete(outbox).where(outbox.c.id.in_(jobs)))
            gone = (
                len(jobs)
                + (await connection.execute(delete(sessions).where(self._own(appointment)))).rowcount
            )
            for table in _tables():
                mine = self._of(table, appointment)
                change = (
                    update(table).where(mine).values(**_UNKNOWN)
                    if table is audit
                    else delete(table).where(mine)
                )
                gone += (await connection.execute(change)).rowcount
            await add_entry(connection, line, self._clock())
        return gone

    async def _jobs(self, connection: AsyncConnection, appointments: Collection[str]) -> dict[str, list[int]]:
        """The jobs that are about each: by its id, or by a form that wrote it."""
        forms = {
            one: set(
                (await connection.execute(select(intents.c.form).where(self._of(intents, one)))).scalars()
            )
            for one in appointments
        }
        words = sorted({*appointments, *(form for of in forms.values() for form in of)})
        rows: dict[int, tuple[dict[str, Any], str]] = {}
        for begin in range(0, len(words), _AT_ONCE):
            named = or_(*map(_names, words[begin : begin + _AT_ONCE]))
            query = select(outbox.c.id, outbox.c.data, outbox.c.key).where(outbox.c.team == self._team, named)
            rows |= {id: (data, key) for id, data, key in await connection.execute(query)}
        found: dict[str, list[int]] = {one: [] for one in appointments}
        for id, (data, key) in rows.items():
            said = {value for value in data.values() if isinstance(value, str)}
            wrote = {data.get("form"), *key.split(":")}
            for one, jobs in found.items():
                if one in said or not wrote.isdisjoint(forms[one]):
                    jobs.append(id)
        return found

    def _own(self, appointment: str) -> ColumnElement[bool]:
        """The row of the built-in service; where one workspace alone is served it has no team."""
        mine: ColumnElement[bool] = sessions.c.team.in_(("", self._team)) & (sessions.c.id == appointment)
        return mine

    def _of(self, table: Any, appointment: str) -> ColumnElement[bool]:
        its: ColumnElement[bool] = table.c.appointment == appointment
        if "other" in table.c:
            its |= table.c.other == appointment
        mine: ColumnElement[bool] = (table.c.team == self._team) & its
        return mine


def _names(word: str) -> ColumnElement[bool]:
    """Whether a job's row has a word in it, as JSON writes it: which field it stands in is looked at afterwards."""
    written = json.dumps(word)[1:-1]
    return cast(outbox.c.data, Text).contains(written, autoescape=True) | outbox.c.key.contains(
        word, autoescape=True
    )


def _tables() -> Iterator[Table]:
    """Every table of ours that names appointments."""
    for metadata in (of_alerts, of_counts, of_desk):
        yield from (table for table in metadata.sorted_tables if "appointment" in table.c)
