"""The table of vendors: our own by name, and whatever is installed beside Frontdesk under the entry point group."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import EntryPoint, EntryPoints, distributions
from typing import Any

from bot.apis.embedded.vendor import EMBEDDED
from bot.apis.pexip.vendor import PEXIP
from bot.apis.sqod.vendor import SQOD
from bot.apis.vendor import Vendor
from bot.settings import UnknownVendor, VendorSettings

OURS: tuple[Vendor[Any], ...] = (EMBEDDED, SQOD, PEXIP)
"""The first is used where none is named. They stand here, for Frontdesk also runs from a checkout that is not installed."""
GROUP = "frontdesk.vendors"


class Vendors:
    """Vendors by name. What is installed beside Frontdesk is loaded when it is chosen, and then only that one."""

    def __init__(self, ours: Sequence[Vendor[Any]] = OURS) -> None:
        self._ours = {vendor.name: vendor for vendor in ours}

    @property
    def default(self) -> str:
        return next(iter(self._ours))

    @property
    def always_read(self) -> Sequence[type[VendorSettings]]:
        return [vendor.settings for vendor in self._ours.values()]

    def names(self) -> list[str]:
        """Every name that may be given, ours first."""
        return [*self._ours, *sorted({point.name for point in _installed()} - self._ours.keys())]

    def named(self, name: str) -> Vendor[Any]:
        """Raises UnknownVendor, in words: also where what is installed under that name can't be used."""
        if name in self._ours:
            return self._ours[name]
        points = [point for point in _installed() if point.name == name]
        if not points:
            raise UnknownVendor(
                f"no appointment service has this name. Give {', '.join(self.names())}, or install the package that brings it."
            )
        if len(points) > 1:
            raise UnknownVendor(
                f"{len(points)} packages bring a service called {name}. Uninstall all but one."
            )
        return _loaded(points[0])

    def settings_of(self, name: str) -> type[VendorSettings]:
        settings: type[VendorSettings] = self.named(name).settings
        return settings


def _installed() -> list[EntryPoint]:
    """What packages bring; the first on the path counts, and one whose own list can't be read is passed over."""
    found: dict[str, EntryPoints] = {}
    for package in distributions():
        with suppress(Exception):  # somebody else's files may hold anything
            if points := package.entry_points.select(group=GROUP):
                found.setdefault(package.name, points)
    return [point for points in found.values() for point in points]


def _loaded(point: EntryPoint) -> Vendor[Any]:
    package = point.dist.name if point.dist else point.module
    try:
        found = point.load()
    except (Exception, SystemExit) as error:  # anything may happen when somebody else's module is imported
        why = f"{type(error).__name__}: {error}" if isinstance(error, ImportError) else type(error).__name__
        raise UnknownVendor(
            f"the package {package}, which brings {point.name}, can't be loaded ({why}). Mend or reinstall it, or choose another."
        ) from error
    if not isinstance(found, Vendor) or found.name != point.name:
        raise UnknownVendor(
            f"what the package {package} brings as {point.name} is no vendor of that name. Ask whoever made it, or choose another."
        )
    return found


VENDORS = Vendors()
