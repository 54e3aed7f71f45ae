"""Which workspace a request of Slack's is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Body = Mapping[str, Any]


def team_of(body: Body) -> str:
    """Name the team whose installation a request is for; empty where it names none.

    In a channel shared with others the people may be of another team, so what says where the app is installed comes first:
    an event's authorizations, a view's own team. https://docs.slack.dev/apis/slack-connect
    """
    authorizations = body.get("authorizations")
    first = authorizations[0] if isinstance(authorizations, list) and authorizations else None
    view = body.get("view")
    team = body.get("team")
    said = (
        _field(first, "team_id"),
        _field(view, "app_installed_team_id"),
        body.get("team_id"),
        _field(team, "id"),
        _field(view, "team_id"),
        _field(body.get("user"), "team_id"),
    )
    return next((one for one in said if isinstance(one, str) and one), "")


def organisation_of(body: Body) -> str:
    """Name the organisation whose installation for all its workspaces a request is for; empty where it is for no such one.

    Slack says so as text in a command's form. https://docs.slack.dev/enterprise/organization-ready-apps
    """
    authorizations = body.get("authorizations")
    first = authorizations[0] if isinstance(authorizations, list) and authorizations else None
    if isinstance(first, Mapping):
        is_org_wide, said = first.get("is_enterprise_install"), first.get("enterprise_id")
    else:
        is_org_wide = body.get("is_enterprise_install")
        said = body.get("enterprise_id") or _field(body.get("enterprise"), "id")
    return said if is_org_wide in (True, "true") and isinstance(said, str) else ""


def _field(part: object, name: str) -> object:
    return part.get(name) if isinstance(part, Mapping) else None
