"""The looks at the service, and what every alert needs: is the channel still to be told, how is it posted there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import structlog

from blocks.kit import Card, marked, say, section
from bot.alerts.plan import board_day, board_moment
from bot.alerts.rules import Subscription, Where
from bot.appointments.errors import AppointmentError, NotFound
from bot.appointments.model import Appointment
from bot.appointments.writes.ledger import Job
from bot.jobs.courier import Carry, Dropped, Later
from bot.slack.posting import APART, ChannelClosed, Posted
from bot.storage.engine import Transaction
from bot.storage.outbox import Claimed
from bot.when import say_when
from bot.workspace import Workspace

BOARD_FIRST = timedelta(seconds=30)
"""How long an alert waits for a board that is due, to stand under it; then it is posted in the channel."""

log = structlog.get_logger(__name__)


def watch_carriers(ws: Workspace) -> dict[str, Carry]:
    """Who looks at the service, and who tells that a channel is closed."""

    async def poll(job: Claimed) -> None:
        await look(ws, job)

    async def closed(job: Claimed) -> None:
        await tell_closed(ws, job)

    return {
        "poll": poll,
        "closed": closed,
        "stale": told(ws, tell_stale),
        "answers": told(ws, tell_answers),
    }


async def look(ws: Workspace, job: Claimed) -> None:
    """Look at the service for all channels; if it does not answer, the next look is planned all the same."""
    try:
        await ws.watch.look(on=bool(job.data.get("on")))
    except AppointmentError as error:
        log.warning("look_failed", error=error.code)
    ws.wake_courier()


def told(ws: Workspace, tell: Callable[[Workspace, Claimed, Subscription], Awaitable[None]]) -> Carry:
    """Carry a job for its channel's subscription, if that is active; a channel that is closed is paused.

    What was not told gives its key back, so that it can be planned again.
    """

    async def carry(job: Claimed) -> None:
        subscription = await ws.alerts.get(job.team, job.data["channel"] or "")
        if subscription is None or not subscription.active(ws.clock()):
            raise Dropped
        try:
            await tell(ws, job, subscription)
        except ChannelClosed as closed:
            await pause(ws, subscription)
            raise Dropped from closed

    return carry


async def pause(ws: Workspace, subscription: Subscription) -> None:
    """Tell a channel nothing more, because it can't be written to; whoever set it up is told."""
    set_at = subscription.set_at.timestamp() if subscription.set_at else 0
    key = f"closed:{subscription.team}:{subscription.channel}:{set_at:.6f}"
    data = {"channel": subscription.channel, "user": subscription.set_by}
    await ws.alerts.closed(subscription, Job("closed", key, data))
    ws.wake_courier()


async def tell_closed(ws: Workspace, job: Claimed) -> None:
    """Tell who set a channel's alerts up that they are paused."""
    command = ws.settings.appt_command
    words = (
        f"The alerts in <#{job.data['channel']}> are paused: the channel is archived, or Frontdesk is no longer in it. "
        f"To have them again, type /invite @Frontdesk there and then {command} alerts resume."
    )
    async with ws.posting.once(job, job.data["user"] or "", Card(words, (section(marked(words)),))):
        pass


async def tell_stale(ws: Workspace, job: Claimed, subscription: Subscription) -> None:
    """Tell that the service is silent, so that nobody trusts a board that may be old."""
    since = datetime.fromtimestamp(int(job.data["since"] or 0), UTC)
    failing = (await ws.watch.kept.memory()).failing
    if failing is None:
        return  # it answers again
    at = say_when(since, None, zone=ws.settings.zone, now=ws.clock())
    words = (
        f"The appointment service has not answered since {at}. What stands here is as it was then, "
        "and no alerts come until it answers. Frontdesk goes on asking."
    )
    async with posted(ws, job, subscription, say(words)):
        pass


async def tell_answers(ws: Workspace, job: Claimed, subscription: Subscription) -> None:
    """Tell that the service answers again, where it was told that it was silent."""
    since = datetime.fromtimestamp(int(job.data["since"] or 0), UTC)
    at = say_when(since, None, zone=ws.settings.zone, now=ws.clock())
    words = (
        f"The appointment service answers again. It was silent since {at}; what stands here is up to date."
    )
    async with posted(ws, job, subscription, say(words)):
        pass


@asynccontextmanager
async def posted(
    ws: Workspace, job: Claimed, subscription: Subscription, card: Card
) -> AsyncIterator[tuple[Posted, Transaction]]:
    """Post an alert where the channel wants it; what is written in the block is kept together with the job's end.

    Raises Later while the board that it belongs under is about to come.
    """
    thread = None
    if job.kind != "board" and subscription.rules.where is Where.THREAD:
        now = ws.clock()
        board = await ws.watch.boards.today(subscription, now)
        if board is None and _board_is_due(subscription, now) and now - job.due_first < BOARD_FIRST:
            raise Later(APART)
        thread = board.ts if board else None
    async with (
        ws.posting.once(job, subscription.channel, card, thread) as message,
        ws.watch.recording(job) as connection,
    ):
        yield message, connection


def _board_is_due(subscription: Subscription, now: datetime) -> bool:
    rule = subscription.rules.board
    moment = board_moment(rule, board_day(rule, now)) if rule else None
    return moment is not None and moment <= now


async def as_it_is(ws: Workspace, appointment: str, since: datetime | None = None) -> Appointment | None:
    """An appointment as the newest list has it, else as the service tells it; None: it has it no longer.

    The list is never older than the last look that any process took.
    """
    last = (await ws.watch.kept.memory()).last
    snapshot = await ws.watch.snapshots.since(since or (last.at if last else ws.clock()))
    found = snapshot.by_id.get(appointment)
    if found is not None:
        return found
    try:
        return await ws.desk.service.read(appointment)
    except NotFound:
        return None
