"""Read what somebody asks for out of what Slack sends: a command, a click, a shortcut."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.answering import Ask

Body = Mapping[str, Any]


def ask_of_command(body: Body) -> Ask:
    """Read a slash command, with its words as Slack sends them. https://docs.slack.dev/interactivity/implementing-slash-commands"""
    text = str(body.get("text") or "")
    return Ask(body["user_id"], body.get("channel_id"), text, body["trigger_id"], body["response_url"])


def ask_of_action(body: Body) -> Ask:
    """Read a click. https://docs.slack.dev/reference/interaction-payloads/block_actions-payload"""
    container, action = body.get("container") or {}, (body.get("actions") or [{}])[0]
    return Ask(
        body["user"]["id"],
        (body.get("channel") or {}).get("id") or container.get("channel_id"),
        str(
            action.get("value")
            or (action.get("selected_option") or {}).get("value")
            or action.get("selected_date")
            or ""
        ),
        body.get("trigger_id", ""),
        body.get("response_url"),
        str(action.get("action_id") or ""),
        message=str((body.get("message") or {}).get("ts") or container.get("message_ts") or ""),
        window=str((body.get("view") or {}).get("type") or ""),
        view=str((body.get("view") or {}).get("id") or ""),
        thread=str(container.get("thread_ts") or ""),
        mark=str(action.get("block_id") or ""),
    )


def ask_of_shortcut(body: Body, words: str = "") -> Ask:
    """Read a shortcut; one of a message comes with it, and with a channel. https://docs.slack.dev/interactivity/implementing-shortcuts"""
    message = body.get("message") or {}
    return Ask(
        body["user"]["id"],
        (body.get("channel") or {}).get("id"),
        words,
        body.get("trigger_id", ""),
        body.get("response_url"),
        str(body.get("callback_id") or ""),
        message=str(body.get("message_ts") or message.get("ts") or ""),
        window="shortcut",
        thread=str(message.get("thread_ts") or ""),
    )
