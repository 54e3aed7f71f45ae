"""Look whether a message of ours stands in a channel already, where the token may read it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.client import error_code

EVENT = "frontdesk_message"
NO_THREAD = {"thread_not_found", "cannot_reply_to_message"}
_PAGE = 200
_CLOCKS_APART = timedelta(minutes=5)
"""How far Slack's clock may be behind ours."""
_CHANNELS = frozenset({"channels:history", "groups:history"})
_NEEDED: Mapping[str, frozenset[str]] = {"C": _CHANNELS, "G": _CHANNELS, "D": frozenset({"im:history"})}
"""By the first letter of a channel's id, which does not tell public ones from private ones."""

_Page = Callable[..., Awaitable[AsyncSlackResponse]]


class History:
    """Reads channels for our own marks and for nothing else. `scopes`: what the token may do."""

    def __init__(self, client: AsyncWebClient, scopes: Collection[str]) -> None:
        self._client = client
        self._scopes = frozenset(scopes)

    def can_read(self, channel: str) -> bool:
        """Whether the token may read a channel; never for a user's id, whose conversation has an id of its own."""
        needed = _NEEDED.get(channel[:1])
        return needed is not None and needed <= self._scopes

    async def find(self, channel: str, thread: str | None, key: str, since: datetime) -> str | None:
        """Give the time stamp of the message that is marked with `key` and was posted after `since`. Raises SlackApiError."""
        if thread is not None:
            try:
                found = await self._find(
                    self._client.conversations_replies, key, since, channel=channel, ts=thread
                )
            except SlackApiError as error:
                if error_code(error) not in NO_THREAD:
                    raise
                found = None
            if found:
                return found
        return await self._find(self._client.conversations_history, key, since, channel=channel)

    async def _find(self, page: _Page, key: str, since: datetime, **where: str) -> str | None:
        """Go through the pages of a channel or a thread.

        https://docs.slack.dev/reference/methods/conversations.history
        https://docs.slack.dev/reference/methods/conversations.replies
        """
        oldest = f"{(since - _CLOCKS_APART).timestamp():.6f}"
        cursor = ""
        while True:
            answer = await page(
                **where, oldest=oldest, limit=_PAGE, cursor=cursor or None, include_all_metadata=True
            )
            messages: list[dict[str, Any]] = answer["messages"]
            for message in messages:
                if _is_marked(message.get("metadata"), key):
                    return str(message["ts"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return None


def metadata(key: str, objects: Collection[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """What a message carries: unseen, a mark to be found by, and the Work Objects that it shows.

    https://docs.slack.dev/messaging/message-metadata
    """
    mark: dict[str, Any] = {"event_type": EVENT, "event_payload": {"key": key}}
    return mark | {"entities": list(objects)} if objects else mark


def _is_marked(metadata: object, key: str) -> bool:
    """Whether a message carries that mark, whatever else Slack or we have put beside it."""
    if not isinstance(metadata, dict) or metadata.get("event_type") != EVENT:
        return False
    payload = metadata.get("event_payload")
    return isinstance(payload, dict) and payload.get("key") == key
