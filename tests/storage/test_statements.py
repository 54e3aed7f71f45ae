"""A statement that goes past SQLAlchemy gives and changes what SQLAlchemy would, in either database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, bindparam, event, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.appointments.errors import NotKept
from bot.storage.alert_tables import waiting_posts
from bot.storage.asynchronous import AsyncEngine
from bot.storage.desk_tables import outbox
from bot.storage.engine import at_once, open_engine, trips_of
from bot.storage.migrate import migrate
from bot.storage.statements import Reading, Statement
from bot.storage.taking import next_due
from bot.storage.transactions import insert_or_ignore, reading, writing

NOW = datetime(2026, 11, 20, 9, 10, 0, 123456, tzinfo=UTC)
IN_INDIA = NOW.astimezone(timezone(timedelta(hours=5, minutes=30)))
MINE = {"team": "T1"}


@pytest.fixture
async def engine(database: str) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(database)
    await migrate(engine)
    yield engine
    await engine.dispose()


def job(key: str, **more: Any) -> dict[str, Any]:
    row = {"key": key, "team": "T1", "kind": "look", "data": {"Łódź": ['"', None, 1.5]}, "due": IN_INDIA}
    return {**row, "attempts": 0, "created": NOW, "due_first": NOW, **more}


def post(ts: str, **more: Any) -> dict[str, Any]:
    return {"team": "T1", "channel": "C1", "ts": ts, "appointment": "a", "since": NOW, "open": True, **more}


async def test_rows_are_what_sqlalchemy_gives(engine: AsyncEngine) -> None:
    jobs = select(outbox).where(outbox.c.team == bindparam("team"), outbox.c.kind == "look")
    posts = select(waiting_posts).where(waiting_posts.c.team == bindparam("team"), waiting_posts.c.open)
    async with writing(engine) as connection:
        for row in (job("one"), job("two", leased_until=IN_INDIA)):
            assert await insert_or_ignore(connection, outbox, row)
        assert not await insert_or_ignore(connection, outbox, job("one", team="T2"))
        for told in (post("1"), post("2", snoozed_until=NOW), post("3", open=False)):
            assert await insert_or_ignore(connection, waiting_posts, told)
    async with reading(engine) as connection:
        for query, count in ((jobs, 2), (posts, 2)):
            usual = (await connection.execute(query, MINE)).mappings().all()
            found = await Statement(query).rows(connection, MINE)
            assert [dict(row) for row in found] == [dict(row) for row in usual]
            assert [type(value) for row in found for value in row.values()] == [
                type(value) for row in usual for value in row.values()
            ]
            assert len(found) == count
            assert await Statement(query).rows(connection, {"team": "T9"}) == []


async def test_a_change_tells_how_many_rows_it_changed_and_is_undone_with_its_transaction(
    engine: AsyncEngine,
) -> None:
    later = Statement(update(outbox).where(outbox.c.key == bindparam("which")).values(due=bindparam("when")))
    async with writing(engine) as connection:
        await insert_or_ignore(connection, outbox, job("one"))

    async def given_up() -> None:
        async with writing(engine) as connection:
            assert await later.changed(connection, {"which": "one", "when": NOW + timedelta(days=1)}) == 1
            raise EOFError

    with pytest.raises(EOFError):
        await given_up()
    async with writing(engine) as connection:
        assert await later.changed(connection, {"which": "another", "when": NOW}) == 0
        assert (await connection.execute(select(outbox.c.due))).scalar() == NOW


async def test_what_fails_fails_as_ever(engine: AsyncEngine) -> None:
    bare = Statement(outbox.insert(), ("key",))
    with pytest.raises(IntegrityError):
        async with writing(engine) as connection:
            await bare.changed(connection, {"key": "one"})
    async with reading(engine) as connection:
        assert (await connection.execute(select(outbox))).all() == []


async def test_a_database_that_is_locked_is_told_of_in_our_words(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/desk.sqlite3")
    await migrate(engine)
    other = open_engine(f"sqlite:///{tmp_path}/desk.sqlite3")
    async with writing(engine) as connection:
        await insert_or_ignore(connection, outbox, job("one"))
        async with other.connect() as waits:
            await waits.exec_driver_sql("PRAGMA busy_timeout = 1")
            with pytest.raises(OperationalError):
                await insert_or_ignore(waits, outbox, job("two"))
        with pytest.raises(NotKept):
            await in_vain(other)
    await engine.dispose()
    await other.dispose()


async def in_vain(engine: AsyncEngine) -> None:
    async with reading(engine) as connection:
        await connection.exec_driver_sql("PRAGMA busy_timeout = 1")
        await insert_or_ignore(connection, outbox, job("two"))


async def test_on_sqlite_it_is_one_trip_and_none_of_its_own_in_work_that_is_one(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/desk.sqlite3")
    await migrate(engine)
    jobs, asked = Statement(select(outbox).where(outbox.c.team == bindparam("team"))), []

    def note(*told: Any) -> None:
        asked.append(str(told[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        async with reading(engine) as connection:
            trips = trips_of(connection)
            assert trips is not None
            before = trips._sent
            await jobs.rows(connection, MINE)
            assert trips._sent - before == 1
            await at_once(connection, lambda one: jobs.rows(one, MINE))
            assert trips._sent - before == 2
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len(asked) == 2, "whoever listens hears of it"
    await engine.dispose()


async def test_when_the_next_job_is_due_is_told_without_going_through_all_that_is_to_come(
    tmp_path: Path,
) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/desk.sqlite3")
    await migrate(engine)
    said: list[str] = []

    def note(*told: Any) -> None:
        said.append(str(told[2]))

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    async with reading(engine) as connection:
        assert await next_due(connection, NOW) is None
        values = (1, 0, *3 * [NOW.isoformat()])
        plan = (await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said[0]}", values)).all()
    ways = [row[-1] for row in plan if "outbox" in row[-1]]
    assert [way.split("USING INDEX ")[-1].split()[0] for way in ways] == ["outbox_by_due", "outbox_by_lease"]
    assert "min(outbox.due)" not in said[0], "which goes through all of them"
    await engine.dispose()


async def test_what_was_made_of_rows_stands_for_as_long_as_they_are_the_same(engine: AsyncEngine) -> None:
    posts = select(waiting_posts).where(waiting_posts.c.team == bindparam("team"))
    again = Reading(Statement(posts.order_by(waiting_posts.c.ts)), lambda rows: [row["ts"] for row in rows])
    async with reading(engine) as connection:
        nothing = await again.of(connection, MINE)
        assert nothing == []
        assert await again.of(connection, MINE) is nothing
    async with writing(engine) as connection:
        await insert_or_ignore(connection, waiting_posts, post("1"))
    async with reading(engine) as connection:
        one = await again.of(connection, MINE)
        assert one == ["1"]
        assert await again.of(connection, MINE) is one
        assert await again.of(connection, {"team": "T2"}) == []
    async with writing(engine) as connection:
        await connection.execute(update(waiting_posts).values(snoozed_until=NOW))
    async with reading(engine) as connection:
        changed = await again.of(connection, MINE)
        assert changed == one
        assert changed is not one
