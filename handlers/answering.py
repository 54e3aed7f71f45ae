"""What we decided about Bolt: answer in the acknowledgement where we can, say errors in words, know who is asking.

Bolt runs with `process_before_response`, so a listener's own return is the answer; what takes longer goes into tracked tasks.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack, suppress
from functools import partial
from typing import Any, TypeVar

import structlog
from msgspec import Struct
from msgspec.json import encode
from slack_bolt.response import BoltResponse

from blocks.forms import modals as forms
from blocks.kit import Card, say
from bot.appointments.errors import AppointmentError
from bot.appointments.permission import NotAllowed
from bot.observe.metrics import FAULTS
from bot.slack.client import SLACK_TROUBLE, error_code, refusal_words
from bot.workspace import Workspace
from bot.workspace.turns import WAIT
from handlers.promises import promised, until_taken


class Untold(Exception):
    """Slack took an answer from nobody for minutes; what was promised is left to the outbox."""


ANSWER_WITHIN = 1.5
"""Seconds in which an answer still rides in the acknowledgement; Slack gives up after 3."""
KEPT_WITHIN = 0.7
"""Seconds that an acknowledgement waits for our own database to keep what was promised, or what was told."""

View = dict[str, Any]
Result = TypeVar("Result")
log = structlog.get_logger(__name__)


class Ask(Struct, frozen=True):
    """What somebody typed after the command, or clicked, and where."""

    user: str
    channel: str | None
    words: str
    trigger: str
    response_url: str | None
    action: str = ""
    """The id of the button that was clicked."""
    message: str = ""
    """Which message it stands in."""
    window: str = ""
    """What else it stands in: "home" or "modal"; or "shortcut": what has no place to be answered beside it."""
    view: str = ""
    """Slack's id of the modal that it stands in."""
    thread: str = ""
    """The first message of the thread that the message is in, or that it is answered in."""
    mark: str = ""
    """The id of the block that was clicked in."""


async def within(seconds: float, task: asyncio.Task[Any]) -> bool:
    """Wait for a task for a while; it goes on if the time was not enough."""
    done, _ = await asyncio.wait({task}, timeout=seconds)
    return bool(done)


async def answer_command(ws: Workspace, ask: Ask, work: Coroutine[Any, Any, Card | None]) -> BoltResponse:
    """Answer a command in its acknowledgement; if it takes longer, say so and follow up."""
    if not ws.background.has_turn(ask.user):
        work.close()
        return acknowledged(say(WAIT))
    task = ws.background.start(in_words(work), "command", awaited=True, turn_of=ask.user)
    if await within(ANSWER_WITHIN, task):
        card = task.result()
        if card is not None and card.ending is not None:
            await within(KEPT_WITHIN, ws.background.start(is_told(ws, card), "told"))
        return acknowledged(await _as_taken(ws, ask, card))
    promise = AsyncExitStack()
    keeping = ws.background.start(promise.enter_async_context(promised(ws, ask.user)), "promise")
    await within(KEPT_WITHIN, keeping)

    ws.background.start(_follow(ws, ask, task, promise, keeping=keeping), "command answer")
    return acknowledged(Card("One moment: the answer is on its way."))


async def _as_taken(ws: Workspace, ask: Ask, card: Card | None) -> Card | None:
    """Give what is left to be acknowledged: nobody says that Slack does not take what is in an acknowledgement, so what it may not goes to the address."""
    if card is None or card.instead is None:
        return card
    with suppress(TimeoutError):
        async with asyncio.timeout(KEPT_WITHIN):
            if ask.response_url and await ws.replies.to_url(ask.response_url, card):
                return None
    return list(card.ways())[-1]


async def _follow(
    ws: Workspace,
    ask: Ask,
    task: asyncio.Task[Card | None],
    promise: AsyncExitStack | None = None,
    over: Callable[[], bool] = lambda: False,
    keeping: asyncio.Task[None] | None = None,
) -> None:
    """Give an answer where it was asked for, or else where the person is; what takes its time is promised first."""

    async def give(card: Card) -> bool:
        if ask.window and await _in_window(ws, ask, card, in_place=over()):
            return True
        at_once = ask.response_url is not None and await ws.replies.to_url(
            ask.response_url, card, replace=over()
        )
        return at_once or await ws.replies.to_person(ask.user, ask.channel, card)

    async with promise or AsyncExitStack() as kept:
        try:
            if promise is None and not await within(ANSWER_WITHIN, task):
                await kept.enter_async_context(promised(ws, ask.user))
                promise = kept
            card = await task
            if card is None:
                return
            if not await give(card):
                if promise is None:
                    await kept.enter_async_context(promised(ws, ask.user))
                if not await until_taken(partial(give, card)):
                    raise Untold
            await is_told(ws, card)
        finally:
            if keeping is not None:
                await asyncio.wait({keeping})  # what is not kept yet could not be taken back


async def _in_window(ws: Workspace, ask: Ask, card: Card, *, in_place: bool = False) -> bool:
    """Answer where there is no message to answer beside: in a window of its own; False: it came too late for one.

    `in_place`: a list that stands in a window shows another page or day of it there.
    """
    with suppress(*SLACK_TROUBLE):
        if in_place and ask.view and ask.window == "modal":
            await ws.replies.replace(ask.view, forms.window(card, forms.SESSIONS))
            return True
        return bool(await ws.replies.open(ask.trigger, forms.window(card), over=ask.window == "modal"))
    return False


async def is_told(ws: Workspace, card: Card | None) -> None:
    """Keep that the end of a write was said, where that is what a card says."""
    if card is not None and card.ending is not None:
        await ws.desk.told(card.ending)


def acknowledged(card: Card | None) -> BoltResponse:
    """Make the acknowledgement with an answer in it, for the one person's eyes; Bolt's own `ack` writes JSON four times as slowly.

    https://docs.slack.dev/interactivity/implementing-slash-commands#responding_immediate_response
    """
    said = {"response_type": "ephemeral", **card.message()} if card else {}
    return BoltResponse(status=200, body=encode(said).decode() if said else "")


def answer_action(
    ws: Workspace, ask: Ask, work: Coroutine[Any, Any, Card | None], *, replace: bool = False
) -> None:
    """Answer a click, which is acknowledged at once, to its own eyes only; `replace` redraws the clicked message."""
    failed: list[Card] = []
    if not ws.background.has_turn(ask.user):
        work.close()
        work, replace = wait(), False
    task = ws.background.start(in_words(work, failed.append), "action", awaited=True, turn_of=ask.user)
    # A fault is said beside the message, not in place of it.
    follow = _follow(ws, ask, task, over=lambda: replace and not failed)
    ws.background.start(follow, "action answer")


async def wait() -> Card:
    """Say that somebody has enough under way."""
    return say(WAIT)


async def in_words(
    work: Coroutine[Any, Any, Card | None], on_fault: Callable[[Card], None] = lambda _: None
) -> Card | None:
    """Turn whatever goes wrong into a sentence; what we did not foresee gets a reference that the log also has."""
    try:
        return await work
    except Exception as error:
        card = say(_said(error))
        on_fault(card)
        return card


def _said(error: Exception) -> str:
    if isinstance(error, NotAllowed):
        return error.words
    if isinstance(error, AppointmentError):
        return f"{error.words} {error.advice}"
    if isinstance(error, SLACK_TROUBLE):
        log.warning("slack_trouble", error=error_code(error))
        return (
            refusal_words(error)
            or "Slack did not take our answer. Nothing was changed. Try again in a moment."
        )
    return unforeseen(error)


def unforeseen(error: BaseException) -> str:
    """Log a fault that we did not foresee and say it with the reference under which the log has it."""
    reference = secrets.token_hex(4)
    log.error("unforeseen", reference=reference, exc_info=error)
    FAULTS.inc()
    return (
        "Something went wrong in Frontdesk itself. Look the appointment up before you try again, "
        f"and give this number to whoever runs Frontdesk: {reference}."
    )


def spoken(card: Card) -> str:
    """The words of a one-sentence card, for a modal."""
    for block in card.blocks:
        if block["type"] == "section" and "text" in block and block["text"]["type"] == "plain_text":
            return str(block["text"]["text"])
    return card.text
