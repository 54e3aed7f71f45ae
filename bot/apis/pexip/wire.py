"""Pexip Engage's answers as they come over the wire. Appointments hold ids only: the names are looked up elsewhere.

What decides when and whether a session takes place must be readable or the whole answer isn't; anything else that is odd is
left out. Source: https://developer.pexipengage.com/operation/operation-getappointments
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from bot.apis.http.wire import Lenient, Moment, Since, SomeMoment, Wire
from bot.appointments.model import MeetingType, Status

STATUSES: dict[str, Status] = {
    "INCOMING_REQUEST": Status.REQUESTED,
    "OUTGOING_INVITE": Status.INVITED,
    "ALTERNATIVE_DATE_REQUESTED": Status.ALTERNATIVE_REQUESTED,
    "ACCEPTED": Status.SCHEDULED,
    "COMPLETED": Status.COMPLETED,
    "NO_SHOW": Status.NO_SHOW,
    "CANCELLED": Status.CANCELLED,
}
_ALSO: dict[str, Status] = {
    "CANCELED": Status.CANCELLED,
    "CONFIRMED": Status.SCHEDULED,
    "SCHEDULED": Status.SCHEDULED,
    "IN_PROGRESS": Status.IN_PROGRESS,
    "STARTED": Status.IN_PROGRESS,
    "DONE": Status.COMPLETED,
    "ENDED": Status.COMPLETED,
    "FINISHED": Status.COMPLETED,
    "NOSHOW": Status.NO_SHOW,
}
"""What services call the same; the vendor documents none of these."""
MEETING_TYPES: dict[str, MeetingType] = {kind.value.upper(): kind for kind in MeetingType}

Id = Annotated[str, Field(min_length=1, max_length=255)]


def _said(value: Any) -> Any:
    """Take the text out of `{"language": "en", "value": "Mortgage advice"}`."""
    return value.get("value") if isinstance(value, dict) else value


def _word(value: Any) -> Any:
    """A word of a closed set, however it is written: "no-show", "No show", "NO_SHOW"."""
    return value.strip().upper().replace(" ", "_").replace("-", "_") if isinstance(value, str) else value


Word = Annotated[Lenient[str], BeforeValidator(_word)]
Said = Annotated[Lenient[str], BeforeValidator(_said)]


class WithId(Wire):
    id: Id


class WireRef(WithId):
    pass


class WireParticipant(Wire):
    role: Word = None
    type: Annotated[Literal["CUSTOMER", "EMPLOYEE"], BeforeValidator(_word)]
    participant: WireRef
    video_url: Lenient[str] = Field(default=None, alias="videoUrl")


class WireAnswer(Wire):
    value: Lenient[str] = None
    answer_type: Lenient[str] = Field(default=None, alias="answerType")


class WireLocation(Wire):
    street1: Said = None
    street2: Said = None
    postal_code: Lenient[str] = Field(default=None, alias="postalCode")
    city: Said = None
    state: Said = None
    formatted_address: Lenient[str] = Field(default=None, alias="formattedAddress")

    @property
    def address(self) -> str | None:
        parts = (
            self.street1,
            self.street2,
            " ".join(filter(None, (self.postal_code, self.city))),
            self.state,
        )
        return self.formatted_address or ", ".join(filter(None, parts)) or None


class WireAppointment(WithId):
    external_id: Lenient[str] = Field(default=None, alias="externalId")
    start: Moment = None
    end: Moment = None
    subject: Lenient[WireRef] = None
    office: Lenient[WireRef] = None
    participants: Lenient[list[Lenient[WireParticipant]]] = Field(
        default=None, alias="appointmentParticipants"
    )
    answers: Lenient[list[Lenient[WireAnswer]]] = None
    callback_request: Lenient[WireRef] = Field(default=None, alias="callbackRequest")
    listing: Lenient[WireRef] = None
    lead_segment: Lenient[WireRef] = Field(default=None, alias="leadSegment")
    meeting_type: Word = Field(default=None, alias="meetingType")
    status: Lenient[str] = None
    hybrid: Lenient[bool] = None
    trailing_buffer_time: Lenient[Annotated[int, Field(ge=0)]] = Field(
        default=None, alias="trailingBufferTime"
    )
    internal_notes: Lenient[str] = Field(default=None, alias="internalNotes")
    created_at: SomeMoment = Field(default=None, alias="createdAt")
    updated_at: SomeMoment = Field(default=None, alias="updatedAt")
    location: Lenient[WireLocation] = None

    @property
    def status_now(self) -> Status:
        word = _word(self.status or "")
        return STATUSES.get(word) or _ALSO.get(word, Status.UNKNOWN)

    @property
    def minutes(self) -> int | None:
        """Whole minutes from start to end, where that is a length."""
        if self.start is None or self.end is None:
            return None
        minutes = int((self.end - self.start).total_seconds() // 60)
        return minutes if 0 < minutes <= 100_000 else None

    @property
    def cancel_reason(self) -> str | None:
        """What was answered when it was cancelled."""
        if self.status_now is not Status.CANCELLED:
            return None
        return next(
            (
                answer.value
                for answer in self.answers or ()
                if answer and answer.answer_type == "APPOINTMENT_CANCELLATION" and answer.value
            ),
            None,
        )


class WireMeta(Wire):
    total_count: int = Field(ge=0, alias="totalCount")


class WirePage(Wire):
    """A page of anything; each thing is read by itself."""

    data: list[Any] | dict[str, Any] | None
    meta: WireMeta


class WireEmployee(WithId):
    first_name: Lenient[str] = Field(default=None, alias="firstName")
    last_name: Lenient[str] = Field(default=None, alias="lastName")
    email: Lenient[str] = None
    communication_email: Lenient[str] = Field(default=None, alias="communicationEmail")
    function: Said = None
    status: Word = None
    deleted_at: Since = Field(default=None, alias="deletedAt")


class WireCustomer(WithId):
    first_name: Lenient[str] = Field(default=None, alias="firstName")
    last_name: Lenient[str] = Field(default=None, alias="lastName")
    company: Lenient[str] = None
    email: Lenient[str] = None
    phone_number: Lenient[str] = Field(default=None, alias="phoneNumber")
    customer_number: Lenient[str] = Field(default=None, alias="customerNumber")
    external_id: Lenient[str] = Field(default=None, alias="externalId")
    deleted_at: Since = Field(default=None, alias="deletedAt")


class WireSubject(WithId):
    name: Said = None
    enabled_for_internal_use: Lenient[bool] = Field(default=None, alias="enabledForInternalUse")
    deleted_at: Since = Field(default=None, alias="deletedAt")


class WireOffice(WithId):
    name: Said = None
    active: Lenient[bool] = None
    time_zone: Lenient[str] = Field(default=None, alias="timeZone")
    location: Lenient[WireLocation] = None
    deleted_at: Since = Field(default=None, alias="deletedAt")
