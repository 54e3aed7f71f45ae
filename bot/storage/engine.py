"""Open the database that DATABASE_URL names; the driver and what SQLite needs to be safe are decided here."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, AsyncAdaptedQueuePool, Engine, event, make_url
from sqlalchemy.exc import ArgumentError

from bot.storage.asynchronous import AsyncConnection, AsyncEngine, create_async_engine
from bot.storage.trips import Connection as Trips
from bot.storage.trips import faults_told

Transaction = AsyncConnection
"""A transaction that is open, as those see it who only pass it on."""
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
T = TypeVar("T")
_MEMORY = {None, "", ":memory:"}
BUSY = 5
"""Seconds that SQLite waits for whoever is writing, and a server may take to let us in."""
CONNECTIONS = 15
"""At the most, and kept open once they are: to open one costs more than most of what is done with it."""
HELD = 2
"""Of SQLite's, how many are held for whoever reads next."""
_KEPT: dict[str, Any] = {"pool_size": CONNECTIONS, "max_overflow": 0}


class BadDatabaseUrl(ValueError):
    """DATABASE_URL can't be used; the message says why and what to write. It never repeats a password."""


class NoDatabase(Exception):
    """There is no database yet where DATABASE_URL says; the message says so, and none was made."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"There is no database yet {where}. Nothing was made. "
            "Check DATABASE_URL and the folder you are in; frontdesk serve makes a new one."
        )


class FileMoved(OSError):
    """The database's file is not where it was: what is written would go where nobody finds it again."""


class SqliteEngine(AsyncEngine):
    """Let writers wait for each other: `begin()` takes the write lock with its first statement, `connect()` only reads.

    With SQLite's own habit, to take the lock at the first change, a transaction that has read and then writes
    fails at once with "database is locked" when somebody else wrote in between. And writers of one process queue here:
    SQLite has them all ask again and again, and whoever is unlucky for five seconds fails.
    """

    def __init__(self, sync_engine: Engine, file: tuple[int, int] | None = None) -> None:
        super().__init__(sync_engine)
        self._file = file
        """The file that was opened, by device and number: its name may come to stand for another, or for none."""
        self._turn = asyncio.Lock()
        self._readers: list[AsyncConnection] = []
        self._writers: list[AsyncConnection] = []

    def written(self) -> object:
        """Something that is another when anybody has written: another process tells SQLite's readers of nothing."""
        try:
            log = os.stat(f"{self.url.database}-wal")
        except OSError:
            return None
        return log.st_mtime_ns, log.st_size

    def check(self) -> None:
        """Raise FileMoved where the name no longer stands for the file that was opened."""
        if self._file is None:
            return
        try:
            found = os.stat(str(self.url.database))
        except OSError as error:
            raise FileMoved from error
        if (found.st_dev, found.st_ino) != self._file:
            raise FileMoved

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        async with self.writing() as connection, connection.begin():
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Lend a connection to whoever's turn it is, and commit. SQLAlchemy's own transaction, which takes as long as a statement, begins when it is needed."""
        self.check()
        async with self._turn, self._lent(self._writers) as connection:
            if trips := trips_of(connection):
                trips.begins = True
            yield connection
            if trips is None or connection.in_transaction():
                await connection.commit()
            else:
                with faults_told():
                    await trips.commit()

    def reading(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Lend a connection: what only reads sees with each statement what stands then, as on PostgreSQL, and needs no BEGIN."""
        return self._lent(self._readers)

    async def dispose(self, close: bool = True) -> None:
        while held := self._readers or self._writers:
            await held.pop().close()
        await super().dispose(close)

    @asynccontextmanager
    async def _lent(self, held: list[AsyncConnection]) -> AsyncIterator[AsyncConnection]:
        """Lend one that is held for the next, for to put it back into the pool and take it out takes as long as a statement. After a fault it is put back."""
        async with AsyncExitStack() as stack:
            connection = held.pop() if held else await self.connect()
            stack.push_async_exit(connection)
            yield connection
            if connection.in_transaction():
                await connection.rollback()
            if self._file is not None and len(held) < HELD:
                stack.pop_all()
                held.append(connection)


def open_engine(database_url: str) -> AsyncEngine:
    """Make the engine for `sqlite:///file`, `sqlite://` (memory, one connection) or `postgresql://…`.

    A new SQLite file is readable by its owner alone. Raises BadDatabaseUrl.
    """
    url = _with_driver(database_url)
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(url)
    return create_async_engine(url, pool_pre_ping=True, connect_args={"timeout": BUSY}, **_KEPT)


def sqlite_file(database_url: str) -> Path | None:
    """Where the database is a file, which one. Raises BadDatabaseUrl."""
    url = _with_driver(database_url)
    if url.get_backend_name() != "sqlite" or url.database in _MEMORY:
        return None
    return Path(str(url.database)).expanduser().absolute()


def open_old(database_url: str) -> AsyncEngine:
    """Make the engine for a database that is there already: no file is made. Raises BadDatabaseUrl, NoDatabase."""
    file = sqlite_file(database_url)
    if file is not None and not (os.path.exists(file) and os.path.getsize(file)):
        raise NoDatabase(f"at {file}")
    return open_engine(database_url)


def _with_driver(database_url: str) -> URL:
    try:
        url = make_url(database_url)
    except ArgumentError as error:
        raise BadDatabaseUrl(
            "DATABASE_URL is not a database address: write sqlite:///file or postgresql://…"
        ) from error
    backend, _, driver = url.drivername.partition("+")
    if backend not in _DRIVERS:
        raise BadDatabaseUrl(
            f"DATABASE_URL starts with {backend}://: only sqlite:// and postgresql:// are known."
        )
    if driver:
        raise BadDatabaseUrl(
            f"DATABASE_URL names the driver {driver!r}: write {backend}:// alone, the driver is chosen for you."
        )
    url = url.set(drivername=_DRIVERS[backend])
    if "sslmode" in url.query:  # libpq's word for it; asyncpg takes the same values under another name
        url = url.difference_update_query(["sslmode"]).update_query_dict({"ssl": url.query["sslmode"]})
    return url


def _open_sqlite(url: URL) -> AsyncEngine:
    options: dict[str, Any] = {"connect_args": {"timeout": BUSY, "async_creator_fn": _connect}, **_KEPT}
    file: tuple[int, int] | None = None
    if url.database in _MEMORY:
        # Each connection would be a database of its own, and one shared connection would mix transactions up.
        options |= {"poolclass": AsyncAdaptedQueuePool, "pool_size": 1, "max_overflow": 0}
    else:
        path = _private_file(Path(str(url.database)))
        file = (path.stat().st_dev, path.stat().st_ino)
        url = url.set(database=str(path))
    engine = SqliteEngine(create_async_engine(url, **options).sync_engine, file)
    # Asked first: SQLite would make a new, empty file of one that is gone.
    event.listen(engine.sync_engine, "do_connect", lambda *_: engine.check())
    return engine


def _private_file(path: Path) -> Path:
    path = path.expanduser().absolute()
    if not path.parent.is_dir():
        raise BadDatabaseUrl(f"DATABASE_URL: there is no folder {path.parent}; make it first.")
    try:
        # Only when it is new: to open and close a file that is in use would drop SQLite's locks on it.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        pass
    except OSError as error:
        raise BadDatabaseUrl(f"DATABASE_URL: the file can't be made: {error.strerror}.") from error
    return path


async def _connect(*where: Any, **how: Any) -> Trips:
    def there() -> sqlite3.Connection:
        connection: sqlite3.Connection = sqlite3.connect(*where, **how)
        try:
            _prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    return await Trips(there).opened()


def _prepare(connection: sqlite3.Connection) -> None:
    """In the connection's thread, where nobody else waits: switch to WAL, and have an acknowledged write outlive a power cut too.

    While others do the same to a new file SQLite says "locked" at once, whatever time it was given.
    """
    connection.isolation_level = None  # the driver opens no transactions by itself: `Trips.begun` does
    until = time.monotonic() + BUSY
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


async def at_once(
    connection: AsyncConnection, work: Callable[[AsyncConnection], Coroutine[Any, Any, T]]
) -> T:
    """Do work of several statements in one trip to SQLite's thread. It waits for this connection alone, and changes nothing that others see."""
    trips = trips_of(connection)
    return await (trips.at_once(lambda: work(connection)) if trips else work(connection))


def trips_of(connection: AsyncConnection) -> Trips | None:
    """SQLite's own connection below this one; None on PostgreSQL."""
    driver = connection.sync_connection.connection.driver_connection if connection.sync_connection else None
    return driver if isinstance(driver, Trips) else None
