"""The page of what can be typed leaves out nothing that is read, and each of its examples is read as it says."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.appointments.filter import status_meant
from bot.line.account import Typist
from bot.line.lattice import Kind
from bot.line.reading import read_line
from docs.typed_pages import FILTERS, GRAMMAR, OWN, statuses_part
from handlers.lists import own
from handlers.lists.filters import DEPARTMENT, INTERPRETER, KEYS, STATUS

LONDON = ZoneInfo("Europe/London")
TYPIST = Typist(datetime(2026, 11, 20, 9, 12, tzinfo=LONDON), LONDON, "en-GB", ("Housing", "Family"))


def test_every_filter_word_and_part_of_a_line_is_told() -> None:
    ours = {by for key, by in KEYS.items() if key != STATUS}
    assert set(FILTERS) == {STATUS, DEPARTMENT, INTERPRETER, *ours}
    verbs = {own.CAME, own.MISSED, own.USUAL}
    assert set(OWN) == set(own.OWN) - verbs, "these are said of a list, and typed by nobody as its words"
    assert set(GRAMMAR) == set(Kind) - {Kind.NOTHING}


@pytest.mark.parametrize(("kind", "example"), [(kind, one) for kind, some in GRAMMAR.items() for one in some])
def test_every_example_is_read_as_it_says(kind: Kind, example: str) -> None:
    line = {Kind.NAME: "{} tomorrow 3pm", Kind.TIME: "Jane Doe {}", Kind.LABEL: "{}, tomorrow 3pm"}
    told = read_line(line.get(kind, "Jane Doe tomorrow 3pm {}").format(example), TYPIST)
    assert told.left == ((example,) if kind is Kind.REFERENCE else ()), (
        "a booking gets a reference of its own"
    )
    assert kind in {taken_as for _, taken_as in told.words}


def test_every_word_of_status_is_one() -> None:
    rows = statuses_part()[-1].splitlines()[2:]
    for row in rows:
        words = row.split("`")[1::2]
        assert len({status_meant(word) for word in words}) == 1, row
