"""Two of three processes are killed in a rush, while Slack is slow and turns some away: all is posted, and how often."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.alerts.rush import CHANNELS, REMINDERS, Rush, rush, slow
from tests.postgres import PostgresServer
from tests.waiting import until

HISTORY = {"channels:history", "groups:history", "im:history"}
KILLED = 2


@pytest.fixture
async def database(postgres: PostgresServer) -> AsyncIterator[str]:
    async with postgres.migrated() as address:
        yield address


async def rushes(town: Rush) -> None:
    """Post all that is due from three processes; two die on the way, and one of them comes back."""
    slow(town.slack)
    town.books_sessions()
    await asyncio.gather(*(town.starts() for _ in range(3)))
    await town.tells_channels()
    await until(lambda: town.posted() >= CHANNELS // 3, within=90)
    await town.bots[0].kill()
    back = asyncio.create_task(town.starts())
    await town.brings_sessions_forward()
    await until(lambda: town.posted() >= CHANNELS + REMINDERS // 6, within=90)
    await town.bots[1].kill()
    await back
    await town.comes_to_rest()


def repeated(town: Rush) -> int:
    """How many messages stand there once too often, after it was seen that none is missing."""
    for number in range(CHANNELS):
        assert town.boards(number) >= 1, f"no board in {town.channels[number].name}"
        assert set(town.reminders(number)) == town.hears(number), town.channels[number].name
    return town.posted() - CHANNELS - REMINDERS


async def test_with_the_history_scopes_everything_is_posted_once(tmp_path: Path, database: str) -> None:
    async with rush(tmp_path, database, HISTORY) as town:
        await rushes(town)
        assert repeated(town) == 0


async def test_without_them_everything_is_posted_and_a_kill_repeats_one_message_at_the_most(
    tmp_path: Path, database: str
) -> None:
    async with rush(tmp_path, database, set()) as town:
        await rushes(town)
        assert repeated(town) <= KILLED
