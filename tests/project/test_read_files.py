"""What settings are read from is a file: a folder, a pipe that nobody writes to, or the wrong text is told at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.apis.vendors import VENDORS
from bot.settings import BadSettings, Settings, read, read_settings
from bot.settings.strays import stray_lines
from tests.project.test_settings import GOOD, environment

NO_FILE = [Path.mkdir, os.mkfifo]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    with environment({}):
        yield tmp_path


def problems_of(values: dict[str, str]) -> list[str]:
    with environment(GOOD | values), pytest.raises(BadSettings) as bad:
        read_settings(VENDORS)
    return bad.value.problems


@pytest.mark.parametrize("made", NO_FILE)
def test_what_is_no_file_is_told_by_its_variable(
    folder: Path, monkeypatch: pytest.MonkeyPatch, made: Callable[[Path], None]
) -> None:
    made(folder / "odd.txt")
    monkeypatch.setenv("METRICS_TOKEN_FILE", str(folder / "odd.txt"))
    assert [line.split(".")[0] for line in problems_of({"DEPARTMENTS": str(folder / "odd.txt")})] == [
        "METRICS_TOKEN_FILE: the file that it names can't be read",
        "DEPARTMENTS: the file that it names can't be read",
    ]


@pytest.mark.parametrize("made", NO_FILE)
def test_an_env_that_is_no_file_is_told(folder: Path, made: Callable[[Path], None]) -> None:
    made(folder / ".env")
    assert problems_of({}) == [
        ".env: this is not a file. Take it away, or put a file of settings in its place."
    ]


def test_a_departments_file_without_an_end_is_told(folder: Path) -> None:
    (folder / "all.txt").write_bytes(b"Leeds\n" * 400_000)
    (line,) = problems_of({"DEPARTMENTS": str(folder / "all.txt")})
    assert line.startswith("DEPARTMENTS: the file that it names can't be read")


def test_an_env_saved_with_a_mark_in_front_keeps_its_first_line(folder: Path) -> None:
    (folder / ".env").write_text("\ufeffPORT=4000\n", "utf-8")
    found, _ = read(Settings)
    assert found is not None
    assert found.port == 4000


def test_a_line_that_is_no_setting_is_told_once_by_its_number(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / ".env").write_text('PORT=4000\n=very-secret\nHOST="::1\n', "utf-8")
    read(Settings)
    assert stray_lines(VENDORS) == [
        ".env: line 2 is not NAME=value, and is passed over.",
        ".env: line 3 is not NAME=value, and is passed over.",
    ]
    assert caplog.records == []


def test_a_secret_whose_file_is_at_fault_is_not_called_missing_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN_FILE", str(folder / "gone"))
    (line,) = problems_of({"SLACK_BOT_TOKEN": ""})
    assert line.startswith("SLACK_BOT_TOKEN_FILE: the file that it names can't be read")
