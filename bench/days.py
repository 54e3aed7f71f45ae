"""The days that are asked for, the sessions that each of them has, and whether an answer shows them."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DAYS = 30
"""How many days ahead are asked for, one after the other."""
SESSIONS = 10
"""On each day, unless a measurement says otherwise."""
_MARK = re.compile(r"\b(\d\d\d\d-\d\d-\d\d)/(\d+)\b")


def days(count: int = DAYS) -> list[date]:
    """The next days, as London has them; not today, which may be over while we look."""
    today = datetime.now(LONDON).date()
    return [today + timedelta(days=ahead) for ahead in range(2, count + 2)]


def starts(day: date, count: int = SESSIONS) -> list[datetime]:
    """When the sessions of a day begin: from 08:00 UTC within ten hours, whole minutes."""
    first = datetime.combine(day, time(8), UTC)
    return [first + timedelta(minutes=600 * number // count) for number in range(count)]


def name(day: date, number: int) -> str:
    """The claimant of a session; the mark in it tells which session an answer shows."""
    return f"Jane Doe {day}/{number}"


def shows(answer: bytes, day: date) -> bool:
    """Whether an answer shows the ten sessions of a day, each with its time in London, in their order, and no other."""
    try:
        said = "\n".join(_texts(json.loads(answer)))
    except ValueError:
        return False
    marks = list(dict.fromkeys(_MARK.findall(said)))
    times = [f"{start.astimezone(LONDON):%H:%M}" for start in starts(day)]
    return marks == [(str(day), str(number)) for number in range(SESSIONS)] and all(
        one in said for one in times
    )


def _texts(found: object) -> list[str]:
    if isinstance(found, dict):
        return [text for value in found.values() for text in _texts(value)]
    if isinstance(found, list):
        return [text for value in found for text in _texts(value)]
    return [found] if isinstance(found, str) else []
