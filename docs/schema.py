"""The statements that make a new database, written down so that no start has SQLAlchemy work them out."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import make_url
from sqlalchemy.schema import CreateIndex, CreateTable, ExecutableDDLElement

from bot.storage.migrate import METADATAS, VERSION

_PAGE = '''"""How a new database is made: written from the tables by `make docs`, a test holds both together."""

SQLITE = """
{sqlite}
"""

POSTGRESQL = """
{postgresql}
"""

STATEMENTS = {{"sqlite": SQLITE, "postgresql": POSTGRESQL}}
"""By the dialect's name; each is a line."""
'''


def schema() -> str:
    """Make `bot/storage/schema.py`."""
    return _PAGE.format(sqlite=_written("sqlite"), postgresql=_written("postgresql+asyncpg"))


def _written(driver: str) -> str:
    dialect = make_url(f"{driver}://").get_dialect()()
    return "\n".join(" ".join(str(one.compile(dialect=dialect)).split()) for one in _statements())


def _statements() -> Iterator[ExecutableDDLElement]:
    for metadata in (*METADATAS, VERSION.metadata):
        for table in metadata.sorted_tables:
            yield CreateTable(table)
            yield from (CreateIndex(index) for index in sorted(table.indexes, key=lambda one: str(one.name)))
