"""The page on which a service is connected, on a port of its own, and what stands behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette

from bot.apis.vendors import VENDORS
from bot.connecting.connecting import Connecting
from bot.connecting.page import ConnectPage
from bot.serve.ports import serving
from bot.settings import given_settings
from bot.storage.connect_links import ConnectLinks
from bot.storage.connections import Connection
from bot.storage.engine import open_engine
from bot.storage.migrate import migrate
from bot.storage.vault import new_key
from tests.stories.scene import SetClock

TEAM, ADMIN = "T0RIVER", "U0ASHA"


@dataclass
class Counter:
    """Where an admin goes with a link."""

    engine: AsyncEngine
    clock: SetClock
    page: ConnectPage
    connecting: Connecting
    admins: set[tuple[str, str]] = field(default_factory=lambda: {(TEAM, ADMIN)})
    url: str = ""

    async def link(self, team: str = TEAM, user: str = ADMIN) -> str:
        return self.url + await self.page.link(team, user)

    async def kept(self, team: str = TEAM) -> Connection | None:
        return await self.connecting.kept.of(team)

    def browser(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            verify=False
        )  # over HTTP; to read all certificates takes longer than the story


@asynccontextmanager
async def counter(folder: Path, **changed: object) -> AsyncIterator[Counter]:
    """Open the page, for one workspace with one admin; the public address is whatever it is reached by."""
    clock = SetClock(datetime(2026, 11, 20, 9, 10, tzinfo=UTC))
    said: dict[str, object] = {
        "secret_keys": (SecretStr(new_key()),),
        "appointments_timeout_seconds": 20.0,
        "slack_api_url": "http://127.0.0.1:9/api",
        "install_allowed": "*",
    }
    settings = given_settings(VENDORS, **(said | changed))
    engine = open_engine(f"sqlite:///{folder / 'frontdesk.sqlite3'}")
    await migrate(engine)

    async def is_admin(team: str, user: str) -> bool:
        return (team, user) in found.admins

    connecting = Connecting(settings, engine, clock)
    page = ConnectPage(connecting, ConnectLinks(engine, clock), is_admin)
    found = Counter(engine, clock, page, connecting)
    async with serving(Starlette(routes=page.routes)) as url:
        found.url = url
        yield found
    await engine.dispose()
