"""What the repository's files may not hold, and what the lock files must."""

from __future__ import annotations

import re
import subprocess
import tomllib
from itertools import pairwise

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.project.sources import ROOT, project_files

LOCKS = ("requirements.lock", "requirements-dev.lock")
REGISTRY = re.compile(r"pypi\.org|pythonhosted|npmjs\.|jsdelivr|cdnjs|unpkg\.", re.IGNORECASE)
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:work|root|home|Users|mnt)/\w")


def texts() -> dict[str, str]:
    return {
        str(path.relative_to(ROOT)): path.read_text("utf-8")
        for path in project_files()
        if path.suffix != ".png"
    }


PINNED = re.compile(
    r"(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[0-9][a-z0-9.!+]*)(?: ; [a-zA-Z_ '!=0-9]+)?"
    r"(?P<hashes>(?: \\\n    --hash=sha256:[0-9a-f]{64})+)\n"
)


def pins(lock: str) -> dict[str, str]:
    """The versions in a lock file, by the canonical name of each distribution."""
    text = (ROOT / lock).read_text("utf-8")
    return {canonicalize_name(pin["name"]): pin["version"] for pin in PINNED.finditer(text)}


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_files_pin_everything_by_its_hash_and_name_no_registry(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert PINNED.sub("", text) == ""
    names = [pin["name"] for pin in PINNED.finditer(text)]
    assert all(one < other for one, other in pairwise(names))


def test_npms_lock_files_hold_no_address_at_all() -> None:
    locks = {name: text for name, text in texts().items() if name.endswith("package-lock.json")}
    assert locks
    assert [name for name, text in locks.items() if "://" in text] == []


def test_locks_hold_what_pyproject_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    serving = [
        *project["project"]["dependencies"],
        *(one for extra in project["project"]["optional-dependencies"].values() for one in extra),
        *groups["build"],
    ]
    asked = {"requirements.lock": serving, "requirements-dev.lock": [*serving, *groups["dev"]]}
    for lock, requirements in asked.items():
        has = pins(lock)
        for requirement in map(Requirement, requirements):
            version = has.get(canonicalize_name(requirement.name))
            assert version is not None, f"{lock} lacks {requirement.name}"
            assert requirement.specifier.contains(version), f"{lock} has {requirement.name} {version}"


def test_tests_run_with_the_very_versions_that_are_installed_for_use() -> None:
    application, development = (pins(lock) for lock in LOCKS)
    assert {name: development.get(name) for name in application} == application


def test_nothing_lies_beside_the_folders_but_what_a_project_has() -> None:
    """A package that a tool downloaded into the checkout was committed once."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a clone")
    committed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    ours = {str(path.relative_to(ROOT)) for path in project_files()}
    assert {name for name in committed.stdout.splitlines() if "/" not in name} <= ours


def test_no_file_names_a_registry() -> None:
    this = "tests/project/test_files.py"
    assert {name for name, text in texts().items() if REGISTRY.search(text)} <= {this}


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    found = {name: MACHINE_PATH.findall(text) for name, text in texts().items()}
    assert {name: paths for name, paths in found.items() if paths} == {}


def test_the_playgrounds_page_names_files_that_are_there() -> None:
    table = (ROOT / "docs/playground.md").read_text("utf-8").partition("## How it is made")[2]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    named = [name for row in rows for name in re.findall(r"`([^`]+)`", row)]
    assert named
    assert [name for name in named if not (ROOT / "bot/playground" / name).exists()] == []
