"""Run the bot: over HTTP, or in Socket Mode with HTTP for the two probes only."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import uvloop
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import CannotStart, running_bot
from bot.serving import address, listening, server
from bot.settings import Settings
from bot.slack import SLACK_TROUBLE, error_code


def serve(settings: Settings) -> None:
    """Serve until SIGTERM or Ctrl-C; then take no new work, let running work finish, and return.

    Raises CannotStart, CannotListen, and what opening the database raises.
    """
    uvloop.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    async with AsyncExitStack() as stack:
        sock = stack.enter_context(listening(settings.host, settings.port))
        bot = await stack.enter_async_context(running_bot(settings))
        if settings.slack_app_token is not None:
            await stack.enter_async_context(_socket_mode(bot.bolt, settings))
        print(f"Frontdesk on {address(sock)}", flush=True)
        gc.freeze()  # what is there now stays, so no collection need go through it again
        gc.enable()
        await server(bot.web).serve(sockets=[sock])


@asynccontextmanager
async def _socket_mode(bolt: AsyncApp, settings: Settings) -> AsyncIterator[None]:
    """Be connected to Slack by websocket. https://docs.slack.dev/apis/events-api/using-socket-mode"""
    token = settings.slack_app_token.get_secret_value() if settings.slack_app_token else ""
    client = AsyncWebClient(token=token, base_url=f"{settings.slack_api_url}/")
    handler = AsyncSocketModeHandler(bolt, token, web_client=client)
    try:
        await handler.connect_async()  # type: ignore[no-untyped-call]
    except SLACK_TROUBLE as error:
        await handler.close_async()  # type: ignore[no-untyped-call]
        raise CannotStart(
            f"SLACK_APP_TOKEN: Socket Mode can't be opened ({error_code(error)}). "
            "Check the token, that it has connections:write, and that Socket Mode is switched on."
        ) from error
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]
