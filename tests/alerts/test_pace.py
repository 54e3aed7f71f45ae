"""The service is looked at as little as the channels need."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.alerts.pace import needed, pace, until_needed, window
from bot.alerts.rules import Pause
from bot.appointments.model import Status
from tests.alerts.sessions import LONDON, at, board, channel, session

EVERY = timedelta(seconds=30)


def test_without_channels_there_are_no_looks() -> None:
    assert not needed([], at(10))


def test_a_board_alone_needs_looks_from_its_time_until_a_while_after_its_day() -> None:
    told = [channel(board=board(8, 30))]
    assert [hour for hour in range(24) if needed(told, at(hour, 15, day=16))] == list(range(8, 24))
    assert [hour for hour in range(24) if needed(told, at(hour, 15, day=21))] == [0, 1, 2], (
        "Friday's, and no more"
    )


def test_a_board_just_after_midnight_is_looked_for_before_it() -> None:
    assert needed([channel(board=board(0, 5))], at(23, 50, day=22))


def test_reminders_waits_changes_and_gaps_need_looks_at_any_time() -> None:
    for rules in ({"reminders": (15,)}, {"waiting": 0}, {"changes": True}, {"gaps": True}):
        assert needed([channel(**rules)], at(3, day=21))


def test_by_day_every_half_minute_by_night_every_ten() -> None:
    assert pace([], LONDON, at(10), EVERY) == EVERY
    assert pace([], LONDON, at(23), EVERY) == timedelta(minutes=10)
    assert pace([], LONDON, at(5, 59), EVERY) == timedelta(minutes=10)
    assert pace([], LONDON, at(6), EVERY) == EVERY


def test_a_session_in_the_night_is_watched_as_by_day() -> None:
    assert pace([session(start=at(23, 30))], LONDON, at(23), EVERY) == EVERY
    assert pace([session(status=Status.WAITING)], LONDON, at(23), EVERY) == EVERY


def test_the_span_is_today_wherever_a_board_is_read() -> None:
    sydney = ZoneInfo("Australia/Sydney")
    told = [channel(board=board()), channel(board=board(zone="Australia/Sydney"))]
    span = window(told, LONDON, at(10), 7)
    assert span.start == datetime(2026, 11, 20, tzinfo=sydney).astimezone(UTC)
    assert window(told, LONDON, at(2, day=21), 7).start <= at(0), "yesterday's board is still looked at"
    assert span.end == at(0, day=21)


def test_gaps_look_a_day_ahead_and_changes_as_far_as_is_set() -> None:
    assert window([channel(gaps=True)], LONDON, at(10), 7).end == at(11, day=21)
    assert window([channel(changes=True)], LONDON, at(10), 7).end == at(0, day=28)
    assert window([channel(board=board())], LONDON, at(10), 7).end == at(0, day=21)


def test_a_paused_channel_is_told_nothing_until_its_time() -> None:
    paused = channel(board=board()).model_copy(update={"paused": Pause.ASKED, "paused_until": at(12)})
    assert not paused.active(at(11, 59))
    assert paused.active(at(12))
    gone = paused.model_copy(update={"paused": Pause.CHANNEL_GONE, "paused_until": None})
    assert not gone.active(at(12))


def test_the_end_of_a_pause_is_waited_for_and_then_looks_go_on() -> None:
    paused = channel(board=board()).model_copy(update={"paused": Pause.ASKED, "paused_until": at(11, 10)})
    assert until_needed([paused], at(11)) == timedelta(minutes=10)
    assert until_needed([paused], at(9)) == timedelta(minutes=20)
    assert until_needed([], at(9)) is None
