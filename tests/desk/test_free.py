"""What sessions leave of a desk's hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.appointments.free import free_spans, overlap, starts, taken_by
from bot.appointments.model import Appointment, Status
from bot.settings.hours import USUAL, read_hours

LONDON = ZoneInfo("Europe/London")
DAY = date(2026, 11, 24)
OPEN = read_hours(USUAL).of(DAY, LONDON)
EARLY = datetime(2026, 11, 24, 7, tzinfo=UTC)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 24, hour, minute, tzinfo=UTC)


def session(
    start: datetime, minutes: int | None = 30, status: Status = Status.SCHEDULED, **more: int
) -> Appointment:
    return Appointment(id="a", start=start, minutes=minutes, status=status, **more)


def free(*sessions: Appointment, minutes: int = 30, now: datetime = EARLY) -> list[str]:
    found = free_spans(sessions, OPEN, minutes, now, now)
    return [f"{span.start:%H:%M}-{span.end:%H:%M}" for span in found]


def test_a_day_without_sessions_is_free_while_the_desk_is_open() -> None:
    assert free() == ["08:00-18:00"]
    assert free(now=at(9, 1)) == ["09:15-18:00"]
    assert free(now=at(17, 45)) == []


@pytest.mark.parametrize(
    ("one", "left"),
    [
        (session(at(9), 60), ["08:00-09:00", "10:00-18:00"]),
        (session(at(9), 50), ["08:00-09:00", "10:00-18:00"]),
        (session(at(8, 20), 40), ["09:00-18:00"]),
        (session(at(9), 45, buffer_minutes=15), ["08:00-09:00", "10:00-18:00"]),
        (session(at(9), None), ["08:00-09:00", "09:30-18:00"]),
        (session(at(9), 60, Status.CANCELLED), ["08:00-18:00"]),
        (session(at(17, 30), 120), ["08:00-17:30"]),
        (session(at(7), 24 * 60), []),
    ],
)
def test_a_session_takes_its_time_and_what_is_over_takes_none(one: Appointment, left: list[str]) -> None:
    assert free(one) == left


def test_one_that_runs_over_takes_the_time_until_now() -> None:
    runs_over = session(at(9), 30, Status.IN_PROGRESS)
    assert free(runs_over, now=at(10)) == ["10:00-18:00"]


def test_the_clocks_that_change_move_no_opening() -> None:
    for day, hour in ((date(2026, 3, 27), 8), (date(2026, 3, 30), 7)):
        assert read_hours(USUAL).of(day, LONDON)[0][0].hour == hour


@given(
    st.lists(st.tuples(st.integers(0, 24 * 60 - 1), st.integers(1, 300), st.integers(0, 60)), max_size=12),
    st.integers(1, 600),
    st.integers(0, 24 * 60 - 1),
)
def test_what_is_called_free_is_nobody_s(taken: list[tuple[int, int, int]], minutes: int, past: int) -> None:
    now = at(0) + timedelta(minutes=past)
    sessions = [
        session(at(0) + timedelta(minutes=begins), lasts, buffer_minutes=more)
        for begins, lasts, more in taken
    ]
    spans = free_spans(sessions, OPEN, minutes, now, now)
    for start in starts(spans, minutes):
        end = start + timedelta(minutes=minutes)
        assert start >= now
        assert start.minute % 15 == 0
        assert any(opens <= start and end <= closes for opens, closes in OPEN)
        assert not any(
            overlap((start, end), span) for one in sessions if (span := taken_by(one, minutes, now))
        )


@pytest.mark.parametrize(
    ("text", "monday", "saturday"),
    [
        ("Mon-Fri 08:00-18:00", 1, 0),
        ("08.30-17.00", 1, 0),
        ("Mon-Sat 9-17", 1, 1),
        ("monday – sunday 9:00–17:00", 1, 1),
        ("Mon-Thu 09:00-12:30, Mon-Thu 13:30-17:00, Sat 09:00-12:00", 2, 1),
        ("Sat-Mon 00:00-24:00", 1, 1),
        ("Mon 12:00-18:00, Mon 08:00-12:00", 1, 0),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, monday: int, saturday: int) -> None:
    week = read_hours(text).week
    assert (len(week[0]), len(week[5])) == (monday, saturday)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "always",
        "Mon",
        "18:00-08:00",
        "08:00-25:00",
        "08:60-09:00",
        "Mon 08:00-12:00, Mon 11:00-13:00",
        "Mon 8 18",
    ],
)
def test_hours_that_mean_nothing_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"opening hours|overlap"):
        read_hours(text)
