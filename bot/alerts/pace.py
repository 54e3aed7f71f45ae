"""How often the service is looked at, and which span of time: as little as the channels need."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.alerts.plan import board_day, board_moment, day_span
from bot.alerts.rules import Subscription
from bot.appointments.model import UNDER_WAY, Appointment, Status, Window

NIGHT = (time(22), time(6))
"""Where the desk is. By night looks are further apart, unless a session is near."""
NIGHTLY = 20
"""Times as far."""
NEAR = timedelta(hours=1)
IDLE = timedelta(minutes=20)
"""Until it is asked again whether looks are needed."""
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


def needed(subscriptions: Sequence[Subscription], now: datetime) -> bool:
    """Whether anything that a channel gets can come of a look now: a board does only from its time to its day's end."""
    return any(_is_needed(one, now) for one in subscriptions)


def pace(sessions: Sequence[Appointment], zone: ZoneInfo, now: datetime, by_day: timedelta) -> timedelta:
    """How long until the next look, while looks are needed."""
    if not _is_night(now.astimezone(zone).time()) or any(_near(one, now) for one in sessions):
        return by_day
    return by_day * NIGHTLY


def _is_needed(subscription: Subscription, now: datetime) -> bool:
    rules = subscription.rules
    if rules.reminders or rules.waiting is not None or rules.changes or rules.gaps:
        return True
    if rules.board is None:
        return False
    days = {board_day(rules.board, now), board_day(rules.board, now + IDLE)}
    moments = [(day, board_moment(rules.board, day)) for day in days]
    return any(
        moment is not None and moment <= now + IDLE and now < day_span(ZoneInfo(rules.board.zone), day)[1]
        for day, moment in moments
    )


def _is_night(there: time) -> bool:
    return there >= NIGHT[0] or there < NIGHT[1]


def _near(one: Appointment, now: datetime) -> bool:
    if one.status is Status.WAITING or one.status in UNDER_WAY:
        return True
    return one.start is not None and one.start - NEAR <= now < (one.end or one.start) + NEAR


def _days_on(now: datetime, zone: ZoneInfo, days: int) -> date:
    return now.astimezone(zone).date() + timedelta(days=days + 1)
