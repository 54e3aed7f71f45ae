"""All settings together: ours and the chosen vendor's, with every problem told at once, by variable name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from bot.settings.model import Settings
from bot.settings.proxies import proxy_problems
from bot.settings.secret_files import ENDING
from bot.settings.variables import BadSettings, VendorSettings, read

PROVIDER = "appointments_provider"


class UnknownVendor(Exception):
    """No such vendor can be had; the message says why and what to give instead."""


class Vendors(Protocol):
    """The vendors that may be chosen: `bot.apis.vendors` has them. Here nobody knows any by name."""

    @property
    def default(self) -> str:
        """The one that is used where none is named."""
        ...

    @property
    def always_read(self) -> Sequence[type[VendorSettings]]:
        """Groups that are looked at whichever vendor is chosen, so that a wrong value is told before it is needed."""
        ...

    def settings_of(self, name: str) -> type[VendorSettings]:
        """Raises UnknownVendor."""
        ...


def read_settings(vendors: Vendors, *, for_slack: bool = True, **overrides: Any) -> Settings:
    """Read the environment and `.env`. Raises BadSettings with every problem there is, never the values of secrets."""
    settings, problems = _together(vendors, overrides)
    problems += proxy_problems()
    if not settings.many:  # else each workspace tells its own
        problems += settings.vendor.missing()
    if for_slack:
        problems += settings.slack_problems()
    if problems:
        raise BadSettings(_each_once(problems))
    return settings


def _each_once(problems: list[str]) -> list[str]:
    """Without what is called missing only because the file that holds it is at fault."""
    at_fault = {
        name.removesuffix(ENDING) for line in problems if (name := line.split(":")[0]).endswith(ENDING)
    }
    return [line for line in problems if line.partition(": missing")[0] not in at_fault]


def given_settings(vendors: Vendors, /, **values: Any) -> Settings:
    """Make settings of these values and the defaults alone; what is missing is not asked for. Raises BadSettings."""
    settings, problems = _together(vendors, values, alone=True)
    if problems:
        raise BadSettings(problems)
    return settings


def _together(
    vendors: Vendors, values: Mapping[str, Any], *, alone: bool = False
) -> tuple[Settings, list[str]]:
    settings, problems = read(Settings, values, alone=alone)
    if settings is None:
        raise BadSettings(problems)
    if not settings.appointments_provider:
        settings = settings.model_copy(update={PROVIDER: vendors.default})
    groups = list(vendors.always_read)
    try:
        chosen = vendors.settings_of(settings.appointments_provider)
    except UnknownVendor as unknown:
        problems.append(f"{PROVIDER.upper()}: {unknown}")
        chosen = VendorSettings
    for group in dict.fromkeys((*groups, chosen)):
        found, wrong = read(group, values, alone=alone, needed=group is chosen)
        problems += wrong
        if found is not None:
            settings._groups[group] = found
        if group is chosen and found is not None:
            settings._vendor = found
    return settings, list(dict.fromkeys(problems))
