"""The field that contenders run on: the stand-ins beside them, the load before them, and what is measured of each."""

from __future__ import annotations

import json
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.contenders import Contender, environment
from bench.processes import PYTHON, ROOT, Measured, free_port, started, wait_for

WARM_UP = {1: 30, 16: 160}
"""How many commands are sent at so many at once before anything is measured."""
SETTLED = 3.0
"""Seconds after its first answer at which an app has done what it does once."""
PATHS = {"PYTHONPATH": str(ROOT)}


class WrongAnswers(Exception):
    """Not every answer showed the sessions that it should; so what was measured means nothing."""


@dataclass(frozen=True)
class Slice:
    """A few hundred commands at one number at once. Milliseconds, but `rate` in answers a second."""

    cpu: float
    """A command, user and system, of all the app's processes."""
    rate: float
    ack: Sequence[float]
    answer: Sequence[float]
    waited: float
    """For a core, all the app's threads together: much of it, and it is the machine that stood still."""


class Running:
    """A contender that runs: ask it for slices, in turn with others."""

    def __init__(self, app: Measured, load: subprocess.Popen[str], log: Path) -> None:
        self._app, self._load, self._log = app, load, log

    def first(self, since: float) -> float:
        """Seconds from its start (on the monotonic clock) until its first answer was seen."""
        return float(self._ask(since=since)["seconds"])

    def warm_up(self) -> None:
        """Ask for a while, and let pass what an app does for itself in its first seconds."""
        time.sleep(SETTLED)
        for at_once, commands in WARM_UP.items():
            self.slice(at_once, commands)

    def slice(self, at_once: int, commands: int) -> Slice:
        before, waited = self._app.cpu(), self._app.waited()
        run = self._ask(commands=commands, at_once=at_once)
        cpu = 1000 * (self._app.cpu() - before) / commands
        waited = 1000 * (self._app.waited() - waited)
        return Slice(cpu, commands / run["seconds"], run["ack"], run["answer"], waited)

    def peak(self) -> float:
        """Megabytes at the most so far."""
        return self._app.peak()

    def _ask(self, **what: float) -> dict[str, Any]:
        print(json.dumps(what), file=self._load.stdin, flush=True)
        line = self._load.stdout.readline() if self._load.stdout else ""
        if not line:
            raise WrongAnswers(f"the load generator ended; the log ends with {self._log.read_text()[-2000:]}")
        run: dict[str, Any] = json.loads(line)
        if run["right"] != run["commands"]:
            raise WrongAnswers(f"{run['right']} of {run['commands']} answers showed the right sessions")
        return run


class Field:
    def __init__(self, slack: int, feed: int, vendor: int, folder: Path) -> None:
        self._slack, self._feed, self._vendor, self._folder = slack, feed, vendor, folder
        self._log = folder / "log"

    @contextmanager
    def running(self, contender: Contender) -> Iterator[Running]:
        """Start a contender on a database of its own, with a load generator that has not asked anything yet."""
        port = free_port()
        with tempfile.TemporaryDirectory(dir=self._folder) as own:
            variables = environment(port, self._slack, self._vendor, Path(own))
            arguments = [PYTHON, "-m", "bench.load", *map(str, (port, self._slack, self._feed))]
            with (
                subprocess.Popen(
                    arguments, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
                ) as load,
                started(contender.command(port), variables, Path(own), self._log) as app,
            ):
                yield Running(app, load, self._log)
                assert load.stdin is not None
                load.stdin.close()

    def first_answer(self, contender: Contender) -> float:
        """Start a contender and end it again: seconds until its first answer."""
        since = time.monotonic()
        with self.running(contender) as app:
            return app.first(since)


@contextmanager
def opened() -> Iterator[Field]:
    """Start the stand-ins."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        slack, feed, vendor = free_port(), free_port(), free_port()
        log = folder / "log"
        with (
            started([PYTHON, "-m", "bench.slack", str(slack), str(feed)], PATHS, ROOT, log),
            started([PYTHON, "-m", "bench.vendor", str(vendor)], PATHS, ROOT, log),
        ):
            for port in (slack, feed, vendor):
                wait_for(port)
            yield Field(slack, feed, vendor, folder)


def percentiles(values: Sequence[float]) -> tuple[float, float]:
    """The median and the 99th percentile."""
    ordered = sorted(values)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]


def together(slices: Sequence[Slice]) -> Slice:
    """Medians of what a slice has one of; of the single commands' times, all; of the waits the longest."""
    return Slice(
        cpu=statistics.median(one.cpu for one in slices),
        rate=statistics.median(one.rate for one in slices),
        ack=[time for one in slices for time in one.ack],
        answer=[time for one in slices for time in one.answer],
        waited=max(one.waited for one in slices),
    )


def in_turn(apps: Mapping[str, Running], at_once: int, commands: int, rounds: int) -> dict[str, Slice]:
    """Let the apps take turns, a slice each, so that whatever else the machine does meets them all."""
    slices: dict[str, list[Slice]] = {name: [] for name in apps}
    for _ in range(rounds):
        for name, app in apps.items():
            slices[name].append(app.slice(at_once, commands))
    return {name: together(several) for name, several in slices.items()}
