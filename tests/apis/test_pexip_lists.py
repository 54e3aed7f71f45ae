"""Listing at Pexip Engage: its thirteen filters as it wants them, the whole of a span, and those without a time."""

from __future__ import annotations

import random
from datetime import timedelta
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from bot.apis.pexip.api import PexipApi
from bot.apis.pexip.asks import PexipOptions
from bot.appointments.choosing import By
from bot.appointments.correlation import begin_action
from bot.appointments.errors import Refused, TooMany
from bot.appointments.model import Status
from bot.standins.pexip import service
from tests.apis.pexip_story import Connect
from tests.apis.story import NINE, THE_DAY, TUESDAY, failure
from tests.standins.pexip import StandInPexip


async def test_all_thirteen_filters_are_sent_as_the_vendor_wants_them(
    engage: PexipApi, pexip: StandInPexip
) -> None:
    only = {
        By.ID: ("1", "2"),
        By.REFERENCE: ("K7Q2 & M",),
        By.TYPE: ("video", "on_location"),
        By.STATUS: ("scheduled", "requested"),
        By.CALLBACK: ("3",),
        By.LISTING: ("4",),
        By.SEGMENT: ("5",),
        By.SUBJECT: ("12",),
        By.OFFICE: ("7", "8", "7"),
        By.CUSTOMER: ("901",),
        By.EMPLOYEE: ("55",),
    }
    assert await engage.find_only(THE_DAY, only) == []
    (asked,) = pexip.asked("list")
    assert asked.status == 200
    assert sorted(asked.pairs) == sorted(
        [
            ("from", "2026-03-24T00:00:00.000Z"),
            ("to", "2026-03-25T12:00:00.000Z"),
            *(("id[]", "1"), ("id[]", "2"), ("external-id[]", "K7Q2 & M")),
            *(("meeting-type[]", "VIDEO"), ("meeting-type[]", "ON_LOCATION")),
            *(("status[]", "ACCEPTED"), ("status[]", "INCOMING_REQUEST")),
            *(("callback-request-id[]", "3"), ("listing-id[]", "4"), ("lead-segment-id[]", "5")),
            *(("subject-id[]", "12"), ("office-id[]", "7"), ("office-id[]", "8")),
            *(("customer-id[]", "901"), ("employee-id[]", "55")),
            *(("offset", "0"), ("limit", "100")),
        ]
    )


@pytest.mark.parametrize(
    "query", [[("status", "ACCEPTED")], [("id", "1")], [("state[]", "x")], [("limit", "-1")]]
)
async def test_the_stand_in_refuses_what_the_vendor_refuses(
    engage: PexipApi, query: list[tuple[str, str]]
) -> None:
    """Or the tests of what we send could not fail."""
    assert type(await failure(engage._http.request("GET", "/appointments", params=query))) is Refused


async def test_of_each_kind_any_and_all_kinds_together(engage: PexipApi, pexip: StandInPexip) -> None:
    here = pexip.add(at=NINE, office="7", type="PHONE")
    there = pexip.add(at=NINE + timedelta(hours=1), office="8")
    pexip.add(at=NINE + timedelta(hours=2), office="8", status="NO_SHOW")
    found = await engage.find_only(THE_DAY, {By.OFFICE: ("7", "8"), By.STATUS: ("scheduled",)})
    assert [one.id for one in found] == [here.id, there.id]
    assert [one.id for one in await engage.find_only(THE_DAY, {By.TYPE: ("phone",)})] == [here.id]


async def test_references_are_told_apart_by_their_capitals(engage: PexipApi, pexip: StandInPexip) -> None:
    pexip.add(at=NINE, reference="ABC")
    assert await engage.find_only(None, {By.REFERENCE: ("abc",)}) == []
    assert len(await engage.find_only(None, {By.REFERENCE: ("ABC",)})) == 1


async def test_invites_have_no_time_and_are_in_no_day_unless_asked_for(
    engage: PexipApi, pexip: StandInPexip
) -> None:
    invite = pexip.invite()
    request = pexip.add(at=None, status="ALTERNATIVE_DATE_REQUESTED")
    timed = pexip.add(at=NINE, status="ALTERNATIVE_DATE_REQUESTED")
    pexip.add(at=NINE - timedelta(days=9), status="ALTERNATIVE_DATE_REQUESTED")
    assert [one.id for one in await engage.find(THE_DAY)] == [timed.id]
    wanted = {By.STATUS: (Status.INVITED.value, Status.ALTERNATIVE_REQUESTED.value)}
    found = await engage.find_only(THE_DAY, wanted)
    assert [one.id for one in found] == [timed.id, *sorted([invite.id, request.id])]
    assert (found[-1].start, found[-1].end, found[-1].minutes) == (None, None, None)
    other_office = wanted | {By.OFFICE: ("8",)}
    assert await engage.find_only(THE_DAY, other_office) == []


async def test_a_vendor_whose_filters_let_too_much_through(engage: PexipApi, pexip: StandInPexip) -> None:
    """How it compares times and whether it knows every filter is not documented: what comes is looked at again."""
    yes = pexip.add(at=NINE)
    rows = [
        yes.wire(),
        pexip.add(at=NINE, office="8").wire(),
        pexip.add(at=TUESDAY - timedelta(hours=1)).wire(),
    ]
    pexip.answers("list", {"data": rows + rows[:1], "meta": {"offset": 0, "limit": 100, "totalCount": 4}})
    assert [one.id for one in await engage.find_only(THE_DAY, {By.OFFICE: ("7",)})] == [yes.id]


async def test_pages_are_counted_by_what_came(connect_pexip: Connect, pexip: StandInPexip) -> None:
    for number in range(60):
        pexip.add(at=NINE + timedelta(minutes=number))
    assert len(await connect_pexip(options=PexipOptions(per_page=30)).find(THE_DAY)) == 60
    assert [call.query["offset"] for call in pexip.asked("list")] == ["0", "30", "0"]


async def test_a_list_that_changed_while_it_was_read_is_read_again(
    connect_pexip: Connect, pexip: StandInPexip
) -> None:
    kept = [pexip.add(at=NINE + timedelta(minutes=number)) for number in range(4)]
    api = connect_pexip(options=PexipOptions(per_page=2))
    pexip.answers("list", {"data": [kept[3].wire()], "meta": {"offset": 0, "limit": 2, "totalCount": 5}})
    assert [one.id for one in await api.find(THE_DAY)] == [one.id for one in kept]


async def test_too_many_are_not_read_at_all(connect_pexip: Connect, pexip: StandInPexip) -> None:
    for number in range(21):
        pexip.add(at=NINE + timedelta(minutes=number))
    api = connect_pexip(options=PexipOptions(per_page=10, max_pages=2))
    assert type(await failure(api.find(THE_DAY))) is TooMany
    assert len(pexip.asked("list")) == 1


async def test_a_page_that_is_too_long_for_the_vendor(connect_pexip: Connect, pexip: StandInPexip) -> None:
    pexip.most_per_page = 25
    api = connect_pexip()
    await api.find(THE_DAY)
    await api.find(THE_DAY)
    assert [call.query["limit"] for call in pexip.asked("list")] == ["100", "25", "25"], (
        "what was learnt is kept"
    )


async def test_a_refusal_of_something_else_does_not_shorten_the_pages(
    engage: PexipApi, pexip: StandInPexip
) -> None:
    pexip.fails("list", 400, times=2)
    assert type(await failure(engage.find(THE_DAY))) is Refused
    await engage.find(THE_DAY)
    assert pexip.asked("list")[-1].query["limit"] == "100"


@pytest.mark.parametrize(
    ("row", "named", "fields"),
    [
        ({}, "row 2 of its page", ["id"]),
        ({"id": ""}, "row 2 of its page", ["id"]),
        ({"id": None}, "row 2 of its page", ["id"]),
        ({"id": 7, "start": "soon"}, "7", ["start"]),
        ({"id": 7, "end": {"date": "2026-03-24"}}, "7", ["end"]),
        ({"id": 7, "status": "ACCEPTED", "start": "0000-00-00 00:00:00"}, "7", ["start"]),
        ({"id": "x" * 300}, "x" * 64, ["id"]),
        (7, "row 2 of its page", ["row"]),
    ],
)
@pytest.mark.parametrize("keyed", [False, True])
async def test_a_row_that_can_not_be_read_hides_no_other(
    engage: PexipApi, pexip: StandInPexip, row: object, named: str, fields: list[str], keyed: bool
) -> None:
    good = pexip.add(at=NINE)
    rows = [good.wire(), row]
    data = {str(number): one for number, one in enumerate(rows)} if keyed else rows
    pexip.answers("list", {"data": data, "meta": {"offset": 0, "limit": 100, "totalCount": 2}})
    with capture_logs() as logs:
        found = await engage.find(THE_DAY)
    assert ([one.id for one in found], found.unread, found.missing) == ([good.id], 1, 0)
    (said,) = (one for one in logs if one["event"] == "row_unreadable")
    assert (said["row"], said["fields"]) == (named, fields)


@pytest.mark.parametrize("most", [25, 100])
async def test_rows_that_tie_come_in_another_order_for_each_page(
    connect_pexip: Connect, pexip: StandInPexip, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """The vendor takes longer pages, or it does not."""
    dice, page = random.Random(7), service._page
    monkeypatch.setattr(service, "_page", lambda rows, *at: page(dice.sample(rows, len(rows)), *at))
    pexip.most_per_page = most
    ids = {pexip.add(at=NINE).id for _ in range(60)}
    api = connect_pexip(options=PexipOptions(per_page=25))
    for _ in range(3):
        found = await api.find(THE_DAY)
        assert {one.id for one in found} <= ids
        assert len(found) + found.missing == 60
        assert most == 25 or found.missing == 0


async def test_what_is_counted_but_never_handed_out_is_said_to_be_missing(
    connect_pexip: Connect, pexip: StandInPexip
) -> None:
    kept = pexip.add(at=NINE)
    page = {"data": [kept.wire()], "meta": {"offset": 0, "limit": 100, "totalCount": 2}}
    api = connect_pexip()
    for _ in range(20):
        pexip.answers("list", page)
    found = await api.find(THE_DAY)
    assert ([one.id for one in found], found.missing) == ([kept.id], 1)


async def test_one_leaves_the_first_page_while_another_comes_at_the_end(
    connect_pexip: Connect, pexip: StandInPexip
) -> None:
    a, b, c, d = (pexip.add(at=NINE + timedelta(minutes=number)) for number in range(4))
    gone = a.wire() | {"id": "gone"}
    for rows in ([gone, a.wire()], [c.wire(), d.wire()]):  # b has come up to the first page
        pexip.answers("list", {"data": rows, "meta": {"totalCount": 4}})
    found = await connect_pexip(options=PexipOptions(per_page=2)).find(THE_DAY)
    assert [one.id for one in found] == [a.id, b.id, c.id, d.id]


async def test_one_name_for_all_requests_of_an_action_and_the_language_asked_for(
    connect_pexip: Connect, pexip: StandInPexip
) -> None:
    pexip.add(at=NINE)
    api = connect_pexip(options=PexipOptions(accept_language="nl, *"))
    await api.find(THE_DAY)
    await api.find(THE_DAY)
    one, other = (
        {call.headers["x-correlation-id"] for call in calls} for calls in (pexip.calls[:5], pexip.calls[5:])
    )
    assert len(one) == len(other) == 1
    assert one != other
    assert all(str(UUID(name)) == name for name in one | other)
    assert {call.headers["accept-language"] for call in pexip.calls} == {"nl, *"}

    begin_action()
    await api.find(THE_DAY)
    await api.get(pexip.appointments[0].id)
    assert len({call.headers["x-correlation-id"] for call in pexip.calls[6:]}) == 1


async def test_one_that_reads_as_it_did_is_told_as_it_was(engage: PexipApi, pexip: StandInPexip) -> None:
    one, other = pexip.add(at=NINE), pexip.add(at=NINE + timedelta(hours=1))
    first = {session.id: session for session in await engage.find(THE_DAY)}
    one.notes = "Ring twice"
    again = {session.id: session for session in await engage.find(THE_DAY)}
    assert again[other.id] is first[other.id]
    assert (again[one.id].notes, first[one.id].notes) == ("Ring twice", None)
