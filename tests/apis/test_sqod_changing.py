"""Moving, editing and cancelling at SQOD: what was asked for, and nothing else."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from bot.apis.sqod.api import SqodApi
from bot.apis.sqod.asks import SqodOptions
from bot.appointments.asked import Change
from bot.appointments.errors import NoAnswer, NotFound, Refused
from bot.appointments.model import Claimant, Interpreter, RoomOptions, Status
from tests.apis.story import NINE, Connect
from tests.standins.sqod import StandInSqod

SUMMER = datetime(2026, 7, 14, 16, 50, tzinfo=timezone(timedelta(hours=1)))


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
        told = await connect(url=vendor.url, options=SqodOptions(cancel_encoding=encoding)).cancel(
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
