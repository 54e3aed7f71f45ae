"""What is said of a conversation in which nothing can be posted: why, and what can be done there."""

from __future__ import annotations

from enum import StrEnum


class Closed(StrEnum):
    """Why Slack takes no message there."""

    ARCHIVED = "archived"
    RESTRICTED = "restricted"
    BETWEEN_OTHERS = "between_others"
    NOT_IN_IT = "not_in_it"
    TOO_LONG = "too_long"


_ARCHIVED = {"is_archived", "is_inactive"}
_TOO_LONG = {"msg_blocks_too_long", "msg_too_long", "invalid_blocks", "invalid_blocks_format"}
_CARD = {
    Closed.ARCHIVED: "Its card could not be posted, because that channel is archived, so here it is. "
    "For the next one, choose another channel.",
    Closed.RESTRICTED: "Its card could not be posted, because only some may post in that channel, so here it is. "
    "Ask an admin of the channel to let Frontdesk post there, or choose another one.",
    Closed.BETWEEN_OTHERS: "Its card could not be posted, because Frontdesk can't join a conversation between others, so here it is. "
    "For the next one, choose a channel.",
    Closed.NOT_IN_IT: "Its card could not be posted, because Frontdesk is not in that conversation, so here it is. "
    "For the next one, type /invite @Frontdesk in that channel.",
    Closed.TOO_LONG: "Its card could not be posted, because Slack found it too long, so here it is. "
    "Tell whoever runs Frontdesk.",
}
_ALERTS = {
    Closed.ARCHIVED: "The alerts in {channel} are paused: the channel is archived. "
    "Unarchive it and type {command} alerts resume there, or set them in another channel.",
    Closed.RESTRICTED: "The alerts in {channel} are paused: only some may post in that channel. "
    "Ask an admin of the channel to let Frontdesk post there, then type {command} alerts resume.",
    Closed.BETWEEN_OTHERS: "The alerts in {channel} are paused: Frontdesk can't join a conversation between others. "
    "Set them in a channel instead.",
    Closed.NOT_IN_IT: "The alerts in {channel} are paused: Frontdesk is no longer in it. "
    "To have them again, type /invite @Frontdesk there and then {command} alerts resume.",
    Closed.TOO_LONG: "The alerts in {channel} are paused: Slack found the message too long. "
    "Narrow them with a filter, then type {command} alerts resume; and tell whoever runs Frontdesk.",
}


def why_closed(code: str, channel: str) -> Closed:
    """Read Slack's own word for why it took no message."""
    if code in _ARCHIVED:
        return Closed.ARCHIVED
    if code in _TOO_LONG:
        return Closed.TOO_LONG
    if code.startswith("restricted_action") or code == "posting_to_general_channel_denied":
        return Closed.RESTRICTED
    return Closed.BETWEEN_OTHERS if channel.startswith("D") else Closed.NOT_IN_IT


def card_not_posted(booked: str, code: str, channel: str) -> str:
    """Say that a booking's card could not be posted; `booked`: who and when."""
    return f"Booked: {booked}. {_CARD[why_closed(code, channel)]}"


def alerts_paused(code: str, channel: str, command: str) -> str:
    """Say, as mrkdwn, that the alerts of a channel are paused."""
    return _ALERTS[why_closed(code, channel)].format(channel=f"<#{channel}>", command=command)
