"""The dashboard and the alerts in deploy/: each metric, label and bucket that they name is one that /metrics has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from prometheus_client import Counter, Gauge, Histogram

from bot.observe import metrics
from tests.project.sources import ROOT

SERIES = re.compile(r"\b(frontdesk_\w+)(?:\{([^}]*)\})?")
MATCHER = re.compile(r'(\w+)(?:=~|!~|!=|=)"([^"]*)"')


def known() -> dict[str, tuple[set[str], set[str]]]:
    """Every series that there is, with its labels and its buckets."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for one in vars(metrics).values():
        if isinstance(one, Counter):
            found[f"{one._name}_total"] = (set(one._labelnames), set())
        elif isinstance(one, Gauge):
            found[one._name] = (set(one._labelnames), set())
        elif isinstance(one, Histogram):
            labels = set(one._labelnames)
            bounds = {str(float(bound)) for bound in one._kwargs["buckets"]} | {"+Inf"}
            found |= {f"{one._name}_{what}": (labels, set()) for what in ("count", "sum")}
            found[f"{one._name}_bucket"] = (labels | {"le"}, bounds)
    return found


def dashboard() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "deploy" / "dashboard.json").read_text("utf-8"))
    return found


def rules() -> list[dict[str, Any]]:
    said = yaml.safe_load((ROOT / "deploy" / "alerts.yaml").read_text("utf-8"))
    return [rule for group in said["groups"] for rule in group["rules"]]


def asked() -> Iterator[tuple[str, str]]:
    """What is asked of Prometheus, and where."""
    for panel in dashboard()["panels"]:
        for target in panel["targets"]:
            yield panel["title"], target["expr"]
    for rule in rules():
        yield rule["alert"], rule["expr"]


@pytest.mark.parametrize(("where", "expression"), list(asked()))
def test_what_is_asked_of_prometheus_is_there(where: str, expression: str) -> None:
    have = known()
    named = SERIES.findall(expression)
    assert named or expression.startswith("up{"), f"{where} asks for nothing of ours"
    labels: set[str] = set()
    for name, selector in named:
        assert name in have, f"{where}: /metrics has no {name}"
        labels |= have[name][0]
        for label, value in MATCHER.findall(selector):
            assert label in have[name][0], f"{where}: {name} has no label {label}"
            assert label != "le" or value in have[name][1], f"{where}: {name} has no bucket {value}"
    grouped = {one.strip() for by in re.findall(r"by \(([^)]*)\)", expression) for one in by.split(",")}
    assert grouped <= labels


def test_the_dashboard_shows_every_metric_there_is_and_says_what_each_picture_is() -> None:
    shown = " ".join(target["expr"] for panel in dashboard()["panels"] for target in panel["targets"])
    ours = {one._name for one in vars(metrics).values() if isinstance(one, Counter | Gauge | Histogram)}
    assert {name for name in ours if name not in shown} == set()
    assert all(panel["description"].endswith(".") for panel in dashboard()["panels"])
    assert len({panel["id"] for panel in dashboard()["panels"]}) == len(dashboard()["panels"])


def test_every_alert_says_what_happened_and_where_to_look() -> None:
    for rule in rules():
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"]["summary"].endswith(".")
        assert rule["annotations"]["description"].endswith(".")
