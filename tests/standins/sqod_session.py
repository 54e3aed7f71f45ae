"""An appointment as the stand-in SQOD keeps it, and as it puts it on the wire: in all the spellings of the real one."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

DEPARTMENTS = {"Leeds": 1, "Manchester": 2, "London": 3}


@dataclass
class Session:
    """One appointment. Times are aware and in UTC; `room` holds `features_…` and redirect keys as SQOD names them.

    `odd` overrides whole keys of the answer, for shapes that no attribute can have (`odd={"claimant": None}`); a key
    whose value is `...` is left out.
    """

    at: datetime | None
    minutes: int | None = 30
    reference: str = field(default_factory=lambda: uuid4().hex[:15])
    name: str | None = "Jane Doe"
    phone: str | None = None
    email: str | None = None
    date_of_birth: str | None = None
    department: str | None = None
    interpreter_needed: bool | None = None
    interpreter_language: str | None = None
    status: str = "scheduled"
    cancelled_at: datetime | None = None
    cancellation_reason: str | None = None
    session_started_at: datetime | None = None
    session_ended_at: datetime | None = None
    on_hold_started_at: datetime | None = None
    on_hold_ended_at: datetime | None = None
    room: dict[str, Any] = field(default_factory=dict)
    odd: dict[str, Any] = field(default_factory=dict)
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    id: str = field(default_factory=lambda: str(uuid4()))
    number: int = 0
    """How many were kept before it: half of all sessions get integers where the other half get strings."""

    def wire(self, base_url: str) -> dict[str, Any]:
        """Spell it as SQOD answers it."""
        by_number = self.number % 2 == 0
        holds = {"on_hold_started_at": self.on_hold_started_at, "on_hold_ended_at": self.on_hold_ended_at}
        told = {
            "id": self.id,
            "reference": _int_where_it_looks_like_one(self.reference),
            "appointment_at": _six(self.at),
            "duration_in_minutes": self.minutes,
            "is_interpreter_needed": self.interpreter_needed,
            "interpreter_language": self.interpreter_language,
            "status": self.status,
            "url": f"{base_url}/client-web/schedule/pre-call/summary?reference={self.reference}",
            "created_at": _six(self.created_at),
            "cancelled_at": _six(self.cancelled_at),
            "cancellation_reason": self.cancellation_reason,
            "department": self._department(),
            "claimant": {
                "name": self.name,
                "phone_number": self.phone,
                "email": self.email,
                "date_of_birth": self.date_of_birth,
                "data": [],
            },
            "meeting": self._meeting(by_number),
            "session_started_at": _three(self.session_started_at),
            "session_ended_at": _three(self.session_ended_at),
            **({key: _six(when) for key, when in holds.items() if when or by_number}),
            **self.room,
        }
        return {key: value for key, value in (told | self.odd).items() if value is not ...}

    @property
    def host_key(self) -> str:
        """The key that makes its holder the host. It must never be seen where it was not asked for."""
        claims = {"meetingId": str(self.number), "roomKeyType": "meetingHost", "room": self.id}
        payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
        return f"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.{payload}.U4Gk0fqI-R3Kd0bRGQcKw5"

    def _department(self) -> dict[str, Any] | None:
        if self.department is None:
            return None
        return {"id": DEPARTMENTS.get(self.department, 99), "name": self.department}

    def _meeting(self, by_number: bool) -> dict[str, Any]:
        last_day = (self.at or self.created_at).replace(hour=23, minute=59, second=59, microsecond=0)
        return {
            "id": 108330000 + self.number if by_number else str(108330000 + self.number),
            "room_name": f"/{self.id}",
            # The blank where a "?" belongs is the vendor's.
            "room_url": f"https://involve-visual.whereby.com/{self.id} roomKey={self.host_key}"
            "&metadata=O%3A24%3A%22App%5CDto%22%7D&breakout=off&chat=off",
            "start_date": self.created_at.isoformat(timespec="seconds"),
            "end_date": last_day.isoformat(timespec="seconds"),
        }


def _int_where_it_looks_like_one(reference: str) -> int | str:
    return int(reference) if reference.isdecimal() and not reference.startswith("0") else reference


def _six(when: datetime | None) -> str | None:
    return _zulu(when, "microseconds")


def _three(when: datetime | None) -> str | None:
    return _zulu(when, "milliseconds")


def _zulu(when: datetime | None, digits: str) -> str | None:
    return when.astimezone(UTC).replace(tzinfo=None).isoformat(timespec=digits) + "Z" if when else None
