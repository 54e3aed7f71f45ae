"""Two desks on one database, in two processes: however often and wherever a form is sent, it writes once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr

from bot.apis.sqod.api import sqod_api
from bot.appointments.asked import Change, NewAppointment, new_reference
from bot.appointments.desk import Desk
from bot.appointments.model import Claimant
from bot.appointments.permission import Act, Person
from bot.appointments.service import Service
from bot.appointments.versions import Stamp
from bot.appointments.writes.outcomes import ChangedMeanwhile, StillWorking, Written
from tests.desk.office import TEAM, Office
from tests.standins.sqod import StandInSqod

ASHA = Person(TEAM, "U1", "Asha Patel", ZoneInfo("Europe/London"))
THREE = datetime(2026, 11, 21, 15, tzinfo=UTC)


class Everybody:
    """A gate that stands open."""

    async def check(self, person: Person, act: Act) -> None:
        return None


@dataclass
class Floor:
    office: Office
    sqod: StandInSqod
    desks: list[Desk]

    def asked(self) -> list[str]:
        return [
            call.operation for call in self.sqod.calls if call.operation in {"create", "update", "cancel"}
        ]


@pytest.fixture
async def floor(office: Office) -> AsyncIterator[Floor]:
    with StandInSqod(now=office.clock) as sqod:
        desks = [
            Desk(
                team=TEAM,
                service=Service(sqod_api(sqod.url, SecretStr(sqod.token)), Stamp(b"the same secret in both")),
                gate=Everybody(),
                ledger=ledger,
                clock=office.clock,
                budget=timedelta(seconds=10),
                late=timedelta(0),
                look_back=timedelta(days=30),
                look_ahead=timedelta(days=90),
            )
            for ledger in office.ledgers
        ]
        yield Floor(office, sqod, desks)
        for desk in desks:
            await desk._api.aclose()


async def outcomes(*writes: Coroutine[object, object, Written]) -> list[object]:
    return list(await asyncio.gather(*writes, return_exceptions=True))


async def test_one_form_sent_to_both_books_once(floor: Floor) -> None:
    form = new_reference()
    new = NewAppointment(reference=form, start=THREE, minutes=45, claimant=Claimant(name="Jane Doe"))
    floor.sqod.slows("create", 0.2)
    ends = await outcomes(
        *(
            desk.book(ASHA, new, form=form, card="C1") for desk in floor.desks * 3
        )  # six clicks on two processes
    )
    assert floor.asked() == ["create"]
    assert {type(end) for end in ends} <= {Written, StillWorking}
    assert any(isinstance(end, Written) and not end.repeated for end in ends)
    assert (await floor.office.jobs()).count("card") == 1

    again = await floor.desks[1].book(ASHA, new, form=form, card="C1")
    assert again.repeated
    assert floor.asked() == ["create"]
    assert (await floor.office.jobs()).count("card") == 1
    floor.sqod.has(name="Jane Doe")


@pytest.mark.parametrize("deed", ["move", "cancel"])
async def test_one_form_sent_to_both_changes_once(floor: Floor, deed: str) -> None:
    session = floor.sqod.add(at=THREE, department="Leeds")
    seen = (await floor.desks[0].get(ASHA, session.id)).version

    def write(desk: Desk) -> Coroutine[object, object, Written]:
        if deed == "move":
            later = Change(start=THREE + timedelta(hours=1))
            return desk.move(ASHA, session.id, later, seen=seen, form="form-1")
        return desk.cancel(ASHA, session.id, "Booked twice", seen=seen, form="form-1")

    ends = await outcomes(*(write(desk) for desk in floor.desks * 3))
    assert len(floor.asked()) == 1
    assert {type(end) for end in ends} <= {Written, StillWorking}
    assert (await write(floor.desks[1])).repeated
    assert len(floor.asked()) == 1


async def test_two_forms_for_one_appointment_change_it_once_and_the_other_is_told(floor: Floor) -> None:
    session = floor.sqod.add(at=THREE)
    seen = (await floor.desks[0].get(ASHA, session.id)).version
    ends = await outcomes(
        *(
            desk.move(ASHA, session.id, Change(start=THREE + timedelta(hours=n)), seen=seen, form=f"form-{n}")
            for n, desk in enumerate(floor.desks * 2, start=1)
        )
    )
    assert floor.asked() == ["update"]
    assert sorted(type(end).__name__ for end in ends) == ["ChangedMeanwhile"] * 3 + ["Written"]
    told = [end.by for end in ends if isinstance(end, ChangedMeanwhile)]
    assert {by.user for by in told if by} == {"U1"}, "whoever lost is told who won"


async def test_a_refused_form_that_is_sent_again_to_both_books_once(floor: Floor) -> None:
    form = new_reference()
    new = NewAppointment(reference=form, start=THREE, minutes=45, claimant=Claimant(name="Jane Doe"))
    floor.sqod.fails("create", 422, errors={"claimant.name": "No."})
    await outcomes(floor.desks[0].book(ASHA, new, form=form, card=None))
    assert floor.sqod.appointments == []

    floor.sqod.slows("create", 0.2)
    await outcomes(*(desk.book(ASHA, new, form=form, card=None) for desk in floor.desks * 3))
    assert floor.asked() == ["create", "create"]
    floor.sqod.has(name="Jane Doe")
