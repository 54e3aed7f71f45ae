"""What changed between two looks is told apart from what merely came into view."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.alerts.compare import Comparison, Kind, Look, Sighting, changed_parts, compare
from bot.appointments.model import Appointment, Claimant, Department, Interpreter, Status, Window
from tests.alerts.sessions import STAMP, at, session

TODAY = Window(start=at(0), end=at(0, day=21))
BEFORE = Look(at(9), TODAY)


def first_look(*sessions: Appointment) -> dict[str, Sighting]:
    found = compare({}, sessions, (), None, at(9), STAMP)
    assert found.differences == (), "on the very first look nothing is news"
    return {one.appointment: one for one in found.sightings}


def next_look(before: dict[str, Sighting], *sessions: Appointment, gone: tuple[str, ...] = ()) -> Comparison:
    return compare(before, sessions, gone, BEFORE, at(9, 1), STAMP)


def kinds(found: Comparison) -> list[Kind]:
    return [one.kind for one in found.differences]


def test_nothing_changed_is_nothing_new() -> None:
    assert next_look(first_look(session()), session()) == Comparison((), ())


@pytest.mark.parametrize(
    ("now_is", "kind"),
    [
        ({"start": at(16)}, Kind.MOVED),
        ({"minutes": 60}, Kind.MOVED),
        ({"status": Status.CANCELLED}, Kind.CANCELLED),
        ({"department": Department(id="9", name="York")}, Kind.EDITED),
        ({"interpreter": Interpreter(needed=True, language="Polish")}, Kind.EDITED),
        ({"claimant": Claimant(name="Jane Dow")}, Kind.EDITED),
    ],
)
def test_what_a_person_changed_is_news_with_what_it_was(now_is: dict[str, Any], kind: Kind) -> None:
    found = next_look(first_look(session()), session(**now_is))
    assert kinds(found) == [kind]
    assert (found.differences[0].was_start, found.differences[0].was_minutes) == (at(15), 45)


@pytest.mark.parametrize("status", [Status.WAITING, Status.IN_PROGRESS, Status.ON_HOLD, Status.COMPLETED])
def test_a_sessions_own_course_is_seen_but_no_news(status: Status) -> None:
    found = next_look(first_look(session()), session(status=status))
    assert found.differences == ()
    assert [(one.status, one.since) for one in found.sightings] == [(status, at(9, 1))]


def test_a_wait_is_counted_from_its_beginning_whatever_else_changes() -> None:
    waiting = first_look(session(status=Status.WAITING))
    found = next_look(waiting, session(status=Status.WAITING, minutes=60))
    assert [one.since for one in found.sightings] == [at(9)]


def test_booked_in_the_portal_just_now() -> None:
    seen = first_look(session("1"))
    assert kinds(next_look(seen, session("1"), session("2", created_at=at(9)))) == [Kind.BOOKED]


def test_booked_where_the_service_does_not_say_when() -> None:
    assert kinds(next_look(first_look(), session("2"))) == [Kind.BOOKED]


def test_moved_here_from_another_day() -> None:
    old = session("2", created_at=at(9, day=1))
    found = next_look(first_look(), old)
    assert (kinds(found), found.differences[0].was_start) == ([Kind.MOVED], None)


def test_tomorrow_coming_into_view_is_no_news() -> None:
    assert next_look(first_look(), session("2", at(10, day=21))).differences == ()
    old = session("3", at(10, day=21), created_at=at(9, day=1))
    assert next_look(first_look(), old).differences == ()


def test_booked_and_cancelled_between_two_looks_is_no_news() -> None:
    found = next_look(first_look(), session("2", status=Status.CANCELLED, created_at=at(9)))
    assert found.differences == ()


def test_what_the_service_no_longer_has_is_told_with_its_old_time() -> None:
    found = next_look(first_look(session()), gone=("1",))
    assert [(one.kind, one.was_start) for one in found.differences] == [(Kind.GONE, at(15))]


def test_fingerprints_say_which_piece_changed_and_nothing_else() -> None:
    seen = first_look(session(claimant=Claimant(name="Jane Doe", phone="07700 900123")))["1"]
    now_is = STAMP.parts(session(claimant=Claimant(name="Jane Doe", phone="07700 900124")))
    assert changed_parts(seen.parts, now_is) == ["claimant"]
    assert "Jane" not in repr(seen)
    assert "Leeds" not in repr(seen)


def test_our_clock_and_the_services_may_differ_a_little() -> None:
    found = next_look(first_look(), session("2", created_at=at(9) - timedelta(minutes=2)))
    assert kinds(found) == [Kind.BOOKED]
