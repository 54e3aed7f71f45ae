"""Secrets out of files: each of them by NAME_FILE, what is wrong by name, and never what is in a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.apis.vendors import VENDORS
from bot.settings import BadSettings, Settings, read, read_settings
from bot.settings.secret_files import ENDING, may_be_in_files
from bot.settings.strays import stray_lines
from tests.project.test_settings import GOOD, GROUPS, NAMES, environment

KEY = "A" * 43 + "="
SECRETS = {
    "SLACK_BOT_TOKEN": "xoxb-from-a-file",
    "SLACK_SIGNING_SECRET": "8f742231b10e8888abcd99yyyzzz85a5",
    "SLACK_APP_TOKEN": "xapp-from-a-file",
    "SLACK_CLIENT_SECRET": "client-secret",
    "SECRET_KEYS": KEY,
    "METRICS_TOKEN": "metrics",
    "DATABASE_URL": "postgresql://desk:pass@db/desk",
    "NOTIFY_API_KEY": "k-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0",
    "APPOINTMENTS_API_TOKEN": "token",
    "APPOINTMENTS_CLIENT_SECRET": "other",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    with environment({}):
        for name in NAMES:
            monkeypatch.delenv(name + ENDING, raising=False)
        yield tmp_path


def kept(folder: Path, name: str, text: str | bytes) -> str:
    """Keep a secret in a file; gives the file's name."""
    file = folder / name.lower()
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(file)


def test_every_secret_there_is_may_stand_in_a_file(folder: Path) -> None:
    assert {name for group in GROUPS for name in may_be_in_files(group.model_fields)} == set(SECRETS)


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_is_read_from_its_file(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name + ENDING, kept(folder, name, f"\ufeff{SECRETS[name]} \r\n"))
    found, problems = read(next(group for group in GROUPS if name.lower() in group.model_fields))
    assert problems == []
    value = getattr(found, name.lower())
    secret = value[0] if isinstance(value, tuple) else value
    assert (secret if isinstance(secret, str) else secret.get_secret_value()) == SECRETS[name]


def test_env_may_name_the_files_too(folder: Path) -> None:
    lines = [
        f"{name}{ENDING}={kept(folder, name, SECRETS[name])}"
        for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET")
    ]
    (folder / ".env").write_text("\n".join(lines), "utf-8")
    token = read_settings(VENDORS).slack_bot_token
    assert token is not None
    assert token.get_secret_value() == "xoxb-from-a-file"
    assert stray_lines(VENDORS) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "the file that it names can't be read"),
        (b"\xff\xfe\x00", "the file that it names can't be read"),
        ("", "the file that it names holds no secret"),
        (" \n", "the file that it names holds no secret"),
        ("very-secret" * 10_000, "the file that it names holds no secret"),
    ],
)
def test_a_file_that_can_not_be_used_is_named_by_its_variable(
    folder: Path, monkeypatch: pytest.MonkeyPatch, text: str | bytes | None, said: str
) -> None:
    path = str(folder / "gone") if text is None else kept(folder, "token", text)
    monkeypatch.setenv("METRICS_TOKEN_FILE", path)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as bad:
        read_settings(VENDORS)
    (line,) = bad.value.problems
    assert line.startswith(f"METRICS_TOKEN_FILE: {said}")
    assert "very-secret" not in line


def test_a_folder_is_no_file_of_a_secret(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("METRICS_TOKEN_FILE", str(folder))
    _, problems = read(Settings)
    assert [line.split(":")[0] for line in problems] == ["METRICS_TOKEN_FILE"]


def test_a_secret_that_is_given_twice_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("METRICS_TOKEN_FILE", kept(folder, "token", "one"))
    monkeypatch.setenv("METRICS_TOKEN", "another")
    _, problems = read(Settings)
    assert problems == ["METRICS_TOKEN_FILE: METRICS_TOKEN is set too. Leave one of them out."]


def test_what_a_file_holds_is_checked_as_any_value(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEYS_FILE", kept(folder, "keys", "no-key-at-all"))
    _, problems = read(Settings)
    assert [line.split(":")[0] for line in problems] == ["SECRET_KEYS"]
    assert "no-key-at-all" not in problems[0]
