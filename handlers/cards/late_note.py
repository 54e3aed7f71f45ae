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
from bot.workspace.shown import mark_of


async def tell_delay(ws: Workspace, claim: Claimed[TellDelay]) -> None:
    """Post it once, in the thread of the late session's card; where that has none, of one that was moved, or of the board."""
    job = claim.job
    minutes, moved = await ws.desk.delayed(job.form)
    if not moved:
        raise Dropped
    for place in await _places(ws, claim, [job.appointment, *(one.id for one, _ in moved)]):
        openness = (await ws.channels.get(place.channel, sure=True)).openness
        card = say(note_words(minutes, moved, ws.setting, openness))
        try:
            async with ws.posting.once(claim, place.channel, card, place.ts):
                return
        except ChannelClosed:
            continue  # another may stand where we can write
    raise Dropped


async def _places(ws: Workspace, claim: Claimed[TellDelay], appointments: list[str]) -> list[Posted]:
    """Where it may stand, the best first."""
    cards = [await ws.standing.cards.of(claim.team, appointment) for appointment in appointments]
    found = [Posted(one.channel, one.ts) for of in cards for one in reversed(of) if not mark_of(one)]
    channel = claim.job.channel
    subscription = await ws.alerts.get(claim.team, channel) if channel else None
    if subscription is None or subscription.rules.board is None:
        return found
    day = board_day(subscription.rules.board, ws.clock())
    board = await ws.standing.boards.get(subscription.channel, day)
    return [*found, Posted(board.channel, board.ts)] if board else found
