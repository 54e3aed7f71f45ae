"""A workspace whose Web API is called with no app behind it."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.standins.slack import Channel, Person, SlackServer, Workspace
from tests.playground.set_clock import SetClock


class Office:
    """What a story about the Web API needs."""

    def __init__(self, workspace: Workspace, server: SlackServer, clock: SetClock) -> None:
        self.workspace, self.server, self.clock = workspace, server, clock
        self.web = AsyncWebClient(workspace.bot_token, base_url=server.api_url)
        self.asha: Person = workspace.person("Asha Patel")
        self.desk: Channel = workspace.channel("front-desk")

    async def refusal(self, method: str, **args: Any) -> str:
        with pytest.raises(SlackApiError) as caught:
            await self.web.api_call(method, json=args)
        error: str = caught.value.response["error"]
        return error

    def trigger(self, **where: Any) -> str:
        return self.workspace.tickets.trigger(self.asha.user.id, **where)
