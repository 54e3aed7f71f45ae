"""How often the service is looked at, and which span of time: as little as the channels need."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.alerts.plan import day_span
from bot.alerts.rules import Subscription
from bot.appointments.model import UNDER_WAY, Appointment, Status, Window

NIGHT = (time(22), time(6))
"""Where the desk is. By night looks are further apart, unless a session is near."""
NIGHTLY = 20
"""Times as far."""
NEAR = timedelta(hours=1)
AHEAD = timedelta(hours=25)
"""A gap is told 24 hours before; one hour more, so that it is seen in time whatever the pace."""


def window(subscriptions: Sequence[Subscription], zone: ZoneInfo, now: datetime, days_ahead: int) -> Window:
    """The span that feeds all boards and alerts: today wherever a board is read, and what they look ahead."""
    zones = {ZoneInfo(one.rules.board.zone) for one in subscriptions if one.rules.board} | {zone}
    days = [day_span(there, now.astimezone(there).date()) for there in zones]
    ends = [end for _, end in days]
    if any(one.rules.gaps or one.rules.reminders for one in subscriptions):
        ends.append(now + AHEAD)
    if any(one.rules.changes for one in subscriptions):
        ends.append(datetime.combine(_days_on(now, zone, days_ahead), time(), zone).astimezone(UTC))
    return Window(start=min(begin for begin, _ in days), end=max(ends))


def pace(
    subscriptions: Sequence[Subscription],
    sessions: Sequence[Appointment],
    zone: ZoneInfo,
    now: datetime,
    by_day: timedelta,
) -> timedelta | None:
    """How long until the next look; None: nobody is told anything, so there is none."""
    if not subscriptions:
        return None
    if not _is_night(now.astimezone(zone).time()) or any(_near(one, now) for one in sessions):
        return by_day
    return by_day * NIGHTLY


def _is_night(there: time) -> bool:
    return there >= NIGHT[0] or there < NIGHT[1]


def _near(one: Appointment, now: datetime) -> bool:
    if one.status is Status.WAITING or one.status in UNDER_WAY:
        return True
    return one.start is not None and one.start - NEAR <= now < (one.end or one.start) + NEAR


def _days_on(now: datetime, zone: ZoneInfo, days: int) -> date:
    return now.astimezone(zone).date() + timedelta(days=days + 1)
