"""Reading from Pexip Engage: every field that an appointment has there, and each that may be missing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.apis.pexip.api import PexipApi
from bot.apis.pexip.appointment import Listed, appointment, ids_in
from bot.apis.pexip.directory import Names
from bot.apis.pexip.things import Thing
from bot.apis.pexip.wire import STATUSES, WireAppointment
from bot.appointments.choosing import Menu
from bot.appointments.errors import Unreadable
from bot.appointments.model import Appointment, MeetingType, Status
from bot.appointments.versions import Stamp
from tests.apis.story import NINE, failure
from tests.edges.examples import examples
from tests.standins.pexip import Session, StandInPexip


async def test_one_session_with_everything(engage: PexipApi, pexip: StandInPexip) -> None:
    kept = pexip.add(
        at=NINE,
        minutes=45,
        reference="ABCD1234",
        type="ON_LOCATION",
        notes="Ring twice",
        hybrid=True,
        buffer=5,
        location={
            "street1": {"language": "en", "value": "1 High Street"},
            "city": {"language": "en", "value": "York"},
            "postalCode": "YO1 7HU",
            "state": None,
        },
    )
    one = await engage.get(kept.id)
    assert (one.id, one.reference, one.start, one.minutes) == (kept.id, "ABCD1234", NINE, 45)
    assert one.end == NINE + timedelta(minutes=45)
    assert (one.meeting_type, one.location) == (MeetingType.ON_LOCATION, "1 High Street, YO1 7HU York")
    assert (one.notes, one.hybrid, one.buffer_minutes) == ("Ring twice", True, 5)
    assert (one.status, one.raw_status) == (Status.SCHEDULED, "ACCEPTED")
    assert one.updated_at is not None
    assert one.cancelled_at is None
    assert "Ring twice" not in repr(one)
    assert "High Street" not in repr(one)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        *STATUSES.items(),
        ("accepted", Status.SCHEDULED),
        ("No show", Status.NO_SHOW),
        ("no-show", Status.NO_SHOW),
        ("Canceled", Status.CANCELLED),
        ("in_progress", Status.IN_PROGRESS),
        ("SOMETHING_NEW", Status.UNKNOWN),
        (None, Status.UNKNOWN),
    ],
)
async def test_every_status(engage: PexipApi, pexip: StandInPexip, word: str | None, status: Status) -> None:
    one = await engage.get(pexip.add(at=NINE, odd={"status": word}).id)
    assert (one.status, one.raw_status) == (status, word)


@pytest.mark.parametrize("kind", list(MeetingType))
async def test_every_meeting_type(engage: PexipApi, pexip: StandInPexip, kind: MeetingType) -> None:
    assert (await engage.get(pexip.add(at=NINE, type=kind.value.upper()).id)).meeting_type is kind


async def test_a_cancelled_one_says_when_and_why(engage: PexipApi, pexip: StandInPexip) -> None:
    answers = [
        {"value": "A colleague", "answerType": "SUBJECT_QUESTIONNAIRE"},
        {"value": "No longer needed", "answerType": "APPOINTMENT_CANCELLATION"},
    ]
    one = await engage.get(pexip.add(at=NINE, status="CANCELLED", answers=answers).id)
    assert (one.cancel_reason, one.cancelled_at) == ("No longer needed", one.updated_at)
    again = await engage.get(pexip.add(at=NINE, answers=answers).id)
    assert (again.cancel_reason, again.cancelled_at) == (None, None)


@pytest.mark.parametrize("missing", [None, ...])
async def test_all_that_may_be_missing_is(engage: PexipApi, pexip: StandInPexip, missing: object) -> None:
    keys = pexip.add(at=NINE).wire().keys() - {"id"}
    one = await engage.get(pexip.add(at=NINE, odd=dict.fromkeys(keys, missing)).id)
    assert (one.start, one.end, one.minutes, one.participants, one.subject) == (None, None, None, (), None)
    assert (one.claimant.name, one.status) == (None, Status.UNKNOWN)


@pytest.mark.parametrize(
    "odd", [{"start": "soon"}, {"end": {"x": 1}}, {"start": "9999-12-31T23:59:59-05:00"}, {"id": []}]
)
async def test_a_time_that_can_not_be_read_is_not_guessed(
    engage: PexipApi, pexip: StandInPexip, odd: dict[str, Any]
) -> None:
    assert type(await failure(engage.get(pexip.add(at=NINE, odd=odd).id))) is Unreadable


@pytest.mark.parametrize(
    "zero",
    [
        "0000-00-00 00:00:00",
        "-0001-11-30T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "1970-01-01T01:00:00+01:00",
        0,
        "",
        "0",
        [],
    ],
)
async def test_a_zero_date_is_none(engage: PexipApi, pexip: StandInPexip, zero: object) -> None:
    pexip.house["employees"]["55"]["deletedAt"] = zero
    one = await engage.get(pexip.add(at=NINE, odd={"end": zero, "updatedAt": zero, "createdAt": zero}).id)
    assert (one.start, one.end, one.created_at) == (NINE, None, None)
    assert "55" in {choice.id for choice in await engage.choices(Menu.EMPLOYEE, "")}, (
        "who was never deleted is there"
    )


async def test_who_takes_part_is_told_in_capitals_or_not(engage: PexipApi, pexip: StandInPexip) -> None:
    kept = pexip.add(at=NINE)
    people = [
        one | {"type": one["type"].lower(), "role": "Primary"}
        for one in kept.wire()["appointmentParticipants"]
    ]
    kept.odd = {"appointmentParticipants": people, "meetingType": "video"}
    one = await engage.get(kept.id)
    assert (len(one.hosts), one.claimant.name, one.meeting_type) == (1, "Jane Doe", MeetingType.VIDEO)


@pytest.mark.parametrize("minutes", [0, -30, 60 * 24 * 365])
async def test_a_length_that_is_none(engage: PexipApi, pexip: StandInPexip, minutes: int) -> None:
    one = await engage.get(pexip.add(at=NINE, minutes=minutes).id)
    assert one.start == NINE
    assert one.minutes is None


STAMP = Stamp(b"a secret")
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=4,
)
KEYS = sorted(Session(at=NINE).wire().keys() - {"id", "start", "end"})


@given(st.dictionaries(st.sampled_from(KEYS), json_values, max_size=4))
@examples(100)
def test_anything_else_may_be_anything(odd: dict[str, Any]) -> None:
    wire = WireAppointment.model_validate(Session(at=NINE, odd=odd).wire())
    names: Names = {menu: {} for menu in ids_in([wire])}
    one = appointment(wire, names)
    assert (one.start, one.minutes) == (NINE, 30)
    assert Appointment(**{name: getattr(one, name) for name in one.model_fields_set}) == one, "as checked"
    [listed] = Listed().told([wire], names)
    assert STAMP.put_on(listed).version == STAMP.put_on(one).version
    assert all(taking_part.link is None for taking_part in listed.participants)


def test_one_is_made_anew_only_where_it_or_a_name_of_its_own_reads_otherwise() -> None:
    lists = Listed()
    wire = WireAppointment.model_validate(Session(at=NINE).wire())
    customer = ids_in([wire])[Menu.CUSTOMER].pop()
    jane, other = Thing(id=customer, name="Jane Doe"), Thing(id="other", name="Somebody")

    def told(wire: WireAppointment, *customers: Thing) -> Appointment:
        [one] = lists.told([wire], {Menu.CUSTOMER: {each.id: each for each in customers}})
        return one

    first = told(wire, jane)
    assert told(wire.model_copy(), jane.model_copy(), other) is first
    assert told(wire, jane.model_copy(update={"name": "Jane Roe"})).claimant.name == "Jane Roe"
    assert told(wire.model_copy(update={"status": "CANCELLED"}), jane).status is Status.CANCELLED
    assert first.claimant.name == "Jane Doe"
