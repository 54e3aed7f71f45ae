"""`frontdesk line`: explain a booking line to a person, word by word, or answer cases line by line for a program."""

from __future__ import annotations

import json
import statistics
import sys
import time
from datetime import datetime
from typing import IO, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bot import when
from bot.line.account import Typist
from bot.line.lattice import Kind
from bot.line.reading import Understood, read_line, warm
from bot.when.cli import moment_of, place_of

MAX_MINUTES = 24 * 60


def line(
    words: Annotated[
        list[str] | None,
        typer.Argument(help="What someone might type after /appt book, e.g. Jane Doe tomorrow 3pm 45m."),
    ] = None,
    zone: Annotated[str, typer.Option(help="The typist's time zone.")] = "Europe/London",
    locale: Annotated[str, typer.Option(help="The typist's language and country.")] = "en-GB",
    departments: Annotated[str, typer.Option(help="The departments that may be typed: Family,Housing.")] = "",
    now: Annotated[
        str, typer.Option(help="The moment of typing, e.g. 2026-11-20T09:12; the present if left out.")
    ] = "",
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Read cases from standard input, one JSON a line.")
    ] = False,
) -> None:
    """Explain how a booking line is understood, word by word."""
    if jsonl:
        warm()
        answer_cases(sys.stdin, sys.stdout, sys.stderr)
        return
    place = place_of(zone)
    known = tuple(name.strip() for name in departments.split(",") if name.strip())
    explain(" ".join(words or ()), Typist(moment_of(now, place), place, locale, known))


def explain(text: str, typist: Typist) -> None:
    """Print what each word was taken for, what the form would hold, and what it would ask."""
    from rich.console import Console
    from rich.table import Table

    out = Console()
    told = read_line(text, typist)
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for typed, taken_as in told.words:
        table.add_row(typed, taken_as if taken_as != Kind.NOTHING else "not understood")
    out.print(table)
    start, question = pressed(told, typist)
    if start:
        said = (
            when.read_back(start, told.minutes or 0, now=typist.now, zone=typist.zone, desk_zone=typist.zone)
            if told.minutes
            else ""
        )
        out.print(said or f"{when.short_day(start.date())} {start:%H:%M}", markup=False)
    if question:
        out.print(question, markup=False)
    if told.left:
        out.print(f"Not understood: {', '.join(told.left)}", markup=False)


def pressed(told: Understood, typist: Typist) -> tuple[datetime | None, str | None]:
    """What pressing *Book* at once would book, or else what the form asks."""
    if not told.when:
        return None, None
    reading = when.read(told.when, now=typist.now, zone=typist.zone, locale=typist.locale, purpose="book")
    start = (
        reading
        if isinstance(reading, when.Refusal)
        else when.as_start(reading, now=typist.now, zone=typist.zone)
    )
    if isinstance(start, when.Refusal):
        return None, start.message
    if told.minutes is not None and not 0 < told.minutes <= MAX_MINUTES:
        return None, "Frontdesk books at most a day. Type how long it shall be."
    return start[0], None


def answer_cases(cases: IO[str], answers: IO[str], report: IO[str]) -> None:
    """Answer each case on a line of its own; the median and 95th percentile of microseconds go to `report`."""
    taken: list[float] = []
    for one in cases:
        if not one.strip():
            continue
        case: dict[str, Any] = json.loads(one)
        typist = Typist(
            datetime.fromisoformat(case["ref"]),
            ZoneInfo(case["tz"]),
            case.get("locale") or "en-GB",
            tuple(case.get("departments") or ()),
        )
        begun = time.perf_counter()
        told = read_line(case["text"], typist)
        taken.append((time.perf_counter() - begun) * 1e6)
        print(json.dumps(answer(told, typist), ensure_ascii=False), file=answers)
    if taken:
        high = statistics.quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0]
        print(
            f"{len(taken)} lines: median {statistics.median(taken):.0f} µs, 95th percentile {high:.0f} µs",
            file=report,
        )


def answer(told: Understood, typist: Typist) -> dict[str, object]:
    """Write what the form would hold as one flat object."""
    start, question = pressed(told, typist)
    return {
        "name": told.name,
        "start": start.isoformat() if start else None,
        "minutes": told.minutes,
        "department": told.department,
        "interpreter": told.interpreter,
        "language": told.language,
        "phone": told.phone,
        "email": told.email,
        "when": told.when,
        "question": question,
        "left": list(told.left),
    }
