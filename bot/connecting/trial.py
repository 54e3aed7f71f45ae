"""Try a connection: does the service answer, does it accept our sign-in, and what may we do there?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.apis.vendor import Advice
from bot.apis.vendors import VENDORS
from bot.appointments.api import AppointmentsApi
from bot.appointments.errors import AppointmentError
from bot.connecting.departments import look_at_departments
from bot.connecting.finding import Finding
from bot.connecting.messages import look_at_messages
from bot.connecting.rights import look_at_rights
from bot.settings import Settings
from bot.storage.asynchronous import AsyncEngine
from bot.workspace.connection import connect


async def try_service(
    settings: Settings, engine: AsyncEngine, clock: Callable[[], datetime], team: str = ""
) -> list[Finding]:
    """Say in words how the service is that the settings name: first whether it can be used at all, then what it lets us do."""
    advice = VENDORS.named(settings.appointments_provider).advice
    api = connect(settings, engine, clock, team=team)
    try:
        found = [await _look_at_service(api, advice), *await look_at_rights(api, advice)]
        found += await look_at_departments(api, settings.known_departments, clock())
        told = api.tells_claimant
        return found + await look_at_messages(settings, clock, service=told, name=api.name)
    finally:
        await api.aclose()


async def _look_at_service(api: AppointmentsApi, advice: Advice) -> Finding:
    try:
        await api.ping()
    except AppointmentError as error:
        mend = f"{error.mend} {advice.no_answer}" if error.mend else advice.no_answer
        return Finding("Appointment service", f"{error.words} ({error})", mend)
    return Finding("Appointment service", f"{api.name} answers and accepts our sign-in")
