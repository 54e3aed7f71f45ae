"""One built-in service for many workspaces: what is one team's can't be seen, counted or changed by another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.apis.embedded.vendor import connect
from bot.apis.vendor import Surroundings
from bot.appointments.asked import Change, NewAppointment
from bot.appointments.errors import AppointmentError
from bot.appointments.model import Claimant, Department, Window
from bot.service.settings import ServiceSettings
from bot.storage.service_tables import appointments, departments
from tests.service.conftest import Clock

pytestmark = pytest.mark.parametrize("engine", ["sqlite", "postgresql"], indirect=True)
START = datetime(2026, 3, 26, 15, tzinfo=UTC)
WINDOW = Window(start=START - timedelta(days=1), end=START + timedelta(days=1))


def service(engine: AsyncEngine, clock: Clock, team: str) -> Any:
    return connect(ServiceSettings(), Surroundings(engine, clock, 5.0, team=team))


def booking(name: str, **changed: Any) -> NewAppointment:
    said: dict[str, Any] = {
        "start": START,
        "minutes": 45,
        "claimant": Claimant(name=name),
        "reference": "K7Q2M9XW4T8ZB1C",
        "department": Department(name="Leeds"),
    }
    return NewAppointment(**(said | changed))


async def test_two_teams_with_the_same_reference_and_department_see_their_own_alone(
    engine: AsyncEngine, clock: Clock
) -> None:
    river, hill, nobody = (service(engine, clock, team) for team in ("T0RIVER", "T0HILL", "T0NOBODY"))
    rivers = await river.book(booking("Jane Doe"))
    hills = await hill.book(booking("Ali Khan"))

    assert [one.claimant.name for one in await river.find(WINDOW)] == ["Jane Doe"]
    assert [one.claimant.name for one in await hill.find(WINDOW)] == ["Ali Khan"]
    assert await nobody.find(WINDOW) == []
    async with engine.connect() as connection:
        rows = (await connection.execute(select(departments.c.team, departments.c.name))).all()
        kept = (await connection.execute(select(appointments.c.team, appointments.c.reference))).all()
    assert sorted(map(tuple, rows)) == [("T0HILL", "Leeds"), ("T0RIVER", "Leeds")]
    assert {team for team, _ in kept} == {"T0RIVER", "T0HILL"}

    for foreign, own in ((hills, river), (rivers, hill)):
        with pytest.raises(AppointmentError):
            await own.get(foreign.id)
        with pytest.raises(AppointmentError):
            await own.move(foreign.id, Change(start=START + timedelta(hours=1)))
        with pytest.raises(AppointmentError):
            await own.cancel(foreign.id, "not mine")
        with pytest.raises(AppointmentError):
            await own.book(booking("Max Mole", reference="X" * 15, department=foreign.department))
    assert (await river.get(rivers.id)).start == START
    assert (await hill.get(hills.id)).status == "scheduled"
