"""The table of vendors: who can be chosen, and what is said where somebody can't."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.apis.pexip.settings import PexipSettings
from bot.apis.vendor import Vendor
from bot.apis.vendors import OURS, VENDORS, Vendors
from bot.settings import BadSettings, given_settings, read, read_settings
from tests.vendors.conftest import Beside

OUR_NAMES = [vendor.name for vendor in OURS]
SLACK = {"slack_bot_token": "xoxb-1", "slack_signing_secret": "8f742231b10e8888abcd99yyyzzz85a5"}


@pytest.fixture(autouse=True)
def an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def refused(**values: Any) -> str:
    with pytest.raises(BadSettings) as bad:
        given_settings(VENDORS, **(SLACK | values))
    (line,) = bad.value.problems
    return line


def test_where_none_is_named_the_first_of_ours_is_meant() -> None:
    assert given_settings(VENDORS).appointments_provider == OURS[0].name


@pytest.mark.parametrize("name", ["acme", "SQOD", " sqod", "xoxb-pasted-into-the-wrong-line"])
def test_an_unknown_one_is_refused_with_the_names_that_there_are(name: str, beside: Beside) -> None:
    beside.says("frontdesk_beta", "beta = frontdesk_beta:BETA")
    assert refused(appointments_provider=name) == (
        f"APPOINTMENTS_PROVIDER: no appointment service has this name. Give {', '.join(OUR_NAMES)}, beta, "
        "or install the package that brings it."
    )


LISTING = """
from pydantic import Field
from bot.apis.vendor import Vendor
from bot.settings import VendorSettings

class BetaSettings(VendorSettings):
    beta_hosts: list[str] = Field([], description="Where it meets.")

BETA = Vendor("beta", "Beta", BetaSettings, lambda told, around: None, lambda: ())
"""
BROKEN = {
    "that is not there": ("", "ModuleNotFoundError: No module named 'frontdesk_beta'"),
    "that wants what is not there": (
        "import beta_sdk\n",
        "ModuleNotFoundError: No module named 'beta_sdk'",
    ),
    "that is no Python": ("def\n", "SyntaxError"),
    "that fails with somebody's words": ("raise RuntimeError('token abc')\n", "RuntimeError"),
    "that ends the process": ("import sys\nsys.exit('no licence')\n", "SystemExit"),
    "that has no such record": ("OTHER = 1\n", "AttributeError"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_package_that_can_not_be_loaded_is_told_in_words_and_stops_nobody_else(
    kind: str, beside: Beside
) -> None:
    source, why = BROKEN[kind]
    if source:
        beside.module("frontdesk_beta", source)
    beside.says("frontdesk_beta", "beta = frontdesk_beta:BETA")
    beside.acme()

    assert refused(appointments_provider="beta") == (
        f"APPOINTMENTS_PROVIDER: the package frontdesk-beta, which brings beta, can't be loaded ({why}). "
        "Mend or reinstall it, or choose another."
    )
    told = given_settings(VENDORS, appointments_provider="acme", acme_url="http://acme.example", acme_key="k")
    assert type(told.vendor).__name__ == "AcmeSettings"
    assert given_settings(VENDORS, appointments_provider="pexip").appointments_provider == "pexip"


def test_a_package_whose_own_list_is_no_list_stops_nobody_else(beside: Beside) -> None:
    beside.says("frontdesk_beta", "beta, the best of them")
    beside.acme()
    assert VENDORS.named("acme").title == "Acme Meetings"
    assert f"Give {', '.join(OUR_NAMES)}, acme, or install" in refused(appointments_provider="beta")


def test_what_is_read_as_json_and_is_none_is_told_by_name(
    beside: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So a list of somebody else's is, unless its model says otherwise."""
    beside.module("frontdesk_beta", LISTING)
    beside.says("frontdesk_beta", "beta = frontdesk_beta:BETA")
    monkeypatch.setenv("BETA_HOSTS", "one, two")
    with pytest.raises(BadSettings) as bad:
        read_settings(VENDORS, for_slack=False, appointments_provider="beta")
    assert bad.value.problems == ["BETA_HOSTS: this is not JSON. Where it meets."]


@pytest.mark.parametrize("source", ["BETA = 'beta'\n", "from frontdesk_acme import ACME as BETA\n"])
def test_what_is_no_vendor_of_that_name_is_refused(source: str, beside: Beside) -> None:
    beside.acme()
    beside.module("frontdesk_beta", source)
    beside.says("frontdesk_beta", "beta = frontdesk_beta:BETA")
    assert "the package frontdesk-beta brings as beta is no vendor of that name" in refused(
        appointments_provider="beta"
    )


def test_two_packages_for_one_name_are_told_apart_by_whoever_runs_it(beside: Beside) -> None:
    beside.says("frontdesk_beta", "beta = frontdesk_beta:BETA")
    beside.says("other_beta", "beta = other_beta:BETA")
    assert "2 packages bring a service called beta" in refused(appointments_provider="beta")


def test_nobody_takes_the_name_of_one_of_ours(beside: Beside) -> None:
    beside.module("frontdesk_beta", "raise RuntimeError('loaded')\n")
    beside.says("frontdesk_beta", f"{OURS[1].name} = frontdesk_beta:BETA")
    assert VENDORS.named(OURS[1].name) is OURS[1]
    assert VENDORS.names() == OUR_NAMES


def test_what_another_vendor_can_not_do_without_is_missed_only_where_that_one_is_chosen(
    beside: Beside,
) -> None:
    beside.acme()
    both = Vendors((*OURS, VENDORS.named("acme")))
    assert given_settings(both, **SLACK).appointments_provider == OURS[0].name
    with pytest.raises(BadSettings, match="ACME_URL: missing"):
        given_settings(both, appointments_provider="acme")


@pytest.mark.parametrize("vendor", OURS, ids=OUR_NAMES)
def test_what_a_vendor_needs_can_be_given_alone_whatever_the_environment_says(
    vendor: Vendor[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """For a workspace that has a vendor of its own."""
    fields = vendor.settings.model_fields
    given = {name: "this-workspace's" for name, field in fields.items() if field.is_required()}
    before = read(vendor.settings, given, alone=True)
    for name in fields:
        monkeypatch.setenv(name.upper(), "the-environment's")
    assert read(vendor.settings, given, alone=True) == before
    assert before[1] == []


def test_pairs_are_read_as_they_are_typed() -> None:
    pairs = {"pexip_enterprise": "riverside", "pexip_per_page": "7", "pexip_scopes": "one, two"}
    told, problems = read(VENDORS.settings_of("pexip"), pairs, alone=True)
    assert problems == []
    assert isinstance(told, PexipSettings)
    assert (told.pexip_enterprise, told.pexip_per_page) == ("riverside", 7)
    assert told.pexip_scopes == ("one", "two")


def test_what_is_wrong_in_pairs_is_told_by_name_and_never_by_value() -> None:
    _, problems = read(
        VENDORS.settings_of("pexip"),
        {"pexip_enterprise": "no such/name", "pexip_per_page": "many"},
        alone=True,
    )
    assert [line.split(":")[0] for line in problems] == ["PEXIP_ENTERPRISE", "PEXIP_PER_PAGE"]
    assert "no such/name" not in "".join(problems)
