"""Writing to SQOD: what the desk asks for is what is kept there, and nothing that was not asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from bot.apis.sqod import SqodApi
from bot.apis.sqod_asks import ROOM, ROOM_FLAGS, SqodOptions
from bot.appointments.errors import NoAnswer, NotFound, Refused, Unreadable
from bot.appointments.model import (
    Change,
    Claimant,
    Department,
    Interpreter,
    NewAppointment,
    RoomOptions,
    Status,
)
from tests.apis.conftest import TUESDAY
from tests.standins.sqod import StandInSqod
from tests.standins.sqod_rules import FLAGS

NINE = TUESDAY + timedelta(hours=9)
SUMMER = datetime(2026, 7, 14, 16, 50, tzinfo=timezone(timedelta(hours=1)))
Connect = Callable[..., SqodApi]


def jane(**said: Any) -> NewAppointment:
    asked: dict[str, Any] = {
        "reference": "K7Q2M9XW4T8ZB1C",
        "start": NINE,
        "minutes": 30,
        "claimant": Claimant(name="Jane Doe"),
    }
    return NewAppointment(**(asked | said))


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
    told = await connect(options=SqodOptions(create_encoding=encoding)).book(EVERYTHING)  # type: ignore[arg-type]
    kept = sqod.has(reference="K7Q2M9XW4T8ZB1C")
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
        "reference": "K7Q2M9XW4T8ZB1C",
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
    from tests.standins.sqod_rules import stored_time

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


async def test_a_move_changes_the_time_and_nothing_else(api: SqodApi, sqod: StandInSqod) -> None:
    kept = sqod.add(at=NINE, department="Leeds", email="jane@example.com")
    told = await api.move(
        kept.id, Change(start=SUMMER, minutes=60, department=None, claimant=Claimant(name="X"))
    )
    assert (told.start, told.minutes) == (SUMMER, 60)
    assert (kept.name, kept.department, kept.email) == ("Jane Doe", "Leeds", "jane@example.com")
    (asked,) = sqod.asked("update")
    assert asked.sent == {"appointment_at": "2026-07-14T15:50:00.000Z", "duration_in_minutes": 60}


async def test_an_edit_sends_what_was_set_and_clears_what_was_set_to_nothing(
    api: SqodApi, sqod: StandInSqod
) -> None:
    kept = sqod.add(at=NINE, phone="+442071234567", email="jane@example.com", department="Leeds")
    await api.edit(
        kept.id,
        Change(
            start=SUMMER,
            claimant=Claimant(phone=None, date_of_birth=date(1990, 1, 31)),
            department=None,
            interpreter=Interpreter(language="Welsh"),
            room=RoomOptions(screen_sharing=True, chat=None, claimant_redirect=None),
        ),
    )
    (asked,) = sqod.asked("update")
    assert asked.sent == {
        "claimant": {"phone_number": None, "date_of_birth": "1990-01-31"},
        "department_id": None,
        "interpreter_language": "Welsh",
        "features_screen_sharing_enable": True,
        "custom_user_post_call_redirect_url": None,
    }
    assert (kept.at, kept.name, kept.email, kept.phone, kept.department) == (
        NINE,
        "Jane Doe",
        "jane@example.com",
        None,
        None,
    )


async def test_an_empty_change_only_looks(api: SqodApi, sqod: StandInSqod) -> None:
    kept = sqod.add(at=NINE)
    assert (await api.edit(kept.id, Change(claimant=Claimant()))).id == kept.id
    assert (await api.move(kept.id, Change(start=None))).start == NINE
    assert [call.operation for call in sqod.calls] == ["get", "get"]


async def test_patch_behind_a_proxy_that_blocks_it(connect: Connect, sqod: StandInSqod) -> None:
    kept = sqod.add(at=NINE)
    await connect(options=SqodOptions(patch_override=True)).move(kept.id, Change(minutes=15))
    (asked,) = sqod.asked("update")
    assert (asked.method, asked.query, kept.minutes) == ("POST", {"_method": "PATCH"}, 15)


@pytest.mark.parametrize("answers", ["appointment", "empty", "message"])
@pytest.mark.parametrize("encoding", ["form", "json"])
async def test_a_cancel_whatever_it_is_answered_with(connect: Connect, answers: str, encoding: str) -> None:
    with StandInSqod(cancel_answers=answers) as vendor:
        kept = vendor.add(at=NINE)
        told = await connect(url=vendor.url, options=SqodOptions(cancel_encoding=encoding)).cancel(  # type: ignore[arg-type]
            kept.id, " Claimant asked for it "
        )
        assert (told.status, told.cancel_reason) == (Status.CANCELLED, "Claimant asked for it")
        assert kept.cancelled_at is not None


async def test_a_cancel_whose_outcome_cannot_be_seen_is_not_called_harmless(connect: Connect) -> None:
    with StandInSqod(cancel_answers="empty") as vendor:
        kept = vendor.add(at=NINE)
        vendor.fails("get", 403)
        with pytest.raises(NoAnswer):
            await connect(url=vendor.url).cancel(kept.id, "x")
        assert kept.cancelled_at is not None


async def test_a_reason_is_never_empty_nor_too_long(api: SqodApi, sqod: StandInSqod) -> None:
    first, second = sqod.add(at=NINE), sqod.add(at=NINE)
    await api.cancel(first.id, "  ")
    await api.cancel(second.id, "x" * 5000)
    assert first.cancellation_reason == "Cancelled via Slack"
    assert second.cancellation_reason == "x" * 255


async def test_a_cancel_by_other_keys_and_paths(connect: Connect, sqod: StandInSqod) -> None:
    kept = sqod.add(at=NINE)
    with pytest.raises(Refused) as refused:
        await connect(options=SqodOptions(cancel_key="reason")).cancel(kept.id, "x")
    assert refused.value.fields == {"reason": "The cancellation reason field is required."}
    with pytest.raises(NotFound):
        await connect(options=SqodOptions(cancel_path="/api/v2/appointments/{id}/cancel")).cancel(
            kept.id, "x"
        )
    assert kept.cancelled_at is None


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
    assert refused.value.others == ("Case number missing.", "Taken.")
    assert str(refused.value) == "POST /api/v1/appointments: 422"


@pytest.mark.parametrize(
    "claimant", [{"name": "x" * 5000}, {"name": "Jane", "email": "nobody"}, {"name": "  "}]
)
async def test_what_the_vendor_refuses_is_not_kept(
    api: SqodApi, sqod: StandInSqod, claimant: dict[str, str]
) -> None:
    with pytest.raises(Refused) as refused:
        await api.book(jane(claimant=Claimant(**claimant)))  # type: ignore[arg-type]
    assert list(refused.value.fields) == ["claimant.email" if "email" in claimant else "claimant.name"]
    assert sqod.appointments == []


async def test_a_booking_answered_with_something_unreadable(api: SqodApi, sqod: StandInSqod) -> None:
    sqod.fails("create", 200, after_write=True)
    with pytest.raises(Unreadable) as unreadable:
        await api.book(jane())
    assert isinstance(unreadable.value, NoAnswer), "so the desk looks for it by its reference"
    assert sqod.has(reference="K7Q2M9XW4T8ZB1C")


def test_every_room_option_has_its_key() -> None:
    assert ROOM.keys() == RoomOptions.model_fields.keys()
    assert tuple(ROOM_FLAGS.values()) == FLAGS
    assert len(ROOM_FLAGS) == 9
