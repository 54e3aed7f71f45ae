"""Sessions and channels for the tests of planning, on Friday 20 November 2026."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.alerts.kinds import Sight
from bot.alerts.rules import BoardRule, Rules, Subscription
from bot.appointments.jobs import Job
from bot.appointments.model import Appointment, Claimant, Department, Interpreter, Status
from bot.appointments.versions import Stamp

LONDON = ZoneInfo("Europe/London")
STAMP = Stamp(b"a key of the tests' own")


def at(hour: int, minute: int = 0, *, day: int = 20, zone: ZoneInfo = LONDON) -> datetime:
    """A moment of November 2026 where the desk is, in UTC."""
    return datetime(2026, 11, day, hour, minute, tzinfo=zone).astimezone(UTC)


def session(id: str = "1", start: datetime | None = None, **said: Any) -> Appointment:
    """A session of Jane Doe's at 15:00 for 45 minutes, in Leeds."""
    kept: dict[str, Any] = {
        "reference": f"REF{id}",
        "status": Status.SCHEDULED,
        "start": start or at(15),
        "minutes": 45,
        "claimant": Claimant(name="Jane Doe"),
        "department": Department(id="7", name="Leeds"),
        "interpreter": Interpreter(),
    }
    return STAMP.put_on(Appointment(id=id, **(kept | said)))


def channel(name: str = "C1", **rules: Any) -> Subscription:
    """A channel with these rules."""
    return Subscription(team="T1", channel=name, rules=Rules(**rules), set_by="U1", set_at=at(7))


def board(hour: int = 8, minute: int = 30, **said: Any) -> BoardRule:
    return BoardRule(**{"at": time(hour, minute), "zone": "Europe/London", **said})


def looking(now: datetime, *, last: datetime | None = None, ahead: float = 10) -> Sight:
    """A look at this time that plans these minutes ahead."""
    return Sight(now, now + timedelta(minutes=ahead), last)


def due(job: Job, moment: Sight) -> datetime:
    return moment.now + job.delay
