"""`frontdesk keys rotate`: all that is sealed, with the newest key, while others write; killed halfway it loses nothing."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import Text, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.connection_tables import connections
from bot.storage.connections import CREDENTIALS, Connections, Told
from bot.storage.engine import open_engine
from bot.storage.migrate import METADATAS, migrate
from bot.storage.resealing import reseal, sealed_columns
from bot.storage.vault import Vault, new_key
from tests.forked import ROOT
from tests.stories.process import run_once
from tests.waiting import until

OLD, NEW, LOST = (SecretStr(new_key()) for _ in range(3))
BOTH, NEWEST = Vault([NEW, OLD]), Vault([NEW])
NOW = datetime(2026, 11, 20, 9, 10, tzinfo=UTC)
MANY = 600


@pytest.fixture
async def engine(database: str) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(database)
    await migrate(engine)
    yield engine
    await engine.dispose()


def kept(engine: AsyncEngine, vault: Vault) -> Connections:
    return Connections(engine, lambda: NOW, vault)


def secret(team: str) -> Told:
    return Told({"APPOINTMENTS_PROVIDER": "sqod"}, {"APPOINTMENTS_API_TOKEN": SecretStr(f"of {team}")})


async def with_many(engine: AsyncEngine) -> None:
    """Many connections, sealed with the old key."""
    old = Vault([OLD])
    rows = [
        {
            "team": f"T{number:05}",
            "said": {},
            "secrets": old.seal(f"T{number:05}", CREDENTIALS, SecretStr(f'{{"TOKEN": "{number}"}}')),
            "version": "1",
            "connected_at": NOW,
        }
        for number in range(MANY)
    ]
    async with engine.begin() as connection:
        await connection.execute(insert(connections), rows)


def variables(database: str) -> dict[str, str]:
    return {
        "DATABASE_URL": database,
        "SECRET_KEYS": f"{NEW.get_secret_value()},{OLD.get_secret_value()}",
    }


async def test_everything_opens_with_the_new_key_alone_and_is_what_it_was(engine: AsyncEngine) -> None:
    for team in ("T0HILL", "T0RIVER"):
        await kept(engine, Vault([OLD])).keep(team, secret(team))
        await kept(engine, Vault([OLD])).key(team)
    key = await kept(engine, BOTH).key("T0HILL")

    done = await reseal(engine, BOTH, batch=1)
    assert (done.anew, done.were, done.unopened) == (4, 0, [])
    for team in ("T0HILL", "T0RIVER"):
        found = await kept(engine, NEWEST).of(team)
        assert found is not None
        assert found.secrets == secret(team).secrets
    assert await kept(engine, NEWEST).key("T0HILL") == key
    again = await reseal(engine, BOTH)
    assert (again.anew, again.were) == (0, 4)


async def test_what_no_key_opens_is_left_and_named_and_stops_nothing(engine: AsyncEngine) -> None:
    await kept(engine, Vault([LOST])).keep("T0HILL", secret("T0HILL"))
    await kept(engine, Vault([OLD])).keep("T0RIVER", secret("T0RIVER"))
    done = await reseal(engine, BOTH)
    assert (done.anew, done.unopened) == (1, ["connections.secrets of T0HILL"])
    assert await kept(engine, Vault([LOST])).of("T0HILL") is not None


async def test_what_is_written_meanwhile_is_not_overwritten(engine: AsyncEngine) -> None:
    await with_many(engine)

    async def go_on_writing() -> None:
        for number in range(0, MANY, 40):
            team = f"T{number:05}"
            await kept(engine, Vault([OLD, NEW])).keep(team, secret(team))

    await asyncio.gather(reseal(engine, BOTH, batch=50), go_on_writing())
    await reseal(engine, BOTH)
    for number in range(0, MANY, 40):
        found = await kept(engine, NEWEST).of(f"T{number:05}")
        assert found is not None
        assert found.secrets == secret(f"T{number:05}").secrets


async def test_killed_halfway_nothing_is_lost_and_the_next_one_ends_it(
    engine: AsyncEngine, database: str, tmp_path: Path
) -> None:
    await with_many(engine)
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **variables(database)}
    program = (
        "import sys, bot.storage.resealing as r\n"
        "r.reseal.__defaults__ = (20,)\n"  # small batches, so that there is a middle
        "from bot.commands import app; app(['keys', 'rotate'])"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, cwd=tmp_path, env=environment, stdout=DEVNULL
    )
    await until(lambda: newest(engine), within=30)
    process.send_signal(signal.SIGKILL)
    await process.wait()

    for number in range(0, MANY, 37):
        found = await kept(engine, BOTH).of(f"T{number:05}")
        assert found is not None
        assert found.secrets == {"TOKEN": SecretStr(str(number))}

    code, out, err = await run_once(tmp_path, variables(database), "keys", "rotate")
    assert (code, err) == (0, "")
    assert "All of it opens with the first key of SECRET_KEYS" in out
    assert await newest(engine) == MANY


async def newest(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        sealed = (await connection.execute(select(connections.c.secrets))).scalars().all()
    return sum(map(NEWEST.is_newest, sealed))


async def test_without_a_key_it_says_which_setting_is_missing(tmp_path: Path) -> None:
    code, out, err = await run_once(tmp_path, {}, "keys", "rotate")
    assert (code, out) == (2, "")
    assert err.startswith("SECRET_KEYS: missing. ")


def test_every_column_that_may_hold_something_sealed_is_found() -> None:
    """A token or secret that was kept in a plain column would be passed over."""
    named = {"token", "refresh", "secrets", "secret", "key"}
    texts = {
        f"{table.name}.{column.name}"
        for metadata in METADATAS
        for table in metadata.tables.values()
        for column in table.c
        if (column.name in named and isinstance(column.type, Text)) or column.name == "secrets"
    }
    found = {f"{table.name}.{column.name}" for table, columns in sealed_columns() for column in columns}
    assert texts <= found
    assert {"connections.secrets", "workspace_keys.key"} <= found
