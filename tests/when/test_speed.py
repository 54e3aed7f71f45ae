"""What reading a time costs. The bounds are twice what they should be: other things run on the same machine."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.when import find_time, read, warm
from tests.when.table import cases

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 20, 9, 12, tzinfo=LONDON)


def microseconds(text: str) -> float:
    """The best of three: what it costs when nothing else is in the way."""
    taken = []
    for weeks in range(3):  # another day each time: what was read today is known until midnight
        begun = time.perf_counter()
        find_time(text, now=NOW, zone=LONDON)
        read(text, now=NOW + timedelta(weeks=weeks), zone=LONDON)
        taken.append((time.perf_counter() - begun) * 1e6 / 2)
    return min(taken)


def test_an_english_phrase_takes_a_sixth_of_a_millisecond() -> None:
    warm()
    taken = [microseconds(case.text) for case in cases() if case.locale == "en-GB"]
    assert statistics.median(taken) < 300


@pytest.mark.parametrize(
    "piece",
    [
        "next ",
        "1",
        "1-",
        "1/1/",
        "tomorrow or ",
        "half past ",
        "a",
        "(",
        "3pm ",
        "½",
        "é",
        "\u0130",
        "1:1 ",
        "Jan ",
        "a of the ",
    ],
)
def test_ten_thousand_characters_take_no_time(piece: str) -> None:
    warm()
    assert microseconds((piece * 10_000)[:10_000]) < 20_000


def test_the_first_phrase_after_the_start_is_quick() -> None:
    """In a fresh process, warmed: the first person doesn't wait."""
    script = """
import json, time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo
from bot.when import find_time, warm
warm()
now = datetime(2026, 11, 20, 9, 12, tzinfo=ZoneInfo("Europe/London"))
begun = time.perf_counter()
find_time("Jane Doe next tue half ten for 45m", now=now, zone="Europe/London")
print(json.dumps(time.perf_counter() - begun))
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert json.loads(done.stdout) < 0.150
