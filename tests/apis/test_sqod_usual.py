"""SQOD's rows are read by a compiled decoder where they are spelled as usual: it tells what the patient reader tells, or leaves the row to it."""

from __future__ import annotations

import copy
import gc
import json
import tracemalloc
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.apis.http.rows import read_rows
from bot.apis.sqod.asks import REDIRECTS, ROOM
from bot.apis.sqod.reading import REMEMBERED, Reader
from bot.apis.sqod.usual import Usual, packed
from bot.apis.sqod.wire import WireAppointment, appointment, wire_appointment
from bot.appointments.later import Later
from bot.appointments.model import Appointment, Status
from bot.appointments.versions import Stamp
from tests.apis.story import TUESDAY
from tests.apis.test_sqod_wire import HOSTS, anything, thinned
from tests.apis.test_sqod_wire import WHOLE as EVERYTHING

WHOLE: dict[str, Any] = EVERYTHING | dict.fromkeys(REDIRECTS.values(), "https://desk.example/after")
STAMP = Stamp(b"a secret")
TIMES = (
    "2026-12-06T17:57:00Z",
    "2026-12-06T17:57:00.123Z",
    "2026-12-06T17:57:00.1234567Z",
    "2026-12-06T17:57:00,123456Z",
    "2026-12-06T17:57:00+01:00",
    "2026-12-06 17:57:00",
    "2026-W05-4T10:00:00Z",
    "2026-12-06T24:00:00Z",
    "1970-01-01T00:00:00Z",
    "9001-01-01T00:00:00Z",
    "0000-00-00 00:00:00",
    "0001-01-01T00:00:00Z",
    "2026-12-06",
    "",
    "soon",
)
NEAR: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(
        (*TIMES, "1980-02-29", "low", "LOW", " ", "true", "scheduled", "No-Show", "On hold", "ended")
    ),
    st.sampled_from((0, 1, -1, 45, 45.0, 45.5, 100_001, 2**53, 2**53 + 1, 2**70, True, False, [], {})),
    anything,
)
PLACES = [(key,) for key in WHOLE] + [
    (outer, inner) for outer in ("claimant", "department", "meeting") for inner in WHOLE[outer]
]


@st.composite
def near_rows(draw: st.DrawFn) -> dict[str, Any]:
    """A row as it is usually told, with some of it left out and a few fields spelled as anybody might."""
    row = copy.deepcopy(draw(thinned(WHOLE)))
    for path in draw(st.lists(st.sampled_from(PLACES), max_size=3)):
        inside: Any = row
        for key in path[:-1]:
            inside = inside.get(key)
        if isinstance(inside, dict):
            inside[path[-1]] = draw(NEAR)
    return row


@given(near_rows())
@example({**WHOLE, "appointment_at": "2026-12-06T17:57:00.1234567Z"})
@example({**WHOLE, "reference": 10**18 - 1})
@example({**WHOLE, "department": {"id": 2.0, "name": ""}})
@example({**WHOLE, "claimant": {"name": "Jane\u2028Doe\u202e", "date_of_birth": "1980-02-29T00:00:00"}})
def test_both_readers_tell_the_same(row: dict[str, Any]) -> None:
    usual = Usual(ROOM, HOSTS)
    told, looked_at = (usual.read(json.dumps(row).encode()) for _ in range(2))
    if told is None or looked_at is None:
        return
    patient = appointment(wire_appointment(json.loads(json.dumps(row))), ROOM, HOSTS)
    for field in Appointment.model_fields:
        assert getattr(told, field) == getattr(patient, field), field
    assert told == patient
    assert STAMP.put_on(looked_at).version == STAMP.put_on(patient.model_copy()).version
    for field in Appointment.model_fields:
        assert getattr(looked_at, field) == getattr(told, field) or field == "version", field
    assert patient == told
    assert STAMP.put_on(told).version == STAMP.put_on(patient).version
    assert told.model_copy(update={"minutes": 5}) == patient.model_copy(update={"minutes": 5})


def test_the_usual_row_is_not_left_to_the_patient_reader() -> None:
    assert Usual(ROOM, HOSTS).read(json.dumps(WHOLE).encode()) is not None


def page(*rows: object) -> bytes:
    told = [one if isinstance(one, str) else json.dumps(one) for one in rows]
    return f'{{"data": [{",".join(told)}], "meta": {{"last_page": 1, "total": {len(rows)}}}}}'.encode()


@given(st.lists(near_rows(), max_size=4))
@example([WHOLE, {**WHOLE, "id": "b", "appointment_at": "2026-12-06T17:57:00+01:00"}])
@example([WHOLE, {**WHOLE, "id": "b", "session_started_at": "soon"}])
def test_a_page_tells_what_the_patient_reader_tells_of_its_rows(rows: list[dict[str, Any]]) -> None:
    read = Reader(ROOM, HOSTS).page(page(*rows))
    patient, unread = read_rows(WireAppointment, json.loads(json.dumps(rows)))
    assert list(read.rows) == [appointment(one, ROOM, HOSTS) for one in patient]
    assert list(read.unread.values()) == list(unread.values())


def test_one_bad_row_hides_no_other_and_an_odd_one_is_read_beside_the_usual() -> None:
    odd = {**WHOLE, "id": 7, "duration_in_minutes": "45", "claimant": []}
    bad = {**WHOLE, "id": "b", "appointment_at": "soon"}
    read = Reader(ROOM, HOSTS).page(page(WHOLE, odd, bad, bad, "null", '{"id": "\\ud800"}'))
    assert [one.id for one in read.rows] == [WHOLE["id"], "7", "\ufffd"]
    assert [one.minutes for one in read.rows[:2]] == [WHOLE["duration_in_minutes"], 45]
    assert [one.name for one in read.unread.values()] == ["b", "b", "row 5 of its page"]
    assert read.count == 6


@pytest.mark.parametrize(
    "body", [b"", b"no", b"{}", b'{"data": [], "meta": {}}', b'{"data": "x", "meta": 1}', b"[" * 9_000]
)
def test_what_is_no_page_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"line|validation"):
        Reader(ROOM, HOSTS).page(body)


@pytest.mark.parametrize("looked_at", [False, True])
def test_a_row_is_made_anew_only_where_it_reads_otherwise(*, looked_at: bool) -> None:
    reader = Reader(ROOM, HOSTS)
    [one] = reader.page(page(WHOLE)).rows
    if looked_at:
        assert STAMP.put_on(one).version
    [same, _] = reader.page(page(WHOLE, {**WHOLE, "id": "another"})).rows
    [other] = reader.page(page({**WHOLE, "cancelled_at": None, "status": "waiting"})).rows
    assert one is same
    assert (other.id, other.status) == (one.id, Status.WAITING)


def test_a_page_is_cut_anew_only_where_something_in_it_reads_otherwise() -> None:
    reader = Reader(ROOM, HOSTS)
    bad = json.dumps({**WHOLE, "id": None})
    first = reader.page(page(WHOLE, bad))
    assert reader.page(page(WHOLE, bad)) is first
    assert len(first.unread) == 1
    moved = reader.page(page({**WHOLE, "duration_in_minutes": 46}, bad))
    assert [one.minutes for one in moved.rows] == [46]
    assert [one.minutes for one in reader.page(page(WHOLE, bad)).rows] == [one.minutes for one in first.rows]


def test_long_pages_hold_no_more_rows_than_are_remembered() -> None:
    """Whatever Python has to go through when it looks for garbage, it goes through while nobody is answered."""
    reader, row, before = Reader(ROOM, HOSTS), json.dumps(WHOLE), laters()
    for number in range(40):
        rows = (row.replace(WHOLE["id"], f"{number} {one}") for one in range(1_000))
        assert len(reader.page(page(*rows)).rows) == 1_000
    assert laters() - before <= 2 * (REMEMBERED + 1_000)


def laters() -> int:
    return sum(isinstance(one, Later) for one in gc.get_objects())


def test_what_is_not_looked_at_is_not_made() -> None:
    [one] = Reader(ROOM, HOSTS).page(page(WHOLE)).rows
    assert isinstance(one, Later)
    STAMP.put_on(one)
    assert one.end == TUESDAY + timedelta(minutes=WHOLE["duration_in_minutes"])
    assert {"claimant", "meeting", "room", "version"}.isdisjoint(one.__dict__)
    assert one.claimant.name == "Jane Doe"
    assert "claimant" in one.__dict__
    assert "Jane" not in repr(one)


def test_a_row_whose_version_was_made_takes_a_third_less_memory() -> None:
    """A day's sessions are looked at every half minute, and kept for as long."""
    usual = Usual(ROOM, HOSTS)

    def taken(*, looked_at: bool) -> int:
        rows = [json.dumps({**WHOLE, "id": f"{looked_at} {number}"}).encode() for number in range(200)]
        tracemalloc.start()
        told = [usual.read(row) for row in rows]
        if looked_at:
            assert len({STAMP.put_on(one).version for one in told if one}) == len(rows)
        size, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return size

    taken(looked_at=True)
    assert taken(looked_at=True) < 0.7 * taken(looked_at=False)


def test_a_packed_row_has_neither_names_nor_what_it_is_known_by() -> None:
    usual = Usual(ROOM, HOSTS)
    kept = packed(usual.decoder.decode(json.dumps({**WHOLE, "id": "its own"})))
    assert b"Jane Doe" in kept
    assert b"its own" not in kept
    within = [name for one in ("claimant", "meeting") for name in WHOLE[one]]
    assert "date_of_birth" in within
    assert [name for name in within if "_" in name and name.encode() in kept] == []


def test_what_is_made_for_a_version_is_not_kept() -> None:
    """Each look asks for the versions of all sessions: whatever was made for them would stay with every row."""
    one = Usual(ROOM, HOSTS).read(json.dumps(WHOLE).encode())
    assert isinstance(one, Later)
    STAMP.put_on(one)
    parts = STAMP.parts(one)
    assert one.version
    assert parts["claimant"] == STAMP.parts(one.whole())["claimant"]
    fresh = Usual(ROOM, HOSTS).read(json.dumps(WHOLE).encode())
    assert isinstance(fresh, Later)
    STAMP.put_on(fresh)
    assert fresh.version == one.version
    assert not {"claimant", "meeting", "room"} & fresh.__dict__.keys()
