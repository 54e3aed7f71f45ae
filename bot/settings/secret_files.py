"""Secrets out of files: NAME_FILE names the file that holds NAME, as Docker, Kubernetes and systemd hand secrets over."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic.fields import FieldInfo

from bot.settings.env_file import told
from bot.settings.kinds import is_secret
from bot.settings.text_files import TooLong, text_of

ENDING = "_FILE"
_LONGEST = 65_536
"""Bytes; more is no secret, but some other file."""


def may_be_in_files(fields: Mapping[str, FieldInfo]) -> list[str]:
    """Name the variables of a group that hold something secret: tokens, keys, an address with a password in it."""
    return [name.upper() for name, field in fields.items() if is_secret(field.annotation) or not field.repr]


def in_files(fields: Mapping[str, FieldInfo]) -> tuple[dict[str, str], list[str]]:
    """Read the secrets that stand in files, by variable, and tell what is wrong. What is in a file is never said."""
    variables, found, problems = told(), {}, []
    for name in may_be_in_files(fields):
        path = variables.get(name + ENDING)
        if not path:
            continue
        try:
            if variables.get(name):
                raise ValueError(f"{name} is set too. Leave one of them out.")
            found[name] = _read(Path(path))
        except ValueError as wrong:
            problems.append(f"{name}{ENDING}: {wrong}")
    return found, problems


def _read(path: Path) -> str:
    """Raises ValueError."""
    try:
        secret = text_of(path, _LONGEST).strip()
    except TooLong:
        secret = ""
    except (OSError, RuntimeError, ValueError) as error:
        raise ValueError(
            "the file that it names can't be read. See that it is there, is a file of text, and that Frontdesk's user may read it."
        ) from error
    if not secret:
        raise ValueError("the file that it names holds no secret: it is empty, or longer than any is.")
    return secret
