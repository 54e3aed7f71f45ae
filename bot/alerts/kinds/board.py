"""The day's board: when it is due, and which day it is of."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.alerts.kinds.kind import IDLE, AlertKind, Shape, Sight
from bot.alerts.rules import BoardRule, Rules, Subscription
from bot.appointments.jobs import Job, PostBoard

PAST_MIDNIGHT = timedelta(hours=3)
"""How long a day's sessions and its board are still looked at after its end."""


def board_day(rule: BoardRule, moment: datetime) -> date:
    """The day that a moment belongs to, where the board is read."""
    return moment.astimezone(ZoneInfo(rule.zone)).date()


def board_moment(rule: BoardRule, day: date) -> datetime | None:
    """When the board of a day is to be posted, in UTC; None on days that have none.

    A time that the clocks leave out is taken as that much later; one that they repeat is its first occurrence.
    """
    if day.weekday() not in rule.days:
        return None
    return datetime.combine(day, rule.at, ZoneInfo(rule.zone)).astimezone(UTC)


def day_span(zone: ZoneInfo, day: date) -> tuple[datetime, datetime]:
    """A day's beginning and end in UTC: 23, 24 or 25 hours."""
    begins = datetime.combine(day, time(), zone).astimezone(UTC)
    return begins, datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def _plan(subscription: Subscription, sight: Sight) -> list[Job]:
    """The boards of today, and of tomorrow where that begins before the next look; none that stands already."""
    rule, channel = subscription.rules.board, subscription.channel
    jobs: list[Job] = []
    for day in dict.fromkeys((board_day(rule, sight.now), board_day(rule, sight.until))) if rule else ():
        moment = board_moment(rule, day) if rule else None
        if moment is not None and moment <= sight.until and (channel, day) not in sight.boards:
            jobs.append(PostBoard(channel=channel, day=day, at=moment, delay=sight.until_then(moment)))
    return jobs


def _needs_look(rules: Rules, now: datetime) -> bool:
    """From its time until a while after its day."""
    rule = rules.board
    if rule is None:
        return False
    days = {board_day(rule, moment) for moment in (now - PAST_MIDNIGHT, now, now + IDLE)}
    moments = [(day, board_moment(rule, day)) for day in days]
    ends = {day: day_span(ZoneInfo(rule.zone), day)[1] + PAST_MIDNIGHT for day in days}
    return any(moment and moment <= now + IDLE and now < ends[day] for day, moment in moments)


BOARD = AlertKind("board", Shape.BOARD, _plan, also=("boards",), by_session=False, needs_look=_needs_look)
