"""The field that a contender runs on: the stand-ins beside it, the load before it, and what one heat measures."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.contenders import Contender, environment
from bench.processes import PYTHON, ROOT, free_port, started, wait_for

LEVELS = {1: 120, 4: 240, 16: 640, 64: 960}
"""How many commands are sent at each number at once."""
WARM_UP = {1: 30, 16: 160}


@dataclass
class Level:
    """What commands were like at one number at once. Milliseconds, but `rate` in answers a second."""

    cpu: float
    ack: tuple[float, float]
    answer: tuple[float, float]
    rate: float


@dataclass
class Heat:
    """One run of one contender: from its start to its end."""

    first: float
    """Seconds from its start to the first answer."""
    peak: float = 0.0
    """Megabytes."""
    levels: dict[int, Level] = field(default_factory=dict)


class WrongAnswers(Exception):
    """Not every answer showed the sessions that it should; so what was measured means nothing."""


class Field:
    def __init__(self, slack: int, feed: int, vendor: int, folder: Path) -> None:
        self.slack, self.feed, self.vendor, self.folder = slack, feed, vendor, folder

    def heat(self, contender: Contender, levels: Mapping[int, int] = LEVELS) -> Heat:
        """Start a contender on a database of its own, ask it first once and then at each level, and end it."""
        port = free_port()
        with tempfile.TemporaryDirectory(dir=self.folder) as own:
            variables = environment(port, self.slack, self.vendor, Path(own))
            since = time.monotonic()
            with (
                started(contender.command(port), variables, Path(own), self.folder / "log") as app,
                self._load(port) as ask,
            ):
                heat = Heat(first=_right(ask(since=since))["seconds"])
                for at_once, commands in WARM_UP.items():
                    _right(ask(commands=commands, at_once=at_once))
                for at_once, commands in levels.items():
                    before = app.cpu()
                    run = _right(ask(commands=commands, at_once=at_once))
                    heat.levels[at_once] = Level(
                        cpu=1000 * (app.cpu() - before) / commands,
                        ack=_percentiles(run["ack"]),
                        answer=_percentiles(run["answer"]),
                        rate=commands / run["seconds"],
                    )
                heat.peak = app.peak()
                return heat

    @contextmanager
    def _load(self, port: int) -> Iterator[Any]:
        """A load generator for an app: call it with what is asked, as `bench.load` takes it."""
        arguments = [PYTHON, "-m", "bench.load", *map(str, (port, self.slack, self.feed))]
        with subprocess.Popen(
            arguments, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as load:
            assert load.stdin is not None
            assert load.stdout is not None

            def ask(**what: float) -> dict[str, Any]:
                print(json.dumps(what), file=load.stdin, flush=True)
                line = load.stdout.readline() if load.stdout else ""
                if not line:
                    raise WrongAnswers((self.folder / "log").read_text()[-2000:])
                found: dict[str, Any] = json.loads(line)
                return found

            yield ask
            load.stdin.close()


@contextmanager
def opened(sessions: int | None = None) -> Iterator[Field]:
    """Start the stand-ins; `sessions` a day where it is not to be the usual ten."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        slack, feed, vendor = free_port(), free_port(), free_port()
        many = [] if sessions is None else [str(sessions)]
        paths = {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
        log = folder / "log"
        with (
            started([PYTHON, "-m", "bench.slack", str(slack), str(feed)], paths, ROOT, log),
            started([PYTHON, "-m", "bench.vendor", str(vendor), *many], paths, ROOT, log),
        ):
            for port in (slack, feed, vendor):
                wait_for(port)
            yield Field(slack, feed, vendor, folder)


def middle(heats: Sequence[Heat]) -> Heat:
    """The medians of several heats."""
    return Heat(
        first=statistics.median(heat.first for heat in heats),
        peak=statistics.median(heat.peak for heat in heats),
        levels={at_once: _middle([heat.levels[at_once] for heat in heats]) for at_once in heats[0].levels},
    )


def _middle(levels: Sequence[Level]) -> Level:
    def median(*values: float) -> float:
        return statistics.median(values)

    return Level(
        cpu=median(*(one.cpu for one in levels)),
        ack=(median(*(one.ack[0] for one in levels)), median(*(one.ack[1] for one in levels))),
        answer=(median(*(one.answer[0] for one in levels)), median(*(one.answer[1] for one in levels))),
        rate=median(*(one.rate for one in levels)),
    )


def _percentiles(values: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(values)
    return ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]


def _right(run: dict[str, Any]) -> dict[str, Any]:
    if run["right"] != run["commands"]:
        raise WrongAnswers(f"{run['right']} of {run['commands']} answers showed the right sessions")
    return run
