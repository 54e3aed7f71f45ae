"""The looks at the service, and what every alert needs: is the channel still to be told, how is it posted there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import TypeVar

import structlog

from blocks.kit import Card, marked, say, section
from blocks.words.closed import alerts_paused
from bot.alerts.kinds.board import board_day, board_moment
from bot.alerts.rules import Subscription, Where
from bot.appointments.errors import AppointmentError, NotKept
from bot.appointments.jobs import APART, ChannelJob, LookOut, PostBoard, TellAnswers, TellClosed, TellSilence
from bot.jobs.courier import Dropped, Later
from bot.slack.posting import ChannelClosed, Posted
from bot.storage.claims import Claimed
from bot.storage.engine import Transaction
from bot.when import say_when
from bot.workspace import Workspace

BOARD_FIRST = timedelta(seconds=30)
"""How long an alert waits for a board that is due, to stand under it; then it is posted in the channel."""

J = TypeVar("J", bound=ChannelJob)
Tell = Callable[[Workspace, Claimed[J], Subscription], Awaitable[None]]

log = structlog.get_logger(__name__)


async def look(ws: Workspace, claim: Claimed[LookOut]) -> None:
    """Look at the service for all channels; if it does not answer, the next look is planned all the same."""
    try:
        await ws.watch.look(on=claim.job.on, claim=claim)
    except NotKept:
        raise  # not even the next look could be kept, so this one is not done
    except AppointmentError as error:
        log.warning("look_failed", error=error.code)


def told(tell: Tell[J]) -> Callable[[Workspace, Claimed[J]], Awaitable[None]]:
    """Carry a job for its channel's subscription, if that is active; a channel that is closed is paused.

    What was not told gives its key back, so that it can be planned again.
    """

    async def carry(ws: Workspace, claim: Claimed[J]) -> None:
        if claim.job.posts:
            ws.posting.wait_for_turn(claim.job.channel)  # before anything is read for it
        subscription = await ws.alerts.get(claim.team, claim.job.channel)
        if subscription is None or not subscription.active(ws.clock()):
            raise Dropped
        try:
            await tell(ws, claim, subscription)
        except ChannelClosed as closed:
            await pause(ws, subscription, closed)
            raise Dropped from closed

    return carry


async def pause(ws: Workspace, subscription: Subscription, why: ChannelClosed) -> None:
    """Tell a channel nothing more, because it can't be written to; whoever set it up is told."""
    channel, who = subscription.channel, subscription.set_by
    telling = TellClosed(channel=channel, user=who, set_at=subscription.set_at, why=str(why)) if who else None
    await ws.alerts.closed(subscription, telling)
    ws.errands.wake()


async def tell_closed(ws: Workspace, claim: Claimed[TellClosed]) -> None:
    """Tell who set a channel's alerts up that they are paused."""
    words = alerts_paused(claim.job.why, claim.job.channel, ws.settings.appt_command)
    async with ws.posting.once(claim, claim.job.user, Card(words, (section(marked(words)),))):
        pass


async def tell_silence(ws: Workspace, claim: Claimed[TellSilence], subscription: Subscription) -> None:
    """Tell that the service is silent, so that nobody trusts a board that may be old."""
    failing = await ws.watch.failing()
    if failing is None:
        return  # it answers again
    at = say_when(claim.job.since, None, zone=ws.settings.zone, now=ws.clock())
    words = (
        f"The appointment service has not answered since {at}. What stands here is as it was then, "
        "and no alerts come until it answers. Frontdesk goes on asking."
    )
    async with posted(ws, claim, subscription, say(words)):
        pass


async def tell_answers(ws: Workspace, claim: Claimed[TellAnswers], subscription: Subscription) -> None:
    """Tell that the service answers again, where it was told that it was silent."""
    at = say_when(claim.job.since, None, zone=ws.settings.zone, now=ws.clock())
    words = (
        f"The appointment service answers again. It was silent since {at}; what stands here is up to date."
    )
    async with posted(ws, claim, subscription, say(words)):
        pass


@asynccontextmanager
async def posted(
    ws: Workspace, claim: Claimed[ChannelJob], subscription: Subscription, card: Card
) -> AsyncIterator[tuple[Posted, Transaction]]:
    """Post an alert where the channel wants it; what is written in the block is kept together with the job's end.

    Raises Later while the board that it belongs under is about to come.
    """
    thread = None
    if not isinstance(claim.job, PostBoard) and subscription.rules.where is Where.THREAD:
        now = ws.clock()
        board = await ws.standing.boards.today(subscription, now)
        if board is None and _board_is_due(subscription, now) and now - claim.due_first < BOARD_FIRST:
            raise Later(APART)
        thread = board.ts if board else None
    async with (
        ws.posting.once(claim, subscription.channel, card, thread) as message,
        ws.watch.recording(claim) as connection,
    ):
        yield message, connection


def _board_is_due(subscription: Subscription, now: datetime) -> bool:
    rule = subscription.rules.board
    moment = board_moment(rule, board_day(rule, now)) if rule else None
    return moment is not None and moment <= now
