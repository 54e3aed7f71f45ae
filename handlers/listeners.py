"""What listens to Slack from the start: commands are answered at once, and whoever answers all else is imported by who comes first."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from blocks.kit import say
from bot.workspace.premises import Premises
from handlers.answering import acknowledged, answer_command, in_words
from handlers.asks import ask_of_command
from handlers.command import answer
from handlers.places import Body, Places

if TYPE_CHECKING:
    from handlers.routes import Routes

log = structlog.get_logger(__name__)


def listen(app: AsyncApp, places: Places) -> None:
    """Have everything that Slack sends answered by the table, but for commands, which never come to Bolt."""

    @cache
    def routes() -> Routes:
        from handlers.routes import Routes

        return Routes(places)

    async def action(ack: AsyncAck, body: Body) -> None:
        await routes().action(ack, body)

    async def shortcut(ack: AsyncAck, body: Body) -> None:
        await routes().shortcut(ack, body)

    async def form(ack: AsyncAck, body: Body) -> None:
        await routes().form(ack, body)

    async def options(ack: AsyncAck, body: Body) -> None:
        await routes().options(ack, body)

    async def event(body: Body) -> None:
        await routes().event(body)

    everything = re.compile("")
    app.action(everything)(action)
    app.shortcut(everything)(shortcut)
    app.view(everything)(form)
    app.options(everything)(options)
    app.event(everything)(event)


def load_all() -> None:
    """Import whoever answers all else than lists, and whoever carries jobs."""
    for name in ("handlers.routes", "handlers.jobs"):
        import_module(name)


async def command(places: Places, body: Body) -> BoltResponse:
    ws = await places.of(body)
    if isinstance(ws, str):
        return acknowledged(say(ws))
    if body.get("command") != ws.settings.appt_command:
        log.warning("command_has_another_name", ours=ws.settings.appt_command)
        return acknowledged(say(f"The command here is {ws.settings.appt_command}: type that instead."))
    ask = ask_of_command(body)
    if places.came(ws, ask.trigger):
        return acknowledged(None)
    if isinstance(ws, Premises):
        from handlers.connecting import offer

        return acknowledged(await in_words(offer(ws, ask)))
    return await answer_command(ws, ask, answer(ws, ask))
