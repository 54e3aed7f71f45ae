"""`frontdesk move-database`: from SQLite to PostgreSQL, once."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from bot.ops.command import settings_or_exit, stop


def move_database(
    to: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="The new database, postgresql://user@host/name. Without it you are asked, unseen, or the next line of standard input is taken: "
            "so a password stands in no list of processes.",
        ),
    ] = None,
) -> None:
    """Copy everything from SQLite (DATABASE_URL) into an empty PostgreSQL database, whole or not at all. Stop Frontdesk first."""
    from bot.ops.given import typed_secret  # what is imported here imports nearly everything

    settings = settings_or_exit(for_slack=False)
    address = to or typed_secret("The new DATABASE_URL").get_secret_value()
    from bot.storage.engine import BadDatabaseUrl, NoDatabase
    from bot.storage.migrate import CannotMigrate
    from bot.storage.moving import CannotMove, move

    try:
        moved = asyncio.run(move(settings.database_url, address))
    except (BadDatabaseUrl, CannotMigrate, CannotMove, NoDatabase) as error:
        stop(str(error))
    width = max(len(name) for name in moved)
    for name, rows in moved.items():
        print(f"{name:{width}}  {rows:>9,}")
    print(f"\nMoved {sum(moved.values()):,} rows and compared all of them.")
    print(
        "Now set DATABASE_URL to the new address, start Frontdesk and run the doctor. The old file is as it was: keep it until you are sure."
    )
