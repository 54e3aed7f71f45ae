"""Send a form and say how it ended: in the acknowledgement, in the form, where its person was, or by whoever finds it untold."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from contextlib import AsyncExitStack, suppress
from functools import partial
from typing import Any

import structlog
from msgspec import Struct
from slack_bolt.context.ack.async_ack import AsyncAck

from blocks import ids
from blocks.forms.inputs import field_of
from blocks.kit import Block, say
from bot.appointments.deeds import Deed
from bot.appointments.errors import NotKept
from bot.appointments.jobs import SettleWrite
from bot.slack.client import SLACK_TROUBLE, error_code
from bot.workspace import Workspace
from handlers.answering import ANSWER_WITHIN, KEPT_WITHIN, within
from handlers.promises import until_taken

View = dict[str, Any]
GONE_OUT = 0.05
"""Seconds after which an acknowledgement has gone out: a process that is killed before that has told nobody."""
Faults = Mapping[str, str]
log = structlog.get_logger(__name__)


class Ended(Struct, frozen=True):
    """How a submit ended: the view to show, the faults by field that it shows, and all of it in words."""

    view: View
    words: str
    faults: Faults = {}
    form: str | None = None
    """The form whose write has ended so, if one was begun: its person is told with this."""
    open: bool = False
    """Whether it is not known yet how it ended: whoever finds out says so in any case."""
    closes: bool = False
    """There is nothing more to do in it: it closes, and its words are a line for its person's eyes."""
    more: tuple[Block, ...] = ()
    """What may be pressed under that line."""


class Sending(Struct, frozen=True):
    """What a form says while it is being sent, and under which key its write is kept."""

    deed: Deed
    form: str
    working: View
    looking: View | None = None
    lost: Coroutine[Any, Any, None] | None = None
    """Ends when the service's answer is lost and is being looked for, which `looking` says."""
    about: str | None = None
    """The appointment of which it notes something before it writes."""


async def send(
    ws: Workspace, ack: AsyncAck, body: Mapping[str, Any], work: Coroutine[Any, Any, Ended], sending: Sending
) -> None:
    """Do what a form asks for; the answer rides in the acknowledgement if it is there soon, else it follows."""
    task = ws.background.start(work, f"submit {sending.deed}", awaited=True)
    lost = asyncio.create_task(sending.lost) if sending.lost else None
    if await within(ANSWER_WITHIN, task):
        if lost is not None:
            lost.cancel()
        ended = task.result()
        if ended.closes:
            await _close(ws, ack, body, ended, sending)
        else:
            await _answer_kept(ws, ack, body, ended)
        return
    teller = Teller(ws, body, task, sending)
    await teller.begin()
    is_lost = lost is not None and lost.done()
    await ack(response_action="update", view=sending.looking if is_lost else sending.working)
    ws.background.start(teller.follow(), f"answer {sending.deed}")
    if lost is not None and not is_lost:
        ws.background.start(teller.say_meanwhile(lost), f"meanwhile {sending.deed}")


async def _answer_kept(ws: Workspace, ack: AsyncAck, body: Mapping[str, Any], ended: Ended) -> None:
    """Answer in the acknowledgement, so that a kill at any moment leaves nobody untold, and nobody told twice.

    Words that take the form's place can be said there again by whoever finds them untold; a form to go on with can't, for what is typed in it.
    """
    form = ended.form
    if form is None:
        await _answer(ack, body, ended)
        return
    again = ended.view.get("callback_id") == ids.NOTICE and not ended.open
    keeping = ws.desk.shown(form, str(body["view"]["id"])) if again else ws.desk.told(form)
    kept = ws.background.start(keeping, "kept")
    await within(KEPT_WITHIN, kept)
    await _answer(ack, body, ended)
    if again:
        ws.background.start(_told_by_now(ws, form, kept), "told")


async def _told_by_now(ws: Workspace, form: str, kept: asyncio.Task[None]) -> None:
    await asyncio.wait({kept})
    await asyncio.sleep(GONE_OUT)
    await ws.desk.told(form)


async def _close(
    ws: Workspace, ack: AsyncAck, body: Mapping[str, Any], ended: Ended, sending: Sending
) -> None:
    """Close the form in the acknowledgement, and say in a line how it ended.

    Kept first is where it stood: if this process does not live to say it, whoever finds it untold says it there, should
    the acknowledgement never have come, else in a direct message.
    """
    kept = ws.background.start(ws.desk.shown(sending.form, str(body["view"]["id"])), "kept")
    await within(KEPT_WITHIN, kept)
    await ack(response_action="clear")
    ws.background.start(_say_line(ws, body, ended, sending, kept), f"line {sending.deed}")


async def _say_line(
    ws: Workspace, body: Mapping[str, Any], ended: Ended, sending: Sending, kept: asyncio.Task[None]
) -> None:
    """Say it until it is taken; what takes its time is watched, so that somebody else says it if this process does not live to."""
    give = partial(give_line, ws, body, ended)
    first = ws.background.start(give(), f"say {sending.deed}", awaited=True)
    async with AsyncExitStack() as watch:
        watched: SettleWrite | None = None
        if not await within(ANSWER_WITHIN, first) or not first.result():
            with suppress(NotKept):
                view, user = str(body["view"]["id"]), str(body["user"]["id"])
                keeping = ws.desk.watched(sending.form, view, user, sending.deed, sending.about)
                watched = await watch.enter_async_context(keeping)
            if not await first and not await until_taken(give):
                return
        await asyncio.wait({kept})
        await ws.desk.told(sending.form, watched)


async def give_line(ws: Workspace, body: Mapping[str, Any], ended: Ended) -> bool:
    """Say it where the form was opened from, else in a direct message; False if Slack took it in neither."""
    memory = ids.unpack(ids.Answered, body["view"].get("private_metadata"))
    url, line = memory.response_url if memory else None, say(ended.words, ended.more)
    at_once = url is not None and await ws.replies.to_url(url, line)
    return at_once or await ws.replies.direct(str(body["user"]["id"]), line)


async def _answer(ack: AsyncAck, body: Mapping[str, Any], ended: Ended) -> None:
    shown = {field_of(block): block for block in body["view"]["state"]["values"]}
    if ended.faults and all(name in shown for name in ended.faults):
        errors = {shown[name]: words for name, words in ended.faults.items()}
        await ack(response_action="errors", errors=errors)
    else:
        await ack(response_action="update", view=ended.view)


class Teller:
    """Tells the outcome of a form that says "being sent": where it stands or, if it was closed, where its person was."""

    def __init__(
        self, ws: Workspace, body: Mapping[str, Any], task: asyncio.Task[Ended], sending: Sending
    ) -> None:
        self._ws = ws
        self._view, self._user = str(body["view"]["id"]), str(body["user"]["id"])
        self._body = body
        self._task = task
        self._sending = sending
        self._watch = AsyncExitStack()
        self._watched: SettleWrite | None = None
        self._begun: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Have somebody else tell, should this process not live to do it."""
        self._begun = self._ws.background.start(self._begin(), "watch form")
        await within(KEPT_WITHIN, self._begun)

    async def _begin(self) -> None:
        sending = self._sending
        watched = self._ws.desk.watched(sending.form, self._view, self._user, sending.deed, sending.about)
        with suppress(NotKept):
            self._watched = await self._watch.enter_async_context(watched)

    async def follow(self) -> None:
        """Put the outcome where the form stood; if the person closed it, tell them where they were."""
        is_told = False
        try:
            is_told = await self._tell(await self._task)
        finally:
            if self._begun is not None:
                await asyncio.wait({self._begun})  # what is not kept yet could not be taken back
            async with self._watch:
                if is_told:
                    await self._ws.desk.told(self._sending.form, self._watched)

    async def _tell(self, ended: Ended) -> bool:
        try:
            await self._ws.replies.replace(self._view, ended.view)
        except SLACK_TROUBLE as error:
            log.info("modal_gone", error=error_code(error))
            return await give_line(self._ws, self._body, ended)
        return True

    async def say_meanwhile(self, lost: asyncio.Task[None]) -> None:
        """Say in the form that its answer is lost and looked for, as soon as that is so."""
        await asyncio.wait({self._task, lost}, return_when=asyncio.FIRST_COMPLETED)
        if self._task.done():
            lost.cancel()
            return
        with suppress(*SLACK_TROUBLE):
            await self._ws.replies.replace(self._view, self._sending.looking or self._sending.working)
