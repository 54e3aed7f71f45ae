"""SQLite databases that have their tables already: making them takes longer than many a story."""

from __future__ import annotations

import asyncio
import tempfile
from functools import cache
from pathlib import Path

from bot.storage.engine import open_engine
from bot.storage.migrate import migrate


async def make_tables(file: Path) -> None:
    """Give a database its tables, as `migrate` makes them; one that is there is left as it is."""
    await asyncio.to_thread(_copy, file)


def _copy(file: Path) -> None:
    if not file.exists():
        file.touch(0o600)
        file.write_bytes(_tables())


@cache
def _tables() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_make(f"sqlite:///{folder}/new.sqlite3"))
        return Path(folder, "new.sqlite3").read_bytes()


async def _make(address: str) -> None:
    engine = open_engine(address)
    await migrate(engine)
    await engine.dispose()
