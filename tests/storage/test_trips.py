"""A statement is one trip to SQLite's thread; what it promised before, it promises still."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import suppress
from contextvars import ContextVar
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, bindparam, event, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.engine import at_once, open_engine
from bot.storage.statements import Statement
from bot.storage.transactions import reading, writing
from bot.storage.trips import FIRST, Connection

MANY = 2 * FIRST + 1
numbers = Table(
    "numbers",
    MetaData(),
    Column("number", Integer, primary_key=True),
    Column("twice", Integer, nullable=False),
)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(f"sqlite:///{tmp_path}/desk.sqlite3")
    async with engine.begin() as connection:
        await connection.run_sync(numbers.metadata.create_all)
        await connection.execute(insert(numbers), [{"number": one, "twice": 2 * one} for one in range(MANY)])
    yield engine
    await engine.dispose()


async def test_reading_is_one_trip_and_a_transaction_two(engine: AsyncEngine) -> None:
    some = select(numbers.c.twice).where(numbers.c.number < 3)
    async with engine.connect() as connection:
        driver = await driver_of(connection)
        before = driver._sent
        assert (await connection.execute(some)).scalars().all() == [0, 2, 4]
    assert driver._sent - before == 1, (
        "no trip for the cursor, for rows, for its end, or to roll nothing back"
    )
    async with engine.begin() as connection:
        driver = await driver_of(connection)
        before = driver._sent
        changed = await connection.execute(update(numbers).where(numbers.c.number < 3).values(twice=0))
        assert changed.rowcount == 3
        assert driver._sent - before == 1, "the lock is taken on the way"
        assert driver.in_transaction
    assert driver._sent - before == 2
    assert not driver.in_transaction
    async with engine.begin() as connection:
        driver = await driver_of(connection)
        before = driver._sent
    assert driver._sent == before, "what did nothing has nothing to commit"


async def test_work_of_several_statements_is_one_trip(engine: AsyncEngine) -> None:
    said: ContextVar[str] = ContextVar("said", default="")

    async def work(connection: AsyncConnection) -> tuple[list[int], str]:
        await connection.execute(update(numbers).where(numbers.c.number < 2).values(twice=9))
        found = await connection.execute(select(numbers.c.twice).where(numbers.c.number < 3))
        return list(found.scalars()), said.get()

    said.set("by whoever asked")
    async with engine.begin() as connection:
        driver = await driver_of(connection)
        before = driver._sent
        assert await at_once(connection, work) == ([9, 9, 4], "by whoever asked")
        assert driver._sent - before == 1


async def test_work_that_fails_changes_nothing_and_says_why(engine: AsyncEngine) -> None:
    async def work(connection: AsyncConnection) -> None:
        await connection.execute(update(numbers).values(twice=9))
        await connection.execute(insert(numbers).values(number=0, twice=0))

    with pytest.raises(IntegrityError):
        async with engine.begin() as connection:
            await at_once(connection, work)
    async with engine.connect() as connection:
        left = await connection.execute(select(numbers.c.twice).where(numbers.c.number == 1))
        assert left.scalar() == 2


async def test_work_that_waits_for_anything_else_is_refused(engine: AsyncEngine) -> None:
    async def work(connection: AsyncConnection) -> None:
        await connection.execute(update(numbers).values(twice=9))
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="nothing but its connection"):
        async with engine.begin() as connection:
            await at_once(connection, work)
    await write(engine)


async def test_work_that_is_given_up_changes_nothing(engine: AsyncEngine) -> None:
    begun, goes_on = threading.Event(), threading.Event()

    async def work(connection: AsyncConnection) -> None:
        await connection.execute(update(numbers).values(twice=9))
        begun.set()
        goes_on.wait(5)
        await connection.execute(update(numbers).where(numbers.c.number == 0).values(twice=8))

    async def transaction() -> None:
        async with engine.begin() as connection:
            await at_once(connection, work)

    waiting = asyncio.create_task(transaction())
    await asyncio.to_thread(begun.wait, 5)
    waiting.cancel()
    asyncio.get_running_loop().call_later(0.02, goes_on.set)
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await write(engine)
    async with engine.connect() as connection:
        found = await connection.execute(select(numbers.c.twice).where(numbers.c.number < 3))
        assert list(found.scalars()) == [0, 7, 4]


@pytest.mark.parametrize("count", [0, 1, FIRST - 1, FIRST, FIRST + 1, MANY])
async def test_all_rows_come_however_many(engine: AsyncEngine, count: int) -> None:
    query = select(numbers.c.number).where(numbers.c.number < count).order_by(numbers.c.number)
    async with engine.connect() as connection:
        assert list((await connection.execute(query)).scalars()) == list(range(count))
        streamed = await connection.stream(query)
        assert [row.number async for row in streamed] == list(range(count))
        in_parts = await connection.stream(query.execution_options(yield_per=300))
        assert [row.number async for part in in_parts.partitions() for row in part] == list(range(count))


async def test_what_a_change_gives_back_and_how_many_it_changed(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        changed = update(numbers).values(twice=1).returning(numbers.c.number)
        assert len((await connection.execute(changed)).all()) == MANY
        more = await connection.execute(insert(numbers).values(number=MANY, twice=0))
        assert more.inserted_primary_key == (MANY,)


async def test_a_statement_that_fails_leaves_the_connection_usable(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        for _ in range(2):
            with pytest.raises(IntegrityError):
                await connection.execute(insert(numbers).values(number=0, twice=0))
        await connection.rollback()
        assert (await connection.execute(select(func.count()).select_from(numbers))).scalar() == MANY


async def test_whoever_gives_up_while_waiting_for_the_lock_does_not_keep_it(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    other = open_engine(f"sqlite:///{tmp_path}/desk.sqlite3")
    asked = asyncio.Event()
    event.listen(other.sync_engine, "before_cursor_execute", lambda *_: asked.set())
    async with engine.begin() as connection:
        await connection.execute(select(1))
        waiting = asyncio.create_task(write(other))
        await asked.wait()
        waiting.cancel()
    with suppress(asyncio.CancelledError):
        await waiting
    async with asyncio.timeout(5):
        await write(engine)
        await write(other)
    await other.dispose()


OF_A_NUMBER = Statement(select(numbers.c.twice).where(numbers.c.number == bindparam("which")))
TO_NINE = Statement(update(numbers).where(numbers.c.number == bindparam("which")).values(twice=9))


async def test_a_connection_is_held_for_the_next_and_what_it_reads_is_what_stands_then(
    engine: AsyncEngine,
) -> None:
    found = []
    for number in range(3):
        async with writing(engine) as connection:
            await TO_NINE.changed(connection, {"which": number})
            async with reading(engine) as reads:
                assert await OF_A_NUMBER.rows(reads, {"which": number}) == [{"twice": 2 * number}]
                found.append((connection, reads))
        async with reading(engine) as reads:
            assert (await reads.execute(select(numbers.c.twice).where(numbers.c.number == number))).all() == [
                (9,)
            ]
    assert found == 3 * found[:1]


async def test_what_was_left_halfway_is_not_there_for_the_next(engine: AsyncEngine) -> None:
    async def fails(fault: type[BaseException], *, once_more: bool) -> None:
        async with writing(engine) as connection:
            await TO_NINE.changed(connection, {"which": 1})
            if once_more:
                await connection.execute(select(1))
            raise fault

    for fault in (EOFError, asyncio.CancelledError):
        for once_more in (False, True):
            with pytest.raises(fault):
                await fails(fault, once_more=once_more)
            async with writing(engine) as connection:
                assert await OF_A_NUMBER.rows(connection, {"which": 1}) == [{"twice": 2}]
                await TO_NINE.changed(connection, {"which": 2})
    async with engine.connect() as connection:
        found = await connection.execute(select(numbers.c.twice).where(numbers.c.number < 3))
        assert list(found.scalars()) == [0, 2, 9]


async def test_a_commit_that_fails_is_told_as_sqlalchemy_tells_it_and_changes_nothing(
    engine: AsyncEngine,
) -> None:
    async with engine.begin() as connection:
        of = "REFERENCES numbers (number) DEFERRABLE INITIALLY DEFERRED"
        await connection.execute(text(f"CREATE TABLE thirds (number INTEGER {of})"))
    thirds = Table("thirds", MetaData(), Column("number", Integer))
    third = Statement(insert(thirds), ("number",))
    with pytest.raises(IntegrityError):
        async with writing(engine) as connection:
            await third.changed(connection, {"number": -1})
    async with writing(engine) as connection:
        await third.changed(connection, {"number": 1})
    async with engine.connect() as connection:
        assert (await connection.execute(select(thirds.c.number))).all() == [(1,)]


async def test_whoever_closes_the_database_closes_what_is_held(engine: AsyncEngine) -> None:
    before = set(threading.enumerate())
    for _ in range(2):
        async with writing(engine), reading(engine), reading(engine), reading(engine):
            pass
        await engine.dispose()
        for thread in set(threading.enumerate()) - before:
            await asyncio.to_thread(thread.join, 5)
        assert set(threading.enumerate()) <= before


async def write(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE numbers SET twice = 7 WHERE number = 1"))


async def driver_of(connection: AsyncConnection) -> Connection:
    driver = (await connection.get_raw_connection()).driver_connection
    assert isinstance(driver, Connection)
    return driver
