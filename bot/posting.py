"""Post what the outbox carries: each message once, one a second a channel."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from blocks.kit import Card
from bot.courier import Later
from bot.slack import error_code, retry_after
from bot.storage.outbox import Claimed

APART = timedelta(seconds=1)
"""Between two messages in one channel. https://docs.slack.dev/apis/web-api/rate-limits"""
_REMEMBERED = 10_000
_CLOSED = {
    "channel_not_found",
    "not_in_channel",
    "is_archived",
    "restricted_action",
    "ekm_access_denied",
    "team_access_not_granted",
}


class ChannelClosed(Exception):
    """We can't write there: archived, or we are not in it. The message is Slack's own word for it."""


@dataclass(frozen=True, slots=True)
class Posted:
    channel: str
    ts: str


class Posting:
    """Posts for one workspace."""

    def __init__(self, client: AsyncWebClient, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._clock = clock
        self._at: OrderedDict[str, datetime] = OrderedDict()
        self._unrecorded = asyncio.Semaphore(1)

    @asynccontextmanager
    async def once(
        self, job: Claimed, channel: str, card: Card, thread: str | None = None
    ) -> AsyncIterator[Posted]:
        """Post a job's message; in the block the caller records it. Raises Later, ChannelClosed and Slack's trouble."""
        self._wait_for_turn(channel)
        async with self._unrecorded:
            yield await self._post(channel, card, thread)

    async def _post(self, channel: str, card: Card, thread: str | None) -> Posted:
        try:
            answer = await self._client.chat_postMessage(channel=channel, thread_ts=thread, **card.message())
        except SlackApiError as error:
            raise trouble(error) from error
        return Posted(str(answer["channel"]), str(answer["ts"]))

    def _wait_for_turn(self, channel: str) -> None:
        now = self._clock()
        at = self._at.get(channel)
        if at is not None and now - at < APART:
            raise Later(APART - (now - at))
        self._at[channel] = now
        self._at.move_to_end(channel)
        while len(self._at) > _REMEMBERED:
            self._at.popitem(last=False)


def trouble(error: SlackApiError) -> Exception:
    """Tell what to do about a fault of Slack's: wait as long as it asks, give the channel up, or try again."""
    if error_code(error) in _CLOSED:
        return ChannelClosed(error_code(error))
    wait = retry_after(error)
    return Later(timedelta(seconds=wait)) if wait is not None else error
