"""The note below a card: which later sessions were moved because its own runs late."""

from __future__ import annotations

from blocks.kit import say
from blocks.words.delays import note_words
from bot.alerts.kinds.board import board_day
from bot.appointments.jobs import TellDelay
from bot.jobs.courier import Dropped
from bot.slack.posting import ChannelClosed, Posted
from bot.storage.claims import Claimed
from bot.workspace import Workspace


async def tell_delay(ws: Workspace, claim: Claimed[TellDelay]) -> None:
    """Post it once, in the thread of the late session's card; where that has none, of one that was moved, or of the board."""
    job = claim.job
    minutes, moved = await ws.desk.delayed(job.form)
    place = await _place(ws, claim, [job.appointment, *(one.id for one in moved)])
    if place is None or not moved:
        raise Dropped
    card = say(note_words(minutes, moved, ws.setting))
    try:
        async with ws.posting.once(claim, place.channel, card, place.ts):
            pass
    except ChannelClosed as closed:
        raise Dropped from closed


async def _place(ws: Workspace, claim: Claimed[TellDelay], appointments: list[str]) -> Posted | None:
    for appointment in appointments:
        if places := await ws.standing.cards.of(claim.team, appointment):
            return Posted(places[-1].channel, places[-1].ts)
    channel = claim.job.channel
    subscription = await ws.alerts.get(claim.team, channel) if channel else None
    if subscription is None or subscription.rules.board is None:
        return None
    day = board_day(subscription.rules.board, ws.clock())
    board = await ws.standing.boards.get(subscription.channel, day)
    return Posted(board.channel, board.ts) if board else None
