"""`python -m bot keys`: the keys that seal what is kept."""

from __future__ import annotations

import typer

keys = typer.Typer(
    no_args_is_help=True, help="Make a key for SECRET_KEYS, or seal anew with the newest of them."
)


@keys.command()
def new() -> None:
    """Print a new key. Put it first in SECRET_KEYS; keep it apart from the database's copies."""
    from bot.storage.vault import new_key

    print(new_key())
