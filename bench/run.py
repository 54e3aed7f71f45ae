"""Measure Frontdesk beside bare Bolt apps, all in one run, and print one table: `python -m bench.run [ROUNDS]`.

A command is `/appt list` of one of the next thirty days, each another one, with ten sessions each.
"""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table

from bench.contenders import BARE, contenders
from bench.field import Heat, middle, opened

ROUNDS = 3


def measured(rounds: int) -> dict[str, Heat]:
    """Run every contender in every round, one after the other; give the medians."""
    heats: dict[str, list[Heat]] = {}
    with opened() as field:
        for number in range(rounds):
            for contender in contenders():
                if contender.installed:
                    print(f"round {number + 1} of {rounds}: {contender.name}", file=sys.stderr)
                    heats.setdefault(contender.name, []).append(field.heat(contender))
    return {name: middle(several) for name, several in heats.items()}


def table(heats: dict[str, Heat]) -> Table:
    """One column a contender; in brackets, how many times what the bare Python peer has."""
    bare = heats[BARE]
    drawn = Table(title="/appt list of a day with 10 sessions; in brackets: × the bare Python peer")
    drawn.add_column("")
    drawn.add_column("at once", justify="right")
    for contender in contenders():
        drawn.add_column(contender.name, justify="right")

    def row(label: str, at_once: str, cells: dict[str, str]) -> None:
        drawn.add_row(label, at_once, *(cells.get(one.name, "not installed") for one in contenders()))

    for label, of in (
        ("CPU, ms a command", lambda level: level.cpu),
        ("answers a second", lambda level: level.rate),
    ):
        for at_once, theirs in bare.levels.items():
            cells = {
                name: f"{of(heat.levels[at_once]):,.2f} ({of(heat.levels[at_once]) / of(theirs):.2f})"
                for name, heat in heats.items()
            }
            row(label, str(at_once), cells)
        drawn.add_section()
    for label, both in (
        ("acknowledged, ms, p50 / p99", lambda level: level.ack),
        ("answer seen, ms, p50 / p99", lambda level: level.answer),
    ):
        for at_once in bare.levels:
            cells = {
                name: "{:,.1f} / {:,.1f}".format(*both(heat.levels[at_once])) for name, heat in heats.items()
            }
            row(label, str(at_once), cells)
        drawn.add_section()
    row(
        "start to first answer, s",
        "",
        {name: f"{heat.first:.2f} ({heat.first / bare.first:.2f})" for name, heat in heats.items()},
    )
    row(
        "peak memory, MB",
        "",
        {name: f"{heat.peak:.0f} ({heat.peak / bare.peak:.2f})" for name, heat in heats.items()},
    )
    return drawn


def main() -> None:
    rounds = int((sys.argv[1:] or [ROUNDS])[0])
    Console(width=130).print(table(measured(rounds)))


if __name__ == "__main__":
    main()
