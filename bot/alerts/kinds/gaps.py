"""Interpreters who are still to be found or confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.alerts.kinds.kind import Ahead, AlertKind, SessionAlert, Shape, Sight
from bot.alerts.rules import Rules, Subscription
from bot.appointments.interpreting import CHECKS, is_unconfirmed, needs_interpreter
from bot.appointments.jobs import Job, SessionJob, TellGap
from bot.appointments.model import Appointment
from bot.appointments.states import Register

APART = timedelta(minutes=30)
"""A gap that is found late is not told when its next moment is as near as this."""


def _plan(subscription: Subscription, sight: Sight) -> list[Job]:
    jobs: list[Job] = []
    for one in sight.heard:
        if one.id not in sight.unconfirmed or one.id not in sight.seen:
            continue
        if one.start is None or one.start <= sight.now:
            continue
        moments = {check: one.start - before for check, before in CHECKS.items()}
        check = _which(moments, sight)
        if check is not None:
            job = TellGap(
                channel=subscription.channel,
                appointment=one.id,
                moment=one.start,
                rule=check,
                since=sight.seen[one.id].gap_since,
                delay=sight.until_then(moments[check]),
            )
            jobs.append(job)
    return jobs


def _which(moments: dict[int, datetime], sight: Sight) -> int | None:
    """A gap that appears between two of its moments is told at once: the first of them is over."""
    passed = [check for check, moment in moments.items() if moment <= sight.until]
    if not passed:
        return None
    check = min(passed)
    later = [moment for other, moment in moments.items() if other < check]
    if moments[check] < sight.now and any(moment - sight.now < APART for moment in later):
        return None
    return check


def _moments(rules: Rules, one: Appointment) -> Iterator[datetime]:
    if rules.gaps and one.start is not None:
        for before in CHECKS.values():
            yield one.start - before
            yield one.start - before - APART


def _holds(job: SessionJob, appointment: Appointment, rules: Rules, now: datetime) -> bool:
    is_ahead = appointment.start is not None and now < appointment.start
    return rules.gaps and is_ahead and needs_interpreter(appointment, now)


def _settled(appointment: Appointment, said: Register, now: datetime) -> bool:
    return not is_unconfirmed(appointment, said, now)


GAPS = AlertKind(
    "gaps",
    Shape.SWITCH,
    _plan,
    also=("gap",),
    before=frozenset({"interpreter"}),
    ahead=Ahead.A_DAY,
    moments=_moments,
    session=SessionAlert(TellGap, _holds, _settled, stays=True),
)
