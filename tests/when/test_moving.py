"""What is to be moved: its words count from when it is now, which here is tomorrow, Wednesday 25 November, at 15:00."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot import when
from bot.when.saying import say_moved

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 24, 9, 12, tzinfo=LONDON)
TOMORROW = datetime(2026, 11, 25, 15, tzinfo=LONDON)
FAR = datetime(2026, 12, 16, 15, tzinfo=LONDON)


def read(text: str, anchor: datetime | None = TOMORROW, **how: str) -> when.Reading | when.Refusal:
    said = {"zone": "Europe/London", "locale": "en-GB"} | how
    return when.read(text, now=NOW, zone=said["zone"], locale=said["locale"], purpose="book", anchor=anchor)


def start(text: str, anchor: datetime | None = TOMORROW, **how: str) -> str:
    told = read(text, anchor, **how)
    assert isinstance(told, when.Reading), told
    assert isinstance(told.start, datetime), told
    return f"{told.start.astimezone(LONDON):%a %d %b %H:%M}"


@pytest.mark.parametrize(
    ("text", "moved_to"),
    [
        *[(text, "Wed 25 Nov 16:00") for text in ("4pm", "at 4", "16:00", "same day 4pm", "wed 4pm")],
        *[(text, "Wed 25 Nov 15:30") for text in ("30 min later", "+30", "+30 min", "30 later", "half an hour later")],
        *[(text, "Wed 25 Nov 16:00") for text in ("an hour later", "+1 hour", "later by an hour", "an hour after")],
        *[(text, "Wed 25 Nov 14:45") for text in ("15 min earlier", "-15", "15 minutes before", "by 15 min sooner")],
        *[(text, "Fri 27 Nov 15:00") for text in ("friday", "friday same time", "same time on friday", "2 days later")],
        *[(text, "Wed 02 Dec 15:00") for text in ("a week later", "next week", "Next week, same time", "the week after")],
        *[(text, "Thu 26 Nov 15:00") for text in ("the day after", "the next day", "the following thursday")],
        ("the following day at 10", "Thu 26 Nov 10:00"),
        ("a week later at 10am", "Wed 02 Dec 10:00"),
        ("next week 4pm", "Wed 02 Dec 16:00"),
        ("wed", "Wed 02 Dec 15:00"),
        ("friday an hour later", "Fri 27 Nov 16:00"),
        ("an hour earlier on friday", "Fri 27 Nov 14:00"),
        ("friday +30", "Fri 27 Nov 15:30"),
        ("1 day and 2 hours later", "Thu 26 Nov 17:00"),
        ("3 dec", "Thu 03 Dec 15:00"),
        ("w/c 7 dec", "Wed 09 Dec 15:00"),
        ("tomorrow", "Wed 25 Nov 15:00"),
        ("today 4pm", "Tue 24 Nov 16:00"),
        ("in 2 hours", "Tue 24 Nov 11:12"),
        ("2 hours from now", "Tue 24 Nov 11:12"),
    ],
)  # fmt: skip
def test_words_count_from_the_appointment(text: str, moved_to: str) -> None:
    assert start(text) == moved_to


@pytest.mark.parametrize(
    ("text", "locale", "moved_to"),
    [
        ("30 minutes plus tard", "fr-FR", "Wed 25 Nov 15:30"),
        ("vendredi même heure", "fr-FR", "Fri 27 Nov 15:00"),
        ("eine Stunde früher", "de-DE", "Wed 25 Nov 14:00"),
        ("Freitag gleiche Uhrzeit", "de-DE", "Fri 27 Nov 15:00"),
        ("viernes misma hora", "es-ES", "Fri 27 Nov 15:00"),
        ("godzinę wcześniej", "pl-PL", "Wed 25 Nov 14:00"),
        ("awr yn ddiweddarach", "cy-GB", "Wed 25 Nov 16:00"),
    ],
)
def test_in_every_language(text: str, locale: str, moved_to: str) -> None:
    assert start(text, locale=locale) == moved_to


@pytest.mark.parametrize(
    ("text", "read_as", "other"),
    [
        ("friday", "Fri 18 Dec 15:00", "Fri 27 Nov 2026"),
        ("next week", "Wed 23 Dec 15:00", "Wed 2 Dec 2026"),
        ("the 27th", "Sun 27 Dec 15:00", "Fri 27 Nov 2026"),
        ("monday 10am", "Mon 21 Dec 10:00", "Mon 30 Nov 2026 10:00"),
    ],
)
def test_where_it_would_be_another_day_from_now_that_one_is_offered(
    text: str, read_as: str, other: str
) -> None:
    told = read(text, FAR)

    assert start(text, FAR) == read_as
    assert isinstance(told, when.Reading)
    assert other in [choice.label for choice in told.alternatives]
    offered = next(choice.phrase for choice in told.alternatives if choice.label == other)
    assert other.split()[1:3] == start(offered, FAR).replace(" 0", " ").split()[1:3]


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("30 min", ["30 min later", "30 min earlier", "Same time, for 30 min"]),
        ("+1", ["Wed 25 Nov 2026 15:01", "Wed 25 Nov 2026 16:00"]),
        ("later", []),
        ("same time", []),
    ],
)
def test_what_leaves_it_open_is_asked(text: str, offered: list[str]) -> None:
    told = read(text)

    assert isinstance(told, when.Refusal)
    assert [choice.label for choice in told.choices] == offered


def test_a_day_keeps_the_desk_s_clock_whatever_the_typist_s_shows() -> None:
    """In New York the clocks go back a week after London's; in Tokyo it is Thursday already."""
    october = datetime(2027, 10, 27, 15, tzinfo=LONDON)

    assert start("a week later", october, zone="America/New_York") == "Wed 03 Nov 15:00"
    assert start("friday", zone="Asia/Tokyo") == "Thu 26 Nov 15:00"
    assert start("an hour later", october, zone="America/New_York") == "Wed 27 Oct 16:00"


def test_nothing_changes_where_nothing_is_moved() -> None:
    for text in ("friday same time", "a week later", "30 min earlier"):
        assert isinstance(read(text, None), when.Refusal), text
    assert start("4pm", None) == "Tue 24 Nov 16:00"


@pytest.mark.parametrize(
    ("to", "minutes", "said"),
    [
        ((25, 16, 0), 45, "Wed 25 Nov, 15:00 → 16:00"),
        ((27, 15, 0), 45, "Wed 25 Nov, 15:00 → Fri 27 Nov, 15:00"),
        ((25, 16, 0), 60, "Wed 25 Nov, 15:00 → 16:00, 45 min → 1 h"),
        ((25, 15, 0), 60, "Wed 25 Nov, 15:00, 45 min → 1 h"),
        ((25, 15, 0), 45, ""),
    ],
)
def test_it_says_from_what_to_what(to: tuple[int, int, int], minutes: int, said: str) -> None:
    then = datetime(2026, 11, *to, tzinfo=LONDON).astimezone(UTC)

    assert say_moved((TOMORROW, 45), (then, minutes), zone=LONDON, now=NOW) == said
