"""What Slack sends for each thing that a person does.

https://docs.slack.dev/interactivity/implementing-slash-commands
https://docs.slack.dev/reference/interaction-payloads
https://docs.slack.dev/apis/events-api
"""

from __future__ import annotations

import re
import secrets
from typing import Any
from urllib.parse import urlsplit

from bot.standins.slack.check import elements_of
from bot.standins.slack.inputs import value_of
from bot.standins.slack.messages import as_told
from bot.standins.slack.model import Channel, Flexpane, Json, Message, ResponseUrl, User, View, copied
from bot.standins.slack.state import State


def command(
    workspace: State, user: User, channel: Channel, name: str, text: str, address: str
) -> dict[str, str]:
    """Build the form fields of a slash command, in Slack's order."""
    enterprise = {"enterprise_id": workspace.enterprise_id} if workspace.enterprise_id else {}
    return {
        "token": workspace.verification_token,
        "team_id": workspace.team_id,
        "team_domain": workspace.domain,
        **enterprise,
        "channel_id": channel.id,
        "channel_name": "privategroup" if channel.is_private else channel.name,
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": as_sent(workspace, text),
        "api_app_id": workspace.app_id,
        "is_enterprise_install": "true" if workspace.is_org_wide else "false",
        "response_url": address,
        "trigger_id": workspace.tickets.trigger(user.id, channel.id),
    }


_TOKENS = re.compile(
    r"(?P<link>https?://[^\s<>]+)"
    r"|(?P<mail>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<!\S)(?P<sign>[@#])(?P<name>[\w.-]*\w)"
)


def as_sent(workspace: State, typed: str) -> str:
    """Write what a person typed as Slack sends it: entities, and with `should_escape` names and links as tokens."""
    text = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if not workspace.should_escape:
        return text
    users = {user.name: user.id for user in workspace.users.values()}
    channels = {channel.name: channel.id for channel in workspace.channels.values() if not channel.is_im}

    def token(found: re.Match[str]) -> str:
        if found["link"]:
            return f"<{found['link']}>"
        if found["mail"]:
            return f"<mailto:{found['mail']}|{found['mail']}>"
        sign, name = found["sign"], found["name"]
        some_id = (users if sign == "@" else channels).get(name)
        return found[0] if some_id is None else f"<{sign}{some_id}|{name}>"

    return _TOKENS.sub(token, text)


def message_actions(
    workspace: State,
    user: User,
    channel: Channel,
    message: Message,
    actions: list[Json],
    address: ResponseUrl,
    url: str,
) -> Json:
    """Build `block_actions` for something pressed in a message; of an ephemeral one Slack does not send the message."""
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.is_ephemeral,
        **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
    }
    told = {} if message.is_ephemeral else {"message": _escaped(_with_author(workspace, message))}
    return {
        **_interaction(workspace, user, "block_actions"),
        "container": container,
        "trigger_id": workspace.tickets.trigger(user.id, channel.id),
        "channel": {"id": channel.id, "name": "privategroup" if channel.is_private else channel.name},
        **told,
        "state": workspace.messages.state_of(message, user.id),
        "response_url": url + address.path,
        "actions": _escaped(actions),
    }


def global_shortcut(workspace: State, user: User, callback: str) -> Json:
    """Build what a shortcut of Slack's own menu sends: no channel, and no address to answer to."""
    return {
        **_interaction(workspace, user, "shortcut"),
        "callback_id": callback,
        "action_ts": workspace.messages.new_ts(),
        "trigger_id": workspace.tickets.trigger(user.id),
    }


def message_shortcut(
    workspace: State,
    user: User,
    channel: Channel,
    message: Message,
    callback: str,
    address: ResponseUrl,
    url: str,
) -> Json:
    """Build what a shortcut of a message's menu sends: the message whole, whether or not the app is in the conversation."""
    name = "directmessage" if channel.is_im else "privategroup" if channel.is_private else channel.name
    return {
        **_interaction(workspace, user, "message_action"),
        "callback_id": callback,
        "action_ts": workspace.messages.new_ts(),
        "trigger_id": workspace.tickets.trigger(user.id, channel.id),
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": name},
        "response_url": url + address.path,
        "message": _escaped(_with_author(workspace, message)),
    }


def view_actions(workspace: State, user: User, view: View, actions: list[Json]) -> Json:
    """Build `block_actions` for something pressed or put in, in a modal or on the Home tab."""
    told = workspace.views.as_told(view)
    return {
        **_interaction(workspace, user, "block_actions"),
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": workspace.tickets.trigger(user.id, view.channel_id, view.id),
        "view": told,
        "state": copied(told["state"]),
        "actions": actions,
    }


def view_submission(workspace: State, user: User, view: View, url: str) -> Json:
    """Build `view_submission`; a menu of channels may ask for an address to answer to in the one that was chosen."""
    chosen = [
        (
            block["block_id"],
            element["action_id"],
            value_of(view.values[block["block_id"], element["action_id"]]),
        )
        for block in view.blocks
        for element in elements_of(block)
        if element.get("response_url_enabled")
    ]
    return {
        **_interaction(workspace, user, "view_submission"),
        "trigger_id": workspace.tickets.trigger(user.id, view.channel_id, view.id),
        "view": workspace.views.as_told(view),
        "response_urls": [
            {
                "block_id": block_id,
                "action_id": action_id,
                "channel_id": channel_id,
                "response_url": url + workspace.tickets.address("actions", user.id, channel_id).path,
            }
            for block_id, action_id, channel_id in chosen
            if channel_id
        ],
    }


def view_closed(workspace: State, user: User, view: View, *, is_cleared: bool) -> Json:
    told = _interaction(workspace, user, "view_closed")
    return {**told, "view": workspace.views.as_told(view), "is_cleared": is_cleared}


def block_suggestion(
    workspace: State, user: User, key: tuple[str, str], value: str, source: View | Message
) -> Json:
    """Build the question for the options of an external select."""
    block_id, action_id = key
    asked = {
        **_interaction(workspace, user, "block_suggestion"),
        "block_id": block_id,
        "action_id": action_id,
    }
    if isinstance(source, View):
        container = {"type": "view", "view_id": source.id}
        return {**asked, "value": value, "container": container, "view": workspace.views.as_told(source)}
    container = {"type": "message", "message_ts": source.ts, "channel_id": source.channel_id}
    channel = workspace.channels[source.channel_id]
    return {
        **asked,
        "value": value,
        "container": container,
        "channel": {"id": channel.id, "name": channel.name},
    }


def details_requested(workspace: State, user: User, pane: Flexpane, thread_ts: str | None) -> Json:
    """Build the event of somebody who opened a Work Object. https://docs.slack.dev/reference/events/entity_details_requested"""
    url = pane.entity["url"]
    return {
        "type": "entity_details_requested",
        "user": user.id,
        "trigger_id": workspace.tickets.trigger(user.id, pane.channel_id, flexpane=pane),
        "user_locale": user.locale,
        "link": {"url": url, "domain": urlsplit(url).hostname},
        "entity_url": url,
        "external_ref": pane.entity["external_ref"],
        "channel": pane.channel_id,
        "message_ts": pane.message_ts,
        **({"thread_ts": thread_ts} if thread_ts else {}),
    }


def event(workspace: State, inner: Json) -> Json:
    """Wrap an event as the Events API does."""
    return {
        "token": workspace.verification_token,
        "team_id": workspace.team_id,
        "api_app_id": workspace.app_id,
        "event": inner,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(workspace.clock().timestamp()),
        "authorizations": [
            {
                "enterprise_id": workspace.enterprise_id,
                "team_id": workspace.team_id,
                "user_id": workspace.bot.id,
                "is_bot": True,
                "is_enterprise_install": workspace.is_org_wide,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": secrets.token_hex(12),
    }


def _interaction(workspace: State, user: User, kind: str) -> Json:
    enterprise = (
        None if workspace.enterprise_id is None else {"id": workspace.enterprise_id, "name": workspace.name}
    )
    return {
        "type": kind,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id},
        "api_app_id": workspace.app_id,
        "token": workspace.verification_token,
        "team": None if workspace.is_org_wide else {"id": workspace.team_id, "domain": workspace.domain},
        "enterprise": enterprise,
        "is_enterprise_install": workspace.is_org_wide,
    }


def _with_author(workspace: State, message: Message) -> Json:
    told = as_told(message)
    author = workspace.users.get(message.user_id)
    if message.by_bot:
        told |= {"bot_id": workspace.bot_id, "app_id": workspace.app_id, "team": workspace.team_id}
    elif author is not None and author.is_bot:  # another app's, by a webhook: there is no user
        told |= {"subtype": "bot_message", "bot_id": f"B{author.id[1:]}", "username": author.real_name}
        del told["user"]
    return told


def _escaped(part: Any) -> Any:
    """Copy what a message holds with plain text escaped: that is how Slack sends it back.

    https://github.com/slackapi/bolt-python/issues/513
    """
    if isinstance(part, list):
        return [_escaped(one) for one in part]
    if not isinstance(part, dict):
        return part
    copied = {key: _escaped(value) for key, value in part.items()}
    if copied.get("type") == "plain_text":
        text = str(copied["text"])
        copied["text"] = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return copied
