"""Lines of our own making, with what the form should then hold: each was drawn before the line was read this way."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.line import Typist, read_line
from bot.line.cli import answer

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = [
    json.loads(line)
    for name in ("lines.jsonl", "second.jsonl", "third.jsonl")
    for line in (HERE / name).read_text("utf-8").splitlines()
]


def moment(text: str | None) -> float | None:
    return datetime.fromisoformat(text).timestamp() if text else None


def words(text: object) -> list[str]:
    return [bare for word in str(text or "").casefold().split() if (bare := word.rstrip(".,;"))]


def typist(case: dict[str, Any]) -> Typist:
    return Typist(
        datetime.fromisoformat(case["ref"]), ZoneInfo(case["tz"]), case["locale"], tuple(case["departments"])
    )


def faults(case: dict[str, Any], got: dict[str, Any]) -> list[str]:
    """What is wrong with a line as it was understood; nothing where asking is right too."""
    want, found = case["want"], []
    start, due = moment(got["start"]), moment(want["start"])
    if start is not None and start not in (due, *map(moment, case["or_start"])):
        found.append("a moment that nobody meant")
    elif start is None and due is not None and not case["may_ask"]:
        found.append("asked though it was told")
    if want["minutes"] is not None and start is not None and got["minutes"] != want["minutes"]:
        found.append("length")
    if Counter(words(want["name"])) != Counter(words(got["name"])):
        found.append("name")
    found += [
        key for key in ("department", "language", "phone", "email") if words(got[key]) != words(want[key])
    ]
    return found + ([] if got["interpreter"] is want["interpreter"] else ["interpreter"])


def test_the_form_holds_what_the_line_says() -> None:
    """All lines in one test: hundreds of tests would take longer to be collected than to run."""
    wrong = {}
    for case in CASES:
        whom = typist(case)
        if found := faults(case, answer(read_line(case["text"], whom), whom)):
            wrong[f"{case['group']}: {case['text']}"] = found
    assert wrong == {}


def test_there_are_enough_of_each_kind() -> None:
    assert len(CASES) >= 350
    assert min(Counter(case["group"] for case in CASES).values()) >= 5
