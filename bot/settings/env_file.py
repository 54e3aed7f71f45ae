"""`.env` in the folder that Frontdesk is started in, or another file of its kind: what it sets, and what of it can't be read."""

from __future__ import annotations

import logging
import os
from io import StringIO
from pathlib import Path

from bot.settings.text_files import text_of

ENV = Path(".env")
logging.getLogger("dotenv").setLevel(logging.ERROR)  # it tells a bad line each time that it reads it


def env_lines(file: Path = ENV) -> dict[str, str]:
    """What is set, by names in capitals; nothing where there is no such file. Raises OSError or ValueError."""
    text = _text(file)
    if not text:
        return {}
    from dotenv import dotenv_values

    return {name.strip().upper(): value or "" for name, value in dotenv_values(stream=StringIO(text)).items()}


def told() -> dict[str, str]:
    """All variables by their names in capitals, where they say anything: those of `.env`, then those of the environment."""
    return {name.upper(): value for name, value in (*env_lines().items(), *os.environ.items()) if value}


def bad_lines(file: Path = ENV) -> list[int]:
    """The numbers of the lines that set nothing, because they are not written as they must be."""
    text = _text(file)
    if not text:
        return []
    from dotenv.parser import parse_stream

    return [line.original.line for line in parse_stream(StringIO(text)) if line.error]


def what_is_wrong(file: Path = ENV) -> str | None:
    """Say why the file can't be read at all, and what to do."""
    try:
        _text(file)
    except UnicodeDecodeError:
        return f"{file}: it is not UTF-8 text. Save it as UTF-8 and start again."
    except PermissionError:
        return f"{file}: Frontdesk's user may not read it. Let that user read it, and start again."
    except (OSError, ValueError):
        return f"{file}: this is not a file. Take it away, or put a file of settings in its place."
    return None


def _text(file: Path) -> str:
    try:
        return text_of(file)
    except FileNotFoundError:
        return ""
