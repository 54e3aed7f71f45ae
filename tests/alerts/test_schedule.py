"""What each channel is to be told, and when: boards, reminders, waiting, gaps, changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.compare import Difference, Kind, compare
from bot.alerts.kinds.board import board_moment, day_span
from bot.alerts.rules import EVERY_DAY, BoardRule, Subscription
from bot.alerts.schedule import schedule
from bot.appointments.filter import Filter
from bot.appointments.jobs import Job, PostBoard, TellChanges
from bot.appointments.model import Appointment, Interpreter, Status
from bot.appointments.states import NOTHING, About, Register, State
from bot.appointments.states import Interpreter as Said
from bot.appointments.values import replace
from tests.alerts.sessions import STAMP, at, board, channel, due, looking, session


def planned(
    told: Subscription,
    sessions: Sequence[Appointment],
    now: datetime,
    *,
    last: datetime | None = None,
    known: bool = True,
    ahead: float = 10,
    said: Register = NOTHING,
) -> list[tuple[str, datetime]]:
    """The jobs of a look: kind and moment."""
    sight = replace(
        looking(now, last=last, ahead=ahead),
        said=said,
        **seen(sessions, now) | ({} if known else {"seen_before": {}}),
    )
    return [(job.kind, due(job, sight)) for job in schedule([told], sight)]


def seen(sessions: Sequence[Appointment], now: datetime) -> dict[str, Any]:
    """What a look brought that saw nothing new."""
    found = {one.appointment: one for one in compare({}, sessions, (), None, now, STAMP).sightings}
    return {"sessions": {one.id: one for one in sessions}, "seen": found, "seen_before": found}


def boards(told: Subscription, now: datetime, ahead: float = 10) -> list[tuple[str, datetime]]:
    moment = looking(now, ahead=ahead)
    return [
        (job.day.isoformat(), due(job, moment))
        for job in schedule([told], moment)
        if isinstance(job, PostBoard)
    ]


def test_a_board_is_planned_shortly_before_its_time() -> None:
    told = channel(board=board(8, 30))
    assert boards(told, at(8)) == []
    assert boards(told, at(8, 25)) == [("2026-11-20", at(8, 30))]


def test_a_board_whose_time_is_past_is_due_at_once() -> None:
    assert boards(channel(board=board(8, 30)), at(9, 10)) == [("2026-11-20", at(9, 10))]


def test_weekdays_have_no_saturday() -> None:
    assert boards(channel(board=board(8, 30)), at(8, 30, day=21)) == []
    assert boards(channel(board=board(8, 30, days=EVERY_DAY)), at(8, 30, day=21)) == [
        ("2026-11-21", at(8, 30, day=21))
    ]


def test_a_board_just_after_midnight_is_planned_before_it() -> None:
    told = channel(board=board(0, 5, days=EVERY_DAY))
    assert ("2026-11-21", at(0, 5, day=21)) in boards(told, at(23, 58))


def test_each_board_is_of_its_own_zones_day() -> None:
    sydney = board(8, 30, zone="Australia/Sydney", days=EVERY_DAY)
    assert boards(channel(board=sydney), at(21, 25)) == [("2026-11-21", at(21, 30))]


def test_two_looks_plan_one_board() -> None:
    told = channel(board=board(8, 30))
    keys = {job.key("T1") for now in (at(8, 25), at(8, 26), at(9)) for job in schedule([told], looking(now))}
    assert len(keys) == 1


@pytest.mark.parametrize(
    ("zone", "day", "utc"),
    [
        ("Europe/London", date(2027, 3, 28), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        ("Europe/London", date(2026, 10, 25), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("America/New_York", date(2027, 3, 14), datetime(2027, 3, 14, 6, 30, tzinfo=UTC)),
    ],
)
def test_a_time_that_the_clocks_leave_out_or_repeat_happens_once(zone: str, day: date, utc: datetime) -> None:
    """01:30 does not exist in London on 28 March 2027 and comes twice on 25 October 2026."""
    rule = board(1, 30, zone=zone, days=EVERY_DAY)
    assert board_moment(rule, day) == utc


@given(
    st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    st.times(),
    st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"]),
)
def test_every_day_has_its_board_within_it(day: date, time: datetime, zone: str) -> None:
    rule = BoardRule(at=time, days=EVERY_DAY, zone=zone)
    moment = board_moment(rule, day)
    begins, ends = day_span(ZoneInfo(zone), day)
    assert moment is not None
    assert begins <= moment < ends + timedelta(hours=1)


def test_days_on_which_clocks_change_have_23_and_25_hours() -> None:
    london = ZoneInfo("Europe/London")
    lengths = [(e - b).total_seconds() / 3600 for b, e in (day_span(london, day) for day in DAYS)]
    assert lengths == [23, 25, 24]


DAYS = (date(2027, 3, 28), date(2026, 10, 25), date(2026, 11, 20))


def test_reminders_come_each_at_its_minute() -> None:
    told = channel(reminders=(15, 5))
    assert planned(told, [session()], at(14, 40)) == [("remind", at(14, 45))]
    assert planned(told, [session()], at(14, 40), ahead=20) == [
        ("remind", at(14, 45)),
        ("remind", at(14, 55)),
    ]


def test_booked_ten_minutes_before_its_start_it_gets_no_reminder_of_fifteen() -> None:
    assert planned(channel(reminders=(15,)), [session()], at(14, 50), last=at(14, 44), known=False) == []


def test_a_reminder_missed_because_we_were_away_comes_late_but_before_the_start() -> None:
    told = channel(reminders=(15,))
    assert planned(told, [session()], at(14, 50), last=at(14, 30)) == [("remind", at(14, 50))]
    assert planned(told, [session()], at(15, 1), last=at(14, 30)) == []


def test_a_reminder_that_was_planned_in_time_is_not_planned_again() -> None:
    assert planned(channel(reminders=(15,)), [session()], at(14, 50), last=at(14, 49)) == []


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.IN_PROGRESS, Status.COMPLETED, Status.NO_SHOW])
def test_nobody_is_reminded_of_what_is_over_or_under_way(status: Status) -> None:
    assert planned(channel(reminders=(15,)), [session(status=status)], at(14, 44)) == []


def test_another_time_is_another_reminder() -> None:
    told = channel(reminders=(15,))
    keys = {
        job.key("T1")
        for start in (at(15), at(15, 5))
        for job in schedule([told], replace(looking(at(14, 44)), **seen([session(start=start)], at(14, 44))))
    }
    assert len(keys) == 2


def test_a_claimant_who_waits_is_told_of_after_that_many_minutes() -> None:
    waits = session(status=Status.WAITING)
    assert planned(channel(waiting=3), [waits], at(14, 55)) == [("waiting", at(14, 58))]
    assert planned(channel(waiting=0), [waits], at(14, 55)) == [("waiting", at(14, 55))]
    assert planned(channel(waiting=3), [session()], at(14, 55)) == []


def test_a_gap_is_told_a_day_and_two_hours_before() -> None:
    gap = session(interpreter=Interpreter(needed=True))
    told = channel(gaps=True)
    assert planned(told, [gap], at(14, 55, day=19)) == [("gap", at(15, day=19))]
    assert planned(told, [gap], at(12, 55)) == [("gap", at(13))]


@pytest.mark.parametrize(
    ("now", "due"), [(at(14, 55, day=19), at(15, day=19)), (at(12, 55), at(13)), (at(14, 40), at(14, 45))]
)
def test_one_that_nobody_confirmed_is_told_a_day_two_hours_and_a_quarter_of_an_hour_before(
    now: datetime, due: datetime
) -> None:
    needs_one = session(interpreter=Interpreter(needed=True, language="Polish"))
    assert planned(channel(gaps=True), [needs_one], now) == [("gap", due)]
    said = Register().with_new(
        [State(needs_one.id, About.INTERPRETER, Said.CONFIRMED, needs_one.start, "U1", now, nr=1)]
    )
    assert planned(channel(gaps=True), [needs_one], now, said=said) == []


def test_a_gap_that_appears_in_between_is_told_at_once() -> None:
    gap = session(interpreter=Interpreter(needed=True))
    assert planned(channel(gaps=True), [gap], at(10), known=False) == [("gap", at(10))]


@pytest.mark.parametrize(
    "interpreter", [Interpreter(), Interpreter(needed=False), Interpreter(needed=False, language="Polish")]
)
def test_where_none_is_needed_there_is_no_gap(interpreter: Interpreter) -> None:
    assert planned(channel(gaps=True), [session(interpreter=interpreter)], at(14, 30)) == []


def test_a_channel_hears_only_of_what_its_filter_takes() -> None:
    york = channel(reminders=(15,), only=Filter(departments=("York",)))
    leeds = channel(reminders=(15,), only=Filter(departments=("leeds",)))
    assert planned(york, [session()], at(14, 44)) == []
    assert planned(leeds, [session()], at(14, 44)) == [("remind", at(14, 45))]


def changes(told: Subscription, *differences: Difference, now: datetime) -> list[Job]:
    last = now - timedelta(seconds=30)
    sight = replace(looking(now, last=last), sessions={"1": session()}, differences=differences)
    return schedule([told], sight)


def test_the_changes_of_a_minute_are_one_message() -> None:
    told = channel(changes=True)
    minute = datetime.fromtimestamp(int(at(9).timestamp()) // 50 * 50, UTC)
    one = changes(told, Difference("1", Kind.MOVED), now=minute + timedelta(seconds=5))
    other = changes(told, Difference("1", Kind.EDITED), now=minute + timedelta(seconds=45))
    assert [job.key("T1") for job in one] == [job.key("T1") for job in other]
    assert one[0].delay == timedelta(seconds=55)


def test_a_change_that_is_kept_as_the_time_ends_is_still_in_its_message() -> None:
    """The message is due some seconds after its span, so that what is being kept at its end is there to be read."""
    minute = datetime.fromtimestamp(int(at(9).timestamp()) // 50 * 50, UTC)
    [job] = changes(channel(changes=True), Difference("1", Kind.MOVED), now=minute + timedelta(seconds=49.9))
    assert isinstance(job, TellChanges)
    assert job.ends == minute + timedelta(seconds=50)
    assert job.delay > timedelta(seconds=9)


@given(st.integers(0, 10**6))
def test_no_change_is_held_back_for_more_than_a_minute(seconds: int) -> None:
    now = at(9) + timedelta(seconds=seconds)
    [job] = changes(channel(changes=True), Difference("1", Kind.MOVED), now=now)
    assert timedelta(0) < job.delay <= timedelta(seconds=60)


def test_changes_that_the_filter_does_not_take_wake_nobody() -> None:
    york = channel(changes=True, only=Filter(departments=("York",)))
    assert changes(york, Difference("1", Kind.BOOKED), now=at(9)) == []
