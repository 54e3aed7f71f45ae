"""What stands in deploy/: it can be read, and what it says of Frontdesk is so."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from bot.apis.vendors import OURS
from bot.app import GRACE
from bot.observe.probes import LIVE
from bot.serve.bounds import Bounds
from bot.serve.ports import GRACE_SECONDS
from bot.settings import Settings
from bot.settings.paths import CONNECT_PATH, EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH
from bot.settings.secret_files import ENDING, may_be_in_files
from tests.project.sources import ROOT

DEPLOY = ROOT / "deploy"
FIELDS = [Settings.model_fields, *(vendor.settings.model_fields for vendor in OURS)]
KNOWN = {name.upper() for fields in FIELDS for name in fields}
KNOWN |= {name + ENDING for fields in FIELDS for name in may_be_in_files(fields)}
STOPS_IN = GRACE + GRACE_SECONDS
"""Seconds that Frontdesk may take to stop."""


def text(name: str) -> str:
    return (DEPLOY / name).read_text("utf-8")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(text("compose.yaml"))
    return found


@pytest.fixture(scope="module")
def kubernetes() -> dict[str, dict[str, Any]]:
    return {one["kind"]: one for one in yaml.safe_load_all(text("kubernetes.yaml"))}


@pytest.fixture(scope="module")
def unit() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in text("frontdesk.service").splitlines():
        name, is_said, value = line.partition("=")
        if is_said and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def seconds(said: str) -> float:
    return float(said.removesuffix("s"))


def test_every_setting_that_is_named_exists(
    compose: dict[str, Any], kubernetes: dict[str, dict[str, Any]], unit: dict[str, list[str]]
) -> None:
    named = {
        *compose["services"]["bot"]["environment"],
        *kubernetes["ConfigMap"]["data"],
        *(value.partition("=")[0] for value in unit["Environment"]),
    }
    assert named <= KNOWN
    assert {"DATABASE_URL", "SLACK_BOT_TOKEN_FILE"} <= named


def test_whoever_stops_it_waits_until_it_has_stopped(
    compose: dict[str, Any], kubernetes: dict[str, dict[str, Any]], unit: dict[str, list[str]]
) -> None:
    pod = kubernetes["Deployment"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    before = float(container["lifecycle"]["preStop"]["exec"]["command"][1])
    assert pod["terminationGracePeriodSeconds"] - before > STOPS_IN
    assert seconds(compose["services"]["bot"]["stop_grace_period"]) > STOPS_IN
    assert seconds(unit["TimeoutStopSec"][0]) > STOPS_IN


def test_the_pod_has_no_rights_and_one_secret_whose_every_key_is_read(
    kubernetes: dict[str, dict[str, Any]],
) -> None:
    spec = kubernetes["Deployment"]["spec"]["template"]["spec"]
    (container,) = spec["containers"]
    user = re.search(r"^USER (\d+):(\d+)$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    assert user is not None, "by number, or runAsNonRoot refuses it"
    said = spec["securityContext"]
    assert (said["runAsNonRoot"], said["runAsUser"], said["runAsGroup"]) == (True, int(user[1]), int(user[2]))
    assert {container[probe]["httpGet"]["path"] for probe in container if probe.endswith("Probe")} == {LIVE}
    where = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}["secret"]
    files = {value for name, value in kubernetes["ConfigMap"]["data"].items() if name.endswith(ENDING)}
    assert files == {f"{where}/{key}" for key in kubernetes["Secret"]["stringData"]}


@pytest.mark.parametrize("proxy", ["Caddyfile", "nginx.conf"])
def test_a_proxy_passes_on_what_slack_asks_and_lets_go_before_frontdesk_does(proxy: str) -> None:
    said = text(proxy)
    (kept,) = re.findall(r"keepalive(?:_timeout)? (\d+)s", said)
    assert int(kept) < Bounds().rest
    passed = re.search(r"(?:handle|location) (/\S+?)\*? \{", said)
    assert passed is not None
    for path in (EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH, CONNECT_PATH):
        assert path.startswith(passed[1])
    assert not LIVE.startswith(passed[1])
