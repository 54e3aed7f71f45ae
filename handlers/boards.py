"""The day's board: posted once at its time, then redrawn in place whenever it no longer shows what is."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from blocks.alert_words import only_words
from blocks.board import Late, board_card
from blocks.kit import Card
from bot.alerts.boards import BoardPlace, digest, sessions_of
from bot.alerts.plan import board_day, board_moment
from bot.alerts.rules import BoardRule, Subscription
from bot.alerts.snapshots import Snapshot
from bot.courier import Carry, Later
from bot.storage.outbox import Claimed
from bot.workspace import Workspace
from handlers.watching import posted, redrawn, told

LATE = timedelta(minutes=2)
"""From here on a board says that it is late."""


def board_carriers(ws: Workspace) -> dict[str, Carry]:
    """Who posts and who redraws boards."""
    return {"board": told(ws, post_board), "redraw_board": told(ws, redraw_board)}


async def post_board(ws: Workspace, job: Claimed, subscription: Subscription) -> None:
    """Post a day's board, unless it stands already, its day is over, or its time was changed since it was planned."""
    rule, now = subscription.rules.board, ws.clock()
    day = date.fromisoformat(job.data["day"] or "")
    if rule is None or board_day(rule, now) != day:
        return
    moment = board_moment(rule, day)
    if moment is None or f"{moment.timestamp():.0f}" != job.data["at"]:
        return
    if await ws.watch.boards.get(subscription.channel, day):
        return
    snapshot = await ws.watch.snapshots.since(now - ws.watch.how.by_day)
    if not rule.empty and not sessions_of(snapshot.sessions, subscription, day):
        raise Later(ws.watch.how.by_day)
    was_set = subscription.set_at or moment
    was_due = moment if now - moment > LATE and was_set < moment else None
    place = BoardPlace(
        subscription.channel, day, "", digest(snapshot.sessions, subscription, day, now), now, was_due
    )
    card = await _drawn(ws, subscription, rule, snapshot, place)
    async with posted(ws, job, subscription, card) as (message, connection):
        await ws.watch.boards.keep(connection, place.at(message.ts))


async def redraw_board(ws: Workspace, job: Claimed, subscription: Subscription) -> None:
    """Redraw a board in its place; one that somebody deleted stays deleted."""
    rule, now = subscription.rules.board, ws.clock()
    day = date.fromisoformat(job.data["day"] or "")
    place = await ws.watch.boards.get(subscription.channel, day)
    if rule is None or place is None:
        return
    seen = datetime.fromisoformat(job.data["seen"] or "")
    snapshot = await ws.watch.snapshots.since(seen)
    shows = digest(snapshot.sessions, subscription, day, now)
    if shows == place.drawn:
        return
    await redrawn(ws, place.channel, place.ts, await _drawn(ws, subscription, rule, snapshot, place))
    await ws.watch.boards.redrawn(place, shows)


async def _drawn(
    ws: Workspace, subscription: Subscription, rule: BoardRule, snapshot: Snapshot, place: BoardPlace
) -> Card:
    channel = await ws.channels.get(subscription.channel)
    return board_card(
        sessions_of(snapshot.sessions, subscription, place.day),
        day=place.day,
        zone=ZoneInfo(rule.zone),
        openness=channel.openness,
        links=channel.links,
        setting=ws.setting,
        more=f"{ws.settings.appt_command} today",
        only=" ".join(only_words(subscription.rules.only)),
        late=Late(place.was_due, place.posted) if place.was_due else None,
    )
