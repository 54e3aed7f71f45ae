"""What `frontdesk workspaces connect` was given: settings on the line, secrets beside it, and perhaps today's `.env`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import typer
from pydantic import SecretStr

from bot.apis.vendors import VENDORS
from bot.ops.command import stop
from bot.settings import Settings, UnknownVendor, VendorSettings, read
from bot.settings.desk import DeskSettings
from bot.settings.env_file import env_lines
from bot.settings.kinds import is_secret, listed_in
from bot.settings.reading import PROVIDER
from bot.storage.connections import Told
from bot.workspace.own_settings import group_of


def given_on_command_line(
    process: Settings, sets: Sequence[str], secrets: Sequence[str], file: Path | None
) -> tuple[Told, list[str]]:
    """What was told, and the names of what is to be set no more. Says what can't be understood, and exits with 2."""
    pairs = [_pair(one) for one in sets]
    said = {name: value for name, value in pairs if value}
    hidden = [name.strip().upper() for name in secrets]
    seen = [name for name in said if name in _secret_names(process, said) and name not in hidden]
    if seen:
        stop(
            *(
                f"{name}: it is secret, and a shell keeps what is typed. Give it by --secret {name}."
                for name in seen
            )
        )
    said = _with_names(said)
    before = _of_file(process, file, said) if file is not None else Told({})
    asked = {name: typed_secret(name) for name in hidden}
    told = Told(
        {name: text for name, text in before.said.items() if name not in asked} | said,
        dict(before.secrets) | asked,
    )
    return told, [name for name, value in pairs if not value]


def _pair(one: str) -> tuple[str, str]:
    name, mark, value = one.partition("=")
    if not mark or not name.strip():
        stop("--set: write NAME=value, with the name as it is in .env.")
    return name.strip().upper(), value.strip()


def _with_names(said: dict[str, str]) -> dict[str, str]:
    """The same with the names of departments in place of a file of them: what is kept of a workspace names no file."""
    text = said.get("DEPARTMENTS", "")
    if listed_in(text) is None:
        return said
    found, problems = read(DeskSettings, texts={"DEPARTMENTS": text}, alone=True)
    if found is None or problems:
        stop(*problems)
    return {**said, "DEPARTMENTS": ",".join(found.departments)}


def typed_secret(name: str) -> SecretStr:
    """Take a secret from the next line of standard input, or have it typed unseen."""
    if sys.stdin.isatty():
        line: str = typer.prompt(name, hide_input=True, err=True)
    else:
        line = sys.stdin.readline()
    if not line.strip():
        stop(
            f"{name}: there was no line for it on standard input. Give one; several secrets one a line, in their order."
        )
    return SecretStr(line.strip())


def _of_file(process: Settings, file: Path, said: dict[str, str]) -> Told:
    """Take what is a desk's or its vendor's out of a `.env`; all else in it belongs to the process."""
    try:
        texts = {name: text for name, text in env_lines(file).items() if text}
    except (OSError, ValueError) as error:
        stop(f"--from: {file} can't be read ({type(error).__name__}).")
    if not texts:
        stop(f"--from: there is nothing in {file}, or no such file.")
    group = _group(process, texts | said)
    wanted = {name.upper() for name in (*DeskSettings.model_fields, *(group.model_fields if group else ()))}
    secret = _secret_names(process, texts | said)
    mine = _with_names({name: text for name, text in texts.items() if name in wanted})
    return Told(
        {name: text for name, text in mine.items() if name not in secret},
        {name: SecretStr(text) for name, text in mine.items() if name in secret},
    )


def _group(process: Settings, texts: dict[str, str]) -> type[VendorSettings] | None:
    with suppress(UnknownVendor):  # is told with all the rest that is wrong
        return group_of(process, texts)
    return None


def _secret_names(process: Settings, texts: dict[str, str]) -> set[str]:
    """Every variable that holds a secret, of the desk, of our own vendors and of the chosen one."""
    groups = [
        DeskSettings,
        *VENDORS.always_read,
        _group(process, {PROVIDER.upper(): texts.get(PROVIDER.upper(), "")}),
    ]
    return {
        name.upper()
        for group in groups
        if group is not None
        for name, field in group.model_fields.items()
        if is_secret(field.annotation)
    }
