"""Imports run one way (`.importlinter` is the rule), no room is left out of it, and files stay short enough to read."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from bot.apis.vendor import Vendor
from bot.apis.vendors import OURS
from bot.settings import VendorSettings
from tests.project.sources import ROOT, files, imports, module_name, sources, within

LINT = Path(sys.executable).parent / "lint-imports"
LANDING = {"bot.__main__", "bot.app", "bot.commands", "bot.verbs"}
"""The only modules that may lie loose in `bot`."""
LONGEST = 300
"""Lines."""


def lint(where: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([LINT, "--no-cache"], cwd=where, text=True, capture_output=True, check=False)


def test_imports_run_one_way() -> None:
    told = lint(ROOT)
    assert told.returncode == 0, told.stdout


WRONG = {
    "a floor that knows the one above it": ("bot/when/saying.py", "bot.storage.engine"),
    "a handler that knows a vendor": ("handlers/command.py", "bot.apis.sqod.api"),
    "a room of handlers that knows another": ("handlers/lists/filters.py", "handlers.cards.which"),
    "words that know what is drawn": ("blocks/words/facts.py", "blocks.cards"),
    "a domain that knows Slack": ("bot/appointments/desk.py", "slack_sdk"),
    "a vendor that knows another": ("bot/apis/sqod/api.py", "bot.apis.pexip.wire"),
}


def test_a_wrong_import_is_named(tmp_path: Path) -> None:
    for folder in ("bot", "handlers", "blocks"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    for file, module in WRONG.values():
        with (tmp_path / file).open("a", encoding="utf-8") as source:
            source.write(f"\nimport {module}  # noqa\n")
    told = lint(tmp_path)
    assert told.returncode == 1
    said = " ".join(told.stdout.split())
    for file, module in WRONG.values():
        importer = module_name(ROOT / file)
        assert f"{importer} -> {module}" in said, f"{importer} imports {module}, and nobody says so"


def circle(known_by: dict[str, set[str]]) -> list[str]:
    """Some files that know each other round about, if there are any; also by what is imported for types alone."""
    try:
        TopologicalSorter(known_by).prepare()
    except CycleError as found:
        return [str(name) for name in found.args[1]]
    return []


def test_no_file_knows_one_that_knows_it() -> None:
    ours = {module_name(path): imports(path) for path in sources("bot", "handlers", "blocks")}
    assert (
        circle({name: {one for one in known if one in ours} - {name} for name, known in ours.items()}) == []
    )


def test_nor_does_any_of_the_page() -> None:
    page = ROOT / "bot" / "playground" / "page"
    known = re.compile(r'^import .* from "\./(.+)";$', re.MULTILINE)
    assert (
        circle({path.name: set(known.findall(path.read_text("utf-8"))) for path in page.glob("*.js")}) == []
    )
    assert circle({"a.js": {"b.js"}, "b.js": {"a.js"}}) != []


def rooms() -> set[str]:
    """Every folder and loose module of `bot`, and the two packages beside it."""
    return {
        ".".join(module_name(path).split(".")[:2])
        for path in sources("bot")
        if path.parent != ROOT / "bot" or path.stem != "__init__"
    } | {"handlers", "blocks"}


def floors() -> list[str]:
    rule = ConfigParser()
    rule.read(ROOT / ".importlinter")
    return rule["importlinter:contract:floors"]["layers"].replace("|", " ").split()


@pytest.mark.parametrize("room", sorted(rooms()))
def test_every_room_has_a_floor(room: str) -> None:
    """The linter passes over what no contract names: a room counts when it is named, or when each module in it is."""
    named = floors()
    inside = [module_name(path) for path in sources("bot", "handlers", "blocks") if path.stem != "__init__"]
    strays = [
        module
        for module in inside
        if within(module, room) and not any(within(module, floor) for floor in named)
    ]
    assert strays == []


def test_only_the_landing_lies_loose() -> None:
    loose = {module_name(path) for path in (ROOT / "bot").glob("*.py") if path.stem != "__init__"}
    assert loose == LANDING


def test_only_the_roof_knows_the_handlers() -> None:
    assert importers_of("handlers", outside="handlers") == ["bot/app.py"]


def test_only_the_command_line_knows_the_playground() -> None:
    assert importers_of("bot.playground", outside="bot.playground") == ["bot/commands.py"]


def test_only_the_playground_knows_the_stand_ins() -> None:
    """So that the image can leave both out."""
    users = importers_of("bot.standins", outside="bot.standins")
    assert [user for user in users if not user.startswith("bot/playground/")] == []


def test_there_is_one_cache_one_single_flight_and_one_address_for_what_slack_sends() -> None:
    """What is made by hand beside them has other bounds and other faults."""
    said: dict[str, list[str]] = {"cachetools": [], "asyncio.shield": [], '"/slack/events"': []}
    for path in sources("bot", "handlers", "blocks"):
        text = path.read_text("utf-8")
        for word, where in said.items():
            where += [path.relative_to(ROOT).as_posix()] if word in text else []
    assert said == {
        "cachetools": ["bot/appointments/cache.py"],
        "asyncio.shield": ["bot/appointments/single_flight.py"],
        '"/slack/events"': ["bot/settings/paths.py"],
    }


def test_nothing_that_runs_knows_the_tests_or_the_docs() -> None:
    assert importers_of("tests", outside="tests") == []
    assert importers_of("docs", outside="docs") == []


MAY_NAME_A_VENDOR = (
    "bot/apis/vendors.py",  # the table
    "bot/apis/embedded/",  # speaks the contract of another
    "bot/service/",  # and so does what is behind it
    "bot/standins/",
    "bot/playground/stage.py",  # what there is to play with
    "bot/storage/migrations/versions/0001_embedded_service.py",  # was released under this name
    "docs/embedded.md",  # how a bot elsewhere speaks with it
    "docs/settings.md",  # is made from the records, and so is
    "docs/commands.md",
    "docs/playground.md",
    "docs/scale.md",  # was measured with one of them
)
"""Beside each vendor's own folder and page."""


def namers() -> set[tuple[str, str]]:
    """Which files name which vendor, its own folder and page left out."""
    words = re.compile("|".join(vendor.name for vendor in OURS), re.IGNORECASE)
    ours = [path for folder in ("bot", "handlers", "blocks") for path in files(folder)]
    return {
        (name, word.lower())
        for path in [*ours, *sources("docs"), *(ROOT / "docs").glob("*.md")]
        for name in [str(path.relative_to(ROOT))]
        for word in words.findall(f"{name} {path.read_text('utf-8')}")
        if not name.startswith((f"bot/apis/{word.lower()}/", f"docs/{word.lower()}.md"))
    }


def test_only_the_table_knows_a_vendor_by_name() -> None:
    """So that the next one touches nothing that is there."""
    found = namers()
    assert {one for one in found if not one[0].startswith(MAY_NAME_A_VENDOR)} == set()
    named = [name for name, _ in found]
    assert [allowed for allowed in MAY_NAME_A_VENDOR if not any(n.startswith(allowed) for n in named)] == []


@pytest.mark.parametrize("vendor", OURS, ids=lambda vendor: vendor.name)
def test_each_vendor_has_a_page_that_says_how_it_is_chosen(vendor: Vendor[VendorSettings]) -> None:
    page = (ROOT / "docs" / f"{vendor.name}.md").read_text("utf-8")
    assert f"APPOINTMENTS_PROVIDER={vendor.name}`" in page


def importers_of(package: str, *, outside: str) -> list[str]:
    return sorted(
        str(path.relative_to(ROOT))
        for path in sources("bot", "handlers", "blocks")
        if not within(module_name(path), outside) and any(within(m, package) for m in imports(path))
    )


WORDS = ("cache", "filter", "modal", "permission", "queue", "retry", "schedule", "validate", "vendor")
"""What somebody types who looks for the room where it happens."""


def test_words_of_the_trade_lead_to_the_right_room() -> None:
    """By a file's name or its first line, for whoever searches; by the page, for whoever reads."""
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| (\w+) \| (`.+`) \|$", page, re.MULTILINE))
    assert tuple(rows) == WORDS
    for word, row in rows.items():
        for name in re.findall("`([^`]+)`", row):
            first = (ROOT / name).read_text("utf-8").splitlines()[0]
            assert word.rstrip("e") in f"{name} {first}".lower(), f"who looks for {word} does not find {name}"


def test_files_are_short_enough_to_read() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines())
        for path in sources("bot", "handlers", "blocks", "docs")
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}
