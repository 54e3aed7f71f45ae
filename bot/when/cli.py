"""`frontdesk when`: explain a phrase to a person, or read cases line by line for a program."""

from __future__ import annotations

import json
import statistics
import sys
import time
from datetime import date, datetime
from typing import IO, TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from bot.when.booking import as_start
from bot.when.model import Kind, Reading, Refusal
from bot.when.parts import say_minutes
from bot.when.reader import find_time, warm
from bot.when.saying import read_back

if TYPE_CHECKING:
    from rich.console import Console


def when(
    phrase: Annotated[
        list[str] | None, typer.Argument(help="What someone might type, e.g. next tue half ten for 45m.")
    ] = None,
    zone: Annotated[str, typer.Option(help="The typist's time zone.")] = "Europe/London",
    locale: Annotated[str, typer.Option(help="The typist's language and country.")] = "en-GB",
    now: Annotated[
        str, typer.Option(help="The moment of typing, e.g. 2026-11-20T09:12; the present if left out.")
    ] = "",
    anchor: Annotated[
        str, typer.Option("--from", help="When what is to be moved is now: words then count from there.")
    ] = "",
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Read cases from standard input, one JSON a line.")
    ] = False,
) -> None:
    """Explain how a phrase is read as a time."""
    if jsonl:
        warm()
        answer_cases(sys.stdin, sys.stdout, sys.stderr)
        return
    place = place_of(zone)
    moment = moment_of(now, place)
    from rich.console import Console

    moved = moment_of(anchor, place) if anchor else None
    if not explain(" ".join(phrase or ()), moment, place, locale, Console(), moved):
        raise typer.Exit(1)


def place_of(zone: str) -> ZoneInfo:
    """Find a zone by its name, or say which one there is none of."""
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise typer.BadParameter(f"There is no zone {zone!r}. Type one like Europe/London.") from error


def moment_of(now: str, place: ZoneInfo) -> datetime:
    """Read the moment of typing; empty is the present."""
    try:
        moment = datetime.fromisoformat(now) if now else datetime.now(tz=place)
    except ValueError as error:
        raise typer.BadParameter(f"{now!r} is no moment. Type one like 2026-11-20T09:12.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=place)


def explain(
    phrase: str, now: datetime, zone: ZoneInfo, locale: str, out: Console, anchor: datetime | None = None
) -> bool:
    """Print what a phrase means and how; answer whether it could be read."""
    found = find_time(phrase, now=now, zone=zone, locale=locale, anchor=anchor)
    if found is None or isinstance(found, Refusal):
        out.print(found.message if found else "There is no day or time in that.", markup=False)
        for choice in found.choices if found else ():
            out.print(f"  {choice.label}: type {choice.phrase}", markup=False)
        return False
    out.print(meaning_words(found, now, zone), markup=False)
    from rich.table import Table

    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for word in found.words:
        table.add_row(word.text, word.taken_as)
    if found.rest:
        table.add_row(found.rest, "not about time, handed back")
    out.print(table)
    for note in found.assumed:
        out.print(note, markup=False)
    return True


def meaning_words(reading: Reading, now: datetime, zone: ZoneInfo) -> str:
    """Say what a reading means in a sentence."""
    if reading.kind in (Kind.INSTANT, Kind.INTERVAL):
        start = as_start(reading, now=now, zone=zone)
        if isinstance(start, Refusal):
            return start.message
        return read_back(start[0], start[1], now=now, zone=zone, desk_zone=zone)
    if reading.kind is Kind.DURATION:
        return f"A length: {say_minutes(reading.minutes or 0)}."
    length = f", for {say_minutes(reading.minutes)}" if reading.minutes else ""
    if reading.kind is Kind.DAY:
        return f"A day: {_edge_words(reading.start)}{length}."
    begins = f"from {_edge_words(reading.start)}" if reading.start else ""
    ends = f"until before {_edge_words(reading.end)}" if reading.end else ""
    return f"A span {' '.join(filter(None, (begins, ends)))}{length}."


def _edge_words(edge: date | datetime | None) -> str:
    return (
        ""
        if edge is None
        else f"{edge:%a} {edge.day} {edge:%b %Y}" + (f" {edge:%H:%M}" if isinstance(edge, datetime) else "")
    )


def answer_cases(cases: IO[str], answers: IO[str], report: IO[str]) -> None:
    """Answer each case on a line of its own; the median and 95th percentile of microseconds go to `report`."""
    taken: list[float] = []
    for line in cases:
        if not line.strip():
            continue
        case: dict[str, Any] = json.loads(line)
        begun = time.perf_counter()
        found = find_time(
            case["text"],
            now=datetime.fromisoformat(case["ref"]),
            zone=case["tz"],
            locale=case.get("locale") or "en-GB",
            order=case.get("order"),
            purpose=case.get("purpose") or "any",
        )
        taken.append((time.perf_counter() - begun) * 1e6)
        print(json.dumps(answer(case["text"], found), ensure_ascii=False), file=answers)
    if taken:
        high = statistics.quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0]
        print(
            f"{len(taken)} phrases: median {statistics.median(taken):.0f} µs, 95th percentile {high:.0f} µs",
            file=report,
        )


def answer(text: str, found: Reading | Refusal | None) -> dict[str, object]:
    """Write a reading as one flat object: whole days as dates, moments with their offset."""
    if isinstance(found, Reading):
        start, end = (edge.isoformat() if edge else None for edge in (found.start, found.end))
        return {"text": text, "kind": found.kind.name, "start": start, "end": end, "minutes": found.minutes}
    return {"text": text, "refused": True, "reason": found.reason if found else "no_date"}
