"""What the readers of all vendors' answers share: times in UTC, and fields that may be anything at all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

T = TypeVar("T")


_FIRST, _LAST = datetime(1000, 1, 1, tzinfo=UTC), datetime(9001, 1, 1, tzinfo=UTC)
"""Between these are the times that an appointment may have; the last is none."""


def _in_utc(moment: datetime) -> datetime:
    """The vendors' times are UTC where they name no zone."""
    told = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if not _FIRST <= told < _LAST:
        raise ValueError("a time that no appointment has")
    return told.astimezone(UTC)


class _InUtc:
    """Reads a time; one that says that it is in UTC, as nearly all do, inside pydantic's core."""

    def __get_pydantic_core_schema__(self, kind: Any, read: GetCoreSchemaHandler) -> CoreSchema:
        usual = core_schema.datetime_schema(tz_constraint=0, ge=_FIRST, lt=_LAST)
        other = core_schema.no_info_after_validator_function(_in_utc, core_schema.datetime_schema())
        return core_schema.union_schema([usual, other], mode="left_to_right")


class _OrNone:
    """Takes what can't be read, and a blank text, for absent; inside pydantic's core, for a list has thousands of fields."""

    def __get_pydantic_core_schema__(self, kind: Any, read: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.nullable_schema(core_schema.str_schema(min_length=1))
        readable = text if kind == str | None else read(kind)
        return core_schema.with_default_schema(readable, default=None, on_error="default")


class _OrAbsent:
    """Takes for absent what stands for no time: a blank text, a zero, and the dates that PHP and SQL print for one."""

    def __get_pydantic_core_schema__(self, kind: Any, read: GetCoreSchemaHandler) -> CoreSchema:
        nothing = core_schema.no_info_plain_validator_function(lambda _: None)
        plain = core_schema.chain_schema([core_schema.literal_schema(_ZEROS), nothing])
        zero = core_schema.chain_schema([core_schema.str_schema(pattern=_ZERO_DATE), nothing])
        return core_schema.union_schema([plain, zero, read(kind)], mode="left_to_right")


_ZEROS: list[Any] = ["", "0", 0, False, -62135596800, -62169984000]
"""The last two: the first day of year 1, and of year 0, in seconds."""
_ZERO_DATE = (
    r"^\s*$|^\s*(0000-|-0001-11-30|0001-01-01|(?i:null|none)\s*$"
    r"|(1970|1900)-01-01([T ]00:00(:00(\.0*)?)?)?\s*(Z|UTC|[+-]00:?00)?\s*$)"
)
_Time = Annotated[datetime, _InUtc()]
Moment = Annotated[_Time | None, _OrAbsent()]
"""A time that must be readable where there is one."""
Lenient = Annotated[T | None, _OrNone()]
"""What is left out where it is odd."""
SomeMoment = Lenient[Moment]
Since = Lenient[Annotated[str | None, _OrAbsent()]]
"""Since when something is so, whatever the spelling: that it is told at all is what counts."""


class Wire(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True, hide_input_in_errors=True)
