"""What the service answers: SQOD's appointment object, times as Laravel writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, Field, PlainSerializer, WithJsonSchema
from sqlalchemy import RowMapping

from bot.service.bodies import Bandwidth
from bot.storage.service_tables import FLAGS

_SCHEMA = WithJsonSchema({"type": "string", "format": "date-time"})
Stamp = Annotated[datetime, PlainSerializer(lambda moment: _zulu(moment), return_type=str), _SCHEMA]
RoomStamp = Annotated[datetime, PlainSerializer(datetime.isoformat, return_type=str), _SCHEMA]
"""The vendor writes the room's times another way than all others."""


class Department(BaseModel):
    id: int
    name: str


class ClaimantData(BaseModel):
    """A field that a customer has defined; this service has none."""

    id: str
    value: str
    name: str
    type: str
    required: bool


class Claimant(BaseModel):
    name: str
    phone_number: str | None
    email: str | None
    date_of_birth: date | None
    data: list[ClaimantData] = []


class Meeting(BaseModel):
    """The video room: open from the booking to the end of the UTC day on which the appointment ends."""

    id: str
    room_name: str
    room_url: str
    start_date: RoomStamp
    end_date: RoomStamp


class Appointment(BaseModel):
    id: str = Field(json_schema_extra={"format": "uuid"})
    reference: str
    appointment_at: Stamp
    duration_in_minutes: int
    is_interpreter_needed: bool | None
    interpreter_language: str | None
    status: Literal["scheduled", "waiting", "in_progress", "completed", "no_show", "cancelled"]
    url: str = Field(description="The claimant's link.")
    created_at: Stamp
    cancelled_at: Stamp | None
    cancellation_reason: str | None
    department: Department | None
    claimant: Claimant
    meeting: Meeting
    session_started_at: Stamp | None
    session_ended_at: Stamp | None
    on_hold_started_at: Stamp | None = Field(None, description="Always null: this service holds no session.")
    on_hold_ended_at: Stamp | None = None
    features_call_recording_enable: bool
    features_breakout_room_enable: bool
    features_webcam_access_agent_enable: bool
    features_webcam_access_claimant_enable: bool
    features_webcam_background_blurring_enable: bool
    features_microphone_access_enable: bool
    features_screen_sharing_enable: bool
    features_messages_chat_enable: bool
    features_participant_list_enable: bool
    features_bandwidth: Bandwidth | None
    use_custom_post_call_redirect: bool
    custom_user_post_call_redirect_url: str | None
    custom_agent_post_call_redirect_url: str | None


class Single(BaseModel):
    data: Appointment


class Problem(BaseModel):
    message: str


class Invalid(BaseModel):
    message: str
    errors: dict[str, list[str]] = Field(description="Sentences by field, nested fields with a dot.")


_ALIKE = [
    "id",
    "reference",
    "appointment_at",
    "duration_in_minutes",
    "is_interpreter_needed",
    "interpreter_language",
    "status",
    "created_at",
    "cancelled_at",
    "cancellation_reason",
    "session_started_at",
    "session_ended_at",
    *FLAGS,
    "features_bandwidth",
    "use_custom_post_call_redirect",
    "custom_user_post_call_redirect_url",
    "custom_agent_post_call_redirect_url",
]


def shown(row: RowMapping, meet_host: str) -> Appointment:
    """Build the object from a row of `AppointmentBook`. The room has no key, so both sides share one link."""
    link = f"https://{meet_host}/{row['room']}"
    department = None
    if row["department_id"] is not None:
        department = Department(id=row["department_id"], name=row["department_name"])
    return Appointment(
        **{name: row[name] for name in _ALIKE},
        url=link,
        department=department,
        claimant=Claimant(
            name=row["claimant_name"],
            phone_number=row["claimant_phone_number"],
            email=row["claimant_email"],
            date_of_birth=row["claimant_date_of_birth"],
        ),
        meeting=Meeting(
            id=row["room"],
            room_name=f"/{row['room']}",
            room_url=link,
            start_date=row["created_at"],
            end_date=_room_closes(row["appointment_at"] + timedelta(minutes=row["duration_in_minutes"])),
        ),
    )


def _zulu(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _room_closes(end: datetime) -> datetime:
    return datetime.combine(end.astimezone(UTC).date(), time(23, 59, 59), UTC)
