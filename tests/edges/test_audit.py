"""`frontdesk audit`: the lines that were asked for, in words what can't be asked for, and never a new database."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert, text

from bot.storage.desk_tables import audit
from bot.storage.migrate import database
from tests.stories.process import run_once

NOW = datetime.now(UTC)
Ask = Callable[..., Awaitable[list[str]]]


@pytest.fixture
async def ask(tmp_path: Path) -> Ask:
    """Ask for lines, and get their appointments, in order."""
    lines = [
        ("T0RIVER", "U0ASHA", "booked-long-ago", "AAAAA", NOW - timedelta(days=40)),
        ("T0RIVER", "U0ASHA", "booked-last-week", "BBBBB", NOW - timedelta(days=7)),
        ("T0HILL", "U0GUS", "booked-just-now", "CCCCC", NOW - timedelta(minutes=1)),
    ]
    async with (
        database(f"sqlite:///{tmp_path / 'frontdesk.sqlite3'}") as engine,
        engine.begin() as connection,
    ):
        for team, user, appointment, code, at in lines:
            line = {"at": at, "team": team, "user": user, "appointment": appointment, "code": code}
            await connection.execute(insert(audit).values(deed="book", outcome="done", **line))

    async def asked(*options: str) -> list[str]:
        code, out, err = await run_once(tmp_path, {}, "audit", "--csv", *options)
        assert (code, err) == (0, "")
        return [row["appointment"] for row in csv.DictReader(io.StringIO(out))]

    return asked


async def test_only_what_was_asked_for(ask: Ask) -> None:
    long_ago, last_week, just_now = "booked-long-ago", "booked-last-week", "booked-just-now"
    day = (NOW - timedelta(days=8)).date().isoformat()
    assert await ask("--since", day) == [last_week, just_now]
    assert await ask("--since", "20 minutes ago") == [just_now]
    assert await ask("--user", "<@U0ASHA|asha>") == [long_ago, last_week]
    assert await ask("--appointment", "bbbbb") == [last_week]
    assert await ask("--appointment", just_now) == [just_now]
    assert await ask("--team", "T0RIVER", "--since", "8 days ago", "--user", "u0asha") == [last_week]
    assert await ask("--user", "U0NOBODY") == []


@pytest.mark.parametrize(
    ("option", "given", "told"),
    [
        ("--since", "the flood", "--since: this is not a day or a moment. Give e.g. 2026-11-20"),
        ("--since", "", "--since: this is not a day or a moment."),
        ("--since", "45 min", "--since: this is not a day or a moment."),
        ("--since", "in 3 days", "is still to come. Give e.g. 2026-11-20"),
        ("--user", "Asha Patel", "--user: this is not a person's Slack id, U…."),
        ("--team", "Riverside", "--team: this is not a workspace's id, T…."),
        ("--appointment", " ", "--appointment: give an appointment's code"),
    ],
)
async def test_what_can_not_be_asked_for_is_said_in_words(
    tmp_path: Path, option: str, given: str, told: str
) -> None:
    code, out, err = await run_once(tmp_path, {}, "audit", option, given)
    assert (code, out) == (2, "")
    assert told in err
    assert os.listdir(tmp_path) == []


KEYS = {"SECRET_KEYS": "A" * 43 + "="}


@pytest.mark.parametrize(
    "words",
    ["audit", "audit --csv", "workspaces", "workspaces forget T0RIVER", "workspaces disconnect T0RIVER"],
)
async def test_who_only_looks_or_deletes_makes_no_database(tmp_path: Path, words: str) -> None:
    code, out, err = await run_once(tmp_path, KEYS, *words.split())
    assert (code, out) == (2, "")
    assert err.startswith(f"There is no database yet at {tmp_path / 'frontdesk.sqlite3'}. Nothing was made.")
    assert os.listdir(tmp_path) == []


async def test_a_database_of_somebody_else_is_left_as_it_is(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'frontdesk.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE theirs (id INTEGER)"))
    code, out, err = await run_once(tmp_path, {}, "audit")
    assert (code, out) == (2, "")
    assert "nothing of Frontdesk's is in it" in err
    with engine.begin() as connection:
        assert connection.execute(text("SELECT name FROM sqlite_master")).scalars().all() == ["theirs"]
    engine.dispose()
