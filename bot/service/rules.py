"""The kinds of value that may be sent, each with its rule. Forms send text, so text is taken for numbers and flags too."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any

from email_validator import EmailNotValidError, validate_email
from pydantic import (
    AfterValidator,
    AnyHttpUrl,
    BeforeValidator,
    Field,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

MAX_ID = 2**31 - 1
_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d)?)(?:\.\d{1,9})?(?:[Zz]|([+-]\d\d:\d\d))?", re.ASCII
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_FLAGS = {"true": True, "false": False, "1": True, "0": False}
_HTTP_URL = TypeAdapter(AnyHttpUrl)


def broken(words: str) -> PydanticCustomError:
    """Make the error "The … field <words>."."""
    return PydanticCustomError("rule", "{words}", {"words": words})


def read_time(value: Any) -> datetime:
    """Read RFC 3339 with 0 to 9 fraction digits; without a zone it is UTC. Whole seconds, as they are stored."""
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise broken("must be a valid date")
    day, time, offset = found.groups()
    try:
        return datetime.fromisoformat(f"{day}T{time}{offset or '+00:00'}").astimezone(UTC)
    except (ValueError, OverflowError):
        raise broken("must be a valid date") from None


def _plausible(moment: datetime) -> datetime:
    if not 1970 <= moment.year < 2100:
        raise broken("must be a date between 1970 and 2099")
    return moment


def _read_whole(value: Any) -> Any:
    """Take digits alone for a number; pydantic also takes `true`, `1_0` and ` 1`."""
    if isinstance(value, bool) or (isinstance(value, str) and not _WHOLE.fullmatch(value)):
        raise broken("must be an integer")
    return value


def _read_flag(value: Any) -> bool:
    flag = _FLAGS.get(str(value).lower()) if isinstance(value, bool | int | str) else None
    if flag is None:
        raise broken("must be true or false")
    return flag


def _storable(value: str) -> str:
    if "\0" in value:  # PostgreSQL takes it in no text
        raise broken("must be a string")
    return value


def _read_reference(value: Any) -> Any:
    """Take numbers too: the vendor's own page has one as its example."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18:
        return str(value)
    return value


def _email(value: str) -> str:
    try:
        validate_email(value, check_deliverability=False)
    except EmailNotValidError:
        raise broken("must be a valid email address") from None
    return value


def _http_url(value: str) -> str:
    try:
        _HTTP_URL.validate_python(value)
    except ValidationError:
        raise broken("must be a valid URL") from None
    return value


def _read_birthday(value: Any, info: ValidationInfo[dict[str, date]]) -> date:
    try:
        if not isinstance(value, str) or not _DATE.fullmatch(value):
            raise ValueError
        day = date.fromisoformat(value)
    except ValueError:
        raise broken("must be a valid date") from None
    if day >= info.context["today"]:
        raise broken("must be a date before today")
    return day


def _read_department(value: Any) -> int | str:
    """Tell an id from a name: digits are an id."""
    if isinstance(value, str) and re.fullmatch(r"\d{1,18}", value, re.ASCII):
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        if 0 < value <= MAX_ID:
            return value
        raise PydanticCustomError("unknown", "unknown")
    if not isinstance(value, str):
        raise broken("must be a string")
    if len(value) > 255:
        raise broken("must not be greater than 255 characters")
    return _storable(value)


_TIME_SCHEMA = {
    "type": "string",
    "format": "date-time",
    "description": "RFC 3339; UTC where no zone is given. Fractions of a second are dropped.",
}

Moment = Annotated[datetime, BeforeValidator(read_time), WithJsonSchema(_TIME_SCHEMA)]
Start = Annotated[
    datetime, BeforeValidator(read_time), AfterValidator(_plausible), WithJsonSchema(_TIME_SCHEMA)
]
Minutes = Annotated[int, Field(ge=1, le=1440), BeforeValidator(_read_whole)]
Flag = Annotated[bool, BeforeValidator(_read_flag), WithJsonSchema({"type": "boolean"})]
Reference = Annotated[
    str,
    Field(strict=True, min_length=1, max_length=255),
    AfterValidator(_storable),
    BeforeValidator(_read_reference),
    WithJsonSchema(
        {"type": ["string", "integer"], "maxLength": 255, "description": "Unique; made up when none is sent."}
    ),
]
Name = Annotated[str, Field(strict=True, min_length=1, max_length=255), AfterValidator(_storable)]
Reason = Annotated[str, Field(strict=True, max_length=255), AfterValidator(_storable)]
Phone = Annotated[str, Field(strict=True, max_length=40), AfterValidator(_storable)]
Language = Annotated[str, Field(strict=True, max_length=100), AfterValidator(_storable)]
Email = Annotated[
    str,
    Field(strict=True, max_length=255, json_schema_extra={"format": "email"}),
    AfterValidator(_storable),
    AfterValidator(_email),
]
Redirect = Annotated[
    str,
    Field(strict=True, max_length=2048, json_schema_extra={"format": "uri"}),
    AfterValidator(_storable),
    AfterValidator(_http_url),
]
Birthday = Annotated[
    date,
    BeforeValidator(_read_birthday),
    WithJsonSchema({"type": "string", "format": "date", "description": "A day in the past."}),
]
DepartmentRef = Annotated[
    int | str,
    BeforeValidator(_read_department),
    WithJsonSchema(
        {
            "type": ["integer", "string"],
            "maxLength": 255,
            "description": "An id, or a name; a name that is new makes a new department.",
        }
    ),
]
