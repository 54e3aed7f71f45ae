"""How our Pexip Engage judges what it is sent: brackets on every list, and no key that it does not know."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from bot.standins.pexip.kept import Session, Taking


class Refusal(Exception):
    """An answer that says no."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(status)
        self.status = status
        self.body = body


STATUSES = {
    "ACCEPTED",
    "ALTERNATIVE_DATE_REQUESTED",
    "CANCELLED",
    "COMPLETED",
    "INCOMING_REQUEST",
    "NO_SHOW",
    "OUTGOING_INVITE",
}
TYPES = {"OFFICE", "ON_LOCATION", "PHONE", "VIDEO"}
PAGING = {"offset", "limit"}
LISTS = {
    "appointments": {
        *("id[]", "external-id[]", "from", "to", "meeting-type[]", "status[]", "callback-request-id[]"),
        *(
            "listing-id[]",
            "lead-segment-id[]",
            "subject-id[]",
            "office-id[]",
            "customer-id[]",
            "employee-id[]",
        ),
    },
    "employees": {"id[]", "email[]", "external-id[]", "available-role[]", "username[]", "status[]"},
    "customers": {"id[]", "email[]", "external-id[]"},
    "subjects": {"id[]", "external-id[]"},
    "offices": {"id[]", "external-id[]"},
}
TIMETABLE = {"from", "to", "office-id", "subject-id", "meeting-type"}
CREATE = {
    *("start", "end", "subjectId", "officeId", "appointmentParticipants", "meetingType", "answers"),
    *("callbackRequestId", "location", "listingId", "leadSegmentId", "meetingRoomId", "externalId", "hybrid"),
    *("trailingBufferTime", "internalNotes", "metadata", "messageForCustomer", "userCommunication"),
}
PATCH = {
    *("appointmentParticipants", "answers", "callbackRequestId", "location", "listingId", "leadSegmentId"),
    *("meetingRoomId", "externalId", "internalNotes", "metadata", "userCommunication"),
}
RESCHEDULE = {"start", "end", "message", "messageForCustomer", "answers", "userCommunication"}
PROPOSE = {"start", "end"}
"""What is sent beside the words; as when rescheduling, for no page says."""
MAY_BE_MOVED = ("ACCEPTED", "INCOMING_REQUEST", "ALTERNATIVE_DATE_REQUESTED")


def refusal(status: int, code: str, message: str = "string", **more: Any) -> Refusal:
    """The vendor's error: `statusCode` is a string."""
    error = {"message": message, "code": code, "type": "ERROR", "statusCode": str(status), **more}
    return Refusal(status, {"errors": [error]})


def malformed(message: str) -> Refusal:
    return refusal(400, "BAD_REQUEST", message)


def query(name: str, pairs: Iterable[tuple[str, str]], most: int) -> tuple[dict[str, list[str]], int, int]:
    """Read a list's query: filters, offset, limit."""
    asked: dict[str, list[str]] = {}
    for key, value in pairs:
        if key not in LISTS[name] | PAGING:
            raise malformed(f"Unknown query parameter {key}")
        if not value:
            raise malformed(f"{key} must not be empty")
        if not key.endswith("[]") and key in asked:
            raise malformed(f"{key} may come once only")
        asked.setdefault(key, []).append(value)
    for key, known in (("status[]", STATUSES), ("meeting-type[]", TYPES)):
        if name == "appointments" and set(asked.get(key, ())) - known:
            raise malformed(f"{key} is not one of its values")
    offset, limit = (_count(asked.pop(key, [usual])[0]) for key, usual in (("offset", "0"), ("limit", "25")))
    if limit > most:
        raise malformed(f"limit must be at most {most}")
    return asked, offset, limit


def lets(session: Session, asked: dict[str, list[str]]) -> bool:
    """Whether an appointment is in a list: wholly within from and to, which one without a time never is."""
    sets: dict[str, set[str | None]] = {
        "id[]": {session.id},
        "external-id[]": {session.reference},
        "status[]": {session.status},
        "meeting-type[]": {session.type},
        "callback-request-id[]": {session.callback},
        "listing-id[]": {session.listing},
        "lead-segment-id[]": {session.segment},
        "subject-id[]": {session.subject},
        "office-id[]": {session.office},
        "customer-id[]": {*session.ids("CUSTOMER")},
        "employee-id[]": {*session.ids("EMPLOYEE")},
    }
    if any(not has & set(asked[key]) for key, has in sets.items() if key in asked):
        return False
    if "from" in asked and not (session.at and session.at >= moment(asked["from"][0], "from")):
        return False
    return not ("to" in asked and not (session.end and session.end <= moment(asked["to"][0], "to")))


def known_keys(sent: Any, known: set[str]) -> dict[str, Any]:
    if not isinstance(sent, dict):
        raise malformed("Not an object")
    if strange := sent.keys() - known:
        raise malformed(f"Additional properties are not allowed: {', '.join(sorted(strange))}")
    return sent


def span(sent: dict[str, Any]) -> tuple[datetime, int]:
    """Read start and end, both of which must be there."""
    start, end = (moment(sent.get(key), key) for key in ("start", "end"))
    if end <= start:
        raise refusal(422, "APPOINTMENT_START_AFTER_END")
    return start, int((end - start).total_seconds() // 60)


def booking(sent: Any, house: dict[str, dict[str, Any]]) -> Session:
    """Judge a booking, and give the appointment to keep."""
    sent = known_keys(sent, CREATE)
    start, minutes = span(sent)
    for key, things in (("subjectId", "subjects"), ("officeId", "offices")):
        if sent.get(key) not in house[things]:
            raise refusal(422, "RESOURCE_NOT_FOUND", f"No such {key}")
    if sent.get("meetingType") not in TYPES:
        raise malformed("meetingType is not one of its values")
    people = [_taking(one, house) for one in sent.get("appointmentParticipants") or ()]
    for kind in ("CUSTOMER", "EMPLOYEE"):
        if not any(one.type == kind and one.role == "PRIMARY" for one in people):
            raise refusal(422, f"APPOINTMENT_PRIMARY_{kind}_MISSING")
    if len({(one.type, one.id) for one in people}) < len(people):
        raise refusal(422, "APPOINTMENT_PARTICIPANTS_NOT_UNIQUE")
    if sent["meetingType"] == "ON_LOCATION" and not sent.get("location"):
        raise refusal(422, "APPOINTMENT_LOCATION_REQUIRED")
    return Session(
        at=start,
        minutes=minutes,
        reference=_text(sent, "externalId"),
        subject=sent["subjectId"],
        office=sent["officeId"],
        type=sent["meetingType"],
        people=people,
        notes=_text(sent, "internalNotes", longest=10_000),
    )


def moment(text: Any, key: str) -> datetime:
    """Read a time; one without a zone is refused."""
    try:
        read = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise malformed(f"{key} must be a date-time") from None
    if read.tzinfo is None:
        raise malformed(f"{key} must have an offset")
    return read.astimezone(UTC)


def _taking(sent: Any, house: dict[str, dict[str, Any]]) -> Taking:
    sent = known_keys(sent, {"role", "type", "participantId"})
    known = {"CUSTOMER": "customers", "EMPLOYEE": "employees"}.get(sent.get("type"))
    if known is None or sent.get("role") not in ("PRIMARY", "SECONDARY"):
        raise malformed("role and type must be of their values")
    if sent.get("participantId") not in house[known]:
        raise refusal(422, "RESOURCE_NOT_FOUND", "No such participant")
    return Taking(sent["participantId"], sent["type"], sent["role"])


def _text(sent: dict[str, Any], key: str, longest: int = 255) -> str | None:
    value = sent.get(key)
    if value is not None and (not isinstance(value, str) or not 1 <= len(value) <= longest):
        raise malformed(f"{key} must be a string of 1 to {longest}")
    return value


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise malformed("offset and limit must be positive integers")
    return int(text)
