"""The connection of a workspace to its appointment service: which one, and what that needs to be told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.apis.vendor import Surroundings, TransportOf
from bot.apis.vendors import VENDORS
from bot.appointments.api import AppointmentsApi
from bot.settings import Settings
from bot.storage.asynchronous import AsyncEngine


def connect(
    settings: Settings,
    engine: AsyncEngine,
    clock: Callable[[], datetime],
    transport_of: TransportOf | None = None,
    team: str = "",
) -> AppointmentsApi:
    """Connect to the appointment service that the settings name; `team`: of several workspaces' the one that it is for."""
    vendor = VENDORS.named(settings.appointments_provider)
    around = Surroundings(engine, clock, settings.appointments_timeout_seconds, transport_of, team)
    return vendor.connect(settings.vendor, around)
