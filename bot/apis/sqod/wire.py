"""SQOD's appointments as they come over the wire, read as the desk's.

"Fields not marked required can have a value, but may also be null, or may not be included at all." What decides when and
whether a session takes place must be readable or the whole answer isn't; anything else that is odd is left out.
Source: https://docs.sqod.co.uk/api-reference/endpoint/getbyid
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, Any, Literal, Protocol

from pydantic import Field, SecretStr

from bot.apis.http.room_link import claimant_link, has_key, host_link
from bot.apis.http.wire import Lenient, Moment, SomeMoment, Wire
from bot.appointments.model import (
    ENDED,
    Appointment,
    Claimant,
    Department,
    Interpreter,
    Meeting,
    RoomOptions,
    Status,
)

_NOTHING_TOLD = RoomOptions()


class WireClaimant(Wire):
    name: Lenient[str] = None
    phone_number: Lenient[str] = None
    email: Lenient[str] = None
    date_of_birth: Lenient[date] = None


class WireDepartment(Wire):
    id: Lenient[str] = None
    name: Lenient[str] = None


class WireMeeting(Wire):
    room_url: Lenient[str] = None
    end_date: SomeMoment = None


class WireAppointment(Wire):
    id: str = Field(min_length=1, max_length=255)
    reference: Lenient[str] = None
    appointment_at: Moment = None
    duration_in_minutes: Lenient[Annotated[int, Field(ge=0, le=100_000)]] = None
    is_interpreter_needed: Lenient[bool] = None
    interpreter_language: Lenient[str] = None
    status: Lenient[str] = None
    url: Lenient[str] = None
    created_at: SomeMoment = None
    cancelled_at: Moment = None
    cancellation_reason: Lenient[str] = None
    department: Lenient[WireDepartment] = None
    claimant: Lenient[WireClaimant] = None
    meeting: Lenient[WireMeeting] = None
    session_started_at: Moment = None
    session_ended_at: Moment = None
    on_hold_started_at: Moment = None
    on_hold_ended_at: Moment = None
    features_call_recording_enable: Lenient[bool] = None
    features_breakout_room_enable: Lenient[bool] = None
    features_webcam_access_agent_enable: Lenient[bool] = None
    features_webcam_access_claimant_enable: Lenient[bool] = None
    features_webcam_background_blurring_enable: Lenient[bool] = None
    features_microphone_access_enable: Lenient[bool] = None
    features_screen_sharing_enable: Lenient[bool] = None
    features_messages_chat_enable: Lenient[bool] = None
    features_participant_list_enable: Lenient[bool] = None
    features_bandwidth: Lenient[Literal["low", "medium", "high"]] = None
    use_custom_post_call_redirect: Lenient[bool] = None
    custom_user_post_call_redirect_url: Lenient[str] = None
    custom_agent_post_call_redirect_url: Lenient[str] = None


class Course(Protocol):
    """What of a row tells where its session stands: when something happened, in whatever spelling, and the vendor's word."""

    @property
    def status(self) -> str | None: ...
    @property
    def cancelled_at(self) -> object: ...
    @property
    def session_started_at(self) -> object: ...
    @property
    def session_ended_at(self) -> object: ...
    @property
    def on_hold_started_at(self) -> object: ...
    @property
    def on_hold_ended_at(self) -> object: ...


def status_of(row: Course) -> Status:
    """Tell the status from what happened first, from the vendor's word (an open set) last."""
    said = meant(row.status or "")
    if row.cancelled_at:
        return Status.CANCELLED
    if row.session_ended_at:
        return Status.CANCELLED if said is Status.CANCELLED else Status.COMPLETED
    if said in ENDED:
        return said
    if row.on_hold_started_at and not row.on_hold_ended_at:
        return Status.ON_HOLD
    return Status.IN_PROGRESS if row.session_started_at else said


@lru_cache(maxsize=256)
def meant(word: str) -> Status:
    """Tell what a status word of the vendor's means, by itself."""
    return _WORDS.get(word.strip().casefold().replace(" ", "_").replace("-", "_"), Status.UNKNOWN)


_WORDS = {
    "waiting": Status.WAITING,
    "scheduled": Status.SCHEDULED,
    "no_show": Status.NO_SHOW,
    "noshow": Status.NO_SHOW,
    "in_progress": Status.IN_PROGRESS,
    "in_session": Status.IN_PROGRESS,
    "started": Status.IN_PROGRESS,
    "on_hold": Status.ON_HOLD,
    "completed": Status.COMPLETED,
    "complete": Status.COMPLETED,
    "ended": Status.COMPLETED,
    "finished": Status.COMPLETED,
    "done": Status.COMPLETED,
    "cancelled": Status.CANCELLED,
    "canceled": Status.CANCELLED,
}
"""The vendor documents the first two; the third is the built-in service's, the others are what services call the same."""


class WireMeta(Wire):
    last_page: int = Field(ge=0)
    total: Lenient[int] = None


class WirePage(Wire):
    """A page of rows of which some may not be readable."""

    data: list[Any] | dict[str, Any] | None
    meta: WireMeta


def wire_appointment(body: object) -> WireAppointment:
    """Read one appointment, with or without its `data` wrapper. Raises ValueError."""
    inner = body.get("data", body) if isinstance(body, dict) else body
    if isinstance(inner, list) and len(inner) == 1:
        [inner] = inner
    return WireAppointment.model_validate(inner)


def appointment(wire: WireAppointment, rooms: Mapping[str, str], hosts: Sequence[str]) -> Appointment:
    """Say a wire appointment in the desk's words; `rooms` maps RoomOptions to SQOD's keys, `hosts` may hold rooms."""
    claimant = wire.claimant or WireClaimant()
    return Appointment(
        id=wire.id,
        reference=wire.reference,
        status=status_of(wire),
        raw_status=wire.status,
        start=wire.appointment_at,
        minutes=wire.duration_in_minutes,
        claimant=Claimant(
            name=claimant.name,
            phone=claimant.phone_number,
            email=claimant.email,
            date_of_birth=claimant.date_of_birth,
        ),
        department=department(wire.department.id, wire.department.name) if wire.department else None,
        interpreter=interpreter(wire.is_interpreter_needed, wire.interpreter_language),
        meeting=_meeting(wire, hosts),
        room=room_options(wire, rooms),
        created_at=wire.created_at,
        cancelled_at=wire.cancelled_at,
        cancel_reason=wire.cancellation_reason,
        session_started_at=wire.session_started_at,
        session_ended_at=wire.session_ended_at,
    )


def room_options(row: object, rooms: Mapping[str, str]) -> RoomOptions:
    """Read what a room allows off a row whose fields are called as SQOD calls them."""
    told = {field: value for field, key in rooms.items() if (value := getattr(row, key)) not in (None, "")}
    return RoomOptions(**told) if told else _NOTHING_TOLD


@lru_cache(maxsize=256)
def department(id: str | None, name: str | None) -> Department | None:
    """One object for all sessions of a department: there are few of them, and they never change."""
    return Department(id=id, name=name) if id is not None or name is not None else None


@lru_cache(maxsize=256)
def interpreter(needed: bool | None, language: str | None) -> Interpreter:
    return Interpreter(needed=needed, language=language)


def _meeting(wire: WireAppointment, hosts: Sequence[str]) -> Meeting | None:
    if wire.meeting is None and wire.url is None:
        return None
    room = wire.meeting or WireMeeting()
    return meeting(room.room_url, wire.url, room.end_date, hosts)


def meeting(
    room_url: str | None, url: str | None, closes_at: datetime | None, hosts: Sequence[str]
) -> Meeting:
    """Make a meeting of its two links, each mended, or left out where it leads elsewhere."""
    host = host_link(room_url, hosts) if room_url else None
    claimants = claimant_link(url) if url else None
    return Meeting(
        host_link=SecretStr(host) if host else None,
        host_link_has_key=has_key(host) if host else True,
        claimant_link=SecretStr(claimants) if claimants else None,
        closes_at=closes_at,
    )
