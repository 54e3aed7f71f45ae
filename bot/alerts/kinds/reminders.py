"""Reminders of sessions that are about to begin."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.alerts.kinds.kind import Ahead, AlertKind, SessionAlert, Shape, Sight
from bot.alerts.rules import Rules, Subscription
from bot.appointments.jobs import Job, Remind, SessionJob
from bot.appointments.model import ENDED, UNDER_WAY, Appointment


def _is_to_begin(appointment: Appointment, now: datetime) -> bool:
    expected = appointment.status not in ENDED and appointment.status not in UNDER_WAY
    return expected and appointment.start is not None and now < appointment.start


def _plan(subscription: Subscription, sight: Sight) -> list[Job]:
    """None after the fact, unless it was our own absence that let the moment pass."""
    jobs: list[Job] = []
    for one in sight.heard:
        if one.start is None or not _is_to_begin(one, sight.now):
            continue
        for minutes in subscription.rules.reminders:
            moment = one.start - timedelta(minutes=minutes)
            is_known = one.id in sight.seen_before
            missed = is_known and sight.last is not None and sight.last < moment <= sight.now
            if sight.now < moment <= sight.until or missed:
                job = Remind(
                    channel=subscription.channel,
                    appointment=one.id,
                    moment=one.start,
                    rule=minutes,
                    delay=sight.until_then(moment),
                )
                jobs.append(job)
    return jobs


def _moments(rules: Rules, one: Appointment) -> Iterable[datetime]:
    start = one.start
    return [start - timedelta(minutes=minutes) for minutes in rules.reminders] if start is not None else ()


def _holds(job: SessionJob, appointment: Appointment, rules: Rules, now: datetime) -> bool:
    """Not if it was cancelled or began already."""
    return job.rule in rules.reminders and _is_to_begin(appointment, now)


REMINDERS = AlertKind(
    "reminders",
    Shape.SEVERAL,
    _plan,
    also=("reminder", "remind"),
    usual=(15,),
    ahead=Ahead.A_DAY,
    moments=_moments,
    session=SessionAlert(Remind, _holds),
)
