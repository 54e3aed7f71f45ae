"""`frontdesk keys`: the keys that seal what is kept."""

from __future__ import annotations

import typer

from bot.ops.command import keys_or_exit, settings_or_exit, stop, with_database

keys = typer.Typer(
    no_args_is_help=True, help="Make a key for SECRET_KEYS, or seal anew with the newest of them."
)


@keys.command()
def new() -> None:
    """Print a new key. Put it first in SECRET_KEYS; keep it apart from the database's copies."""
    from bot.storage.vault import new_key

    print(new_key())


@keys.command()
def rotate() -> None:
    """Seal anew with the first key of SECRET_KEYS all that is sealed, while the bot runs. May be stopped and started again."""
    settings = settings_or_exit(for_slack=False)
    keys_or_exit(settings)
    from bot.storage.resealing import reseal
    from bot.storage.vault import Vault

    done = with_database(settings, lambda engine: reseal(engine, Vault(settings.secret_keys)))
    print(f"Sealed anew: {done.anew}. Sealed with the newest key before: {done.were}.")
    if done.unopened:
        stop(
            "These can't be opened with any of SECRET_KEYS, and were left as they are. Put the key back that they were sealed with, "
            "or connect the workspace again (frontdesk workspaces connect):",
            *done.unopened,
        )
    if len(settings.secret_keys) > 1:
        print("All of it opens with the first key of SECRET_KEYS: the others are not needed any more.")
