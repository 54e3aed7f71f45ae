"""When the desk is open, and whose time its sessions take: what free times are counted from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from bot import when
from bot.appointments.filter import Filter
from bot.appointments.free import Span
from bot.appointments.model import Appointment, Window
from bot.settings.hours import joined
from bot.workspace import Workspace

OVERNIGHT = timedelta(hours=8)
"""How long before it opens a session may have begun that takes the first of its time."""


def of_department(name: str, sessions: Iterable[Appointment], ws: Workspace) -> list[Appointment]:
    """The sessions that take the time of a department: its own, and those of which it isn't told whose they are."""
    only = Filter(departments=(name,) if name else ()).among(ws.settings.known_departments)
    return [one for one in sessions if one.department is None or only.takes(one)]


def opening(ws: Workspace, days: Iterable[date]) -> list[Span]:
    """When the desk is open on these days; open over midnight it is open at a stretch."""
    return joined(span for day in days for span in ws.settings.hours.of(day, ws.settings.zone))


def open_days(ws: Workspace, first: date, most: int) -> list[date]:
    """The next days on which the desk is open, the first one among them; in the UK it is closed on bank holidays."""
    ahead = (first + timedelta(days=number) for number in range(2 * most + 14))
    return [day for day in ahead if ws.settings.hours.is_open(day) and not is_holiday(ws, day)][:most]


def is_holiday(ws: Workspace, day: date) -> bool:
    return ws.settings.desk_timezone in when.UK_ZONES and when.is_bank_holiday(day, ws.settings.desk_nation)


def taking(ws: Workspace, days: list[date]) -> Window:
    """When the sessions begin that take the time of these days: of a desk that opens by night those of the evening before too."""
    whole = whole_days(ws, days)
    opens = min((start for start, _ in opening(ws, days[:1])), default=whole.end)
    return Window(start=min(whole.start, opens - OVERNIGHT), end=whole.end)


def whole_days(ws: Workspace, days: list[date]) -> Window:
    """From the midnight before the first of these days to that after the last."""
    edges = (days[0], days[-1] + timedelta(days=1))
    start, end = (datetime.combine(day, time(), ws.settings.zone).astimezone(UTC) for day in edges)
    return Window(start=start, end=end)
