"""`frontdesk workspaces`: connected, seen, changed, disconnected and forgotten from the command line."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import insert, select

from bot.storage.connections import Connection, Connections
from bot.storage.desk_tables import audit, outbox
from bot.storage.engine import open_engine
from bot.storage.forgetting import owned_tables
from bot.storage.migrate import METADATAS, migrate
from bot.storage.vault import Vault, new_key
from tests.forked import ROOT, started
from tests.standins.sqod import StandInSqod

KEY = SecretStr(new_key())
NOW = datetime(2026, 11, 20, 9, 10, tzinfo=UTC)


class Operator:
    """Whoever sits at the command line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.engine = open_engine(f"sqlite:///{folder / 'frontdesk.sqlite3'}")

    async def types(self, *arguments: str, lines: str = "", **env: str) -> tuple[int, str, str]:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "SECRET_KEYS": KEY.get_secret_value(),
            **env,
        }
        said = {name: value for name, value in environment.items() if value}
        process = await started(*arguments, folder=self.folder, environment=said, typed=lines)
        out, err = await asyncio.wait_for(process.communicate(), 60)
        assert "Traceback" not in err.decode(), err.decode()
        return process.returncode or 0, out.decode(), err.decode()

    async def kept(self, team: str) -> Connection | None:
        return await Connections(self.engine, lambda: NOW, Vault([KEY])).of(team)


@pytest.fixture
async def operator(tmp_path: Path) -> AsyncIterator[Operator]:
    found = Operator(tmp_path)
    await migrate(found.engine)
    yield found
    await found.engine.dispose()


@pytest.fixture
def sqod() -> Iterator[StandInSqod]:
    with StandInSqod(now=lambda: NOW) as service:
        yield service


def account(sqod: StandInSqod) -> list[str]:
    said = {
        "APPOINTMENTS_PROVIDER": "sqod",
        "APPOINTMENTS_API_URL": sqod.url,
        "APPOINTMENTS_CLIENT_ID": sqod.client_id,
        "APPOINTMENTS_TOKEN_URL": sqod.token_url,
    }
    sets = [part for name, value in said.items() for part in ("--set", f"{name}={value}")]
    return [*sets, "--secret", "APPOINTMENTS_CLIENT_SECRET"]


async def test_a_workspace_is_connected_before_anybody_there_has_spoken(
    operator: Operator, sqod: StandInSqod
) -> None:
    code, out, err = await operator.types("workspaces")
    assert (code, err) == (0, "")
    assert "no workspaces yet" in out

    told = ("workspaces", "connect", "T0RIVER", *account(sqod), "--set", "DESK_TIMEZONE=Europe/Paris")
    code, out, err = await operator.types(*told, lines=f"{sqod.client_secret}\n")
    assert (code, err) == (0, "")
    assert out.splitlines()[:2] == [
        "T0RIVER is connected.",
        "Appointment service: SQOD answers and accepts our sign-in",
    ]
    found = await operator.kept("T0RIVER")
    assert found is not None
    assert found.secrets == {"APPOINTMENTS_CLIENT_SECRET": SecretStr(sqod.client_secret)}

    code, out, _ = await operator.types("workspaces")
    assert (code, out) == (0, "T0RIVER  -  SQOD  ok, and not installed yet\n")

    code, _, err = await operator.types("workspaces", "connect", "T0RIVER", "--set", "DEPARTMENTS=Leeds")
    assert (code, err) == (0, "")
    again = await operator.kept("T0RIVER")
    assert again is not None
    assert again.said == {**found.said, "DEPARTMENTS": "Leeds"}
    assert again.secrets == found.secrets
    assert again.version != found.version

    assert (await operator.types("workspaces", "disconnect", "T0RIVER"))[1] == (
        "T0RIVER is disconnected: its credentials are erased.\n"
    )
    assert await operator.kept("T0RIVER") is None


async def test_a_service_that_refuses_us_keeps_nothing(operator: Operator, sqod: StandInSqod) -> None:
    told = ("workspaces", "connect", "T0RIVER", *account(sqod))
    code, out, err = await operator.types(*told, lines="hunter2\n")
    assert (code, out) == (2, "")
    assert err.startswith("T0RIVER was not connected, for the service can't be used like this:\n")
    assert "hunter2" not in err
    assert await operator.kept("T0RIVER") is None


async def test_all_that_is_wrong_is_told_at_once_and_by_name(operator: Operator) -> None:
    code, _, err = await operator.types(
        *("workspaces", "connect", "T0RIVER", "--set", "APPOINTMENTS_PROVIDER=sqod"),
        *("--set", "DESK_TIMEZONE=London", "--set", "PORT=80", "--set", "NO_SUCH=x"),
    )
    assert code == 2
    assert {line.split(":")[0] for line in err.splitlines()[1:]} == {
        *("DESK_TIMEZONE", "PORT", "NO_SUCH", "APPOINTMENTS_API_URL"),
        *("APPOINTMENTS_CLIENT_ID", "APPOINTMENTS_CLIENT_SECRET"),
    }


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("connect", "E0ORG"), "TEAM: this is not the id of a workspace"),
        (("disconnect", "river"), "TEAM: this is not the id of a workspace"),
        (("connect", "T0RIVER", "--set", "DEPARTMENTS"), "--set: write NAME=value"),
        (
            ("connect", "T0RIVER", "--set", "APPOINTMENTS_CLIENT_SECRET=hunter2"),
            "APPOINTMENTS_CLIENT_SECRET: it is secret, and a shell keeps what is typed.",
        ),
        (
            ("connect", "T0RIVER", "--secret", "APPOINTMENTS_API_TOKEN"),
            "APPOINTMENTS_API_TOKEN: there was no line for it on standard input.",
        ),
        (("connect", "T0RIVER", "--set", "APPOINTMENTS_PROVIDER=acme"), "no appointment service has this"),
    ],
)
async def test_what_can_not_be_done_is_said(
    operator: Operator, arguments: tuple[str, ...], words: str
) -> None:
    code, out, err = await operator.types("workspaces", *arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert "hunter2" not in err


async def test_without_a_key_nothing_is_kept(operator: Operator) -> None:
    code, _, err = await operator.types("workspaces", "connect", "T0RIVER", SECRET_KEYS="")
    assert (code, err.split(".")[0]) == (2, "SECRET_KEYS: missing")


async def test_todays_env_is_moved_into_the_database(operator: Operator, sqod: StandInSqod) -> None:
    operator.folder.joinpath("departments.txt").write_text("Leeds\nHousing=4\n")
    old = operator.folder / "today.env"
    old.write_text(
        "SLACK_BOT_TOKEN=xoxb-1\nPORT=3000\nDEPARTMENTS=departments.txt\nAPPOINTMENTS_PROVIDER=sqod\n"
        f"APPOINTMENTS_API_URL={sqod.url}\nAPPOINTMENTS_API_TOKEN={sqod.token}\nMETRICS_TOKEN=m\n"
    )
    code, out, err = await operator.types("workspaces", "connect", "T0RIVER", "--from", "today.env")
    assert (code, err) == (0, "")
    found = await operator.kept("T0RIVER")
    assert found is not None
    assert found.said == {
        "DEPARTMENTS": "Leeds,Housing=4",
        "APPOINTMENTS_PROVIDER": "sqod",
        "APPOINTMENTS_API_URL": sqod.url,
    }
    assert found.secrets == {"APPOINTMENTS_API_TOKEN": SecretStr(sqod.token)}
    assert sqod.token not in out


async def test_everything_of_one_workspace_is_forgotten_and_nothing_of_another(operator: Operator) -> None:
    for team in ("T0RIVER", "T0HILL"):
        await operator.types("workspaces", "connect", team, "--set", "APPOINTMENTS_PROVIDER=embedded")
        async with operator.engine.begin() as connection:
            line = {"at": NOW, "team": team, "user": "U1", "deed": "book", "outcome": "done"}
            await connection.execute(insert(audit).values(**line))
    assert (await operator.types("audit", "--team", "T0HILL"))[1].count("T0HILL") == 1
    assert (await operator.types("audit", "--team", "T0HILL"))[1].count("T0RIVER") == 0

    code, out, _ = await operator.types("workspaces", "forget", "T0RIVER")
    assert code == 0
    assert out.startswith(
        "Everything of T0RIVER is deleted: 3 rows.\nIts Slack still has Frontdesk: an admin there"
    )
    async with operator.engine.connect() as connection:
        for table, owner in owned_tables():
            teams = (await connection.execute(select(owner))).scalars().all()
            assert "T0RIVER" not in teams, table.name
        assert (await connection.execute(select(outbox.c.team))).scalars().all() == ["T0HILL"]
    assert await operator.kept("T0HILL") is not None


def test_every_table_says_whose_its_rows_are() -> None:
    """A table without an owner would outlive its workspace."""
    owned = {table.name for table, _ in owned_tables()}
    all_there_are = {name for metadata in METADATAS for name in metadata.tables}
    assert all_there_are - owned <= {"arrivals"}
