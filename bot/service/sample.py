"""Fill the service with sessions that could be true, for the playground and for measuring. Nobody in them is real.

Names are common ones, telephone numbers are those that Ofcom keeps free for drama, e-mail goes to example.org.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.service.departments import department_id
from bot.service.tables import FLAGS, appointments

DEPARTMENTS = ("Leeds", "Cardiff", "Glasgow", "London")
_LANGUAGES = (
    "Polish",
    "Urdu",
    "BSL",
    "Welsh",
    "Punjabi",
    "Romanian",
    "Arabic",
    "Bengali",
    "Ukrainian",
    "Somali",
)
_FIRST = (
    *("Jane", "David", "Aisha", "Piotr", "Siân", "Callum", "Priya", "Mohammed", "Chloe", "Gareth", "Agnieszka", "Fatima"),
    *("Ewan", "Grace", "Tomasz", "Yusuf", "Megan", "Olena", "Daniel", "Nia", "Hamza", "Elizabeth", "Rhys", "Amara"),
)  # fmt: skip
_LAST = (
    *("Doe", "Smith", "Khan", "Kowalska", "Evans", "MacDonald", "Patel", "Hussain", "Taylor", "Davies", "Nowak", "Ali"),
    *("Campbell", "Okafor", "Wiśniewski", "Begum", "Jones", "Shevchenko", "O'Neill", "Williams", "Singh", "Brown"),
)  # fmt: skip
_REASONS = (
    "Claimant asked for another day",
    "No interpreter available",
    "Case officer is ill",
    "Booked by mistake",
)
_LENGTHS = (20, 30, 30, 30, 45, 45, 60, 90)
_STARTS = [time(hour, minute) for hour in range(9, 17) for minute in (0, 15, 30, 45)]
_DAYS_BEFORE = 3


async def seed(
    engine: AsyncEngine,
    *,
    now: datetime,
    zone: ZoneInfo,
    sessions_a_day: int = 40,
    days: int = 10,
    seed: int = 1,
) -> int:
    """Add sessions on `days` weekdays, from three days before today's on, and return how many.

    The same seed and time give the same sessions, but for their rooms: those stay unguessable.
    """
    random = Random(seed)  # noqa: S311 - made-up people need no secrets
    async with engine.begin() as connection:
        offices = [await department_id(connection, name, "department") for name in DEPARTMENTS]
        rows = [
            _session(random, day, now, zone, random.choice(offices))
            for day in _weekdays(now.astimezone(zone).date(), days)
            for _ in range(sessions_a_day)
        ]
        for at in range(0, len(rows), 500):
            await connection.execute(insert(appointments), rows[at : at + 500])
    return len(rows)


def _weekdays(today: date, count: int) -> Iterator[date]:
    day = today - timedelta(days=_DAYS_BEFORE)
    while count > 0:
        if day.weekday() < 5 or day == today:  # somebody who looks at a weekend finds something too
            yield day
            count -= 1
        day += timedelta(days=1)


def _session(random: Random, day: date, now: datetime, zone: ZoneInfo, office: int | None) -> dict[str, Any]:
    first, last = random.choice(_FIRST), random.choice(_LAST)
    start = datetime.combine(day, random.choice(_STARTS), zone).astimezone(UTC)
    minutes = random.choice(_LENGTHS)
    needed = random.random() < 0.35
    # Some are booked before an interpreter is named: the gap that the desk has to close.
    language = random.choice(_LANGUAGES) if needed and random.random() < 0.85 else None
    mailbox = f"{first}.{last}".casefold().encode("ascii", "ignore").decode().replace("'", "")
    booked = start - timedelta(days=random.randint(1, 20), minutes=random.randint(0, 600))
    return {
        "id": str(UUID(int=random.getrandbits(128), version=4)),
        "reference": "".join(random.choices("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", k=15)),
        "appointment_at": start,
        "duration_in_minutes": minutes,
        "is_interpreter_needed": needed,
        "interpreter_language": language,
        "room": uuid4().hex,
        "created_at": min(booked, now).replace(microsecond=0),
        "department_id": office if random.random() < 0.95 else None,
        "claimant_name": f"{first} {last}",
        "claimant_phone_number": f"+447700900{random.randint(0, 999):03d}",
        "claimant_email": f"{mailbox}@example.org" if random.random() < 0.8 else None,
        "claimant_date_of_birth": date(
            random.randint(1945, 2004), random.randint(1, 12), random.randint(1, 28)
        ),
        **FLAGS,
        "use_custom_post_call_redirect": False,
        **_state(random, start, minutes, min(booked, now), now),
    }


def _state(random: Random, start: datetime, minutes: int, booked: datetime, now: datetime) -> dict[str, Any]:
    """Choose how the session stands at `now`: what is past is mostly done, what runs is mostly running."""
    state: dict[str, Any] = dict.fromkeys(
        ("cancelled_at", "cancellation_reason", "session_started_at", "session_ended_at")
    )
    began = start + timedelta(minutes=random.randint(0, 6))
    ended = began + timedelta(minutes=max(5, minutes - random.randint(0, 10)))
    luck = random.random()
    if luck < 0.07:
        cancelled = (booked + (min(start, now) - booked) * random.random()).replace(microsecond=0)
        return {
            **state,
            "status": "cancelled",
            "cancelled_at": cancelled,
            "cancellation_reason": random.choice(_REASONS),
        }
    if ended <= now:
        if luck < 0.15:
            return {**state, "status": "no_show"}
        return {**state, "status": "completed", "session_started_at": began, "session_ended_at": ended}
    if began <= now:
        return {**state, "status": "in_progress", "session_started_at": began}
    if start - timedelta(minutes=10) <= now and luck < 0.7:
        return {**state, "status": "waiting"}
    return {**state, "status": "scheduled"}
