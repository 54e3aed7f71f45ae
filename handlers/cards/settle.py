"""Tell a person how a write ended whose answer was lost."""

from __future__ import annotations

import structlog

from blocks.kit import say
from blocks.words.results import settled_words
from bot.appointments.jobs import SettleWrite
from bot.appointments.writes.settling import Ending, TooEarly
from bot.jobs.courier import Later
from bot.storage.claims import Claimed
from bot.workspace import Workspace

log = structlog.get_logger(__name__)


async def settle_write(ws: Workspace, claim: Claimed[SettleWrite]) -> None:
    """Find out, and send the person a direct message if there is something to tell."""
    try:
        settled = await ws.desk.writer.settle(claim.job.form, claim.team)
    except TooEarly as early:
        raise Later(early.wait) from early
    if settled is None:
        return
    log.info("write_settled", deed=settled.intent.deed, ending=settled.ending)
    if settled.ending in {Ending.DONE, Ending.UNSURE}:
        ws.wake_courier()
    words = settled_words(settled, ws.setting)
    if not await ws.replies.direct(settled.intent.user, say(words)):
        log.warning("person_not_told", user=settled.intent.user, deed=settled.intent.deed)
