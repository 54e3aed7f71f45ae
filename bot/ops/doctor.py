"""Look at everything that the bot needs, and say in words what to mend."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial

import aiohttp
from rich.console import Console
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import text

from bot.apis.vendors import VENDORS
from bot.app import now_utc
from bot.connecting.finding import Finding
from bot.connecting.trial import try_service
from bot.ops.files import look_at_files
from bot.ops.one_workspace import look_at_workspace, scopes_finding, token_finding
from bot.settings import Settings
from bot.settings.paths import INSTALL_PATH
from bot.settings.strays import stray_lines
from bot.settings.usergroups import USERGROUPS, variables
from bot.slack.client import ORG_WIDE, SLACK_TROUBLE, error_code, scopes_of, slack_client
from bot.storage.engine import BadDatabaseUrl, open_engine
from bot.storage.migrate import CannotMigrate, migrate

CLOCK_TOLERANCE = timedelta(seconds=60)
"""Slack's signatures are good for five minutes; a clock that is a minute off is worth mending before that."""


def examine(settings: Settings, team: str | None = None) -> bool:
    """Print one line for each thing looked at, of one workspace's connection too; True if there is nothing to fix."""
    findings = asyncio.run(_findings(settings, team))
    console = Console(highlight=False, soft_wrap=True)
    for finding in findings:
        colour = {"ok": "green", "look": "yellow", "fix": "red"}[finding.mark]
        console.print(f"[{colour}]{finding.mark:<4}[/{colour}]  {finding.about}: ", end="")
        console.print(finding.found, markup=False)
        if finding.mend:
            console.print(f"      {finding.mend}", markup=False)
    return all(finding.mark != "fix" for finding in findings)


async def _findings(settings: Settings, team: str | None) -> list[Finding]:
    looks: list[Callable[[Settings], Awaitable[list[Finding]]]] = [
        _look_at_slack,
        _look_at_names,
        _look_at_signing,
        _look_at_socket_mode,
        _look_at_work_objects,
        partial(_look_at_database_and_service, team=team),
        look_at_files,
    ]
    return [finding for look in looks for finding in await look(settings)]


async def _look_at_slack(settings: Settings) -> list[Finding]:
    if settings.many:
        each = "each workspace has its own; --team looks at one"
        return [Finding("Tokens", each), Finding("Installing", f"{settings.public_url}{INSTALL_PATH}")]
    async with aiohttp.ClientSession() as session:
        client = slack_client(settings, session)
        try:
            answer = await client.auth_test()
        except SLACK_TROUBLE as error:
            mend = "SLACK_BOT_TOKEN: copy it again from the app's OAuth & Permissions page."
            return [token_finding("Bot token", error, settings, mend)]
        if answer.get("is_enterprise_install"):
            return [
                Finding("Bot token", "accepted, but for a whole organisation", f"SLACK_BOT_TOKEN: {ORG_WIDE}")
            ]
        found = [Finding("Bot token", f"accepted, for {answer.get('team')} as {answer.get('user')}")]
        found.append(scopes_finding(settings, scopes_of(answer)))
        found += _clock(answer.headers.get("date") or answer.headers.get("Date"))
        return found + await _look_at_groups(settings, client)


async def _look_at_groups(settings: Settings, client: AsyncWebClient) -> list[Finding]:
    """A group that does not exist lets nobody in: say so before somebody stands before a closed door."""
    wanted = dict.fromkeys(handle for one in USERGROUPS for handle in getattr(settings, one.name))
    if not wanted:
        return []
    try:
        listed = await client.usergroups_list()
    except SLACK_TROUBLE as error:
        return [
            Finding("User groups", f"Slack does not list them ({error_code(error)})", "Check the scopes.")
        ]
    there = {group.get("handle") for group in listed["usergroups"]}
    missing = [f"@{handle}" for handle in wanted if handle not in there]
    if missing:
        wrong = [one for one in USERGROUPS if not there.issuperset(getattr(settings, one.name))]
        mend = f"{variables(wrong)}: give handles that exist, without spaces."
        return [Finding("User groups", f"not in this workspace: {', '.join(missing)}", mend)]
    return [Finding("User groups", f"all {len(wanted)} there")]


def _clock(date: str | None) -> list[Finding]:
    if not date:
        return [Finding("Clock", "Slack did not say what time it is", look=True)]
    off = abs(datetime.now(UTC) - parsedate_to_datetime(date))
    if off > CLOCK_TOLERANCE:
        said = f"{int(off.total_seconds())} seconds off Slack's"
        return [
            Finding("Clock", said, "Set this machine's clock (switch NTP on): Slack's signatures expire.")
        ]
    return [Finding("Clock", "agrees with Slack's")]


async def _look_at_names(settings: Settings) -> list[Finding]:
    strays = stray_lines(VENDORS, type(settings.vendor))
    return [Finding("Settings", stray, look=True) for stray in strays]


async def _look_at_signing(settings: Settings) -> list[Finding]:
    if settings.socket_mode:
        return [Finding("Signing secret", "not needed in Socket Mode")]
    secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else ""
    if len(secret) != 32 or not all(c in "0123456789abcdef" for c in secret):
        odd = "there, but unlike those that Slack makes (32 characters, 0-9 and a-f): compare it with Basic Information"
        return [Finding("Signing secret", odd, look=True)]
    return [Finding("Signing secret", "there; only a request from Slack can prove it right")]


async def _look_at_socket_mode(settings: Settings) -> list[Finding]:
    if settings.slack_app_token is None:
        return []
    token = settings.slack_app_token.get_secret_value()
    async with aiohttp.ClientSession() as session:
        try:
            await slack_client(settings, session).apps_connections_open(app_token=token)
        except SLACK_TROUBLE as error:
            mend = "SLACK_APP_TOKEN: it needs connections:write, and Socket Mode must be switched on for the app."
            return [token_finding("App token", error, settings, mend)]
    return [Finding("App token", "accepted; Socket Mode can be opened")]


async def _look_at_work_objects(settings: Settings) -> list[Finding]:
    """Slack has no method that tells which entity types are picked, and drops what is not picked without a word."""
    if not settings.work_objects:
        return []
    picking = "The app's settings, Work Object Previews: switch them on and pick Item. Event Subscriptions must have entity_details_requested (frontdesk manifest has it)."
    return [
        Finding("Work Objects", "on; Slack does not tell whether their type is picked", picking, look=True)
    ]


async def _look_at_database_and_service(settings: Settings, team: str | None) -> list[Finding]:
    try:
        engine = open_engine(settings.database_url)
    except BadDatabaseUrl as error:
        return [Finding("Database", "its address can't be used", str(error))]
    found: list[Finding] = []
    try:
        try:
            await migrate(engine)
            async with engine.connect() as connection:
                await connection.execute(text("SELECT 1"))
        except CannotMigrate as error:
            return [Finding("Database", "can't be used as it is", str(error))]
        except Exception as error:
            mend = "DATABASE_URL: check the address, that the server runs, and that the file can be written."
            return [Finding("Database", f"can't be used ({type(error).__name__})", mend)]
        found.append(Finding("Database", f"{engine.dialect.name}, up to date"))
        if team is not None:
            found += await look_at_workspace(settings, engine, team)
        elif not settings.many:
            found += await try_service(settings, engine, now_utc)
    finally:
        await engine.dispose()
    return found
