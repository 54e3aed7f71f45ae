"""All that one person is shown after the acknowledgement: ephemeral answers, forms, Home, direct messages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from blocks.kit import Card, say
from bot.slack.client import SLACK_TROUBLE, error_code, is_passing
from bot.slack.drafts import Drafts
from bot.slack.files import Files
from bot.slack.homes import Homes
from bot.slack.prompts import Prompt
from bot.slack.response_urls import ResponseUrls
from bot.slack.talked import Talked

NOT_KEPT = "Slack did not take the answer, and it must not stay in a message. Ask for it again in a moment."
View = dict[str, Any]
log = structlog.get_logger(__name__)


class Replies:
    """`talked`: what is being talked about; None where nothing can be, for no service is connected."""

    def __init__(self, client: AsyncWebClient, talked: Talked | None = None) -> None:
        self._slack = client
        self._talked = talked
        self._urls = ResponseUrls()
        self._drafts = Drafts(client)
        self.files = Files(client)
        self.homes = Homes()
        """Those that somebody may be looking at."""

    @property
    def talked(self) -> Talked:
        if self._talked is None:
            raise LookupError("no service is connected, so nothing is talked about")
        return self._talked

    async def aclose(self) -> None:
        await self._urls.aclose()
        await self.files.aclose()

    async def to_url(self, response_url: str, card: Card, *, replace: bool = False) -> bool:
        """Send an ephemeral answer, or redraw the ephemeral message that was clicked. False if Slack did not take it."""
        return await self._urls.send(response_url, card, replace=replace)

    async def to_person(self, user: str, channel: str | None, card: Card) -> bool:
        """Tell a person something that only they should see: in the channel if it goes there, else in a direct message."""
        if channel and not channel.startswith("D"):
            try:
                await _drawn(card, self._slack.chat_postEphemeral, channel=channel, user=user)
            except SLACK_TROUBLE as error:
                log.info("ephemeral_refused", error=error_code(error))
            else:
                return True
        return await self.direct(user, say(NOT_KEPT) if card.fleeting else card)

    async def in_thread(self, user: str, channel: str, thread: str, card: Card, *, aloud: bool) -> bool:
        """Answer where somebody said something, in the conversation if there is no thread: `aloud` for all who read it, else for that person alone."""
        where: dict[str, Any] = {"channel": channel} | ({"thread_ts": thread} if thread else {})
        try:
            if aloud:
                await _drawn(card, self._slack.chat_postMessage, **where)
            else:
                await _drawn(card, self._slack.chat_postEphemeral, **where, user=user)
        except SLACK_TROUBLE as error:
            log.info("answer_there_refused", error=error_code(error))
            if is_passing(error):
                return False
            return await self.direct(user, say(NOT_KEPT) if card.fleeting else card)
        return True

    async def suggest(self, channel: str, prompts: Sequence[Prompt]) -> None:
        """Suggest what to write, above a direct message. https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts"""
        told = [one.told() for one in prompts]
        await self._slack.assistant_threads_setSuggestedPrompts(channel_id=channel, prompts=told)

    async def direct(self, user: str, card: Card) -> bool:
        """Send a direct message, which stays. https://docs.slack.dev/reference/methods/chat.postMessage"""
        try:
            await _drawn(card, self._slack.chat_postMessage, channel=user)
        except SLACK_TROUBLE as error:
            log.warning("direct_message_refused", error=error_code(error))
            return False
        return True

    async def post(self, channel: str, card: Card) -> None:
        """Say something in a conversation, for all who read it. Raises what Slack raises."""
        await _drawn(card, self._slack.chat_postMessage, channel=channel)

    async def link_to(self, channel: str, message: str) -> str | None:
        """Give the address of a message; None where we may not see it. Raises what may pass.

        https://docs.slack.dev/reference/methods/chat.getPermalink
        """
        try:
            answer = await self._slack.chat_getPermalink(channel=channel, message_ts=message)
        except SlackApiError as error:
            if is_passing(error):
                raise
            return None
        return str(answer["permalink"])

    async def open(self, trigger: str, view: View, *, over: bool = False) -> str:
        """Open a form, `over` another that stands open, and give Slack's id of it.

        https://docs.slack.dev/reference/methods/views.open
        """
        way = self._slack.views_push if over else self._slack.views_open
        opened = await way(trigger_id=trigger, view=view)
        return str(opened["view"]["id"])

    async def replace(self, form: str, view: View) -> None:
        """Show something where a form stands. https://docs.slack.dev/reference/methods/views.update"""
        await self._slack.views_update(view_id=form, view=view)

    async def publish(self, user: str, view: View) -> None:
        """Draw somebody's Home. https://docs.slack.dev/reference/methods/views.publish"""
        await self._slack.views_publish(user_id=user, view=view)

    async def present(self, trigger: str, details: View) -> None:
        """Show one person what they opened beside the conversation. https://docs.slack.dev/reference/methods/entity.presentDetails"""
        await self._slack.entity_presentDetails(trigger_id=trigger, metadata=details)

    async def refuse(self, trigger: str, why: View) -> None:
        """Tell one person, in its place, why there is nothing to be seen."""
        await self._slack.entity_presentDetails(trigger_id=trigger, error=why)

    def typed(self, form: str, change: str) -> None:
        """Note that something in a form was typed or pressed: what was to be drawn of it before is old."""
        self._drafts.began(form, change)

    def sent(self, form: str) -> None:
        """Note that a form was sent: what is drawn of it from now on is Slack's answer to that."""
        self._drafts.sent(form)

    async def redraw(self, form: Mapping[str, Any], change: str, draw: Callable[[], Awaitable[View]]) -> None:
        """Draw a form anew, unless something newer was typed or the form has become something else."""
        await self._drafts.update(form, change, draw)


async def _drawn(card: Card, send: Callable[..., Awaitable[object]], **where: Any) -> None:
    """Send a card, or what is sent instead where Slack does not take its blocks. Raises what Slack raises."""
    for one in card.ways():
        try:
            await send(**where, **one.message())
        except SlackApiError as error:
            if one.instead is None or error_code(error) != "invalid_blocks":
                raise
        else:
            return
