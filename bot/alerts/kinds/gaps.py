"""Interpreters who are still to be found."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.alerts.kinds.kind import Ahead, AlertKind, SessionAlert, Shape, Sight
from bot.alerts.rules import Rules, Subscription
from bot.appointments.jobs import Job, SessionJob, TellGap
from bot.appointments.model import Appointment

HOURS = (24, 2)
"""Before the start."""
APART = timedelta(minutes=30)
"""A gap that is found late is not told when its next moment is as near as this."""


def _is_to_fill(appointment: Appointment, now: datetime) -> bool:
    """A gap that there is time for."""
    return appointment.has_gap(now) and appointment.start is not None and now < appointment.start


def _plan(subscription: Subscription, sight: Sight) -> list[Job]:
    jobs: list[Job] = []
    for one in sight.heard:
        if one.start is None or one.id not in sight.seen or not _is_to_fill(one, sight.now):
            continue
        moments = {hours: one.start - timedelta(hours=hours) for hours in HOURS}
        hours = _which(moments, sight)
        if hours is not None:
            job = TellGap(
                channel=subscription.channel,
                appointment=one.id,
                moment=one.start,
                rule=hours,
                since=sight.seen[one.id].gap_since or sight.now,
                delay=sight.until_then(moments[hours]),
            )
            jobs.append(job)
    return jobs


def _which(moments: dict[int, datetime], sight: Sight) -> int | None:
    """A gap that appears between its two moments is told at once: the first of them is over."""
    passed = [hours for hours, moment in moments.items() if moment <= sight.until]
    if not passed:
        return None
    hours = min(passed)
    later = [moment for other, moment in moments.items() if other < hours]
    if moments[hours] < sight.now and any(moment - sight.now < APART for moment in later):
        return None
    return hours


def _holds(job: SessionJob, appointment: Appointment, rules: Rules, now: datetime) -> bool:
    return rules.gaps and _is_to_fill(appointment, now)


GAPS = AlertKind(
    "gaps",
    Shape.SWITCH,
    _plan,
    also=("gap",),
    before=frozenset({"interpreter"}),
    ahead=Ahead.A_DAY,
    session=SessionAlert(TellGap, _holds),
)
