"""Groups of variables: read from the environment and `.env`, or off given values alone; all that is wrong is told by name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic.fields import FieldInfo

from bot.settings.env_file import told, what_is_wrong
from bot.settings.secret_files import in_files


class BadSettings(Exception):
    """Settings that are wrong or missing: one line a variable, each with what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class NotJson(ValueError):
    """A variable that is read as JSON is none; the message is its name."""


class Variables(BaseModel):
    """A group of variables, by their names in lower case. A description says what to give; the pages are made from them."""

    model_config = ConfigDict(
        extra="ignore", frozen=True, validate_default=True, arbitrary_types_allowed=True, defer_build=True
    )

    @classmethod
    def what_to_give(cls, name: str) -> str:
        field = cls.model_fields.get(name)
        return (field.description if field else None) or ""

    @classmethod
    def lacks(cls, name: str) -> str:
        """Say that a variable is missing, and what to give."""
        return f"{name.upper()}: missing. {cls.what_to_give(name)}".rstrip()


class VendorSettings(Variables):
    """What a vendor's folder needs to be told, in variables of its own; each kind of vendor has a model of its own."""

    def missing(self) -> list[str]:
        """Tell what else must be given before one can connect: one line a variable, each with what to do."""
        return []


Group = TypeVar("Group", bound=Variables)


def read(
    group: type[Group],
    values: Mapping[str, Any] | None = None,
    *,
    alone: bool = False,
    needed: bool = True,
    texts: Mapping[str, str] | None = None,
) -> tuple[Group | None, list[str]]:
    """Read a group, and tell what is wrong. `values` go before the environment and the files that it names secrets in; `alone`: neither counts.
    `texts`, by variable, go before both, and are read as if they stood in the environment.

    What is wrong has its default, so that other checks still run. There is no group where a variable without a default is not given;
    that is told where the group is `needed`.
    Raises BadSettings where `.env` can't be read at all. Values are never said, for they may be secrets.
    """
    if not alone and (unreadable := what_is_wrong()):
        raise BadSettings([unreadable])
    of_files, wrong = ({}, []) if alone else in_files(group.model_fields)
    given = dict(values or {})
    try:
        given = _decoded(group, {} if alone else told() | of_files) | given | _decoded(group, texts or {})
        return group(**given), wrong
    except NotJson as error:
        return None, [*wrong, _said(group, str(error), {"type": "value_error", "msg": "this is not JSON"})]
    except ValidationError as error:
        faults = [
            (str(fault["loc"][0]) if fault["loc"] else "", dict(fault))
            for fault in error.errors(include_url=False, include_input=False)
            if needed or fault["type"] != "missing"
        ]
    problems = wrong + [_said(group, name, fault) for name, fault in faults]
    mended = {name: group.model_fields[name].default for name, _ in faults if name in group.model_fields}
    try:
        return group(**(given | mended)), problems
    except ValidationError:
        return None, problems


def _decoded(group: type[Variables], texts: Mapping[str, str]) -> dict[str, Any]:
    """What is told of a group, by its fields. Raises NotJson."""
    return {
        name: _decoded_one(name, field, text)
        for name, field in group.model_fields.items()
        if (text := texts.get(name.upper()))
    }


def _decoded_one(name: str, field: FieldInfo, text: str) -> Any:
    """A list or a table is read as JSON, unless its kind has a way of its own to read a text."""
    kinds = [get_origin(kind) or kind for kind in (field.annotation, *get_args(field.annotation))]
    if not any(kind in _AS_JSON for kind in kinds) or any(
        isinstance(one, BeforeValidator) for one in field.metadata
    ):
        return text
    try:
        return json.loads(text)
    except ValueError as error:
        raise NotJson(name) from error


_AS_JSON = (list, tuple, set, frozenset, dict)
_IN_WORDS = {
    "greater_than_equal": "too small: {ge} is the least",
    "greater_than": "too small: it must be more than {gt}",
    "less_than_equal": "too large: {le} is the most",
    "less_than": "too large: it must be less than {lt}",
    "bool": "neither true nor false",
    "int": "not a whole number",
    "float": "not a number",
    "finite_number": "not a number",
    "string_pattern_mismatch": "not written as it must be",
    "enum": "not one of those that there are",
    "literal_error": "not one of those that there are",
    "string_unicode": "not text that can be read",
}
"""What is wrong, by the library's name for it; its own sentences speak of types, to programmers."""


def _said(group: type[Variables], name: str, fault: Mapping[str, Any]) -> str:
    kind = fault["type"]
    if kind == "missing":
        return group.lacks(name)
    if kind == "value_error":  # our own words
        said = fault["msg"].removeprefix("Value error, ")
    else:
        words = _IN_WORDS.get(kind) or _IN_WORDS.get(kind.partition("_")[0], "not what is wanted here")
        said = words.format_map(fault.get("ctx", {}))
    return f"{name.upper()}: {said}. {group.what_to_give(name)}" if name else f"{said}."
