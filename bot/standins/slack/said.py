"""What is said in a conversation: how it is kept, and the event that the app hears of it.

https://docs.slack.dev/reference/events/message
https://docs.slack.dev/reference/events/app_mention
"""

from __future__ import annotations

import re

from bot.standins.slack.messages import as_told
from bot.standins.slack.model import Json, Message
from bot.standins.slack.state import State

_TOKENS = re.compile(
    r"(?P<link>https?://[^\s<>]+)"
    r"|(?P<mail>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<!\S)@(?P<name>[\w.-]*\w)"
)


def as_kept(workspace: State, typed: str) -> str:
    """Write what a person typed as Slack keeps it: entities, and names and addresses as tokens."""
    text = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    users = {user.name.casefold(): user.id for user in workspace.users.values()}

    def token(found: re.Match[str]) -> str:
        if found["link"]:
            return f"<{found['link']}>"
        if found["mail"]:
            return f"<mailto:{found['mail']}|{found['mail']}>"
        some_id = users.get(found["name"].casefold())
        return f"<@{some_id}>" if some_id else found[0]

    return _TOKENS.sub(token, text)


def event_of(workspace: State, message: Message, before: Json | None) -> Json | None:
    """Build the event of a message; None where the app hears of none: it is told of its own conversations, and of what names it."""
    channel = workspace.channels[message.channel_id]
    if message.is_ephemeral or (channel.is_im and not channel.has_bot):
        return None
    told = told_of(workspace, message)
    where = {"channel": channel.id, "channel_type": "im" if channel.is_im else "channel"}
    if channel.is_im:
        return _in_conversation(workspace, message, told, before) | where | {"type": "message"}
    named = f"<@{workspace.bot.id}>"
    if message.by_bot or not channel.has_bot or message.deleted or named not in message.text:
        return None
    if before is not None and named in before["text"]:
        return None
    del where["channel_type"]
    return told | where | {"type": "app_mention", "event_ts": message.edited_ts or message.ts}


def told_of(workspace: State, message: Message) -> Json:
    """Tell a message as events do: with the author's team, and of a bot's which app's it is."""
    told = as_told(message) | {"team": workspace.team_id}
    if message.by_bot:
        told |= {"bot_id": workspace.bot_id, "app_id": workspace.app_id}
    elif message.other_bot:
        told["subtype"] = "bot_message"
        told.pop("user", None)
    else:
        told["client_msg_id"] = f"00000000-0000-4000-8000-{message.ts.replace('.', '')[-12:]}"
        told["team"] = workspace.users[message.user_id].team_id
    return told


def _in_conversation(workspace: State, message: Message, told: Json, before: Json | None) -> Json:
    if before is None:
        return told | {"event_ts": message.ts}
    now = workspace.messages.new_ts()
    changed: Json = {"hidden": True, "ts": now, "event_ts": now, "previous_message": before}
    if message.deleted:
        return changed | {"subtype": "message_deleted", "deleted_ts": message.ts}
    return changed | {"subtype": "message_changed", "message": told}
