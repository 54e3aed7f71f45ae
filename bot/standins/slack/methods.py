"""The Web API's door: who may call what, with which arguments, and how Slack says no.

https://docs.slack.dev/apis/web-api
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.standins.slack.model import Json, NotHereYet, SlackError
from bot.standins.slack.state import State


class Args(dict[str, Any]):
    """The arguments of a call, from a query, a form or JSON: forms carry structures as JSON text, and flags as `1`."""

    def text(self, name: str) -> str:
        value = self.get(name)
        return "" if value is None else str(value)

    def flag(self, name: str) -> bool:
        return str(self.get(name, "")).lower() in ("1", "true")

    def structure(self, name: str, fault: str = "invalid_arguments") -> Any:
        value = self.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise SlackError(fault, f"[ERROR] {name} is not valid JSON") from None

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.get(name) or default)
        except ValueError:
            raise SlackError("invalid_arguments", f"[ERROR] {name} must be a number") from None


Handler = Callable[["State", Args], Json]


@dataclass(frozen=True)
class Method:
    """One method: any one of `scopes` opens it (none: no scope is needed), `app_level` asks for the app's token."""

    name: str
    run: Handler
    scopes: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    app_level: bool = False


METHODS: dict[str, Method] = {}

MISTAKES = frozenset(
    {
        "duplicate_external_id",
        "entity_metadata_does_not_match_trigger",
        "error_processing_metadata",
        "exchanged_trigger_id",
        "expired_trigger_id",
        "expired_url",
        "invalid_arguments",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_limit",
        "invalid_metadata",
        "invalid_metadata_format",
        "invalid_payload",
        "invalid_ts_latest",
        "invalid_ts_oldest",
        "invalid_trigger_id",
        "invalid_url",
        "metadata_too_large",
        "missing_scope",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "not_allowed_token_type",
        "not_authed",
        "only_one_table_allowed",
        "push_limit_reached",
        "unknown_method",
        "used_url",
        "user_auth_url_missing",
        "view_too_large",
    }
)
"""Refusals that are always the app's own fault, whatever people and channels do: each is a complaint."""


def method(
    name: str, *, scopes: tuple[str, ...] = (), required: tuple[str, ...] = (), app_level: bool = False
) -> Callable[[Handler], Handler]:
    """Make a function the Web API method of that name."""

    def register(run: Handler) -> Handler:
        METHODS[name] = Method(name, run, scopes, required, app_level)
        return run

    return register


def call(workspace: State, name: str, token: str | None, args: Mapping[str, Any]) -> Json:
    """Answer one Web API call as Slack does: `ok` is false, with the error's name, for whatever it refuses."""
    try:
        found = METHODS.get(name)
        if found is None:
            raise SlackError("unknown_method", req_method=name)
        _admit(workspace, found, token)
        given = Args(args)
        missing = [one for one in found.required if given.get(one) in (None, "")]
        if missing:
            raise SlackError(
                "invalid_arguments", *(f"[ERROR] missing required field: {one}" for one in missing)
            )
        return {"ok": True, **found.run(workspace, given)}
    except SlackError as refusal:
        if refusal.code in MISTAKES and not isinstance(refusal, NotHereYet):
            workspace.traffic.complain(name, str(refusal))
        return refused(refusal)


def refused(refusal: SlackError) -> Json:
    answer: Json = {"ok": False, "error": refusal.code, **refusal.more}
    if refusal.messages:
        answer["response_metadata"] = {"messages": refusal.messages}
    return answer


def need(workspace: State, *scopes: str) -> None:
    """Refuse unless the token has one of `scopes`."""
    if scopes and not workspace.scopes.intersection(scopes):
        raise SlackError(
            "missing_scope", needed=",".join(scopes), provided=",".join(sorted(workspace.scopes))
        )


def page(items: list[Any], args: Args, default: int = 1000) -> tuple[list[Any], Json]:
    """Cut one page out of a list, with the cursor of the next."""
    limit = min(args.number("limit", default) or default, 1000)
    cursor = args.text("cursor")
    if cursor and not cursor.isdigit():
        raise SlackError("invalid_cursor")
    start = int(cursor or 0)
    following = str(start + limit) if start + limit < len(items) else ""
    return items[start : start + limit], {"response_metadata": {"next_cursor": following}}


def _admit(workspace: State, found: Method, token: str | None) -> None:
    if not token:
        raise SlackError("not_authed")
    if token != workspace.app_token:
        workspace.admits(token)
    if (token == workspace.app_token) != found.app_level:
        raise SlackError("not_allowed_token_type")
    need(workspace, *found.scopes)
