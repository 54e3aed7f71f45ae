"""An appointment from its booking to its end, as the desk sees it through the API."""

from datetime import timedelta
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.service.conftest import APPOINTMENTS, BOOKING, Clock, problems

pytestmark = pytest.mark.parametrize("engine", ["memory", "postgresql"], indirect=True)
THE_VENDORS_EXAMPLE = {
    "reference": "SXW5qOJBYeIEf0G",
    "appointment_at": "2025-08-19T16:50:00.000000",
    "duration_in_minutes": "30",
    "is_interpreter_needed": "false",
    "interpreter_language": "",
    "department": "",
    "claimant[name]": "John Doe",
    "claimant[date_of_birth]": "1990-01-01",
    "claimant[phone_number]": "+442071234567",
    "claimant[email]": "test@test.com",
    "features_call_recording_enable": "false",
    "features_breakout_room_enable": "false",
    "features_webcam_access_agent_enable": "true",
    "features_webcam_access_claimant_enable": "true",
    "features_webcam_background_blurring_enable": "false",
    "features_microphone_access_enable": "true",
    "features_screen_sharing_enable": "false",
    "features_messages_chat_enable": "false",
    "features_participant_list_enable": "false",
    "features_bandwidth": "",
    "use_custom_post_call_redirect": "false",
    "custom_user_post_call_redirect_url": "",
    "custom_agent_post_call_redirect_url": "https://www.sampleurl.co.uk",
}


async def book(desk: httpx.AsyncClient, **more: object) -> dict[str, Any]:
    answer = await desk.post(APPOINTMENTS, json={**BOOKING, **more})
    assert answer.status_code == 201, answer.text
    return dict(answer.json()["data"])


async def patch(desk: httpx.AsyncClient, appointment: dict[str, Any], **change: object) -> dict[str, Any]:
    answer = await desk.patch(f"{APPOINTMENTS}/{appointment['id']}", json=change)
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["data"])


@pytest.mark.parametrize("how", ["urlencoded", "multipart"])
async def test_the_vendors_own_example_is_taken_and_answered_like_the_vendors(
    desk: httpx.AsyncClient, how: str
) -> None:
    if how == "urlencoded":
        answer = await desk.post(APPOINTMENTS, data=THE_VENDORS_EXAMPLE)
    else:
        parts = {name: (None, value) for name, value in THE_VENDORS_EXAMPLE.items()}
        answer = await desk.post(APPOINTMENTS, files=parts)
    assert answer.status_code == 201
    booked = answer.json()["data"]
    room = booked["meeting"].pop("id")
    assert len(room) >= 32
    assert booked.pop("id") != room
    assert booked == {
        "reference": "SXW5qOJBYeIEf0G",
        "appointment_at": "2025-08-19T16:50:00.000000Z",
        "duration_in_minutes": 30,
        "is_interpreter_needed": False,
        "interpreter_language": None,
        "status": "scheduled",
        "url": f"https://meet.example/{room}",
        "created_at": "2026-03-24T09:30:00.000000Z",
        "cancelled_at": None,
        "cancellation_reason": None,
        "department": None,
        "claimant": {
            "name": "John Doe",
            "date_of_birth": "1990-01-01",
            "phone_number": "+442071234567",
            "email": "test@test.com",
            "data": [],
        },
        "meeting": {
            "room_name": f"/{room}",
            "room_url": f"https://meet.example/{room}",
            "start_date": "2026-03-24T09:30:00+00:00",
            "end_date": "2025-08-19T23:59:59+00:00",
        },
        "session_started_at": None,
        "session_ended_at": None,
        "on_hold_started_at": None,
        "on_hold_ended_at": None,
        "features_call_recording_enable": False,
        "features_breakout_room_enable": False,
        "features_webcam_access_agent_enable": True,
        "features_webcam_access_claimant_enable": True,
        "features_webcam_background_blurring_enable": False,
        "features_microphone_access_enable": True,
        "features_screen_sharing_enable": False,
        "features_messages_chat_enable": False,
        "features_participant_list_enable": False,
        "features_bandwidth": None,
        "use_custom_post_call_redirect": False,
        "custom_user_post_call_redirect_url": None,
        "custom_agent_post_call_redirect_url": "https://www.sampleurl.co.uk",
    }


async def test_what_was_booked_is_there_when_read_again(desk: httpx.AsyncClient) -> None:
    booked = await book(desk, is_interpreter_needed=True, interpreter_language="Polish", department="Leeds")
    read = await desk.get(f"{APPOINTMENTS}/{booked['id']}")
    assert read.json() == {"data": booked}
    assert (await desk.get(f"{APPOINTMENTS}/{booked['id'].upper()}")).json() == {"data": booked}


async def test_every_room_is_its_own_and_has_no_key(desk: httpx.AsyncClient) -> None:
    links = [(await book(desk, reference=f"R{n}"))["meeting"]["room_url"] for n in range(20)]
    assert len(set(links)) == 20
    assert {(urlsplit(link).netloc, urlsplit(link).query) for link in links} == {("meet.example", "")}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2026-07-01T15:00:00Z", "2026-07-01T15:00:00.000000Z"),
        ("2026-07-01T15:00:00", "2026-07-01T15:00:00.000000Z"),
        ("2026-07-01T15:00:00.000Z", "2026-07-01T15:00:00.000000Z"),
        ("2026-07-01T15:00:00.123456789Z", "2026-07-01T15:00:00.000000Z"),
        ("2026-07-01T15:00:00+01:00", "2026-07-01T14:00:00.000000Z"),
        ("2026-07-01T00:30:00.5+05:30", "2026-06-30T19:00:00.000000Z"),
        ("2026-07-01 15:00", "2026-07-01T15:00:00.000000Z"),
    ],
)
async def test_times_are_understood_in_every_spelling_and_told_in_utc(
    desk: httpx.AsyncClient, typed: str, kept: str
) -> None:
    assert (await book(desk, appointment_at=typed))["appointment_at"] == kept


async def test_a_move_to_another_day_moves_the_end_of_the_room_too(desk: httpx.AsyncClient) -> None:
    booked = await book(desk)
    moved = await patch(desk, booked, appointment_at="2026-04-02T23:30:00Z", duration_in_minutes=60)
    assert moved["meeting"]["end_date"] == "2026-04-03T23:59:59+00:00"
    assert moved["meeting"]["room_url"] == booked["meeting"]["room_url"]
    changed = {name for name in booked if booked[name] != moved[name]}
    assert changed == {"appointment_at", "duration_in_minutes", "meeting"}


@pytest.mark.parametrize("how", ["json", "data", "files"])
async def test_where_patch_cant_be_sent_post_does_the_same(desk: httpx.AsyncClient, how: str) -> None:
    booked = await book(desk)
    sent: dict[str, Any] = {
        "json": {"duration_in_minutes": 20, "claimant": {"email": "jane@example.org"}},
        "data": {"duration_in_minutes": "20", "claimant[email]": "jane@example.org"},
        "files": {"duration_in_minutes": (None, "20"), "claimant[email]": (None, "jane@example.org")},
    }
    answer = await desk.post(
        f"{APPOINTMENTS}/{booked['id']}", params={"_method": "PATCH"}, **{how: sent[how]}
    )
    assert answer.status_code == 200
    changed = answer.json()["data"]
    assert changed["duration_in_minutes"] == 20
    assert changed["claimant"] == {**booked["claimant"], "email": "jane@example.org"}


async def test_only_what_is_sent_is_changed_and_null_clears(desk: httpx.AsyncClient) -> None:
    claimant = {"name": "Jane Doe", "phone_number": "+447700900123", "email": "jane@example.org"}
    booked = await book(
        desk,
        claimant=claimant,
        department="Leeds",
        features_messages_chat_enable=False,
        features_bandwidth="low",
    )
    changed = await patch(
        desk,
        booked,
        claimant={"phone_number": None},
        department=None,
        features_messages_chat_enable=None,
        features_bandwidth=None,
        reference="ANOTHER",
        status=None,
    )
    assert changed["claimant"] == {**booked["claimant"], "phone_number": None}
    assert changed["department"] is None
    assert changed["features_messages_chat_enable"] is True
    assert changed["features_bandwidth"] is None
    assert (changed["reference"], changed["status"]) == (booked["reference"], "scheduled")
    assert await patch(desk, booked) == changed


async def test_a_session_goes_through_its_day(desk: httpx.AsyncClient, clock: Clock) -> None:
    booked = await book(desk)
    story = []
    for status in ("waiting", "in_progress", "in_progress", "completed", "no_show", "scheduled"):
        clock.now += timedelta(minutes=10)
        now = await patch(desk, booked, status=status)
        times = (now["session_started_at"], now["session_ended_at"])
        story.append((now["status"], *(time and time[11:16] for time in times)))
    assert story == [
        ("waiting", None, None),
        ("in_progress", "09:50", None),
        ("in_progress", "09:50", None),
        ("completed", "09:50", "10:10"),
        ("no_show", None, None),
        ("scheduled", None, None),
    ]


@pytest.mark.parametrize("how", ["json", "data", "files"])
async def test_a_cancellation_is_kept_with_its_reason(
    desk: httpx.AsyncClient, clock: Clock, how: str
) -> None:
    booked = await book(desk)
    clock.now += timedelta(hours=1)
    reason = (None, "Claimant is ill") if how == "files" else "Claimant is ill"
    sent: dict[str, Any] = {how: {"cancellation_reason": reason}}
    answer = await desk.post(f"{APPOINTMENTS}/{booked['id']}/cancel", **sent)
    assert answer.status_code == 200
    cancelled = answer.json()["data"]
    assert cancelled["status"] == "cancelled"
    assert cancelled["cancelled_at"] == "2026-03-24T10:30:00.000000Z"
    assert cancelled["cancellation_reason"] == "Claimant is ill"


async def test_a_cancellation_needs_no_reason_and_no_body(desk: httpx.AsyncClient) -> None:
    booked = await book(desk)
    cancelled = (await desk.post(f"{APPOINTMENTS}/{booked['id']}/cancel")).json()["data"]
    assert (cancelled["status"], cancelled["cancellation_reason"]) == ("cancelled", None)


async def test_what_is_cancelled_stays_as_it_is(desk: httpx.AsyncClient) -> None:
    booked = await book(desk)
    address = f"{APPOINTMENTS}/{booked['id']}"
    cancelled = (await desk.post(f"{address}/cancel", json={"cancellation_reason": "Ill"})).json()
    again = await desk.post(f"{address}/cancel", json={"cancellation_reason": "Away"})
    assert problems(again) == {"status": ["This appointment is already cancelled."]}
    moved = await desk.patch(address, json={"duration_in_minutes": 20})
    assert problems(moved) == {"status": ["This appointment is cancelled and can't be changed."]}
    assert (await desk.get(address)).json() == cancelled


async def test_what_is_over_cant_be_cancelled(desk: httpx.AsyncClient) -> None:
    booked = await book(desk)
    await patch(desk, booked, status="completed")
    answer = await desk.post(f"{APPOINTMENTS}/{booked['id']}/cancel")
    assert problems(answer) == {"status": ["This appointment is over and can't be cancelled."]}


async def test_a_reference_is_taken_once_even_after_a_cancellation(desk: httpx.AsyncClient) -> None:
    booked = await book(desk)
    await desk.post(f"{APPOINTMENTS}/{booked['id']}/cancel")
    again = await desk.post(APPOINTMENTS, json=BOOKING)
    assert problems(again) == {"reference": ["The reference has already been taken."]}
    assert (await desk.get(APPOINTMENTS)).json()["meta"]["total"] == 1


async def test_a_reference_may_be_a_number_or_left_out(desk: httpx.AsyncClient) -> None:
    assert (await book(desk, reference=123456789))["reference"] == "123456789"
    made_up = {(await book(desk, reference=None))["reference"] for _ in range(5)}
    assert len(made_up) == 5
    assert {len(reference) for reference in made_up} == {15}


async def test_departments_are_known_by_name_and_by_number(desk: httpx.AsyncClient) -> None:
    number = count()

    async def booked_in(**asked: object) -> object:
        return (await book(desk, reference=f"R{next(number)}", **asked))["department"]

    leeds = {"id": 1, "name": "Leeds"}
    assert await booked_in(department="Leeds") == leeds
    assert await booked_in(department=" LEEDS ") == leeds
    assert await booked_in(department_id=1) == leeds
    assert await booked_in(department="1", department_id="1") == leeds
    assert await booked_in(department_id="Cardiff") == {"id": 2, "name": "Cardiff"}
    assert await booked_in(department="") is None
    for unknown in (77, "77", 0, 2**40):
        answer = await desk.post(APPOINTMENTS, json={**BOOKING, "department_id": unknown})
        assert problems(answer) == {"department_id": ["The selected department id is invalid."]}
