"""Which scopes of Pexip Engage each thing needs, told by the token or tried out. A token has none but those asked for.

Source: https://developer.pexipengage.com/topic/topic-migrating-from-the-legacy-api
"""

from __future__ import annotations

from bot.apis.http.client import Http
from bot.apis.pexip.asks import Pairs
from bot.appointments.api import Right
from bot.appointments.errors import AppointmentError, NotPermitted

NEEDED: dict[str, tuple[str, str, Pairs]] = {
    "engage:appointments:readOnly": ("lists, cards and alerts", "/appointments", [("limit", "1")]),
    "engage:appointments:readWrite": ("booking, rescheduling, accepting and notes", "", []),
    "engage:customers:readOnly": ("claimants' names and the customer menu", "/customers", [("limit", "1")]),
    "engage:employees:readOnly": (
        "hosts' names, the employee menu and “mine”",
        "/employees",
        [("limit", "1")],
    ),
    "engage:offices:readOnly": ("offices' names, addresses and menu", "/offices", [("limit", "1")]),
    "engage:subjects:readOnly": ("subjects' names and menu", "/subjects", [("limit", "1")]),
    "engage:availability:readOnly": ("free times in the booking form", "/timetable", []),
}
"""What for, and a path that is refused without the scope; writing can't be tried out."""


async def rights(http: Http) -> list[Right]:
    """Tell of each scope whether we have it; None where neither the token nor a try says."""
    granted = await http.scopes()
    return [
        Right(scope, what_for, await _has(http, scope, path, asked, granted))
        for scope, (what_for, path, asked) in NEEDED.items()
    ]


async def _has(
    http: Http, scope: str, path: str, asked: Pairs, granted: frozenset[str] | None
) -> bool | None:
    if granted is not None:
        return bool({scope, scope.replace(":readOnly", ":readWrite")} & granted)
    if not path:
        return None
    try:
        await http.request("GET", path, params=asked)
    except NotPermitted:
        return False
    except AppointmentError:
        return None
    return True
