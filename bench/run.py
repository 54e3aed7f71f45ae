"""Measure Frontdesk beside bare Bolt apps, all in one run, and print one table: `python -m bench.run [ROUNDS]`.

A command is `/appt list` of one of the next thirty days, each another one, with ten sessions each.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table

from bench.contenders import BARE, Contender, contenders
from bench.field import Field, Slice, in_turn, opened, percentiles

ROUNDS = 5
STARTS = 15
"""How often each is started, all in turn. One start takes half as long again as the next, by whatever else the machine does, which can only
add to it: the ratio of the least differs by a tenth from run to run, that of the medians by a third."""
LEVELS = {1: 60, 4: 100, 16: 240, 64: 320}
"""How many commands a slice has at each number at once."""


@dataclass
class Found:
    """What was measured of one contender: all its starts, and medians over the rounds."""

    firsts: Sequence[float]
    """Seconds from each start to the first answer."""
    peak: float = 0.0
    """Megabytes."""
    levels: dict[int, Slice] = field(default_factory=dict)


def measured(arena: Field, several: list[Contender], rounds: int) -> dict[str, Found]:
    """Start each one many times; then run all side by side and let them take turns."""
    firsts: dict[str, list[float]] = {one.name: [] for one in several}
    for _ in range(STARTS):
        for one in several:
            firsts[one.name].append(arena.first_answer(one))
    found = {name: Found(seconds) for name, seconds in firsts.items()}
    with ExitStack() as stack:
        apps = {one.name: stack.enter_context(arena.running(one)) for one in several}
        for app in apps.values():
            app.first(time.monotonic())
            app.warm_up()
        for at_once, commands in LEVELS.items():
            for name, level in in_turn(apps, at_once, commands, rounds).items():
                found[name].levels[at_once] = level
        for name, app in apps.items():
            found[name].peak = app.peak()
    return found


def table(found: dict[str, Found]) -> Table:
    """One column a contender; in brackets, how many times what the bare Python peer has."""
    drawn = Table(title="/appt list of a day with 10 sessions; in brackets: × the bare Python peer")
    drawn.add_column("")
    drawn.add_column("at once", justify="right")
    for one in contenders():
        drawn.add_column(one.name, justify="right")

    def row(label: str, at_once: str, cell: Callable[[Found], str]) -> None:
        cells = [cell(found[one.name]) if one.name in found else "not installed" for one in contenders()]
        drawn.add_row(label, at_once, *cells)

    def compared(label: str, at_once: str, value: Callable[[Found], float], digits: int) -> None:
        theirs = value(found[BARE])
        row(label, at_once, lambda one: f"{value(one):,.{digits}f} ({value(one) / theirs:.2f})")

    def spread(label: str, at_once: int, values: Callable[[Slice], list[float]]) -> None:
        theirs = percentiles(values(found[BARE].levels[at_once]))[1]

        def cell(one: Found) -> str:
            half, most = percentiles(values(one.levels[at_once]))
            return f"{half:,.1f} / {most:,.1f} ({most / theirs:.2f})"

        row(label, str(at_once), cell)

    def waits(at_once: int) -> None:
        row("waited for a core, ms a slice", str(at_once), lambda one: f"{one.levels[at_once].waited:,.0f}")

    for at_once in LEVELS:
        compared("CPU, ms a command", str(at_once), at(at_once, lambda level: level.cpu), 2)
    drawn.add_section()
    for at_once in LEVELS:
        compared("answers a second", str(at_once), at(at_once, lambda level: level.rate), 0)
    drawn.add_section()
    for at_once in LEVELS:
        spread("acknowledged, ms, p50 / p99", at_once, lambda level: list(level.ack))
    drawn.add_section()
    for at_once in LEVELS:
        spread("answer seen, ms, p50 / p99", at_once, lambda level: list(level.answer))
    drawn.add_section()
    for at_once in LEVELS:
        waits(at_once)
    drawn.add_section()
    compared("least start to first answer, s", "", lambda one: min(one.firsts), 2)
    compared("median start, s", "", lambda one: statistics.median(one.firsts), 2)
    compared("peak memory, MB", "", lambda one: one.peak, 0)
    return drawn


def at(level: int, value: Callable[[Slice], float]) -> Callable[[Found], float]:
    """What was found at one level, for a row of the table."""
    return lambda one: value(one.levels[level])


def main() -> None:
    rounds = int((sys.argv[1:] or [str(ROUNDS)])[0])
    with opened() as arena:
        found = measured(arena, [one for one in contenders() if one.installed], rounds)
    Console(width=140).print(table(found))


if __name__ == "__main__":
    main()
