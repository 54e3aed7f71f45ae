"""`frontdesk move-database`: every row of every table from SQLite to PostgreSQL, or none."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Integer,
    String,
    Table,
    func,
    insert,
    null,
    select,
    text,
    update,
)

from bot.storage.alert_tables import subscriptions
from bot.storage.desk_tables import Sealed, Utc, audit, outbox
from bot.storage.engine import open_engine
from bot.storage.migrate import METADATAS, database
from bot.storage.moving import TABLES, CannotMove, move
from tests.postgres import PostgresServer
from tests.stories.process import run_once

NOW = datetime(2026, 11, 20, 9, 10, 11, 123456, tzinfo=UTC)


def value(column: Column[Any], row: int) -> Any:
    """Something that a column may hold; of what may be absent every other is."""
    if column.foreign_keys:
        return row + 1
    if column.nullable and row % 2:
        return null() if isinstance(column.type, JSON) else None
    match column.type:
        case Utc():
            return NOW + timedelta(minutes=row)
        case JSON():
            return [None, {"b": 1, "a": ["é", "\u2603", 0.1, True, None]}, []][row]
        case Boolean():
            return row % 2 == 0
        case Date():
            return date(1980, 2, 29) + timedelta(days=row)
        case Integer():
            return 2**31 - 4 + row if not column.primary_key else row + 1
        case String() | Sealed():
            length = getattr(column.type, "length", None)
            return f"{row}é'\"\\%☃{'x' * 300}"[: length or 300]
    raise AssertionError(f"what may {column} hold?")


def rows_of(table: Table) -> list[dict[str, Any]]:
    return [{column.name: value(column, row) for column in table.c} for row in range(3)]


@pytest.fixture
async def old(tmp_path: Path) -> str:
    """An SQLite database with rows in every table."""
    url = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    async with database(url) as engine, engine.begin() as connection:
        for table in TABLES:
            for row in rows_of(table):
                await connection.execute(insert(table).values(row))
    return url


@pytest.fixture
async def new(postgres: PostgresServer) -> AsyncIterator[str]:
    async with postgres.empty() as address:
        yield address


async def held(url: str) -> dict[str, list[str]]:
    """All rows, by table."""
    engine = open_engine(url)
    async with engine.connect() as connection:
        found = {table.name: sorted(map(repr, await connection.execute(select(table)))) for table in TABLES}
        null_here = select(func.count()).where(subscriptions.c.here.is_(None))
        found["absent"] = [str((await connection.execute(null_here)).scalar())]
    await engine.dispose()
    return found


async def test_every_row_of_every_table_arrives_and_ids_go_on(old: str, new: str, tmp_path: Path) -> None:
    before = await held(old)
    code, out, err = await run_once(tmp_path, {"DATABASE_URL": old}, "move-database", "--to", new)
    assert (code, err) == (0, "")
    assert f"Moved {3 * len(TABLES)} rows and compared all of them." in out
    assert len(TABLES) == sum(len(metadata.tables) for metadata in METADATAS)
    assert await held(new) == before == await held(old)
    async with database(new) as engine, engine.begin() as connection:
        for table in (audit, outbox):
            fresh = rows_of(table)[0] | ({"key": "another"} if table is outbox else {})
            del fresh["id"]
            added = await connection.execute(insert(table).values(fresh).returning(table.c.id))
            assert added.scalar() == 4


async def test_what_is_in_the_way_is_said_and_nothing_is_moved(old: str, new: str) -> None:
    async with database(new) as engine, engine.begin() as connection:
        await connection.execute(insert(audit).values(rows_of(audit)[0]))
    with pytest.raises(CannotMove, match=r"has rows already \(audit\)"):
        await move(old, new)
    with pytest.raises(CannotMove, match="does not start with postgresql://"):
        await move(old, old)
    with pytest.raises(CannotMove, match="DATABASE_URL is no SQLite file"):
        await move(new, new)
    assert [name for name, rows in (await held(new)).items() if rows not in ([], ["0"])] == ["audit"]


async def test_a_database_that_is_in_use_is_not_moved(old: str, new: str) -> None:
    async with database(old) as engine, engine.connect() as connection:
        await connection.execute(select(audit))
        await connection.rollback()
        with pytest.raises(CannotMove, match="Somebody has the old database open"):
            await move(old, new)
    assert sum((await move(old, new)).values()) == 3 * len(TABLES)


async def test_a_row_that_is_refused_leaves_nothing_behind_and_it_may_be_tried_again(
    old: str, new: str
) -> None:
    async with database(old) as engine, engine.begin() as connection:
        await connection.execute(update(audit).where(audit.c.id == 3).values(code="nothing\0personal"))
    with pytest.raises(CannotMove, match="does not take a row of audit") as refused:
        await move(old, new)
    assert "personal" not in str(refused.value)
    assert {len(rows) for name, rows in (await held(new)).items() if name != "absent"} == {0}
    async with database(old) as engine, engine.begin() as connection:
        await connection.execute(update(audit).where(audit.c.id == 3).values(code="K7Q2M"))
    assert (await move(old, new))["audit"] == 3


async def test_a_new_database_that_goes_away_at_the_very_end_is_said_and_shows_nothing_personal(
    old: str, new: str
) -> None:
    async with database(new) as engine, engine.begin() as connection:
        for line in (
            "CREATE FUNCTION gone() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$",
            "CREATE CONSTRAINT TRIGGER goes AFTER INSERT ON audit DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW EXECUTE FUNCTION gone()",
        ):
            await connection.execute(text(line))
    with pytest.raises(CannotMove, match="stopped answering") as lost:
        await move(old, new)
    assert "The old one is as it was. Try again" in str(lost.value)
    async with database(new) as engine, engine.begin() as connection:
        await connection.execute(text("DROP TRIGGER goes ON audit"))
    assert (await move(old, new))["audit"] == 3


async def test_a_database_that_is_not_there_is_not_made(new: str, tmp_path: Path) -> None:
    gone = tmp_path / "gone.sqlite3"
    code, out, err = await run_once(
        tmp_path, {"DATABASE_URL": f"sqlite:///{gone}"}, "move-database", "--to", new
    )
    assert (code, out) == (2, "")
    assert "There is no database yet" in err
    assert not gone.exists()
