"""Web API methods about who and what there is: the app itself, users, user groups, conversations."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.standins.slack.methods import Args, method, need, page
from bot.standins.slack.model import Channel, Json, SlackError, User
from bot.standins.slack.state import State

_KINDS = {"public": "channels", "private": "groups", "im": "im"}
_TYPES = {"public_channel": "public", "private_channel": "private", "im": "im"}
"""As they are asked for."""


@method("auth.test")
def auth_test(workspace: State, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/auth.test"""
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": workspace.bot.name,
        "team_id": workspace.team_id,
        "user_id": workspace.bot.id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": workspace.is_org_wide,
        **({"enterprise_id": workspace.enterprise_id} if workspace.enterprise_id else {}),
    }


@method("bots.info", scopes=("users:read",))
def bots_info(workspace: State, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/bots.info"""
    if args.text("bot") not in ("", workspace.bot_id):
        raise SlackError("bot_not_found")
    bot = {"id": workspace.bot_id, "deleted": False, "name": workspace.bot.real_name}
    return {"bot": {**bot, "app_id": workspace.app_id, "user_id": workspace.bot.id}}


@method("users.info", scopes=("users:read",), required=("user",))
def users_info(workspace: State, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/users.info"""
    user = workspace.users.get(args.text("user"))
    if user is None:
        raise SlackError("user_not_found")
    return {"user": _user(workspace, user, with_locale=args.flag("include_locale"))}


@method("users.list", scopes=("users:read",))
def users_list(workspace: State, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/users.list"""
    users, following = page(list(workspace.users.values()), args)
    return {
        "members": [_user(workspace, user, with_locale=args.flag("include_locale")) for user in users],
        **following,
    }


@method("usergroups.list", scopes=("usergroups:read",))
def usergroups_list(workspace: State, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/usergroups.list"""
    return {
        "usergroups": [
            {
                "id": group.id,
                "team_id": workspace.team_id,
                "is_usergroup": True,
                "name": group.name,
                "handle": group.handle,
                "date_delete": 0,
                "user_count": len(group.members),
                **({"users": list(group.members)} if args.flag("include_users") else {}),
            }
            for group in workspace.groups.values()
        ]
    }


@method("usergroups.users.list", scopes=("usergroups:read",), required=("usergroup",))
def usergroups_users_list(workspace: State, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/usergroups.users.list"""
    group = workspace.groups.get(args.text("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": list(group.members)}


@method("conversations.info", required=("channel",))
def conversations_info(workspace: State, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.info"""
    return {
        "channel": _channel(
            workspace, _readable(workspace, args), with_count=args.flag("include_num_members")
        )
    }


@method("conversations.members", required=("channel",))
def conversations_members(workspace: State, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.members"""
    channel = _readable(workspace, args)
    members = [*channel.members, *([workspace.bot.id] if channel.has_bot else [])]
    found, following = page(members, args)
    return {"members": found, **following}


@method("users.conversations")
def users_conversations(workspace: State, args: Args) -> Json:
    """List those that the app is in. https://docs.slack.dev/reference/methods/users.conversations"""
    asked = [one for one in (args.text("types") or "public_channel").split(",") if one]
    if not set(asked) <= _TYPES.keys():
        raise SlackError("invalid_types")
    kinds = {_TYPES[one] for one in asked}
    for kind in sorted(kinds):
        need(workspace, f"{_KINDS[kind]}:read")
    mine = [
        _channel(workspace, one)
        for one in workspace.channels.values()
        if one.kind in kinds and one.has_bot and not (one.is_archived and args.flag("exclude_archived"))
    ]
    found, following = page(mine, args)
    return {"channels": found, **following}


@method("conversations.open", scopes=("im:write",))
def conversations_open(workspace: State, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.open"""
    wanted = [one for one in args.text("users").split(",") if one]
    if not wanted:
        raise SlackError("users_list_not_supplied")
    if len(wanted) > 1:
        raise SlackError("missing_scope", needed="mpim:write", provided=",".join(sorted(workspace.scopes)))
    user = workspace.users.get(wanted[0])
    if user is None or user.is_bot:
        raise SlackError("user_not_found")
    if user.deleted:
        raise SlackError("user_disabled")
    channel = workspace.dm(user)
    return {"channel": _channel(workspace, channel) if args.flag("return_im") else {"id": channel.id}}


def _readable(workspace: State, args: Args) -> Channel:
    every_kind = tuple(f"{kind}:read" for kind in _KINDS.values())
    need(workspace, *every_kind)
    channel = workspace.find_channel(args.text("channel"))
    need(workspace, f"{_KINDS[channel.kind]}:read")
    return channel


def _user(workspace: State, user: User, *, with_locale: bool) -> Json:
    offset = datetime.now(ZoneInfo(user.tz)).utcoffset()
    profile = {
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": "",
        "team": user.team_id,
    }
    if "users:read.email" in workspace.scopes:
        profile["email"] = user.email
    return {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "real_name": user.real_name,
        "deleted": user.deleted,
        "tz": user.tz,
        "tz_label": user.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": profile,
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_restricted": user.is_restricted or user.is_ultra_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
        "is_bot": user.is_bot,
        "is_app_user": False,
        **({"is_stranger": True} if user.is_stranger else {}),
        **({"locale": user.locale} if with_locale else {}),
    }


def _channel(workspace: State, channel: Channel, *, with_count: bool = False) -> Json:
    if channel.is_im:
        return {
            "id": channel.id,
            "is_im": True,
            "user": channel.members[0],
            "is_archived": False,
            "is_open": True,
        }
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": True,
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_shared": channel.shared_with is not None,
        "is_ext_shared": channel.shared_with is not None,
        "is_org_shared": False,
        "is_member": channel.has_bot,
        "shared_team_ids": [workspace.team_id, *([channel.shared_with] if channel.shared_with else [])],
        "context_team_id": workspace.team_id,
        **({"num_members": len(channel.members) + channel.has_bot} if with_count else {}),
    }
