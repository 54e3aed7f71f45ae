"""Plan what a channel is to be told: pure functions of its rules, the sessions and the time. Keys make each happen once."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.alerts.compare import Difference, Sighting
from bot.alerts.rules import BoardRule, Subscription
from bot.appointments.jobs import Job, PostBoard, Remind, TellChanges, TellGap, TellWaiting
from bot.appointments.model import ENDED, UNDER_WAY, Appointment, Status

GAP_HOURS = (24, 2)
TOGETHER, AFTERWARDS = 50, 10
"""Seconds: changes within the first are one message, which is due after the second; so none is held back over a minute."""
GAP_APART = timedelta(minutes=30)
"""A gap that is found late is not told when its next moment is as near as this."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What planning depends on beside rules and sessions."""

    now: datetime
    until: datetime
    """Up to here things are planned; the next look is before it."""
    last: datetime | None
    """When the service was looked at before; None: never."""

    def until_then(self, due: datetime) -> timedelta:
        """How long it is until something is due; nothing if that is past."""
        return max(due - self.now, timedelta(0))


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


def to_remind(appointment: Appointment, now: datetime) -> bool:
    """Whether a session is still to begin."""
    expected = appointment.status not in ENDED and appointment.status not in UNDER_WAY
    return expected and appointment.start is not None and now < appointment.start


def plan_boards(
    subscription: Subscription, at: Moment, standing: Container[tuple[str, date]] = ()
) -> list[Job]:
    """The boards of today, and of tomorrow where that begins before the next look; none that stands already."""
    rule = subscription.rules.board
    if rule is None:
        return []
    jobs: list[Job] = []
    for day in dict.fromkeys((board_day(rule, at.now), board_day(rule, at.until))):
        moment = board_moment(rule, day)
        if moment is not None and moment <= at.until and (subscription.channel, day) not in standing:
            delay = at.until_then(moment)
            jobs.append(PostBoard(channel=subscription.channel, day=day, at=moment, delay=delay))
    return jobs


def plan_sessions(
    subscription: Subscription,
    sessions: Iterable[Appointment],
    sightings: Mapping[str, Sighting],
    known_before: Mapping[str, Sighting],
    at: Moment,
) -> list[Job]:
    """Reminders, waiting alerts and gaps, of the sessions that the channel hears of."""
    rules, only = subscription.rules, subscription.only
    if not rules.reminders and rules.waiting is None and not rules.gaps:
        return []
    jobs: list[Job] = []
    for one in sessions:
        if one.start is None or not only.takes(one):
            continue
        if rules.reminders and to_remind(one, at.now):
            jobs += _reminders(subscription, one, one.start, one.id in known_before, at)
        if rules.waiting is not None and one.status is Status.WAITING and one.id in sightings:
            since = sightings[one.id].since
            due = since + timedelta(minutes=rules.waiting)
            jobs.append(
                TellWaiting(
                    channel=subscription.channel,
                    appointment=one.id,
                    moment=since,
                    rule=rules.waiting,
                    delay=at.until_then(due),
                )
            )
        if rules.gaps and one.has_gap(at.now) and at.now < one.start and one.id in sightings:
            jobs += _gaps(subscription, one, one.start, sightings[one.id].gap_since or at.now, at)
    return jobs


def plan_changes(
    subscription: Subscription,
    differences: Sequence[Difference],
    now_are: Mapping[str, Appointment],
    at: Moment,
) -> list[Job]:
    """One message for the changes of this minute, at its end, if any of them may concern the channel."""
    if not subscription.rules.changes or not differences:
        return []
    only = subscription.only
    if not any(
        one.appointment not in now_are or _concerns(only.takes(now_are[one.appointment]), one)
        for one in differences
    ):
        return []
    begins = datetime.fromtimestamp(at.now.timestamp() // TOGETHER * TOGETHER, UTC)
    ends = begins + timedelta(seconds=TOGETHER)
    delay = at.until_then(ends + timedelta(seconds=AFTERWARDS))
    return [TellChanges(channel=subscription.channel, begins=begins, ends=ends, delay=delay)]


def _concerns(takes: bool, difference: Difference) -> bool:
    """One that the filter takes, or took perhaps: what it was is known as a fingerprint only."""
    return takes or bool(difference.was_parts)


def _reminders(
    subscription: Subscription, one: Appointment, start: datetime, known: bool, at: Moment
) -> list[Job]:
    """None after the fact, unless it was our own absence that let the moment pass."""
    jobs: list[Job] = []
    for minutes in subscription.rules.reminders:
        moment = start - timedelta(minutes=minutes)
        missed = known and at.last is not None and at.last < moment <= at.now
        if at.now < moment <= at.until or missed:
            jobs.append(
                Remind(
                    channel=subscription.channel,
                    appointment=one.id,
                    moment=start,
                    rule=minutes,
                    delay=at.until_then(moment),
                )
            )
    return jobs


def _gaps(
    subscription: Subscription, one: Appointment, start: datetime, since: datetime, at: Moment
) -> list[Job]:
    """A gap that appears between its two moments is told at once: the first of them is over."""
    moments = {hours: start - timedelta(hours=hours) for hours in GAP_HOURS}
    passed = [hours for hours, moment in moments.items() if moment <= at.until]
    if not passed:
        return []
    hours = min(passed)
    later = [moment for other, moment in moments.items() if other < hours]
    if moments[hours] < at.now and any(moment - at.now < GAP_APART for moment in later):
        return []
    return [
        TellGap(
            channel=subscription.channel,
            appointment=one.id,
            moment=start,
            rule=hours,
            since=since,
            delay=at.until_then(moments[hours]),
        )
    ]
