"""Imports run one way, and files stay short enough to read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project.sources import ROOT, imports, module_name, sources, within

OURS = ("bot", "handlers", "blocks", "tests", "docs", "bench")

MAY_IMPORT = {
    "bot.appointments": {"bot.appointments"},
    "bot.when": {"bot.when"},
    "bot.verbs": {"bot.appointments"},
    "bot.scopes": set[str](),
    "bot.settings": {"bot.setting_kinds"},
    "bot.setting_kinds": set[str](),
    "bot.apis": {"bot.apis", "bot.appointments", "bot.metrics"},
    "bot.metrics": {"bot.workers"},
    "bot.workers": set[str](),
    "bot.service": {
        "bot.service",
        "bot.storage.engine",
        "bot.storage.migrate",
        "bot.storage.tables",
        "bot.serving",
    },
    "bot.storage": {"bot.storage", "bot.appointments", "bot.service.tables"},
    "bot.alerts": {"bot.alerts", "bot.appointments", "bot.storage", "bot.when"},
    "blocks": {
        "blocks",
        "bot.appointments",
        "bot.when",
        "bot.verbs",
        "bot.alerts.rules",
        "bot.alerts.changes_seen",
    },
}
"""What the lower floors of the house may import of our own; nothing else of ours."""

MAY_NOT_IMPORT = {
    "handlers": {
        "bot.app",
        "bot.apis",
        "bot.service",
        "bot.playground",
        "bot.connection",
        "sqlalchemy",
        "httpx",
    },
    "blocks": {"slack_bolt", "slack_sdk", "sqlalchemy", "httpx"},
    "bot.appointments": {"slack_bolt", "slack_sdk", "sqlalchemy", "httpx"},
    "bot.when": {"slack_bolt", "slack_sdk", "sqlalchemy", "httpx"},
}

LONGEST = 300
"""Lines."""


def modules(package: str) -> list[Path]:
    return [path for path in sources("bot", "handlers", "blocks") if within(module_name(path), package)]


def is_ours(module: str) -> bool:
    return any(within(module, name) for name in OURS)


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_floor_knows_only_what_lies_below_it(package: str) -> None:
    allowed = MAY_IMPORT[package]
    strays = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in modules(package)
        for module in imports(path)
        if is_ours(module) and not any(within(module, name) for name in allowed)
    ]
    assert strays == []


@pytest.mark.parametrize("package", MAY_NOT_IMPORT)
def test_a_floor_leaves_to_others_what_is_theirs(package: str) -> None:
    strays = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in modules(package)
        for module in imports(path)
        if any(within(module, name) for name in MAY_NOT_IMPORT[package])
    ]
    assert strays == []


def test_only_the_roof_knows_the_handlers() -> None:
    assert importers_of("handlers", outside="handlers") == ["bot/app.py"]


def test_only_the_command_line_knows_the_playground() -> None:
    assert importers_of("bot.playground", outside="bot.playground") == ["bot/__main__.py"]


def test_nothing_that_runs_knows_the_tests_or_the_docs() -> None:
    assert importers_of("tests", outside="tests") == []
    assert importers_of("docs", outside="docs") == []


def importers_of(package: str, *, outside: str) -> list[str]:
    return sorted(
        str(path.relative_to(ROOT))
        for path in sources("bot", "handlers", "blocks")
        if not within(module_name(path), outside) and any(within(m, package) for m in imports(path))
    )


def test_files_are_short_enough_to_read() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines())
        for path in sources("bot", "handlers", "blocks", "docs")
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}
