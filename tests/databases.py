"""SQLite databases that have their tables already, and whose statements are compiled once: both took longer than many a story."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy.dialects.sqlite import aiosqlite
from sqlalchemy.engine import Engine
from sqlalchemy.util import LRUCache

from bot.storage.engine import open_engine
from bot.storage.migrate import migrate

_made: list[bytes] = []
"""A database that has its tables, once it was asked for."""


def share_compiled_statements() -> None:
    """Have all engines of SQLite use what one of them compiled; each story has one of its own, and compiled all anew: 8 % of its CPU.

    They are for the same library in the same process, so their dialects are as good as one.
    """
    compiled: LRUCache[Any, Any] = LRUCache(2_000)
    dialect, opened = aiosqlite.dialect, Engine.__init__

    def open_sharing(engine: Engine, *arguments: Any, **options: Any) -> None:
        opened(engine, *arguments, **options)
        if type(engine.dialect) is dialect:
            engine._compiled_cache = compiled

    dialect.__eq__ = lambda one, other: type(one) is type(other)  # type: ignore[method-assign]
    dialect.__hash__ = lambda one: hash(type(one))  # type: ignore[method-assign, assignment]
    Engine.__init__ = open_sharing  # type: ignore[method-assign, assignment]


async def make_tables(file: Path) -> None:
    """Give a database its tables, as `migrate` makes them; one that is there is left as it is."""
    _copy(await _tables(), file)


def _copy(tables: bytes, file: Path) -> None:
    if not file.exists():
        file.touch(0o600)
        file.write_bytes(tables)


async def _tables() -> bytes:
    if not _made:
        with tempfile.TemporaryDirectory() as folder:
            file = f"{folder}/new.sqlite3"
            engine = open_engine(f"sqlite:///{file}")
            await migrate(engine)
            await engine.dispose()
            _made.append(_bytes(file))
    return _made[0]


def _bytes(file: str) -> bytes:
    return Path(file).read_bytes()
