"""Web API methods that post, change and read messages."""

from __future__ import annotations

from math import inf

from bot.standins.slack.events import Events
from bot.standins.slack.messages import as_told
from bot.standins.slack.methods import Args, method, need, page
from bot.standins.slack.model import Channel, Json, Message, SlackError
from bot.standins.slack.respond import mind_the_listener
from bot.standins.slack.state import State

CHAT = ("chat:write",)


@method("chat.postMessage", scopes=CHAT, required=("channel",))
def post_message(workspace: State, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/chat.postMessage

    A user's id as the channel means her conversation with the app.
    """
    user = workspace.users.get(args.text("channel"))
    channel = workspace.dm(user) if user and not user.is_bot else _writable(workspace, args)
    blocks = args.structure("blocks", "invalid_blocks_format")
    mind_the_listener(workspace, "chat.postMessage", args.text("text"), blocks)
    message = workspace.messages.post(
        channel,
        workspace.bot.id,
        args.text("text"),
        blocks,
        thread_ts=_thread(workspace, channel, args),
        broadcast=args.flag("reply_broadcast"),
        metadata=args.structure("metadata", "invalid_metadata_format"),
        attachments=args.structure("attachments"),
    )
    _heard(workspace, message)
    return {"channel": channel.id, "ts": message.ts, "message": _told(workspace, message)}


@method("chat.postEphemeral", scopes=CHAT, required=("channel", "user"))
def post_ephemeral(workspace: State, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/chat.postEphemeral"""
    channel = _writable(workspace, args)
    if args.text("user") not in channel.members:
        raise SlackError("user_not_in_channel")
    blocks = args.structure("blocks", "invalid_blocks_format")
    mind_the_listener(workspace, "chat.postEphemeral", args.text("text"), blocks)
    message = workspace.messages.post(
        channel,
        workspace.bot.id,
        args.text("text"),
        blocks,
        reader=args.text("user"),
        thread_ts=_thread(workspace, channel, args),
        attachments=args.structure("attachments"),
    )
    if message.thread_ts and not _is_thread(workspace, message):
        why = "nobody sees what is for one person's eyes where no thread is yet"
        workspace.traffic.complain("chat.postEphemeral", why)
    workspace.traffic.tell("message", message)
    return {"message_ts": message.ts}


@method("chat.update", scopes=CHAT, required=("channel", "ts"))
def update(workspace: State, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/chat.update

    Blocks and metadata that are not named stay as they were; an empty array or object takes them away.
    """
    channel, message = _own_message(workspace, args, "cant_update_message")
    if channel.is_archived:
        raise SlackError("is_inactive")
    blocks = args.structure("blocks", "invalid_blocks_format")
    blocks = message.blocks if blocks is None else blocks
    mind_the_listener(workspace, "chat.update", args.text("text"), blocks)
    metadata = args.structure("metadata", "invalid_metadata_format")
    before = as_told(message)
    workspace.messages.edit(message, args.text("text"), blocks, metadata)
    _heard(workspace, message, before)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": _told(workspace, message),
    }


@method("chat.delete", scopes=CHAT, required=("channel", "ts"))
def delete(workspace: State, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/chat.delete"""
    channel, message = _own_message(workspace, args, "cant_delete_message")
    before = as_told(message)
    workspace.messages.delete(message)
    _heard(workspace, message, before)
    return {"channel": channel.id, "ts": message.ts}


@method("chat.getPermalink", required=("channel", "message_ts"))
def get_permalink(workspace: State, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/chat.getPermalink"""
    channel = workspace.find_channel(args.text("channel"))
    message = workspace.messages.find(channel.id, args.text("message_ts"))
    if message is None or message.is_ephemeral:
        raise SlackError("message_not_found")
    link = f"https://{workspace.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    thread = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.thread_ts else ""
    return {"channel": channel.id, "permalink": link + thread}


@method("conversations.history", required=("channel",))
def history(workspace: State, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.history — newest first, no replies, no ephemerals."""
    _limit(args, most=999)
    channel = _history(workspace, args)
    found = [
        one for one in _within(workspace, channel, args) if one.thread_ts in (None, one.ts) or one.broadcast
    ]
    messages, following = page(found[::-1], args, default=100)
    more = bool(following["response_metadata"]["next_cursor"])
    return {"messages": [_told(workspace, one, args) for one in messages], "has_more": more, **following}


@method("conversations.replies", required=("channel", "ts"))
def replies(workspace: State, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.replies — the parent first, then by time."""
    _limit(args, most=1000)
    channel = _history(workspace, args)
    parent = workspace.messages.find(channel.id, args.text("ts"))
    if parent is None or parent.is_ephemeral:
        raise SlackError("thread_not_found")
    inside = [
        one for one in _within(workspace, channel, args) if one.thread_ts == parent.ts and one is not parent
    ]
    messages, following = page([parent, *inside], args)
    more = bool(following["response_metadata"]["next_cursor"])
    return {"messages": [_told(workspace, one, args) for one in messages], "has_more": more, **following}


def _is_thread(workspace: State, message: Message) -> bool:
    """Whether somebody has answered in a thread, so that it is one."""
    parent = workspace.messages.find(message.channel_id, message.thread_ts or "")
    return parent is not None and any(not one.is_ephemeral for one in workspace.messages.replies(parent))


def _heard(workspace: State, message: Message, before: Json | None = None) -> None:
    workspace.traffic.tell("message", message)
    if isinstance(workspace, Events):
        workspace.echoes(message, before)


def _thread(workspace: State, channel: Channel, args: Args) -> str | None:
    """Find the thread that a message goes into; Slack asks for the time stamp of its first message."""
    ts = args.text("thread_ts") or None
    parent = workspace.messages.find(channel.id, ts) if ts else None
    if parent is not None and parent.thread_ts not in (None, parent.ts):
        workspace.traffic.complain("thread_ts", "is a reply's own: the thread is its parent's")
        return parent.thread_ts
    return ts


def _writable(workspace: State, args: Args) -> Channel:
    return writable(workspace, args.text("channel"))


def writable(workspace: State, some_id: str) -> Channel:
    """Find a conversation that the app may write into. Raises what Slack does of the others."""
    channel = workspace.find_channel(some_id)
    if channel.is_archived:
        raise SlackError("is_archived")
    if not channel.has_bot and "chat:write.public" not in workspace.scopes:
        raise SlackError("not_in_channel")
    return channel


def _own_message(workspace: State, args: Args, refusal: str) -> tuple[Channel, Message]:
    """Find a message that the app may change: its own, and no ephemeral one."""
    channel = workspace.find_channel(args.text("channel"))
    message = workspace.messages.find(channel.id, args.text("ts"))
    if message is None or message.is_ephemeral:
        raise SlackError("message_not_found")
    if message.user_id != workspace.bot.id:
        raise SlackError(refusal)
    return channel, message


def _history(workspace: State, args: Args) -> Channel:
    kinds = {"public": "channels:history", "private": "groups:history", "im": "im:history"}
    need(workspace, *kinds.values())
    channel = workspace.find_channel(args.text("channel"))
    need(workspace, kinds[channel.kind])
    if not channel.has_bot:
        raise SlackError("not_in_channel")
    return channel


def _within(workspace: State, channel: Channel, args: Args) -> list[Message]:
    oldest, latest = _moment(args, "oldest", 0), _moment(args, "latest", inf)
    inclusive = args.flag("inclusive")
    return [
        one
        for one in workspace.messages.seen_in(channel.id)
        if oldest < float(one.ts) < latest or (inclusive and float(one.ts) in (oldest, latest))
    ]


def _moment(args: Args, name: str, default: float) -> float:
    try:
        return float(args.text(name) or default)
    except ValueError:
        raise SlackError(f"invalid_ts_{name}") from None


def _limit(args: Args, most: int) -> None:
    if not 1 <= args.number("limit", 1) <= most:
        raise SlackError("invalid_limit")


def _told(workspace: State, message: Message, args: Args | None = None) -> Json:
    """Write a message as the API tells it; history tells metadata only when it is asked to."""
    told = as_told(message)
    if message.by_bot:
        told |= {"bot_id": workspace.bot_id, "app_id": workspace.app_id, "team": workspace.team_id}
    if args is not None:
        if not args.flag("include_all_metadata"):
            told.pop("metadata", None)
        answers = workspace.messages.replies(message)
        if answers:
            latest = answers[-1].ts
            told |= {"thread_ts": message.ts, "reply_count": len(answers), "latest_reply": latest}
    return told
