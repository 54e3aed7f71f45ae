"""Read the conversation with one person again: what they said in it, and which of our own marks stand between."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import structlog
from msgspec import Struct
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import SLACK_TROUBLE, error_code
from bot.slack.history import History
from bot.slack.said import Said, of_person

IN_TIME = 2.5
"""Seconds of real time."""
MOST, MOST_THREADS = 100, 5
"""What is read at a time; where there is more, nothing is made of a part."""
log = structlog.get_logger(__name__)


class Unreadable(Exception):
    """The conversation can't be read: not with these scopes, or not now."""


class Turn(Struct, frozen=True):
    """One message: what the person said, or the ids of the blocks of one of ours."""

    ts: str
    said: Said | None = None
    marks: tuple[str, ...] = ()


class Conversation:
    """Reads for one workspace, and keeps nothing of it."""

    def __init__(self, client: AsyncWebClient, history: History) -> None:
        self._client = client
        self._history = history

    async def turns(self, channel: str, thread: str, since: float) -> list[Turn]:
        """All that was said since a moment (seconds UTC), in its order and in its threads too. Raises Unreadable.

        `thread`: one that is read however old it is. A channel is never read: what others say there is not for us.
        """
        if not channel.startswith("D") or not self._history.can_read(channel):
            raise Unreadable
        try:
            async with asyncio.timeout(IN_TIME):
                found = await self._read(channel, thread, f"{since:.6f}")
        except SLACK_TROUBLE as error:
            log.warning("conversation_not_read", error=error_code(error))
            raise Unreadable from error
        turns = {turn.ts: turn for message in found if (turn := _turn(message, channel)) is not None}
        return sorted(
            (turn for turn in turns.values() if float(turn.ts) >= since), key=lambda one: float(one.ts)
        )

    async def _read(self, channel: str, thread: str, since: str) -> list[dict[str, Any]]:
        """https://docs.slack.dev/reference/methods/conversations.history"""
        answer = await self._client.conversations_history(channel=channel, oldest=since, limit=MOST)
        found: list[dict[str, Any]] = list(answer["messages"])
        threads = dict.fromkeys([thread] if thread else [])
        threads |= dict.fromkeys(str(one["ts"]) for one in found if one.get("reply_count"))
        if answer.get("has_more") or len(threads) > MOST_THREADS:
            raise Unreadable
        for one in threads:
            replies = await self._client.conversations_replies(
                channel=channel, ts=one, oldest=since, limit=MOST
            )
            if replies.get("has_more"):
                raise Unreadable
            found += replies["messages"]
        return found


def _turn(message: Mapping[str, Any], channel: str) -> Turn | None:
    """In a direct conversation there are only two: the person, and we."""
    if message.get("bot_id") or message.get("bot_profile"):
        marks = tuple(str(block.get("block_id") or "") for block in message.get("blocks") or ())
        return Turn(str(message["ts"]), marks=marks)
    said = of_person(message, channel)
    return Turn(said.ts, said) if said is not None else None
