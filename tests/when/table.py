"""Read the table of cases and write readings down as it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.when import Kind, Reading, Refusal

CASES = Path(__file__).with_name("cases.txt")
_HEAD = re.compile(r"== (?P<where>[^,]+), (?P<locale>[^,]+), typed (?P<now>.+)")


@dataclass(frozen=True)
class Case:
    """One line of the table: what was typed, by whom and when, and what it means."""

    text: str
    meaning: str
    zone: ZoneInfo
    locale: str
    now: datetime

    @property
    def name(self) -> str:
        return f"{self.locale}: {self.text}"


def cases() -> Iterator[Case]:
    """Go through the table."""
    zone, locale, now = ZoneInfo("UTC"), "", datetime.min.replace(tzinfo=ZoneInfo("UTC"))
    for line in CASES.read_text(encoding="utf8").splitlines():
        if head := _HEAD.fullmatch(line):
            zone, locale = ZoneInfo(head["where"]), head["locale"]
            now = datetime.strptime(head["now"], "%a %d %b %Y %H:%M").replace(tzinfo=zone)
        elif " → " in line:
            text, meaning = line.split(" → ")
            yield Case(text.strip(), meaning.strip(), zone, locale, now)


def written(found: Reading | Refusal | None, zone: ZoneInfo) -> str:
    """Write an answer as the table does: days inclusive, as people say them."""
    if found is None:
        return "nothing"
    if isinstance(found, Refusal):
        return f"asks: {found.reason}"
    start, end = found.start, found.end
    length = f" for {found.minutes} min" if found.minutes and found.kind in (Kind.DAY, Kind.RANGE) else ""
    match found.kind:
        case Kind.DURATION:
            return f"{found.minutes} min"
        case Kind.DAY:
            return _edge(start, zone) + length
        case Kind.INSTANT:
            return _edge(start, zone)
    if isinstance(end, date) and not isinstance(end, datetime):
        end -= timedelta(days=1)
    same_day = isinstance(start, datetime) and isinstance(end, datetime) and start.date() == end.date()
    until = f"{end:%H:%M}{_offset(end, zone)}" if same_day and isinstance(end, datetime) else _edge(end, zone)
    return (
        " ".join(part for part in (_edge(start, zone), f"to {until}" if until else "onwards") if part)
        + length
    )


def _edge(edge: date | datetime | None, zone: ZoneInfo) -> str:
    if edge is None:
        return ""
    day = f"{edge:%a} {edge.day} {edge:%b %Y}"
    return f"{day} {edge:%H:%M}{_offset(edge, zone)}" if isinstance(edge, datetime) else day


def _offset(moment: datetime, zone: ZoneInfo) -> str:
    """Name the offset where it is not the typist's own, or where the clocks show that time twice."""
    own = moment.astimezone(zone)
    doubled = own.replace(fold=0).utcoffset() != own.replace(fold=1).utcoffset()
    return f" {moment:%z}" if doubled or moment.utcoffset() != own.utcoffset() else ""
