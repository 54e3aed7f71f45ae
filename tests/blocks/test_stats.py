"""Counts as people read them: a table and a text that say the same, and nothing that points at one person."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocks import ids
from blocks.stats.card import stats_card
from blocks.stats.chart import plots
from blocks.stats.file import stats_file
from blocks.stats.picture import stats_picture
from blocks.stats.shown import Stats, languages
from bot.appointments.counts import Measure, Numbers, Tally
from bot.appointments.values import replace
from tests.blocks.reading import as_posted

FIRST, LAST = date(2026, 10, 24), date(2026, 11, 20)
PLACE = ids.CountsPlace(first=FIRST, last=LAST)
LANGUAGES = st.dictionaries(
    st.sampled_from(["Polish", "Dari", "BSL", "other", "not_named", ""]), st.integers(1, 9)
)


def stats(*counted: tuple[Measure, str, int], title: str = "Some days", department: str = "Leeds") -> Stats:
    found = Counter(
        {Tally("2026-11-20", "7", department, measure, which): n for measure, which, n in counted}
    )
    return Stats(title, FIRST, LAST, FIRST, Numbers(found))


def interpreters(spoken: dict[str, int]) -> Stats:
    return stats(
        (Measure.SESSIONS, "", 90), *((Measure.INTERPRETER, name, n) for name, n in spoken.items() if name)
    )


def test_of_a_language_that_few_speak_only_the_sum_is_told() -> None:
    shown = languages(
        interpreters({"Polish": 7, "BSL": 5, "Dari": 4, "Tetum": 1, "other": 2, "not_named": 3}).numbers
    )
    few = "Other languages (fewer than 5 each)"
    assert shown == [("Polish", 7), ("BSL", 5), (few, 7), ("No language named", 3)]


@given(LANGUAGES)
def test_every_interpreter_is_counted_and_no_rare_language_named(spoken: dict[str, int]) -> None:
    told = interpreters(spoken)
    seen = as_posted(stats_card(told, PLACE, file=True))
    file = stats_file(told)
    for name, number in languages(told.numbers):
        assert f"{name} | {number}" in seen.text
        assert f"{name} {number}" in seen.fallback
    assert sum(number for _, number in languages(told.numbers)) == sum(
        n for name, n in spoken.items() if name
    )
    rare = {name for name, number in spoken.items() if name in {"Polish", "Dari", "BSL"} and number < 5}
    heap = seen.text + seen.fallback + file.content.decode() + file.words
    assert [name for name in rare if name in heap] == []


def test_of_many_languages_and_days_there_is_room_for_the_most_spoken_and_the_file_has_all() -> None:
    told = interpreters({f"Language of number {n}": n for n in range(5, 95)})
    told = replace(told, first=date(2024, 11, 21), since=date(2024, 11, 21))
    shown = as_posted(stats_card(told, PLACE, file=True))
    assert "Language of number 79 | 79" in shown.text
    assert "Language of number 78 |" not in shown.text
    assert f"Further languages | {sum(range(5, 79))}" in shown.text
    assert len(stats_file(told).content.splitlines()) == 1 + 2 + 90


@pytest.mark.parametrize("file", [True, False])
def test_the_file_is_offered_to_whoever_may_have_it(file: bool) -> None:
    shown = as_posted(stats_card(stats((Measure.SESSIONS, "", 1)), PLACE, file=file))
    assert ("As a file" in shown.buttons) is file


@given(st.text(min_size=1, max_size=300), st.integers(0, 10**9))
def test_whatever_a_department_is_called_and_however_many_there_are_slack_takes_it(
    name: str, number: int
) -> None:
    told = stats(
        (Measure.SESSIONS, "", number),
        (Measure.WAITED, "7", number),
        (Measure.NO_SHOWS, "no_contact", number),
        title=f"Some days (department {name})",
        department=name,
    )
    as_posted(stats_card(told, PLACE, file=True))
    assert stats_file(told).content


@pytest.mark.parametrize(
    ("first", "x", "labels"),
    [
        (date(2026, 11, 20), "By day", ["Fri 20 Nov"]),
        (date(2026, 11, 7), "By day", ["Sat 7 Nov", "Fri 20 Nov"]),
        (date(2026, 11, 6), "By week", ["w/c 2 Nov 2026", "w/c 16 Nov 2026"]),
        (date(2026, 1, 1), "By month", ["Jan 2026", "Nov 2026"]),
        (date(2024, 11, 21), "By quarter", ["Q4 2024", "Q4 2026"]),
        (date(2006, 1, 1), "By quarter", ["Q1 2022", "Q4 2026"]),
    ],
)
def test_a_picture_is_as_fine_as_there_is_room_for(first: date, x: str, labels: list[str]) -> None:
    told = replace(
        stats((Measure.SESSIONS, "", 3), (Measure.NO_SHOWS, "no_contact", 1)), first=first, since=first
    )
    (plot,) = plots(told)
    assert (plot.x, [plot.categories[0], plot.categories[-1]][-len(labels) :]) == (x, labels)
    assert [(name, values[-1], sum(values)) for name, values in plot.series] == [
        ("Sessions", 3, 3),
        ("No-shows", 1, 1),
        ("Late starts", 0, 0),
    ]
    as_posted(stats_card(told, PLACE, file=True))


def test_a_picture_begins_where_counting_does_and_the_rest_says_what_it_shows() -> None:
    told = replace(interpreters({"Polish": 7, "Dari": 1}), since=date(2026, 11, 18))
    shown = as_posted(stats_card(told, PLACE, file=False))
    assert "Wed 18 Nov: Sessions 0, No-shows 0, Late starts 0" in shown.text
    assert "Tue 17 Nov" not in shown.text
    assert "Interpreters by language\nPolish: Sessions 7\nOthers (under 5): Sessions 1" in shown.text
    assert "Polish 7, Other languages (fewer than 5 each) 1" in shown.fallback


def test_nothing_counted_is_a_sentence_and_not_a_table_of_noughts() -> None:
    shown = as_posted(stats_card(stats(), PLACE, file=True))
    assert shown.text == "Counts: Some days\nNo session was counted."
    assert shown.buttons == []


def test_a_wait_a_share_and_a_start_are_said_in_words() -> None:
    told = stats(
        (Measure.SESSIONS, "", 42),
        (Measure.NO_SHOWS, "technical", 2),
        (Measure.NO_SHOWS, "not_said", 3),
        (Measure.WAITED, "4", 1),
        (Measure.WAITED, "5", 1),
        (Measure.WAITED, "80", 1),
        (Measure.BEGAN, "", 28),
        (Measure.LATE, "", 3),
    )
    assert as_posted(stats_card(told, PLACE, file=False)).fallback == (
        "Counts: Some days. Sessions: 42. Cancelled: 0. No-shows: 5 (12%): Technical failure 2, Kind not said 3. "
        "Waits seen: 3, Median wait 5 min, Longest wait 1 h 20 min. Late starts: 3 (11% of 28 whose start was seen). "
        "Interpreter needed: 0 (0%)."
    )


async def test_a_picture_shows_every_number_and_says_the_same_to_whoever_does_not_see_it() -> None:
    told = replace(
        interpreters({"Polish": 7, "Dari": 1, "not_named": 2}), title="Some $days_ (department 社會 <b> 🙂)"
    )
    file = await asyncio.to_thread(stats_picture, told)
    assert file.content.startswith(b"\x89PNG\r\n")
    assert file.name == "counts-2026-10-24-2026-11-20.png"
    assert "Sessions: 90." in file.alt
    assert "Polish 7, Other languages (fewer than 5 each) 1, No language named 2" in file.alt
    assert file.alt.encode()[:40] in file.content, "also in the picture itself"
