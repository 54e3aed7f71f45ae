"""What the token of the appointment service may do, in the doctor's words: what is missing, and what will not work without."""

from __future__ import annotations

from bot.apis.vendor import Advice
from bot.appointments.api import AppointmentsApi, Right, TellsRights
from bot.appointments.errors import AppointmentError
from bot.connecting.finding import Finding


async def look_at_rights(api: AppointmentsApi, advice: Advice) -> list[Finding]:
    """Look at each right where the service has such a thing; a sign-in that does not work is told elsewhere."""
    if not isinstance(api, TellsRights):
        return []
    try:
        rights = await api.rights()
    except AppointmentError:
        return []
    if not any(right.granted for right in rights) and any(right.granted is False for right in rights):
        needs = "; ".join(f"{right.name} for {right.what_for}" for right in rights)
        return [Finding("Rights", f"the token may do nothing. It needs {needs}", advice.no_rights)]
    return [_finding(right, advice) for right in rights]


def _finding(right: Right, advice: Advice) -> Finding:
    about = f"Right {right.name}"
    if right.granted is False:
        return Finding(about, f"missing, and needed for {right.what_for}", advice.no_right)
    return Finding(about, f"{'there' if right.granted else 'shows when it is used'}, for {right.what_for}")
