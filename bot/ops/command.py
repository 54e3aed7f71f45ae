"""How every command of the command line begins and ends: its settings, or why it can't go on."""

from __future__ import annotations

import sys
from typing import NoReturn

import typer

from bot.apis.vendors import VENDORS
from bot.settings import BadSettings, Settings, read_settings


def settings_or_exit(*, for_slack: bool = True) -> Settings:
    """Read the settings; say every problem there is, by name, and exit with 2."""
    try:
        return read_settings(VENDORS, for_slack=for_slack)
    except BadSettings as bad:
        stop("These settings need your attention:", *bad.problems)


def stop(*lines: str) -> NoReturn:
    """Say why it can't go on, and exit with 2."""
    for words in lines:
        print(words, file=sys.stderr)
    raise typer.Exit(2)
