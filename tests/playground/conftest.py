"""A workspace with two people in it and a tiny Bolt app behind it, over HTTP or over Socket Mode."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

from bot.standins.slack import Channel, Person, SlackServer, Workspace
from tests.playground.office import Office
from tests.playground.set_clock import SetClock
from tests.playground.tiny_app import Heard, tiny_app


@dataclass
class Stage:
    """All that a story needs."""

    workspace: Workspace
    server: SlackServer
    clock: SetClock
    heard: Heard
    asha: Person
    ben: Person
    desk: Channel


@asynccontextmanager
async def staged(*, socket_mode: bool = False, clock: SetClock | None = None) -> AsyncIterator[Stage]:
    """Open a workspace with the tiny app in it."""
    clock = clock or SetClock()
    workspace = Workspace(clock)
    asha, ben = (
        workspace.person("Asha Patel"),
        workspace.person("Ben Duval", tz="Europe/Paris", locale="fr-FR"),
    )
    desk = workspace.channel("front-desk", private=True)
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(SlackServer(workspace))
        app, heard = tiny_app(server.api_url, workspace.bot_token, server.signing_secret)
        if socket_mode:
            handler = AsyncSocketModeHandler(app, workspace.app_token)
            handler.client.web_client.base_url = server.api_url
            await handler.connect_async()  # type: ignore[no-untyped-call]
            stack.push_async_callback(handler.close_async)
            await server.courier.links.some_open()
        else:
            runner = web.AppRunner(app.web_app("/slack/events"), access_log=None)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            server.connect(f"http://127.0.0.1:{runner.addresses[0][1]}")
        yield Stage(workspace, server, clock, heard, asha, ben, desk)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with staged() as ready:
        yield ready


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    clock = SetClock()
    workspace = Workspace(clock)
    async with SlackServer(workspace) as server:
        yield Office(workspace, server, clock)
