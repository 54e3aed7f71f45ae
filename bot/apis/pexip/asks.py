"""What we ask of Pexip Engage: its filters, and bodies that hold known keys only, as it refuses all others.

Sources: https://developer.pexipengage.com/operation/operation-createappointment.md, …-rescheduleappointment.md,
…-getappointments, /topic/topic-requests-and-responses
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pydantic import BaseModel, ConfigDict, Field

from bot.apis.pexip.wire import STATUSES
from bot.appointments.asked import NewAppointment
from bot.appointments.choosing import By, Only
from bot.appointments.errors import Refused
from bot.appointments.model import Kind, Role, Window

Pairs = list[tuple[str, str]]
PARAMETERS: dict[By, str] = {
    By.ID: "id[]",
    By.REFERENCE: "external-id[]",
    By.STATUS: "status[]",
    By.TYPE: "meeting-type[]",
    By.CALLBACK: "callback-request-id[]",
    By.LISTING: "listing-id[]",
    By.SEGMENT: "lead-segment-id[]",
    By.SUBJECT: "subject-id[]",
    By.OFFICE: "office-id[]",
    By.CUSTOMER: "customer-id[]",
    By.EMPLOYEE: "employee-id[]",
}
"""With `from` and `to` these are the vendor's thirteen. Brackets always: `name=value` is not accepted."""
LONGEST_SESSION = timedelta(hours=12)
"""`to` is the end of what is to be considered: a session that begins in a span may end this much later."""
_CALL = re.compile(r"(?P<method>POST|PATCH|PUT|DELETE) (?P<path>/\S*\{id\}\S*)(?: (?P<key>\w+))?")


@dataclass(frozen=True, slots=True)
class Call:
    """How something is done that no public page of the vendor's tells; `key` takes the reason, None leaves it out."""

    method: str
    path: str
    key: str | None = None

    @classmethod
    def parse(cls, text: str) -> Call:
        """Read e.g. "POST /appointments/{id}/_actions/cancel message". Raises ValueError."""
        found = _CALL.fullmatch(text)
        if found is None:
            raise ValueError("this is not a method, a path with {id}, and the reason's key")
        return cls(**found.groupdict())


class PexipOptions(BaseModel):
    """What may differ between customers, or is not confirmed by the vendor's pages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    accept_language: str = "en *"
    """The vendor's own example. `*` alone: the enterprise's language."""
    per_page: int = Field(default=100, ge=1)
    max_pages: int = Field(default=50, ge=1)
    names_kept: float = Field(default=1800.0, ge=600, le=3600)
    """Seconds."""
    cancel: Call | None = None
    decline: Call | None = None
    complete: Call | None = None
    no_show: Call | None = None
    propose: Call | None = None
    """Start and end are sent beside the words, as when rescheduling."""


def zulu(when: datetime) -> str:
    """Spell a time as the vendor's examples do, in UTC and to the millisecond."""
    return when.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def listing(window: Window | None, only: Only) -> Pairs:
    """Say a list's filters."""
    asked: Pairs = []
    if window is not None:
        asked = [("from", zulu(window.start)), ("to", zulu(window.end + LONGEST_SESSION))]
    for by, values in only.items():
        asked += [(PARAMETERS[by], said) for value in dict.fromkeys(values) for said in _spelled(by, value)]
    return asked


def _spelled(by: By, value: str) -> list[str]:
    if by is By.STATUS:
        return [word for word, status in STATUSES.items() if status == value]
    return [value.upper()] if by is By.TYPE else [value]


def booking(new: NewAppointment) -> dict[str, object]:
    """Say a booking. Raises Refused where something is missing without which the vendor books nothing."""
    wanted = {
        "subject": new.subject,
        "office": new.office,
        "meeting_type": new.meeting_type,
        "employee": new.employee,
        "customer": new.customer,
    }
    missing = {
        name: "Choose one: nothing can be booked without it." for name, had in wanted.items() if not had
    }
    if missing or not (new.subject and new.office and new.meeting_type and new.employee and new.customer):
        raise Refused("nothing was asked for: incomplete", missing)
    asked: dict[str, object] = {
        **times(new.start, new.minutes),
        "subjectId": new.subject.id,
        "officeId": new.office.id,
        "meetingType": new.meeting_type.value.upper(),
        "appointmentParticipants": [
            _participant(Kind.EMPLOYEE, new.employee.id),
            _participant(Kind.CUSTOMER, new.customer.id),
        ],
        "externalId": new.reference,
    }
    return asked | ({"internalNotes": new.notes} if new.notes else {})


def times(start: datetime, minutes: int) -> dict[str, object]:
    return {"start": zulu(start), "end": zulu(start + timedelta(minutes=minutes))}


def _participant(kind: Kind, id_: str) -> dict[str, str]:
    return {"role": Role.PRIMARY.value.upper(), "type": kind.value.upper(), "participantId": id_}
