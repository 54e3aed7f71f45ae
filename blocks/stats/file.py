"""The counts as a table that a spreadsheet opens: a number a line, by day and department."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from blocks.files import File, csv_table
from blocks.kit import escape
from blocks.stats.shown import Stats, languages, read_out
from blocks.words.counts import INTERPRETERS, KINDS, OF_A_FILE
from bot.appointments.counts import Measure, Tally

HEAD = ("From", "To", "Department", "Measure", "Which", "Number")


def stats_file(stats: Stats) -> File:
    """Make it; of languages only the sums of the whole span stand in it, and few together, as in the message."""
    name = f"counts-{stats.first}-{stats.last}.csv"
    return File(
        name, csv_table(HEAD, [*_by_day(stats), *_by_language(stats)]), escape(f"Counts: {read_out(stats)}")
    )


def _by_day(stats: Stats) -> Iterator[tuple[str, ...]]:
    found: Counter[Tally] = Counter()
    for tally, number in stats.numbers.each():
        if tally.measure is not Measure.LOOKED:
            found[tally._replace(which="") if tally.measure is Measure.INTERPRETER else tally] += number
    for tally, number in sorted(found.items()):
        which = KINDS.get(tally.which, tally.which)
        department = tally.department or tally.department_id
        yield tally.day, tally.day, department, OF_A_FILE[tally.measure], which, str(number)


def _by_language(stats: Stats) -> Iterator[tuple[str, ...]]:
    for name, number in languages(stats.numbers):
        yield str(stats.first), str(stats.last), "", INTERPRETERS, name, str(number)
