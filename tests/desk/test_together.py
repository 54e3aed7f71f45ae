"""Many who ask for the same list at once: it is asked for once, and nobody is told what is no longer so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from bot.apis.sqod.api import sqod_api
from bot.appointments.asked import Change
from bot.appointments.errors import NotPermitted
from bot.appointments.model import Window
from bot.appointments.service import Service
from bot.appointments.single_flight import AT_ONCE
from bot.appointments.versions import Stamp
from tests.standins.sqod import StandInSqod

NINE = datetime(2026, 3, 24, 9, tzinfo=UTC)
DAY = Window(start=NINE.replace(hour=0), end=NINE.replace(hour=0) + timedelta(days=1))
NEXT_DAY = Window(start=DAY.end, end=DAY.end + timedelta(days=1))


@pytest.fixture
def sqod() -> Iterator[StandInSqod]:
    with StandInSqod() as found:
        found.add(at=NINE, id="one", name="Jane Doe")
        found.slows("list", 0.05)
        yield found


@pytest.fixture
async def service(sqod: StandInSqod) -> AsyncIterator[Service]:
    api = sqod_api(sqod.url, SecretStr(sqod.token))
    yield Service(api, Stamp(b"key"))
    await api.aclose()


async def test_many_at_once_ask_once(sqod: StandInSqod, service: Service) -> None:
    lists = await asyncio.gather(*(service.find(DAY) for _ in range(20)))
    assert [[one.id for one in found] for found in lists] == [["one"]] * 20
    assert len(sqod.asked("list")) == 1


async def test_each_day_is_asked_for(sqod: StandInSqod, service: Service) -> None:
    day, next_day = await asyncio.gather(service.find(DAY), service.find(NEXT_DAY))
    assert (len(day), len(next_day)) == (1, 0)
    assert len(sqod.asked("list")) == 2


async def test_an_answer_is_never_given_again(sqod: StandInSqod, service: Service) -> None:
    await service.find(DAY)
    sqod.add(at=NINE, id="two")
    assert len(await service.find(DAY)) == 2


async def test_who_asks_later_asks_anew(sqod: StandInSqod, service: Service) -> None:
    sqod.slows("list", 3 * AT_ONCE)
    early = asyncio.create_task(service.find(DAY))
    await asyncio.sleep(1.5 * AT_ONCE)
    sqod.add(at=NINE, id="two")
    assert len(await service.find(DAY)) == 2
    await early
    assert len(sqod.asked("list")) == 2


async def test_who_asks_after_a_change_is_told_of_it(sqod: StandInSqod, service: Service) -> None:
    early = asyncio.create_task(service.find(DAY))
    await asyncio.sleep(0)
    await service.move("one", Change(minutes=15))
    (found,) = await service.find(DAY)
    assert found.minutes == 15
    await early
    assert len(sqod.asked("list")) == 2


async def test_a_refusal_is_everybodys(sqod: StandInSqod, service: Service) -> None:
    sqod.fails("list", 403)
    ends = await asyncio.gather(*(service.find(DAY) for _ in range(3)), return_exceptions=True)
    assert [type(end) for end in ends] == [NotPermitted] * 3
    assert len(await service.find(DAY)) == 1


async def test_one_who_goes_does_not_take_the_answer_along(sqod: StandInSqod, service: Service) -> None:
    gone, stays = asyncio.create_task(service.find(DAY)), asyncio.create_task(service.find(DAY))
    await asyncio.sleep(0.01)
    gone.cancel()
    assert len(await stays) == 1
    assert len(sqod.asked("list")) == 1
