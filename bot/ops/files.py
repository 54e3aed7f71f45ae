"""Whether others on this machine may read what holds secrets or people's data."""

from __future__ import annotations

import stat
from pathlib import Path

from bot.connecting.finding import Finding
from bot.settings import Settings
from bot.storage.engine import sqlite_file


async def look_at_files(settings: Settings) -> list[Finding]:
    """Look at `.env` and at SQLite's files; nothing is said of those that are not there, or are their owner's alone."""
    database = sqlite_file(settings.database_url)
    beside = (
        [database.with_name(database.name + end) for end in ("", "-wal", "-shm", "-journal")]
        if database
        else []
    )
    return [
        Finding("Files", f"others on this machine may read {path.name}", f"chmod 600 {path}")
        for path in (Path(".env"), *beside)
        if _open_to_others(path)
    ]


def _open_to_others(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
    except OSError:
        return False
