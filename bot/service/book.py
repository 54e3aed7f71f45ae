"""The appointment book: every read and write of the service's tables, each write one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import RowMapping, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.service.bodies import AppointmentChange, NewAppointment
from bot.service.departments import department_id
from bot.service.refusals import NotThere, Unfit
from bot.storage.asynchronous import AsyncConnection, AsyncEngine
from bot.storage.service_tables import FLAGS, appointments, departments

_ROWS = select(appointments, departments.c.name.label("department_name")).outerjoin_from(
    appointments, departments
)
_DEFAULTS = {**FLAGS, "use_custom_post_call_redirect": False}
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is mistaken for another when read out


class AppointmentBook:
    """Keeps one team's appointments. Rows carry their department's name beside their own columns."""

    def __init__(self, engine: AsyncEngine, clock: Callable[[], datetime], team: str = "") -> None:
        self._engine = engine
        self._clock = clock
        self._team = team
        self._mine = appointments.c.team == team

    async def page(
        self, start: datetime | None, end: datetime | None, *, per_page: int, page: int
    ) -> tuple[list[RowMapping], int]:
        """Read one page of those that begin in the half-open window, by start and then id, and count them all."""
        bounds = [self._mine]
        if start is not None:
            bounds.append(appointments.c.appointment_at >= start)
        if end is not None:
            bounds.append(appointments.c.appointment_at < end)
        query = (
            _ROWS.where(*bounds)
            .order_by(appointments.c.appointment_at, appointments.c.id)
            .limit(per_page)
            .offset((page - 1) * per_page)
        )
        async with self._engine.connect() as connection:
            counted = select(func.count()).select_from(appointments).where(*bounds)
            total = (await connection.execute(counted)).scalar_one()
            rows = (await connection.execute(query)).mappings().all()
        return list(rows), total

    async def get(self, appointment: str) -> RowMapping:
        """Read one. Raises NotThere."""
        async with self._engine.connect() as connection:
            return await self._row(connection, _id(appointment))

    async def create(self, new: NewAppointment) -> RowMapping:
        """Keep a new one. Raises Unfit for a reference that is taken and for a department that is not there."""
        key = str(uuid4())
        try:
            async with self._engine.begin() as connection:
                values = {
                    "reference": "".join(secrets.choice(_LETTERS) for _ in range(15)),
                    **await _columns(connection, new, self._team),
                    "id": key,
                    "team": self._team,
                    "status": "scheduled",
                    "room": uuid4().hex,
                    "created_at": self._now(),
                }
                await connection.execute(insert(appointments).values({**_DEFAULTS, **values}))
                return await self._row(connection, key)
        except IntegrityError:  # the reference is the only thing here that two can choose
            raise Unfit({"reference": ["The reference has already been taken."]}) from None

    async def change(self, appointment: str, change: AppointmentChange) -> RowMapping:
        """Change what was sent. Raises NotThere, and Unfit once it is cancelled."""
        key = _id(appointment)
        async with self._engine.begin() as connection:
            row = await self._row(connection, key, lock=True)
            if row["cancelled_at"] is not None:
                raise Unfit({"status": ["This appointment is cancelled and can't be changed."]})
            values = await _columns(connection, change, self._team)
            if status := values.get("status"):
                values |= self._session(status, row)
            if values:
                await connection.execute(update(appointments).where(appointments.c.id == key).values(values))
            return await self._row(connection, key)

    async def cancel(self, appointment: str, reason: str | None) -> RowMapping:
        """Cancel it. Raises NotThere, and Unfit when it is cancelled or over."""
        key = _id(appointment)
        async with self._engine.begin() as connection:
            row = await self._row(connection, key, lock=True)
            if row["cancelled_at"] is not None:
                raise Unfit({"status": ["This appointment is already cancelled."]})
            if row["status"] in ("completed", "no_show"):
                raise Unfit({"status": ["This appointment is over and can't be cancelled."]})
            values = {"status": "cancelled", "cancelled_at": self._now(), "cancellation_reason": reason}
            await connection.execute(update(appointments).where(appointments.c.id == key).values(values))
            return await self._row(connection, key)

    async def _row(self, connection: AsyncConnection, key: str, *, lock: bool = False) -> RowMapping:
        query = _ROWS.where(appointments.c.id == key, self._mine)
        if lock:
            query = query.with_for_update(of=appointments)
        row = (await connection.execute(query)).mappings().first()
        if row is None:
            raise NotThere
        return row

    def _session(self, status: str, row: RowMapping) -> dict[str, datetime | None]:
        """The session's times follow the status, so that they never tell two stories."""
        match status:
            case "in_progress":
                return {
                    "session_started_at": row["session_started_at"] or self._now(),
                    "session_ended_at": None,
                }
            case "completed":
                return {"session_ended_at": row["session_ended_at"] or self._now()}
        return {"session_started_at": None, "session_ended_at": None}

    def _now(self) -> datetime:
        return self._clock().replace(microsecond=0)


def _id(appointment: str) -> str:
    try:
        return str(UUID(appointment))
    except ValueError:
        raise NotThere from None


async def _columns(connection: AsyncConnection, asked: Mapping[str, Any], team: str) -> dict[str, Any]:
    """Turn what was asked for into columns; null means the default, where there is one."""
    values = {name: value for name, value in asked.items() if name not in _NOT_COLUMNS}
    values |= {f"claimant_{name}": value for name, value in asked.get("claimant", {}).items()}
    values |= {name: default for name, default in _DEFAULTS.items() if name in asked and asked[name] is None}
    for name in ("reference", "status"):  # null is no value for these: they stay as they are
        if values.get(name, ...) is None:
            del values[name]
    for field in ("department_id", "department"):
        if field in asked:
            values["department_id"] = await department_id(connection, asked[field], field, team)
            break
    return values


_NOT_COLUMNS = {"claimant", "department", "department_id"}
