"""Reading from SQOD: what is kept there is what the desk sees, whatever its spelling."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.apis.sqod.api import SqodApi
from bot.appointments.api import Capability, capabilities
from bot.appointments.errors import NotFound, Unreadable
from bot.appointments.model import Status
from tests.apis.story import NINE, REFERENCE, TUESDAY
from tests.standins.sqod import StandInSqod

THEN = NINE.isoformat()


def test_it_can_do_what_its_documents_say(api: SqodApi) -> None:
    assert capabilities(api) == {Capability.BOOK, Capability.MOVE, Capability.EDIT, Capability.CANCEL}


async def test_one_session_with_everything(api: SqodApi, sqod: StandInSqod) -> None:
    kept = sqod.add(
        at=NINE,
        minutes=45,
        reference=REFERENCE,
        name="Jane Doe",
        phone="+442071234567",
        email="jane@example.com",
        date_of_birth="1990-01-31",
        department="Leeds",
        interpreter_needed=True,
        interpreter_language="Polish",
        room={"features_messages_chat_enable": False, "features_bandwidth": "low"},
    )
    seen = await api.get(kept.id)
    assert (seen.id, seen.reference, seen.start, seen.minutes) == (kept.id, REFERENCE, NINE, 45)
    assert seen.claimant.model_dump() == {
        "name": "Jane Doe",
        "phone": "+442071234567",
        "email": "jane@example.com",
        "date_of_birth": date(1990, 1, 31),
    }
    assert seen.department is not None
    assert (seen.department.id, seen.department.name) == ("1", "Leeds")
    assert (seen.interpreter.needed, seen.interpreter.language) == (True, "Polish")
    assert (seen.room.chat, seen.room.bandwidth, seen.room.microphone) == (False, "low", None)
    assert (seen.status, seen.raw_status) == (Status.SCHEDULED, "scheduled")


async def test_the_host_link_is_mended_and_stays_a_secret(api: SqodApi, sqod: StandInSqod) -> None:
    kept = sqod.add(at=NINE, reference=REFERENCE)
    seen = await api.get(kept.id)
    assert seen.meeting is not None
    assert seen.meeting.host_link is not None
    assert seen.meeting.claimant_link is not None
    link = seen.meeting.host_link.get_secret_value()
    assert link.startswith(f"https://involve-visual.whereby.com/{kept.id}?roomKey={kept.host_key}&metadata=")
    assert seen.meeting.host_link_has_key
    assert seen.meeting.claimant_link.get_secret_value().endswith("?reference=K7Q2M9XW4T8ZB1C")
    assert seen.meeting.closes_at == TUESDAY + timedelta(hours=23, minutes=59, seconds=59)
    assert kept.host_key not in repr(seen)
    assert kept.reference not in repr(seen)


async def test_a_room_elsewhere_gets_no_link(api: SqodApi, sqod: StandInSqod) -> None:
    kept = sqod.add(at=NINE, odd={"meeting": {"room_url": "https://whereby.com.evil.example/x roomKey=abc"}})
    meeting = (await api.get(kept.id)).meeting
    assert meeting is not None
    assert meeting.host_link is None


async def test_integers_and_strings_are_one(api: SqodApi, sqod: StandInSqod) -> None:
    kept = sqod.add(at=NINE, reference="123456789", odd={"id": 4711, "duration_in_minutes": "30"})
    seen = await api.get(kept.id)
    assert (seen.id, seen.reference, seen.minutes) == ("4711", "123456789", 30)


@pytest.mark.parametrize(
    "spelling",
    [
        "2026-03-24T09:00:00Z",
        "2026-03-24T09:00:00.000Z",
        "2026-03-24T09:00:00.000000Z",
        "2026-03-24T09:00:00.000000000Z",
        "2026-03-24T09:00:00.000000",
        "2026-03-24T09:00:00+00:00",
        "2026-03-24T10:00:00.0+01:00",
    ],
)
async def test_every_spelling_of_a_time(api: SqodApi, sqod: StandInSqod, spelling: str) -> None:
    kept = sqod.add(at=None, odd={"appointment_at": spelling})
    assert (await api.get(kept.id)).start == NINE


@pytest.mark.parametrize(
    ("odd", "status"),
    [
        ({"status": "waiting", "cancelled_at": THEN, "session_ended_at": THEN}, Status.CANCELLED),
        ({"status": "canceled"}, Status.CANCELLED),
        (
            {"session_started_at": THEN, "session_ended_at": THEN, "on_hold_started_at": THEN},
            Status.COMPLETED,
        ),
        ({"session_started_at": THEN, "on_hold_started_at": THEN}, Status.ON_HOLD),
        (
            {"session_started_at": THEN, "on_hold_started_at": THEN, "on_hold_ended_at": THEN},
            Status.IN_PROGRESS,
        ),
        ({"session_started_at": THEN, "status": "waiting"}, Status.IN_PROGRESS),
        ({"status": "waiting"}, Status.WAITING),
        ({"status": "scheduled"}, Status.SCHEDULED),
        ({"status": "no_show"}, Status.NO_SHOW),
        ({"status": "did-not-come"}, Status.UNKNOWN),
        ({"status": None}, Status.UNKNOWN),
    ],
)
async def test_the_status_follows_what_happened(
    api: SqodApi, sqod: StandInSqod, odd: dict[str, object], status: Status
) -> None:
    seen = await api.get(sqod.add(at=NINE, odd=odd).id)
    assert (seen.status, seen.raw_status) == (status, odd.get("status", "scheduled"))


async def test_an_answer_without_its_wrapper_is_read_too(api: SqodApi, sqod: StandInSqod) -> None:
    kept = sqod.add(at=NINE)
    bare = kept.wire(sqod.url)
    sqod.answers("get", bare)
    assert (await api.get(kept.id)).id == kept.id


@pytest.mark.parametrize(
    "odd",
    [
        {"id": None},
        {"id": ...},
        {"appointment_at": "soon"},
        {"cancelled_at": "yes"},
        {"session_ended_at": ["soon"]},
    ],
)
async def test_what_decides_whether_it_takes_place_must_be_readable(
    api: SqodApi, sqod: StandInSqod, odd: dict[str, object]
) -> None:
    kept = sqod.add(at=NINE, odd=odd)
    with pytest.raises(Unreadable) as unreadable:
        await api.get(kept.id)
    assert str(unreadable.value) == "GET /api/v1/appointments/{id}: not an appointment"


@pytest.mark.parametrize(
    "strange", ["nope", "", ".", "..", "../appointments", "a/b", "x" * 70_000, "\ud800", "ü?&#"]
)
async def test_there_is_no_such_appointment(api: SqodApi, sqod: StandInSqod, strange: str) -> None:
    sqod.add(at=NINE)
    with pytest.raises(NotFound):
        await api.get(strange)
    assert all(call.operation == "get" for call in sqod.calls)
