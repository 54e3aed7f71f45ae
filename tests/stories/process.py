"""The bot as a process of its own, to be killed and started again."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from bot.standins.slack import SlackServer
from tests.forked import ROOT, Forked, started
from tests.standins.sqod import StandInSqod
from tests.stories.scene import SECRET


def connected_to(server: SlackServer, sqod: StandInSqod) -> dict[str, str]:
    """The settings of a bot that speaks to these two."""
    return {
        "SLACK_BOT_TOKEN": server.workspace.bot_token,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": server.api_url,
        "APPOINTMENTS_PROVIDER": "sqod",
        "APPOINTMENTS_API_URL": sqod.url,
        "APPOINTMENTS_API_TOKEN": sqod.token,
    }


_OWN_TIMES = {
    "outbox": ("leased_until", "due", "due_first", "created"),
    "holds": ("until",),
    "intents": ("created",),
}


def lies_dead(database: Path, seconds: int = 20) -> None:
    """Let time pass for a bot that was killed, which nobody waits for: in its own book (SQLite) all is that much older."""
    with closing(sqlite3.connect(database)) as book, book:
        for table, columns in _OWN_TIMES.items():
            older = (
                f"{one} = strftime('%Y-%m-%d %H:%M:%f000', {one}, '-{seconds} seconds')" for one in columns
            )
            book.execute(f"UPDATE {table} SET {', '.join(older)}")


class BotProcess:
    """`frontdesk …` with these settings and nothing else of the environment."""

    def __init__(self, folder: Path, settings: Mapping[str, str], *arguments: str) -> None:
        self._folder = folder
        self._settings = settings
        self._arguments = arguments or ("serve",)
        self._process: Forked | None = None
        self.log: Path = folder / "bot.log"

    async def start(self) -> str:
        """Start it and give the address that it prints."""
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PORT": "0", **self._settings}
        with self.log.open("ab") as log:
            self._process = await started(
                *self._arguments, folder=self._folder, environment=environment, log=log
            )
        assert self._process.stdout is not None
        line = (await asyncio.wait_for(self._process.stdout.readline(), 30)).decode()
        assert " on http://" in line, f"{line!r}: {self.log.read_text()}"
        return line.split(" on ")[1].strip()

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    async def kill(self) -> None:
        """kill -9: nothing is cleaned up."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()

    async def ask_to_stop(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)

    async def ended(self, within: float = 25) -> int:
        """Wait for its end and give its exit code."""
        assert self._process is not None
        return await asyncio.wait_for(self._process.wait(), within)

    async def __aenter__(self) -> BotProcess:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._process is not None and self._process.returncode is None:
            await self.kill()


async def run_once(
    folder: Path, settings: Mapping[str, str], *arguments: str, typed: str = ""
) -> tuple[int, str, str]:
    """Run `frontdesk …` to its end, with `typed` as its standard input; gives exit code, standard output and standard error."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **settings}
    process = await started(*arguments, folder=folder, environment=environment, typed=typed)
    out, err = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode or 0, out.decode(), err.decode()
