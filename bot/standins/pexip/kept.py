"""What our Pexip Engage keeps: appointments that hold ids only, and the people and places that these stand for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

_numbers = count(1001)


@dataclass
class Taking:
    """One who takes part."""

    id: str
    type: str = "EMPLOYEE"
    role: str = "PRIMARY"

    def wire(self, appointment: str) -> dict[str, Any]:
        room = f"https://video.example/{appointment}/{self.type.lower()}-{self.id}"
        return {
            "role": self.role,
            "type": self.type,
            "participant": {"id": self.id, "metadata": None},
            "videoUrl": f"{room}?token=eyJ0.secret-of-{self.id}",
            "videoTestUrl": None,
        }


@dataclass
class Session:
    """One appointment. Times are aware and in UTC; None for an invite.

    `odd` overrides whole keys of the answer; a key whose value is `...` is left out.
    """

    at: datetime | None
    minutes: int = 30
    reference: str | None = None
    subject: str = "12"
    office: str = "7"
    people: list[Taking] = field(default_factory=lambda: [Taking("55"), Taking("901", "CUSTOMER")])
    type: str = "VIDEO"
    status: str = "ACCEPTED"
    notes: str | None = None
    callback: str | None = None
    listing: str | None = None
    segment: str | None = None
    hybrid: bool = False
    buffer: int = 0
    location: dict[str, Any] | None = None
    answers: list[dict[str, Any]] = field(default_factory=list)
    odd: dict[str, Any] = field(default_factory=dict)
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    updated_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    id: str = field(default_factory=lambda: str(next(_numbers)))

    @property
    def end(self) -> datetime | None:
        return self.at + timedelta(minutes=self.minutes) if self.at else None

    def ids(self, kind: str) -> set[str]:
        return {one.id for one in self.people if one.type == kind}

    def host_link(self, employee: str) -> str:
        """The personal link of one host. It must never be seen by another."""
        return str(Taking(employee).wire(self.id)["videoUrl"])

    def wire(self) -> dict[str, Any]:
        told = {
            "id": self.id,
            "externalId": self.reference,
            "start": zulu(self.at),
            "end": zulu(self.end),
            "subject": {"id": self.subject},
            "office": {"id": self.office},
            "appointmentParticipants": [one.wire(self.id) for one in self.people],
            "answers": self.answers,
            "callbackRequest": ref(self.callback),
            "listing": ref(self.listing),
            "leadSegment": ref(self.segment),
            "meetingType": self.type,
            "status": self.status,
            "hybrid": self.hybrid,
            "trailingBufferTime": self.buffer,
            "internalNotes": self.notes,
            "createdAt": zulu(self.created_at),
            "createdBy": {"id": "55"},
            "createdByType": "EMPLOYEE",
            "createdFrom": "BACKOFFICE_APP",
            "updatedAt": zulu(self.updated_at),
            "updatedBy": {"id": "55"},
            "updatedByType": "EMPLOYEE",
            "updatedFrom": "BACKOFFICE_APP",
            "location": self.location,
        }
        return {key: value for key, value in (told | self.odd).items() if value is not ...}


def zulu(when: datetime | None) -> str | None:
    if when is None:
        return None
    return when.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def ref(id_: str | None) -> dict[str, str] | None:
    return {"id": id_} if id_ else None


def said(text: str | None) -> dict[str, str] | None:
    return {"language": "en", "value": text} if text else None


THINGS = ("employees", "customers", "subjects", "offices")


def house() -> dict[str, dict[str, dict[str, Any]]]:
    """Who and what there is to begin with: two employees, two customers, two subjects, two offices."""
    return {
        "employees": {
            "55": employee("55", "Asha", "Patel", "asha@riverside.example"),
            "56": employee("56", "Ben", "Okafor", "ben@riverside.example"),
        },
        "customers": {
            "901": customer("901", "Jane", "Doe", "jane@home.example", "+442071234567"),
            "902": customer("902", None, None, None, None) | {"company": "Doe & Sons Ltd"},
        },
        "subjects": {"12": subject("12", "Mortgage advice"), "13": subject("13", "Housing benefit")},
        "offices": {"7": office("7", "Ghent", "Korenmarkt 1"), "8": office("8", "Leeds", "1 The Headrow")},
    }


def employee(id_: str, first: str, last: str, email: str) -> dict[str, Any]:
    return {
        "id": id_,
        "firstName": first,
        "lastName": last,
        "email": email,
        "communicationEmail": None,
        "externalId": None,
        "username": first.lower(),
        "function": said("Adviser"),
        "status": "ACTIVE",
        "timeZone": "Europe/London",
        "availableRoles": ["AGENT"],
        "deletedAt": None,
    }


def customer(
    id_: str, first: str | None, last: str | None, email: str | None, phone: str | None
) -> dict[str, Any]:
    return {
        "id": id_,
        "firstName": first,
        "lastName": last,
        "email": email,
        "phoneNumber": phone,
        "company": None,
        "customerNumber": f"C-{id_}",
        "externalId": None,
        "notes": "Prefers mornings, has a dog",
        "deletedAt": None,
    }


def subject(id_: str, name: str | None) -> dict[str, Any]:
    return {
        "id": id_,
        "name": said(name),
        "externalId": None,
        "enabledForInternalUse": True,
        "deletedAt": None,
    }


def office(id_: str, city: str, street: str) -> dict[str, Any]:
    """An office has no name of its own in the vendor's sample: only where it is."""
    return {
        "id": id_,
        "active": True,
        "externalId": None,
        "timeZone": "Europe/London",
        "virtual": False,
        "location": {
            "city": said(city),
            "street1": said(street),
            "street2": None,
            "state": None,
            "postalCode": None,
            "countryCode": "GB",
            "formattedAddress": f"{street}, {city}",
        },
    }
