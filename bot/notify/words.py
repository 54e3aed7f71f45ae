"""What a template is given: the claimant's name, when it is, the link and the reference. All other words are the council's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.appointments.model import Appointment
from bot.when import is_doubled, zone_words

GIVEN = frozenset({"name", "when", "link", "reference"})
WELSH = "when_cy"
_LONGEST = 255
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DAYS_CY = ("Llun", "Mawrth", "Mercher", "Iau", "Gwener", "Sadwrn", "Sul")
_MONTHS_CY = (
    *("Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf"),
    *("Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"),
)


def personalisation(
    appointment: Appointment, zone: ZoneInfo, *, late: int = 0, welsh: bool = False
) -> dict[str, str]:
    """Give what there is of it as it stands now; `late`: by how many minutes it begins later.

    What is held at an office is told by that office's clocks, with their zone where that is not the desk's.
    """
    meeting = appointment.meeting
    link = meeting.claimant_link if meeting else None
    start = appointment.start + timedelta(minutes=late) if appointment.start else None
    own = appointment.own_zone(zone)

    def when(say: Callable[[datetime, str], str]) -> str:
        return _when(start, own or zone, say, named=own is not None)

    given = {
        "name": appointment.claimant.name or "",
        "when": when(_in_english),
        "link": link.get_secret_value() if link else "",
        "reference": appointment.reference or "",
    }
    if welsh:
        given[WELSH] = when(_in_welsh)
    return {name: text if name == "link" else text[:_LONGEST] for name, text in given.items()}


def _when(start: datetime | None, zone: ZoneInfo, say: Callable[[datetime, str], str], *, named: bool) -> str:
    if start is None:
        return ""
    local = start.astimezone(zone)
    said = say(local, _clock(local))
    return f"{said} ({zone_words(local)})" if named or is_doubled(local) else said


def _in_english(local: datetime, clock: str) -> str:
    """As GOV.UK writes it: https://www.gov.uk/guidance/style-guide/a-to-z#times"""
    at = {"12am": "midnight", "12pm": "midday"}.get(clock, clock)
    return f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]} {local.year} at {at}"


def _in_welsh(local: datetime, clock: str) -> str:
    at = {"12am": "hanner nos", "12pm": "hanner dydd"}.get(clock, clock)
    day = f"dydd {_DAYS_CY[local.weekday()]}"
    return f"{day} {local.day} {_MONTHS_CY[local.month - 1]} {local.year} am {at}"


def _clock(local: datetime) -> str:
    half = "am" if local.hour < 12 else "pm"
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{half}"
