"""Answer where something was said: to all who read it there if they may know it, else to whoever said it alone."""

from __future__ import annotations

from collections.abc import Coroutine
from functools import partial
from typing import Any

from blocks.kit import Card
from bot.appointments.jobs import AnswerPromised
from bot.appointments.permission import Openness
from bot.workspace import Workspace
from handlers.answering import Ask, Untold, in_words, is_told, wait
from handlers.promises import keeping, until_taken


async def answer_said(
    ws: Workspace, ask: Ask, promise: AnswerPromised, work: Coroutine[Any, Any, Card | None]
) -> None:
    """Answer what somebody said; the promise was kept before, and once it is held it stays known."""
    if not ws.background.has_turn(ask.user):
        work.close()
        work = wait()
    wrong: list[Card] = []
    task = ws.background.start(in_words(work, wrong.append), "said", awaited=True, turn_of=ask.user)

    async with keeping(ws, promise):
        card = await task
        if card is None:
            return
        give = partial(_say_there, ws, ask, card, own=card.own or bool(wrong))
        if not await give() and not await until_taken(give):
            raise Untold
        await is_told(ws, card)


async def _say_there(ws: Workspace, ask: Ask, card: Card, *, own: bool) -> bool:
    """Say it in the thread; for one person's eyes in the channel itself, while there is no thread: Slack shows none of it then.

    https://docs.slack.dev/reference/methods/chat.postEphemeral
    """
    if ask.channel is None:
        return await ws.replies.to_person(ask.user, None, card)
    aloud, thread = not card.fleeting, ask.thread
    if not ask.channel.startswith("D"):  # there nobody else reads along
        place = await ws.channels.get(ask.channel)
        aloud &= {place.openness, place.links} == {Openness.PRIVATE} and not own
        thread = thread if aloud or thread != ask.message else ""
    return await ws.replies.in_thread(ask.user, ask.channel, thread, card, aloud=aloud)
