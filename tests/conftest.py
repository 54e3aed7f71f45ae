"""Databases for the tests: SQLite in a file, and PostgreSQL from a server that each test process runs if it is asked to."""

from __future__ import annotations

import asyncio
import gc
import itertools
import os
import shlex
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import uvloop
from hypothesis import HealthCheck, settings

from tests import forked
from tests.databases import share_compiled_statements
from tests.postgres import NoPostgres, PostgresServer, postgres_server

# How long an example takes says nothing where the machine does other things too. Every run has other examples, so a few in each
# find what many at once would; `make fuzz` tries many.
settings.register_profile(
    "frontdesk",
    deadline=None,
    max_examples=int(os.environ.get("FUZZED", 500)) // 10,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("frontdesk")
share_compiled_statements()


PAGE = "tests/page/"
WAITING = (
    (PAGE,),
    (PAGE,),
    ("tests/alerts/test_chaos", "tests/stories/test_changes_that_fail", "tests/stories/test_shortcuts"),
    (
        "tests/stories/test_late_commits",
        "tests/stories/test_talking_trouble",
        "tests/edges/test_own_database",
    ),
    ("tests/stories/test_workers", "tests/stories/test_told", "tests/stories/test_crashes"),
    ("tests/edges/test_silent_slack", "tests/edges/test_slack_failing", "tests/edges/test_doctor"),
)
"""Where tests wait for a browser, for leases to run out, for processes and for late answers more than they work: a share for each process.

Two share those of a browser, and no other has to start one.
"""


def pytest_configure(config: pytest.Config) -> None:
    """Have xdist's processes forked off one that has imported what they need."""
    if specs := config.getoption("tx", None):
        forked.share(whole=config.args == config.getini("testpaths"))
        launcher = shlex.join([sys.executable, "-m", "tests.launcher"])
        config.option.tx = [f"{spec}//python={launcher}" if spec == "popen" else spec for spec in specs]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Have what waits begin among what works, in each test process: beside that it costs nothing, where all wait the cores do too, and so at the end."""
    rest = [item for item in items if not item.nodeid.startswith(tuple(itertools.chain(*WAITING)))]
    share = len(items) // int(getattr(config, "workerinput", {}).get("workercount", 1))
    pages = [item for item in items if item.nodeid.startswith(PAGE)]
    waiting = [
        [item for item in items if item.nodeid.startswith(some)] if PAGE not in some else pages[nth::2]
        for nth, some in enumerate(WAITING)
    ]
    items.clear()
    for some in waiting:
        upto = max(0, share - len(some))
        items += _spread(some, rest[:upto])
        del rest[:upto]
    items += rest


def _spread(some: list[pytest.Item], among: list[pytest.Item]) -> list[pytest.Item]:
    """Put one of them behind each few of the others, in the first two thirds of these."""
    every = len(among) * 2 // 3 // max(1, len(some))
    began = [[one, *among[nth * every : (nth + 1) * every]] for nth, one in enumerate(some)]
    return [*itertools.chain(*began), *among[len(some) * every :]]


def pytest_collection_finish() -> None:
    """Leave what was collected out of every later search for garbage: with thousands of tests each held a story up for seconds.

    And search more rarely, as the bot itself does: it was a tenth of what the stories took.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The loop that the bot runs in, at half the cost of Python's own."""
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with ExitStack() as stack:
        try:
            running = stack.enter_context(postgres_server())
        except NoPostgres as missing:
            pytest.fail(str(missing))
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a database with nothing in it; the test runs once with each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'frontdesk.sqlite3'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    async with server.empty() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The same, for whoever brings it up to date anyway: PostgreSQL's has its tables already, which saves time."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'frontdesk.sqlite3'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    async with server.migrated() as address:
        yield address
