"""Fill the service with sessions that could be true, for the playground and for measuring. Nobody in them is real.

Names are common ones, telephone numbers are those that Ofcom keeps free for drama, e-mail goes to example.org.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, NamedTuple
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from bot.service.departments import department_id
from bot.storage.asynchronous import AsyncEngine
from bot.storage.service_tables import FLAGS, appointments

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


class _Plan(NamedTuple):
    start: datetime
    minutes: int
    luck: float
    """From 0 to 1: the unluckiest are cancelled, the next ones are those for whom nobody comes."""


async def seed(
    engine: AsyncEngine,
    *,
    now: datetime,
    zone: ZoneInfo,
    sessions_a_day: int = 40,
    days: int = 10,
    seed: int = 1,
) -> int:
    """Add sessions on today and the weekdays around it, `days` from today on and a few before; return how many.

    Whatever the hour, one session is running, one claimant is waiting and one is still to come. The same seed and time
    give the same sessions, but for their rooms: those stay unguessable.
    """
    random = Random(seed)  # noqa: S311 - made-up people need no secrets
    today = now.astimezone(zone).date()
    plans = [
        plan
        for day in _days(today, days)
        for plan in [*(_around(now) if day == today else ()), *_any(random, day, zone, sessions_a_day)][
            :sessions_a_day
        ]
    ]
    async with engine.begin() as connection:
        offices = [await department_id(connection, name, "department") for name in DEPARTMENTS]
        rows = [_session(random, plan, now, random.choice(offices)) for plan in plans]
        await connection.execute(insert(appointments), rows)
    return len(rows)


def _days(today: date, count: int) -> Iterator[date]:
    day = today - timedelta(days=_DAYS_BEFORE)
    while count > 0:
        if day.weekday() < 5 or day == today:  # somebody who looks at a weekend finds something too
            yield day
            count -= day >= today
        day += timedelta(days=1)


def _any(random: Random, day: date, zone: ZoneInfo, count: int) -> Iterator[_Plan]:
    for _ in range(count):
        start = datetime.combine(day, random.choice(_STARTS), zone).astimezone(UTC)
        yield _Plan(start, random.choice(_LENGTHS), random.random())


def _around(now: datetime) -> Iterator[_Plan]:
    quarter = now.astimezone(UTC).replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
    for minutes in (-15, 15, 30):
        yield _Plan(quarter + timedelta(minutes=minutes), 45, 0.5)


def _session(random: Random, plan: _Plan, now: datetime, office: int | None) -> dict[str, Any]:
    first, last = random.choice(_FIRST), random.choice(_LAST)
    needed = random.random() < 0.35
    # Some are booked before an interpreter is named: the gap that the desk has to close.
    language = random.choice(_LANGUAGES) if needed and random.random() < 0.85 else None
    mailbox = f"{first}.{last}".casefold().encode("ascii", "ignore").decode().replace("'", "")
    booked = min(plan.start, now) - timedelta(days=random.randint(1, 20), minutes=random.randint(0, 600))
    booked = booked.replace(microsecond=0)
    return {
        "id": str(UUID(int=random.getrandbits(128), version=4)),
        "reference": "".join(random.choices("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", k=15)),
        "appointment_at": plan.start,
        "duration_in_minutes": plan.minutes,
        "is_interpreter_needed": needed,
        "interpreter_language": language,
        "room": uuid4().hex,
        "created_at": booked,
        "department_id": office if random.random() < 0.95 else None,
        "claimant_name": f"{first} {last}",
        "claimant_phone_number": f"+447700900{random.randint(0, 999):03d}",
        "claimant_email": f"{mailbox}@example.org" if random.random() < 0.8 else None,
        "claimant_date_of_birth": date(
            random.randint(1945, 2004), random.randint(1, 12), random.randint(1, 28)
        ),
        **FLAGS,
        "use_custom_post_call_redirect": False,
        **_state(random, plan, booked, now),
    }


def _state(random: Random, plan: _Plan, booked: datetime, now: datetime) -> dict[str, Any]:
    """Choose how the session stands at `now`: what is past is mostly done, what has begun is running."""
    times = ("cancelled_at", "cancellation_reason", "session_started_at", "session_ended_at")
    state: dict[str, Any] = dict.fromkeys(times)
    began = plan.start + timedelta(minutes=random.randint(0, 6))
    ended = began + timedelta(minutes=max(5, plan.minutes - random.randint(0, 10)))
    if plan.luck < 0.07:
        cancelled = booked + (min(plan.start, now) - booked) * random.random()
        state |= {
            "cancelled_at": cancelled.replace(microsecond=0),
            "cancellation_reason": random.choice(_REASONS),
        }
        return {**state, "status": "cancelled"}
    if ended <= now:
        if plan.luck < 0.15:
            return {**state, "status": "no_show"}
        return {**state, "status": "completed", "session_started_at": began, "session_ended_at": ended}
    if began <= now:
        return {**state, "status": "in_progress", "session_started_at": began}
    if plan.start - timedelta(minutes=15) <= now and plan.luck < 0.7:
        return {**state, "status": "waiting"}
    return {**state, "status": "scheduled"}
