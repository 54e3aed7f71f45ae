"""The table of bounds says every one, as the code has it."""

from __future__ import annotations

import re

from bot.observe.health import FRESH, PATIENCE
from bot.serve.bounds import BOUNDS
from bot.service.reading import MAX_BYTES, MAX_FIELDS
from bot.slack.door import MAX_AGE, MAX_BODY, MAX_PAIRS
from bot.workspace.turns import AT_A_TIME
from handlers.lists.pairs import MOST_PAIRS
from handlers.pasted import LONGEST, MOST_NAMED
from tests.project.sources import ROOT

MB = 1_000_000
TOLD = {
    "First line and headers": f"{BOUNDS.head // 1024} KB",
    "A body at `/slack/events`, or of the built-in service": f"{MAX_BODY // MB} MB",
    "Time for a whole request, from its first byte (of a new connection: from its beginning)": f"{BOUNDS.arrival:.0f} s",
    "Time to take an answer that fills the system's buffers": f"{BOUNDS.arrival:.0f} s",
    "Silence between two requests of a kept connection": f"{BOUNDS.rest:.0f} s",
    "Connections at once": f"{BOUNDS.connections}",
    "Fields of a form at `/slack/events`": f"{MAX_PAIRS}",
    "Fields of a form at the built-in service": f"{MAX_FIELDS}",
    "Age of a signature": f"{MAX_AGE // 60} minutes",
    "Text of a command": f"{LONGEST:,} characters",
    "People and channels mentioned in a command that Slack is asked about": f"{MOST_NAMED}",
    "Filters of a list or search": f"{MOST_PAIRS}",
    "Commands and clicks of one person under way": f"{AT_A_TIME}",
    "`/readyz`": f"one look in {FRESH:.0f} s, for {PATIENCE:.0f} s",
}


def test_the_table_of_bounds_is_as_the_code_has_them() -> None:
    page = (ROOT / "docs/operating.md").read_text("utf-8")
    table = page.partition("| Bound | Is |")[2].partition("\n\n")[0].splitlines()[2:]
    rows = [re.split(r"\s*\|\s*", row.strip("| ")) for row in table]
    assert {bound: told for bound, told, _ in rows} == TOLD
    assert all(gets for _, _, gets in rows)
    assert f"is read to {BOUNDS.body // MB} MB at most" in page
    assert MAX_BODY == MAX_BYTES
