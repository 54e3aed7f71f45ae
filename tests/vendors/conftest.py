"""Packages that are installed beside Frontdesk for one test."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.apis.vendors import GROUP

ACME = Path(__file__).parent / "acme"


class Beside:
    """A folder on the path, as pip fills one: packages, and beside each what it says of itself."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def says(self, package: str, *lines: str) -> None:
        """Have a package say what it brings, e.g. "acme = frontdesk_acme:ACME"."""
        info = self.folder / f"{package}-1.0.dist-info"
        info.mkdir()
        named = package.replace("_", "-")
        info.joinpath("METADATA").write_text(f"Metadata-Version: 2.1\nName: {named}\nVersion: 1.0\n", "utf-8")
        info.joinpath("entry_points.txt").write_text("\n".join((f"[{GROUP}]", *lines)) + "\n", "utf-8")

    def module(self, name: str, source: str) -> None:
        self.folder.joinpath(f"{name}.py").write_text(source, "utf-8")

    def acme(self) -> None:
        """Install Acme Meetings."""
        shutil.copytree(ACME, self.folder / "frontdesk_acme", ignore=shutil.ignore_patterns("__pycache__"))
        self.says("frontdesk_acme", "acme = frontdesk_acme:ACME")


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Beside]:
    folder = tmp_path / "site-packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    before = set(sys.modules)
    yield Beside(folder)
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(folder)):
            del sys.modules[name]
