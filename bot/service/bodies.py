"""What may be asked for, as typed dictionaries: a key that was not sent is not there. Unknown keys are ignored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, Required, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict  # pydantic wants this one before Python 3.12

from bot.service.refusals import Unfit
from bot.service.rules import (
    Birthday,
    DepartmentRef,
    Email,
    Flag,
    Language,
    Minutes,
    Moment,
    Name,
    Phone,
    Reason,
    Redirect,
    Reference,
    Start,
    broken,
)

Asked = TypeVar("Asked")
Bandwidth = Literal["low", "medium", "high"]
Word = Literal["scheduled", "waiting", "in_progress", "completed", "no_show"]


class Person(TypedDict, total=False):
    phone_number: Phone | None
    email: Email | None
    date_of_birth: Birthday | None


class NewClaimant(Person, total=False):
    name: Required[Name]


class ClaimantChange(Person, total=False):
    name: Name


class Options(TypedDict, total=False):
    """What can be set at any time; null is the service's own default."""

    is_interpreter_needed: Flag | None
    interpreter_language: Language | None
    department: DepartmentRef | None
    department_id: DepartmentRef | None
    features_call_recording_enable: Flag | None
    features_breakout_room_enable: Flag | None
    features_webcam_access_agent_enable: Flag | None
    features_webcam_access_claimant_enable: Flag | None
    features_webcam_background_blurring_enable: Flag | None
    features_microphone_access_enable: Flag | None
    features_screen_sharing_enable: Flag | None
    features_messages_chat_enable: Flag | None
    features_participant_list_enable: Flag | None
    features_bandwidth: Bandwidth | None
    use_custom_post_call_redirect: Flag | None
    custom_user_post_call_redirect_url: Redirect | None
    custom_agent_post_call_redirect_url: Redirect | None


class NewAppointment(Options, total=False):
    reference: Reference | None
    appointment_at: Required[Start]
    duration_in_minutes: Required[Minutes]
    claimant: Required[NewClaimant]


class AppointmentChange(Options, total=False):
    appointment_at: Start
    duration_in_minutes: Minutes
    claimant: ClaimantChange
    status: Word | None


class Cancellation(TypedDict, total=False):
    cancellation_reason: Reason | None


NEW = TypeAdapter(NewAppointment)
CHANGE = TypeAdapter(AppointmentChange)
CANCELLATION = TypeAdapter(Cancellation)

_Nullable = BeforeValidator(lambda value: value or None)


class ListQuery(BaseModel):
    """Bounds are half-open: `start_at` belongs to the list, `end_at` does not."""

    start_at: Annotated[Moment | None, _Nullable] = None
    end_at: Annotated[
        Moment | None, _Nullable, Field(description="Required with start_at.", validate_default=True)
    ] = None
    per_page: int = Field(10, ge=1, le=500)
    page: int = Field(1, ge=1, le=1_000_000)

    @field_validator("end_at")
    @classmethod
    def _with_start(cls, end: Any, info: ValidationInfo) -> Any:
        start = info.data.get("start_at")
        if start is not None and end is None:
            raise PydanticCustomError("required_with", "required", {"other": "start at"})
        if start is not None and end < start:
            raise broken("must be a date after or equal to start at")
        return end


def read(adapter: TypeAdapter[Asked], fields: Mapping[str, Any], today: date) -> Asked:
    """Check what was sent. Raises Unfit with every field that breaks its rule."""
    try:
        return adapter.validate_python(fields, context={"today": today})
    except ValidationError as error:
        raise Unfit.of(error) from None
