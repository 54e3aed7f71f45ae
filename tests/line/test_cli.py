"""`frontdesk line` explains a line, and answers cases for a program."""

import json

from typer.testing import CliRunner

from bot.commands import app

RUN = CliRunner()


def test_a_line_is_explained_word_by_word() -> None:
    done = RUN.invoke(
        app, ["line", "Theresa May 4 Dec 11am 45m zzz", "--now", "2026-11-20T09:12"], env={"COLUMNS": "120"}
    )
    assert done.exit_code == 0
    rows = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert rows[:5] == ["Theresa May name", "4 time", "Dec time", "11am time", "45m length"]
    assert "zzz not understood" in rows
    assert "Not understood: zzz" in rows
    assert any("Fri 4 Dec 2026, 11:00-11:45" in row or "11:00" in row for row in rows)


def test_words_need_no_quotation_marks() -> None:
    words = "Jane Doe tomorrow 3pm for 45m"
    quoted, bare = (CliRunner().invoke(app, ["line", *typed]) for typed in ([words], words.split()))
    assert (bare.exit_code, bare.stdout) == (0, quoted.stdout)


def test_a_question_is_told_in_its_own_words() -> None:
    done = RUN.invoke(app, ["line", "Jane Doe every Thurs 10am", "--now", "2026-11-20T09:12"])
    assert "“every” would be more than one appointment." in " ".join(done.stdout.split())


def test_cases_are_answered_line_by_line() -> None:
    case = {
        "text": "Jane Doe Thurs 2pm in Family with a Polish terp 45m, zzz",
        "ref": "2026-12-01T09:40+00:00",
        "tz": "Europe/London",
        "locale": "en-GB",
        "departments": ["Family"],
    }
    asked = {**case, "text": "Jane Doe Thurs 2pm or 3pm"}
    done = RUN.invoke(app, ["line", "--jsonl"], input=f"{json.dumps(case)}\n\n{json.dumps(asked)}\n")
    assert done.exit_code == 0
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert first == {
        "name": "Jane Doe",
        "start": "2026-12-03T14:00:00+00:00",
        "minutes": 45,
        "department": "Family",
        "interpreter": True,
        "language": "Polish",
        "phone": "",
        "email": "",
        "when": "Thurs 2pm",
        "question": None,
        "left": ["zzz"],
    }
    assert (second["name"], second["start"], second["when"]) == ("Jane Doe", None, "Thurs 2pm or 3pm")
    assert second["question"]
    assert "2 lines: median" in done.stderr


def test_a_wrong_zone_or_moment_is_said() -> None:
    assert RUN.invoke(app, ["line", "x", "--zone", "Mars/Base"]).exit_code == 2
    assert RUN.invoke(app, ["line", "x", "--now", "soon"]).exit_code == 2
