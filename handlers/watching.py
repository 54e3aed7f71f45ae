"""The looks at the service, and what every alert needs: is the channel still to be told, how is it posted there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import structlog
from slack_sdk.errors import SlackApiError

from blocks.kit import Card, marked, say, section
from bot.alerts.rules import Pause, Subscription, Where
from bot.appointments.errors import AppointmentError, NotFound
from bot.appointments.ledger import Job
from bot.appointments.model import Appointment
from bot.courier import Carry, Later
from bot.posting import ChannelClosed, Posted, trouble
from bot.slack import error_code
from bot.storage.engine import Transaction
from bot.storage.outbox import Claimed
from bot.when import say_when
from bot.workspace import Workspace

_MESSAGE_GONE = {"message_not_found", "cant_update_message", "edit_window_closed"}
log = structlog.get_logger(__name__)


def watch_carriers(ws: Workspace) -> dict[str, Carry]:
    """Who looks at the service, and who tells that a channel is closed."""

    async def poll(job: Claimed) -> None:
        await look(ws, job)

    async def closed(job: Claimed) -> None:
        await tell_closed(ws, job)

    return {"poll": poll, "closed": closed, "stale": told(ws, tell_stale)}


async def look(ws: Workspace, job: Claimed) -> None:
    """Look at the service for all channels; if it does not answer, the next look is planned all the same."""
    try:
        await ws.watch.look(on=bool(job.data.get("on")))
    except AppointmentError as error:
        log.warning("look_failed", error=error.code)
    ws.wake_courier()


def told(ws: Workspace, tell: Callable[[Workspace, Claimed, Subscription], Awaitable[None]]) -> Carry:
    """Carry a job for its channel's subscription, if that is active; a channel that is closed is paused."""

    async def carry(job: Claimed) -> None:
        subscription = await ws.alerts.get(job.team, job.data["channel"] or "")
        if subscription is None or not subscription.rules.anything:
            return
        now = ws.clock()
        if not subscription.active(now):
            if subscription.paused is Pause.ASKED and subscription.paused_until and job.kind == "board":
                raise Later(subscription.paused_until - now)
            return
        try:
            await tell(ws, job, subscription)
        except ChannelClosed:
            await pause(ws, subscription)

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
    memory = await ws.watch.kept.memory()
    since = datetime.fromtimestamp(int(job.data["since"] or 0), UTC)
    if memory.last is None or memory.last.at - since >= timedelta(seconds=1):
        return  # it answers again
    at = say_when(since, None, zone=ws.settings.zone, now=ws.clock())
    words = (
        f"The appointment service has not answered since {at}. What stands here is as it was then, "
        "and no alerts come until it answers. Frontdesk goes on asking."
    )
    async with posted(ws, job, subscription, say(words)):
        pass


@asynccontextmanager
async def posted(
    ws: Workspace, job: Claimed, subscription: Subscription, card: Card
) -> AsyncIterator[tuple[Posted, Transaction]]:
    """Post an alert where the channel wants it; what is written in the block is kept together with the job's end."""
    thread = None
    if job.kind != "board" and subscription.rules.where is Where.THREAD:
        board = await ws.watch.boards.today(subscription, ws.clock())
        thread = board.ts if board else None
    async with (
        ws.posting.once(job, subscription.channel, card, thread) as message,
        ws.watch.recording(job) as connection,
    ):
        yield message, connection


async def redrawn(ws: Workspace, channel: str, ts: str, card: Card) -> bool:
    """Redraw a message in its place; False if it is no longer there. Raises Later and ChannelClosed."""
    try:
        await ws.slack.chat_update(channel=channel, ts=ts, text=card.text, blocks=list(card.blocks))
    except SlackApiError as error:
        if error_code(error) in _MESSAGE_GONE:
            return False
        raise trouble(error) from error
    return True


async def as_it_is(ws: Workspace, appointment: str, since: datetime | None = None) -> Appointment | None:
    """An appointment as the newest list has it, else as the service tells it; None: it has it no longer."""
    snapshot = await ws.watch.snapshots.since(since or ws.clock() - ws.watch.how.by_day)
    found = snapshot.by_id.get(appointment)
    if found is not None:
        return found
    try:
        return await ws.desk.service.read(appointment)
    except NotFound:
        return None
