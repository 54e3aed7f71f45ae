"""A town: several Slack workspaces, one bot that all of them may install, and a browser to do it with."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from pydantic import SecretStr

from bot.apis.vendors import VENDORS
from bot.app import Bot, running_bot
from bot.observe.logs import set_up_logs
from bot.serve.ports import serving
from bot.settings import Settings, given_settings
from bot.standins.slack import Channel, Person, Seen, SlackServer, Workspace
from bot.standins.slack.distribution import Distribution
from bot.storage.connections import Connections, Told
from bot.storage.engine import open_engine
from bot.storage.installations import Installation, Installations
from bot.storage.vault import Vault, new_key
from tests.standins.sqod import StandInSqod
from tests.stories.process import BotProcess
from tests.stories.scene import BUSY, SECRET, SetClock
from tests.waiting import until

PUBLIC = "https://desk.example.org"


@dataclass
class Place:
    """One workspace of the town: an admin, a clerk, a channel."""

    slack: Workspace
    admin: Person
    clerk: Person
    desk: Channel

    @property
    def team(self) -> str:
        return self.slack.team_id

    @classmethod
    def of(cls, slack: Workspace) -> Place:
        admin, clerk = slack.person(f"Ada {slack.name}", admin=True), slack.person(f"Cleo {slack.name}")
        return cls(slack, admin, clerk, slack.channel("front-desk", private=True))


@dataclass
class Town:
    clock: SetClock
    places: list[Place]
    distribution: Distribution
    server: SlackServer
    settings: Settings
    bots: list[tuple[Bot, str]] = field(default_factory=list)

    @property
    def bot(self) -> Bot:
        return self.bots[-1][0]

    def browser(self, url: str | None = None) -> httpx.AsyncClient:
        """A browser that follows nothing by itself, and believes that it is at the public address."""
        inner = httpx.AsyncHTTPTransport()
        real = urlsplit(url or self.bots[-1][1])

        class Here(httpx.AsyncBaseTransport):
            async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
                there = request.url.copy_with(scheme=real.scheme, host=real.hostname, port=real.port)
                asked = httpx.Request(request.method, there, headers=request.headers, stream=request.stream)
                return await inner.handle_async_request(asked)

            async def aclose(self) -> None:
                await inner.aclose()

        return httpx.AsyncClient(base_url=PUBLIC, transport=Here())

    async def installs(self, person: Person, *, for_all: bool = False) -> httpx.Response:
        """Go the whole way to Slack and back; gives the page that is shown at its end."""
        async with self.browser() as browser:
            asked = await browser.get("/slack/install")
            return await browser.get(
                self.distribution.consents(asked.headers["location"], person, for_all=for_all)
            )

    @asynccontextmanager
    async def stored(self) -> AsyncIterator[tuple[Installations, Connections]]:
        """What the database has, as another process opens it."""
        engine = open_engine(self.settings.database_url)
        vault = Vault(self.settings.secret_keys)
        try:
            yield Installations(engine, self.clock, vault), Connections(engine, self.clock, vault)
        finally:
            await engine.dispose()

    async def installation(self, team: str) -> Installation | None:
        async with self.stored() as (installations, _):
            return await installations.of(team)

    async def connects(self, team: str, sqod: StandInSqod | None = None) -> None:
        """Connect a service as another process does: an SQOD, or the built-in one."""
        said = {"APPOINTMENTS_PROVIDER": "embedded"}
        secrets: dict[str, SecretStr] = {}
        if sqod is not None:
            said = {"APPOINTMENTS_PROVIDER": "sqod", "APPOINTMENTS_API_URL": sqod.url}
            secrets = {"APPOINTMENTS_API_TOKEN": SecretStr(sqod.token)}
        async with self.stored() as (_, connections):
            await connections.keep(team, Told(said, secrets))
        self.looks_again()

    def process(self, folder: Path) -> BotProcess:
        """A bot in a process of its own, with the real clock; Slack goes on sending to the one in this process until told."""
        return BotProcess(folder, self.environment)

    @property
    def environment(self) -> dict[str, str]:
        """The settings as variables, for a process."""
        told = self.settings
        secrets = {
            "SLACK_CLIENT_SECRET": told.slack_client_secret,
            "SLACK_SIGNING_SECRET": told.slack_signing_secret,
            "SECRET_KEYS": told.secret_keys[0],
        }
        plain = {
            "SLACK_CLIENT_ID": told.slack_client_id,
            "SLACK_API_URL": told.slack_api_url,
            "SLACK_AUTHORIZE_URL": told.slack_authorize_url,
            "PUBLIC_URL": told.public_url,
            "INSTALL_ALLOWED": "*",
            "DATABASE_URL": told.database_url,
        }
        hidden = {name: secret.get_secret_value() for name, secret in secrets.items() if secret}
        return {name: str(text) for name, text in plain.items()} | hidden

    def looks_again(self) -> None:
        """Let the seconds pass after which a workspace is looked at again."""
        self.clock.move(seconds=6)

    async def says(self, person: Person, text: str, in_: Channel) -> Seen:
        """Type a command and have its answer."""
        before = len(person.sees(in_))
        await person.types(text, in_=in_)
        await self.delivered()
        assert len(person.sees(in_)) > before, f"{text!r} was met with silence"
        return person.last(in_)

    async def delivered(self) -> None:
        """Wait until the bot has nothing in hand and nothing to deliver."""
        await asyncio.sleep(0.01)
        await until(self.bot.idle, within=20)


@asynccontextmanager
async def town(
    database: str, *names: str, rotates: bool = False, now: datetime | None = None, **changed: Any
) -> AsyncIterator[Town]:
    """Build a town of workspaces with these names, and run the bot in it."""
    clock = SetClock(now or datetime(2026, 11, 20, 9, 10, tzinfo=UTC))
    events = (
        "app_home_opened",
        "app_mention",
        "message.im",
        "app_uninstalled",
        "tokens_revoked",
        "team_access_granted",
        "team_access_revoked",
    )
    slacks = [
        Workspace(
            clock,
            name=name,
            domain=name.lower(),
            numbers_from=1000 * number,
            subscriptions=events,
        )
        for number, name in enumerate(names, 1)
    ]
    distribution = Distribution(clock, slacks, rotates=rotates)
    for one in slacks:
        one.waits(BUSY)
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(
            SlackServer(slacks[0], signing_secret=SECRET, distribution=distribution)
        )
        said: dict[str, Any] = {
            "slack_client_id": distribution.client_id,
            "slack_client_secret": distribution.client_secret,
            "slack_signing_secret": SECRET,
            "secret_keys": new_key(),
            "public_url": PUBLIC,
            "install_allowed": "*",
            "slack_api_url": server.api_url,
            "slack_authorize_url": f"{server.url}/oauth/v2/authorize",
            "database_url": database,
            "appointments_timeout_seconds": 1.0,
            "appointments_late_seconds": 0.0,
        }
        settings = given_settings(VENDORS, **(said | changed))
        set_up_logs(settings)
        found = Town(clock, [Place.of(one) for one in slacks], distribution, server, settings)
        await stack.enter_async_context(running(found))
        yield found
        for one in slacks:
            assert [str(complaint) for complaint in one.complaints] == [], "Slack complained"


@asynccontextmanager
async def running(found: Town) -> AsyncIterator[Bot]:
    """Run a bot in the town; Slack sends to the newest."""
    async with running_bot(found.settings, found.clock) as bot, serving(bot.web) as url:
        found.bots.append((bot, url))
        found.server.connect(url)
        yield bot
