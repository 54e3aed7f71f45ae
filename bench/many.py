"""Many workspaces in one process: installed, each connected to the service of the bench, and with a look planned."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import insert

from bench.slack import SECRET
from bot.apis.vendors import VENDORS
from bot.app import Bot, now_utc, running_bot
from bot.appointments.jobs import LookOut
from bot.settings import Settings, given_settings
from bot.storage.connections import Connections, Told
from bot.storage.engine import open_engine
from bot.storage.installation_tables import installations as table
from bot.storage.installations import Installations, Token
from bot.storage.migrate import migrate
from bot.storage.outbox import add_jobs
from bot.storage.vault import Vault, new_key

FILE = "many.sqlite3"
AHEAD = timedelta(minutes=20)
"""When the looks are due that are planned: long after what is measured."""


def settings_of_many(folder: Path) -> Settings:
    return given_settings(
        VENDORS,
        slack_client_id="1.2",
        slack_client_secret="of-the-bench",
        slack_signing_secret=SECRET,
        secret_keys=new_key(),
        public_url="https://desk.example.org",
        install_allowed="*",
        slack_api_url=os.environ["SLACK_API_URL"],
        database_url=f"sqlite:///{folder / FILE}",
    )


@asynccontextmanager
async def many(count: int, folder: Path) -> AsyncIterator[tuple[Bot, list[str]]]:
    """Run a bot that is installed in so many workspaces; none of them has spoken yet."""
    settings = settings_of_many(folder)
    teams = [f"T0{number:06d}" for number in range(count)]
    engine = open_engine(settings.database_url)
    await migrate(engine)
    vault = Vault(settings.secret_keys)
    installations = Installations(engine, now_utc, vault)
    connections = Connections(engine, now_utc, vault)
    told = Told(
        {"APPOINTMENTS_PROVIDER": "sqod", "APPOINTMENTS_API_URL": os.environ["APPOINTMENTS_API_URL"]},
        {"APPOINTMENTS_API_TOKEN": SecretStr(os.environ["APPOINTMENTS_API_TOKEN"])},
    )
    async with engine.begin() as connection:  # at once: one by one each would wait for the disk
        for team in teams:
            row = {
                **installations.sealed(team, Token(SecretStr(f"xoxb-{team}"))),
                "holder": team,
                "enterprise": "",
                "is_org_wide": False,
                "name": team,
                "app": "A0",
                "bot_user": "U0BOT",
                "scopes": "chat:write,commands",
                "version": 1,
                "installed_by": "U0ADMIN",
                "installed_at": now_utc(),
            }
            await connection.execute(insert(table).values(**row))
            await connections.keep_within(connection, team, told)
    await engine.dispose()
    async with running_bot(settings) as bot:
        yield bot, teams


async def planned(bot: Bot, teams: Sequence[str], folder: Path) -> None:
    """Plan a look for each, as workspaces with alerts have one."""
    engine = open_engine(f"sqlite:///{folder / FILE}")
    async with engine.begin() as connection:
        for team in teams:
            await add_jobs(connection, team, [LookOut(cause="bench", on=True, delay=AHEAD)], now_utc())
    await engine.dispose()
    bot.courier.wake()


def resident() -> float:
    """Kilobytes of memory that this process has now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024
