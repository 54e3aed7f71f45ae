"""What was booked, moved, edited or cancelled, by anyone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.alerts.compare import Difference
from bot.alerts.kinds.kind import Ahead, AlertKind, Shape, Sight
from bot.alerts.rules import Subscription
from bot.appointments.filter import Filter
from bot.appointments.jobs import Job, TellChanges

TOGETHER, AFTERWARDS = 50, 10
"""Seconds: changes within the first are one message, which is due after the second; so none is held back over a minute."""
ABSENCE = timedelta(minutes=15)


def _plan(subscription: Subscription, sight: Sight) -> list[Job]:
    """One message for the changes of this minute, at its end, if any of them may concern the channel."""
    if _was_set_in_absence(subscription, sight):
        return []
    only = subscription.only
    if not any(_concerns(only, sight, one) for one in sight.differences):
        return []
    begins = datetime.fromtimestamp(sight.now.timestamp() // TOGETHER * TOGETHER, UTC)
    ends = begins + timedelta(seconds=TOGETHER)
    delay = sight.until_then(ends + timedelta(seconds=AFTERWARDS))
    return [TellChanges(channel=subscription.channel, begins=begins, ends=ends, delay=delay)]


def _concerns(only: Filter, sight: Sight, difference: Difference) -> bool:
    """One that the filter takes, or took perhaps: what it was is known as a fingerprint only."""
    now_is = sight.sessions.get(difference.appointment)
    return now_is is None or bool(difference.was_parts) or only.takes(now_is)


def _was_set_in_absence(subscription: Subscription, sight: Sight) -> bool:
    """Whether a channel was set up while nobody had looked for long: what changed before that is not its news."""
    if sight.last is None or subscription.set_at is None:
        return True
    return subscription.set_at > sight.last and sight.now - sight.last > ABSENCE


CHANGES = AlertKind("changes", Shape.SWITCH, _plan, also=("change",), by_session=False, ahead=Ahead.FAR)
