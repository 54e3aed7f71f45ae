"""The stand-in SQOD is as strict as its documents and its framework are: else the stories told with it prove little."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.apis.story import NINE, SESSION, TUESDAY
from tests.standins.sqod import StandInSqod
from tests.standins.sqod_rules import php_form, stored_time

LIST = "/api/v1/appointments"
DAY = {"start_at": TUESDAY.isoformat(), "end_at": (TUESDAY + timedelta(days=1)).isoformat()}


@pytest.fixture
async def caller(sqod: StandInSqod) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Accept": "application/json", "Authorization": f"Bearer {sqod.token}"}
    async with httpx.AsyncClient(base_url=sqod.url, headers=headers) as client:
        yield client


async def test_it_wants_to_be_asked_for_json_and_by_whom(caller: httpx.AsyncClient) -> None:
    assert (await caller.get(LIST, headers={"Accept": "*/*"})).status_code == 302
    assert (await caller.get(LIST, headers={"Authorization": "Bearer other"})).status_code == 401
    assert (await caller.get(LIST)).status_code == 200


async def test_it_wants_both_bounds(caller: httpx.AsyncClient) -> None:
    for bound in DAY:
        answer = await caller.get(LIST, params={bound: DAY[bound]})
        assert answer.status_code == 422
        assert answer.json()["errors"].keys() == DAY.keys() - {bound}


async def test_its_pages_are_short_and_its_links_lose_the_filters(
    caller: httpx.AsyncClient, sqod: StandInSqod
) -> None:
    sqod.add(at=TUESDAY - timedelta(days=30))
    for _ in range(11):
        sqod.add(at=NINE)
    page = (await caller.get(LIST, params=DAY)).json()
    assert (len(page["data"]), page["meta"]["total"], page["meta"]["last_page"]) == (10, 11, 2)
    assert page["links"]["next"] == f"{sqod.url}{LIST}?page=2"
    assert (await caller.get(page["links"]["next"])).json()["meta"]["total"] == 12
    last = (await caller.get(LIST, params={**DAY, "page": 2})).json()
    assert (len(last["data"]), last["links"]["next"]) == (1, None)


async def test_it_spells_one_thing_in_two_ways(caller: httpx.AsyncClient, sqod: StandInSqod) -> None:
    sqod.add(at=NINE, reference="123456789")
    sqod.add(at=NINE, reference="abc", department="Leeds")
    second, first = (await caller.get(LIST)).json()["data"]
    assert (first["reference"], second["reference"]) == (123456789, "abc")
    assert (type(first["meeting"]["id"]), type(second["meeting"]["id"])) == (int, str)
    assert ("on_hold_started_at" in first, "on_hold_started_at" in second) == (True, False)
    assert (first["department"], second["department"]) == (None, {"id": 1, "name": "Leeds"})
    assert " roomKey=eyJ" in first["meeting"]["room_url"]


async def test_it_keeps_the_wall_clock_of_an_offset(caller: httpx.AsyncClient, sqod: StandInSqod) -> None:
    form = {
        "reference": "r",
        "appointment_at": "2026-07-14T16:50:00+01:00",
        "duration_in_minutes": "30",
        "claimant[name]": " Jane ",
        "interpreter_language": "",
    }
    assert (await caller.post(LIST, data=form)).status_code == 201
    assert sqod.has(name="Jane", interpreter_language=None).at == datetime(2026, 7, 14, 16, 50, tzinfo=UTC)


async def test_it_understands_nothing_of_a_multipart_patch(
    caller: httpx.AsyncClient, sqod: StandInSqod
) -> None:
    kept = sqod.add(at=NINE, id=SESSION, minutes=30)
    files = {"duration_in_minutes": (None, "45")}
    assert (await caller.patch(f"{LIST}/{SESSION}", files=files)).status_code == 200
    assert kept.minutes == 30


async def test_what_is_wrong_is_named_in_laravels_way(caller: httpx.AsyncClient, sqod: StandInSqod) -> None:
    answer = await caller.post(
        LIST, json={"appointment_at": "soon", "claimant": {"email": "nobody"}, "reference": 1}
    )
    assert answer.status_code == 422
    assert answer.json() == {
        "message": "The duration in minutes field is required. (and 4 more errors)",
        "errors": {
            "duration_in_minutes": ["The duration in minutes field is required."],
            "claimant.name": ["The claimant.name field is required."],
            "reference": ["The reference field must be a string."],
            "appointment_at": ["The appointment at field must be a valid date."],
            "claimant.email": ["The claimant.email field must be a valid email address."],
        },
    }
    assert sqod.appointments == []


async def test_a_reference_is_taken_once(caller: httpx.AsyncClient, sqod: StandInSqod) -> None:
    sqod.add(at=NINE, reference="taken")
    body = {
        "reference": "taken",
        "appointment_at": "2026-03-24T09:00:00Z",
        "duration_in_minutes": 30,
        "claimant": {"name": "J"},
    }
    assert (await caller.post(LIST, json=body)).json()["errors"].keys() == {"reference"}


async def test_a_second_cancel_and_an_unknown_one(caller: httpx.AsyncClient, sqod: StandInSqod) -> None:
    sqod.add(at=NINE, id=SESSION)
    cancel = f"{LIST}/{SESSION}/cancel"
    statuses = [(await caller.post(cancel, data={"cancellation_reason": "x"})).status_code for _ in range(2)]
    assert statuses == [200, 409]
    sqod.removes(SESSION)
    assert (await caller.post(cancel, data={"cancellation_reason": "x"})).status_code == 404


async def test_a_fault_comes_as_often_as_was_said_and_then_goes(
    caller: httpx.AsyncClient, sqod: StandInSqod
) -> None:
    sqod.fails("list", 500, times=2)
    sqod.fails("list", 403)
    assert [(await caller.get(LIST)).status_code for _ in range(4)] == [500, 500, 403, 200]
    sqod.fails("list", 503, times=None)
    assert (await caller.get(LIST)).headers["content-type"].startswith("text/html")
    sqod.recovers()
    assert (await caller.get(LIST)).status_code == 200
    assert [call.status for call in sqod.asked("list")] == [500, 500, 403, 200, 503, 200]


def test_a_form_is_read_as_php_reads_it() -> None:
    assert php_form("a=1&a=2&b%5Bc%5D=3&b%5Bd%5D%5B0%5D%5Be%5D=4&x.y=5&z=") == {
        "a": "2",
        "b": {"c": "3", "d": {"0": {"e": "4"}}},
        "x_y": "5",
        "z": "",
    }


def test_a_time_without_sense_is_none() -> None:
    assert stored_time("soon") is None
    assert stored_time(7) is None


def test_what_is_not_there_fails_the_story(sqod: StandInSqod) -> None:
    sqod.add(at=NINE, name="Jane Doe")
    assert sqod.has(name="Jane Doe").at == NINE
    with pytest.raises(AssertionError, match="0 sessions"):
        sqod.has(name="John Doe")
    sqod.add(at=NINE, name="Jane Doe")
    with pytest.raises(AssertionError, match="2 sessions"):
        sqod.has(name="Jane Doe")
