"""What a line costs grows with its length and no faster, whatever it is made of."""

from __future__ import annotations

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.line import Typist, read_line, warm

LONDON = ZoneInfo("Europe/London")
TYPIST = Typist(datetime(2026, 11, 20, 9, 12, tzinfo=LONDON), LONDON, departments=("Family",))
HOSTILE = [
    "a", "a@", "@", "1 ", "0770 ", "Monday ", "May 4 ", "interpreter ", "Polish and ", "(", "dept in ", "dob 1/1/80 ", "ref 12 ",
    "please book ", "Jane Doe ", "van der ", "x.", "a/", "-", "10:30 or ", "thurday ", "明天", "الخميس ", "“",
]  # fmt: skip


def cost(text: str) -> float:
    best = 1.0
    for _ in range(3):
        begun = time.process_time()
        read_line(text, TYPIST)
        best = min(best, time.process_time() - begun)
    return best


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_long_line_costs_in_proportion(piece: str) -> None:
    warm()
    short, long = (piece * (size // len(piece)) for size in (1500, 6000))
    assert cost(long) < 10 * cost(short) + 0.002
