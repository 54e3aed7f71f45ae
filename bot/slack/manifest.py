"""The Slack app manifest, made of the verbs and scopes that the code has.

https://docs.slack.dev/reference/app-manifest
"""

from __future__ import annotations

from typing import Any

import yaml

from bot.settings import Settings
from bot.settings.paths import EVENTS_PATH, REDIRECT_PATH
from bot.slack.prompts import DESCRIPTION, PROMPTS
from bot.slack.shortcuts import SHORTCUTS
from bot.slack.surfaces import asked_scopes, events_of
from bot.verbs import usage_hint

GONE = ("app_uninstalled", "tokens_revoked")
"""Events that tell that Frontdesk was removed: what is secret of that workspace is erased then."""
OF_ORGANISATIONS = ("team_access_granted", "team_access_revoked")
"""Events that tell which workspaces of an organisation have the app."""


def manifest(settings: Settings, url: str | None, *, org: bool = False) -> dict[str, Any]:
    """Describe the app for HTTP at `url`, where it can be installed from, or for Socket Mode where there is none.

    `org`: for whole organisations (Enterprise Grid) too.
    """
    base = url.rstrip("/") if url else None
    request_url = f"{base}{EVENTS_PATH}" if base else None
    command: dict[str, Any] = {
        "command": settings.appt_command,
        "description": "Book, see, move and cancel video appointments",
        "usage_hint": usage_hint(),
        "should_escape": True,
    }
    interactivity: dict[str, Any] = {"is_enabled": True}
    events: dict[str, Any] = {"bot_events": events_of(settings)}
    oauth: dict[str, Any] = {"scopes": {"bot": list(asked_scopes(settings))}}
    if request_url:
        heard = [*events["bot_events"], *GONE, *(OF_ORGANISATIONS if org else ())]
        events = {"request_url": request_url, "bot_events": heard}
        oauth = {"redirect_urls": [f"{base}{REDIRECT_PATH}"], **oauth}
        command["url"] = request_url
        interactivity["request_url"] = request_url
        interactivity["message_menu_options_url"] = request_url  # for the menus that the service fills
    agent: dict[str, Any] = {
        "agent_view": {
            "agent_description": DESCRIPTION,
            "suggested_prompts": [one.told() for one in PROMPTS],
        }
    }
    return {
        "display_information": {
            "name": "Frontdesk",
            "description": "Video appointments: book, see, move and cancel",
            "background_color": "#1b4d5c",
        },
        "features": (agent if settings.agent_view else {})
        | {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": not settings.direct_messages,
            },
            "bot_user": {"display_name": "Frontdesk", "always_online": True},
            "slash_commands": [command],
            **_shortcuts(settings),
        },
        "oauth_config": oauth,
        "settings": {
            "event_subscriptions": events,
            "interactivity": interactivity,
            "org_deploy_enabled": org,
            "socket_mode_enabled": request_url is None,
            "token_rotation_enabled": False,
        },
    }


def _shortcuts(settings: Settings) -> dict[str, Any]:
    if not settings.shortcuts:
        return {}
    return {
        "shortcuts": [
            {"name": one.name, "type": one.kind, "callback_id": one.callback, "description": one.says}
            for one in SHORTCUTS
        ]
    }


def manifest_yaml(settings: Settings, url: str | None, *, org: bool = False) -> str:
    """Print the manifest as YAML."""
    return yaml.safe_dump(manifest(settings, url, org=org), sort_keys=False, allow_unicode=True, width=110)
