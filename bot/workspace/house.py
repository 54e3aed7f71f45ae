"""What all workspaces of a process share: its settings, its database, its clock, its connections to Slack."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import aiohttp
from msgspec import Struct

from bot.apis.vendor import TransportOf
from bot.appointments.cache import Timer
from bot.settings import Settings
from bot.slack.client import SLOTS, Client, Refusals, Tokens, slack_client
from bot.storage.asynchronous import AsyncEngine


class House(Struct, frozen=True):
    settings: Settings
    engine: AsyncEngine
    clock: Callable[[], datetime]
    timer: Timer
    session: aiohttp.ClientSession
    wake: Callable[[], None]
    """Says that there is something new in the outbox."""
    transport_of: TransportOf | None = None

    def clients(
        self, refusals: Refusals, tokens: Tokens | None = None, team: str | None = None
    ) -> tuple[Client, Client]:
        """A workspace's two clients: one that repeats a failed call by itself, one that never does."""
        slots = asyncio.Semaphore(SLOTS)

        def client(*, retries: bool) -> Client:
            return slack_client(
                self.settings,
                self.session,
                retries=retries,
                refusals=refusals,
                tokens=tokens,
                team=team,
                slots=slots,
            )

        return client(retries=True), client(retries=False)
