"""The kinds of values that settings have, each with what it refuses and why."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, SecretStr
from pydantic_settings import NoDecode


class CardPrivacy(StrEnum):
    """What a card in a channel may show of the claimant."""

    BY_CHANNEL = "by_channel"
    NAME = "name"
    INITIALS = "initials"
    CODE = "code"


def _words(value: Any) -> Any:
    if isinstance(value, str):
        return tuple(word.strip().lstrip("@") for word in value.split(",") if word.strip())
    return value


def _departments(entries: tuple[str, ...]) -> tuple[str, ...]:
    if any(not entry.partition("=")[0].strip() for entry in entries):
        raise ValueError("a department has an id and no name")
    return entries


_KEY = re.compile(r"[A-Za-z0-9_-]{43}=")


def _keys(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    keys = [key.strip() for key in value.split(",") if key.strip()]
    if not all(_KEY.fullmatch(key) for key in keys):
        raise ValueError("one of these is no key that `python -m bot keys new` has made")
    return tuple(SecretStr(key) for key in keys)


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("this is not the name of a time zone") from error
    return name


def _no_driver(url: str) -> str:
    scheme = url.split("://", 1)[0] if "://" in url else ""
    if scheme not in {"sqlite", "postgresql"}:
        raise ValueError("the scheme is neither sqlite:// nor postgresql:// (no driver is named)")
    return url


def _http_url(url: str | None) -> str | None:
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        known = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        known = False
    if not known or any(character.isspace() for character in url):
        raise ValueError("this is not an http(s) address")
    return url.rstrip("/")


ZoneName = Annotated[str, AfterValidator(_zone)]
DatabaseUrl = Annotated[str, AfterValidator(_no_driver)]
Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)]
Departments = Annotated[Words, AfterValidator(_departments)]
Url = Annotated[str | None, AfterValidator(_http_url)]
NotEmpty = Annotated[SecretStr | None, BeforeValidator(lambda value: value or None)]
Keys = Annotated[tuple[SecretStr, ...], NoDecode, BeforeValidator(_keys)]
