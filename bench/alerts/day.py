"""The day that is measured: who is told what, which sessions there are, and a clock that stands still until it is moved."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bench.vendor import DEPARTMENTS, session
from bot.alerts.rules import WEEKDAYS, BoardRule, Rules
from bot.appointments.filter import Filter
from tests.standins.sqod_session import Session

ZONE = "Europe/London"
BOARDS_AT = time(8, 30)
EVERY = timedelta(seconds=30)
"""Between two looks."""
_DAY = datetime(2026, 11, 24, tzinfo=ZoneInfo(ZONE))
MORNING = _DAY.replace(hour=6).astimezone(UTC)
"""When it is first looked: time enough until the boards for all that is said of the day's interpreters, one message a second."""
BEFORE_BOARDS = _DAY.replace(hour=8, minute=29, second=30).astimezone(UTC)
_FIRST, _MINUTES = _DAY.replace(hour=9).astimezone(UTC), 540


class Clock:
    """The bot's clock."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now


def team(number: int) -> str:
    return f"T{number:05}"


def channel(number: int) -> str:
    return f"C{number:05}"


def rules(number: int) -> Rules:
    """All that can be told; two channels in three hear of one department, the third of all."""
    heard = DEPARTMENTS[number % 3 : number % 3 + 1] if number % 3 else ()
    return Rules(
        board=BoardRule(at=BOARDS_AT, days=WEEKDAYS, zone=ZONE),
        reminders=(15,),
        waiting=3,
        changes=True,
        gaps=True,
        only=Filter(departments=heard),
    )


def sessions(of: str, count: int) -> list[Session]:
    """The sessions of a team's day, from nine o'clock on: with contact details, departments, interpreters."""
    return [
        session(
            f"{of}/{number}",
            f"Jane Doe {number}",
            number,
            _FIRST + timedelta(minutes=_MINUTES * number // count),
            created_at=_DAY - timedelta(days=7),
        )
        for number in range(count)
    ]
