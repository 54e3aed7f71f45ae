"""The roof: builds the whole bot out of its settings. The only module that imports handlers."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from math import nan

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.types import ASGIApp

from bot.apis.http.exchange import aside
from bot.apis.vendor import TransportOf
from bot.appointments.cache import steady
from bot.appointments.errors import AppointmentError
from bot.jobs.courier import Courier
from bot.observe import metrics
from bot.observe.health import Health
from bot.settings import Settings
from bot.slack.bolt import Bolt
from bot.slack.client import (
    ORG_WIDE,
    SLACK_TROUBLE,
    Refusals,
    error_code,
    is_passing,
    scopes_of,
    slack_client,
    unreached,
)
from bot.slack.door import Door, Signatures
from bot.slack.response_urls import ResponseUrls
from bot.slack.web import Metrics, web_app
from bot.storage.engine import open_engine
from bot.storage.migrate import migrate
from bot.storage.news import listening
from bot.storage.outbox import Outbox
from bot.storage.probe import can_write
from bot.workspace import Workspace
from bot.workspace.connection import connect
from bot.workspace.furnish import furnish
from bot.workspace.workspaces import Workspaces
from handlers.jobs import carrying, telling_lost
from handlers.routes import listen

GRACE = 14.0
"""Seconds that running work has to finish at shutdown; with the requests' own five it stays under twenty."""
KEYS_KEPT = timedelta(days=7)
"""How long the keys of delivered jobs are kept."""
_SLACK_TRIES = 5

log = structlog.get_logger(__name__)
Clock = Callable[[], datetime]


class CannotStart(Exception):
    """The bot can't be started; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Bot:
    """The whole bot, running: `bolt` for Socket Mode, `web` for HTTP."""

    bolt: AsyncApp
    web: ASGIApp
    workspace: Workspace
    outbox: Outbox
    courier: Courier
    health: Health

    async def idle(self) -> bool:
        """Whether the bot has nothing in hand and nothing to deliver."""
        return not self.workspace.background.busy and await self.courier.idle()


def now_utc() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def running_bot(
    settings: Settings, clock: Clock = now_utc, transport_of: TransportOf | None = None
) -> AsyncIterator[Bot]:
    """Build the bot and run its courier; at the end let running work finish, for at most 20 s."""
    async with aiohttp.ClientSession() as session, _database(settings) as engine:
        refusals = Refusals()
        client = slack_client(settings, session, refusals=refusals)
        identity = await _who_am_i(client)
        api = connect(settings, engine, clock, transport_of)
        posting = slack_client(settings, session, retries=False, refusals=refusals)
        workspaces = Workspaces()
        clients = (client, posting)
        timer = time.monotonic if clock is now_utc else steady(clock)
        outbox = Outbox(engine, clock)
        courier = Courier(outbox, carrying(workspaces.of), clock, telling_lost(workspaces.of), error_code)
        team, scopes = str(identity.team_id), identity.bot_scopes or ()
        workspace = furnish(settings, clock, clients, team, engine, api, courier.wake, scopes, timer)
        workspaces.serve(workspace)
        strangers = ResponseUrls()
        app_id = await _our_app(client, identity)
        bolt = _listen(client, identity, app_id, workspaces, strangers)
        health = _health(engine, workspace, refusals)
        web = _web(settings, bolt, health, outbox, clock)
        bot = Bot(bolt, web, workspace, outbox, courier, health)
        await outbox.purge(KEYS_KEPT)
        await workspace.look_out(f"start:{secrets.token_hex(8)}")
        courier.start()
        try:
            async with listening(engine, courier.hear):
                yield bot
        finally:
            await asyncio.gather(workspace.background.drain(GRACE), courier.stop(GRACE), health.aclose())
            await asyncio.gather(workspace.replies.aclose(), strangers.aclose())
            await api.aclose()


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(settings.database_url)
    try:
        await migrate(engine)
        yield engine
    finally:
        await engine.dispose()


async def _who_am_i(client: AsyncWebClient) -> AuthorizeResult:
    """Ask Slack whose token this is. https://docs.slack.dev/reference/methods/auth.test"""
    why = ""
    for attempt in range(_SLACK_TRIES):
        try:
            answer = await client.auth_test()
        except SLACK_TROUBLE as error:
            if not is_passing(error):
                raise CannotStart(
                    f"SLACK_BOT_TOKEN: Slack does not accept it ({error_code(error)}). "
                    "Copy it again from the app's OAuth & Permissions page."
                ) from error
            why = unreached(error)
            await asyncio.sleep(0.5 * 2**attempt)
        else:
            if answer.get("is_enterprise_install"):
                raise CannotStart(f"SLACK_BOT_TOKEN: {ORG_WIDE}")
            return AuthorizeResult(
                enterprise_id=answer.get("enterprise_id"),
                team_id=answer["team_id"],
                bot_user_id=answer.get("user_id"),
                bot_id=answer.get("bot_id"),
                bot_token=client.token,
                bot_scopes=sorted(scopes_of(answer)),
            )
    raise CannotStart(
        f"Slack can't be reached at {client.base_url} ({why}). Check the network, then start Frontdesk again."
    )


async def _our_app(client: AsyncWebClient, identity: AuthorizeResult) -> str | None:
    """Ask Slack which app we are; None where it does not say. https://docs.slack.dev/reference/methods/bots.info"""
    try:
        return str((await client.bots_info(bot=identity.bot_id))["bot"]["app_id"])
    except (*SLACK_TROUBLE, KeyError, TypeError) as error:
        log.warning("own_app_not_told", error=error_code(error))
        return None


def _listen(
    client: AsyncWebClient,
    identity: AuthorizeResult,
    app_id: str | None,
    workspaces: Workspaces,
    strangers: ResponseUrls,
) -> AsyncApp:
    async def authorize() -> AuthorizeResult:
        return identity

    bolt = Bolt(
        app_id,
        client=AsyncWebClient(base_url=client.base_url),  # Bolt is given no token: we call Slack ourselves
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,  # `web` has done it, before anything was parsed
        ssl_check_enabled=False,
        attaching_function_token_enabled=False,
    )

    async def failed(error: Exception) -> BoltResponse:
        """What reaches Bolt was not a request that Slack sends: our own faults were said in words already."""
        log.error("listener_failed", exc_info=error)
        return BoltResponse(status=400, body="not understood")

    bolt.error(failed)
    listen(bolt, workspaces.of, strangers)
    return bolt


def _health(engine: AsyncEngine, workspace: Workspace, refusals: Refusals) -> Health:
    async def slack() -> str | None:
        return refusals.code

    async def appointments() -> str | None:
        try:
            with aside():
                await workspace.desk.ping()
        except AppointmentError as error:
            return error.code
        return None

    return Health({"database": partial(can_write, engine), "appointments": appointments, "slack": slack})


def _web(settings: Settings, bolt: AsyncApp, health: Health, outbox: Outbox, clock: Clock) -> ASGIApp:
    async def counted() -> bytes:
        try:
            due = await outbox.next_due()
            late = max(0.0, (clock() - due).total_seconds()) if due else 0.0
        except Exception as error:
            log.warning("outbox_unreachable", error=error_code(error))
            late = nan
        metrics.LATE.set(late)
        return metrics.written()

    secret, token = settings.slack_signing_secret, settings.metrics_token
    is_http = secret is not None and not settings.socket_mode
    door = Door(bolt, Signatures(secret.get_secret_value(), now_utc)) if secret and is_http else None
    return web_app(door, health.problems, Metrics(token, counted) if token else None)
