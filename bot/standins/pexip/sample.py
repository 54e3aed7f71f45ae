"""Fill our Pexip Engage with people, places and sessions that could be true. Nobody in them is real.

Telephone numbers are those that Ofcom keeps free for drama, e-mail goes to example.org.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.standins.pexip.kept import Session, Taking, customer, employee, office, subject
from bot.standins.pexip.service import PexipService

SUBJECTS = ("Debt advice", "Housing benefit", "Mortgage advice", "Employment rights", "Carer's allowance")
OFFICES = (("Leeds", "1 The Headrow"), ("Cardiff", "12 Queen Street"), ("Glasgow", "40 Buchanan Street"))
COLLEAGUES = (("Sian", "Morgan"), ("Callum", "MacDonald"), ("Priya", "Shah"))
CUSTOMERS = (
    *(("Jane", "Doe"), ("David", "Smith"), ("Aisha", "Khan"), ("Piotr", "Nowak"), ("Megan", "Evans")),
    *(("Yusuf", "Ali"), ("Grace", "Okafor"), ("Jane", "Doe"), ("Olena", "Shevchenko"), ("Rhys", "Davies")),
    *(("Fatima", "Hussain"), ("Ewan", "Campbell"), ("Amara", "Brown"), ("Tomasz", "Kowalski")),
)
_TYPES = ("VIDEO", "VIDEO", "VIDEO", "PHONE", "OFFICE")
_LENGTHS = (30, 30, 45, 60)
_DAYS_BEFORE = 3


def fill(
    service: PexipService,
    *,
    now: datetime,
    zone: ZoneInfo,
    people: Mapping[str, str],
    sessions_a_day: int = 18,
    days: int = 6,
) -> None:
    """Put it all there; `people`: those of the workspace who are employees, by name, with their e-mail addresses.

    Today there is a session for the first of them within the hour, and a request waits to be accepted. The same time
    gives the same sessions.
    """
    random = Random(1)  # noqa: S311 - made-up people need no secrets
    _bring_in(service, people)
    sessions = [*_special(now, zone), *_any(random, now, zone, sessions_a_day, days)]
    for number, session in enumerate(sessions, 5001):
        session.id = str(number)
        session.created_at = session.updated_at = min(session.at or now, now) - timedelta(days=2)
        service.sessions[session.id] = session


def _bring_in(service: PexipService, people: Mapping[str, str]) -> None:
    names = [tuple(name.split(" ", 1)) for name in people] + list(COLLEAGUES)
    emails = [*people.values(), *(f"{first}.{last}@example.org".lower() for first, last in COLLEAGUES)]
    service.house["employees"] = {
        str(101 + i): employee(str(101 + i), first, last, email)
        for i, ((first, last), email) in enumerate(zip(names, emails, strict=True))
    }
    service.house["customers"] = {
        str(901 + i): customer(
            str(901 + i), first, last, f"{first}.{last}.{i}@example.org".lower(), f"+44770090{i:04d}"
        )
        for i, (first, last) in enumerate(CUSTOMERS)
    }
    service.house["subjects"] = {str(11 + i): subject(str(11 + i), name) for i, name in enumerate(SUBJECTS)}
    service.house["offices"] = {
        str(1 + i): office(str(1 + i), city, street) for i, (city, street) in enumerate(OFFICES)
    }


def _special(now: datetime, zone: ZoneInfo) -> Iterator[Session]:
    """What everybody should find: a session to join soon, requests, an invite, one by two hosts and partly in the room."""
    quarter = now.astimezone(UTC).replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
    day = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    host, customer_ = Taking("101"), Taking("901", "CUSTOMER")
    yield Session(
        at=quarter + timedelta(minutes=30),
        subject="11",
        office="1",
        people=[host, Taking("103", role="SECONDARY"), customer_, Taking("902", "CUSTOMER", "SECONDARY")],
        hybrid=True,
        buffer=10,
        notes="Asked for large print. Bring the last three letters.",
    )
    for days, type_ in ((0, "VIDEO"), (1, "PHONE"), (2, "OFFICE")):
        at = (
            quarter + timedelta(hours=2)
            if not days
            else (day + timedelta(days=days, hours=14)).astimezone(UTC)
        )
        people = [host if days else Taking("102"), Taking(str(903 + days), "CUSTOMER")]
        yield Session(at=at, subject="13", office="2", people=people, type=type_, status="INCOMING_REQUEST")
    yield Session(
        at=None, subject="12", office="1", people=[host, Taking("906", "CUSTOMER")], status="OUTGOING_INVITE"
    )
    yield Session(
        at=(day + timedelta(days=3, hours=10)).astimezone(UTC),
        subject="14",
        office="3",
        people=[Taking("102"), Taking("907", "CUSTOMER")],
        status="ALTERNATIVE_DATE_REQUESTED",
    )


def _any(random: Random, now: datetime, zone: ZoneInfo, count: int, days: int) -> Iterator[Session]:
    for day in _days(now.astimezone(zone).date(), days):
        for _ in range(max(0, count - 4)):
            begins = time(random.randrange(9, 17), random.choice((0, 15, 30, 45)))
            start = datetime.combine(day, begins, zone).astimezone(UTC)
            luck, over = random.random(), start + timedelta(hours=1) < now
            ended = "NO_SHOW" if luck < 0.1 else "COMPLETED"
            yield Session(
                at=start,
                minutes=random.choice(_LENGTHS),
                subject=str(11 + random.randrange(len(SUBJECTS))),
                office=str(1 + random.randrange(len(OFFICES))),
                people=[
                    Taking(str(101 + random.randrange(5))),
                    Taking(str(901 + random.randrange(len(CUSTOMERS))), "CUSTOMER"),
                ],
                type=random.choice(_TYPES),
                status="CANCELLED" if luck > 0.93 else ended if over else "ACCEPTED",
            )


def _days(today: date, count: int) -> Iterator[date]:
    day = today - timedelta(days=_DAYS_BEFORE)
    while count > 0:
        if day.weekday() < 5 or day == today:
            yield day
            count -= day >= today
        day += timedelta(days=1)
