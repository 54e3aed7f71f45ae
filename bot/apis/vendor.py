"""What a vendor's folder exports: one record, and all that the rest of the house knows of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from msgspec import Struct

from bot.settings import VendorSettings

if TYPE_CHECKING:  # a record is read by every command of the command line, so it brings no library with it
    import httpx

    from bot.appointments.api import AppointmentsApi
    from bot.storage.asynchronous import AsyncEngine

Told = TypeVar("Told", bound=VendorSettings)
TransportOf: TypeAlias = "Callable[[httpx.AsyncBaseTransport], httpx.AsyncBaseTransport]"
"""Puts something between the bot and its service: the playground's bad weather."""


class Surroundings(Struct, frozen=True):
    """What the bot lends a vendor. Whoever speaks with a service elsewhere needs `budget` and perhaps `transport`."""

    engine: AsyncEngine
    """The bot's own database, migrated; for a service that is part of it."""
    clock: Callable[[], datetime]
    budget: float
    """Seconds that one operation may take, with all its requests."""
    transport_of: TransportOf | None = None
    team: str = ""
    """Whose appointments are meant, for a service that is part of the bot; empty where it serves one workspace alone."""

    def transport(self, plain: httpx.AsyncBaseTransport | None = None) -> httpx.AsyncBaseTransport | None:
        """What requests go through: `plain` with whatever is put before it; None: the usual connections."""
        if self.transport_of is None:
            return plain
        from httpx import AsyncHTTPTransport

        return self.transport_of(plain or AsyncHTTPTransport())


class Advice(Struct, frozen=True):
    """What to mend, in the doctor's words."""

    no_answer: str = (
        "Check APPOINTMENTS_API_URL, APPOINTMENTS_API_TOKEN or APPOINTMENTS_CLIENT_ID and _SECRET."
    )
    """When the service does not answer, or does not accept our sign-in."""
    no_rights: str = "Have our account at the service allowed these."
    """When we may do nothing there, for a service that tells what we may (`TellsRights`)."""
    no_right: str = "Have it allowed for our account at the service, or do without."
    """When one of its rights is missing."""


class Vendor(Struct, Generic[Told], frozen=True):
    """One vendor. Where it stands in `bot.apis.vendors`, or comes by an entry point, it can be chosen."""

    name: str
    """What APPOINTMENTS_PROVIDER says."""
    title: str
    """What it is called in a sentence, e.g. "Acme Meetings"."""
    settings: type[Told]
    """Every variable has a default, or is needed wherever this vendor is chosen."""
    connect: Callable[[Told, Surroundings], AppointmentsApi]
    speaks: Callable[[], tuple[type[AppointmentsApi], ...]]
    """The classes that `connect` may give, the plainest first: pages read off them what the service can do."""
    advice: Advice = Advice()
