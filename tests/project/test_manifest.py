"""Manifest, scopes, called methods, verbs and listeners: each told in one place, all of them held together here."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import yaml
from slack_sdk.web.async_client import AsyncWebClient

from blocks import ids
from bot.apis.vendors import VENDORS
from bot.settings import given_settings
from bot.settings.surfaces import SurfaceSettings
from bot.slack.manifest import manifest
from bot.slack.said import HEARD
from bot.slack.scopes import METHODS, OPTIONAL
from bot.slack.surfaces import SURFACES, asked_scopes, events_of, optional_scopes
from bot.verbs import VERBS, usage_hint
from handlers.clicks import CLICKS
from handlers.routes import EVENTS, FORMS, IN_FORMS, LINKS, OPTIONS, SHORTCUTS, route
from handlers.verbs import ANSWERS
from tests.project.sources import ROOT, module_name, nodes, sources, within

COMMITTED = (ROOT / "manifest.yaml").read_text("utf-8")
CLIENT_METHODS = {name for name in dir(AsyncWebClient) if "_" in name.strip("_") and not name.startswith("_")}
NEVER_SENT_BACK = {ids.NOTICE, ids.VALUE}
"""A modal without a submit, and inputs that say nothing before it."""


def printed(tmp_path: Path, *options: str, **variables: str) -> str:
    """What `frontdesk manifest` prints, where no settings are but these."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **variables}
    command = [sys.executable, "-m", "bot", "manifest", *options]
    return subprocess.run(
        command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
    ).stdout


def test_the_committed_manifest_is_the_printed_one(tmp_path: Path) -> None:
    assert printed(tmp_path) == COMMITTED, "run `make docs`"


def test_a_manifest_for_http_has_the_address_wherever_slack_calls(tmp_path: Path) -> None:
    made = yaml.safe_load(printed(tmp_path, "--url", "https://desk.example.org/", APPT_COMMAND="/desk"))
    (command,) = made["features"]["slash_commands"]
    assert command["command"] == "/desk"
    assert command["url"] == "https://desk.example.org/slack/events"
    assert made["settings"]["interactivity"]["request_url"] == command["url"]
    assert made["settings"]["interactivity"]["message_menu_options_url"] == command["url"]
    assert made["settings"]["socket_mode_enabled"] is False


def test_a_manifest_for_distribution_says_where_slack_sends_people_back_and_hears_of_removals(
    tmp_path: Path,
) -> None:
    made = yaml.safe_load(printed(tmp_path, "--url", "https://desk.example.org", "--org"))
    assert made["oauth_config"]["redirect_urls"] == ["https://desk.example.org/slack/oauth_redirect"]
    assert made["settings"]["org_deploy_enabled"] is True
    heard = set(made["settings"]["event_subscriptions"]["bot_events"])
    assert heard >= {"app_uninstalled", "tokens_revoked", "team_access_granted", "team_access_revoked"}
    for_one = yaml.safe_load(printed(tmp_path, "--url", "https://desk.example.org"))
    assert for_one["settings"]["org_deploy_enabled"] is False


def test_the_manifest_keeps_slacks_limits() -> None:
    made = yaml.safe_load(COMMITTED)
    (command,) = made["features"]["slash_commands"]
    assert len(made["display_information"]["name"]) <= 35
    assert len(made["display_information"]["description"]) <= 140
    assert len(command["description"]) <= 2000
    assert len(command["usage_hint"]) <= 1000


DEFAULTS = given_settings(VENDORS)
ALL_ON = given_settings(VENDORS, **dict.fromkeys(SurfaceSettings.model_fields, True))
ALL_OFF = given_settings(VENDORS, **dict.fromkeys(SurfaceSettings.model_fields, False))


def test_the_manifest_asks_for_the_scopes_that_are_explained() -> None:
    assert yaml.safe_load(COMMITTED)["oauth_config"]["scopes"]["bot"] == list(asked_scopes(DEFAULTS))
    assert all(why.endswith(".") for why in asked_scopes(ALL_ON).values())


def test_every_scope_serves_a_method_that_is_called_or_an_event() -> None:
    needed = {scope for scopes in METHODS.values() for scope in scopes}
    heard = {scope for surface in SURFACES if surface.events for scope in surface.scopes}
    asked = set(asked_scopes(ALL_ON)) | set(OPTIONAL)
    assert needed | {"commands"} <= asked
    assert asked <= needed | heard | {"commands"}


def test_what_is_turned_off_is_not_in_the_manifest() -> None:
    for surface in SURFACES:
        assert surface.is_on(ALL_ON)
        assert surface.is_on(ALL_OFF) == (not surface.setting)
    made = manifest(ALL_OFF, None)
    assert made["oauth_config"]["scopes"]["bot"] == [
        scope for scope in asked_scopes(DEFAULTS) if not any(scope in one.scopes for one in SURFACES)
    ]
    assert made["settings"]["event_subscriptions"]["bot_events"] == ["app_home_opened"]


def test_what_may_be_added_is_not_asked_for() -> None:
    optional = optional_scopes(DEFAULTS)
    assert not set(optional) & set(asked_scopes(DEFAULTS))
    assert [scope for scope in optional if scope in COMMITTED] == []
    assert all(scope.endswith(":history") and why.endswith(".") for scope, why in OPTIONAL.items())


def test_the_methods_that_are_called_are_those_that_are_listed() -> None:
    called = {
        node.attr.replace("_", ".")
        for path in sources("bot", "handlers")
        if not within(module_name(path), "bot.playground")
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr in CLIENT_METHODS - {"api_call"}
    }
    assert called == set(METHODS)


def test_every_verb_has_an_answer() -> None:
    assert list(ANSWERS) == [verb.name for verb in VERBS]


def test_the_usage_hint_names_verbs_that_exist() -> None:
    hinted = {word.strip() for word in usage_hint().strip("[]").split("|")}
    assert hinted - {verb.name for verb in VERBS} == {"3 dec"}


def all_ids() -> dict[str, str]:
    named = {name: value for name, value in vars(ids).items() if name.isupper() and isinstance(value, str)}
    return {name: value for name, value in named.items() if value not in NEVER_SENT_BACK}


def hears(name: str, sent: str) -> bool:
    """Whether somebody answers it, other than by saying that the button is too old."""
    if name.endswith("_FORM"):
        return sent in FORMS
    if sent in SHORTCUTS:
        return True
    return any(
        route(dict.fromkeys(table, True), f"{sent}.0") or sent in table for table in (CLICKS, IN_FORMS, LINKS)
    )


def test_everything_that_the_manifest_announces_is_listened_to() -> None:
    made = yaml.safe_load(COMMITTED)
    assert [command["command"] for command in made["features"]["slash_commands"]] == ["/appt"]
    assert made["settings"]["event_subscriptions"]["bot_events"] == events_of(DEFAULTS)
    assert sorted((*EVENTS, *HEARD)) == sorted(events_of(ALL_ON))


def test_every_shortcut_of_the_manifest_has_an_answer_and_keeps_slacks_limits() -> None:
    offered = yaml.safe_load(COMMITTED)["features"]["shortcuts"]
    assert [one["callback_id"] for one in offered] == list(SHORTCUTS)
    for kind in ("global", "message"):
        assert 0 < len([one for one in offered if one["type"] == kind]) <= 5
    assert all(len(one["name"]) <= 24 and len(one["description"]) <= 150 for one in offered)
    assert "shortcuts" not in manifest(ALL_OFF, None)["features"]


def test_every_id_that_comes_back_is_listened_to() -> None:
    strays = [name for name, sent in all_ids().items() if not hears(name, sent)]
    assert strays == []


def test_nobody_listens_to_what_is_never_sent() -> None:
    sent = set(all_ids().values())
    assert {*CLICKS, *SHORTCUTS, *IN_FORMS, *LINKS, *FORMS, *OPTIONS} <= sent
