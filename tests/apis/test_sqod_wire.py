"""SQOD may leave anything out, and may one day say anything: it is read, or said to be unreadable, never worse."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.apis.sqod.asks import ROOM
from bot.apis.sqod.wire import appointment, wire_appointment
from bot.appointments.model import Appointment, Status
from tests.apis.story import TUESDAY
from tests.standins.sqod import Session

HOSTS = (".whereby.com",)
WHOLE: dict[str, Any] = Session(
    at=TUESDAY,
    name="Jane Doe",
    phone="+442071234567",
    email="jane@example.com",
    date_of_birth="1990-01-31",
    department="Leeds",
    interpreter_needed=True,
    interpreter_language="Welsh",
    cancelled_at=TUESDAY,
    room=dict.fromkeys(ROOM.values(), True) | {"features_bandwidth": "low"},
).wire("https://sqod.example")

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def thinned(draw: st.DrawFn, whole: dict[str, Any]) -> dict[str, Any]:
    """Leave out, and make null, any of the keys at any depth, but the id."""
    kept: dict[str, Any] = {}
    for key, value in whole.items():
        fate = "keep" if key == "id" else draw(st.sampled_from(["keep", "drop", "null"]))
        if fate == "keep":
            kept[key] = draw(thinned(value)) if isinstance(value, dict) else value
        elif fate == "null":
            kept[key] = None
    return kept


def read(body: object) -> Appointment:
    return appointment(wire_appointment(body), ROOM, HOSTS)


@given(thinned(WHOLE), st.booleans())
def test_any_of_it_may_be_null_or_missing(body: dict[str, Any], wrapped: bool) -> None:
    seen = read({"data": body} if wrapped else body)
    assert seen.id == WHOLE["id"]
    assert (seen.start == TUESDAY) is (body.get("appointment_at") is not None)
    assert (seen.status is Status.CANCELLED) is (body.get("cancelled_at") is not None)
    assert seen.claimant.name == (body.get("claimant") or {}).get("name")
    assert (seen.department is None) is (
        not any((body.get("department") or {}).get(key) for key in ("id", "name"))
    )


STRICT = {
    "id",
    "appointment_at",
    "cancelled_at",
    "session_started_at",
    "session_ended_at",
    "on_hold_started_at",
    "on_hold_ended_at",
}


@given(st.dictionaries(st.sampled_from(list(WHOLE)), anything))
def test_any_of_it_may_be_something_else(odd: dict[str, Any]) -> None:
    seen, blamed = None, set()
    try:
        seen = read(WHOLE | odd)
    except ValidationError as unreadable:
        blamed = {error["loc"][0] for error in unreadable.errors()}
    assert blamed <= STRICT & odd.keys(), "only what decides when it takes place makes the whole unreadable"
    assert "https://" not in repr(seen)


@given(anything)
def test_anything_else_is_unreadable(body: object) -> None:
    try:
        seen = read(body)
    except ValueError:
        return
    assert seen.id


@given(
    st.datetimes(timezones=st.just(UTC)).filter(lambda moment: 1972 <= moment.year <= 9000),
    st.integers(-14 * 60, 14 * 60),
    st.integers(0, 9),
)
def test_a_time_at_any_offset_with_any_digits(moment: datetime, offset: int, digits: int) -> None:
    fraction = f"{moment.microsecond:06}000"[:digits]
    sign = "-" if offset < 0 else "+"
    spelt = f"{moment:%Y-%m-%dT%H:%M:%S}{'.' if digits else ''}{fraction}{sign}{abs(offset) // 60:02}:{abs(offset) % 60:02}"
    meant = moment.replace(microsecond=int(f"{fraction:0<6}"[:6])) - timedelta(minutes=offset)
    assert read({"id": "1", "appointment_at": spelt}).start == meant


@pytest.mark.parametrize("spelt", ["9999-12-31T23:59:59-05:00", "28/11/2026 22:00", {"date": "x"}])
def test_a_time_beyond_the_calendar_is_unreadable(spelt: object) -> None:
    with pytest.raises(ValueError, match="appointment_at"):
        read({"id": "1", "appointment_at": spelt})
    assert read({"id": "1", "created_at": spelt}).created_at is None


@pytest.mark.parametrize(
    "zero",
    [
        "0000-00-00 00:00:00",
        "-0001-11-30T00:00:00.000000Z",
        "0000-00-00",
        "",
        " ",
        0,
        "0",
        False,
        "1970-01-01T00:00:00.000000Z",
        "1970-01-01",
        "1900-01-01 00:00:00",
        "0001-01-01T00:00:00+00:00",
        "null",
        "1970-01-01T01:00:00+01:00",  # zero in seconds, as a server in another zone prints it
        "1970-01-01T00:00:00+01:00",
        "1970-01-01 05:30:00",
        "1969-12-31T19:00:00-05:00",
        "1899-12-30T00:00:00Z",
        "1753-01-01T00:00:00",
        "-1-11-30 00:00:00",
        "-000001-11-30T00:00:00Z",
        "0000-00-00T00:00:00.000Z",
        "00/00/0000",
        "00:00:00",
        "0.0",
        -1,
        "-62135596800",
        "-62169984000",
        "-",
        "N/A",
        "undefined",
        "Invalid date",
        [],
        {},
    ],
    ids=repr,
)
def test_what_stands_for_no_time_is_none(zero: object) -> None:
    told = {
        "id": "1",
        "status": "scheduled",
        **dict.fromkeys(("cancelled_at", "session_started_at", "session_ended_at"), zero),
    }
    one = read(told)
    assert (one.cancelled_at, one.session_started_at, one.status) == (None, None, Status.SCHEDULED)


@pytest.mark.parametrize(
    "odd", [True, 1, "1", 20261120, "20261120", "soon", "yes", "28/11/2026", [1], {"date": 1}]
)
def test_what_may_stand_for_some_time_is_not_taken_for_none(odd: object) -> None:
    with pytest.raises(ValueError, match="cancelled_at"):
        read({"id": "1", "cancelled_at": odd})


def test_a_sessions_own_words_of_every_kind() -> None:
    seen = read(WHOLE)
    assert seen.minutes == 30
    assert seen.room.chat is True
    assert seen.room.bandwidth == "low"
    assert seen.room.claimant_redirect is None, "true is no address"
    assert read({"id": 1, "claimant": []}).claimant.name is None, "PHP's empty object"
    assert read({"id": 1, "duration_in_minutes": 10**30}).minutes is None
    assert read({"id": 1, "appointment_at": ""}).start is None


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"status": "completed", "session_started_at": "2026-03-24T09:00:00Z"}, Status.COMPLETED),
        ({"status": "No-Show", "session_started_at": "2026-03-24T09:00:00Z"}, Status.NO_SHOW),
        ({"status": "SCHEDULED", "session_started_at": 0}, Status.SCHEDULED),
        ({"status": "scheduled", "session_started_at": "2026-03-24T09:00:00Z"}, Status.IN_PROGRESS),
        ({"status": "In Progress"}, Status.IN_PROGRESS),
        ({"status": "Completed"}, Status.COMPLETED),
        ({"status": "CANCELED"}, Status.CANCELLED),
        ({"status": "waiting", "cancelled_at": "0000-00-00 00:00:00"}, Status.WAITING),
    ],
)
def test_other_words_for_the_same(told: dict[str, object], status: Status) -> None:
    assert read({"id": "1", **told}).status is status
