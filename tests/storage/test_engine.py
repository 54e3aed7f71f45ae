"""What is promised of the database, whoever uses it: names, privacy, waiting writers, a shape that fits the code."""

import asyncio
import stat
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, MetaData, column, event, insert, inspect, table, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.engine import CONNECTIONS, BadDatabaseUrl, open_engine
from bot.storage.migrate import METADATAS, CannotMigrate, migrate


@pytest.fixture
async def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/desk.sqlite3"


@pytest.fixture
async def engine(url: str) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(url)
    yield engine
    await engine.dispose()


def test_whoever_ends_at_once_over_a_file_that_is_no_database_leaves_nothing_behind(tmp_path: Path) -> None:
    """What a connection's thread says to a loop that is closed would be told here as a thread's own fault."""
    (tmp_path / "desk.sqlite3").write_bytes(b"this is no database" * 100)

    async def opened() -> None:
        async with open_engine(f"sqlite:///{tmp_path}/desk.sqlite3").connect():
            pass

    for _ in range(20):
        with pytest.raises(DatabaseError, match="file is not a database"):
            asyncio.run(opened())


@pytest.fixture
async def emptiness(empty_database: str) -> AsyncIterator[AsyncEngine]:
    """A database with nothing in it, of either kind."""
    engine = open_engine(empty_database)
    yield engine
    await engine.dispose()


@pytest.mark.parametrize(
    ("written", "opened"),
    [
        ("sqlite://", "sqlite+aiosqlite://"),
        ("postgresql://desk@db/desk", "postgresql+asyncpg://desk@db/desk"),
        ("postgresql://db/desk?sslmode=require", "postgresql+asyncpg://db/desk?ssl=require"),
    ],
)
def test_the_driver_is_chosen_for_the_person(written: str, opened: str) -> None:
    assert str(open_engine(written).url) == opened


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("sqlite+pysqlite:///x", "names the driver 'pysqlite': write sqlite:// alone"),
        ("postgresql+psycopg2://u:hunter2@h/d", "names the driver 'psycopg2': write postgresql:// alone"),
        ("mysql://u:hunter2@h/d", "starts with mysql://: only sqlite:// and postgresql://"),
        ("frontdesk.sqlite3", "is not a database address"),
        ("sqlite:////no/such/folder/x.sqlite3", "there is no folder /no/such/folder"),
    ],
)
def test_an_address_that_will_not_do_is_refused_in_words_without_its_password(
    written: str, words: str
) -> None:
    with pytest.raises(BadDatabaseUrl) as refused:
        open_engine(written)
    assert words in str(refused.value)
    assert "hunter2" not in str(refused.value)


@given(st.text(max_size=60).filter(lambda words: not words.startswith("sqlite")))
def test_whatever_is_written_is_opened_or_refused_in_words(written: str) -> None:
    words = ""
    try:
        open_engine(written)
    except BadDatabaseUrl as refused:
        words = str(refused)
    assert words == "" or words.startswith("DATABASE_URL")


def modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


async def test_the_file_belongs_to_its_owner_alone(engine: AsyncEngine, tmp_path: Path) -> None:
    await migrate(engine)
    assert modes(tmp_path) == {"desk.sqlite3": 0o600, "desk.sqlite3-wal": 0o600, "desk.sqlite3-shm": 0o600}


async def test_a_file_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    shared = tmp_path / "shared.sqlite3"
    shared.touch(mode=0o660)
    shared.chmod(0o660)
    open_engine(f"sqlite:///{shared}")
    assert modes(tmp_path) == {"shared.sqlite3": 0o660}


async def test_sqlite_is_set_to_be_safe(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        told = [
            (await connection.execute(text(f"PRAGMA {pragma}"))).scalar_one()
            for pragma in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    assert told == ["wal", 2, 1, 5000]


async def _count_to(engine: AsyncEngine, times: int) -> None:
    for _ in range(times):
        async with engine.begin() as connection:
            seen = (await connection.execute(text("SELECT n FROM tally"))).scalar_one()
            await asyncio.sleep(0)
            await connection.execute(text("UPDATE tally SET n = :n"), {"n": seen + 1})


@pytest.mark.parametrize("memory", [False, True], ids=["file", "memory"])
async def test_writers_that_read_first_wait_for_each_other(memory: bool, url: str) -> None:
    engine = open_engine("sqlite://" if memory else url)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE tally (n INTEGER)"))
        await connection.execute(text("INSERT INTO tally VALUES (0)"))
    await asyncio.gather(*(_count_to(engine, 10) for _ in range(6)))
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT n FROM tally"))).scalar_one() == 60
    await engine.dispose()


async def test_writers_get_their_turn_in_the_order_in_which_they_came(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE turns (id INTEGER PRIMARY KEY, who INTEGER)"))

    async def write(who: int) -> None:
        async with engine.begin() as connection:
            await connection.execute(text("INSERT INTO turns (who) VALUES (:who)"), {"who": who})

    async with engine.begin():
        writing = [asyncio.create_task(write(who)) for who in range(12)]
        await asyncio.sleep(0.05)
    await asyncio.gather(*writing)
    async with engine.connect() as connection:
        told = (await connection.execute(text("SELECT who FROM turns ORDER BY id"))).scalars().all()
    assert told == list(range(12))


async def test_a_reader_does_not_wait_for_a_writer(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE tally (n INTEGER)"))
    async with engine.begin() as writing:
        await writing.execute(text("INSERT INTO tally VALUES (1)"))
        async with asyncio.timeout(1), engine.connect() as reading:
            assert (await reading.execute(text("SELECT count(*) FROM tally"))).scalar_one() == 0


async def test_what_fails_halfway_leaves_nothing(engine: AsyncEngine) -> None:
    await migrate(engine)

    async def write_and_fail() -> None:
        async with engine.begin() as connection:
            await connection.execute(text("INSERT INTO service_departments (name, key) VALUES ('A', 'a')"))
            raise RuntimeError("half-way")

    with pytest.raises(RuntimeError, match="half-way"):
        await write_and_fail()
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM service_departments"))).scalar_one() == 0


def begun(connection: Connection) -> None:
    """Make a database that the first of all versions began: it is brought up to date step by step."""
    connection.execute(
        text(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
    )


def shape(connection: Connection) -> dict[str, object]:
    """All that a database tells of its tables, but the order of their columns."""
    database = inspect(connection)
    return {
        name: (
            sorted(map(str, database.get_columns(name))),
            database.get_pk_constraint(name),
            sorted(map(str, database.get_indexes(name))),
            sorted(map(str, database.get_unique_constraints(name))),
            sorted(map(str, database.get_foreign_keys(name))),
            sorted(map(str, database.get_check_constraints(name))),
        )
        for name in sorted(database.get_table_names())
    }


def emptied(connection: Connection) -> None:
    tables = MetaData()
    tables.reflect(connection)
    tables.drop_all(connection)


async def test_a_new_database_is_what_the_steps_of_all_versions_make(emptiness: AsyncEngine) -> None:
    shapes, versions = [], []
    for prepare in (emptied, begun):
        async with emptiness.begin() as connection:
            await connection.run_sync(prepare)
        await migrate(emptiness)
        async with emptiness.begin() as connection:
            shapes.append(await connection.run_sync(shape))
            versions.append((await connection.execute(text("SELECT version_num FROM alembic_version"))).all())
            await connection.run_sync(emptied)
    assert shapes[0] == shapes[1]
    assert versions[0] == versions[1] != []


async def test_migrations_make_exactly_the_tables_of_the_code(emptiness: AsyncEngine) -> None:
    async with emptiness.begin() as connection:
        await connection.run_sync(begun)
    await migrate(emptiness)
    await migrate(emptiness)

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"target_metadata": METADATAS})
        return list(compare_metadata(context, METADATAS))  # type: ignore[arg-type]  # it takes several

    async with emptiness.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_many_processes_may_start_at_once(empty_database: str, emptiness: AsyncEngine) -> None:
    program = (
        "import asyncio, sys; from bot.storage.engine import open_engine; from bot.storage.migrate import migrate\n"
        "async def main():\n"
        "    engine = open_engine(sys.argv[1]); print(flush=True); sys.stdin.readline()\n"
        "    await migrate(engine); await engine.dispose()\n"
        "asyncio.run(main())"
    )
    command = (sys.executable, "-c", program, empty_database)
    started = [
        await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=PIPE) for _ in range(4)
    ]
    for process in started:
        assert process.stdout is not None
        await process.stdout.readline()
    told = await asyncio.gather(*(process.communicate(b"go\n") for process in started))
    assert [err.decode() for _, err in told] == [""] * 4
    assert [process.returncode for process in started] == [0] * 4
    async with emptiness.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM service_appointments"))).scalar_one() == 0
        assert (await connection.execute(text("SELECT count(*) FROM alembic_version"))).scalar_one() == 1


async def test_a_new_file_may_be_opened_by_many_at_once(tmp_path: Path) -> None:
    for number in range(8):
        engines = [open_engine(f"sqlite:///{tmp_path}/{number}.sqlite3") for _ in range(6)]
        await asyncio.gather(*map(migrate, engines))
        await asyncio.gather(*(engine.dispose() for engine in engines))


async def test_a_database_of_a_newer_version_is_refused_and_left_alone(engine: AsyncEngine) -> None:
    await migrate(engine)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(CannotMigrate, match="another version of Frontdesk"):
        await migrate(engine)
    async with engine.connect() as connection:
        assert (
            await connection.execute(text("SELECT version_num FROM alembic_version"))
        ).scalar_one() == "9999"


async def test_connections_are_opened_once_and_kept(emptiness: AsyncEngine) -> None:
    opened: list[object] = []
    event.listen(emptiness.sync_engine, "connect", lambda connection, _: opened.append(connection))

    async def ask() -> None:
        async with emptiness.connect() as connection:
            await connection.execute(text("SELECT 1"))

    for _ in range(3):
        await asyncio.gather(*(ask() for _ in range(2 * CONNECTIONS)))
    assert len(opened) <= CONNECTIONS


async def test_what_one_workspace_kept_before_is_still_there(emptiness: AsyncEngine) -> None:
    """A database of the version that knew one workspace alone, with an appointment in a department."""
    from alembic import command

    from bot.storage.migrate import _config

    async with emptiness.begin() as connection:
        await connection.run_sync(lambda bound: command.upgrade(_config(bound), "0004"))
        await connection.execute(
            text("INSERT INTO service_departments (id, name, key) VALUES (7, 'Leeds', 'leeds')")
        )
        columns = await connection.run_sync(lambda bound: inspect(bound).get_columns("service_appointments"))
        row = {
            one["name"]: 7 if one["name"] == "department_id" else _any(one["type"].python_type)
            for one in columns
            if not one["nullable"] or one["name"] == "department_id"
        }
        then = table("service_appointments", *(column(one["name"], one["type"]) for one in columns))
        await connection.execute(insert(then).values(row))

    await migrate(emptiness)

    async with emptiness.connect() as connection:
        kept = (
            await connection.execute(
                text(
                    "SELECT a.team, d.team, d.name FROM service_appointments a "
                    "JOIN service_departments d ON d.id = a.department_id"
                )
            )
        ).all()
    assert [tuple(one) for one in kept] == [("", "", "Leeds")]


async def test_what_was_counted_before_a_session_had_several_times_is_still_there(
    emptiness: AsyncEngine,
) -> None:
    from alembic import command

    from bot.storage.migrate import _config

    async def moved_to(step: Callable[[Config, str], None], version: str) -> None:
        async with emptiness.begin() as connection:
            await connection.run_sync(lambda bound: step(_config(bound), version))

    async def kept(what: str) -> list[tuple[object, ...]]:
        async with emptiness.connect() as connection:
            rows = (await connection.execute(text(f"SELECT {what} FROM counted"))).all()
        return [tuple(one) for one in rows]

    await moved_to(command.upgrade, "0014")
    async with emptiness.begin() as connection:
        await connection.execute(
            text(
                "INSERT INTO counted (team, appointment, day, start, status, department_id, department, language, waited) "
                "VALUES ('T1', 'a', '2026-03-26', '2026-03-26 15:00:00', 'no_show', '', 'Leeds', 'Polish', 7)"
            )
        )
    await moved_to(command.upgrade, "0015")
    assert [(*one[:4], bool(one[4])) for one in await kept("appointment, day, status, waited, moved")] == [
        ("a", "2026-03-26", "no_show", 7, False)
    ]
    await moved_to(command.downgrade, "0014")
    assert await kept("appointment, day, status, waited") == [("a", "2026-03-26", "no_show", 7)]


def _any(kind: type) -> object:
    return {bool: False, int: 30, datetime: datetime(2026, 3, 26, 15, tzinfo=UTC)}.get(kind, "x")
