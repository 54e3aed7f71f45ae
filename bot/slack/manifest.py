"""The Slack app manifest, made of the verbs and scopes that the code has.

https://docs.slack.dev/reference/app-manifest
"""

from __future__ import annotations

from typing import Any

import yaml

from bot.settings import Settings
from bot.settings.paths import EVENTS_PATH
from bot.slack.scopes import SCOPES
from bot.verbs import usage_hint


def manifest(settings: Settings, url: str | None) -> dict[str, Any]:
    """Describe the app for HTTP at `url`, or for Socket Mode where there is none."""
    request_url = f"{url.rstrip('/')}{EVENTS_PATH}" if url else None
    command: dict[str, Any] = {
        "command": settings.appt_command,
        "description": "Book, see, move and cancel video appointments",
        "usage_hint": usage_hint(),
        "should_escape": True,
    }
    interactivity: dict[str, Any] = {"is_enabled": True}
    events: dict[str, Any] = {"bot_events": ["app_home_opened"]}
    if request_url:
        events = {"request_url": request_url, **events}
        command["url"] = request_url
        interactivity["request_url"] = request_url
        interactivity["message_menu_options_url"] = request_url  # for the menus that the service fills
    return {
        "display_information": {
            "name": "Frontdesk",
            "description": "Video appointments: book, see, move and cancel",
            "background_color": "#1b4d5c",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "Frontdesk", "always_online": True},
            "slash_commands": [command],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": events,
            "interactivity": interactivity,
            "org_deploy_enabled": False,
            "socket_mode_enabled": request_url is None,
            "token_rotation_enabled": False,
        },
    }


def manifest_yaml(settings: Settings, url: str | None) -> str:
    """Print the manifest as YAML."""
    return yaml.safe_dump(manifest(settings, url), sort_keys=False, allow_unicode=True, width=110)
