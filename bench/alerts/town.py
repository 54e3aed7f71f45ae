"""Many workspaces in one process: each furnished as the bot furnishes its own, on one database and with one courier."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.request import urlopen

import aiohttp
from sqlalchemy import event, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.alerts.day import EVERY, Clock, channel, rules, team
from bot.alerts.rules import Subscription
from bot.apis.vendors import VENDORS
from bot.appointments.jobs import APART
from bot.jobs.courier import Courier
from bot.serve.run import COLLECT_AFTER
from bot.settings import given_settings
from bot.slack.client import slack_client
from bot.storage.engine import open_engine
from bot.storage.migrate import METADATAS, migrate
from bot.storage.outbox import Outbox
from bot.workspace import Workspace
from bot.workspace.connection import connect
from bot.workspace.furnish import furnish
from handlers.carrying import carrying

TOKEN = "xoxb-of-the-bench"
SHORTLY = timedelta(minutes=5)


@dataclass(frozen=True)
class Size:
    """How much there is of everything."""

    workspaces: int = 200
    channels: int = 5
    """In each workspace."""
    sessions: int = 50
    """In each workspace, that day."""


@dataclass(frozen=True)
class Spent:
    """What one step took: seconds on the wall and of CPU, and what was asked of whom."""

    wall: float
    cpu: float
    lists: Mapping[str, int]
    """By team, page and rows a page."""
    slack: Mapping[str, int]
    """By method."""
    statements: int
    """Sent to the database."""


class Town:
    def __init__(
        self,
        clock: Clock,
        engine: AsyncEngine,
        courier: Courier,
        several: list[Workspace],
        ports: tuple[int, int],
    ) -> None:
        self._clock, self._engine, self._courier = clock, engine, courier
        self._several = several
        self._statements = 0
        event.listen(engine.sync_engine, "before_cursor_execute", self._count)
        self._vendor, self._slack = (f"http://127.0.0.1:{port}" for port in ports)

    async def settle_in(self, channels: int) -> None:
        """Have every channel told everything; and ask once for every list, so that the vendor has it written."""
        for ws in self._several:
            for number in range(channels):
                kept = Subscription(team=ws.team, channel=channel(number), rules=rules(number), set_by="U1")
                await ws.alerts.put(kept)
            await ws.watch._snapshots.fresh()
            await ws.look_out("begins")

    async def say_all(self, until: datetime) -> None:
        """Let time pass until then, with all told that was to be told before: a channel takes one message a second."""
        for moment in (self._clock.now, until - SHORTLY):
            self._clock.now = max(self._clock.now, moment)
            await self.measured()
            while (await self.tick(APART)).slack.get("chat.postMessage"):
                pass
        if self._clock.now > until:
            raise AssertionError("all that is to be said takes longer than the morning")
        self._clock.now = until
        await self.measured()

    async def tick(self, time: timedelta = EVERY) -> Spent:
        """Let half a minute pass, or less, and do all that is due then."""
        self._clock.now += time
        return await self.measured()

    async def measured(self) -> Spent:
        """Do all that is due now."""
        self._asked(self._vendor), self._asked(self._slack)
        self._statements = 0
        wall, cpu = time.monotonic(), time.process_time()
        await self._courier.carry_due()
        wall, cpu = time.monotonic() - wall, time.process_time() - cpu
        return Spent(wall, cpu, self._asked(self._vendor), self._asked(self._slack), self._statements)

    def changes(self, share: float) -> int:
        """Have a share of all sessions changed in the vendor's portal; tells how many."""
        return int(_get(f"{self._vendor}/changed?share={share}"))

    async def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        tables = [table for metadata in METADATAS for table in metadata.sorted_tables]
        async with self._engine.connect() as connection:
            found = {
                table.name: (await connection.execute(select(func.count()).select_from(table))).scalar_one()
                for table in tables
            }
        return {name: count for name, count in found.items() if count}

    def _count(self, *_: object) -> None:
        self._statements += 1

    def _asked(self, base: str) -> dict[str, int]:
        return dict(json.loads(_get(f"{base}/asked")))


@asynccontextmanager
async def town(size: Size, database: str, vendor: int, slack: int) -> AsyncIterator[Town]:
    """Furnish all workspaces, with the vendor and Slack on these ports, in a process that looks for garbage as rarely as one that serves."""
    clock, engine = Clock(), open_engine(database)
    await migrate(engine)
    several: dict[str, Workspace] = {}

    async def find(team: str) -> Workspace:
        return several[team]

    async with aiohttp.ClientSession() as session:
        courier = Courier(Outbox(engine, clock), carrying(find), clock)
        for number in range(size.workspaces):
            name = team(number)
            settings = given_settings(
                VENDORS,
                slack_bot_token=TOKEN,
                slack_signing_secret="secret-of-the-bench",
                slack_api_url=f"http://127.0.0.1:{slack}/{name}/api",
                appointments_provider="sqod",
                appointments_api_url=f"http://127.0.0.1:{vendor}/{name}",
                appointments_api_token="token-of-the-bench",
            )
            clients = slack_client(settings, session), slack_client(settings, session, retries=False)
            api = connect(settings, engine, clock)
            several[name] = furnish(settings, clock, clients, name, engine, api, courier.wake, ())
        gc.freeze()
        gc.set_threshold(COLLECT_AFTER)
        try:
            yield Town(clock, engine, courier, list(several.values()), (vendor, slack))
        finally:
            for ws in several.values():
                await ws.desk._api.aclose()
            await engine.dispose()


def _get(url: str) -> bytes:
    with urlopen(url) as answer:
        found: bytes = answer.read()
    return found
