"""How a booking line is read: names that are days, words that belong to nothing, and questions."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.appointments.folding import fold
from bot.appointments.values import replace
from bot.line import Kind, Typist, Understood, read_line
from bot.line.cli import pressed
from bot.line.lattice import Span, cheapest
from bot.line.words import cut

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 20, 9, 12, tzinfo=LONDON)  # a Friday
TYPIST = Typist(NOW, LONDON, departments=("Family", "Civil Registry"))


def read(line: str) -> Understood:
    return read_line(line, TYPIST)


def start(line: str) -> str:
    booked, question = pressed(read(line), TYPIST)
    return f"{booked:%a %d %b %H:%M}" if booked else f"asks: {question}"


@pytest.mark.parametrize(
    ("line", "name", "booked"),
    [
        ("Theresa May 4 Dec 11am", "Theresa May", "Fri 04 Dec 11:00"),
        ("Jane Doe 4 May 11am", "Jane Doe", "Tue 04 May 11:00"),
        ("Julie March 5 January 2pm", "Julie March", "Tue 05 Jan 14:00"),
        ("Friday Okafor Thurs 10am", "Friday Okafor", "Thu 26 Nov 10:00"),
        ("Okafor Friday 10am", "Okafor", "Fri 27 Nov 10:00"),
        ("Sunday Adeyemi Sunday 2pm", "Sunday Adeyemi", "Sun 22 Nov 14:00"),
        ("thurs 2pm april jones", "april jones", "Thu 26 Nov 14:00"),
    ],
)
def test_a_name_keeps_its_days_and_a_time_keeps_its_own(line: str, name: str, booked: str) -> None:
    assert (read(line).name, start(line)) == (name, booked)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("Jane Doe every Thurs 10am", "every"),
        ("Jane Doe fortnightly Thurs 10am", "fortnightly"),
        ("Jane Doe thurday 2pm", "thurday"),
        ("Jane Doe Friady 2pm", "Friady"),
        ("Jane Doe завтра 2pm", "завтра"),
        ("Jane Doe xyzzy 2pm", "xyzzy"),
        ("Jane Doe 10am, date TBC", "TBC"),
        ("Jane Doe any day except Friday 10am", "except"),
        ("Jane Doe Mon 2pm for 0m", "0m"),
    ],
)
def test_what_is_refused_is_asked_about_and_never_becomes_a_name(line: str, word: str) -> None:
    told = read(line)
    assert told.name == "Jane Doe"
    assert word in told.when
    booked, question = pressed(told, TYPIST)
    assert booked is None
    assert question


def test_a_misspelt_day_offers_the_one_that_was_meant() -> None:
    _, question = pressed(read("Jane Doe thurday 2pm for 45m"), TYPIST)
    assert (
        question
        == "“thurday” may mean Thursday. Choose that, or type the time in full, e.g. Tue 24 Nov at 10:00."
    )
    assert read("Jane Doe thurday 2pm for 45m").minutes == 45


def test_what_belongs_to_nothing_is_named() -> None:
    told = read("Jane Doe Mon 2pm wheelchair in room 4")
    assert (told.name, told.left) == ("Jane Doe", ("wheelchair", "in", "room 4"))


def test_figures_that_hang_on_a_name_stay_to_be_mended_and_are_named() -> None:
    told = read("Jane Doe ref 12/1234 Mon 2pm")
    assert (told.name, told.left) == ("Jane Doe ref 12/1234", ("ref 12/1234",))


def test_a_date_of_birth_has_a_field_of_its_own() -> None:
    told = read("Jane Doe (dob 12/03/1980) Mon 2pm")
    assert (told.name, told.birth, start("Jane Doe (dob 12/03/1980) Mon 2pm")) == (
        "Jane Doe",
        "12/03/1980",
        "Mon 23 Nov 14:00",
    )


def test_a_claimants_mail_of_several_lines() -> None:
    told = read(
        "Name: Jane Doe\nTel: 07700 900123\nEmail: jane@example.org\nDOB: 1/2/1980\nAddress: 12 High St, Leeds\n"
        "Interpreter: Polish\nDepartment: Civil Registry\nDate: 7 December 2026\nTime: 10.30am"
    )
    assert (told.name, told.phone, told.email, told.birth) == (
        "Jane Doe",
        "07700 900123",
        "jane@example.org",
        "1/2/1980",
    )
    assert (told.department, told.interpreter, told.language) == ("Civil Registry", True, "Polish")
    assert told.left == ("Address: 12 High St, Leeds",)
    assert "7 December 2026" in told.when


def test_seven_figures_are_a_phone_right_or_wrong() -> None:
    assert read("Jane Doe Mon 2pm 07700 90012").phone == "07700 90012"
    assert read("Jane Doe Mon 2pm 1234567").phone == "1234567"


def test_the_cheapest_cover_is_of_the_whole_line() -> None:
    words = cut("a b c")
    greedy = [Span(0, 1, Kind.TIME, 1.0), Span(0, 2, Kind.NAME, 4.0), Span(1, 3, Kind.COURTESY, 1.0)]
    cover = cheapest(words, greedy)
    assert [span.kind for span in cover.spans] == [Kind.TIME, Kind.COURTESY]
    assert [span.kind for span in cheapest(words, greedy[:2]).spans] == [Kind.NAME, Kind.NOTHING]


NAMES = st.sampled_from(
    ["Jane Doe", "Theresa May", "O’Brien", "Anne-Marie van der Berg", "Иван Петров", "Mr Dari"]
)
TIMES = st.sampled_from(["tomorrow 3pm", "Thurs 2pm", "4 Dec 11am", "next Tue half ten", "7/12 at 14:00"])
MORE = st.lists(
    st.sampled_from(
        ["45m", "in Family", "with a Polish interpreter", "07700 900123", "please", "BSL", "j@example.org"]
    ),
    unique=True,
    max_size=3,
)


@given(NAMES, TIMES, MORE, st.randoms(use_true_random=False))
@settings(max_examples=3 * settings().max_examples)
def test_the_order_of_the_parts_changes_nothing(
    name: str, time: str, more: list[str], chance: object
) -> None:
    parts = [name, time, *more]
    chance.shuffle(parts)  # type: ignore[attr-defined]
    told = read(", ".join(parts))
    assert told.name == name
    assert pressed(told, TYPIST)[0] == pressed(read(f"{name}, {time}"), TYPIST)[0] is not None
    assert told.left == ()


@given(
    st.text(st.characters(codec="utf-8"), max_size=120)
    | st.text("May4 Dec,:;()/-@.0123456789 \n", max_size=80)
)
@settings(max_examples=6 * settings().max_examples)
def test_every_word_of_anything_is_accounted_for(line: str) -> None:
    told = read(line)
    said = "".join(text for text, _ in told.words)
    for word in cut(fold(line, lines=True)):
        if word.letters and not word.mark:
            assert word.text in said
    pressed(told, TYPIST)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("make it 4pm", {"when": "4pm"}),
        ("and in Family", {"department": "Family"}),
        ("no, change the time to half past four", {"when": "half past four"}),
        ("yes, but on Thursday instead", {"when": "on Thursday"}),
        ("her name is Jane Dow", {"name": "Jane Dow"}),
        ("move it to Friday please", {"when": "Friday"}),
        ("make it an hour", {"minutes": 60}),
        ("no interpreter", {"interpreter": False}),
        ("actually for Tom Reid", {"name": "Tom Reid"}),
    ],
)
def test_a_line_that_changes_what_was_said_names_only_what_it_changes(
    line: str, told: dict[str, object]
) -> None:
    after = read_line(line, replace(TYPIST, changes=True))
    assert {name: getattr(after, name) for name in told} == told
    others = {"name", "when", "minutes", "department", "interpreter", "phone"} - set(told)
    assert not any(getattr(after, name) for name in others)
    assert after.left == ()


def test_a_department_behind_a_whole_name_is_no_part_of_it() -> None:
    told = read("tomorrow 3pm Jane Doe Family")
    assert (told.name, told.department) == ("Jane Doe", "Family")
    assert read("tomorrow 3pm Jane Family").name == "Jane Family"
