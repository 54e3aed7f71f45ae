"""What today's board says last, where what its channel gets is changed."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.alerts.kinds.board import board_day
from bot.alerts.rules import Subscription
from bot.appointments.jobs import RestBoard

SETTLED = timedelta(seconds=3)
"""Until then a redrawing that was under way has ended, and does not undo what the board says last."""


def last_words(before: Subscription, after: Subscription, now: datetime) -> tuple[RestBoard, ...]:
    """Have today's board say that it is not kept up to date from now on, where that is so."""
    rule = before.rules.board
    off, pauses = after.rules.board is None, after.paused_until not in {None, before.paused_until}
    if rule is None or before.set_at is None or not (off or pauses):
        return ()
    rest = RestBoard(
        channel=before.channel,
        day=board_day(rule, now),
        rules=before.rules.model_dump_json(include={"board", "only"}),
        set_at=before.set_at,
        delay=SETTLED,
    )
    return (rest,)
