"""What a list costs as the work grows, in one process: `python -m bench.scale`.

Sessions in the asked-for day: 10 to 10,000. Workspaces side by side, on one database and with one courier: 1 to 10,000. What is measured is the whole way from a command's words to the card as JSON, with a real vendor beside it; the HTTP
of Slack's request, which does not grow, is left out (`make bench` has it in).
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from functools import partial
from itertools import cycle
from pathlib import Path

import uvloop
from pydantic_core import to_json
from rich.console import Console
from rich.table import Table

from bench.contenders import environment
from bench.days import days
from bench.field import PATHS
from bench.many import many, planned, resident
from bench.processes import PYTHON, ROOT, free_port, started, wait_for
from bot.apis.vendors import VENDORS
from bot.app import running_bot
from bot.observe.logs import set_up_logs
from bot.serve.run import COLLECT_AFTER
from bot.settings import read_settings
from bot.workspace import Workspace
from handlers.answering import Ask
from handlers.command import answer

SESSIONS = (10, 100, 1_000, 10_000)
WORKSPACES = (1, 10, 100, 1_000, 10_000)
REPEATED = 7
IDLE = 10.0
"""Seconds for which workspaces are watched doing nothing."""


@contextmanager
def services(sessions: int, folder: Path) -> Iterator[None]:
    """Start Slack and a vendor with so many sessions a day, and set the environment for them."""
    slack, feed, vendor = free_port(), free_port(), free_port()
    with (
        started([PYTHON, "-m", "bench.slack", str(slack), str(feed)], PATHS, ROOT, folder / "log"),
        started([PYTHON, "-m", "bench.vendor", str(vendor), str(sessions)], PATHS, ROOT, folder / "log"),
    ):
        for port in (slack, vendor):
            wait_for(port)
        os.environ.update(environment(0, slack, vendor, folder))
        yield


@asynccontextmanager
async def alone(folder: Path) -> AsyncIterator[Workspace]:
    """Run one workspace in this process, which looks for garbage as rarely as one that serves."""
    async with running_bot(read_settings(VENDORS, database_url=f"sqlite:///{folder / 'one.db'}")) as bot:
        gc.freeze()
        gc.set_threshold(COLLECT_AFTER)
        yield bot.workspace


async def listed(workspace: Workspace, words: str) -> int:
    """Answer one command; gives the length of what would be sent."""
    card = await answer(workspace, Ask("U0CLERK", "C0DESK", f"list {words}", "1.1", None))
    assert card is not None
    assert "no sessions" not in card.text
    assert "Jane Doe" in card.text
    return len(to_json(card.message()))


async def spent(work: Callable[[], Awaitable[object]]) -> tuple[float, float]:
    """Milliseconds of this process's CPU, and of the clock on the wall."""
    cpu, wall = time.process_time(), time.monotonic()
    await work()
    return 1000 * (time.process_time() - cpu), 1000 * (time.monotonic() - wall)


def memory() -> float:
    """Megabytes at the most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def by_sessions(count: int, folder: Path) -> list[str]:
    """Each day for the first time, then again; a bot before has the service write its pages, so that nobody waits for that."""
    days_asked = list(map(str, days(REPEATED)))
    async with alone(folder) as workspace:
        length = await listed(workspace, days_asked[0])
        peak = memory()
        for day in days_asked:
            await listed(workspace, day)
    async with alone(folder) as workspace:
        await workspace.desk.ping()  # connects
        runs = [[await spent(partial(listed, workspace, day)) for _ in range(2)] for day in days_asked]
    cpu, wall = (statistics.median(times) for times in zip(*(first for first, _ in runs), strict=True))
    again = statistics.median(cpu for _, (cpu, _) in runs)
    return [
        f"{count:,}",
        f"{cpu:.1f}",
        f"{again:.1f}",
        f"{1000 * cpu / count:.0f}",
        f"{wall:.0f}",
        f"{length:,}",
        f"{peak:.0f}",
    ]


async def by_workspaces(count: int, folder: Path) -> list[str]:
    """All of them installed and connected on one database; of ten thousand too, each is opened once."""
    async with many(count, folder) as (bot, teams):
        begun = resident()
        several = [await bot.workspaces.of(team) for team in teams]
        opened = (resident() - begun) / count
        nothing = (await idle(IDLE)) / IDLE
        for workspace in several[:100]:
            await listed(workspace, str(days()[0]))
        used = (resident() - begun - opened * count) / min(count, 100)
        pairs = zip(cycle(several), cycle(map(str, days())), strict=False)

        async def commands() -> None:
            left = iter(range(320))

            async def clerk() -> None:
                for _ in left:
                    await listed(*next(pairs))

            await asyncio.gather(*(clerk() for _ in range(16)))

        cpu = statistics.median([(await spent(commands))[0] / 320 for _ in range(3)])
        await planned(bot, teams, folder)
        await asyncio.sleep(2)
        watched = (await idle(IDLE)) / IDLE
    return [
        f"{count:,}",
        f"{cpu:.2f}",
        f"{nothing:.2f}",
        f"{nothing / count:.4f}",
        f"{watched:.2f}",
        f"{watched / count:.4f}",
        f"{opened:.0f}",
        f"{used:.0f}",
        f"{memory():.0f}",
    ]


async def idle(seconds: float) -> float:
    """Milliseconds of CPU that go while nothing is asked."""
    cpu, _ = await spent(lambda: asyncio.sleep(seconds))
    return cpu


def measure(what: str, count: int) -> list[str]:
    """Measure one row; in a process of its own, because memory that was once taken stays taken."""
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        folder = Path(temporary)
        stack.enter_context(services(count if what == "sessions" else 10, folder))
        sys.stderr = stack.enter_context((folder / "bot.log").open("w"))
        set_up_logs(read_settings(VENDORS))
        work = by_sessions if what == "sessions" else by_workspaces
        return uvloop.run(work(count, folder))


def rows(what: str, counts: Sequence[int]) -> list[list[str]]:
    found = []
    for count in counts:
        arguments = [PYTHON, "-m", "bench.scale", what, str(count)]
        found.append(json.loads(subprocess.run(arguments, check=True, capture_output=True, cwd=ROOT).stdout))
    return found


def main() -> None:
    if sys.argv[1:]:
        print(to_json(measure(sys.argv[1], int(sys.argv[2]))).decode())
        return
    for title, what, counts, columns in (
        (
            "One list",
            "sessions",
            SESSIONS,
            (
                "sessions in the day",
                "CPU, ms",
                "listed again",
                "µs a session",
                "ms until there",
                "bytes sent",
                "peak MB",
            ),
        ),
        (
            "Workspaces in one process",
            "workspaces",
            WORKSPACES,
            (
                "workspaces",
                "CPU, ms a command",
                "idle, no alerts: ms/s",
                "each",
                "idle, alerts: ms/s",
                "each",
                "kB, opened",
                "kB, used",
                "peak MB",
            ),
        ),
    ):
        table = Table(title=title)
        for column in columns:
            table.add_column(column, justify="right")
        for row in rows(what, counts):
            table.add_row(*row)
        Console(width=120).print(table)


if __name__ == "__main__":
    main()
