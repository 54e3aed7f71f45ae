"""Our own database that is gone, silent or another: said as what it is, nothing is sent, and nothing is written where nobody finds it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import make_url

from bot.storage.engine import open_engine
from bot.storage.migrate import CannotMigrate, migrate
from tests.edges.test_ready import move_away, ready
from tests.postgres import PostgresServer
from tests.stories.scene import Scene, modal, outcome, scene
from tests.stories.telling import board, messages, passes, told


def move_back(folder: Path) -> None:
    for file in folder.glob("moved-*"):
        file.rename(file.with_name(file.name.removeprefix("moved-")))


NOT_KEPT = "Nothing was sent: our own database can't be written."


def _last(story: Scene) -> str | None:
    line = outcome(story.asha).line
    return line.ts if line else None


async def sent(story: Scene) -> str:
    """Send the form that is open, and give what it says in the end, or the line that comes when it has closed."""
    open_form = modal(story.asha)
    before = [seen.ts for seen in (*story.asha.sees(story.desk), *story.asha.sees(story.asha.dm))]
    await open_form.submit()
    async with asyncio.timeout(10):
        while "Booking…" in outcome(story.asha).text:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        while story.asha.modal is None and _last(story) in {*before, None}:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    return outcome(story.asha).text


@pytest.mark.parametrize("instead", [False, True])
@pytest.mark.parametrize("connected", [False, True])
async def test_a_file_that_was_moved_away_takes_no_write_and_none_is_made(
    story: Scene, tmp_path: Path, instead: bool, connected: bool
) -> None:
    await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    await story.bot.courier.stop(5)
    move_away(tmp_path)
    if instead:
        sqlite3.connect(tmp_path / "frontdesk.sqlite3").execute("CREATE TABLE strange (id)").close()
    if not connected:
        await story.bot.courier._outbox._engine.dispose()
    assert NOT_KEPT in await sent(story)
    assert story.sqod.appointments == []
    assert (tmp_path / "frontdesk.sqlite3").exists() == instead

    move_back(tmp_path)
    assert "Booked: Jane Doe" in await sent(story)


@contextmanager
def silent(address: str) -> Iterator[None]:
    """A PostgreSQL that takes what it is sent and never answers."""
    folder = Path(str(make_url(address).query["host"]))
    server = (folder / "data" / "postmaster.pid").read_text().split()[0]
    children = subprocess.run(["pgrep", "-P", server], capture_output=True, text=True, check=True).stdout
    processes = [int(server), *map(int, children.split())]
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in reversed(processes):
            os.kill(process, signal.SIGCONT)


@asynccontextmanager
async def shut(address: str) -> AsyncIterator[None]:
    """A PostgreSQL that lets nobody in."""
    url = make_url(address)
    server = await asyncpg.connect(user=url.username, database="postgres", host=url.query["host"])
    await server.execute(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS false")
    await server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", url.database
    )
    yield
    await server.execute(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS true")
    await server.close()


async def test_a_server_that_is_silent_is_as_good_as_gone(
    tmp_path: Path, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The service is not what is silent here: on a busy machine its answer may take longer than the scene's second.
    async with (
        postgres.migrated() as address,
        scene(tmp_path, database_url=address, appointments_timeout_seconds=20.0) as story,
    ):
        await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
        await story.delivered()
        with silent(address), monkeypatch.context() as impatient:
            # Only while it is silent: what is merely slow would be as good as gone too.
            impatient.setattr("bot.storage.transactions.LIMIT", 0.1)
            assert NOT_KEPT in await sent(story)
            assert story.sqod.appointments == []
            assert "No sessions" in (await answered(story, "/appt today"))
            assert NOT_KEPT in (await answered(story, "/appt alerts reminders 15"))
            assert "The counts can't be read" in (await answered(story, "/appt stats"))
        assert "Booked: Jane Doe" in await sent(story)


async def answered(story: Scene, text: str) -> str:
    """Type a command while the bot can't come to rest."""
    before = len(story.asha.sees(story.desk))
    await story.asha.types(text, in_=story.desk)
    async with asyncio.timeout(10):
        while len(story.asha.sees(story.desk)) == before or "One moment" in story.asha.last(story.desk).text:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    return story.asha.last(story.desk).text


async def test_the_looks_go_on_when_one_could_not_be_kept(
    story: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await told(story, story.desk, board=board(8, 30))
    await passes(story, minutes=1)
    assert "No sessions" in messages(story, story.desk)[0].text
    looked = len(story.sqod.asked("list"))
    story.sqod.slows("list", 0.3)
    monkeypatch.setattr("bot.storage.transactions.LIMIT", 1.0)
    story.clock.move(seconds=60)
    story.bot.courier.wake()
    async with asyncio.timeout(10):
        while len(story.sqod.asked("list")) == looked:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        with closing(sqlite3.connect(tmp_path / "frontdesk.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            while "database_not_there" not in "".join(capsys.readouterr()):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    monkeypatch.undo()
    await story.delivered()

    story.sqod.recovers()
    story.session("Jane Doe")
    await passes(story, minutes=2)
    assert "Jane Doe" in messages(story, story.desk)[0].text


async def test_the_bot_works_again_when_the_server_lets_it_in(
    tmp_path: Path, postgres: PostgresServer
) -> None:
    async with postgres.migrated() as address, scene(tmp_path, database_url=address) as story:
        await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
        async with shut(address):
            assert NOT_KEPT in await sent(story)
            status, problems = await ready(story)
            assert (status, list(problems)) == (503, ["database"])
        assert "Booked: Jane Doe" in await sent(story)
        assert await ready(story) == (200, {})


async def test_the_doctor_waits_for_no_server_that_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.engine.BUSY", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        address = f"postgresql://desk@127.0.0.1:{nobody.getsockname()[1]}/desk"
        begun = time.monotonic()
        with pytest.raises(CannotMigrate):
            await migrate(open_engine(address))
        assert time.monotonic() - begun < 5
