"""Which departments the service has, for DEPARTMENTS to be set by."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.appointments.api import AppointmentsApi, Books, Field
from bot.appointments.errors import AppointmentError
from bot.appointments.filter import Known, departments_meant
from bot.appointments.model import Window
from bot.connecting.finding import Finding

MOST_SHOWN = 30
_WEEKS = timedelta(weeks=4)


async def look_at_departments(api: AppointmentsApi, known: Known, now: datetime) -> list[Finding]:
    """Say which departments the sessions of these weeks have; nothing where none has one."""
    if not isinstance(api, Books) or Field.DEPARTMENT not in api.asks:
        return []
    try:
        sessions = await api.find(Window.around(now, _WEEKS, _WEEKS))
    except AppointmentError:
        return []  # that it does not answer is said already
    there = (one.department for one in sessions)
    seen = {one.name: one.id for one in there if one is not None and one.name}
    if not seen:
        return []
    names = ", ".join(f"{name}={key}" if key else name for name, key in list(seen.items())[:MOST_SHOWN])
    strange = [name for name in seen if known and not departments_meant(name, known)]
    mend = (
        f"DEPARTMENTS: add {', '.join(strange[:MOST_SHOWN])}, or nobody can type them." if strange else None
    )
    return [Finding("Departments", f"the service has {names}", mend)]
