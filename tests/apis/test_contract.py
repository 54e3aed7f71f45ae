"""What the desk may rely on, whichever service is behind it: the same tests over both stand-ins."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.appointments.api import Books, Capability, Edits, capabilities
from bot.appointments.asked import Change
from bot.appointments.choosing import By, Menu, SlotsFor, lets
from bot.appointments.errors import (
    AppointmentError,
    NoAnswer,
    NotFound,
    NotPermitted,
    NotSignedIn,
    Refused,
    TooBusy,
    Unreachable,
    Unreadable,
    Unsupported,
)
from bot.appointments.model import MeetingType, Status
from bot.appointments.service import Service
from bot.appointments.versions import Stamp
from bot.appointments.writes.outcomes import accepted, cancelled, differences, proposed
from tests.apis.story import NINE, REFERENCE, THE_DAY, TUESDAY, Clock, failure
from tests.apis.vendors import ASKING, METHODS, VENDORS, Vendor

ELEVEN = NINE + timedelta(hours=2)


@pytest.fixture(params=list(VENDORS))
async def vendor(request: pytest.FixtureRequest, clock: Clock) -> AsyncIterator[Vendor]:
    with VENDORS[request.param](clock) as found:
        yield found
        for api in found.opened:
            await api.aclose()


@pytest.fixture
def api(vendor: Vendor) -> Any:
    return vendor.api()


async def books(vendor: Vendor, api: Any) -> None:
    told = await api.book(vendor.new())
    assert (told.reference, told.start, told.minutes) == (REFERENCE, NINE, 30)
    assert vendor.standin.has(reference=REFERENCE).at == NINE


async def moves(vendor: Vendor, api: Any) -> None:
    one = vendor.put()
    told = await api.move(one, Change(start=ELEVEN, minutes=45))
    assert (told.start, told.minutes) == (ELEVEN, 45)
    kept = vendor.standin.has(id=one)
    assert (kept.at, kept.minutes) == (ELEVEN, 45)


async def edits(vendor: Vendor, api: Any) -> None:
    one = vendor.put()
    assert differences(vendor.edit, await api.edit(one, vendor.edit)) == ()
    assert vendor.edited(vendor.standin.has(id=one))


async def cancels(vendor: Vendor, api: Any) -> None:
    one = vendor.put()
    assert cancelled(await api.cancel(one, "Booked twice")) == ()
    assert (await api.get(one)).status is Status.CANCELLED


async def accepts(vendor: Vendor, api: Any) -> None:
    one = vendor.put(status="INCOMING_REQUEST")
    assert (await api.get(one)).status is Status.REQUESTED
    assert accepted(await api.accept(one)) == ()
    assert (await api.get(one)).status is Status.SCHEDULED


async def declines(vendor: Vendor, api: Any) -> None:
    one = vendor.put(status="INCOMING_REQUEST")
    assert cancelled(await api.decline(one, "No interpreter")) == ()
    assert (await api.get(one)).status is Status.CANCELLED


async def proposes(vendor: Vendor, api: Any) -> None:
    one = vendor.put(status="INCOMING_REQUEST")
    assert proposed(await api.propose(one, Change(start=ELEVEN, minutes=30), "")) == ()
    assert (await api.get(one)).status is Status.ALTERNATIVE_REQUESTED


async def marks(vendor: Vendor, api: Any) -> None:
    for status in api.marks:
        one = vendor.put()
        await api.mark(one, status)
        assert (await api.get(one)).status is status


async def narrows(vendor: Vendor, api: Any) -> None:
    """Every filter finds the one that has it and leaves out the one that has something else."""
    keys: dict[str, Any] = {"callback": "1", "listing": "2", "segment": "3"}
    mine = vendor.put(reference="mine", **keys)
    vendor.put(ELEVEN, reference="other", subject="13", office="8", type="PHONE", status="NO_SHOW", people=[])
    has = {
        By.ID: mine,
        By.REFERENCE: "mine",
        By.STATUS: Status.SCHEDULED.value,
        By.TYPE: MeetingType.VIDEO.value,
        By.SUBJECT: "12",
        By.OFFICE: "7",
        By.EMPLOYEE: "55",
        By.CUSTOMER: "901",
        By.CALLBACK: "1",
        By.LISTING: "2",
        By.SEGMENT: "3",
    }
    for by in api.filters:
        for window in (THE_DAY, None):
            found = await api.find_only(window, {by: (has[by],)})
            assert [one.id for one in found] == [mine], by
            assert lets(found[0], {by: (has[by],)})
    assert [one.id for one in await api.find_only(THE_DAY, {by: (has[by],) for by in api.filters})] == [mine]


async def chooses(vendor: Vendor, api: Any) -> None:
    for menu in api.menus:
        everything = await api.choices(menu, "")
        assert everything
        for one in everything:
            assert one in await api.choices(menu, one.id)
            assert one.name is None or one in await api.choices(menu, one.name.upper())
        assert await api.choices(menu, "nobody and nothing") == []


async def knows_hosts(vendor: Vendor, api: Any) -> None:
    me = await api.employee("Asha@Riverside.example")
    assert (me.id, me.name) == ("55", "Asha Patel")
    assert await api.employee("nobody@riverside.example") is None


async def lists_slots(vendor: Vendor, api: Any) -> None:
    vendor.standin.free = [ELEVEN, NINE, THE_DAY.end]
    told = await api.slots(THE_DAY, SlotsFor("12", "7", MeetingType.VIDEO, "55"))
    assert [(slot.start, slot.minutes) for slot in told.free] == [(NINE, 30), (ELEVEN, 30)]
    assert told.minutes == 30


WORKS: dict[Capability, Callable[[Vendor, Any], Awaitable[None]]] = {
    Capability.BOOK: books,
    Capability.MOVE: moves,
    Capability.EDIT: edits,
    Capability.CANCEL: cancels,
    Capability.ACCEPT: accepts,
    Capability.DECLINE: declines,
    Capability.PROPOSE: proposes,
    Capability.MARK: marks,
    Capability.NARROW: narrows,
    Capability.CHOOSE: chooses,
    Capability.HOSTS: knows_hosts,
    Capability.SLOTS: lists_slots,
}


@pytest.mark.parametrize("capability", list(Capability))
async def test_what_is_claimed_works_and_of_the_rest_there_is_no_method(
    vendor: Vendor, api: Any, capability: Capability
) -> None:
    protocol, method = METHODS[capability]
    claimed = capability in capabilities(api)
    assert hasattr(api, method) is claimed is isinstance(api, protocol)
    if claimed:
        await WORKS[capability](vendor, api)


async def test_a_day_is_half_open_sorted_and_complete(vendor: Vendor, api: Any) -> None:
    late = vendor.put(ELEVEN)
    vendor.put(THE_DAY.end)
    vendor.put(TUESDAY - timedelta(minutes=1))
    first = vendor.put(THE_DAY.start)
    past_midnight = vendor.put(THE_DAY.end - timedelta(minutes=5), minutes=90)
    twins = sorted([vendor.put(), vendor.put()])
    assert [one.id for one in await api.find(THE_DAY)] == [first, *twins, late, past_midnight]


async def test_three_hundred_sessions_over_pages(vendor: Vendor, api: Any) -> None:
    put = [vendor.put(TUESDAY + timedelta(minutes=number)) for number in range(300)]
    assert [one.id for one in await api.find(THE_DAY)] == put
    assert len(vendor.asked("find")) > 2


async def test_a_vendor_that_wants_short_pages_gets_them(vendor: Vendor) -> None:
    for number in range(60):
        vendor.put(TUESDAY + timedelta(minutes=number))
    vendor.standin.most_per_page = 25  # what SQOD's stand-in was made with stays as it is
    api = vendor.api()
    assert len(await api.find(THE_DAY)) == 60
    assert len(await api.find(THE_DAY)) == 60


async def test_an_empty_day_and_a_ping(vendor: Vendor, api: Any) -> None:
    assert await api.find(THE_DAY) == []
    await api.ping()


async def test_what_is_not_there(vendor: Vendor, api: Any) -> None:
    for method in ("get", "move", "edit", "cancel", "accept", "decline", "propose", "mark"):
        if hasattr(api, method):
            assert type(await failure(ASKING[method](vendor, api, "9999999"))) is NotFound, method


async def test_only_a_new_time_and_only_a_new_length(vendor: Vendor, api: Any) -> None:
    one = vendor.put(minutes=45)
    told = await api.move(one, Change(start=ELEVEN))
    assert (told.start, told.minutes) == (ELEVEN, 45)
    told = await api.move(one, Change(minutes=15))
    assert (told.start, told.minutes) == (ELEVEN, 15)


async def test_a_booking_that_was_lost_is_found_by_our_reference(vendor: Vendor, api: Any) -> None:
    service = Service(api, Stamp(b"key"))
    vendor.put(ELEVEN, reference="OTHER")
    vendor.standin.loses_answer(vendor.operations["book"])
    assert isinstance(await failure(api.book(vendor.new())), NoAnswer)
    (found,) = await service.look_for(REFERENCE, [NINE])
    assert (found.reference, found.start) == (REFERENCE, NINE)
    assert await service.look_for("NOBODYS", [NINE]) == []


async def test_nothing_is_booked_without_what_is_needed(vendor: Vendor, api: Books) -> None:
    assert api.needs <= api.asks
    assert await api.book(vendor.new())


async def test_what_can_be_edited_is_asked_for(api: Any) -> None:
    assert isinstance(api, Edits)
    assert isinstance(api, Books)
    assert api.edits
    assert api.edits <= api.asks


MEANINGS: dict[int, type[AppointmentError]] = {
    400: Refused,
    401: NotSignedIn,
    403: NotPermitted,
    405: Unsupported,
    409: Refused,
    422: Refused,
    429: TooBusy,
    500: NoAnswer,
    503: NoAnswer,
}


@pytest.mark.parametrize("method", list(ASKING))
async def test_a_status_has_one_meaning(vendor: Vendor, method: str) -> None:
    if not hasattr(vendor.api(), method):
        return
    for status, kind in MEANINGS.items():
        one = vendor.put(status="INCOMING_REQUEST") if method == "accept" else vendor.put()
        vendor.standin.recovers()
        vendor.standin.fails(vendor.operations[method], status, times=None)
        before = len(vendor.asked(method))
        assert type(await failure(ASKING[method](vendor, vendor.api(), one))) is kind, status
        if method in ("book", "accept") or (method, status) == ("cancel", 422):
            assert len(vendor.asked(method)) == before + 1, f"{status}: what may have been done is done again"


@pytest.mark.parametrize("method", list(ASKING))
async def test_a_line_that_goes_dead_and_one_that_is_never_answered(vendor: Vendor, method: str) -> None:
    if not hasattr(vendor.api(), method):
        return
    one = vendor.put(status="INCOMING_REQUEST") if method == "accept" else vendor.put()
    vendor.standin.cuts(vendor.operations[method], times=None)
    assert type(await failure(ASKING[method](vendor, vendor.api(), one))) is NoAnswer
    vendor.standin.recovers()
    vendor.standin.hangs(vendor.operations[method], times=None)
    hasty = vendor.api(budget=0.6, clock=time.monotonic)
    assert type(await failure(ASKING[method](vendor, hasty, one))) is NoAnswer


async def test_nobody_listens(vendor: Vendor, api: Any) -> None:
    await api.aclose()
    assert type(await failure(api.find(THE_DAY))) is Unreachable


@pytest.mark.parametrize("method", ["find", "get", "book"])
async def test_something_that_is_no_answer(vendor: Vendor, api: Any, method: str) -> None:
    one = vendor.put()
    body: object
    for body in ("<html>", [], 7, {"data": 7}, {"data": {"id": None}}, {"data": [{"id": []}]}):
        vendor.standin.recovers()
        vendor.standin.answers(vendor.operations[method], body, times=None)
        assert type(await failure(ASKING[method](vendor, api, one))) is Unreadable, body


SECRETS = (
    "Jane",
    "442071234567",
    "jane@",
    REFERENCE,
    "eyJ",
    "secret",
    "token=",
    "roomKey",
    "2026-03-24",
    "lease",
)


async def test_nothing_leaks_into_logs_reprs_or_errors(
    vendor: Vendor, caplog: pytest.LogCaptureFixture
) -> None:
    api = vendor.api()
    said: list[object] = []
    with capture_logs() as lines, caplog.at_level(logging.DEBUG):
        one = vendor.put(ELEVEN, reference=REFERENCE + "0")
        for fails in (False, True):
            for method in ASKING:
                if not hasattr(api, method):
                    continue
                if fails:
                    secret = "Jane Doe (jane@example.com) is secret"
                    vendor.standin.fails(vendor.operations[method], 422, message=secret)
                try:
                    said.append(await ASKING[method](vendor, api, one))
                except AppointmentError as error:
                    said += [error, str(error), None if error.__suppress_context__ else error.__context__]
    text = f"{said!r} {lines!r} {caplog.text}"
    assert [secret for secret in SECRETS if secret in text] == []
    assert lines


def test_every_menu_and_capability_is_spoken_of_here() -> None:
    assert set(WORKS) == set(METHODS) == set(Capability)
    assert {By(menu.value).menu for menu in Menu} == set(Menu)
