"""Which later sessions a delay touches, when they would begin, and which of them can't begin on time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.appointments.delay import CHOICES, touched
from bot.appointments.model import (
    Appointment,
    Department,
    Interpreter,
    Kind,
    Meeting,
    Office,
    Participant,
    Status,
)
from bot.appointments.sharing import Shared, shared

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 20, 9, 10, tzinfo=UTC)
LEEDS = Department(id="4", name="Leeds")


def session(id: str, clock: str = "10:00", minutes: int | None = 45, **said: Any) -> Appointment:
    hour, minute = map(int, clock.split(":"))
    start = datetime(2026, 11, 20, hour, minute, tzinfo=UTC)
    kept: dict[str, Any] = {
        "status": Status.SCHEDULED,
        "start": start,
        "minutes": minutes,
        "department": LEEDS,
    }
    return Appointment(id=id, **(kept | said))


def host(id: str) -> tuple[Participant, ...]:
    return (Participant(id=id, kind=Kind.EMPLOYEE),)


def room(link: str) -> Meeting:
    return Meeting(host_link=SecretStr(link))


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        ({"department": LEEDS}, {"department": Department(name="leeds ")}, (Shared.DEPARTMENT,)),
        ({"department": LEEDS}, {"department": Department(id="5", name="Leeds")}, ()),
        ({"department": None}, {"department": None}, ()),
        ({"participants": host("55")}, {"participants": host("55")}, (Shared.HOST, Shared.DEPARTMENT)),
        ({"participants": host("55")}, {"participants": host("56")}, (Shared.DEPARTMENT,)),
        (
            {"department": None, "meeting": room("https://Acme.whereby.com/r1?roomKey=abc")},
            {"department": None, "meeting": room("https://acme.whereby.com/r1")},
            (Shared.ROOM,),
        ),
        (
            {"department": None, "meeting": room("https://acme.whereby.com/?roomKey=abc")},
            {"department": None, "meeting": room("https://acme.whereby.com/")},
            (),
        ),
        (
            {"department": None, "interpreter": Interpreter(needed=True, language="Polish")},
            {"department": None, "interpreter": Interpreter(language="polish")},
            (Shared.LANGUAGE,),
        ),
        (
            {"department": None, "interpreter": Interpreter(needed=True)},
            {"department": None, "interpreter": Interpreter(needed=True)},
            (),
        ),
        (
            {"department": None, "interpreter": Interpreter(needed=True, language="Polish")},
            {"department": None, "interpreter": Interpreter(needed=False, language="Polish")},
            (),
        ),
        (
            {"department": None, "office": Office(id="7", name="Leeds")},
            {"department": None, "office": Office(id="7")},
            (Shared.OFFICE,),
        ),
    ],
)
def test_what_two_sessions_share(
    one: dict[str, Any], other: dict[str, Any], common: tuple[Shared, ...]
) -> None:
    assert shared(session("1", **one), session("2", **other)) == common
    assert shared(session("2", **other), session("1", **one)) == common


def test_only_later_sessions_of_that_day_that_share_something_and_can_be_moved() -> None:
    late = session("late", "10:00")
    sessions = [
        session("evening", "23:30"),
        session("next", "10:45"),
        session("york", "11:00", department=Department(id="9", name="York")),
        session("before", "09:30"),
        session("at-once", "10:00"),
        session("cancelled", "12:00", status=Status.CANCELLED),
        session("under-way", "12:15", status=Status.IN_PROGRESS),
        session("asked-for", "12:30", status=Status.REQUESTED),
        session("tomorrow", start=datetime(2026, 11, 21, 10, 45, tzinfo=UTC)),
        session("some-day", start=None),
        late,
    ]
    found = touched(late, 15, sessions, LONDON, NOW)

    assert [(one.session.id, f"{one.start:%H:%M}") for one in found] == [
        ("next", "11:00"),
        ("evening", "23:45"),
    ]


def test_the_day_is_the_desks_own() -> None:
    late = session("late", start=datetime(2026, 7, 1, 21, 30, tzinfo=UTC))
    before = session("before-midnight", start=datetime(2026, 7, 1, 22, 15, tzinfo=UTC))
    after = session("after-midnight", start=datetime(2026, 7, 1, 23, 15, tzinfo=UTC))

    now = datetime(2026, 7, 1, 21, 0, tzinfo=UTC)
    assert [one.session.id for one in touched(late, 5, [before, after], LONDON, now)] == ["before-midnight"]


def test_a_delay_goes_on_over_midnight_as_far_as_it_reaches() -> None:
    def tomorrow(id: str, minute: int) -> Appointment:
        return session(id, start=datetime(2026, 11, 21, tzinfo=UTC) + timedelta(minutes=minute), minutes=30)

    late, last = session("late", "22:30"), session("last", "23:15")
    after = [
        tomorrow("midnight", 0),
        tomorrow("half past", 30),
        tomorrow("after a gap", 75),
        tomorrow("noon", 720),
    ]

    def found(minutes: int, *among: Appointment) -> list[tuple[str, str]]:
        later = touched(late, minutes, among, LONDON, NOW)
        return [(one.session.id, f"{one.start:%d %H:%M}") for one in later]

    assert found(10, last, *after) == [
        ("last", "20 23:25"),
        ("midnight", "21 00:10"),
        ("half past", "21 00:40"),
    ]
    assert found(30, last, *after)[-1] == ("after a gap", "21 01:45")
    assert found(30, *after) == [], "who is not pushed on begins on time"
    runs_over = session("late", "23:30")
    assert [one.session.id for one in touched(runs_over, 30, after, LONDON, NOW)] == [
        "half past",
        "after a gap",
    ]


def test_a_delay_goes_on_until_a_gap_takes_it_up() -> None:
    late = session("late", "10:00")
    following = [session("second", "10:50"), session("third", "11:35"), session("fourth", "12:45")]

    def not_free(minutes: int) -> list[str | None]:
        return [
            f"{one.free_at:%H:%M}" if one.free_at else None
            for one in touched(late, minutes, following, LONDON, NOW)
        ]

    assert not_free(5) == [None, None, None], "five minutes lie between them"
    assert not_free(10) == ["10:55", "11:45", None]
    assert not_free(30) == ["11:15", "12:05", "12:50"]


def test_what_runs_side_by_side_in_a_department_waits_for_nobody_but_its_own_host() -> None:
    late = session("late", "10:00", participants=host("55"))
    beside = session("beside", "10:15", participants=host("56"))
    double = session("double", "10:30", participants=host("55"))

    found = touched(late, 10, [beside, double], LONDON, NOW)
    assert [one.free_at for one in found] == [None, late.end and late.end + timedelta(minutes=10)]


def test_what_has_no_time_touches_nothing() -> None:
    assert touched(session("late", start=None), 10, [session("next")], LONDON, NOW) == []
    without_length = session("late", "10:00", minutes=None)
    (only,) = touched(without_length, 10, [session("next", "10:05", minutes=None)], LONDON, NOW)
    assert only.free_at is not None


@given(
    st.lists(st.tuples(st.integers(0, 23 * 60), st.integers(1, 120)), max_size=12),
    st.sampled_from(CHOICES),
)
def test_each_begins_later_by_the_delay_and_none_is_left_behind(
    planned: list[tuple[int, int]], minutes: int
) -> None:
    midnight = datetime(2026, 11, 20, tzinfo=UTC)
    sessions = [
        session(str(number), start=midnight + timedelta(minutes=begins), minutes=length)
        for number, (begins, length) in enumerate(planned)
    ]
    late = session("late", "08:00")
    found = touched(late, minutes, sessions, LONDON, midnight)

    assert [one.session.start for one in found] == sorted(
        one.start for one in sessions if one.start and late.start and one.start > late.start
    )
    for one in found:
        assert one.session.start is not None
        assert one.start - one.session.start == timedelta(minutes=minutes)
        assert one.free_at is None or one.free_at > one.session.start
