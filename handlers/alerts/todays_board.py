"""What becomes of today's board when what a channel gets is changed: it comes, goes on, or stands still."""

from __future__ import annotations

from bot.alerts.kinds.board import board_day, board_moment
from bot.alerts.rules import Subscription
from bot.workspace import Workspace

COMES = "The board's time today has passed, so today's board comes now."
COMES_WITH_A_SESSION = (
    "The board's time today has passed, so today's board comes as soon as there is a session today."
)
GOES_ON = "Today's board was posted already and is kept up to date again."
STAYS = "Today's board stays where it is, but is no longer kept up to date."


async def board_notes(ws: Workspace, before: Subscription, after: Subscription) -> list[str]:
    """Say what a change means for today's board, before it is made; nothing where it means nothing."""
    now, was, rule = ws.clock(), before.rules.board, after.rules.board
    if rule is None:
        return [STAYS] if await ws.standing.boards.today(before, now) else []
    if not after.active(now) or (rule == was and before.active(now)):
        return []
    if await ws.standing.boards.today(after, now):
        return [GOES_ON] if was is None else []
    moment = board_moment(rule, board_day(rule, now))
    if moment is None or moment > now:
        return []
    return [COMES if rule.empty else COMES_WITH_A_SESSION]
