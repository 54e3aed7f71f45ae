"""A day, a time and a length mean the same in whatever order and shape a desk types them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from bot.when import Reading, find_time

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 20, 9, 12, tzinfo=LONDON)

DAYS = {
    date(2026, 11, 21): ["tomorrow", "tmrw"],
    date(2026, 11, 22): ["the day after tomorrow"],
    date(2026, 11, 24): [
        "Tuesday", "tues", "next Tuesday", "Tue 24 Nov", "Tuesday 24th", "Tues the 24th", "24 November", "Nov 24th",
        "the 24th of November", "the 24th", "24/11", "Tue 24/11", "24/11/26", "24.11.26", "24-11-2026", "2026-11-24",
        "Tuesday (24 Nov)", "Tuesday, November 24, 2026", "24th Nov 2026",
    ],
    date(2026, 11, 25): ["Wednesday next week", "3 working days from now"],
    date(2026, 11, 27): ["a week today", "last Friday of the month"],
    date(2026, 12, 1): ["Tuesday week", "a week on Tuesday"],
    date(2026, 12, 7): ["the first Monday in December", "Mon 7th Dec"],
    date(2026, 12, 24): ["Christmas Eve"],
}  # fmt: skip
TIMES = {
    time(9): ["9 in the morning"],
    time(10): ["10am", "at 10"],
    time(10, 30): ["10:30", "10.30", "half ten", "half past ten", "at ten thirty"],
    time(12): ["noon", "12pm"],
    time(14): ["2 o'clock"],
    time(14, 30): ["half two"],
    time(15, 10): ["ten past three"],
    time(15, 15): ["3.15pm", "15:15", "at 1515"],
    time(15, 45): ["quarter to four"],
    time(16, 35): ["twenty-five to five"],
}
LENGTHS = {45: ["for 45m", "(45 min)"], 60: ["for an hour"], 90: ["for 1h30", "for an hour and a half"]}
SPANS = {
    (time(14), time(15)): ["2-3pm", "2 to 3pm", "2-3"],
    (time(10), time(11, 30)): ["10-11.30"],
    (time(9, 30), time(10, 15)): ["9:30-10:15"],
    (time(10), time(12)): ["10 till 12"],
    (time(14), time(14, 45)): ["14:00-14:45", "1400-1445"],
    (time(11), time(13)): ["11am-1pm", "between 11 and 1"],
}
ALL_DAYS = [(on, words) for on, all_words in DAYS.items() for words in all_words]


def heard(text: str) -> tuple[object, object, str] | str:
    found = find_time(text, now=NOW, zone=LONDON)
    return (found.start, found.end, found.rest) if isinstance(found, Reading) else "asked"


@pytest.mark.parametrize(("on", "day"), ALL_DAYS, ids=[words for _, words in ALL_DAYS])
def test_a_day_and_a_time_in_any_order(on: date, day: str) -> None:
    for at, said in ((at, words) for at, all_words in TIMES.items() for words in all_words):
        start = datetime.combine(on, at, LONDON)
        for text in (f"{day} {said}", f"{said} {day}", f"{said}, {day}"):
            assert heard(text) == (start, None, ""), text
        command = f"Jane Doe {day} {said} with a Polish interpreter"
        assert heard(command) == (start, None, "Jane Doe with a Polish interpreter"), command


@pytest.mark.parametrize(("on", "day"), ALL_DAYS, ids=[words for _, words in ALL_DAYS])
def test_a_length_goes_with_any_day_and_time(on: date, day: str) -> None:
    for (minutes, lengths), (at, times) in product(LENGTHS.items(), TIMES.items()):
        start = datetime.combine(on, at, LONDON)
        end = start + timedelta(minutes=minutes)
        for text in (f"{day} {said} {length}" for said, length in product(times, lengths)):
            assert heard(text) == (start, end, ""), text


@pytest.mark.parametrize(("on", "day"), ALL_DAYS, ids=[words for _, words in ALL_DAYS])
def test_from_when_to_when_on_any_day(on: date, day: str) -> None:
    for (begins, ends), said in ((edges, words) for edges, all_words in SPANS.items() for words in all_words):
        start, end = datetime.combine(on, begins, LONDON), datetime.combine(on, ends, LONDON)
        for text in (f"{day} {said}", f"{said} {day}"):
            assert heard(text) == (start, end, ""), text
        command = f"Jane Doe {day} {said} in Leeds"
        assert heard(command) == (start, end, "Jane Doe in Leeds"), command
