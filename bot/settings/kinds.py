"""The kinds of values that settings have, each with what it refuses and why."""

from __future__ import annotations

import json
import re
import unicodedata
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, SecretStr

from bot.settings.hours import read_hours
from bot.settings.nations import Nation
from bot.settings.text_files import text_of


class CardPrivacy(StrEnum):
    """What a card in a channel may show of the claimant."""

    BY_CHANNEL = "by_channel"
    NAME = "name"
    INITIALS = "initials"
    CODE = "code"


def _bare(word: str) -> str:
    """A word without what pasting brings: quotation marks, invisible signs, other spaces than ours."""
    signs = (
        sign for sign in unicodedata.normalize("NFKC", word) if unicodedata.category(sign) not in {"Cc", "Cf"}
    )
    return " ".join("".join(signs).strip(" \"'“”„‘’").split())


def _words(value: Any) -> Any:
    """Cut at commas. What names nothing is refused: of groups, none at all would let everybody in."""
    if not isinstance(value, str):
        return value
    words = tuple(_bare(word).lstrip("@") for word in value.split(",") if word.strip())
    if not all(words) or (value.strip() and not words):
        raise ValueError("between two commas stands no name")
    return words


_LISTS = (".txt", ".csv", ".list")


def listed_in(text: str) -> Path | None:
    """The file that a list of departments is read from, where it names one."""
    if "," in text or "=" in text:
        return None
    path = Path(text.strip().removeprefix("file:").strip(" \"'"))
    return path if text.strip().startswith("file:") or path.suffix.lower() in _LISTS else None


def _listed(value: Any) -> Any:
    """Read a file of departments, one a line, where it is a file that is named; "#" begins a remark."""
    path = listed_in(value) if isinstance(value, str) else None
    if path is None:
        return value
    try:
        lines = text_of(path).splitlines()
    except (OSError, RuntimeError, ValueError) as error:
        raise ValueError("the file that it names can't be read") from error
    names = tuple(name for line in lines if (name := _bare(line.partition("#")[0].rstrip(" ,;"))))
    if not names:
        raise ValueError("the file that it names has no department in it")
    return names


def _departments(entries: tuple[str, ...]) -> tuple[str, ...]:
    pairs = [tuple(_bare(part) for part in entry.partition("=")) for entry in entries]
    if not all(name for name, _, _ in pairs):
        raise ValueError("a department has an id and no name")
    if not all(key for _, says_id, key in pairs if says_id):
        raise ValueError("a department has = and no id")
    for what, those in (
        ("name", [name for name, _, _ in pairs]),
        ("id", [key for _, _, key in pairs if key]),
    ):
        if len({one.casefold() for one in those}) < len(those):
            raise ValueError(f"two departments have the same {what}")
    return tuple("".join(pair) for pair in pairs)


def _handles(handles: tuple[str, ...]) -> tuple[str, ...]:
    if not all(_HANDLE.fullmatch(handle) for handle in handles):
        raise ValueError(
            "one of these is no handle of a user group: it has letters, figures, . _ and - alone"
        )
    return handles


_HANDLE = re.compile(r"[\w.-]+")
_KEY = re.compile(r"[A-Za-z0-9_-]{43}=")


def _keys(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    keys = [key.strip() for key in value.split(",") if key.strip()]
    if not all(_KEY.fullmatch(key) for key in keys) or (value.strip() and not keys):
        raise ValueError("one of these is no key that `frontdesk keys new` has made")
    return tuple(SecretStr(key) for key in keys)


_INSTALLED = re.compile(r"\*|[TE][A-Z0-9]{2,31}")


def _allowed(ids: tuple[str, ...]) -> tuple[str, ...]:
    if not all(_INSTALLED.fullmatch(one) for one in ids):
        raise ValueError("one of these is neither * nor the id of a workspace (T…) or an organisation (E…)")
    return ids


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("this is not the name of a time zone") from error
    return name


LONGEST_AGENCY = 75
_AN_OPTION, _A_MENU = 65, 12_000
"""Characters that Slack counts: of a line of a menu beside its words, and of a menu in a message."""
"""Characters that a line of Slack's menus holds."""


def _agencies(names: tuple[str, ...]) -> tuple[str, ...]:
    if any(len(name) > LONGEST_AGENCY for name in names):
        raise ValueError(f"one of these is longer than {LONGEST_AGENCY} characters")
    if len({name.casefold() for name in names}) < len(names) or len(names) > 100:
        raise ValueError("two of these are the same, or there are more than 100")
    if sum(2 * len(json.dumps(name)) + _AN_OPTION for name in names) > _A_MENU:
        raise ValueError("all of these are too long for one menu in Slack")
    return names


def _nation(value: Any) -> Any:
    """A nation as people write it: "Northern Ireland"."""
    return "_".join(value.replace("_", " ").split()).casefold() if isinstance(value, str) else value


def _hours(text: str) -> str:
    read_hours(text)
    return text


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


def is_secret(kind: Any) -> bool:
    """Whether a field of this type holds a secret."""
    return kind is SecretStr or any(is_secret(one) for one in get_args(kind))


NationName = Annotated[Nation, BeforeValidator(_nation)]
HoursText = Annotated[str, AfterValidator(_hours)]
ZoneName = Annotated[str, AfterValidator(_zone)]
DatabaseUrl = Annotated[str, AfterValidator(_no_driver)]
Words = Annotated[tuple[str, ...], BeforeValidator(_words)]
Handles = Annotated[Words, AfterValidator(_handles)]
Agencies = Annotated[Words, AfterValidator(_agencies)]
Departments = Annotated[Words, BeforeValidator(_listed), AfterValidator(_departments)]
Allowed = Annotated[Words, AfterValidator(_allowed)]
Url = Annotated[str | None, AfterValidator(_http_url)]
NotEmpty = Annotated[SecretStr | None, BeforeValidator(lambda value: value or None)]
Keys = Annotated[tuple[SecretStr, ...], BeforeValidator(_keys)]
