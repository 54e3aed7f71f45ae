"""The timetable of Pexip Engage, of whose answer only the beginning is documented."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given

from bot.apis.pexip.api import PexipApi
from bot.apis.pexip.slots import slots
from bot.appointments.choosing import SlotsFor
from bot.appointments.errors import NotPermitted, Unreadable, Unsupported
from bot.appointments.model import MeetingType
from tests.apis.story import NINE, THE_DAY, failure
from tests.apis.test_pexip_reading import json_values
from tests.edges.examples import examples
from tests.standins.pexip import StandInPexip

WANTED = SlotsFor("12", "7", MeetingType.ON_LOCATION)


async def test_what_is_asked(engage: PexipApi, pexip: StandInPexip) -> None:
    assert (await engage.slots(THE_DAY, WANTED)).free == ()
    await engage.slots(THE_DAY, SlotsFor("12", "7", MeetingType.VIDEO, "55"))
    first, second = pexip.asked("timetable")
    assert first.pairs == [
        ("from", "2026-03-24T00:00:00.000Z"),
        ("to", "2026-03-25T00:00:00.000Z"),
        ("office-id", "7"),
        ("subject-id", "12"),
        ("meeting-type", "ON_LOCATION"),
    ]
    assert ("employee-id[]", "55") in second.pairs


@pytest.mark.parametrize("key", ["timeSlots", "slots", "possibilities"])
async def test_whatever_the_list_is_called(engage: PexipApi, pexip: StandInPexip, key: str) -> None:
    pexip.slots_key = key
    pexip.free = [NINE + timedelta(hours=1), NINE]
    told = await engage.slots(THE_DAY, WANTED)
    assert [slot.start for slot in told.free] == [NINE, NINE + timedelta(hours=1)]


@pytest.mark.parametrize(
    ("data", "free"),
    [
        ([{"start": "2026-03-24T09:00:00Z"}], [(NINE, None)]),
        ({"duration": 20, "days": [{"slots": [{"start": "2026-03-24T09:00:00Z"}]}]}, [(NINE, 20)]),
        (
            {"tags": [1], "x": [{"start": "2026-03-24T10:00:00+01:00", "duration": 15}, {"start": None}, 7]},
            [(NINE, 15)],
        ),
        ({"x": [{"start": "2026-03-24T09:00:00Z", "end": "2026-03-24T08:00:00Z"}]}, [(NINE, None)]),
        ({"x": [{"start": "2026-03-25T09:00:00Z"}]}, []),
        ({"x": []}, []),
    ],
)
def test_any_list_of_things_that_start(data: object, free: list[Any]) -> None:
    told = slots({"data": data}, THE_DAY)
    assert [(slot.start, slot.minutes) for slot in told.free] == free


@given(json_values)
@examples(100)
def test_anything_is_a_list_of_times_or_none(data: object) -> None:
    with suppress(ValueError):
        told = slots({"data": data}, THE_DAY)
        assert all(slot.start in THE_DAY for slot in told.free)


async def test_where_it_does_not_answer(engage: PexipApi, pexip: StandInPexip) -> None:
    for status, kind in ((404, Unsupported), (405, Unsupported), (403, NotPermitted)):
        pexip.fails("timetable", status)
        assert type(await failure(engage.slots(THE_DAY, WANTED))) is kind
    pexip.answers("timetable", {"data": {"duration": 5, "listing": None}})
    assert type(await failure(engage.slots(THE_DAY, WANTED))) is Unreadable
