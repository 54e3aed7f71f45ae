"""Listing at SQOD: the whole of a span, once, in order, however its pages come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.apis.sqod.api import SqodApi
from bot.apis.sqod.asks import SqodOptions
from bot.appointments.errors import Refused, TooMany, Unreadable
from bot.appointments.model import Status, Window
from tests.apis.story import NINE, THE_DAY, TUESDAY, Connect
from tests.standins.sqod import StandInSqod


async def test_a_day_is_half_open_sorted_and_complete(api: SqodApi, sqod: StandInSqod) -> None:
    late = sqod.add(at=NINE + timedelta(hours=3))
    sqod.add(at=THE_DAY.end)
    sqod.add(at=TUESDAY - timedelta(microseconds=1))
    first = sqod.add(at=THE_DAY.start)
    gone = sqod.add(at=NINE, id="b")
    twin = sqod.add(at=NINE, id="a")
    sqod.cancels(gone.id)
    found = await api.find(THE_DAY)
    assert [one.id for one in found] == [first.id, twin.id, gone.id, late.id]
    assert found[2].status is Status.CANCELLED


async def test_a_span_ending_between_two_milliseconds_loses_nothing(api: SqodApi, sqod: StandInSqod) -> None:
    kept = sqod.add(at=NINE + timedelta(microseconds=300))
    window = Window(start=NINE + timedelta(microseconds=250), end=NINE + timedelta(microseconds=400))
    assert [one.id for one in await api.find(window)] == [kept.id]


async def test_three_hundred_sessions_over_pages(connect: Connect, sqod: StandInSqod) -> None:
    for number in range(300):
        sqod.add(at=TUESDAY + timedelta(minutes=number), reference=f"R{number}")
    found = await connect().find(THE_DAY)
    assert [one.reference for one in found] == [f"R{number}" for number in range(300)]
    asked = [call.query for call in sqod.asked("list")]
    assert all({"start_at", "end_at", "per_page"} < query.keys() for query in asked)
    assert [query["per_page"] for query in asked[:4]] == ["50", "300", "150", "75"], "longer pages are tried"
    assert sorted(query["page"] for query in asked[3:]) == list("11234"), (
        "the first page is looked at once more"
    )


async def test_how_long_a_page_may_be_is_learnt_once(connect: Connect, sqod: StandInSqod) -> None:
    for number in range(300):
        sqod.add(at=TUESDAY + timedelta(minutes=number))
    api = connect()
    await api.find(THE_DAY)
    before = len(sqod.asked("list"))
    assert len(await api.find(THE_DAY)) == 300
    assert {call.query["per_page"] for call in sqod.asked("list")[before:]} == {"75"}


async def test_rows_that_come_twice_are_told_once(connect: Connect, sqod: StandInSqod) -> None:
    for number in range(12):
        sqod.add(at=NINE + timedelta(minutes=number))
    sqod.repeats_rows(2)
    found = await connect(options=SqodOptions(per_page=5)).find(THE_DAY)
    assert len(found) == len({one.id for one in found}) == 12


async def test_a_list_that_changed_while_it_was_read_is_read_again(
    connect: Connect, sqod: StandInSqod
) -> None:
    kept = [sqod.add(at=NINE + timedelta(minutes=number)) for number in range(4)]
    true_total = {"data": [], "meta": {"last_page": 2, "total": 5}}
    sqod.answers("list", true_total)
    found = await connect(options=SqodOptions(per_page=2)).find(THE_DAY)
    assert [one.id for one in found] == [one.id for one in kept]
    assert len(sqod.asked("list")) == 2, "a page, then all of it on one"


async def test_a_vendor_that_wants_shorter_pages_gets_them(connect: Connect) -> None:
    with StandInSqod(most_per_page=15) as strict:
        for number in range(40):
            strict.add(at=NINE + timedelta(minutes=number))
        api = connect(url=strict.url)
        assert len(await api.find(THE_DAY)) == 40
        assert len(await api.find(THE_DAY)) == 40
        sizes = [call.query["per_page"] for call in strict.asked("list")]
    assert sizes[:3] == ["50", "25", "12"]
    assert set(sizes[3:]) == {"12"}, "what was learnt is kept"


async def test_a_vendor_that_takes_no_page_size_at_all(connect: Connect) -> None:
    with StandInSqod(most_per_page=0) as absurd:
        with pytest.raises(Refused) as refused:
            await connect(url=absurd.url).find(THE_DAY)
        assert refused.value.fields == {}
        assert refused.value.others == ("The per page field must be between 1 and 0.",)
        assert [call.query["per_page"] for call in absurd.calls] == ["50", "25", "12", "6", "3", "1"]


async def test_too_many_pages_are_not_read_at_all(connect: Connect, sqod: StandInSqod) -> None:
    for number in range(21):
        sqod.add(at=NINE + timedelta(minutes=number))
    with pytest.raises(TooMany):
        await connect(options=SqodOptions(per_page=10, max_pages=2)).find(THE_DAY)
    assert len(sqod.asked("list")) == 1


async def test_an_empty_day(api: SqodApi) -> None:
    assert await api.find(THE_DAY) == []


@pytest.mark.parametrize(
    "body", [[], {}, {"data": {}}, {"data": None, "meta": {}}, {"data": [], "meta": None}, 7]
)
async def test_something_that_is_no_page(api: SqodApi, sqod: StandInSqod, body: object) -> None:
    sqod.answers("list", body)
    with pytest.raises(Unreadable):
        await api.find(THE_DAY)


async def test_a_ping_asks_for_next_to_nothing(api: SqodApi, sqod: StandInSqod) -> None:
    sqod.add(at=datetime.now(UTC))
    await api.ping()
    (asked,) = sqod.asked("list")
    assert asked.query["end_at"] < "2001"
    assert asked.status == 200
