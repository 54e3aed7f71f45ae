"""What Pexip Engage's errors mean, in our words: its codes are told by what to do now, never as they are.

Source: https://developer.pexipengage.com/topic/topic-error-codes
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.apis.http.refusal import MOST_OTHERS, one_line
from bot.apis.pexip.wire import STATUSES
from bot.appointments.errors import Refused
from bot.appointments.model import Status

NO_AVAILABILITY = "APPOINTMENT_NO_AVAILABILITY"

FIELDS: dict[str, tuple[str, str]] = {
    NO_AVAILABILITY: (
        "start",
        "That time is not free for this subject, office and employee. Choose another.",
    ),
    "APPOINTMENT_START_AFTER_END": ("minutes", "The end would come before the start. Give a length."),
    "APPOINTMENT_PRIMARY_CUSTOMER_MISSING": ("customer", "Choose whom it is for."),
    "APPOINTMENT_PRIMARY_EMPLOYEE_MISSING": ("employee", "Choose who hosts it."),
    "APPOINTMENT_PARTICIPANTS_NOT_UNIQUE": ("customer", "The same person can't take part twice."),
    "APPOINTMENT_LOCATION_REQUIRED": (
        "meeting_type",
        "A meeting elsewhere needs an address, which can only be given in the Engage Backoffice.",
    ),
}
"""Codes about something that the form asks for."""

SENTENCES: dict[str, str] = {
    "LOCATION_GEOCODING_FAILED": "The service can't find the meeting's address. Correct it in the Engage Backoffice.",
    "LOCATION_TIME_ZONE_RESOLUTION_FAILED": "The service can't tell the time zone of the meeting's address. "
    "Correct it in the Engage Backoffice.",
    "APPOINTMENT_COMPLETION_TOO_EARLY": "It is too early to complete it.",
}
STATUS_INVALID = "The service does not allow that in the appointment's present state."
FORM_NEEDED = "A form has to be filled in for that. Do it in the Engage Backoffice."
BUSY = "Somebody else is changing it at this moment. Look at it again first."

_STATES: dict[Status, str] = {
    Status.REQUESTED: "requested",
    Status.INVITED: "an open invite",
    Status.ALTERNATIVE_REQUESTED: "waiting for another time",
    Status.SCHEDULED: "scheduled",
    Status.COMPLETED: "done",
    Status.NO_SHOW: "a no-show",
    Status.CANCELLED: "cancelled",
}


def pexip_refusal(fact: str, body: object) -> Refused:
    """Read `{"errors": [{"message", "code", "type", "statusCode": "422", …}]}`; anything may come in any shape."""
    fields: dict[str, str] = {}
    others: list[str] = []
    for error in _errors(body):
        code = str(error.get("code", ""))
        if code in FIELDS:
            name, words = FIELDS[code]
            fields.setdefault(name, words)
        elif words := _sentence(code, error):
            others.append(words)
    return Refused(fact, fields, tuple(dict.fromkeys(others))[:MOST_OTHERS])


def _errors(body: object) -> list[Mapping[str, Any]]:
    told = body.get("errors") if isinstance(body, Mapping) else None
    return [error for error in told if isinstance(error, Mapping)] if isinstance(told, list) else []


def _sentence(code: str, error: Mapping[str, Any]) -> str:
    if code in SENTENCES:
        return SENTENCES[code]
    allowed = _allowed_states(error)
    if allowed:
        return f"The service allows that only while the appointment is {_listed(allowed)}."
    if code.endswith(("STATUS_INVALID", "INVALID_STATUS")):
        return STATUS_INVALID
    if "ANSWER" in code or "FORM" in code:
        return FORM_NEEDED
    if str(error.get("statusCode")) == "409":
        return BUSY
    message = error.get("message")
    return one_line(message) if isinstance(message, str) else ""


def _allowed_states(error: Mapping[str, Any]) -> list[str]:
    """Find `allowedStates`, in the error itself or among its parameters: the pages do not show where it stands."""
    places: Iterable[Any] = (error, *error.values())
    found = [
        place["allowedStates"] for place in places if isinstance(place, Mapping) and "allowedStates" in place
    ]
    states = found[0] if found and isinstance(found[0], list) else []
    known = [STATUSES[state] for state in states if isinstance(state, str) and state in STATUSES]
    return [_STATES[status] for status in dict.fromkeys(known)]


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
