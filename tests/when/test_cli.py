"""The command line: a phrase explained to a person, and cases answered for a program."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from bot.when.cli import when

APP = typer.Typer()
APP.command()(when)
RUN = CliRunner()
NOW = ["--now", "2026-11-20T09:12"]


def test_a_phrase_is_explained() -> None:
    done = RUN.invoke(APP, ["Jane Doe next tue half ten for 45m", *NOW])
    assert done.exit_code == 0
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert lines == [
        "Tue 24 Nov 2026, 10:30–11:15 London (GMT), in 4 days.",
        "next tue day",
        "half ten time of day",
        "for joining word",
        "45m length",
        "Jane Doe not about time, handed back",
        "Read as 10:30; for 22:30 type 10:30pm.",
    ]


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("next week", "A span from Mon 23 Nov 2026 until before Mon 30 Nov 2026."),
        ("tomorrow", "A day: Sat 21 Nov 2026."),
        ("45m", "A length: 45 min."),
        ("until Friday 27 Nov", "A span until before Sat 28 Nov 2026."),
    ],
)
def test_other_kinds_are_explained(phrase: str, words: str) -> None:
    assert RUN.invoke(APP, [phrase, *NOW]).stdout.splitlines()[0] == words


def test_a_phrase_that_has_to_be_asked_about() -> None:
    done = RUN.invoke(APP, ["Sat 3 Dec", *NOW])
    assert done.exit_code == 1
    assert "3 Dec 2026 is a Thursday. Which?" in " ".join(done.stdout.split())
    assert "Thu 3 Dec 2026: type 2026-12-03" in done.stdout


def test_nothing_to_read() -> None:
    done = RUN.invoke(APP, ["hello there", *NOW])
    assert (done.exit_code, done.stdout.strip()) == (1, "There is no day or time in that.")


def test_the_typists_zone_and_language_count() -> None:
    done = RUN.invoke(APP, ["demain à 15h", "--zone", "Europe/Paris", "--locale", "fr-FR", *NOW])
    assert done.stdout.startswith("Sat 21 Nov 2026, 15:00 Paris (CET), tomorrow.")


@pytest.mark.parametrize("option", [["--zone", "Mars/Base"], ["--zone", "../etc"], ["--now", "soon"]])
def test_a_wrong_option_is_named(option: list[str]) -> None:
    done = RUN.invoke(APP, ["tomorrow", *option])
    assert done.exit_code == 2
    assert "Type one like" in done.output


def test_cases_are_answered_line_by_line() -> None:
    said = [
        ("3pm tomorrow", "any"),
        ("next week", "any"),
        ("45m", "any"),
        ("9am today", "book"),
        ("asdf", "any"),
    ]
    cases = [
        {"text": text, "ref": "2026-11-20T09:12+00:00", "tz": "Europe/London", "locale": "en-GB", "order": "DMY", "purpose": purpose}
        for text, purpose in said
    ]  # fmt: skip
    done = RUN.invoke(APP, ["--jsonl"], input="".join(json.dumps(case) + "\n" for case in cases))
    assert done.exit_code == 0
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {
            "text": "3pm tomorrow",
            "kind": "INSTANT",
            "start": "2026-11-21T15:00:00+00:00",
            "end": None,
            "minutes": None,
        },
        {"text": "next week", "kind": "RANGE", "start": "2026-11-23", "end": "2026-11-30", "minutes": None},
        {"text": "45m", "kind": "DURATION", "start": None, "end": None, "minutes": 45},
        {"text": "9am today", "refused": True, "reason": "past"},
        {"text": "asdf", "refused": True, "reason": "no_date"},
    ]
    assert "5 phrases: median" in done.stderr
    assert "95th percentile" in done.stderr


def test_words_need_no_quotation_marks() -> None:
    quoted, bare = (
        RUN.invoke(APP, [*words, *NOW]) for words in (["next tue half ten"], ["next", "tue", "half", "ten"])
    )
    assert bare.exit_code == 0
    assert bare.stdout == quoted.stdout
