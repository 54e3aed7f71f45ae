"""The words in which a time is read back."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.settings.hours import read_hours
from bot.when import read_back, say_minutes, say_when

LONDON, PARIS, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("Europe/Paris"), ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 20, 9, 12, tzinfo=LONDON)


def back(start: datetime, minutes: int | None = 45, **kwargs: object) -> str:
    return read_back(start, minutes, **{"now": NOW, "zone": LONDON, "desk_zone": LONDON, **kwargs})  # type: ignore[arg-type]


def test_a_plain_working_day() -> None:
    assert (
        back(datetime(2026, 11, 24, 10, 30, tzinfo=LONDON))
        == "Tue 24 Nov 2026, 10:30–11:15 London (GMT), in 4 days."
    )


def test_weeks_away_and_near_a_change_of_the_clocks() -> None:
    assert back(datetime(2027, 3, 25, 10, 30, tzinfo=LONDON)) == (
        "Thu 25 Mar 2027, 10:30–11:15 London (GMT), in about 18 weeks. The clocks go forward on the Sunday after."
    )


def test_a_bank_holiday_is_named_with_where_it_is_one() -> None:
    assert "It is a bank holiday: Good Friday." in back(datetime(2027, 3, 26, 10, 30, tzinfo=LONDON))
    assert "It is a bank holiday: Saint Andrew's Day in Scotland." in back(
        datetime(2026, 11, 30, 10, 30, tzinfo=LONDON)
    )
    assert "Easter Monday in England and Wales and Northern Ireland." in back(
        datetime(2027, 3, 29, 10, tzinfo=LONDON)
    )


def test_weekends_and_evenings_are_mentioned() -> None:
    assert back(datetime(2026, 11, 21, 17, 30, tzinfo=LONDON)) == (
        "Sat 21 Nov 2026, 17:30–18:15 London (GMT), tomorrow. It is a Saturday. It is out of hours."
    )
    assert "out of hours" in back(datetime(2026, 11, 24, 7, 45, tzinfo=LONDON))
    assert "out of hours" not in back(datetime(2026, 11, 24, 17, 15, tzinfo=LONDON))


def test_the_typists_own_zone_comes_second() -> None:
    assert back(datetime(2026, 11, 24, 10, 30, tzinfo=LONDON), zone=PARIS) == (
        "Tue 24 Nov 2026, 10:30–11:15 London (GMT), in 4 days. In Paris that is 11:30–12:15 (CET)."
    )
    assert "In New York that is Mon 23 Nov, 21:30–22:15 (EST)." in back(
        datetime(2026, 11, 24, 2, 30, tzinfo=LONDON), zone=NEW_YORK
    )


def test_the_doubled_hour_is_named() -> None:
    first = datetime(2027, 10, 31, 1, 30, tzinfo=LONDON)
    assert back(first).startswith("Sun 31 Oct 2027, 01:30 BST for 45 min London (BST)")
    assert back(first.replace(fold=1)).startswith("Sun 31 Oct 2027, 01:30 GMT for 45 min London (GMT)")
    assert "The clocks go back that day." in back(first)


@pytest.mark.parametrize(
    ("day", "hour", "minute", "words"),
    [
        (20, 9, 12, "now"),
        (20, 11, 0, "today, in 1 h 48 min"),
        (20, 9, 0, "12 min ago"),
        (21, 9, 0, "tomorrow"),
        (19, 9, 0, "yesterday"),
        (30, 9, 0, "in 10 days"),
        (10, 9, 0, "10 days ago"),
    ],
)
def test_how_far_away(day: int, hour: int, minute: int, words: str) -> None:
    assert f"London (GMT), {words}." in back(datetime(2026, 11, day, hour, minute, tzinfo=LONDON), None)


def test_far_away() -> None:
    assert "in 2 weeks." in back(datetime(2026, 12, 4, 10, tzinfo=LONDON))
    assert "in about 3 years." in back(datetime(2029, 12, 4, 10, tzinfo=LONDON))


def test_assumptions_come_last_and_can_ping_nobody() -> None:
    notes = ["Read as <!channel> *3 April*; for 4 March type `4 Mar`", "x" * 700, "Short & sweet."]
    words = back(datetime(2026, 11, 24, 10, 30, tzinfo=LONDON), assumed=notes)
    assert words.endswith("Read as !channel 3 April; for 4 March type 4 Mar. Short and sweet.")
    assert len(words) <= 600


def test_short_forms() -> None:
    start = datetime(2026, 11, 24, 15, 0, tzinfo=LONDON)
    assert say_when(start, 45, zone=LONDON, now=NOW) == "Tue 24 Nov, 15:00–15:45 (London)"
    assert say_when(start, None, zone=LONDON, now=NOW) == "Tue 24 Nov, 15:00 (London)"
    assert say_when(start, 45, zone="America/New_York", now=NOW) == "Tue 24 Nov, 10:00–10:45 (New York)"
    assert say_when(start, 45, zone="UTC", now=NOW) == "Tue 24 Nov, 15:00–15:45 (UTC)"
    assert (
        say_when(start, 45, zone=LONDON, now=NOW.replace(year=2025))
        == "Tue 24 Nov 2026, 15:00–15:45 (London)"
    )
    assert say_when(start, 45, zone=LONDON) == "Tue 24 Nov 2026, 15:00–15:45 (London)"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 min"), (5, "5 min"), (45, "45 min"), (60, "1 h"), (90, "1 h 30 min"), (1440, "24 h")],
)
def test_lengths(minutes: int, words: str) -> None:
    assert say_minutes(minutes) == words


ALWAYS = "Mon-Sun 00:00-24:00"


@pytest.mark.parametrize(
    ("hours", "day", "clock", "minutes", "is_out"),
    [
        (ALWAYS, 20, (23, 30), 60, False),
        (ALWAYS, 21, (23, 30), 60, False),
        (ALWAYS, 20, (0, 0), 24 * 60, False),
        (ALWAYS, 20, (23, 30), 48 * 60, False),
        ("Mon-Sun 00:00-06:00, Mon-Sun 22:00-24:00", 20, (23, 30), 60, False),
        ("Mon-Sun 00:00-06:00, Mon-Sun 22:00-24:00", 20, (23, 30), 7 * 60, True),
        ("Mon-Sun 00:00-06:00, Mon-Sun 22:00-24:00", 20, (21, 30), 60, True),
        ("Mon-Fri 00:00-24:00", 19, (23, 30), 60, False),
        ("Mon-Fri 00:00-24:00", 20, (23, 30), 60, True),
        ("Mon-Fri 00:00-24:00", 20, (23, 30), 30, False),
        ("Mon-Fri 08:00-24:00", 19, (23, 30), 60, True),
        ("Mon-Fri 08:00-18:00", 21, (17, 30), 45, True),
        ("Mon-Fri 08:00-18:00", 21, (17, 30), 30, False),
        ("Mon-Fri 08:00-18:00", 20, (18, 0), None, True),
    ],
)
def test_a_desk_is_open_from_one_day_into_the_next(
    hours: str, day: int, clock: tuple[int, int], minutes: int | None, *, is_out: bool
) -> None:
    start = datetime(2026, 11, day, *clock, tzinfo=LONDON)
    words = read_back(start, minutes, now=NOW, zone=LONDON, desk_zone=LONDON, hours=read_hours(hours))
    assert ("It is out of hours." in words) is is_out
