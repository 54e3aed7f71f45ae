"""The desk's ledger in the database: intents, the audit, holds."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta

from msgspec.structs import asdict
from sqlalchemy import (
    ColumnElement,
    RowMapping,
    and_,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from bot.appointments.deeds import Deed
from bot.appointments.jobs import Job, SettleWrite
from bot.appointments.model import Appointment
from bot.appointments.values import replace
from bot.appointments.writes.after import settle_job
from bot.appointments.writes.ledger import PART, Attempt, Entry, Intent, Stage
from bot.storage.alert_tables import seen
from bot.storage.asynchronous import AsyncConnection, AsyncEngine
from bot.storage.desk_tables import audit, cards, intents, outbox
from bot.storage.holds import Holds
from bot.storage.intent_rows import attempts_row, intent_row, planned, read_intent
from bot.storage.outbox import add_jobs
from bot.storage.statements import Statement
from bot.storage.transactions import insert_or_ignore, reading, writing

TELLING = timedelta(seconds=6)
"""How long after its last sign of life a process's hold on a form ends whose end it will tell."""
RESUMED = (Stage.PLANNED, Stage.REFUSED, Stage.MISSING, Stage.UNKNOWN)
"""The stages at which nothing is under way."""

_THIS = and_(intents.c.team == bindparam("of"), intents.c.form == bindparam("sent"))
_READ = Statement(select(intents).where(_THIS))
_LOCKED = Statement(select(intents).where(_THIS).with_for_update())
_SHOWN = Statement(update(intents).where(_THIS).values(view=bindparam("shown")))
_TOLD = Statement(update(intents).where(_THIS).values(told=True, view=None))
_RESUMED = Statement(update(intents).where(_THIS), intents.c.keys())
_BEGUN = update(intents).where(_THIS, intents.c.created == bindparam("begun"))
_ENDS = ("stage", "appointment", "version_after", "tried", "ending", "told")
_SETTLED = Statement(_BEGUN, _ENDS)
_SETTLED_FROM = Statement(_BEGUN.where(intents.c.stage == bindparam("expected")), _ENDS)
_ADDED = Statement(insert(audit).inline(), Entry.__struct_fields__)


class DatabaseLedger:
    """Implements `bot.appointments.ledger.Ledger` on SQLite and PostgreSQL."""

    def __init__(
        self, engine: AsyncEngine, clock: Callable[[], datetime], on_jobs: Callable[[], None] | None = None
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._on_jobs = on_jobs or (lambda: None)
        self._holds = Holds(engine, clock)

    async def begin(self, intent: Intent, patience: timedelta) -> tuple[Intent, bool]:
        return await self.plan(intent, (), patience)

    async def plan(self, intent: Intent, parts: Sequence[Intent], patience: timedelta) -> tuple[Intent, bool]:
        now = self._clock()
        begun = replace(intent, stage=Stage.SENDING, created=now, attempts=(Attempt(now, intent.start),))
        async with writing(self._engine) as connection:
            if await insert_or_ignore(connection, intents, intent_row(begun)):
                await self._look_later(connection, begun, patience)
                for part in parts:
                    await insert_or_ignore(connection, intents, intent_row(planned(part, now)))
                return begun, True
            kept = await _read(connection, intent.team, intent.form)
        if kept is None:
            raise LookupError("an intent that was there a moment ago is gone")
        return kept, False

    async def resume(self, intent: Intent, patience: timedelta, *, waiting: bool = False) -> Intent | None:
        stages = (Stage.SENDING,) if waiting else RESUMED
        async with writing(self._engine) as connection:
            kept = await _read(connection, intent.team, intent.form, locked=True)
            if kept is None or kept.stage not in stages or (waiting and kept.created != intent.created):
                return None
            began = self._later_than(kept)
            earlier = kept.attempts[:-1] if waiting else kept.attempts
            attempts = (*earlier, Attempt(began, intent.start))
            begun = replace(intent, stage=Stage.SENDING, created=began, attempts=attempts, view=kept.view)
            begun = replace(begun, told=begun.whole is not None)
            await _RESUMED.changed(connection, {**intent_row(begun), "of": kept.team, "sent": kept.form})
            await self._look_later(connection, begun, patience)
        return begun

    async def settle(
        self,
        intent: Intent,
        entry: Entry | None,
        jobs: Sequence[Job] = (),
        *,
        expecting: Stage | None = None,
    ) -> bool:
        settled = {
            "of": intent.team,
            "sent": intent.form,
            "begun": intent.created,
            "stage": intent.stage,
            "appointment": intent.appointment,
            "version_after": intent.version_after,
            "tried": attempts_row(intent),
            "ending": intent.ending,
            "told": intent.told,
        }
        async with writing(self._engine) as connection:
            if expecting is None:
                kept = await _SETTLED.changed(connection, settled)
            else:
                kept = await _SETTLED_FROM.changed(connection, {**settled, "expected": expecting})
            if not kept:
                return False
            if entry is not None:
                await add_entry(connection, entry, self._clock())
            await add_jobs(connection, intent.team, jobs, self._clock())
        if jobs:
            self._on_jobs()
        return True

    async def of_form(self, team: str, form: str) -> Intent | None:
        async with reading(self._engine) as connection:
            return await _read(connection, team, form)

    async def parts(self, team: str, form: str) -> list[Intent]:
        mine = (intents.c.team == team) & intents.c.form.startswith(f"{form}{PART}", autoescape=True)
        async with reading(self._engine) as connection:
            rows = (await connection.execute(select(intents).where(mine))).mappings().all()
        return sorted(map(read_intent, rows), key=lambda one: int(one.form.rpartition(PART)[2]))

    async def shown(self, team: str, form: str, view: str) -> None:
        async with writing(self._engine) as connection:
            await _SHOWN.changed(connection, {"of": team, "sent": form, "shown": view})

    async def watch(self, team: str, job: SettleWrite) -> None:
        async with writing(self._engine) as connection:
            await _SHOWN.changed(connection, {"of": team, "sent": job.form, "shown": job.view})
            await add_jobs(connection, team, [job], self._clock())

    async def told(self, team: str, form: str, watch: SettleWrite | None = None) -> None:
        async with writing(self._engine) as connection:
            await _TOLD.changed(connection, {"of": team, "sent": form})
            if watch is not None:
                await connection.execute(delete(outbox).where(outbox.c.key == watch.key(team)))

    def telling(self, team: str, form: str) -> AbstractAsyncContextManager[None]:
        return self._holds.holding(team, _told_by(form), TELLING)

    async def is_telling(self, team: str, form: str) -> bool:
        return await self._holds.is_held(team, _told_by(form), TELLING)

    async def began_since(self, team: str, user: str, since: datetime) -> bool:
        mine = (intents.c.team == team) & (intents.c.user == user) & (intents.c.created >= since)
        async with reading(self._engine) as connection:
            return (await connection.execute(select(intents.c.form).where(mine).limit(1))).first() is not None

    async def record(self, entry: Entry) -> None:
        async with writing(self._engine) as connection:
            await add_entry(connection, entry, self._clock())

    async def knows(self, team: str, appointment: str) -> bool:
        tables = (cards, intents, seen)
        done = select(audit.c.id).where(
            audit.c.team == team, audit.c.appointment == appointment, audit.c.outcome == "done"
        )
        async with reading(self._engine) as connection:
            for query in (
                done,
                *(select(one.c.team).filter_by(team=team, appointment=appointment) for one in tables),
            ):
                if (await connection.execute(query.limit(1))).first() is not None:
                    return True
        return False

    async def history(self, team: str, appointment: str, limit: int = 50) -> list[Entry]:
        query = (
            select(audit)
            .where(audit.c.team == team, audit.c.appointment == appointment)
            .order_by(audit.c.id.desc())
            .limit(limit)
        )
        async with reading(self._engine) as connection:
            return [_entry(row) for row in (await connection.execute(query)).mappings()]

    async def last_change(self, team: str, now: Appointment) -> Entry | None:
        query = (
            select(audit)
            .where(audit.c.team == team, audit.c.appointment == now.id, audit.c.version.is_not(None))
            .order_by(audit.c.id.desc())
            .limit(1)
        )
        async with reading(self._engine) as connection:
            row = (await connection.execute(query)).mappings().first()
        return _entry(row) if row and row["version"] == now.version else None

    async def whole_audit(self, *only: ColumnElement[bool]) -> AsyncIterator[Entry]:
        """Read the audit, or those lines of it for which all of `only` holds, oldest first, a batch at a time."""
        last = 0
        while True:
            query = select(audit).where(audit.c.id > last, *only).order_by(audit.c.id).limit(500)
            async with reading(self._engine) as connection:
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
        async with reading(self._engine) as connection:
            return {found for (found,) in await connection.execute(query) if found}

    async def booker(self, team: str, appointment: str) -> str | None:
        booked = {"team": team, "appointment": appointment, "deed": Deed.BOOK, "stage": Stage.DONE}
        async with reading(self._engine) as connection:
            found = await connection.execute(select(intents.c.user).filter_by(**booked).limit(1))
        user: str | None = found.scalar()
        return user

    def holding(self, team: str, appointment: str) -> AbstractAsyncContextManager[None]:
        return self._holds.holding(team, appointment)

    def _later_than(self, kept: Intent) -> datetime:
        """A beginning that no earlier attempt of the form has, even where the clock stands still."""
        now = self._clock()
        if kept.created is not None and now <= kept.created:
            return kept.created + timedelta(microseconds=1)
        return now

    async def _look_later(self, connection: AsyncConnection, begun: Intent, patience: timedelta) -> None:
        """Have it found out how this attempt ended, in case its process does not live to say so."""
        job = settle_job(begun, Stage.SENDING, patience)
        await add_jobs(connection, begun.team, [job], self._clock())


async def add_entry(connection: AsyncConnection, entry: Entry, now: datetime) -> None:
    """Write a line of the audit within somebody's transaction."""
    await _ADDED.changed(connection, asdict(replace(entry, at=now)))


def _told_by(form: str) -> str:
    return f"form:{form}"


async def _read(connection: AsyncConnection, team: str, form: str, *, locked: bool = False) -> Intent | None:
    """`locked`: on PostgreSQL nobody else decides by it before the transaction ends; on SQLite nobody can anyway."""
    rows = await (_LOCKED if locked else _READ).rows(connection, {"of": team, "sent": form})
    return read_intent(rows[0]) if rows else None


def _entry(row: RowMapping) -> Entry:
    kept = {name: value for name, value in row.items() if name != "id"}
    return Entry(**{**kept, "deed": Deed(kept["deed"])})
