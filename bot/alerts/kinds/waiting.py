"""Claimants who sit in the waiting room, from when on."""

from __future__ import annotations

from datetime import timedelta

from bot.alerts.kinds.kind import AlertKind, Shape, Sight
from bot.alerts.rules import LONGEST_WAIT, Subscription
from bot.appointments.jobs import Job, TellWaiting
from bot.appointments.model import Status


def _plan(subscription: Subscription, sight: Sight) -> list[Job]:
    minutes = subscription.rules.waiting
    jobs: list[Job] = []
    for one in sight.heard:
        if minutes is None or one.status is not Status.WAITING or one.id not in sight.seen:
            continue
        since = sight.seen[one.id].since
        job = TellWaiting(
            channel=subscription.channel,
            appointment=one.id,
            moment=since,
            rule=minutes,
            delay=sight.until_then(since + timedelta(minutes=minutes)),
        )
        jobs.append(job)
    return jobs


WAITING = AlertKind(
    "waiting",
    Shape.MINUTES,
    _plan,
    also=("wait", "waits", "waiting-room"),
    after=frozenset({"room"}),
    usual=3,
    longest=LONGEST_WAIT,
)
