"""The desk's ledger in the database: intents, the audit, holds."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, RowMapping, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.appointments.ledger import UNSETTLED, Deed, Entry, Intent, Job, Stage
from bot.storage.outbox import add_jobs, insert_or_ignore
from bot.storage.tables import audit, holds, intents

HOLD = timedelta(seconds=60)
"""How long one write may hold an appointment before another process may think it dead."""
_PATIENCE = 0.05


class DatabaseLedger:
    """Implements `bot.appointments.ledger.Ledger` on SQLite and PostgreSQL."""

    def __init__(
        self, engine: AsyncEngine, clock: Callable[[], datetime], on_jobs: Callable[[], None] | None = None
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._on_jobs = on_jobs or (lambda: None)

    async def begin(self, intent: Intent) -> tuple[Intent, bool]:
        row = asdict(replace(intent, stage=Stage.SENDING, created=self._clock()))
        async with self._engine.begin() as connection:
            if await insert_or_ignore(connection, intents, row):
                return intent, True
            kept = await _read(connection, intent.team, intent.form)
        assert kept is not None  # noqa: S101 - the key was there a moment ago, and intents are never removed
        return kept, False

    async def resume(self, intent: Intent) -> bool:
        again = {Stage.REFUSED.value, Stage.MISSING.value, Stage.UNKNOWN.value}
        async with self._engine.begin() as connection:
            taken: CursorResult[Any] = await connection.execute(
                update(intents)
                .where(intents.c.team == intent.team, intents.c.form == intent.form)
                .where(intents.c.stage.in_(again))
                .values(
                    stage=Stage.SENDING,
                    start=intent.start,
                    minutes=intent.minutes,
                    channel=intent.channel,
                    card=intent.card,
                    version_before=intent.version_before,
                    created=self._clock(),
                )
            )
        return taken.rowcount == 1

    async def settle(self, intent: Intent, entry: Entry | None, jobs: Sequence[Job] = ()) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(
                update(intents)
                .where(intents.c.team == intent.team, intents.c.form == intent.form)
                .values(
                    stage=intent.stage,
                    appointment=intent.appointment,
                    version_after=intent.version_after,
                )
            )
            if entry is not None:
                await self._write(connection, entry)
            await add_jobs(connection, intent.team, jobs, self._clock())
        if jobs:
            self._on_jobs()

    async def of_form(self, team: str, form: str) -> Intent | None:
        async with self._engine.connect() as connection:
            return await _read(connection, team, form)

    async def unsettled(self, team: str) -> list[Intent]:
        query = (
            select(intents)
            .where(intents.c.team == team, intents.c.stage.in_([stage.value for stage in UNSETTLED]))
            .order_by(intents.c.created)
        )
        async with self._engine.connect() as connection:
            return [_intent(row) for row in (await connection.execute(query)).mappings()]

    async def record(self, entry: Entry) -> None:
        async with self._engine.begin() as connection:
            await self._write(connection, entry)

    async def history(self, team: str, appointment: str, limit: int = 50) -> list[Entry]:
        query = (
            select(audit)
            .where(audit.c.team == team, audit.c.appointment == appointment)
            .order_by(audit.c.id.desc())
            .limit(limit)
        )
        async with self._engine.connect() as connection:
            return [_entry(row) for row in (await connection.execute(query)).mappings()]

    async def whole_audit(self) -> AsyncIterator[Entry]:
        """Read the whole audit, oldest first, a batch at a time."""
        last = 0
        async with self._engine.connect() as connection:
            while True:
                query = select(audit).where(audit.c.id > last).order_by(audit.c.id).limit(500)
                rows = (await connection.execute(query)).mappings().all()
                for row in rows:
                    yield _entry(row)
                if not rows:
                    return
                last = rows[-1]["id"]

    async def booked_by(self, team: str, user: str) -> set[str]:
        query = select(intents.c.appointment).where(
            intents.c.team == team,
            intents.c.user == user,
            intents.c.deed == Deed.BOOK,
            intents.c.stage == Stage.DONE,
        )
        async with self._engine.connect() as connection:
            return {found for (found,) in await connection.execute(query) if found}

    @asynccontextmanager
    async def holding(self, team: str, appointment: str) -> AsyncIterator[None]:
        holder = secrets.token_hex(8)
        mine = (holds.c.team == team) & (holds.c.appointment == appointment)
        while not await self._take(team, appointment, holder):  # noqa: ASYNC110
            await asyncio.sleep(_PATIENCE)  # no event: the holder may be another process
        try:
            yield
        finally:
            async with self._engine.begin() as connection:
                await connection.execute(delete(holds).where(mine, holds.c.holder == holder))

    async def _take(self, team: str, appointment: str, holder: str) -> bool:
        now = self._clock()
        row = {"team": team, "appointment": appointment, "holder": holder, "until": now + HOLD}
        async with self._engine.begin() as connection:
            await connection.execute(
                delete(holds).where(
                    holds.c.team == team, holds.c.appointment == appointment, holds.c.until < now
                )
            )
            return await insert_or_ignore(connection, holds, row)

    async def _write(self, connection: AsyncConnection, entry: Entry) -> None:
        await connection.execute(insert(audit).values(**asdict(replace(entry, at=self._clock()))))


async def _read(connection: AsyncConnection, team: str, form: str) -> Intent | None:
    query = select(intents).where(intents.c.team == team, intents.c.form == form)
    row = (await connection.execute(query)).mappings().first()
    return _intent(row) if row else None


def _intent(row: RowMapping) -> Intent:
    return Intent(**{**row, "deed": Deed(row["deed"]), "stage": Stage(row["stage"])})


def _entry(row: RowMapping) -> Entry:
    kept = {name: value for name, value in row.items() if name != "id"}
    return Entry(**{**kept, "deed": Deed(kept["deed"])})
