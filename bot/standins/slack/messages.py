"""The messages of a workspace: posting, editing, deleting, and those that only one person sees."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime
from typing import Any

from bot.standins.slack.check import check_blocks, elements_of
from bot.standins.slack.inputs import as_state, initial_values
from bot.standins.slack.model import Channel, Clock, Json, Message, NotHereYet, SlackError, copied
from bot.standins.slack.work_objects import check_entities

POST_LIMIT = 40_000
EDIT_LIMIT = 4_000
"""`chat.update` takes less text than `chat.postMessage` does: https://docs.slack.dev/reference/methods/chat.update"""


class Messages:
    """All messages by channel and time stamp; none is ever forgotten, so that leaks can be looked for."""

    def __init__(self, clock: Clock, entity_types: Callable[[], Collection[str]] = frozenset) -> None:
        self._clock = clock
        self._entity_types = entity_types
        self.not_here: set[str] = set()
        """Types of blocks that are not taken here: new ones come to one workspace after another."""
        self._last = 0
        self._all: dict[str, dict[str, Message]] = {}

    def new_ts(self) -> str:
        """Make a time stamp that no message has: seconds, a dot, six digits."""
        self._last = max(self._last + 1, int(self._clock().timestamp() * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def post(
        self,
        channel: Channel,
        user_id: str,
        text: str = "",
        blocks: Any = None,
        *,
        reader: str | None = None,
        thread_ts: str | None = None,
        broadcast: bool = False,
        metadata: Any = None,
        attachments: Any = None,
        by_bot: bool = True,
    ) -> Message:
        """Keep a new message. Raises what Slack would: no_text, msg_too_long, invalid_blocks, thread_not_found …"""
        checked = self._checked(text, blocks, attachments, POST_LIMIT)
        parent = self.find(channel.id, thread_ts) if thread_ts is not None else None
        if thread_ts is not None and (parent is None or parent.is_ephemeral):
            raise SlackError("thread_not_found")
        message = Message(
            ts=self.new_ts(),
            channel_id=channel.id,
            user_id=user_id,
            text=text,
            blocks=dressed(checked),
            posted=self._clock(),
            thread_ts=thread_ts,
            broadcast=broadcast,
            metadata=check_metadata(metadata, self._entity_types()),
            attachments=copied(attachments or []),
            by_bot=by_bot,
            reader=reader,
        )
        self._all.setdefault(channel.id, {})[message.ts] = message
        return message

    def edit(
        self, message: Message, text: str, blocks: Any, metadata: Any = None, limit: int = EDIT_LIMIT
    ) -> None:
        """Change a message in place; what it said before is kept in `past`."""
        checked = self._checked(text, blocks, None, limit)
        message.past.append(as_told(message))
        message.text = text
        message.blocks = dressed(checked)
        message.values.clear()
        if metadata is not None:
            message.metadata = check_metadata(metadata, self._entity_types())
        message.edited_ts = self.new_ts()

    def _checked(self, text: Any, blocks: Any, attachments: Any, limit: int) -> list[Json]:
        checked = check_content(text, blocks, attachments, limit)
        if strange := self.not_here & {one["type"] for one in checked}:
            raise NotHereYet("invalid_blocks", f"[ERROR] unsupported type: {min(strange)}")
        return checked

    def delete(self, message: Message) -> None:
        """Take a message away; with replies under it a tombstone stays, as in Slack."""
        message.past.append(as_told(message))
        message.deleted = True

    def forget_ephemerals(self, user_id: str) -> None:
        for messages in self._all.values():
            for message in messages.values():
                message.deleted |= message.reader == user_id

    def find(self, channel_id: str, ts: str) -> Message | None:
        message = self._all.get(channel_id, {}).get(ts)
        return None if message is None or message.deleted else message

    def replies(self, message: Message) -> list[Message]:
        return [
            one
            for one in self.seen_in(message.channel_id)
            if one.thread_ts == message.ts and one is not message
        ]

    def seen_in(self, channel_id: str, user_id: str | None = None) -> list[Message]:
        """List what stands in a channel by time; ephemerals only for their reader."""
        return [
            message
            for message in sorted(self._all.get(channel_id, {}).values(), key=lambda one: one.ts)
            if not message.deleted and message.reader in (None, user_id)
        ]

    def everything(self) -> Iterator[Json]:
        """Tell all that any message ever said, before each edit and deleted ones too."""
        for messages in self._all.values():
            for message in messages.values():
                yield from message.past
                yield as_told(message)

    def state_of(self, message: Message, user_id: str) -> Json:
        return as_state(self.values_of(message, user_id))

    def values_of(self, message: Message, user_id: str) -> dict[tuple[str, str], Json]:
        """What the inputs in a message hold for one person: each reader has her own."""
        return message.values.setdefault(user_id, initial_values(message.blocks))


def check_content(text: Any, blocks: Any, attachments: Any, limit: int) -> list[Json]:
    """Refuse what Slack would refuse to post."""
    if not isinstance(text, str):
        raise SlackError("invalid_arguments", "[ERROR] text must be a string")
    if blocks is not None and not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    if not text and not blocks and not attachments:
        raise SlackError("no_text")
    if len(text) > limit:
        raise SlackError("msg_too_long")
    problems = check_blocks(blocks or [], "message")
    if problems:
        told = [str(one) for one in problems]
        raise SlackError(problems[0].code, *(f"[ERROR] {one}" for one in told), errors=told)
    return blocks or []


def check_metadata(metadata: Any, entity_types: Collection[str]) -> Json | None:
    """Refuse metadata that is neither an event type with a payload, nor Work Objects, nor both."""
    if metadata is None or metadata == {}:
        return None
    if not isinstance(metadata, dict) or metadata.keys() - {"event_type", "event_payload", "entities"}:
        raise SlackError("invalid_metadata_format")
    event = {key: part for key, part in metadata.items() if key != "entities"}
    if event or "entities" not in metadata:
        if not isinstance(event.get("event_type"), str) or not isinstance(event.get("event_payload"), dict):
            raise SlackError("invalid_metadata_format")
        if len(json.dumps(event)) > 16_000:
            raise SlackError("metadata_too_large")
    shown = check_entities(metadata["entities"], entity_types) if "entities" in metadata else []
    return copied(event) | ({"entities": shown} if shown else {}) or None


def dressed(blocks: list[Json]) -> list[Json]:
    """Fill in what Slack adds to blocks: ids that were not given, `emoji` and `verbatim`."""
    dressed_blocks: list[Json] = copied(blocks)
    for block in dressed_blocks:
        block.setdefault("block_id", secrets.token_urlsafe(4)[:5])
        for element in elements_of(block):
            element.setdefault("action_id", secrets.token_urlsafe(4)[:5])
    _dress_texts(dressed_blocks)
    return dressed_blocks


def _dress_texts(part: Any) -> None:
    if isinstance(part, dict):
        if part.get("type") == "plain_text":
            part.setdefault("emoji", True)
        elif part.get("type") == "mrkdwn":
            part.setdefault("verbatim", False)
        for inner in part.values():
            _dress_texts(inner)
    elif isinstance(part, list):
        for inner in part:
            _dress_texts(inner)


def as_told(message: Message) -> Json:
    """Write a message as the Web API and the payloads tell it."""
    told: Json = {"type": "message", "user": message.user_id, "ts": message.ts, "text": message.text}
    if message.blocks:
        told["blocks"] = copied(message.blocks)
    if message.attachments:
        told["attachments"] = copied(message.attachments)
    if message.files:
        told["files"] = [{"id": one} for one in message.files]
    if message.thread_ts:
        told["thread_ts"] = message.thread_ts
    if message.other_bot:
        told["bot_id"] = message.other_bot
    if message.metadata:
        told["metadata"] = copied(message.metadata)
    if message.edited_ts:
        told["edited"] = {"user": message.user_id, "ts": message.edited_ts}
    return told


def moment_of(ts: str) -> datetime:
    """Read the time out of a time stamp."""
    return datetime.fromtimestamp(float(ts), UTC)
