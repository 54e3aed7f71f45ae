"""The stage: a made-up workspace with people in it, and the real bot beside it, on a database that is thrown away."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.apis.embedded.vendor import EMBEDDED
from bot.apis.pexip.vendor import PEXIP
from bot.apis.vendors import VENDORS
from bot.app import Bot, running_bot
from bot.observe.logs import set_up_logs
from bot.playground.claimants import reached
from bot.playground.clock import PlayClock
from bot.playground.weather import Weather
from bot.serve.ports import serving
from bot.service.sample import seed
from bot.settings import given_settings
from bot.slack.manifest import manifest
from bot.standins.notify.service import Account
from bot.standins.pexip.sample import fill
from bot.standins.pexip.serve import MadeUpEnterprise, served
from bot.standins.pexip.service import PexipService
from bot.standins.slack import Person, SlackServer, Workspace
from bot.storage.engine import open_engine
from bot.storage.migrate import migrate

SESSIONS_A_DAY = 18
DAYS = 6
ZONE = ZoneInfo("Europe/London")
TRIES = {
    EMBEDDED.name: (
        "",
        "book Jane Doe tomorrow 3pm for 45m in Leeds with a Polish interpreter",
        "tomorrow dept:Leeds",
        "week interpreter",
        "find jane",
        "help",
    ),
    PEXIP.name: (
        "",
        "mine",
        "list week status:requested",
        "book David Smith tomorrow 3pm debt advice in Leeds by video",
        'list next week office:Cardiff subject:"Mortgage advice"',
        "join",
        "help",
    ),
}
"""What the side panel offers to try, after the command, with each service that can be played with."""
USUAL = EMBEDDED.name
PARTNER = "T0PARTNER"
LEADS = "team-leads"
"""The group whose members alone may set what channels are told."""
TIMEOUT = 6.0
"""Seconds that the bot waits for its service: short enough to watch."""
LATE = 2.0
"""Seconds for which a write that got no answer is looked for here, where nobody wants to wait longer."""


@dataclass(frozen=True, slots=True)
class Stage:
    """All that one round of playing happens on."""

    workspace: Workspace
    people: dict[str, Person]
    """By user id, in the order in which they are offered."""
    roles: dict[str, str]
    clock: PlayClock
    weather: Weather
    bot: Bot
    tries: tuple[str, ...]
    """What the side panel offers to try, after the command."""
    claimants: Account | None = None
    """Where claimants are told, if it is Frontdesk that tells them."""

    def advance(self, by: timedelta) -> None:
        """Move the clock on, and have the bot look at once for what has become due."""
        self.clock.advance(by)
        self.bot.courier.wake()


@asynccontextmanager
async def staged(
    clock: PlayClock, *, sessions_a_day: int = SESSIONS_A_DAY, provider: str = USUAL
) -> AsyncIterator[Stage]:
    """Set the stage on free ports of the loopback, with secrets of its own; nothing of it stays.

    The environment is not read: the settings are exactly those given here.
    """
    workspace, weather = _installed(clock), Weather()
    with tempfile.TemporaryDirectory(prefix="frontdesk-") as folder:
        database = f"sqlite:///{Path(folder) / 'frontdesk.sqlite3'}"
        async with (
            _service(provider, workspace, database, clock, sessions_a_day) as connected,
            reached(clock) as (claimants, telling),
            SlackServer(workspace, signing_secret=secrets.token_hex(16)) as server,
        ):
            settings = given_settings(
                VENDORS,
                log_level="error",
                slack_bot_token=workspace.bot_token,
                slack_signing_secret=server.signing_secret,
                slack_api_url=server.api_url,
                database_url=database,
                alerts_usergroups=(LEADS,),
                appointments_timeout_seconds=TIMEOUT,
                appointments_late_seconds=LATE,
                **connected,
                **telling,
            )
            set_up_logs(settings)
            async with running_bot(settings, clock, weather.before) as bot, serving(bot.web) as url:
                server.connect(url)
                roles = _people_it(workspace)
                people = {person.user.id: person for person in workspace.people.values()}
                told = None if bot.workspace.desk.tells.service else claimants
                yield Stage(workspace, people, roles, clock, weather, bot, TRIES[provider], told)


def _installed(clock: PlayClock) -> Workspace:
    """Make a workspace in which the app is installed as its manifest says: its scopes, commands and events, no more."""
    app = manifest(given_settings(VENDORS), "https://frontdesk.example")
    events = app["settings"].get("event_subscriptions", {}).get("bot_events", [])
    commands = app["features"]["slash_commands"]
    workspace = Workspace(
        clock,
        bot_name=app["features"]["bot_user"]["display_name"],
        scopes=app["oauth_config"]["scopes"]["bot"],
        subscriptions=events,
        commands=[one["command"] for one in commands],
        should_escape=all(one["should_escape"] for one in commands),
    )
    workspace.shortcuts = app["features"]["shortcuts"]
    return workspace


def _people_it(workspace: Workspace) -> dict[str, str]:
    """Bring in people and channels, and what was said so far; answer who is what, by user id."""
    asha = workspace.person("Asha Patel", admin=True)
    ben = workspace.person("Ben Duval", tz="Europe/Paris", locale="fr-FR")
    gus = workspace.person("Gus Green", guest=True)
    olga = workspace.person("Olga Novak", from_team=PARTNER)
    carys = workspace.person("Carys Owen")
    irena = workspace.person("Irena Kaya")
    tom = workspace.person("Tom Reid")
    staff = [asha, ben, carys, irena, tom]
    desk = workspace.channel("front-desk", private=True, members=staff)
    lobby = workspace.channel("lobby", members=[*staff, gus])
    shared = workspace.channel("with-interpreters", shared_with=PARTNER, members=[asha, ben, irena, olga])
    workspace.group(LEADS, [tom, asha])
    for person in workspace.people.values():
        workspace.dm(person.user)
    workspace.post(desk, ben, "Hello! `/appt` shows who is coming today.")
    workspace.post(
        desk,
        asha,
        "New caller: `/appt book Jane Doe tomorrow 3pm for 45m in Leeds` fills in the form.",
    )
    workspace.post(lobby, asha, "Everybody reads this channel: cards here show initials and a short code.")
    workspace.post(shared, olga, "Hello from Clearwater Interpreters. We read this channel with you.")
    return {
        asha.user.id: "Admin, London",
        ben.user.id: "Clerk, Paris, in French",
        gus.user.id: "Guest, London",
        olga.user.id: "From Clearwater Interpreters",
        carys.user.id: "Case officer, London",
        irena.user.id: "Interpreters' co-ordinator, London",
        tom.user.id: "Team lead, London",
    }


@asynccontextmanager
async def _service(
    provider: str, workspace: Workspace, database: str, clock: PlayClock, sessions_a_day: int
) -> AsyncIterator[dict[str, Any]]:
    """Fill the service with a few days of sessions, and give the settings that connect the bot with it."""
    if provider != PEXIP.name:
        await _fill(database, clock, sessions_a_day)
        yield {}
        return
    enterprise = MadeUpEnterprise(clock, ZONE)
    service = PexipService(enterprise)
    people = {name: workspace.address_of(name) for name in ("Asha Patel", "Ben Duval")}
    fill(service, now=clock(), zone=ZONE, people=people, sessions_a_day=sessions_a_day, days=DAYS)
    async with served(service) as url:
        yield {
            "appointments_provider": provider,
            "appointments_api_url": url,
            "appointments_api_token": enterprise.token,
            "pexip_enterprise": enterprise.enterprise,
        }


async def _fill(database: str, clock: PlayClock, sessions_a_day: int) -> None:
    """Give the built-in service a few days of sessions."""
    engine = open_engine(database)
    try:
        await migrate(engine)
        await seed(engine, now=clock(), zone=ZONE, sessions_a_day=sessions_a_day, days=DAYS)
    finally:
        await engine.dispose()
