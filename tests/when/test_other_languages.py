"""Languages with no word list of ours: dateparser reads them, and only what it can't get wrong counts."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.when import Reading, find_time, read
from bot.when.words import fold
from bot.when.words.world import everywhere, gathered
from tests.when.table import written

ROME = ZoneInfo("Europe/Rome")
NOW = datetime(2026, 11, 20, 9, 12, tzinfo=ROME)


@pytest.mark.parametrize(
    ("locale", "text", "meaning"),
    [
        ("it-IT", "3 dicembre alle 15:00", "Thu 3 Dec 2026 15:00"),
        ("it-IT", "3 dicembre 2026", "Thu 3 Dec 2026"),
        ("it-IT", "domani alle 15:00", "Sat 21 Nov 2026 15:00"),
        ("nl-NL", "3 december om 15:00", "Thu 3 Dec 2026 15:00"),
        ("ro-RO", "3 decembrie ora 15:00", "Thu 3 Dec 2026 15:00"),
        ("uk-UA", "3 грудня о 15:00", "Thu 3 Dec 2026 15:00"),
        ("it-IT", "3/12/2026 15:00", "Thu 3 Dec 2026 15:00"),
    ],
)
def test_a_date_in_another_language(locale: str, text: str, meaning: str) -> None:
    for reader in (read, find_time):
        assert written(reader(text, now=NOW, zone=ROME, locale=locale), ROME) == meaning


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("it-IT", "forse domani"),
        ("it-IT", "xyz 3 dicembre"),
        ("pt-PT", "3 de dezembro às 15h e meia"),
        ("it-IT", "31 febbraio"),
    ],
)
def test_a_guess_is_no_answer(locale: str, text: str) -> None:
    assert not isinstance(read(text, now=NOW, zone=ROME, locale=locale), Reading)


def test_the_past_is_refused_for_a_booking() -> None:
    found = read("3 dicembre 2020 alle 15:00", now=NOW, zone=ROME, locale="it-IT", purpose="book")
    assert written(found, ROME) == "asks: past"


def test_the_table_of_all_languages_says_what_their_library_says() -> None:
    assert {word: told[:2] for word, told in everywhere().items()} == gathered(fold)
