"""An answer that takes its time is promised, and whoever it was promised to hears of it, whatever happens."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import structlog

from blocks.kit import say
from bot.appointments.errors import NotKept
from bot.appointments.jobs import AnswerPromised
from bot.appointments.jobs.answers import BROKEN_AFTER
from bot.slack.posting import ChannelClosed
from bot.storage.claims import Claimed
from bot.when import say_when
from bot.workspace import Workspace

AGAIN = (1.0, 2.0, 5.0, 10.0, 20.0, 40.0, 60.0, 120.0, 240.0)
"""Seconds before each further try to give an answer that Slack did not take."""
log = structlog.get_logger(__name__)


@asynccontextmanager
async def promised(ws: Workspace, user: str) -> AsyncIterator[None]:
    """Keep a promise for as long as this process works on its answer; it is left standing if the block raises."""
    promise = AnswerPromised(user=user, asked=secrets.token_hex(8), at=ws.clock())
    with suppress(NotKept):
        await ws.errands.add(promise)
    async with _alive(ws, promise):
        yield
    with suppress(NotKept):
        await ws.errands.take_back(promise)


@asynccontextmanager
async def keeping(ws: Workspace, promise: AnswerPromised) -> AsyncIterator[None]:
    """The same for a promise that was kept before; once it was held it stays known, so that nothing is answered twice."""
    async with _alive(ws, promise):
        yield
    with suppress(NotKept):
        await ws.errands.close(promise)


@asynccontextmanager
async def _alive(ws: Workspace, promise: AnswerPromised) -> AsyncIterator[None]:
    alive = asyncio.create_task(_renew(ws, promise))
    try:
        yield
    finally:
        alive.cancel()


async def _renew(ws: Workspace, promise: AnswerPromised) -> None:
    while True:
        await asyncio.sleep(BROKEN_AFTER.total_seconds() / 3)
        with suppress(NotKept):
            await ws.errands.defer(promise)


async def until_taken(give: Callable[[], Awaitable[bool]]) -> bool:
    """Give an answer, again and again with growing pauses while Slack does not take it; False: it never did."""
    for pause in AGAIN:
        if await give():
            return True
        await asyncio.sleep(pause)
    return await give()


async def break_promise(ws: Workspace, claim: Claimed[AnswerPromised]) -> None:
    """Say that an answer will not come, so that nobody waits for it."""
    if await ws.desk.began_since(claim.job.user, claim.job.at):
        return  # it wrote something, and whoever finds that untold says what stands
    at = say_when(claim.job.at, None, zone=ws.settings.zone, now=ws.clock())
    words = f"Frontdesk was interrupted before it could answer what you asked for at {at}. Please ask again."
    try:
        async with ws.posting.once(claim, claim.job.user, say(words)):
            pass
    except ChannelClosed as closed:
        log.error("person_not_told", user=claim.job.user, error=str(closed))
