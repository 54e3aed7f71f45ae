"""What a public project has beside its code: it can be read, and runs what there is."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

import pytest
import yaml

from tests.conftest import WAITING
from tests.project.sources import ROOT

TARGETS = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def read(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


def test_pythons_that_are_named_are_those_that_the_workflow_tries() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = {
        found[1]
        for one in project["classifiers"]
        if (found := re.fullmatch(r"Programming Language :: Python :: (3\.\d+)", one))
    }
    job = read(".github/workflows/check.yml")["jobs"]["check"]
    assert named == set(job["strategy"]["matrix"]["python"])


def test_the_workflow_runs_what_ci_runs() -> None:
    steps = [step.get("run", "") for step in read(".github/workflows/check.yml")["jobs"]["check"]["steps"]]
    run = {target for step in steps for target in re.findall(r"\bmake ([a-z-]+)", step)}
    assert run == set(
        re.findall(r"^make ([a-z-]+)$", (ROOT / ".ci" / "run").read_text("utf-8"), re.MULTILINE)
    )
    assert run <= TARGETS


def test_hooks_run_what_make_dev_installs_and_make_check_runs() -> None:
    checked = (ROOT / "Makefile").read_text("utf-8") + (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    for hook in read(".pre-commit-config.yaml")["repos"][0]["hooks"]:
        tool = hook["entry"].split()[0].removeprefix(".venv/bin/")
        assert f"/{tool}" in checked


@pytest.mark.parametrize("form", ["fault.yml", "wish.yml"])
def test_forms_for_issues_are_whole(form: str) -> None:
    said = read(f".github/ISSUE_TEMPLATE/{form}")
    assert {"name", "description", "body"} <= said.keys()
    fields = [field for field in said["body"] if field["type"] != "markdown"]
    assert len({field["id"] for field in fields}) == len(fields)
    assert all(field["attributes"]["label"] for field in fields)


def test_the_devcontainer_makes_what_there_is() -> None:
    said = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text("utf-8"))
    assert said["postCreateCommand"].removeprefix("make ") in TARGETS


def test_what_waits_and_is_spread_among_what_works_is_there() -> None:
    gone = [one for some in WAITING for one in some if not list(ROOT.glob(f"{one}*"))]
    assert gone == [], "named in tests/conftest.py"
