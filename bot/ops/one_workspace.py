"""Look at one of many workspaces: its installation in Slack, its connection to a service."""

from __future__ import annotations

from collections.abc import Collection

import aiohttp

from bot.apis.http.mending import why
from bot.app import now_utc
from bot.connecting.connecting import Connecting
from bot.connecting.finding import Finding
from bot.settings import BadSettings, Settings
from bot.settings.paths import INSTALL_PATH
from bot.slack.client import SLACK_TROUBLE, error_code, is_passing, scopes_of, slack_client, unreached
from bot.slack.surfaces import asked_scopes, optional_scopes, settings_of
from bot.storage.asynchronous import AsyncEngine
from bot.storage.installations import Installation, Installations
from bot.storage.vault import CannotOpen, Vault

CHECK_NETWORK = "Check network, DNS, firewall and HTTPS_PROXY, then run the doctor again."


async def look_at_workspace(settings: Settings, engine: AsyncEngine, team: str) -> list[Finding]:
    """Say how a workspace is that has an installation or a connection of its own."""
    found = await _look_at_installation(settings, engine, team) if settings.many else []
    try:
        return found + await Connecting(settings, engine, now_utc).how_it_is(team)
    except BadSettings as bad:
        mend = f"frontdesk workspaces connect {team} …"
        return found + [Finding("Connection", problem, mend) for problem in bad.problems]


async def _look_at_installation(settings: Settings, engine: AsyncEngine, team: str) -> list[Finding]:
    again = f"Have an admin of the workspace open {settings.public_url}{INSTALL_PATH}?team={team}."
    try:
        installation = await Installations(engine, now_utc, Vault(settings.secret_keys)).of(team)
    except CannotOpen as error:
        return [Finding("Installation", "its token can't be opened", f"{error} {again}")]
    if installation is None:
        return [Finding("Installation", "there is none", again)]
    found = Finding("Installation", f"{installation.name}, by {installation.installed_by}")
    if installation.due is not None and now_utc() >= installation.due:
        return [found, Finding("Token", "is renewed when it is needed next")]
    return [found, *await _look_at_token(settings, installation, again)]


async def _look_at_token(settings: Settings, installation: Installation, again: str) -> list[Finding]:
    async with aiohttp.ClientSession() as session:
        client = slack_client(settings, session)
        client.token = installation.token.get_secret_value()
        try:
            answer = await client.auth_test()
        except SLACK_TROUBLE as error:
            return [token_finding("Token", error, settings, again)]
    return [Finding("Token", "accepted"), scopes_finding(settings, scopes_of(answer))]


def token_finding(about: str, error: BaseException, settings: Settings, mend: str) -> Finding:
    """Say why a token was not accepted, or that it can't be tried: a network that is down says nothing about it."""
    if not is_passing(error):
        return Finding(about, f"Slack does not accept it ({error_code(error)})", mend)
    said = f"can't be tried: Slack can't be reached at {settings.slack_api_url} ({unreached(error)})"
    return Finding(about, said, f"{why(error).mend} {CHECK_NETWORK}".strip())


def scopes_finding(settings: Settings, granted: Collection[str]) -> Finding:
    """Say which scopes a token lacks."""
    if not granted:
        return Finding("Scopes", "Slack did not say which ones the token has", look=True)
    asked = asked_scopes(settings)
    missing = [scope for scope in asked if scope not in granted]
    if missing:
        mend = (
            "Put the printed manifest into the app's settings (frontdesk manifest), then reinstall the app."
        )
        without = settings_of(missing, settings)
        if without:
            mend += f" Or do without what needs them: {', '.join(f'{one.upper()}=false' for one in without)}."
        return Finding("Scopes", f"missing: {', '.join(missing)}", mend)
    return Finding("Scopes", f"all {len(asked)} there; {_optional(settings, granted)}")


def _optional(settings: Settings, granted: Collection[str]) -> str:
    missing = [scope for scope in optional_scopes(settings) if scope not in granted]
    if not missing:
        return "also those by which nothing is posted twice after a crash"
    return f"without {', '.join(missing)} a message may be posted twice after a crash"
