"""What the page asks for, read off the settings of the desk and off each vendor's record: a new vendor is on it by itself."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from enum import Enum
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from msgspec import Struct
from pydantic.fields import FieldInfo

from bot.apis.vendor import Vendor
from bot.apis.vendors import VENDORS, Vendors
from bot.settings import Settings, UnknownVendor, VendorSettings, read
from bot.settings.desk import DeskSettings
from bot.settings.kinds import is_secret
from bot.storage.connections import Told

OF_THE_DESK = ("desk_timezone", "desk_nation", "departments", "card_privacy")
"""What an admin sets of the desk; all else of it is set by whoever runs Frontdesk."""


_HINTS = {
    "departments": "Those that may be typed, with commas, each Name or Name=id. Left empty: any.",
    "desk_timezone": "The desk's own time zone, as the IANA names it, e.g. Europe/London.",
    "desk_nation": "Whose bank holidays the desk keeps, where its time zone is the UK's.",
    "appointments_api_token": "A fixed bearer token, if the service gave you one; else a client ID and secret.",
}
"""Where the settings' own description speaks to whoever runs Frontdesk."""


class Row(Struct, frozen=True):
    """One field of the page."""

    name: str
    """What the browser sends it under."""
    variable: str
    label: str
    hint: str
    kind: Literal["text", "url", "number", "password", "choice"]
    value: str = ""
    options: tuple[str, ...] = ()
    """As they are sent; the page says them in words where there are words for them."""
    placeholder: str = ""
    is_main: bool = True
    """Whether it has to be thought about; the others have a default that usually does."""


class Service(Struct, frozen=True):
    """One service that can be chosen."""

    name: str
    title: str
    rows: tuple[Row, ...]
    is_ready: bool
    """Whether it needs nothing to be told: one press is enough."""


def services(told: Told | None, vendors: Vendors = VENDORS) -> list[Service]:
    """Every service that there is, filled in as far as what a workspace was told is not secret."""
    found = []
    for name in vendors.names():
        with suppress(UnknownVendor):  # what is installed beside us and can't be loaded is not offered
            found.append(_service(vendors.named(name), told))
    return found


def _service(vendor: Vendor[Any], told: Told | None) -> Service:
    group: type[VendorSettings] = vendor.settings
    bare, _ = read(group, alone=True)
    is_ready = bare is not None and not bare.missing()
    said = told.said if told is not None else {}
    mine = said if said.get("APPOINTMENTS_PROVIDER") == vendor.name else {}
    rows = tuple(
        _row(f"{vendor.name}.{name.upper()}", name, field, mine) for name, field in group.model_fields.items()
    )
    return Service(vendor.name, vendor.title, () if is_ready else rows, is_ready)


def desk_rows(told: Told | None, process: Settings) -> list[Row]:
    """The desk's own, as they are now for this workspace."""
    said = dict(told.said) if told is not None else {}
    for name in OF_THE_DESK:
        said.setdefault(name.upper(), written(getattr(process, name)))
    return [_row(name.upper(), name, DeskSettings.model_fields[name], said) for name in OF_THE_DESK]


def written(value: Any) -> str:
    """Write a value as it is typed into a variable."""
    if value is None:
        return ""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _row(sent_as: str, name: str, field: FieldInfo, said: Mapping[str, str]) -> Row:
    hidden = is_secret(field.annotation)
    options = _options(field.annotation)
    default = "" if hidden or field.is_required() else written(field.default)
    return Row(
        name=sent_as,
        variable=name.upper(),
        label=field.title or name.replace("_", " ").capitalize(),
        hint=_HINTS.get(name) or field.description or "",
        kind="password" if hidden else "choice" if options else _kind(name, field.annotation),
        value="" if hidden else said.get(name.upper(), ""),
        options=options,
        placeholder=default,
        is_main=field.is_required() or field.default is None or name in OF_THE_DESK,
    )


def _kind(name: str, annotation: Any) -> Literal["text", "url", "number"]:
    if name.endswith("_url"):
        return "url"
    kinds = _plain(annotation)
    return "number" if kinds and kinds <= {int, float} else "text"


def _options(annotation: Any) -> tuple[str, ...]:
    """The values that alone are taken, where they can be counted."""
    if get_origin(annotation) is Literal:
        return tuple(map(str, get_args(annotation)))
    for kind in _plain(annotation):
        if kind is bool:
            return "true", "false"
        if isinstance(kind, type) and issubclass(kind, Enum):
            return tuple(str(one.value) for one in kind)
    return ()


def _plain(annotation: Any) -> set[Any]:
    if get_origin(annotation) in (Union, UnionType):
        return {kind for one in get_args(annotation) for kind in _plain(one)} - {type(None)}
    return {annotation}
