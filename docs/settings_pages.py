"""The settings as a page and as `.env.example`, both read off the groups of variables: ours, and each of our vendors'."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from bot.apis.account import Account
from bot.apis.vendors import OURS, VENDORS
from bot.settings import Settings
from bot.settings.notify import NotifySettings
from bot.settings.reading import PROVIDER
from bot.settings.secret_files import may_be_in_files
from bot.settings.surfaces import SurfaceSettings
from bot.settings.usergroups import USERGROUPS
from docs.service_pages import choices, heading
from docs.tables import code, table

GROUPS: dict[str, tuple[str, ...]] = {
    "Slack": ("slack_bot_token", "slack_app_token", "slack_signing_secret", "slack_api_url"),
    "Many workspaces": (
        "slack_client_id",
        "slack_client_secret",
        "secret_keys",
        "public_url",
        "install_allowed",
        "slack_authorize_url",
    ),
    "Appointment service": (
        "appointments_provider",
        *Account.model_fields,
        "appointments_timeout_seconds",
        "appointments_late_seconds",
    ),
    "Where it runs": (
        "host",
        "port",
        "database_url",
        "metrics_token",
        "otel_exporter_otlp_endpoint",
        "log_level",
        "log_format",
    ),
    "The desk": (
        "appt_command",
        "desk_timezone",
        "desk_hours",
        "desk_nation",
        "interpreter_agencies",
        "departments",
        "default_minutes",
        "look_back_days",
        "look_ahead_days",
    ),
    "Ways in": tuple(SurfaceSettings.model_fields),
    "Telling the claimant, with GOV.UK Notify": tuple(NotifySettings.model_fields),
    "How long anything is kept": ("retention_days", "audit_days"),
    "Alerts": ("alerts_poll_seconds", "alerts_days_ahead", "ask_after_minutes"),
    "Who may do and see what": (
        *(one.name for one in USERGROUPS),
        "card_privacy",
    ),
}
"""Every setting once but the vendors' own, in the order in which somebody sets Frontdesk up."""


def settings_page() -> str:
    """Print docs/settings.md."""
    parts = [
        "# Settings",
        "Set these in the environment, or in a file named `.env` in the folder where Frontdesk is started. "
        "The environment wins. An empty value counts as not set. "
        "Copy `.env.example` to begin; `frontdesk doctor` says what to mend.",
        "**Secrets may stand in files**, as Docker, Kubernetes and systemd hand them over: the variable with `_FILE` behind its name says which file, e.g. "
        f"`SLACK_BOT_TOKEN_FILE=/run/secrets/slack_bot_token`. It works for {_secrets()}. White space round a secret is no part of it. "
        "Give the variable or its file, not both.",
        "Names in capitals, as written here, are the usual ones; small letters work too. A service that is installed "
        "beside Frontdesk is chosen by its own name, and has settings of its own.",
    ]
    for title, rows in grouped().items():
        cells = [(code(row.name), code(row.default) if row.default else "not set", row.says) for row in rows]
        parts += [f"## {title}", table(("Variable", "Default", "What to give"), cells)]
    return "\n\n".join(parts) + "\n"


def _secrets() -> str:
    """Name every variable that a file may hold, once."""
    fields = [Settings.model_fields, *(vendor.settings.model_fields for vendor in OURS)]
    names = dict.fromkeys(name for one in fields for name in may_be_in_files(one))
    *first, last = map(code, names)
    return f"{', '.join(first)} and {last}"


def env_example() -> str:
    """Print .env.example: what has a default stands as a comment, what has none waits to be filled in."""
    parts = ["# Copy this file to .env and fill in what you need. docs/settings.md says more."]
    for title, rows in grouped().items():
        lines = [f"# --- {title} ---"]
        for row in rows:
            lines += [f"# {row.says}", f"{'# ' if row.default else ''}{row.name}={row.default}"]
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
        return ",".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


@dataclass(frozen=True, slots=True)
class Row:
    """One variable, as the pages write it."""

    name: str
    default: str
    says: str


def grouped() -> dict[str, list[Row]]:
    """Every variable under its heading: ours in their groups, then each vendor's own."""
    shared = Settings.model_fields | Account.model_fields
    named = [name for names in GROUPS.values() for name in names]
    if sorted(named) != sorted(shared):
        raise ValueError(
            f"docs.settings_pages.GROUPS: put each setting in one group: {set(named) ^ set(shared)}"
        )
    ours = {title: [_row(name, shared[name]) for name in names] for title, names in GROUPS.items()}
    theirs = {
        heading(vendor): [
            _row(name, field) for name, field in vendor.settings.model_fields.items() if name not in shared
        ]
        for vendor in OURS
    }
    return ours | theirs


def _row(name: str, field: FieldInfo) -> Row:
    if name == PROVIDER:
        return Row(name.upper(), VENDORS.default, f"Which appointment service: {choices()}.")
    default = "" if field.is_required() else plain_default(field.default)
    return Row(name.upper(), default, field.description or "")
