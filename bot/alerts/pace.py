"""How often the service is looked at, and which span of time: as little as the channels need."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.alerts.plan import board_day, board_moment, day_span
from bot.alerts.rules import Pause, Subscription
from bot.appointments.model import UNDER_WAY, Appointment, Status, Window

NIGHT = (time(22), time(6))
"""Where the desk is. By night looks are further apart, unless a session is near."""
NIGHTLY = 20
"""Times as far."""
NEAR = timedelta(hours=1)
IDLE = timedelta(minutes=20)
"""Until it is asked again whether looks are needed."""
PAST_MIDNIGHT = timedelta(hours=3)
"""How long a day's sessions and its board are still looked at after its end."""
AHEAD = timedelta(hours=25)
"""A gap is told 24 hours before; one hour more, so that it is seen in time whatever the pace."""


def window(subscriptions: Sequence[Subscription], zone: ZoneInfo, now: datetime, days_ahead: int) -> Window:
    """The span that feeds all boards and alerts: today wherever a board is read, and what they look ahead."""
    zones = {ZoneInfo(one.rules.board.zone) for one in subscriptions if one.rules.board} | {zone}
    begins = [day_span(there, (now - PAST_MIDNIGHT).astimezone(there).date())[0] for there in zones]
    ends = [day_span(there, now.astimezone(there).date())[1] for there in zones]
    if any(one.rules.gaps or one.rules.reminders for one in subscriptions):
        ends.append(now + AHEAD)
    if any(one.rules.changes for one in subscriptions):
        ends.append(datetime.combine(_days_on(now, zone, days_ahead), time(), zone).astimezone(UTC))
    return Window(start=min(begins), end=max(ends))


def needed(subscriptions: Sequence[Subscription], now: datetime) -> bool:
    """Whether anything that a channel gets can come of a look now: a board does only from its time until a while after its day."""
    return any(_is_needed(one, now) for one in subscriptions)


def until_needed(subscriptions: Sequence[Subscription], now: datetime) -> timedelta | None:
    """How long until it is asked again whether looks are needed; None: nobody will be told anything."""
    if any(one.active(now) for one in subscriptions):
        return IDLE
    ends = [one.paused_until for one in subscriptions if one.rules.anything and one.paused is Pause.ASKED]
    waits = [end - now for end in ends if end is not None]
    return max(min(*waits, IDLE), timedelta(seconds=1)) if waits else None


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
    days = {board_day(rules.board, moment) for moment in (now - PAST_MIDNIGHT, now, now + IDLE)}
    moments = [(day, board_moment(rules.board, day)) for day in days]
    ends = {day: day_span(ZoneInfo(rules.board.zone), day)[1] + PAST_MIDNIGHT for day in days}
    return any(moment and moment <= now + IDLE and now < ends[day] for day, moment in moments)


def _is_night(there: time) -> bool:
    return there >= NIGHT[0] or there < NIGHT[1]


def _near(one: Appointment, now: datetime) -> bool:
    if one.status is Status.WAITING or one.status in UNDER_WAY:
        return True
    return one.start is not None and one.start - NEAR <= now < (one.end or one.start) + NEAR


def _days_on(now: datetime, zone: ZoneInfo, days: int) -> date:
    return now.astimezone(zone).date() + timedelta(days=days + 1)
