"""What a channel is to be told, and when: what each kind of alert plans for its rules, the sessions and the time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.alerts.kinds import ALERTS, Sight
from bot.alerts.rules import Subscription
from bot.appointments.jobs import Job


def schedule(subscriptions: Sequence[Subscription], sight: Sight) -> list[Job]:
    """Plan for all channels; of the sessions each hears of those that its filter takes."""
    jobs: list[Job] = []
    timed = [one for one in sight.sessions.values() if one.start is not None]
    for subscription in subscriptions:
        rules = subscription.rules
        wanted = [kind for kind in ALERTS if kind.is_set(rules)]
        if any(kind.by_session for kind in wanted):
            only = subscription.only
            sight = replace(sight, heard=[one for one in timed if only.takes(one)])
        for kind in wanted:
            jobs += kind.plan(subscription, sight)
    return jobs
