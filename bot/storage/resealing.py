"""Seal anew with the newest key whatever is sealed, in every table, a batch at a time, while others write there too."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from sqlalchemy import Column, Table, and_, select, tuple_, update

from bot.storage.asynchronous import AsyncEngine
from bot.storage.desk_tables import Sealed
from bot.storage.migrate import METADATAS
from bot.storage.transactions import writing
from bot.storage.vault import Vault

BATCH = 200


class Resealed(Struct):
    """What came of it."""

    anew: int = 0
    """Values that were sealed anew."""
    were: int = 0
    """Values that the newest key opened already."""
    unopened: list[str] = []
    """Where a value stands that no key opens: column and row."""


def sealed_columns() -> list[tuple[Table, list[Column[Any]]]]:
    """Every table that has something sealed, with the columns that do."""
    tables = [table for metadata in METADATAS for table in metadata.sorted_tables]
    found = [(table, [one for one in table.c if isinstance(one.type, Sealed)]) for table in tables]
    return [(table, columns) for table, columns in found if columns]


async def reseal(engine: AsyncEngine, vault: Vault, batch: int = BATCH) -> Resealed:
    """Go through all of it, again where somebody wrote in between, until nothing is left that only an older key opens.

    Each batch is one transaction: whatever ends this halfway leaves every value sealed with one key or the other.
    """
    anew = 0
    while True:
        found = Resealed()
        missed = 0
        for table, columns in sealed_columns():
            missed += await _reseal_table(engine, vault, table, columns, batch, found)
        anew += found.anew
        if not missed:
            found.anew, found.were = anew, found.were + found.anew - anew
            return found


async def _reseal_table(
    engine: AsyncEngine, vault: Vault, table: Table, columns: list[Column[Any]], batch: int, found: Resealed
) -> int:
    """Gives how many values were written by somebody else in between."""
    key = list(table.primary_key.columns)
    last: tuple[Any, ...] | None = None
    missed = 0
    while True:
        query = select(*key, *columns).order_by(*key).limit(batch)
        if last is not None:
            query = query.where(tuple_(*key) > tuple_(*last))
        async with writing(engine) as connection:
            rows = (await connection.execute(query)).all()
            for row in rows:
                where, values = tuple(row[: len(key)]), row[len(key) :]
                for column, sealed in zip(columns, values, strict=True):
                    again = _again(vault, sealed, f"{table.name}.{column.name} of {where[0]}", found)
                    if again is None:
                        continue
                    mine = and_(*(one == value for one, value in zip(key, where, strict=True)))
                    change = update(table).where(mine, column == sealed).values({column: again})
                    changed = (await connection.execute(change)).rowcount
                    found.anew += changed
                    missed += not changed
        if not rows:
            return missed
        last = tuple(rows[-1][: len(key)])


def _again(vault: Vault, sealed: str | None, where: str, found: Resealed) -> str | None:
    if sealed is None:
        return None
    if vault.is_newest(sealed):
        found.were += 1
        return None
    again = vault.resealed(sealed)
    if again is None:
        found.unopened.append(where)
    return again
