"""What a booking, a list and a form make of a reading."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.settings.nations import Nation
from bot.when import Reading, Refusal, as_start, as_window, read, read_birth_date, read_minutes

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 20, 9, 12, tzinfo=LONDON)


def reading(text: str) -> Reading:
    found = read(text, now=NOW, zone=LONDON)
    assert isinstance(found, Reading)
    return found


def test_a_start_and_its_length() -> None:
    assert as_start(reading("tomorrow 3pm for 45m"), now=NOW, zone=LONDON) == (
        datetime(2026, 11, 21, 15, tzinfo=LONDON),
        45,
    )
    assert as_start(reading("tomorrow 3pm"), now=NOW, zone=LONDON) == (
        datetime(2026, 11, 21, 15, tzinfo=LONDON),
        None,
    )


@pytest.mark.parametrize(
    ("text", "reason", "message"),
    [
        ("Tue 24 Nov", "no_time", "Add a time, e.g. Tue 24 Nov at 10:00."),
        ("1 March 2027", "no_time", "Add a time, e.g. Mon 1 Mar 2027 at 10:00."),
        ("next week", "no_time", "That is a span. Type one day and a time, e.g. Mon 23 Nov at 10:00."),
        ("tomorrow afternoon", "no_time", "That is a span. Type one day and a time, e.g. Sat 21 Nov at 12:00."),
        ("45m", "no_time", "That is only a length. Add when it begins, e.g. Tue 24 Nov at 10:00 for 45 min."),
        ("yesterday", "past", "Thu 19 Nov 2026 is in the past. Choose a later time, e.g. Tue 24 Nov at 10:00."),
        ("9am today", "past", "Fri 20 Nov 2026 at 09:00 is in the past. Choose a later time, e.g. Tue 24 Nov at 10:00."),
        ("from 9am tomorrow to 10am Monday", "too_long", "A booking lasts 24 hours at most. Type a shorter length, e.g. for 45 min."),
    ],
)  # fmt: skip
def test_what_is_no_start(text: str, reason: str, message: str) -> None:
    refusal = as_start(reading(text), now=NOW, zone=LONDON)
    assert isinstance(refusal, Refusal)
    assert (refusal.reason, refusal.message) == (reason, message)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("tomorrow", "2026-11-21 00:00", "2026-11-22 00:00"),
        ("tomorrow 3pm", "2026-11-21 00:00", "2026-11-22 00:00"),
        ("this week", "2026-11-16 00:00", "2026-11-23 00:00"),
        ("tomorrow afternoon", "2026-11-21 12:00", "2026-11-21 18:00"),
        ("from Monday", "2026-11-23 00:00", "2026-12-24 00:00"),
        ("until Friday 27 Nov", "2026-10-28 00:00", "2026-11-28 00:00"),
        ("28 March 2027", "2027-03-28 00:00", "2027-03-29 00:00"),
    ],
)
def test_the_window_of_a_list(text: str, start: str, end: str) -> None:
    window = as_window(reading(text), zone=LONDON)
    assert not isinstance(window, Refusal)
    assert tuple(f"{edge:%Y-%m-%d %H:%M}" for edge in window) == (start, end)


def test_the_day_on_which_the_clocks_change_has_23_hours() -> None:
    window = as_window(reading("28 March 2027"), zone=LONDON)
    assert not isinstance(window, Refusal)
    utc = [edge.astimezone(ZoneInfo("UTC")) for edge in window]
    assert utc[1] - utc[0] == timedelta(hours=23)


def test_a_length_alone_is_no_window() -> None:
    assert isinstance(as_window(reading("45m"), zone=LONDON), Refusal)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("45m", 45), ("1h30", 90), ("an hour and a half", 90), ("¾ h", 45), ("45", 45), ("1:30", 90), ("2 hrs", 120),
     ("half an hour", 30), ("1 h 15 min", 75), ("90 minutes", 90), ("0:45", 45), (" 30 ", 30), ("1.5h", 90), ("24h", 1440),
     ("for 20 minutes", 20), ("three quarters of an hour", 45)],
)  # fmt: skip
def test_a_length(text: str, minutes: int) -> None:
    assert read_minutes(text) == minutes


@pytest.mark.parametrize(
    ("text", "locale", "minutes"),
    [("une demi-heure", "fr-FR", 30), ("anderthalb Stunden", "de-DE", 90), ("hora y media", "es-ES", 90),
     ("pół godziny", "pl-PL", 30), ("awr a hanner", "cy-GB", 90), ("8 heures", "fr-FR", 480)],
)  # fmt: skip
def test_a_length_in_other_languages(text: str, locale: str, minutes: int) -> None:
    assert read_minutes(text, locale=locale) == minutes


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "-30",
        "−30",
        "25h",
        "1441",
        "tomorrow",
        "3pm",
        "",
        "xyz",
        "45 bananas",
        "1:75",
        "2 months",
        "9" * 300,
    ],
)
def test_what_is_no_length(text: str) -> None:
    refusal = read_minutes(text)
    assert isinstance(refusal, Refusal)
    assert "e.g. 45 min" in refusal.message or "such as 45 min" in refusal.message


@pytest.mark.parametrize(
    ("text", "order", "born"),
    [
        ("12/03/1980", "DMY", date(1980, 3, 12)),
        ("12/03/1980", "MDY", date(1980, 12, 3)),
        ("1980-03-12", "DMY", date(1980, 3, 12)),
        ("12 March 1980", "DMY", date(1980, 3, 12)),
        ("March 12, 1980", "MDY", date(1980, 3, 12)),
        ("12.3.80", "DMY", date(1980, 3, 12)),
        ("12/12/26", "DMY", date(1926, 12, 12)),
        ("29/02/16", "DMY", None),
        ("12/03/26", "DMY", None),
        ("12/03/27", "DMY", date(1927, 3, 12)),
        ("1 Jan 05", "DMY", date(2005, 1, 1)),
        ("12 Mar 12", "DMY", date(2012, 3, 12)),
        ("29/02/2000", "DMY", date(2000, 2, 29)),
        ("12031980", "DMY", None),
        ("19800312", "DMY", date(1980, 3, 12)),
    ],
)
def test_a_date_of_birth(text: str, order: str, born: date | None) -> None:
    found = read_birth_date(text, today=date(2026, 11, 20), order="MDY" if order == "MDY" else "DMY")
    assert (None if isinstance(found, Refusal) else found) == born


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("12 March", "no_date"),
        ("tomorrow", "no_date"),
        ("yesterday", "no_date"),
        ("", "no_date"),
        ("none", "no_date"),
        ("12/03/1980 3pm", "no_date"),
        ("Jane 12/03/1980", "no_date"),
        ("31/02/1980", "impossible"),
        ("03/25/1980", "impossible"),
        ("29/02/1999", "impossible"),
        ("12/03/1890", "impossible"),
        ("12/03/1905", "impossible"),
        ("12/03/2027", "future"),
        ("20/11/2026", "future"),
        ("3/4/26", "which_century"),
        ("3 Apr 20", "which_century"),
        ("Mon 12 March 1980", "contradiction"),
    ],
)
def test_what_is_no_date_of_birth(text: str, reason: str) -> None:
    refusal = read_birth_date(text, today=date(2026, 11, 20))
    assert isinstance(refusal, Refusal)
    assert refusal.reason == reason


@pytest.mark.parametrize(
    ("nation", "text", "day"),
    [
        (Nation.ENGLAND, "next bank holiday", date(2026, 12, 25)),
        (Nation.SCOTLAND, "next bank holiday", date(2026, 11, 30)),
        (Nation.SCOTLAND, "August bank holiday", date(2027, 8, 2)),
        (Nation.SCOTLAND, "summer bank holiday 2027", date(2027, 8, 2)),
        (Nation.WALES, "summer bank holiday of next year", date(2027, 8, 30)),
        (Nation.NORTHERN_IRELAND, "bank holiday in July", date(2027, 7, 12)),
        (Nation.NORTHERN_IRELAND, "August bank holiday", date(2027, 8, 30)),
        (Nation.SCOTLAND, "Easter Monday", date(2027, 3, 29)),
    ],
)
def test_a_bank_holiday_is_that_of_the_part_of_the_uk(nation: Nation, text: str, day: date) -> None:
    found = read(text, now=datetime(2026, 11, 20, 9, 12, tzinfo=LONDON), zone=LONDON, nation=nation)
    assert isinstance(found, Reading)
    assert found.start == day
