"""What we ask of SQOD: a booking or a change, spelled as its documents say, or as its server turns out to want it.

Sources: https://docs.sqod.co.uk/api-reference/endpoint/create, …/updateappointment and
https://resources.sqod.co.uk/article/70-api-endpoints, which contradict one another: hence the options.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.appointments.asked import Change, NewAppointment
from bot.appointments.model import Department

Encoding = Literal["form", "json"]
Spelling = Literal["naive_utc_micros", "zulu_millis"]

ROOM_FLAGS: dict[str, str] = {
    "call_recording": "features_call_recording_enable",
    "breakout_room": "features_breakout_room_enable",
    "agent_webcam": "features_webcam_access_agent_enable",
    "claimant_webcam": "features_webcam_access_claimant_enable",
    "background_blurring": "features_webcam_background_blurring_enable",
    "microphone": "features_microphone_access_enable",
    "screen_sharing": "features_screen_sharing_enable",
    "chat": "features_messages_chat_enable",
    "participant_list": "features_participant_list_enable",
}
REDIRECTS: dict[str, str] = {
    "claimant_redirect": "custom_user_post_call_redirect_url",
    "agent_redirect": "custom_agent_post_call_redirect_url",
}
ROOM: dict[str, str] = {
    **ROOM_FLAGS,
    "bandwidth": "features_bandwidth",
    "use_redirect": "use_custom_post_call_redirect",
    **REDIRECTS,
}
CLAIMANT: dict[str, str] = {
    "name": "name",
    "phone": "phone_number",
    "email": "email",
    "date_of_birth": "date_of_birth",
}
INTERPRETER: dict[str, str] = {"needed": "is_interpreter_needed", "language": "interpreter_language"}

DESK_NAMES: dict[str, str] = {
    "reference": "reference",
    "appointment_at": "start",
    "duration_in_minutes": "minutes",
    "department": "department",
    "department_id": "department",
    "cancellation_reason": "reason",
    **{f"claimant.{key}": f"claimant.{field}" for field, key in CLAIMANT.items()},
    **{key: f"interpreter.{field}" for field, key in INTERPRETER.items()},
    **{key: f"room.{field}" for field, key in ROOM.items()},
}
"""What the desk calls SQOD's keys, as its refusals spell them."""


class SqodOptions(BaseModel):
    """What differs between SQOD's documents, and perhaps between its customers. None of it is confirmed by the vendor."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    create_encoding: Encoding = "form"
    status_writes: tuple[str, ...] = ()
    """The status words that may be written."""
    form_booleans: Literal["true_false", "1_0"] = "true_false"
    datetime_create: Spelling = "naive_utc_micros"
    datetime_update: Spelling = "zulu_millis"
    department_keys: Literal["by_encoding", "both", "department", "department_id"] = "by_encoding"
    """By encoding: both in a form, `department_id` in JSON."""
    patch_override: bool = False
    """POST with `?_method=PATCH`, for where a proxy blocks PATCH."""
    cancel_path: str = Field(default="/api/v1/appointments/{id}/cancel", pattern=r"^/[^{}]*\{id\}[^{}]*$")
    cancel_key: str = "cancellation_reason"
    cancel_encoding: Encoding = "form"
    per_page: int = Field(default=50, ge=1)
    max_pages: int = Field(default=50, ge=1)
    room_hosts: tuple[str, ...] = (".whereby.com",)


@lru_cache(256)
def moment(when: datetime, spelling: Spelling) -> str:
    """Spell a time in UTC. Never with an offset: SQOD would keep its wall clock and drop the offset."""
    utc = when.astimezone(UTC).replace(tzinfo=None)
    if spelling == "naive_utc_micros":
        return utc.isoformat(timespec="microseconds")
    return utc.isoformat(timespec="milliseconds") + "Z"


@lru_cache(256)
def bound(when: datetime) -> str:
    """Spell the end of a span; rounded up, so that the cut to milliseconds takes nothing out of it."""
    return moment(when + timedelta(microseconds=999), "zulu_millis")


def booking(new: NewAppointment, options: SqodOptions) -> dict[str, object]:
    """Say a booking in SQOD's keys. What is None is left out, so that the customer's own defaults apply."""
    asked: dict[str, object] = {
        "reference": new.reference,
        "appointment_at": moment(new.start, options.datetime_create),
        "duration_in_minutes": new.minutes,
        "claimant": _given(new.claimant, CLAIMANT),
        **_given(new.interpreter, INTERPRETER),
        **_given(new.room, ROOM),
    }
    if new.department is not None:
        asked |= _department(new.department, options, options.create_encoding)
    return asked


def moving(change: Change, options: SqodOptions) -> dict[str, object]:
    """Say the time and length of a change in SQOD's keys."""
    asked: dict[str, object] = {}
    if change.start is not None:
        asked["appointment_at"] = moment(change.start, options.datetime_update)
    if change.minutes is not None:
        asked["duration_in_minutes"] = change.minutes
    return asked


def editing(change: Change, options: SqodOptions) -> dict[str, object]:
    """Say all but the time and length of a change in SQOD's keys; null clears, except where SQOD knows no null."""
    asked: dict[str, object] = {}
    if change.claimant is not None and (claimant := _set(change.claimant, CLAIMANT)):
        asked["claimant"] = claimant
    if change.interpreter is not None:
        asked |= _set(change.interpreter, INTERPRETER)
    if change.room is not None:
        asked |= _given(change.room, ROOM) | _set(change.room, REDIRECTS)
    if "department" in change.model_fields_set:
        asked |= _department(change.department or Department(), options, "json")
    return asked


def as_form(asked: Mapping[str, object], options: SqodOptions) -> dict[str, str]:
    """Flatten to form fields as PHP reads them: `claimant[name]`, booleans in words or digits."""
    flat: dict[str, str] = {}
    for key, value in asked.items():
        if isinstance(value, Mapping):
            flat |= {f"{key}[{inner}]": text for inner, text in as_form(value, options).items()}
        elif isinstance(value, bool):
            flat[key] = str(int(value)) if options.form_booleans == "1_0" else str(value).lower()
        else:
            flat[key] = str(value)
    return flat


def _given(part: BaseModel, keys: Mapping[str, str]) -> dict[str, object]:
    return {key: _plain(value) for field, key in keys.items() if (value := getattr(part, field)) is not None}


def _set(part: BaseModel, keys: Mapping[str, str]) -> dict[str, object]:
    return {
        key: _plain(getattr(part, field)) for field, key in keys.items() if field in part.model_fields_set
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _department(department: Department, options: SqodOptions, encoding: Encoding) -> dict[str, object]:
    """SQOD lists no departments, so one that was only named is sent by its name; the answer shows whether it took."""
    value = department.id or department.name
    match options.department_keys:
        case "department" | "department_id" as key:
            return {key: value}
        case "by_encoding" if encoding == "json":
            return {"department_id": value}
        case _:
            return {"department": value, "department_id": value}
