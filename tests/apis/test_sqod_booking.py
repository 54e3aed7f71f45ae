"""Booking at SQOD: what the desk asks for is what is kept there, or it is told why not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from bot.apis.sqod.api import SqodApi
from bot.apis.sqod.asks import ROOM, ROOM_FLAGS, SqodOptions
from bot.appointments.asked import Change
from bot.appointments.errors import NoAnswer, Refused, Unreadable
from bot.appointments.model import Claimant, Department, Interpreter, RoomOptions
from tests.apis.story import NINE, REFERENCE, Connect, jane
from tests.standins.sqod import StandInSqod
from tests.standins.sqod_rules import FLAGS, stored_time

SUMMER = datetime(2026, 7, 14, 16, 50, tzinfo=timezone(timedelta(hours=1)))
EVERYTHING = jane(
    start=SUMMER,
    minutes=45,
    claimant=Claimant(
        name="Zoë & Søn=1", phone="+442071234567", email="zoe@example.com", date_of_birth=date(1990, 1, 31)
    ),
    department=Department(id="1", name="Leeds"),
    interpreter=Interpreter(needed=True, language="Polish"),
    room=RoomOptions(
        chat=False,
        claimant_webcam=True,
        bandwidth="low",
        use_redirect=True,
        agent_redirect="https://a.example/",
    ),
)


@pytest.mark.parametrize("encoding", ["form", "json"])
async def test_a_booking_with_everything(connect: Connect, sqod: StandInSqod, encoding: str) -> None:
    told = await connect(options=SqodOptions(create_encoding=encoding)).book(EVERYTHING)
    kept = sqod.has(reference=REFERENCE)
    assert kept.at == datetime(2026, 7, 14, 15, 50, tzinfo=UTC), (
        "sent as UTC, or it would be an hour off all summer"
    )
    assert (kept.minutes, kept.name, kept.department) == (45, "Zoë & Søn=1", "Leeds")
    assert (kept.phone, kept.email, kept.date_of_birth) == ("+442071234567", "zoe@example.com", "1990-01-31")
    assert (kept.interpreter_needed, kept.interpreter_language) == (True, "Polish")
    assert kept.room == {
        "features_messages_chat_enable": False,
        "features_webcam_access_claimant_enable": True,
        "features_bandwidth": "low",
        "use_custom_post_call_redirect": True,
        "custom_agent_post_call_redirect_url": "https://a.example/",
    }
    assert (told.id, told.start, told.minutes, told.claimant) == (kept.id, SUMMER, 45, EVERYTHING.claimant)


async def test_a_booking_with_little_sends_little(api: SqodApi, sqod: StandInSqod) -> None:
    await api.book(jane())
    (asked,) = sqod.asked("create")
    assert asked.sent == {
        "reference": REFERENCE,
        "appointment_at": "2026-03-24T09:00:00.000000",
        "duration_in_minutes": "30",
        "claimant": {"name": "Jane Doe"},
    }


async def test_times_as_the_options_spell_them(connect: Connect, sqod: StandInSqod) -> None:
    swapped = SqodOptions(datetime_create="zulu_millis", datetime_update="naive_utc_micros")
    api = connect(options=swapped)
    booked = await api.book(jane())
    await api.move(booked.id, Change(start=SUMMER))
    assert sqod.asked("create")[0].sent["appointment_at"] == "2026-03-24T09:00:00.000Z"
    assert sqod.asked("update")[0].sent["appointment_at"] == "2026-07-14T15:50:00.000000"
    assert sqod.has(at=SUMMER)


async def test_the_stand_in_keeps_an_hour_too_much_of_whoever_sends_an_offset(sqod: StandInSqod) -> None:
    """The trap that the spelling avoids: else the test of the summer booking could not fail."""
    assert stored_time("2026-07-14T16:50:00+01:00") == datetime(2026, 7, 14, 16, 50, tzinfo=UTC)


async def test_laravels_own_booleans(connect: Connect) -> None:
    asked = jane(interpreter=Interpreter(needed=False), room=RoomOptions(chat=True))
    with StandInSqod(words=False) as strict:
        with pytest.raises(Refused) as refused:
            await connect(url=strict.url).book(asked)
        assert refused.value.fields.keys() == {"interpreter.needed", "room.chat"}
        assert strict.appointments == []
        told = await connect(url=strict.url, options=SqodOptions(form_booleans="1_0")).book(asked)
        assert (told.interpreter.needed, told.room.chat) == (False, True)


@pytest.mark.parametrize(
    ("options", "sent"),
    [
        ({}, {"department": "2", "department_id": "2"}),
        ({"create_encoding": "json"}, {"department_id": "2"}),
        ({"create_encoding": "json", "department_keys": "both"}, {"department": "2", "department_id": "2"}),
        ({"department_keys": "department"}, {"department": "2"}),
        ({"department_keys": "department_id"}, {"department_id": "2"}),
    ],
)
async def test_a_department_under_the_keys_that_are_wanted(
    connect: Connect, sqod: StandInSqod, options: dict[str, Any], sent: dict[str, str]
) -> None:
    told = await connect(options=SqodOptions(**options)).book(jane(department=Department(id="2")))
    assert {key: value for key, value in sqod.asked("create")[0].sent.items() if "department" in key} == sent
    assert told.department == Department(id="2", name="Manchester")


async def test_a_department_known_by_name_only(api: SqodApi, sqod: StandInSqod) -> None:
    told = await api.book(jane(department=Department(name="Leeds")))
    assert told.department == Department(id="1", name="Leeds")
    other = await api.book(jane(reference="second", department=Department(name="Atlantis")))
    assert other.department is None, "what the service made of it is told, not what was asked"


async def test_what_the_service_did_is_told_even_if_it_is_something_else(
    api: SqodApi, sqod: StandInSqod
) -> None:
    sqod.alters("create", at=timedelta(hours=1), department=None)
    told = await api.book(jane(department=Department(id="1")))
    assert (told.start, told.department) == (NINE + timedelta(hours=1), None)


async def test_a_refusal_names_the_desks_own_fields(api: SqodApi, sqod: StandInSqod) -> None:
    sqod.fails(
        "create",
        422,
        errors={
            "appointment_at": "The appointment at field must be a date after now.",
            "duration_in_minutes": ["Too long."],
            "department": "No such department.",
            "department_id": "No such department.",
            "claimant.name": ["The claimant.name field is required.", "And short."],
            "claimant.phone_number": "Bad phone.",
            "claimant.email": "<b>Bad</b>\n\ne-mail &amp; more",
            "claimant.date_of_birth": "Too young.",
            "claimant.data.0.value": "Case number missing.",
            "is_interpreter_needed": "Say it.",
            "interpreter_language": "Unknown language.",
            "features_bandwidth": "Too wide.",
            "custom_user_post_call_redirect_url": "Not a URL.",
            "reference": "Taken.",
        },
    )
    with pytest.raises(Refused) as refused:
        await api.book(jane())
    assert refused.value.fields == {
        "reference": "Taken.",
        "start": "The appointment at field must be a date after now.",
        "minutes": "Too long.",
        "department": "No such department.",
        "claimant.name": "The claimant.name field is required. And short.",
        "claimant.phone": "Bad phone.",
        "claimant.email": "Bad e-mail & more",
        "claimant.date_of_birth": "Too young.",
        "interpreter.needed": "Say it.",
        "interpreter.language": "Unknown language.",
        "room.bandwidth": "Too wide.",
        "room.claimant_redirect": "Not a URL.",
    }
    assert refused.value.others == ("Case number missing.",)
    assert str(refused.value) == "POST /api/v1/appointments: 422"


@pytest.mark.parametrize(
    "claimant", [{"name": "x" * 5000}, {"name": "Jane", "email": "nobody"}, {"name": "  "}]
)
async def test_what_the_vendor_refuses_is_not_kept(
    api: SqodApi, sqod: StandInSqod, claimant: dict[str, str]
) -> None:
    with pytest.raises(Refused) as refused:
        await api.book(jane(claimant=Claimant(**claimant)))
    assert list(refused.value.fields) == ["claimant.email" if "email" in claimant else "claimant.name"]
    assert sqod.appointments == []


async def test_a_booking_answered_with_something_unreadable(api: SqodApi, sqod: StandInSqod) -> None:
    sqod.fails("create", 200, after_write=True)
    with pytest.raises(Unreadable) as unreadable:
        await api.book(jane())
    assert isinstance(unreadable.value, NoAnswer), "so the desk looks for it by its reference"
    assert sqod.has(reference=REFERENCE)


def test_every_room_option_has_its_key() -> None:
    assert ROOM.keys() == RoomOptions.model_fields.keys()
    assert tuple(ROOM_FLAGS.values()) == FLAGS
    assert len(ROOM_FLAGS) == 9
