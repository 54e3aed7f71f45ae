"""Slack's own commands that matter to an app: who brings it into a channel, takes it out, archives the channel."""

from __future__ import annotations

from collections.abc import Callable

from bot.standins.slack.acks import slackbot_says
from bot.standins.slack.model import Channel, User
from bot.standins.slack.state import State


def run(workspace: State, user: User, channel: Channel, typed: str) -> bool:
    """Do what was typed if it is Slack's own command; False if it is not."""
    command, _, rest = typed.partition(" ")
    do = _COMMANDS.get(command)
    if do is None:
        return False
    if channel.is_im:
        slackbot_says(workspace, user, channel, f"{command} does not work in direct messages.")
    else:
        do(workspace, user, channel, rest.strip())
    return True


def _invite(workspace: State, user: User, channel: Channel, whom: str) -> None:
    if not _is_app(workspace, whom):
        slackbot_says(workspace, user, channel, f"No user matches {whom or 'that'}.")
    elif channel.has_bot:
        slackbot_says(workspace, user, channel, f"{whom} is already in this channel.")
    else:
        channel.has_bot = True
        _tell_all(workspace, workspace.bot, channel, f"was added to #{channel.name} by {user.real_name}.")


def _remove(workspace: State, user: User, channel: Channel, whom: str) -> None:
    if not _is_app(workspace, whom) or not channel.has_bot:
        slackbot_says(workspace, user, channel, f"{whom or 'That'} is not in this channel.")
    else:
        channel.has_bot = False
        _tell_all(workspace, workspace.bot, channel, f"was removed from #{channel.name} by {user.real_name}.")


def _archive(workspace: State, user: User, channel: Channel, _: str) -> None:
    _tell_all(workspace, user, channel, "archived the channel.")
    channel.is_archived = True


_COMMANDS: dict[str, Callable[[State, User, Channel, str], None]] = {
    "/invite": _invite,
    "/remove": _remove,
    "/kick": _remove,
    "/archive": _archive,
}


def _is_app(workspace: State, whom: str) -> bool:
    return whom.removeprefix("@").casefold() == workspace.bot.real_name.casefold()


def _tell_all(workspace: State, who: User, channel: Channel, text: str) -> None:
    workspace.traffic.tell("message", workspace.messages.post(channel, who.id, text, by_bot=False))
