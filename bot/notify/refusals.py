"""What GOV.UK Notify refuses, in our own words for it: by the kind that it names, and by its sentence where several share a kind.

https://docs.notifications.service.gov.uk/rest-api.html#general-errors
"""

from __future__ import annotations

from pydantic import ValidationError

from bot.apis.http.connections import Answer
from bot.apis.http.outcome import parsed
from bot.apis.http.refusal import one_line
from bot.appointments.notices import Fault, NotSent
from bot.notify.wire import Objection, Objections

_ADDRESSES = ("phone_number", "email_address")
_BY_KIND = {
    "InvalidPhoneError": Fault.NUMBER,
    "InvalidEmailError": Fault.NUMBER,
    "TooManyRequestsError": Fault.LIMIT,
    "AuthError": Fault.KEY,
}
_BY_WORDS = (
    ("team-only", Fault.GUEST_LIST),
    ("trial mode", Fault.TRIAL),
    ("international", Fault.ABROAD),
    ("landline", Fault.NUMBER),
    ("personalisation", Fault.TEMPLATE),
    ("template", Fault.TEMPLATE),
    ("longer than", Fault.TEMPLATE),
    ("not allowed to send", Fault.TEMPLATE),
)
"""Sentences may change: what is not recognised is a refusal all the same, and its sentence is shown."""


def refused(answer: Answer, label: str) -> NotSent | None:
    """Read a refusal of a message; None where another try may go well."""
    fact = f"{label}: {answer.status}"
    if answer.status in (401, 403):
        return NotSent(Fault.KEY, fact)
    objections = _objections(answer)
    if answer.status == 429:
        is_daily = any(one.error == "TooManyRequestsError" for one in objections)
        return NotSent(Fault.LIMIT, fact) if is_daily else None
    if answer.status not in (400, 413, 422):
        return None
    first = objections[0] if objections else Objection()
    return NotSent(_fault(first), fact, one_line(first.message))


def _objections(answer: Answer) -> list[Objection]:
    try:
        return Objections.model_validate(parsed(answer)).errors
    except ValidationError:
        return []


def _fault(objection: Objection) -> Fault:
    if fault := _BY_KIND.get(objection.error):
        return fault
    words = objection.message.lower()
    if objection.error == "ValidationError" and words.startswith(_ADDRESSES):
        return Fault.NUMBER
    return next((fault for part, fault in _BY_WORDS if part in words), Fault.REFUSED)
