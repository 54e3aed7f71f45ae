"""Run the bot: over HTTP, or in Socket Mode with HTTP for the two probes only."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import TYPE_CHECKING

import uvloop
from slack_bolt.async_app import AsyncApp

from bot import line
from bot.app import CannotStart, load_all, running_bot
from bot.jobs.courier import Courier
from bot.serve.ports import address, listening, listening_beside, reserved_for_several, server
from bot.serve.workers import Link, Workers
from bot.settings import Settings
from bot.slack.client import SLACK_TROUBLE, error_code, is_passing, slack_client, unreached

if TYPE_CHECKING:
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

OPENED_WITHIN, CLOSED_WITHIN = 30.0, 3.0
REST_AFTER = 0.1
"""Seconds."""
COLLECT_AFTER = 25_000
"""New objects after which Python looks for cycles among them; at its own 700 a command has it look several times."""


def serve(settings: Settings, workers: int = 1) -> None:
    """Serve until SIGTERM or Ctrl-C; then take no new work, let running work finish, and return.

    Raises CannotStart, CannotListen, and what opening the database raises.
    """
    several = workers > 1
    with (reserved_for_several if several else listening)(settings.host, settings.port) as sock:
        if not settings.many:
            print(f"Frontdesk connects to Slack at {settings.slack_api_url} …", file=sys.stderr, flush=True)

        def tell() -> None:
            print(f"Frontdesk on {address(sock)}", flush=True)

        def work(link: Link) -> None:
            uvloop.run(_serve(settings, lambda: listening_beside(sock), link.say_up, link.alive))

        if several:
            _load()
            Workers(workers, work).run(tell)
        else:
            uvloop.run(_serve(settings, lambda: sock, tell))


async def _serve(
    settings: Settings,
    listen: Callable[[], socket.socket],
    say_up: Callable[[], None],
    alive: int | None = None,
) -> None:
    """Serve on a socket, which is opened when it can be answered; where `alive` is given, only until that file ends."""
    loop = asyncio.get_running_loop()
    async with AsyncExitStack() as stack:
        bot = await stack.enter_async_context(running_bot(settings, carries=False))
        if settings.slack_app_token is not None:
            await stack.enter_async_context(_socket_mode(bot.bolt, settings))
        one = server(bot.web)
        if alive is not None:
            loop.add_reader(alive, one.handle_exit, signal.SIGTERM, None)
        gc.freeze()  # what is there now stays, so no collection need go through it again
        gc.set_threshold(COLLECT_AFTER)
        gc.enable()
        sock = listen()  # from now on some of the connections are ours alone
        say_up()
        async with asyncio.TaskGroup() as group:
            rest = group.create_task(_rest(bot.courier))
            await one.serve(sockets=[sock])
            rest.cancel()
        if alive is not None:
            loop.remove_reader(alive)


async def _rest(courier: Courier) -> None:
    """Do the rest of the start once whoever waited for it has been answered: what goes on beside an answer doubles its time."""
    await asyncio.sleep(REST_AFTER)
    await asyncio.get_running_loop().run_in_executor(None, _load)
    gc.freeze()  # nothing need go through that either: it held the loop for 100 ms
    courier.start()


def _load() -> None:
    """Load word lists, and who answers all else than lists."""
    load_all()
    line.warm()


@asynccontextmanager
async def _socket_mode(bolt: AsyncApp, settings: Settings) -> AsyncIterator[None]:
    """Be connected to Slack by websocket. https://docs.slack.dev/apis/events-api/using-socket-mode"""
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

    token = settings.slack_app_token.get_secret_value() if settings.slack_app_token else ""
    client = slack_client(settings)
    client.token = token
    handler = AsyncSocketModeHandler(bolt, token, web_client=client)
    handler.client.proxy = client.proxy
    try:
        async with asyncio.timeout(OPENED_WITHIN):
            await handler.connect_async()  # type: ignore[no-untyped-call]
    except SLACK_TROUBLE as error:
        await _close(handler)
        if is_passing(error):
            raise CannotStart(
                f"Socket Mode can't be opened: Slack can't be reached at {settings.slack_api_url} ({unreached(error)}). "
                "Check network, DNS and HTTPS_PROXY, then start Frontdesk again."
            ) from error
        raise CannotStart(
            f"SLACK_APP_TOKEN: Socket Mode can't be opened ({error_code(error)}). "
            "Check the token, that it has connections:write, and that Socket Mode is switched on."
        ) from error
    try:
        yield
    finally:
        await _close(handler)


async def _close(handler: AsyncSocketModeHandler) -> None:
    """Close it; a Slack that does not answer the farewell is not waited for."""
    with suppress(TimeoutError):
        async with asyncio.timeout(CLOSED_WITHIN):
            await handler.close_async()  # type: ignore[no-untyped-call]
