"""Post what the outbox carries: each message once, one a second a channel.

Slack has no idempotency keys. So each message carries its job's key, and a job that was begun before looks for it first;
where we may not read the channel, only one message at a time is posted but not yet recorded: that is all that a crash can repeat, but for
those that Slack is slow to answer, which hold no other channel's.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import structlog
from msgspec import Struct
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from blocks.kit import Card
from bot.appointments.cache import Cache, Timer, steady
from bot.appointments.jobs import APART
from bot.appointments.values import replace
from bot.jobs.courier import HANDS, Later
from bot.slack.client import error_code, retry_after
from bot.slack.history import NO_THREAD, History, metadata
from bot.storage.claims import Claim

PATIENCE = 1.0
"""Seconds of real time that a message waits for one that Slack does not answer."""
_CHANNELS_REMEMBERED = 10_000
log = structlog.get_logger(__name__)
_CLOSED = {
    "channel_not_found",
    "not_in_channel",
    "is_archived",
    "is_inactive",  # what chat.update says of a channel that is archived
    "restricted_action",
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
    "restricted_action_non_threadable_channel",
    "restricted_action_thread_locked",
    "user_not_in_channel",
    "cannot_dm_bot",
    "messages_tab_disabled",
    "no_permission",
    "posting_to_general_channel_denied",
    "as_user_not_supported",
    "msg_blocks_too_long",
    "msg_too_long",
    "invalid_blocks",
    "invalid_blocks_format",
    "ekm_access_denied",
    "team_access_not_granted",
}


_NO_OBJECTS = {
    "error_processing_metadata",
    "feature_not_enabled",
    "invalid_arguments",
    "invalid_metadata",
    "invalid_metadata_format",
    "invalid_metadata_schema",
    "metadata_too_large",
}
_NO_LONGER = {"message_not_found", "cant_update_message", "edit_window_closed"}


class ChannelClosed(Exception):
    """We can't write there: archived, or we are not in it. The message is Slack's own word for it."""


class Posted(Struct, frozen=True):
    """Where a message stands."""

    channel: str
    ts: str


class Posting:
    """Posts for one workspace. `client` must never repeat a call by itself; `fingerprint` makes a text unreadable."""

    def __init__(
        self,
        client: AsyncWebClient,
        clock: Callable[[], datetime],
        fingerprint: Callable[[str], str],
        history: History,
        timer: Timer | None = None,
    ) -> None:
        self.app: str | None = None
        """The id of the app that posts, where Slack has told it: a Work Object leads to its Home."""
        self._client = client
        self._timer = timer or steady(clock)
        self._fingerprint = fingerprint
        self._history = history
        self._free: Cache[str, float] = Cache(_CHANNELS_REMEMBERED, timer=self._timer)
        self._promised: Cache[str, float] = Cache(_CHANNELS_REMEMBERED, timer=self._timer)
        """When the last of those that were put off has its turn: who comes all at once would be put off all but one, again and again."""
        self._unrecorded: dict[tuple[str, str], Posted] = {}
        self._under_way: set[str] = set()
        self._one = asyncio.Semaphore(1)
        self._several = asyncio.Semaphore(HANDS.posts)

    @asynccontextmanager
    async def once(
        self, job: Claim, channel: str, card: Card, thread: str | None = None
    ) -> AsyncIterator[Posted]:
        """Post a job's message; in the block the caller records it. A thread that is gone: in the channel.

        Raises Later, ChannelClosed and Slack's trouble.
        """
        key = self._fingerprint(f"post:{job.key}")
        readable = self._history.can_read(channel)
        posted = self._unrecorded.get((job.key, channel))
        if posted is None and readable and job.attempts:
            posted = await self._look(job, channel, thread, key)
        if posted is None:
            self.wait_for_turn(channel)
        async with self._several if readable else self._one_by_one():
            if posted is None:
                self._take_turn(channel)
                self._under_way.add(channel)
                try:
                    posted = await self._post(channel, card, thread, key)
                finally:
                    self._under_way.discard(channel)
            self._unrecorded[job.key, channel] = posted
            yield posted
            del self._unrecorded[job.key, channel]  # only now: what could not be recorded is not posted again

    @asynccontextmanager
    async def _one_by_one(self) -> AsyncIterator[None]:
        """One at a time, but nobody waits longer than PATIENCE for the one before."""
        await self._one.acquire()
        mine = [self._one]

        def let_go() -> None:
            if mine:
                mine.pop().release()

        late = asyncio.get_running_loop().call_later(PATIENCE, let_go)
        try:
            yield
        finally:
            late.cancel()
            let_go()

    async def redraw(self, channel: str, ts: str, card: Card) -> bool:
        """Redraw a message in its place; False if it is no longer there, or closed. Raises as `once` does.

        https://docs.slack.dev/reference/methods/chat.update
        """
        try:
            drawn: dict[str, Any] = {"text": card.text, "blocks": list(card.blocks)}
            if card.objects is not None:  # metadata that is named takes the place of all that was there
                drawn["metadata"] = metadata(self._fingerprint(f"drawn:{channel}:{ts}"), card.objects)
            await self._client.chat_update(channel=channel, ts=ts, **drawn)
        except SlackApiError as error:
            if card.objects and refuses_objects(error):
                return await self.redraw(channel, ts, replace(card, objects=()))
            if error_code(error) in _NO_LONGER:
                return False
            raise trouble(error) from error
        return True

    async def _look(self, job: Claim, channel: str, thread: str | None, key: str) -> Posted | None:
        try:
            ts = await self._history.find(channel, thread, key, job.due_first)
        except SlackApiError as error:
            raise trouble(error) from error
        return Posted(channel, ts) if ts else None

    async def _post(self, channel: str, card: Card, thread: str | None, key: str) -> Posted:
        """https://docs.slack.dev/reference/methods/chat.postMessage"""
        try:
            answer = await self._client.chat_postMessage(
                channel=channel,
                thread_ts=thread,
                metadata=metadata(key, card.objects or ()),
                **card.message(),
            )
        except SlackApiError as error:
            if card.objects and refuses_objects(error):
                return await self._post(channel, replace(card, objects=()), thread, key)
            if thread and error_code(error) in NO_THREAD:
                return await self._post(channel, card, None, key)
            fault = trouble(error)
            if isinstance(fault, Later):
                self._free.put(channel, self._timer() + fault.delay.total_seconds())
            raise fault from error
        return Posted(str(answer["channel"]), str(answer["ts"]))

    def wait_for_turn(self, channel: str) -> None:
        """Raise Later with a turn of its own where a message can't be posted there at this moment."""
        now, apart = self._timer(), APART.total_seconds()
        free = self._free.get(channel) or 0.0
        if channel in self._under_way:  # what hangs there takes no more hands than its own
            free = max(free, now + apart)
        if free > now:
            turn = max(free, (self._promised.get(channel) or 0.0) + apart)
            self._promised.put(channel, turn)
            raise Later(timedelta(seconds=turn - now))

    def _take_turn(self, channel: str) -> None:
        self.wait_for_turn(channel)
        self._free.put(channel, self._timer() + APART.total_seconds())


def refuses_objects(error: SlackApiError) -> bool:
    """Whether it was a message's Work Objects that Slack refused, so that it takes the message without them."""
    refused = error_code(error) in _NO_OBJECTS
    if refused:
        log.warning("work_object_refused", error=error_code(error))
    return refused


def trouble(error: SlackApiError) -> Exception:
    """Tell what to do about a fault of Slack's: wait as long as it asks, give the channel up, or try again."""
    if error_code(error) in _CLOSED:
        return ChannelClosed(error_code(error))
    wait = retry_after(error)
    return Later(timedelta(seconds=max(wait, 1))) if wait is not None else error
