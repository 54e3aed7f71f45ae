"""What the docs say exists: commands, targets, files, settings; and what is made from the code is as the code has it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.sdk import environment_variables

from blocks.forms.inputs import MENUS
from blocks.words.labels import LABELS
from bot.apis.vendors import OURS, VENDORS
from bot.commands import app
from bot.settings import Settings, Variables, proxies, read
from bot.settings.secret_files import ENDING, may_be_in_files
from bot.storage.migrate import METADATAS
from docs.generate import GENERATED, readme
from tests.project.sources import ROOT

PAGES = sorted(
    {"README.md", "CONTRIBUTING.md", "CHANGELOG.md"}
    | {f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md")}
)
"""Every page of ours."""


def text(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


GROUPS: tuple[type[Variables], ...] = (Settings, *(vendor.settings for vendor in OURS))
"""All variables: ours, and those that each of our vendors has."""
VARIABLES = {name for group in GROUPS for name in group.model_fields}


@pytest.fixture
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with no settings, to work in; the environment says none either."""
    monkeypatch.chdir(tmp_path)
    for name in VARIABLES:
        monkeypatch.delenv(name.upper(), raising=False)
    return tmp_path


@pytest.mark.parametrize("page", GENERATED)
def test_generated_pages_are_current(page: str) -> None:
    assert text(page) == GENERATED[page](), "run `make docs`"


def test_a_readme_without_its_marks_is_not_written_over() -> None:
    with pytest.raises(ValueError, match="surfaces"):
        readme("# Frontdesk\n")


def assert_nothing_but_defaults() -> None:
    """But for the service that is used where none is named, which may be named."""
    for group in GROUPS:
        needed: dict[str, Any] = {
            name: "given" for name, field in group.model_fields.items() if field.is_required()
        }
        plain, problems = read(group, needed, alone=True)
        assert plain is not None
        assert problems == []
        found, problems = read(group, needed)
        assert found is not None
        assert problems == []
        read_off = found.model_dump()
        assert read_off.get("appointments_provider", "") in ("", VENDORS.default)
        assert read_off | {"appointments_provider": ""} == plain.model_dump() | {"appointments_provider": ""}


def test_env_example_changes_nothing_until_it_is_filled_in(in_a_folder: Path) -> None:
    (in_a_folder / ".env").write_text(text(".env.example"), "utf-8")
    assert_nothing_but_defaults()


def test_env_example_shows_the_true_defaults(in_a_folder: Path) -> None:
    lines = re.findall(r"^(?:# )?([A-Z][A-Z_]+=.*)$", text(".env.example"), re.MULTILINE)
    assert {line.split("=")[0].lower() for line in lines} == VARIABLES
    (in_a_folder / ".env").write_text("\n".join(lines), "utf-8")
    assert_nothing_but_defaults()


def test_commands_that_the_docs_name_exist() -> None:
    known = {
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    } | {group.name for group in app.registered_groups}
    typed = re.compile(r"(?:`|\.venv/bin/|^\s*\$? ?)(?:python -m bot|frontdesk) ([a-z][a-z-]*)", re.MULTILINE)
    named = {name for page in PAGES for name in typed.findall(text(page))}
    assert {"serve", "doctor", "manifest", "audit", "api"} <= named
    assert named <= known


def test_targets_that_the_docs_name_exist() -> None:
    known = set(re.findall(r"^([a-z][a-z-]*):", text("Makefile"), re.MULTILINE))
    lines = [
        line
        for page in PAGES
        for line in re.findall(r"(?:`|^\s*)make ((?:[a-z-]+ ?)+)", text(page), re.MULTILINE)
    ]
    named = {name for line in lines for name in line.split()}
    assert {"play", "test", "setup", "check"} <= named
    assert named <= known


def test_modules_that_the_docs_run_exist() -> None:
    for page in PAGES:
        for module in re.findall(r"python -m ([a-z_.]+)", text(page)):
            where = ROOT.joinpath(*module.split("."))
            assert where.with_suffix(".py").exists() or (where / "__main__.py").exists(), f"{page}: {module}"


def test_files_that_the_docs_name_exist() -> None:
    """But for those that a walk-through has the reader make."""
    invented = {
        "bot/alerts/kinds/overruns.py",
        "bot/apis/acme/api.py",
        "bot/apis/acme/vendor.py",
        "docs/acme.md",
        "handlers/cards/miss.py",
    }
    shape = re.compile(r"`((?:bot|blocks|handlers|tests|docs|deploy)/[\w./-]*|[\w.-]+\.(?:toml|lock|yaml))`")
    named = {(page, name) for page in PAGES for name in shape.findall(text(page))}
    assert {
        (page, name) for page, name in named if name not in invented and not (ROOT / name).exists()
    } == set()
    assert [name for name in invented if (ROOT / name).exists()] == []
    assert invented <= {name for _, name in named}


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        for link in re.findall(r"\]\(([^)#\s]+)", text(page)):
            if not link.startswith("https://"):
                assert (ROOT / page).parent.joinpath(link).exists(), f"{page} links to {link}"


def test_settings_that_the_docs_name_exist() -> None:
    known = {name.upper() for name in VARIABLES} | set(proxies.VARIABLES)
    known |= set(dir(environment_variables))  # of the library that sends traces
    known |= set(re.findall(r"\$\{(\w+)", text("deploy/compose.yaml")))
    known |= {name + ENDING for group in GROUPS for name in may_be_in_files(group.model_fields)}
    named = {
        (page, name)
        for page in PAGES
        for name in re.findall(r"`([A-Z][A-Z_]*_[A-Z_]+|HOST|PORT)\b[^`]*`", text(page))
    }
    assert len(named) > 20
    assert {(page, name) for page, name in named if name not in known} == set()


def test_privacy_page_names_every_table_there_is() -> None:
    named = set(re.findall(r"`([a-z_]+)`", text("docs/privacy.md")))
    tables = [name for metadata in METADATAS for name in metadata.tables]
    assert [table for table in tables if table not in named] == []


def test_pictures_ask_nobody_for_anything() -> None:
    for picture in (ROOT / "docs" / "pictures").glob("*.svg"):
        addresses = re.findall(r"""(?:url\(|href=|src=)["']?(https?:[^"')\s]+)""", picture.read_text("utf-8"))
        assert addresses == [], f"{picture.name} would load from elsewhere"


def test_the_readmes_picture_shows_the_form_as_it_is() -> None:
    shown = text("docs/pictures/story.svg").replace("&#160;", " ").replace("&#x27;", "'")
    typed = {
        name: label
        for name, label in LABELS.items()
        if name not in {"reason", "why", "notes", "meeting_type", *MENUS}
    }
    assert [label for label in typed.values() if label not in shown] == []
    assert "/appt book" in shown
