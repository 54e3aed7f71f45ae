"""What the repository's files may not hold, and what the lock files must."""

from __future__ import annotations

import re
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


def pins(lock: str) -> dict[str, str]:
    """The versions in a lock file, by the canonical name of each distribution."""
    found: dict[str, str] = {}
    for line in (ROOT / lock).read_text("utf-8").splitlines():
        name, _, version = line.partition("==")
        found[canonicalize_name(name)] = version
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_files_pin_everything_and_name_no_registry(lock: str) -> None:
    pinned = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.!+]*")
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    assert [line for line in lines if not pinned.fullmatch(line)] == []
    assert all(
        one.casefold() < other.casefold() for one, other in pairwise(line.split("==")[0] for line in lines)
    )


def test_npms_lock_files_hold_no_address_at_all() -> None:
    locks = {name: text for name, text in texts().items() if name.endswith("package-lock.json")}
    assert locks
    assert [name for name, text in locks.items() if "://" in text] == []


def test_locks_hold_what_pyproject_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = {
        "requirements.lock": project["project"]["dependencies"],
        "requirements-dev.lock": project["project"]["dependencies"] + project["dependency-groups"]["dev"],
    }
    for lock, requirements in asked.items():
        has = pins(lock)
        for requirement in map(Requirement, requirements):
            version = has.get(canonicalize_name(requirement.name))
            assert version is not None, f"{lock} lacks {requirement.name}"
            assert requirement.specifier.contains(version), f"{lock} has {requirement.name} {version}"


def test_tests_run_with_the_very_versions_that_are_installed_for_use() -> None:
    application, development = (pins(lock) for lock in LOCKS)
    assert {name: development.get(name) for name in application} == application


def test_no_file_names_a_registry() -> None:
    this = "tests/project/test_files.py"
    assert {name for name, text in texts().items() if REGISTRY.search(text)} <= {this}


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    found = {name: MACHINE_PATH.findall(text) for name, text in texts().items()}
    assert {name: paths for name, paths in found.items() if paths} == {}
