"""All that the bot listens to, in one place."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from blocks.kit import say
from bot.workspace import Workspace
from handlers import command
from handlers.alerts import form as alerts_form
from handlers.alerts import waiting
from handlers.answering import answer_action, ask_of_action
from handlers.cards import accept
from handlers.cards import buttons as cards
from handlers.cards.which import OLD
from handlers.forms import menus
from handlers.forms import open_form as live
from handlers.lists import home, lists
from handlers.lists import search as finding


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
