"""What the readers of all vendors' answers share: times in UTC, and fields that may be anything at all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

T = TypeVar("T")


FIRST, LAST = datetime(1971, 1, 1, tzinfo=UTC), datetime(9001, 1, 1, tzinfo=UTC)
"""Between these are the times that an appointment may have; the latter is none."""
_DAY, _QUARTER = 86_400, 900


def _in_utc(moment: datetime) -> datetime | None:
    """The vendors' times are UTC where they name no zone; what lies before all of them is some program's zero, in some zone."""
    told = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if FIRST <= told < LAST:
        return told.astimezone(UTC)
    seconds = told.timestamp()
    if seconds < 0 or (seconds < _DAY and seconds % _QUARTER == 0):
        return None
    raise ValueError("a time that no appointment has")


class _InUtc:
    """Reads a time; one that says that it is in UTC, as nearly all do, inside pydantic's core."""

    def __get_pydantic_core_schema__(self, kind: Any, read: GetCoreSchemaHandler) -> CoreSchema:
        usual = core_schema.datetime_schema(tz_constraint=0, ge=FIRST, lt=LAST)
        other = core_schema.no_info_after_validator_function(_in_utc, core_schema.datetime_schema())
        return core_schema.union_schema([usual, other], mode="left_to_right")


class _OrNone:
    """Takes what can't be read, and a blank text, for absent; inside pydantic's core, for a list has thousands of fields."""

    def __get_pydantic_core_schema__(self, kind: Any, read: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.nullable_schema(core_schema.str_schema(min_length=1))
        readable = text if kind == str | None else read(kind)
        return core_schema.with_default_schema(readable, default=None, on_error="default")


class _OrAbsent:
    """Takes for absent what stands for no time and is none: no text, PHP's empty lists, and what programs print for a missing date."""

    def __get_pydantic_core_schema__(self, kind: Any, read: GetCoreSchemaHandler) -> CoreSchema:
        nothing = core_schema.union_schema(
            [
                core_schema.str_schema(pattern=_NO_DATE),
                core_schema.list_schema(max_length=0),
                core_schema.dict_schema(max_length=0),
                core_schema.literal_schema([False]),
            ]
        )
        absent = core_schema.no_info_after_validator_function(lambda _: None, nothing)
        return core_schema.union_schema([read(kind), absent], mode="left_to_right")


_NO_DATE = r"(?i)^\s*([0\s:/.,+\-\u2013\u2014tz]*|-0*1-11-30.*|0000-.*|null|none|nil|n/a|undefined|false|invalid date)\s*$"
"""Zeros and signs alone; the zero date as PHP counts it back from; the words of some languages."""
_Time = Annotated[datetime, _InUtc()]
Moment = Annotated[_Time | None, _OrAbsent()]
"""A time that must be readable where there is one."""
Lenient = Annotated[T | None, _OrNone()]
"""What is left out where it is odd."""
SomeMoment = Lenient[Moment]
Since = Lenient[Annotated[Moment | str, Field(union_mode="left_to_right")]]
"""Since when something is so, whatever the spelling: that it is told at all is what counts."""


class Wire(BaseModel):
    model_config = ConfigDict(
        extra="ignore", coerce_numbers_to_str=True, hide_input_in_errors=True, defer_build=True
    )
