"""The desk over Pexip Engage: whose session it is, who may have which link, and what the names that people type mean."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr

from bot.apis.pexip.connect import pexip_api
from bot.apis.sqod.api import sqod_api
from bot.appointments.api import Capability
from bot.appointments.asked import Change, NewAppointment, new_reference
from bot.appointments.choosing import By, Menu, SlotsFor
from bot.appointments.deeds import Deed
from bot.appointments.desk import Desk
from bot.appointments.errors import NoEmployee, NotNamed, NotYours, Unsupported
from bot.appointments.model import MeetingType, Named, Status, Window
from bot.appointments.permission import Act, Person
from bot.appointments.service import Service
from bot.appointments.versions import Stamp
from bot.appointments.writes.outcomes import ChangedMeanwhile, NotDone, NothingToDo, Unclear, Written
from bot.storage.engine import open_engine
from bot.storage.ledger import DatabaseLedger
from bot.storage.migrate import migrate
from tests.apis.vendors import CANCELS
from tests.standins.pexip import Operation, StandInPexip, Taking
from tests.standins.sqod import StandInSqod
from tests.stories.scene import SetClock

TEAM = "T1"
NOW = datetime(2026, 11, 20, 9, 10, tzinfo=UTC)
THREE = datetime(2026, 11, 20, 15, tzinfo=UTC)
TODAY = Window(start=NOW.replace(hour=0, minute=0), end=NOW.replace(hour=0, minute=0) + timedelta(days=1))
LONDON = ZoneInfo("Europe/London")
ASHA = Person(TEAM, "U1", "Asha Patel", LONDON, email="Asha@riverside.example")
BEN = Person(TEAM, "U2", "Ben Okafor", LONDON, email="ben@riverside.example")
CLERK = Person(TEAM, "U3", "Cy Lee", LONDON, email="cy@riverside.example")
UNKNOWN = Person(TEAM, "U4", "No e-mail", LONDON)


class Everybody:
    """A gate that stands open."""

    async def check(self, person: Person, act: Act) -> None:
        return None


@dataclass
class Floor:
    pexip: StandInPexip
    desk: Desk
    over: Callable[[Any], Desk]

    async def seen(self, id_: str) -> str:
        return (await self.desk.get(ASHA, id_)).version


@pytest.fixture
async def floor(tmp_path: Path) -> AsyncIterator[Floor]:
    clock = SetClock(NOW)
    async with AsyncExitStack() as stack:
        engine = open_engine(f"sqlite:///{tmp_path / 'desk.sqlite3'}")
        stack.push_async_callback(engine.dispose)
        await migrate(engine)

        def over(api: Any) -> Desk:
            stack.push_async_callback(api.aclose)
            return Desk(
                team=TEAM,
                service=Service(api, Stamp(b"a secret")),
                gate=Everybody(),
                ledger=DatabaseLedger(engine, clock),
                clock=clock,
                budget=timedelta(seconds=10),
                late=timedelta(0),
                look_back=timedelta(days=30),
                look_ahead=timedelta(days=90),
            )

        pexip = stack.enter_context(StandInPexip(now=clock))
        api = pexip_api(pexip.url, pexip.enterprise, SecretStr(pexip.token), options=CANCELS)
        yield Floor(pexip, over(api), over)


def jane(**said: Any) -> NewAppointment:
    asked: dict[str, Any] = {
        "reference": new_reference(),
        "start": THREE,
        "minutes": 45,
        "meeting_type": MeetingType.VIDEO,
        "subject": Named(id="12"),
        "office": Named(id="7"),
        "employee": Named(id="55"),
        "customer": Named(id="901"),
    }
    return NewAppointment(**(asked | said))


async def book(desk: Desk, new: NewAppointment) -> Written:
    return await desk.book(ASHA, new, form=new.reference, card=None)


async def test_each_host_gets_their_own_link_and_nobody_elses(floor: Floor) -> None:
    people = [Taking("55"), Taking("56", role="SECONDARY"), Taking("901", "CUSTOMER")]
    kept = floor.pexip.add(at=THREE, people=people)
    for person, employee in ((ASHA, "55"), (BEN, "56")):
        joined = await floor.desk.join(person, kept.id)
        assert joined.meeting is not None
        assert joined.meeting.host_link is not None
        assert joined.meeting.host_link.get_secret_value() == kept.host_link(employee)
        assert joined.meeting.host_link_has_key
        assert joined.meeting.claimant_link is None
        assert [one.link for one in joined.participants] == [None, None, None]


async def test_nothing_else_that_the_desk_hands_out_has_a_link(floor: Floor) -> None:
    kept = floor.pexip.add(at=THREE)
    told = [
        await floor.desk.get(ASHA, kept.id),
        await floor.desk.details(ASHA, kept.id),
        *await floor.desk.sessions(ASHA, TODAY),
    ]
    assert [(one.meeting, [who.link for who in one.participants]) for one in told] == [
        (None, [None, None])
    ] * 3


async def test_who_is_no_host_is_told_so_and_it_is_on_record(floor: Floor) -> None:
    kept = floor.pexip.add(at=THREE)
    with pytest.raises(NotYours) as failed:
        await floor.desk.join(BEN, kept.id)
    assert failed.value.words.startswith("You are not a host of this session")
    assert [(line.user, line.deed, line.outcome) for line in await floor.desk.history(ASHA, kept.id)] == [
        ("U2", Deed.JOIN, "refused")
    ]
    for stranger in (CLERK, UNKNOWN):
        with pytest.raises(NoEmployee):
            await floor.desk.join(stranger, kept.id)


async def test_my_next_session_is_one_that_i_host(floor: Floor) -> None:
    floor.pexip.add(at=NOW + timedelta(minutes=5), people=[Taking("56"), Taking("901", "CUSTOMER")])
    mine = floor.pexip.add(at=THREE)
    found, own, _ = await floor.desk.next_for(ASHA)
    assert found is not None
    assert (found.id, own) == (mine.id, True)
    floor.pexip.change(mine.id, status="CANCELLED")
    assert (await floor.desk.next_for(ASHA))[0] is None
    with pytest.raises(NoEmployee):
        await floor.desk.next_for(CLERK)


async def test_typed_names_mean_ids(floor: Floor) -> None:
    async def meant(by: By, word: str) -> tuple[str, ...]:
        return (await floor.desk.meant(ASHA, {by: (word,)}))[by]

    for by, word, value in (
        (By.OFFICE, "ghent", "7"),
        (By.OFFICE, "8", "8"),
        (By.SUBJECT, "Mortgage  ADVICE", "12"),
        (By.SUBJECT, "mortgage", "12"),
        (By.EMPLOYEE, "me", "55"),
        (By.EMPLOYEE, "okafor", "56"),
        (By.CUSTOMER, "jane doe", "901"),
        (By.STATUS, "accepted", "scheduled"),
        (By.STATUS, "No-Show", "no_show"),
        (By.STATUS, "incoming request", "requested"),
        (By.TYPE, "on-location", "on_location"),
        (By.REFERENCE, "ABC", "ABC"),
        (By.OFFICE, "999", "999"),
    ):
        assert await meant(by, word) == (value,), word


@pytest.mark.parametrize(
    ("by", "word", "words"),
    [
        (By.OFFICE, "Ghentt", "No office is called “Ghentt”."),
        (By.CUSTOMER, "doe", "“doe” could be more than one customer: Doe & Sons Ltd, Jane Doe."),
        (By.STATUS, "maybe", "No status is called “maybe”."),
        (By.TYPE, "x" * 100, f"No type is called “{'x' * 59}…”."),
    ],
)
async def test_a_name_that_is_nothings_or_several_things(floor: Floor, by: By, word: str, words: str) -> None:
    with pytest.raises(NotNamed) as failed:
        await floor.desk.meant(ASHA, {by: (word,)})
    assert failed.value.words == words
    assert word not in str(failed.value)
    assert "unknown" not in failed.value.advice


async def test_me_is_nobody_whose_address_is_not_known(floor: Floor) -> None:
    with pytest.raises(NoEmployee):
        await floor.desk.meant(CLERK, {By.EMPLOYEE: ("me",)})


async def test_a_list_of_mine_at_an_office(floor: Floor) -> None:
    mine = floor.pexip.add(at=THREE)
    floor.pexip.add(at=THREE, office="8")
    floor.pexip.add(at=THREE, people=[Taking("56"), Taking("901", "CUSTOMER")])
    only = await floor.desk.meant(
        ASHA, {By.EMPLOYEE: ("me",), By.OFFICE: ("Ghent",), By.STATUS: ("accepted",)}
    )
    assert [one.id for one in await floor.desk.sessions(ASHA, TODAY, only)] == [mine.id]


async def test_show_takes_the_id_the_external_id_and_the_code(floor: Floor) -> None:
    far = floor.pexip.add(at=THREE + timedelta(days=300), reference="OTHER-77")
    kept = floor.pexip.add(at=THREE, reference="K7Q2M9XW4T8ZB1C")
    for word in (kept.id, "K7Q2M9XW4T8ZB1C", " `K7Q2M9XW4T8ZB1C`", "8ZB1C"):
        assert [one.id for one in await floor.desk.named(ASHA, word)] == [kept.id], word
    assert [one.id for one in await floor.desk.named(ASHA, "OTHER-77")] == [far.id], "however far away"
    assert await floor.desk.named(ASHA, "nobody's") == []
    other = floor.pexip.add(at=THREE, reference=kept.id)
    assert {one.id for one in await floor.desk.named(ASHA, kept.id)} == {kept.id, other.id}


async def test_people_are_found_by_their_names(floor: Floor) -> None:
    kept = floor.pexip.add(at=THREE)
    assert [one.id for one in (await floor.desk.search(ASHA, "jane")).sessions] == [kept.id]


async def test_a_booking_is_verified_and_one_form_books_once(floor: Floor) -> None:
    new = jane(notes="Bring the lease")
    written = await book(floor.desk, new)
    assert written.differs == ()
    assert written.appointment.claimant.name == "Jane Doe"
    again = await book(floor.desk, new)
    assert again.repeated
    assert len(floor.pexip.asked("create")) == 1


async def test_a_booking_whose_answer_was_lost_is_found_by_our_reference(floor: Floor) -> None:
    floor.pexip.loses_answer("create")
    new = jane()
    written = await book(floor.desk, new)
    assert written.appointment.reference == new.reference
    assert len(floor.pexip.appointments) == 1
    looked = [call.pairs for call in floor.pexip.asked("list")]
    assert all(("external-id[]", new.reference) in pairs for pairs in looked)
    assert looked


async def test_a_booking_that_never_arrived_is_not_there(floor: Floor) -> None:
    floor.pexip.cuts("create")
    with pytest.raises(NotDone) as failed:
        await book(floor.desk, jane())
    assert failed.value.looked


async def test_a_booking_that_came_out_otherwise_is_said_so(floor: Floor) -> None:
    floor.pexip.alters(
        "create", at=timedelta(hours=1), office="8", people=[Taking("56"), Taking("901", "CUSTOMER")]
    )
    assert set((await book(floor.desk, jane())).differs) == {"start", "office", "employee"}


async def test_accepting_a_request(floor: Floor) -> None:
    kept = floor.pexip.add(at=THREE, status="INCOMING_REQUEST")
    seen = await floor.seen(kept.id)
    written = await floor.desk.accept(ASHA, kept.id, seen=seen, form="f1")
    assert (written.deed, written.appointment.status, written.differs) == (Deed.ACCEPT, Status.SCHEDULED, ())
    assert (await floor.desk.accept(ASHA, kept.id, seen=seen, form="f1")).repeated
    assert len(floor.pexip.asked("accept")) == 1
    with pytest.raises(NothingToDo) as nothing:
        await floor.desk.accept(BEN, kept.id, seen=seen, form="f2")
    assert nothing.value.why == "accepted"
    assert [line.deed for line in await floor.desk.history(ASHA, kept.id)][-1] is Deed.ACCEPT


async def test_accepting_what_changed_meanwhile(floor: Floor) -> None:
    kept = floor.pexip.add(at=THREE, status="INCOMING_REQUEST")
    seen = await floor.seen(kept.id)
    floor.pexip.change(kept.id, at=THREE + timedelta(hours=1))
    with pytest.raises(ChangedMeanwhile):
        await floor.desk.accept(ASHA, kept.id, seen=seen, form="f1")
    assert floor.pexip.asked("accept") == []


@pytest.mark.parametrize("deed", ["accept", "cancel"])
async def test_an_answer_that_was_lost_is_looked_after(floor: Floor, deed: Operation) -> None:
    kept = floor.pexip.add(at=THREE, status="INCOMING_REQUEST")
    seen = await floor.seen(kept.id)
    floor.pexip.loses_answer(deed)
    if deed == "accept":
        written = await floor.desk.accept(ASHA, kept.id, seen=seen, form="f1")
    else:
        written = await floor.desk.cancel(ASHA, kept.id, "Booked twice", seen=seen, form="f1")
    assert written.appointment.status in {Status.SCHEDULED, Status.CANCELLED}
    assert len(floor.pexip.asked(deed)) == 1


async def test_a_cancel_that_the_service_does_not_show_is_unclear(floor: Floor) -> None:
    kept = floor.pexip.add(at=THREE)
    floor.pexip.cancel_takes = False
    with pytest.raises(Unclear):
        await floor.desk.cancel(ASHA, kept.id, "x", seen=await floor.seen(kept.id), form="f1")


async def test_moving_and_annotating(floor: Floor) -> None:
    kept = floor.pexip.add(at=THREE)
    later = Change(start=THREE + timedelta(hours=1), minutes=30)
    moved = await floor.desk.move(ASHA, kept.id, later, seen=await floor.seen(kept.id), form="f1")
    assert moved.differs == ()
    noted = await floor.desk.edit(
        ASHA, kept.id, Change(notes="Ring twice"), seen=moved.appointment.version, form="f2"
    )
    assert (noted.differs, noted.appointment.notes) == ((), "Ring twice")


async def test_a_name_that_is_told_or_not_makes_no_other_version(floor: Floor) -> None:
    kept = floor.pexip.add(at=THREE)
    seen = await floor.seen(kept.id)
    other = pexip_api(floor.pexip.url, floor.pexip.enterprise, SecretStr(floor.pexip.token))
    for thing in ("employees", "customers", "subjects", "offices"):
        floor.pexip.fails(thing, 403, times=None)
    nameless = await floor.over(other).get(ASHA, kept.id)
    assert nameless.claimant.name == "Customer 901"
    assert nameless.version == seen
    for change in (
        {"notes": "x"},
        {"office": "8"},
        {"people": [Taking("56")]},
        {"type": "PHONE"},
        {"buffer": 5},
    ):
        floor.pexip.change(kept.id, **change)
        now = await floor.seen(kept.id)
        assert now != seen, change
        seen = now


async def test_menus_and_free_times(floor: Floor) -> None:
    assert [one.name for one in await floor.desk.choices(ASHA, Menu.OFFICE)] == ["Ghent", "Leeds"]
    floor.pexip.free = [THREE]
    wanted = SlotsFor("12", "7", MeetingType.VIDEO)
    told = await floor.desk.slots(ASHA, TODAY, wanted)
    assert told is not None
    assert [slot.start for slot in told.free] == [THREE]
    floor.pexip.fails("timetable", 403)
    assert await floor.desk.slots(ASHA, TODAY, wanted) is None, "any time may be typed"


async def test_what_sqod_can_not_do_nobody_can_ask_of_it(floor: Floor) -> None:
    with StandInSqod() as sqod:
        desk = floor.over(sqod_api(sqod.url, SecretStr(sqod.token)))
        kept = sqod.add(at=THREE, status="waiting")
        assert desk.filters == frozenset()
        assert Capability.ACCEPT not in desk.can
        assert await desk.slots(ASHA, TODAY, SlotsFor("12", "7", MeetingType.VIDEO)) is None
        with pytest.raises(Unsupported):
            await desk.choices(ASHA, Menu.OFFICE)
        with pytest.raises(Unsupported):
            await desk.meant(ASHA, {By.OFFICE: ("Ghent",)})
        with pytest.raises(Unsupported):
            await desk.sessions(ASHA, TODAY, {By.OFFICE: ("7",)})
        with pytest.raises(NotDone):
            await desk.accept(ASHA, kept.id, seen=(await desk.get(ASHA, kept.id)).version, form="f1")
        assert (await desk.join(UNKNOWN, kept.id)).meeting is not None, "whoever may look may join"
