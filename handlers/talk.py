"""What people say to Frontdesk: the command's own words without the slash, in a direct message or where it is mentioned."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import structlog

from blocks.kit import Card
from bot.appointments.api import Capability
from bot.appointments.errors import NotKept
from bot.appointments.jobs import AnswerPromised
from bot.appointments.permission import NotAllowed
from bot.slack.client import SLACK_TROUBLE, error_code
from bot.slack.prompts import PROMPTS
from bot.slack.said import Said
from bot.workspace import Workspace
from bot.workspace.premises import Premises
from handlers import command
from handlers.aloud import answer_said
from handlers.answering import KEPT_WITHIN, Ask, in_words, within
from handlers.connecting import offer
from handlers.drafts import answers as drafts
from handlers.lists import home

log = structlog.get_logger(__name__)


async def hear(ws: Workspace | Premises, said: Said) -> None:
    """Answer what somebody said, once: Slack may tell it again, and to another process.

    Who waits for an answer is kept before Slack is told that it was heard: else nobody would answer after a kill.
    """
    if isinstance(ws, Premises):
        ws.background.start(_answer_unconnected(ws, said), "said without a service")
        return
    promise = AnswerPromised(user=said.user, asked=said.name, at=ws.clock())
    kept = ws.background.start(_is_new(ws, promise), "hear", awaited=True)
    ws.background.start(_answer(ws, said, promise, kept), "answer said")
    await within(KEPT_WITHIN, kept)


async def opened(ws: Workspace, event: Mapping[str, Any]) -> None:
    """Draw the Home that somebody opened; above a conversation suggest what to write, where Slack has that."""
    if event.get("tab") != "messages":
        await home.opened(ws, event)
    elif ws.settings.agent_view and ws.settings.direct_messages:
        ws.background.start(_suggest(ws, str(event.get("channel"))), "suggest")


async def _suggest(ws: Workspace, channel: str) -> None:
    can_book = Capability.BOOK in ws.desk.can
    prompts = [one for one in PROMPTS if can_book or one.message != "book"]
    try:
        await ws.replies.suggest(channel, prompts)
    except SLACK_TROUBLE as error:  # nobody waits for it, and all that it suggests can be typed
        log.warning("prompts_refused", error=error_code(error))


async def _answer_unconnected(premises: Premises, said: Said) -> None:
    """Say what is missing where no service is connected yet."""
    card = await in_words(offer(premises, _ask(said)))
    if card is not None:
        await premises.replies.to_person(said.user, said.channel, card)


async def _is_new(ws: Workspace, promise: AnswerPromised) -> bool:
    try:
        return await ws.errands.add_once(promise)
    except NotKept:
        return True  # `Routes` has heard nothing of it in this process


async def _answer(ws: Workspace, said: Said, promise: AnswerPromised, kept: asyncio.Task[bool]) -> None:
    if not await kept:
        return
    if await _is_bot(ws, said.user):
        await ws.errands.close(promise)
        return
    ask = _ask(said)
    await answer_said(ws, ask, promise, _work(ws, ask))


async def _work(ws: Workspace, ask: Ask) -> Card | None:
    return await drafts.answer(ws, ask) or await command.answer(ws, ask)


async def _is_bot(ws: Workspace, user: str) -> bool:
    """Whether a bot wrote it that Slack does not call one in the event: two that answer each other never end."""
    try:
        return (await ws.people.member(user)).is_bot
    except NotAllowed:
        return False  # whoever it is, is told that Slack did not say


def _ask(said: Said) -> Ask:
    return Ask(said.user, said.channel, said.text, "", None, message=said.ts, thread=said.answered_in)
