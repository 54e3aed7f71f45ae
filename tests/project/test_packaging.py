"""What `pip install .` brings: a command that runs from any folder, all of its files, and all that it imports."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import Distribution, PathDistribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.project.sources import ROOT, files, imports, sources

HOUSE = ("bot", "handlers", "blocks")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Frontdesk, built and installed as pip does it, with nothing of the source beside it."""
    source, there = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("installed")
    for name in (*HOUSE, "pyproject.toml", "README.md", "LICENSE"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, source / name)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index"]
    subprocess.run(
        [*pip, "--no-deps", "--no-build-isolation", "--no-compile", "--target", there, source], check=True
    )
    return there


@pytest.fixture(scope="module")
def record(installed: Path) -> Distribution:
    return PathDistribution(next(installed.glob("frontdesk-*.dist-info")))


def run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command that was installed, from a folder of its own, without anybody's settings."""
    return subprocess.run(
        [sys.executable, installed / "bin" / "frontdesk", *arguments],
        cwd=folder,
        env={"PATH": "", "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_file_of_the_house_is_packed(installed: Path) -> None:
    """Pages, drawings and the steps of the database too."""
    wanted = {str(path.relative_to(ROOT)) for folder in HOUSE for path in files(folder)}
    packed = {
        str(path.relative_to(installed))
        for folder in HOUSE
        for path in (installed / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert packed == wanted
    assert {path.name for path in installed.iterdir() if path.is_dir()} - {"bin", "__pycache__"} == {
        *HOUSE,
        next(installed.glob("frontdesk-*")).name,
    }


def test_the_command_plays_its_story_from_any_folder(installed: Path, tmp_path: Path) -> None:
    ended = run(installed, tmp_path, "story")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Nothing of it was kept." in ended.stdout
    assert list(tmp_path.iterdir()) == []


def test_the_command_is_called_as_it_was_typed(installed: Path, tmp_path: Path) -> None:
    ended = run(installed, tmp_path, "manifest", "--help")
    assert ended.returncode == 0
    assert "Usage: frontdesk manifest" in ended.stdout


def test_the_record_says_what_an_index_asks(record: Distribution) -> None:
    said = record.metadata
    assert said["License-Expression"] == "MIT"
    assert said["License-File"] == "LICENSE"
    assert not [one for one in said.get_all("Classifier", []) if one.startswith("License ::")]
    assert said["Requires-Python"] == ">=3.11"
    assert said.get_all("Project-URL") is None, "name addresses when there are some"


def test_what_is_imported_is_asked_for() -> None:
    """By its own name: what comes only because another library brings it may stop coming."""
    brought = packages_distributions()
    extra = PROJECT["optional-dependencies"].values()
    asked = {
        canonicalize_name(Requirement(one).name)
        for one in (*PROJECT["dependencies"], *(one for group in extra for one in group))
    }
    strangers = {
        top
        for path in sources(*HOUSE)
        for module in imports(path)
        for top in [module.split(".")[0]]
        if top and top not in HOUSE and top not in sys.stdlib_module_names
        if not {canonicalize_name(name) for name in brought.get(top, [])} & asked
    }
    assert strangers == set()
