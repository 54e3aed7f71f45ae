"""What alerts cost, and how that grows: `python -m bench.alerts.run`.

Many workspaces in one process, each with channels that get all there is: board, reminders, waiting, changes, gaps. Slack and the
appointment service are processes of their own that answer at once, and the clock is moved by half minutes, so a step takes as long
as our own work does. Every look must ask for each page of its workspace's list once, however many channels there are; for the first of several once
more at the end, to see that nothing moved meanwhile.
"""

from __future__ import annotations

import gc
import json
import resource
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass
from math import ceil
from pathlib import Path

import uvloop
from rich.console import Console
from rich.table import Table

from bench.alerts.day import BEFORE_BOARDS
from bench.alerts.town import Size, Spent, town
from bench.field import PATHS
from bench.processes import PYTHON, ROOT, free_port, started, wait_for
from bot.apis.sqod.vendor import SqodSettings
from bot.apis.vendors import VENDORS
from bot.observe.logs import set_up_logs
from bot.settings import given_settings
from tests.postgres import postgres_server

USUAL = Size()
BOTH, GROWN = ("sqlite", "postgresql"), "postgresql"
SIZES = {
    "channels": [Size(channels=count) for count in (1, 5, 50)],
    "sessions": [Size(sessions=count) for count in (5, 50, 500)],
    "workspaces": [Size(workspaces=count) for count in (20, 200, 2_000)],
}
QUIET = 9
"""Looks at which nothing has changed."""
SHARE = 0.01
"""Of all sessions, changed in one of the looks."""
PER_PAGE: int = SqodSettings.model_fields["sqod_per_page"].default


class AskedTooOften(Exception):
    """A list was asked for more often in one look than its pages are, or not at all."""


@dataclass(frozen=True)
class Found:
    """What was measured: seconds, or how many."""

    first: Spent
    """The first look, at which all sessions are new and the boards are planned."""
    boards: Spent
    """A look, and every channel's board posted."""
    quiet_wall: float
    quiet_cpu: float
    quiet_statements: int
    changed: Spent
    """A look that finds a share of all sessions changed, and the boards redrawn."""
    told: Spent
    """A minute later: what changed is told."""
    lists: int
    """In each look."""
    rows: dict[str, int]
    held: float
    """Megabytes, after the quiet looks."""
    peak: float
    """Megabytes."""


async def measured(size: Size, database: str, vendor: int, slack: int) -> Found:
    """Live through the first minutes of the day."""
    async with town(size, database, vendor, slack) as found:
        await found.settle_in(size.channels)
        first = await found.measured()
        await found.say_all(BEFORE_BOARDS)
        boards = await found.tick()
        quiet = [await found.tick() for _ in range(QUIET)]
        held = _held()
        found.changes(SHARE)
        changed, *later = [await found.tick() for _ in range(4)]
        told = max(later, key=lambda spent: sum(spent.slack.values()))
        for spent in (first, boards, *quiet, changed, *later):
            _once_each(spent, size)
        if boards.slack["chat.postMessage"] < size.workspaces * size.channels:
            raise AssertionError(f"{boards.slack} instead of {size.workspaces * size.channels} boards")
        return Found(
            first,
            boards,
            statistics.median(spent.wall for spent in quiet),
            statistics.median(spent.cpu for spent in quiet),
            quiet[-1].statements,
            changed,
            told,
            sum(first.lists.values()),
            await found.rows(),
            held,
            resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        )


def _once_each(spent: Spent, size: Size) -> None:
    pages = ceil(size.sessions / PER_PAGE)
    asked = Counter[str]()
    for what, times in spent.lists.items():
        asked[what.split()[0]] += times
    most = pages if pages == 1 else pages + 1
    if len(asked) != size.workspaces or max(asked.values()) > most:
        raise AskedTooOften(f"{asked.total()} lists of {size.workspaces} × {pages} pages")


def _held() -> float:
    """Megabytes that this process holds, once what nobody needs any more is given back."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1024**2


@contextmanager
def services(size: Size, folder: Path) -> Iterator[tuple[int, int]]:
    """Start the vendor and Slack; gives their ports."""
    vendor, slack, log = free_port(), free_port(), folder / "services.log"
    sessions = str(size.sessions)
    with (
        started([PYTHON, "-m", "bench.alerts.vendor", str(vendor), sessions], PATHS, ROOT, log),
        started([PYTHON, "-m", "bench.alerts.slack", str(slack)], PATHS, ROOT, log),
    ):
        for port in (vendor, slack):
            wait_for(port)
        yield vendor, slack


@asynccontextmanager
async def databases(kind: str, folder: Path) -> AsyncIterator[str]:
    """Give the address of an empty database; PostgreSQL's server is one of its own, which trusts its disk as the tests' does."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'bench.sqlite3'}"
        return
    with postgres_server() as server:
        async with server.empty() as address:
            yield address


def measure(kind: str, size: Size) -> Found:
    """Measure one size; in a process of its own, because memory that was once taken stays taken."""

    async def work() -> Found:
        async with databases(kind, folder) as database:
            return await measured(size, database, *ports)

    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with services(size, folder) as ports, (folder / "bot.log").open("w") as sys.stderr:
            set_up_logs(given_settings(VENDORS))
            return uvloop.run(work())


def asked(kind: str, size: Size) -> Found:
    arguments = [PYTHON, "-m", "bench.alerts.run", kind, json.dumps(asdict(size))]
    done = subprocess.run(arguments, check=True, stdout=subprocess.PIPE, cwd=ROOT)
    found = json.loads(done.stdout)
    steps = {name: Spent(**found[name]) for name in ("first", "boards", "changed", "told")}
    return Found(**(found | steps))


def table(title: str, sizes: Sequence[Size], kinds: Sequence[str]) -> Table:
    """Measure these and draw a row for each, as soon as it is known."""
    drawn = Table(title=title)
    for column in COLUMNS:
        drawn.add_column(column, justify="right")
    before: tuple[Size, Found] | None = None
    for kind in kinds:
        for size in sizes:
            found = asked(kind, size)
            drawn.add_row(f"{kind} {_named(size)}", *_cells(size, found, before))
            before = size, found
    return drawn


COLUMNS = (
    *("", "first look, s", "boards, s", "a board, ms", "quiet look, s", "each, ms", "lists", "SQL"),
    *("1 % changed, s", "redrawn", "told, s", "rows", "held MB", "kB a session more", "peak MB"),
)


def _cells(size: Size, found: Found, before: tuple[Size, Found] | None) -> list[str]:
    boards = size.workspaces * size.channels
    more = size.workspaces * size.sessions - (before[0].workspaces * before[0].sessions if before else 0)
    same = before is not None and more > 0 and before[0].workspaces == size.workspaces
    kilobytes = 1024 * (found.held - before[1].held) / more if before and same else None
    return [
        _seconds(found.first),
        _seconds(found.boards),
        f"{1000 * (found.boards.cpu - found.quiet_cpu) / boards:.1f}",
        f"{found.quiet_wall:.2f} ({found.quiet_cpu:.2f})",
        f"{1000 * found.quiet_cpu / size.workspaces:.1f}",
        f"{found.lists:,}",
        f"{found.quiet_statements:,}",
        _seconds(found.changed),
        f"{found.changed.slack.get('chat.update', 0):,}",
        _seconds(found.told),
        f"{sum(found.rows.values()):,}",
        f"{found.held:.0f}",
        f"{kilobytes:.1f}" if kilobytes is not None else "",
        f"{found.peak:.0f}",
    ]


def _seconds(spent: Spent) -> str:
    return f"{spent.wall:.2f} ({spent.cpu:.2f})"


def _named(size: Size) -> str:
    return f"{size.workspaces:,} × {size.channels} × {size.sessions}"


def main() -> None:
    if sys.argv[1:]:
        print(json.dumps(asdict(measure(sys.argv[1], Size(**json.loads(sys.argv[2]))))))
        return
    console = Console(width=200)
    console.print("Seconds on the wall (of CPU). Workspaces × channels in each × sessions in each.")
    console.print(table("One process", [USUAL], BOTH))
    for what, sizes in SIZES.items():
        console.print(table(f"More {what}", sizes, [GROWN]))


if __name__ == "__main__":
    main()
