"""Score the reader of times on the practice corpus, beside dateparser: `python -m bench.when.run [--wrong]`."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.when.readers import READERS, Answer, Case
from bench.when.scoring import Outcome, judge
from bot.when import warm

CORPUS = Path(__file__).parent / "practice.jsonl"
Scored = list[tuple[Case, Answer, Outcome, float]]


def score(cases: list[Case], reader: Callable[[Case], Answer]) -> Scored:
    """Answer every case once, with the microseconds that it took."""
    scored = []
    for case in cases:
        begun = time.perf_counter()
        answer = reader(case)
        taken = (time.perf_counter() - begun) * 1e6
        scored.append((case, answer, judge(case, answer), taken))
    return scored


def groups(cases: list[Case]) -> dict[str, Callable[[Case], bool]]:
    """The lines of the table: everything, the British desk's own phrases, and each kind."""
    kinds = sorted({str(case["kind"]) for case in cases})
    lines: dict[str, Callable[[Case], bool]] = {
        "all": lambda case: True,
        "UK desk": lambda case: case["source"] == "hand-uk",
        "other languages": lambda case: not case["locale"].startswith("en"),
    }
    for kind in kinds:
        lines[kind] = of_kind(kind)
    return lines


def of_kind(kind: str) -> Callable[[Case], bool]:
    return lambda case: bool(case["kind"] == kind)


def cell(scored: Scored, belongs: Callable[[Case], bool]) -> str:
    outcomes = Counter(outcome for case, _, outcome, _ in scored if belongs(case))
    count = outcomes.total()
    return f"{100 * outcomes['right'] / count:5.1f} / {100 * outcomes['silent'] / count:4.1f}"


def main() -> None:
    """Print the table, and with --wrong each case that ours got wrong."""
    cases: list[Case] = [json.loads(line) for line in CORPUS.read_text(encoding="utf8").splitlines()]
    warm()
    for reader in READERS.values():
        reader(cases[0])  # imports are not what is measured
    results = {name: score(cases, reader) for name, reader in READERS.items()}
    out = Console(width=110)
    table = Table(title=f"{len(cases)} phrases: % right / % silently wrong")
    table.add_column("")
    table.add_column("n", justify="right")
    for name in results:
        table.add_column(name, justify="right")
    for line, belongs in groups(cases).items():
        count = sum(belongs(case) for case in cases)
        table.add_row(line, str(count), *(cell(scored, belongs) for scored in results.values()))
    table.add_section()
    for label, at in (("µs, median", 0.5), ("µs, 95th percentile", 0.95)):
        cells = (f"{quantile([taken for *_, taken in scored], at):,.0f}" for scored in results.values())
        table.add_row(label, "", *cells)
    english = [taken for case, *_, taken in results["bot.when"] if case["locale"].startswith("en")]
    table.add_row("µs, median in English", "", f"{statistics.median(english):,.0f}", "", "")
    out.print(table)
    if "--wrong" in sys.argv:
        for case, answer, outcome, _ in results["bot.when"]:
            if outcome != "right":
                out.print(
                    outcome, case["text"], "want", case["start"], case["end"], case["minutes"], "got", answer
                )


def quantile(values: list[float], at: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * at))]


if __name__ == "__main__":
    main()
