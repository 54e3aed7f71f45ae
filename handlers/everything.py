"""All that the bot listens to, in one place."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from blocks.kit import say
from bot.listening import answer_action, ask_of_action
from bot.workspace import Workspace
from handlers import accept, alerts_form, cards, command, finding, home, lists, live, menus, waiting
from handlers.appointments import OLD


def register(app: AsyncApp, ws: Workspace) -> None:
    """Listen to the command, to cards, lists and forms; and to buttons that only an older version drew."""
    for part in (command, cards, accept, lists, finding, live, menus, home, waiting, alerts_form):
        part.register(app, ws)

    async def older(ack: AsyncAck, body: dict[str, Any]) -> None:
        ask = ask_of_action(body)

        async def answer() -> Any:
            return say(OLD)

        await (answer_action(ws, ack, ask, answer()) if ask.response_url else ack())

    app.action(re.compile(".*"))(older)
