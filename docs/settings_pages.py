"""The settings as a page and as `.env.example`, both read off `bot.settings.Settings`."""

from __future__ import annotations

from enum import Enum
from typing import Any

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from bot.settings import Settings
from docs.tables import code, table

GROUPS: dict[str, tuple[str, ...]] = {
    "Slack": ("slack_bot_token", "slack_app_token", "slack_signing_secret", "slack_api_url"),
    "Appointment service": (
        "appointments_provider",
        "appointments_api_url",
        "appointments_api_token",
        "appointments_client_id",
        "appointments_client_secret",
        "appointments_token_url",
        "appointments_timeout_seconds",
        "appointments_late_seconds",
    ),
    "Where it runs": ("host", "port", "database_url", "metrics_token", "log_level", "log_format"),
    "The desk": (
        "appt_command",
        "desk_timezone",
        "departments",
        "default_minutes",
        "look_back_days",
        "look_ahead_days",
    ),
    "Alerts": ("alerts_poll_seconds", "alerts_days_ahead"),
    "Who may do and see what": (
        "booking_usergroups",
        "details_usergroups",
        "alerts_usergroups",
        "card_privacy",
    ),
    "Meeting rooms": ("meet_host", "room_hosts"),
    "SQOD's ways": (
        "sqod_create_encoding",
        "sqod_form_booleans",
        "sqod_per_page",
        "sqod_tells_claimant",
        "sqod_patch_override",
    ),
    "Pexip Engage's ways": (
        "pexip_enterprise",
        "pexip_scopes",
        "pexip_client_auth",
        "pexip_accept_language",
        "pexip_per_page",
        "pexip_names_minutes",
        "pexip_tells_claimant",
        "pexip_cancel",
    ),
}
"""Every setting once, in the order in which somebody sets Frontdesk up."""


def settings_page() -> str:
    """Print docs/settings.md."""
    parts = [
        "# Settings",
        "Set these in the environment, or in a file named `.env` in the folder where Frontdesk is started. "
        "The environment wins. An empty value counts as not set. "
        "Copy `.env.example` to begin; `python -m bot doctor` says what to mend.",
        "Names in capitals, as written here, are the usual ones; small letters work too.",
    ]
    for title, rows in _grouped().items():
        cells = [(code(name.upper()), _shown(field), _description(field)) for name, field in rows.items()]
        parts += [f"## {title}", table(("Variable", "Default", "What to give"), cells)]
    return "\n\n".join(parts) + "\n"


def env_example() -> str:
    """Print .env.example: what has a default stands as a comment, what has none waits to be filled in."""
    parts = ["# Copy this file to .env and fill in what you need. docs/settings.md says more."]
    for title, rows in _grouped().items():
        lines = [f"# --- {title} ---"]
        for name, field in rows.items():
            default = plain_default(field.default)
            lines += [f"# {_description(field)}", f"{'# ' if default else ''}{name.upper()}={default}"]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def plain_default(value: Any) -> str:
    """Write a default the way it is typed into a variable; nothing where there is none."""
    if value is None:
        return ""
    if isinstance(value, SecretStr):
        raise TypeError("a secret has no default")
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ",".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _grouped() -> dict[str, dict[str, FieldInfo]]:
    fields = Settings.model_fields
    named = [name for names in GROUPS.values() for name in names]
    if sorted(named) != sorted(fields):
        raise ValueError(
            f"docs.settings_pages.GROUPS: put each setting in one group: {set(named) ^ set(fields)}"
        )
    return {title: {name: fields[name] for name in names} for title, names in GROUPS.items()}


def _description(field: FieldInfo) -> str:
    return field.description or ""


def _shown(field: FieldInfo) -> str:
    default = plain_default(field.default)
    return code(default) if default else "not set"
