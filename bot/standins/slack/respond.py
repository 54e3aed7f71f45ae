"""Answers to an interaction, by its acknowledgement or its `response_url`.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from __future__ import annotations

from typing import Any

from bot.standins.slack.messages import POST_LIMIT
from bot.standins.slack.model import Json, Message, ResponseUrl, SlackError
from bot.standins.slack.state import State


def respond(workspace: State, address: ResponseUrl, body: Any) -> Message | None:
    """Do what an answer asks: replace or delete the original, or say something new, ephemeral unless it says otherwise.

    Raises what Slack would refuse. An ephemeral message stays ephemeral when it is replaced.
    """
    if not isinstance(body, dict):
        raise SlackError("invalid_payload")
    original = workspace.messages.find(address.channel_id, address.message_ts or "")
    if body.get("delete_original"):
        if original is None:
            raise SlackError("message_not_found")
        workspace.messages.delete(original)
        workspace.traffic.tell("message", original)
        return None
    text, blocks = body.get("text") or "", body.get("blocks")
    mind_the_listener(workspace, "response_url", text, blocks)
    if body.get("replace_original") and original is not None:
        workspace.messages.edit(original, text, blocks, body.get("metadata"), limit=POST_LIMIT)
        workspace.traffic.tell("message", original)
        return original
    message = _new(workspace, address, body, text, blocks)
    if address.message_ts is None:
        address.message_ts = message.ts
    workspace.traffic.tell("message", message)
    return message


def mind_the_listener(workspace: State, about: str, text: Any, blocks: Any) -> None:
    """Complain of blocks that come without a text: screen readers and notifications read the text."""
    if blocks and not text:
        workspace.traffic.complain(
            about, "blocks without a text: screen readers and notifications have nothing to read"
        )


def _new(workspace: State, address: ResponseUrl, body: Json, text: str, blocks: Any) -> Message:
    for_all = body.get("response_type") == "in_channel"
    return workspace.messages.post(
        workspace.channels[address.channel_id],
        workspace.bot.id,
        text,
        blocks,
        reader=None if for_all else address.user_id,
        thread_ts=body.get("thread_ts") or address.thread_ts,
        metadata=body.get("metadata"),
        attachments=body.get("attachments"),
    )
