"""The roof: builds the whole bot out of its settings. The only module that imports handlers."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from math import nan
from typing import TYPE_CHECKING, Any

import aiohttp
import structlog
from msgspec import Struct
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from bot.apis.http.exchange import aside
from bot.apis.vendor import TransportOf
from bot.appointments.cache import steady
from bot.appointments.errors import AppointmentError
from bot.jobs.courier import Courier
from bot.observe import metrics
from bot.observe.health import Health, Look
from bot.observe.traces import traces_sent
from bot.settings import Settings
from bot.slack.bolt import Bolt
from bot.slack.client import Refusals, error_code
from bot.slack.door import Door, Signatures
from bot.slack.identity import CannotStart, our_app, who_am_i
from bot.slack.response_urls import ResponseUrls
from bot.slack.web import Metrics, web_app
from bot.storage.asynchronous import AsyncEngine
from bot.storage.migrate import database
from bot.storage.news import listening
from bot.storage.outbox import Outbox
from bot.storage.probe import can_write
from bot.storage.retention import KEYS_KEPT
from bot.storage.unwatched import look_at_unwatched
from bot.workspace import Workspace
from bot.workspace.connection import connect
from bot.workspace.furnish import furnish
from bot.workspace.house import House
from bot.workspace.nights import Nights
from bot.workspace.workspaces import Alone, Life, Opener, Workspaces
from handlers.carrying import carrying, telling_lost
from handlers.listeners import command, listen, load_all
from handlers.places import Places

if TYPE_CHECKING:
    from bot.connecting.page import IsAdmin

__all__ = ["Bot", "CannotStart", "load_all", "now_utc", "running_bot"]
GRACE = 14.0
"""Seconds that running work has to finish at shutdown; with the requests' own five it stays under twenty."""
log = structlog.get_logger(__name__)
Clock = Callable[[], datetime]


class Bot(Struct, frozen=True):
    """The whole bot, running: `bolt` for Socket Mode, `web` for HTTP."""

    bolt: AsyncApp
    web: ASGIApp
    workspaces: Workspaces
    outbox: Outbox
    courier: Courier
    health: Health
    sole: Workspace | None = None

    @property
    def workspace(self) -> Workspace:
        """The one workspace, where one alone is served."""
        if self.sole is None:
            raise LookupError("this bot serves many workspaces")
        return self.sole

    async def idle(self) -> bool:
        """Whether the bot has nothing in hand and nothing to deliver."""
        return not self.workspaces.busy and await self.courier.idle()

    @property
    def busy(self) -> bool:
        """Whether it has anything in hand."""
        return self.workspaces.busy or self.courier.busy


class _Served(Struct, frozen=True):
    """What is different where one workspace is served and where many are."""

    opener: Opener
    identity: AuthorizeResult
    app: str | None = None
    sole: Workspace | None = None
    looks: dict[str, Look] = {}
    routes: tuple[BaseRoute, ...] = ()
    life: Life | None = None
    install_url: str | None = None


def now_utc() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def running_bot(
    settings: Settings,
    clock: Clock = now_utc,
    transport_of: TransportOf | None = None,
    *,
    carries: bool = True,
) -> AsyncIterator[Bot]:
    """Build the bot and run its courier, or leave that to the caller; at the end let running work finish, for at most 20 s."""
    async with AsyncExitStack() as stack:
        # Without a limit of its own: each workspace has one, and none takes another's.
        session = await stack.enter_async_context(
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        )
        await stack.enter_async_context(traces_sent(settings.otel_exporter_otlp_endpoint))
        engine = await stack.enter_async_context(database(settings.database_url))
        timer = time.monotonic if clock is now_utc else steady(clock)
        outbox = Outbox(engine, clock)

        async def find(team: str, enterprise: str = "") -> Workspace:
            return await workspaces.of(team, enterprise)

        async def admin(team: str, user: str) -> bool:
            return await workspaces.is_admin(team, user)

        nights = Nights(engine, settings, clock)
        courier = Courier(outbox, carrying(find, nights), clock, telling_lost(find), error_code)
        house = House(settings, engine, clock, timer, session, courier.wake, transport_of)
        served = await _one(house) if settings.slack_bot_token else _many(house, admin)
        workspaces = Workspaces(served.opener, timer)
        strangers = ResponseUrls()
        bolt = _listen(settings, served, workspaces, strangers)
        health = Health({"database": partial(can_write, engine), **served.looks})
        web = _web(settings, bolt, health, outbox, clock, served.routes)
        bot = Bot(bolt, web, workspaces, outbox, courier, health, served.sole)
        if served.sole is not None:
            await workspaces.of(served.sole.team)
        await outbox.purge(KEYS_KEPT)
        await nights.begin(served.sole.team if served.sole else None)
        await _look_out(served, engine, clock)
        if carries:
            courier.start()
        try:
            async with listening(engine, courier.hear), workspaces.few():
                yield bot
        finally:
            await asyncio.gather(workspaces.drain(GRACE), courier.stop(GRACE), health.aclose())
            # Only now: jobs in hand need them
            await asyncio.gather(workspaces.aclose(1.0), strangers.aclose())


@asynccontextmanager
async def one_workspace(
    settings: Settings, engine: AsyncEngine, team: str | None, clock: Clock = now_utc
) -> AsyncIterator[Workspace]:
    """Open one workspace for the command line, beside a bot that may be running: nothing is listened to and nothing carried.

    Raises CannotStart, NotInstalled, NotConnected and OutOfOrder.
    """

    async def nobody(team: str, user: str) -> bool:
        return False

    async with aiohttp.ClientSession() as session:
        house = House(settings, engine, clock, time.monotonic, session, wake=lambda: None)
        served = await _one(house) if settings.slack_bot_token else _many(house, nobody)
        workspaces = Workspaces(served.opener)
        try:
            yield await workspaces.of(team or (served.sole.team if served.sole else ""))
        finally:
            await workspaces.aclose(1.0)


async def _look_out(served: _Served, engine: AsyncEngine, clock: Clock) -> None:
    """Go on with the looks at services that were given up with an earlier process."""
    cause = f"start:{secrets.token_hex(8)}"
    if served.sole is not None:
        await served.sole.look_out(cause)
    else:
        await look_at_unwatched(engine, cause, clock())


async def _one(house: House) -> _Served:
    """The one workspace whose token is set, found as any other would be."""
    settings, refusals = house.settings, Refusals()
    client, posting = house.clients(refusals)
    identity = await who_am_i(client)
    api = connect(settings, house.engine, house.clock, house.transport_of)
    team, scopes = str(identity.team_id), identity.bot_scopes or ()
    clients = (client, posting)
    app = await our_app(client, identity)
    workspace = furnish(
        settings, house.clock, clients, team, house.engine, api, house.wake, scopes, house.timer
    )
    workspace.posting.app = app
    await workspace.states.refresh()

    async def slack() -> str | None:
        return refusals.code

    async def appointments() -> str | None:
        try:
            with aside():
                await workspace.desk.ping()
        except AppointmentError as error:
            return error.code
        return None

    looks: dict[str, Look] = {"appointments": appointments, "slack": slack}
    return _Served(Alone(workspace), identity, app, workspace, looks)


def _many(house: House, admin: IsAdmin) -> _Served:
    """All workspaces that Frontdesk is or will be installed in. One's service that fails is not this process's trouble."""
    from bot.connecting.connecting import Connecting  # here: a bot for one workspace never needs them
    from bot.connecting.page import ConnectPage
    from bot.storage.connect_links import ConnectLinks
    from bot.workspace.many import Many

    import_module("bot.service.app")  # now: whoever chose the built-in service shall not wait for it
    connecting = Connecting(house.settings, house.engine, house.clock)
    page = ConnectPage(connecting, ConnectLinks(house.engine, house.clock), admin)
    many = Many(house, page.link)
    return _Served(
        many.opener,
        AuthorizeResult(enterprise_id=None, team_id=None),
        routes=(*many.routes, *page.routes),
        life=many.life,
        install_url=many.install_url,
    )


def _listen(settings: Settings, served: _Served, workspaces: Workspaces, strangers: ResponseUrls) -> Bolt:
    async def authorize() -> AuthorizeResult:
        return served.identity

    async def failed(error: Exception) -> BoltResponse:
        """What ends here was not a request that Slack sends: our own faults were said in words already."""
        log.error("listener_failed", exc_info=error)
        return BoltResponse(status=400, body="not understood")

    async def commands(body: dict[str, Any]) -> BoltResponse:
        try:
            return await command(places, body)
        except Exception as error:
            return await failed(error)

    places = Places(workspaces, strangers, served.life, served.install_url)
    bolt = Bolt(
        commands,
        served.app,
        # Without a token: we call Slack ourselves
        client=AsyncWebClient(base_url=f"{settings.slack_api_url}/"),
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,  # `web` has done it, before anything was parsed
        ssl_check_enabled=False,
        attaching_function_token_enabled=False,
    )

    bolt.error(failed)
    listen(bolt, places)
    return bolt


def _web(
    settings: Settings,
    bolt: Bolt,
    health: Health,
    outbox: Outbox,
    clock: Clock,
    routes: tuple[BaseRoute, ...],
) -> ASGIApp:
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
    return web_app(door, health.problems, Metrics(token, counted) if token else None, routes)
