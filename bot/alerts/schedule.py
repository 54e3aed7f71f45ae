"""What a channel is to be told, and when: what each kind of alert plans for its rules, the sessions and the time."""

from __future__ import annotations

from collections.abc import Sequence

from bot.alerts.hearing import Hearing
from bot.alerts.kinds import ALERTS, Sight
from bot.alerts.rules import Subscription
from bot.appointments.interpreting import is_unconfirmed
from bot.appointments.jobs import Job
from bot.appointments.values import replace


def schedule(subscriptions: Sequence[Subscription], sight: Sight) -> list[Job]:
    """Plan for all channels; of the sessions each hears of those that its filter takes."""
    jobs: list[Job] = []
    timed = [one for one in sight.sessions.values() if one.start is not None]
    kinds = [kind for kind in ALERTS if timed or not kind.by_session]
    hearing = Hearing(timed)
    unconfirmed = {one.id for one in timed if is_unconfirmed(one, sight.said, sight.now)}
    sight = replace(sight, unconfirmed=unconfirmed)
    for subscription in subscriptions:
        rules = subscription.rules
        wanted = [kind for kind in kinds if kind.is_set(rules)]
        if any(kind.by_session for kind in wanted):
            sight = replace(sight, heard=hearing.of(subscription.only))
        for kind in wanted:
            jobs += kind.plan(subscription, sight)
    return jobs
