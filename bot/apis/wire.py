"""What the readers of all vendors' answers share: times in UTC, and fields that may be anything at all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

T = TypeVar("T")


def _in_utc(moment: datetime) -> datetime:
    """The vendors' times are UTC where they name no zone."""
    if not 1000 <= moment.year <= 9000:
        raise ValueError("a time that no appointment has")
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _readable_or_none(value: object, read: ValidatorFunctionWrapHandler) -> Any:
    try:
        return read(value)
    except ValueError:
        return None


_blank_is_none = BeforeValidator(lambda value: None if value == "" else value)
Moment = Annotated[Annotated[datetime, AfterValidator(_in_utc)] | None, _blank_is_none]
"""A time that must be readable where there is one."""
Lenient = Annotated[T | None, WrapValidator(_readable_or_none), _blank_is_none]
"""What is left out where it is odd."""
SomeMoment = Lenient[Annotated[datetime, AfterValidator(_in_utc)]]


class Wire(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True, hide_input_in_errors=True)
