"""Judge answers against the corpus: right, silently wrong (an answer, and not the right one), or missed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

Outcome = Literal["right", "silent", "missed"]
Case = Mapping[str, Any]


def judge(case: Case, answer: Case) -> Outcome:
    """Compare to the minute, days by their local date, ranges edge by edge; an edge that is not given is not checked."""
    refused = bool(answer.get("refused")) or not any(answer.get(key) for key in ("start", "end", "minutes"))
    if case["kind"] == "refuse":
        return "right" if refused or _is_only_past(case, answer) else "silent"
    if refused:
        return "missed"
    return "right" if _is_right(case, answer) else "silent"


def _is_only_past(case: Case, answer: Case) -> bool:
    """A time that should have been refused for being over, and is over, can do no harm."""
    start = answer.get("start")
    return (
        case.get("reason") == "past"
        and isinstance(start, str)
        and _moment(start, case["tz"]) < _moment(case["ref"], case["tz"])
    )


def _is_right(case: Case, answer: Case) -> bool:
    zone = case["tz"]
    match case["kind"]:
        case "day":
            return _day(answer.get("start"), zone) == _day(case["start"], zone)
        case "duration":
            return bool(answer.get("minutes") == case["minutes"])
        case "range":
            return all(_same(case[edge], answer.get(edge), zone) for edge in ("start", "end") if case[edge])
    if not _is_moment(answer.get("start")) or not _same(case["start"], answer["start"], zone):
        return False
    if case["kind"] == "instant":
        return True
    if answer.get("end"):
        return _is_moment(answer["end"]) and _same(case["end"], answer["end"], zone)
    return bool(answer.get("minutes") == case["minutes"])


def _is_moment(edge: str | None) -> bool:
    return edge is not None and len(edge) > len("2026-11-20")


def _same(one: str, other: str | None, zone: str) -> bool:
    return other is not None and _moment(one, zone) == _moment(other, zone)


def _moment(edge: str, zone: str) -> datetime:
    moment = datetime.fromisoformat(edge)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
    return moment.astimezone(UTC).replace(second=0, microsecond=0)


def _day(edge: str | None, zone: str) -> date | None:
    if edge is None or not _is_moment(edge):
        return date.fromisoformat(edge) if edge else None
    return _moment(edge, zone).astimezone(ZoneInfo(zone)).date()
