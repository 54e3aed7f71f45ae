"""How often the service is looked at, and which span of time: as little as the channels need."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.alerts.kinds import ALERTS, BOARD, Ahead
from bot.alerts.kinds.board import PAST_MIDNIGHT, day_span
from bot.alerts.kinds.kind import IDLE
from bot.alerts.rules import Pause, Subscription
from bot.appointments.model import UNDER_WAY, Appointment, Status, Window

NIGHT = (time(22), time(6))
"""Where the desk is. By night looks are further apart, unless a session is near."""
NIGHTLY = 20
"""Times as far."""
NEAR = timedelta(hours=1)
A_DAY = timedelta(hours=25)
"""What is told 24 hours before is looked at one hour more, so that it is seen in time whatever the pace."""


class Pace(Struct, frozen=True):
    """How often to look, by day, and how far ahead changes are told of."""

    by_day: timedelta
    days_ahead: int
    zone: ZoneInfo
    ask_after: timedelta = timedelta(0)
    """How long after its start it is asked whether anybody came to a session; nothing: never."""


_AT_ONCE_TOLD = sorted(ALERTS, key=lambda kind: kind is BOARD)
"""Whether it is the board's time takes longer to tell than that anything else is set."""


def window(subscriptions: Sequence[Subscription], zone: ZoneInfo, now: datetime, days_ahead: int) -> Window:
    """The span that feeds all boards and alerts: today wherever a board is read, and what they look ahead."""
    zones = {ZoneInfo(one.rules.board.zone) for one in subscriptions if one.rules.board} | {zone}
    begins = [day_span(there, (now - PAST_MIDNIGHT).astimezone(there).date())[0] for there in zones]
    ends = [day_span(there, now.astimezone(there).date())[1] for there in zones]
    ahead = {kind.ahead for kind in ALERTS if any(kind.is_set(one.rules) for one in subscriptions)}
    if Ahead.A_DAY in ahead:
        ends.append(now + A_DAY)
    if Ahead.FAR in ahead:
        ends.append(datetime.combine(_days_on(now, zone, days_ahead), time(), zone).astimezone(UTC))
    return Window(start=min(begins), end=max(ends)).with_those_on(now)


def needed(subscriptions: Sequence[Subscription], now: datetime) -> bool:
    """Whether anything that a channel gets can come of a look now: a board does only from its time until a while after its day."""
    kinds = ((kind, one.rules) for one in subscriptions for kind in _AT_ONCE_TOLD if kind.is_set(one.rules))
    return any(kind.needs_look(rules, now) for kind, rules in kinds)


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


def _is_night(there: time) -> bool:
    return there >= NIGHT[0] or there < NIGHT[1]


def _near(one: Appointment, now: datetime) -> bool:
    if one.status is Status.WAITING or one.status in UNDER_WAY:
        return True
    return one.start is not None and one.start - NEAR <= now < (one.end or one.start) + NEAR


def _days_on(now: datetime, zone: ZoneInfo, days: int) -> date:
    return now.astimezone(zone).date() + timedelta(days=days + 1)
