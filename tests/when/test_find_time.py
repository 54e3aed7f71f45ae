"""A time inside a command: what belongs to it is found, the other words come back as they were typed."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.when import Reading, Refusal, find_time
from tests.when.table import written

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 20, 9, 12, tzinfo=LONDON)


def find(text: str) -> Reading | Refusal | None:
    return find_time(text, now=NOW, zone=LONDON)


@pytest.mark.parametrize(
    ("command", "meaning", "rest", "phrase"),
    [
        (
            "Jane Doe tomorrow 3pm for 45m in Leeds with a Polish interpreter",
            "Sat 21 Nov 2026 15:00 to 15:45",
            "Jane Doe in Leeds with a Polish interpreter",
            "tomorrow 3pm",
        ),
        ("Ann Lee, Tues 1 Dec at half ten", "Tue 1 Dec 2026 10:30", "Ann Lee", "Tues 1 Dec at half ten"),
        ("on 3 Dec at 2 for 30 min: Bo Ek", "Thu 3 Dec 2026 14:00 to 14:30", ": Bo Ek", "on 3 Dec at 2"),
        ("Cy Ng 45 mins Monday 9.30", "Mon 23 Nov 2026 09:30 to 10:15", "Cy Ng", "Monday 9.30"),
        ("Jo Ray in room 12, tomorrow 2pm", "Sat 21 Nov 2026 14:00", "Jo Ray in room 12", "tomorrow 2pm"),
        ("Al Ito 07700 900123 Mon at 10", "Mon 23 Nov 2026 10:00", "Al Ito 07700 900123", "Mon at 10"),
        ("Di Kay SW1A 2AA Monday 10am", "Mon 23 Nov 2026 10:00", "Di Kay SW1A 2AA", "Monday 10am"),
        ("Li Wu di@example.org Monday 10am", "Mon 23 Nov 2026 10:00", "Li Wu di@example.org", "Monday 10am"),
        ("Ed Poe tomorrow 3pm <!channel>", "Sat 21 Nov 2026 15:00", "Ed Poe <!channel>", "tomorrow 3pm"),
        ("Flo Hart (tomorrow, 3pm)", "Sat 21 Nov 2026 15:00", "Flo Hart", "tomorrow, 3pm"),
        ("move it to Monday 3pm please", "Mon 23 Nov 2026 15:00", "move it please", "to Monday 3pm"),
        ("Jane Doe 2-3.30 Monday", "Mon 23 Nov 2026 14:00 to 15:30", "Jane Doe", "2-3.30 Monday"),
        ("domingo garcia tomorrow 3pm", "Sat 21 Nov 2026 15:00", "domingo garcia", "tomorrow 3pm"),
        ("Ali Ramadan tomorrow 3pm", "Sat 21 Nov 2026 15:00", "Ali Ramadan", "tomorrow 3pm"),
        ("it will last an hour, Monday 3pm", "Mon 23 Nov 2026 15:00 to 16:00", "it will last", "Monday 3pm"),
        ("Jane tomorrow Doe 3pm", "Sat 21 Nov 2026 15:00", "Jane Doe", "tomorrow 3pm"),
    ],
)
def test_a_booking_typed_in_one_line(command: str, meaning: str, rest: str, phrase: str) -> None:
    found = find(command)
    assert isinstance(found, Reading)
    assert (written(found, LONDON), found.rest, found.phrase) == (meaning, rest, phrase)


@pytest.mark.parametrize(
    "name",
    ["May Smith", "Theresa May", "Mr March", "June Fall", "Will Friday", "Jan Kowalski", "Summer Day", "Noon Ali",
     "Tom Sun", "Monday Okafor", "Augustus Weeks", "Second Chance", "Max Hour"],
)  # fmt: skip
def test_a_name_that_is_a_time_stays_a_name(name: str) -> None:
    found = find(f"{name} tomorrow 3pm for 30m")
    assert isinstance(found, Reading)
    assert written(found, LONDON) == "Sat 21 Nov 2026 15:00 to 15:30"
    assert found.rest == name


@pytest.mark.parametrize(
    "command",
    ["Jane Doe", "", "call 020 7946 0958", "room 12 for 3 people", "$12.50", "the march of time", "a may-fly",
     "see ticket ABC-1234", "v1.2.3 is out", "10:1 odds", "12345678901234567890"],
)  # fmt: skip
def test_a_command_with_no_time_in_it(command: str) -> None:
    assert find(command) is None


@pytest.mark.parametrize(
    ("command", "reason", "rest"),
    [
        ("Jane Doe 31 Feb at 3", "impossible", "Jane Doe"),
        ("Jane Doe tomorrow or Monday at 3", "two_times", "Jane Doe"),
        ("Jane Doe early next week", "vague", "Jane Doe"),
        ("Jane Doe every Monday at 9", "recurring", "Jane Doe"),
        ("Jane Doe 10 to 11 on Monday", "ambiguous", "Jane Doe"),
        ("Jane Doe Sat 3 Dec 2pm", "contradiction", "Jane Doe"),
    ],
)
def test_a_command_whose_time_has_to_be_asked_about(command: str, reason: str, rest: str) -> None:
    found = find(command)
    assert isinstance(found, Refusal)
    assert (found.reason, found.rest) == (reason, rest)


def test_choices_read_as_what_they_say() -> None:
    """Whoever presses a choice gets it, with the rest of the time that was typed."""
    found = find("Jane Doe Sat 3 Dec at half two for 45m")
    assert isinstance(found, Refusal)
    readings = {choice.label: written(find(choice.phrase), LONDON) for choice in found.choices}
    assert readings == {
        "Thu 3 Dec 2026 14:30 for 45 min": "Thu 3 Dec 2026 14:30 to 15:15",
        "Sat 5 Dec 2026 14:30 for 45 min": "Sat 5 Dec 2026 14:30 to 15:15",
    }


def test_an_assumption_names_its_alternative() -> None:
    found = find("03/04 at 3")
    assert isinstance(found, Reading)
    assert found.assumed == (
        "Read as Sat 3 Apr 2027; for Thu 4 Mar 2027 type 4 Mar 2027.",
        "Read as 15:00; for 03:00 type 3am.",
    )
    assert [written(find(choice.phrase), LONDON) for choice in found.alternatives] == [
        "Thu 4 Mar 2027 15:00",
        "Sat 3 Apr 2027 03:00",
    ]


def test_every_word_is_accounted_for() -> None:
    found = find("next tue half ten ET for 45m")
    assert isinstance(found, Reading)
    assert [(word.text, word.taken_as) for word in found.words] == [
        ("next tue", "day"),
        ("half ten", "time of day"),
        ("ET", "time zone"),
        ("for", "joining word"),
        ("45m", "length"),
    ]


def test_what_stands_behind_two_hundred_characters_is_handed_back() -> None:
    notes = "about the tenancy at number nine and the arrears " * 10
    found = find(f"Jane Doe tomorrow 3pm {notes}")
    assert isinstance(found, Reading)
    assert written(found, LONDON) == "Sat 21 Nov 2026 15:00"
    assert found.rest == f"Jane Doe {notes}".strip()


def test_nobody_is_booked_in_the_past() -> None:
    found = find_time("Jane Doe yesterday at 3pm", now=NOW, zone=LONDON, purpose="book")
    assert isinstance(found, Refusal)
    assert found.reason == "past"
    assert found.message.startswith("Thu 19 Nov 2026 at 15:00 is in the past.")


def test_a_word_that_was_not_understood_beside_a_time_is_asked_about() -> None:
    """ "5 hours before next noon" is neither noon nor five hours."""
    for command in (
        "5 hours before next noon",
        "first week of May at 3",
        "labour day weekend",
        "by close of play Friday",
    ):
        found = find(command)
        assert isinstance(found, Refusal), command


def test_in_a_language_we_half_know_a_word_that_is_not_known_is_asked_about() -> None:
    found = find_time("3 de dezembro às 15h", now=NOW, zone=LONDON, locale="pt-PT")
    assert written(found, LONDON) == "Thu 3 Dec 2026 15:00"
    found = find_time("3 de dezembro às 15h e meia", now=NOW, zone=LONDON, locale="pt-PT")
    assert isinstance(found, Refusal)
    assert found.message == "“meia” is not clear beside that time. Type it in full, e.g. Tue 24 Nov at 10:00."


@pytest.mark.parametrize(
    ("command", "meaning", "rest", "language"),
    [
        ("Jane Doe demain à 15h", "Sat 21 Nov 2026 15:00", "Jane Doe", "French"),
        ("Jane Doe jutro o 15:00", "Sat 21 Nov 2026 15:00", "Jane Doe", "Polish"),
        ("Lundi 10h30 Jane Doe", "Mon 23 Nov 2026 10:30", "Jane Doe", "French"),
    ],
)
def test_a_time_in_another_language_is_read_whole(
    command: str, meaning: str, rest: str, language: str
) -> None:
    found = find(command)
    assert isinstance(found, Reading)
    assert written(found, LONDON) == meaning
    assert found.rest == rest
    assert any(f"Read as {language}" in note for note in found.assumed)


def test_two_languages_at_once_are_asked_about() -> None:
    found = find("Jane Doe demain o 15:00 jutro")
    assert isinstance(found, Refusal)
    assert "demain" in found.message


@pytest.mark.parametrize("name", ["Domingo Garcia", "Maja Nowak", "Mai Nguyen", "Juin Park"])
def test_a_name_that_is_a_time_elsewhere_is_a_name(name: str) -> None:
    found = find(f"{name} Monday 10am")
    assert isinstance(found, Reading)
    assert written(found, LONDON) == "Mon 23 Nov 2026 10:00"
    assert found.rest == name


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("Jane Doe 12 for 12.30 Monday", "unclear"),
        ("Jane Doe the 17 between 2 and 3pm and 5", "unclear"),
        ("Jane Doe once a week", "recurring"),
        ("Jane Doe tonight at 2", "contradiction"),
    ],
)
def test_a_number_that_hangs_on_a_time_is_asked_about(command: str, reason: str) -> None:
    found = find(command)
    assert isinstance(found, Refusal)
    assert found.reason == reason
    assert "Type" in found.message


def test_a_label_leaves_a_clock_alone() -> None:
    found = find("phone call 10:30 tomorrow Jane Doe in courtroom 3")
    assert isinstance(found, Reading)
    assert written(found, LONDON) == "Sat 21 Nov 2026 10:30"
    assert found.rest == "phone call Jane Doe in courtroom 3"
