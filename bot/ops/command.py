"""How every command of the command line begins and ends: its settings, or why it can't go on."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, NoReturn, TypeVar

from bot.apis.vendors import VENDORS
from bot.settings import BadSettings, Settings, read_settings
from bot.settings.strays import stray_lines

if TYPE_CHECKING:
    from bot.storage.asynchronous import AsyncEngine

Done = TypeVar("Done")


def settings_or_exit(*, for_slack: bool = True) -> Settings:
    """Read the settings; say every problem there is, by name, and exit with 2."""
    try:
        return read_settings(VENDORS, for_slack=for_slack)
    except BadSettings as bad:
        stop("These settings need your attention:", *bad.problems, *stray_lines(VENDORS))


def stop(*lines: str) -> NoReturn:
    """Say why it can't go on, and exit with 2."""
    for words in lines:
        print(words, file=sys.stderr)
    sys.exit(2)


def with_database(
    settings: Settings, work: Callable[[AsyncEngine], Awaitable[Done]], *, makes: bool = False
) -> Done:
    """Do something with the database, brought up to date; say why it can't be used, and exit with 2.

    A new one is made only by what `makes` one: who looks, changes or deletes finds nothing in it.
    """
    from bot.appointments.errors import AppointmentError
    from bot.storage.engine import BadDatabaseUrl, NoDatabase
    from bot.storage.migrate import CannotMigrate, database

    async def run() -> Done:
        async with database(settings.database_url, makes=makes) as engine:
            return await work(engine)

    try:
        return asyncio.run(run())
    except (BadDatabaseUrl, CannotMigrate, NoDatabase) as error:
        stop(str(error))
    except AppointmentError as error:  # our own database was there a moment ago
        stop(f"{error.words} ({error})")


def keys_or_exit(settings: Settings) -> None:
    """Go on only where there is a key to seal with."""
    if not settings.secret_keys:
        stop(settings.lacks("secret_keys"))
