"""How long a pause is: until a moment that the typist can name, never one that has passed."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.typed.times import LONGEST_PAUSE, Typist, Unclear, read_clock, read_pause, read_zone
from tests.blocks.outside import HOSTILE

LONDON = ZoneInfo("Europe/London")
TYPIST = Typist(datetime(2026, 11, 20, 9, 10, tzinfo=UTC), LONDON)
"""A Friday."""


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("2h", "20 Nov 11:10"),
        ("for 90 minutes", "20 Nov 10:40"),
        ("until 2pm", "20 Nov 14:00"),
        ("till 14:00", "20 Nov 14:00"),
        ("until 3", "20 Nov 15:00"),
        ("until 2pm Paris time", "20 Nov 13:00"),
        ("until 08:00", "21 Nov 08:00"),
        ("until tomorrow 9am", "21 Nov 09:00"),
        ("today", "21 Nov 00:00"),
        ("this week", "23 Nov 00:00"),
        ("until Monday", "23 Nov 00:00"),
        ("until next week", "23 Nov 00:00"),
        ("3 weeks", "11 Dec 09:10"),
    ],
)
def test_pauses_as_people_type_them(words: str, until: str) -> None:
    assert f"{read_pause(words, TYPIST).moment.astimezone(LONDON):%d %b %H:%M}" == until


def test_what_a_pause_could_have_meant_otherwise_is_said() -> None:
    assert read_pause("until 3", TYPIST).assumed == ("Read as 15:00; for 03:00 type 3am.",)
    assert read_pause("until 15:00", TYPIST).assumed == ()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("30", "It is not clear how long"),
        ("", "It is not clear how long"),
        ("until", "It is not clear how long"),
        ("a while", "It is not clear how long"),
        ("tomorrow", "It is not clear how long"),
        ("2pm", "Did you mean pause until 2pm?"),
        ("until yesterday", "That time has passed."),
        ("until 31/12/2030", "a year at most"),
    ],
)
def test_what_is_no_pause_is_answered(words: str, said: str) -> None:
    with pytest.raises(Unclear) as unclear:
        read_pause(words, TYPIST)
    assert said in unclear.value.words


anything = st.one_of(
    st.text(max_size=40),
    st.sampled_from(HOSTILE),
    st.lists(
        st.sampled_from(
            [
                "until",
                "for",
                "2",
                "8:30",
                "pm",
                "3h",
                "mon",
                "next",
                "week",
                "today",
                "10000000",
                "years",
                "EST",
                "Paris",
            ]
        )
    ).map(" ".join),
)


@given(anything)
def test_whatever_is_typed_as_a_time_is_one_or_is_answered(words: str) -> None:
    for read in (read_clock, read_zone):
        with suppress(Unclear):
            assert read(words, TYPIST)
    with suppress(Unclear):
        assert TYPIST.now < read_pause(words, TYPIST).moment <= TYPIST.now + LONGEST_PAUSE
