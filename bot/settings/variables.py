"""Groups of variables: read from the environment and `.env`, or off given values alone; all that is wrong is told by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import ValidationError, create_model
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from bot.settings.env_file import ENCODING, ENV, what_is_wrong
from bot.settings.secret_files import in_files


class BadSettings(Exception):
    """Settings that are wrong or missing: one line a variable, each with what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Variables(BaseSettings):
    """A group of variables, by their names in lower case. A description says what to give; the pages are made from them."""

    model_config = SettingsConfigDict(
        env_file=ENV, env_file_encoding=ENCODING, extra="ignore", env_ignore_empty=True, frozen=True
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
    model = given_alone(group) if alone else group
    of_files, wrong = ({}, []) if alone else in_files(group.model_fields)
    given = dict(values or {})
    try:
        given = _decoded(group, of_files) | given | _decoded(group, texts or {})
        return model(**given), wrong
    except (
        SettingsError
    ) as error:  # a list, say, that is read as JSON: pydantic tells its name in a sentence alone
        name = next(iter(re.findall(r'field "(\w+)"', str(error))), "")
        return None, [*wrong, _said(group, name, {"type": "value_error", "msg": "this is not JSON"})]
    except ValidationError as error:
        faults = [
            (str(fault["loc"][0]) if fault["loc"] else "", dict(fault))
            for fault in error.errors(include_url=False, include_input=False)
            if needed or fault["type"] != "missing"
        ]
    problems = wrong + [_said(group, name, fault) for name, fault in faults]
    mended = {name: group.model_fields[name].default for name, _ in faults if name in group.model_fields}
    try:
        return model(**(given | mended)), problems
    except ValidationError:
        return None, problems


def _decoded(group: type[Variables], texts: Mapping[str, str]) -> dict[str, Any]:
    """Texts as the environment would give them. Raises SettingsError."""
    if not texts:
        return {}
    source = EnvSettingsSource(group)
    source.env_vars = {name.lower(): text for name, text in texts.items() if text}
    return source()


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


class _Alone(Variables):
    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)


@cache
def given_alone(group: type[Group]) -> type[Group]:
    """The same group, made of given values and its defaults alone: nothing of the environment or of `.env` is in it."""
    bases: Any = (_Alone, group)
    return cast("type[Group]", create_model(group.__name__, __base__=bases))
