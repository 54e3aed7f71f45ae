"""Names at Pexip Engage: its appointments hold ids only, and what they stand for is looked up in batches and kept."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import pytest

from bot.apis.pexip.api import PexipApi
from bot.appointments.choosing import Menu
from bot.appointments.errors import NotPermitted, TooBusy
from bot.appointments.model import Kind, Role
from bot.standins.pexip.kept import customer, employee
from tests.apis.pexip_story import Connect
from tests.apis.story import NINE, THE_DAY, Clock, failure
from tests.standins.pexip import Operation, StandInPexip, Taking

THINGS: tuple[Operation, ...] = ("employees", "customers", "subjects", "offices")


async def test_ids_become_names(engage: PexipApi, pexip: StandInPexip) -> None:
    people = [
        Taking("56", role="SECONDARY"),
        Taking("902", "CUSTOMER", "SECONDARY"),
        Taking("55"),
        Taking("901", "CUSTOMER"),
    ]
    one = await engage.get(pexip.add(at=NINE, people=people).id)
    assert one.subject is not None
    assert one.office is not None
    assert (one.subject.id, one.subject.name) == ("12", "Mortgage advice")
    assert (one.office.name, one.office.address, one.office.zone) == (
        "Ghent",
        "Korenmarkt 1, Ghent",
        "Europe/London",
    )
    assert [(host.id, host.name, host.role) for host in one.hosts] == [
        ("55", "Asha Patel", Role.PRIMARY),
        ("56", "Ben Okafor", Role.SECONDARY),
    ]
    assert [(other.id, other.name) for other in one.customers] == [
        ("901", "Jane Doe"),
        ("902", "Doe & Sons Ltd"),
    ]
    assert (one.claimant.name, one.claimant.phone, one.claimant.email) == (
        "Jane Doe",
        "+442071234567",
        "jane@home.example",
    )


async def test_three_hundred_sessions_ask_for_each_name_once_and_never_more_than_three_at_a_time(
    engage: PexipApi, pexip: StandInPexip
) -> None:
    for number in range(300):
        key = str(5000 + number)
        pexip.house["customers"][key] = customer(key, "Jo", f"No {number}", None, None)
        pexip.add(at=NINE + timedelta(minutes=number), people=[Taking("55"), Taking(key, "CUSTOMER")])
    for thing in THINGS:
        pexip.slows(thing, 0.02)
    found = await engage.find(THE_DAY)
    assert [one.claimant.name for one in found] == [f"Jo No {number}" for number in range(300)]
    assert len(pexip.asked("customers")) == 6
    assert [len(pexip.asked(thing)) for thing in ("employees", "subjects", "offices")] == [1, 1, 1]
    assert pexip.most_at_once <= 3
    assert all(call.status == 200 for call in pexip.calls)

    begun = len(pexip.calls)
    await engage.find(THE_DAY)
    assert {call.operation for call in pexip.calls[begun:]} == {"list"}


async def test_two_clients_in_one_process_share_the_three(
    connect_pexip: Connect, pexip: StandInPexip
) -> None:
    one = pexip.add(at=NINE)
    pexip.slows("get", 0.02)
    clients = [connect_pexip() for _ in range(3)]
    await asyncio.gather(*(api.get(one.id) for api in clients * 4))
    assert pexip.most_at_once <= 3


async def test_names_are_asked_for_again_after_a_while(
    engage: PexipApi, pexip: StandInPexip, clock: Clock
) -> None:
    one = pexip.add(at=NINE)
    await engage.get(one.id)
    pexip.house["customers"]["901"]["lastName"] = "Smith"
    assert (await engage.get(one.id)).claimant.name == "Jane Doe"
    clock.now += 1800
    assert (await engage.get(one.id)).claimant.name == "Jane Smith"


async def test_an_id_that_nobody_can_tell_is_shown_as_such(engage: PexipApi, pexip: StandInPexip) -> None:
    strangers = [Taking("77"), Taking("999", "CUSTOMER")]
    kept = pexip.add(at=NINE, subject="98", office="97", people=strangers)
    one = await engage.get(kept.id)
    assert one.claimant.name == "Customer 999"
    assert [host.called("Employee") for host in one.hosts] == ["Employee 77"]
    assert one.subject is not None
    assert one.office is not None
    assert (one.subject.called("Subject"), one.office.called("Office")) == ("Subject 98", "Office 97")
    begun = len(pexip.calls)
    await engage.get(kept.id)
    assert [call.operation for call in pexip.calls[begun:]] == ["get"], "and not asked for each time"


@pytest.mark.parametrize("status", [403, 404, 405, 500, 503])
async def test_a_list_of_names_that_fails_takes_no_appointment_with_it(
    engage: PexipApi, pexip: StandInPexip, status: int
) -> None:
    one = pexip.add(at=NINE)
    for thing in THINGS:
        pexip.fails(thing, status, times=None)
    told = await engage.get(one.id)
    assert (told.start, told.claimant.name) == (NINE, "Customer 901")
    pexip.recovers()
    later = await engage.get(one.id)
    expected = "Jane Doe" if status >= 500 else "Customer 901"
    assert later.claimant.name == expected, "what may pass is asked for again, what does not is not"


async def test_names_that_never_come_are_waited_for_only_so_long(
    connect_pexip: Connect, pexip: StandInPexip
) -> None:
    pexip.hangs("customers", times=None)
    api = connect_pexip(budget=0.6, clock=time.monotonic)
    (told,) = [await api.get(pexip.add(at=NINE).id)]
    assert told.claimant.name == "Customer 901"


async def test_a_vendor_without_a_list_of_customers_is_asked_one_by_one(
    connect_pexip: Connect, clock: Clock
) -> None:
    with StandInPexip(lists_customers=False) as pexip:
        api = connect_pexip(url=pexip.url)
        for number in range(3):
            pexip.add(
                at=NINE + timedelta(hours=number), people=[Taking("901" if number else "902", "CUSTOMER")]
            )
        assert [one.claimant.name for one in await api.find(THE_DAY)] == [
            "Doe & Sons Ltd",
            "Jane Doe",
            "Jane Doe",
        ]
        tried = [call.path.rpartition("/")[2] for call in pexip.calls if "customers" in call.path]
        assert sorted(tried) == ["901", "902", "customers"]
        assert [one.name for one in await api.choices(Menu.CUSTOMER, "jane")] == ["Jane Doe"], "whom it met"
        assert [one.name for one in await api.choices(Menu.CUSTOMER, "902")] == ["Doe & Sons Ltd"]


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ({"firstName": None, "lastName": "Doe"}, "Doe"),
        ({"firstName": None, "lastName": None, "company": None}, "Customer 901"),
        ({"firstName": "  Jane \n", "lastName": ""}, "Jane"),
        ({"firstName": {"x": 1}, "lastName": 7}, "7"),
    ],
)
async def test_customers_whose_names_are_not_all_there(
    engage: PexipApi, pexip: StandInPexip, row: dict[str, object], name: str
) -> None:
    pexip.house["customers"]["901"] |= row
    assert (await engage.get(pexip.add(at=NINE).id)).claimant.name == name


async def test_a_property_that_is_not_in_the_language_is_null(engage: PexipApi, pexip: StandInPexip) -> None:
    pexip.house["subjects"]["12"]["name"] = None
    one = await engage.get(pexip.add(at=NINE).id)
    assert one.subject is not None
    assert one.subject.called("Subject") == "Subject 12"


async def test_menus_offer_only_what_can_be_booked(engage: PexipApi, pexip: StandInPexip) -> None:
    pexip.house["employees"]["56"]["status"] = "SUSPENDED"
    pexip.house["subjects"]["13"]["enabledForInternalUse"] = False
    pexip.house["offices"]["8"]["active"] = False
    pexip.house["customers"]["902"]["deletedAt"] = "2026-01-01T00:00:00.000Z"
    offered = {menu: [one.id for one in await engage.choices(menu, "")] for menu in Menu}
    assert offered == {
        Menu.EMPLOYEE: ["55"],
        Menu.SUBJECT: ["12"],
        Menu.OFFICE: ["7"],
        Menu.CUSTOMER: ["901"],
    }


async def test_a_menu_is_searched_by_all_words_by_id_and_by_address(
    engage: PexipApi, pexip: StandInPexip
) -> None:
    async def found(menu: Menu, text: str) -> list[str]:
        return [one.id for one in await engage.choices(menu, text)]

    assert await found(Menu.CUSTOMER, "doe") == ["902", "901"], "by name"
    assert await found(Menu.CUSTOMER, "doe JANE") == ["901"]
    assert await found(Menu.CUSTOMER, "C-902") == ["902"]
    assert await found(Menu.CUSTOMER, "jane@home.example") == ["901"]
    assert await found(Menu.OFFICE, "headrow") == ["8"]
    assert await found(Menu.SUBJECT, "13") == ["13"]
    assert len(await engage.choices(Menu.CUSTOMER, "", limit=1)) == 1
    (jane,) = await engage.choices(Menu.CUSTOMER, "jane")
    assert jane.note == "C-901", "nothing personal beside the name"


async def test_a_customer_beyond_the_menu_is_found_by_what_is_theirs_alone(
    engage: PexipApi, pexip: StandInPexip
) -> None:
    for number in range(1100):
        key = str(20000 + number)
        pexip.house["customers"][key] = customer(key, "Jo", f"No {number}", f"jo{number}@x.example", None)
    assert len(await engage.choices(Menu.CUSTOMER, "", limit=5000)) == 1000
    assert [one.id for one in await engage.choices(Menu.CUSTOMER, "21099")] == ["21099"]
    assert [one.id for one in await engage.choices(Menu.CUSTOMER, "jo1098@x.example")] == ["21098"]


async def test_a_menu_that_is_read_slowly_is_there_for_whoever_asks_again(
    connect_pexip: Connect, pexip: StandInPexip
) -> None:
    api = connect_pexip(clock=time.monotonic)
    for number in range(900):
        key = str(20000 + number)
        pexip.house["customers"][key] = customer(key, "Jo", f"No {number}", None, None)
    pexip.slows("customers", 0.1)
    for _ in range(3):  # as somebody types, and gives up each time
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await api.choices(Menu.CUSTOMER, "jane")
    (jane,) = await api.choices(Menu.CUSTOMER, "jane")
    assert jane.id == "901"
    assert len(pexip.asked("customers")) == 10, "each page once"


async def test_a_menu_that_is_being_read_is_left_off_at_the_end(
    connect_pexip: Connect, pexip: StandInPexip
) -> None:
    api = connect_pexip(clock=time.monotonic, budget=0.2)
    pexip.hangs("customers")
    assert type(await failure(api.choices(Menu.CUSTOMER, ""))) is TooBusy
    await api.aclose()
    assert [task for task in asyncio.all_tasks() if "_learn_whole" in repr(task)] == []


async def test_a_menu_that_we_may_not_see(engage: PexipApi, pexip: StandInPexip) -> None:
    pexip.fixed_scopes -= {"engage:customers:readOnly"}
    assert type(await failure(engage.choices(Menu.CUSTOMER, ""))) is NotPermitted
    assert await engage.choices(Menu.OFFICE, "") != []


async def test_whose_address_it_is(engage: PexipApi, pexip: StandInPexip) -> None:
    pexip.house["employees"]["57"] = employee("57", "Cy", "Lee", "Cy.Lee@Riverside.example")
    pexip.house["employees"]["56"]["communicationEmail"] = "desk@riverside.example"
    for address, id_ in (
        ("asha@riverside.example", "55"),
        ("ASHA@riverside.example", "55"),
        ("cy.lee@riverside.example", "57"),
        ("desk@riverside.example", "56"),
    ):
        found = await engage.employee(address)
        assert found is not None, address
        assert found.id == id_
    asked = len(pexip.asked("employees"))
    await engage.employee("asha@riverside.example")
    assert len(pexip.asked("employees")) == asked


async def test_an_address_that_is_not_one_s_own_makes_nobody_a_host(
    engage: PexipApi, pexip: StandInPexip
) -> None:
    """A box that two share for letters, and whoever is suspended or gone."""
    people = pexip.house["employees"]
    for id_, email, more in (
        ("57", "cy@riverside.example", {"communicationEmail": "desk@riverside.example"}),
        ("58", "di@riverside.example", {"communicationEmail": "desk@riverside.example"}),
        ("59", "old@riverside.example", {"status": "SUSPENDED"}),
        ("60", "gone@riverside.example", {"deletedAt": "2026-01-01T00:00:00.000Z"}),
        ("61", "em@riverside.example", {"communicationEmail": "asha@riverside.example"}),
    ):
        people[id_] = employee(id_, "Cy", "Lee", email) | more
    for address in ("desk@riverside.example", "old@riverside.example", "gone@riverside.example"):
        assert await engage.employee(address) is None, address
    asha = await engage.employee("asha@riverside.example")
    assert asha is not None
    assert asha.id == "55", "who signs in with it, not who only gets letters there"


async def test_only_hosts_have_links_and_the_customers_is_not_even_read(
    engage: PexipApi, pexip: StandInPexip
) -> None:
    kept = pexip.add(
        at=NINE, people=[Taking("55"), Taking("56", role="SECONDARY"), Taking("901", "CUSTOMER")]
    )
    one = await engage.get(kept.id)
    links = {(p.kind, p.id): p.link.get_secret_value() if p.link else None for p in one.participants}
    assert links == {
        (Kind.EMPLOYEE, "55"): kept.host_link("55"),
        (Kind.EMPLOYEE, "56"): kept.host_link("56"),
        (Kind.CUSTOMER, "901"): None,
    }
    assert one.meeting is None
    assert "secret-of" not in f"{one!r} {one} {one.model_dump_json()}"


@pytest.mark.parametrize(
    "link", ["http://video.example/x", "javascript:alert(1)", "https://a b", "x" * 10, 7, None]
)
async def test_a_link_that_is_none_is_left_out(engage: PexipApi, pexip: StandInPexip, link: object) -> None:
    person = Taking("55").wire("1") | {"videoUrl": link}
    kept = pexip.add(at=NINE, odd={"appointmentParticipants": [person]})
    assert [host.link and host.link.get_secret_value() for host in (await engage.get(kept.id)).hosts] in (
        [None],
        ["https://ab"],
    )
