"""Forget a workspace: every row of every table that is its own."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, Table, delete, update

from bot.storage.asynchronous import AsyncEngine
from bot.storage.migrate import METADATAS
from bot.storage.transactions import writing

_OWNERS = ("team", "holder")
"""What the column is called that says whose a row is."""


def owned_tables() -> Iterator[tuple[Table, Column[str]]]:
    """Every table whose rows are somebody's, those first that refer to others, each with the column that says whose."""
    for metadata in METADATAS:
        for table in reversed(metadata.sorted_tables):
            owner = next((table.c[name] for name in _OWNERS if name in table.c), None)
            if owner is not None:
                yield table, owner


async def forget_team(engine: AsyncEngine, team: str) -> int:
    """Delete all that is a workspace's own, in one transaction; gives how many rows that were."""
    gone = 0
    async with writing(engine) as connection:
        for table, owner in owned_tables():
            gone += (await connection.execute(delete(table).where(owner == team))).rowcount
    return gone


async def adopt_rows(engine: AsyncEngine, team: str) -> int:
    """Give a workspace the rows that were kept while it was alone and rows of the built-in service had no team."""
    moved = 0
    async with writing(engine) as connection:
        for table, owner in owned_tables():
            moved += (
                await connection.execute(update(table).where(owner == "").values({owner: team}))
            ).rowcount
    return moved
