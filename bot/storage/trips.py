"""SQLite's connection, of which each statement, or all of some work, is one trip to its thread: aiosqlite goes there four times for each."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import copy_context
from typing import Any, TypeVar

import aiosqlite
from sqlalchemy.exc import DBAPIError

FIRST = 1000
"""Rows that come with the statement; only of more than these the rest is asked for."""
_CHUNK = 64
T = TypeVar("T")


@contextmanager
def faults_told() -> Iterator[None]:
    """Tell SQLite's faults as SQLAlchemy does, where something goes past it."""
    try:
        yield
    except sqlite3.Error as error:
        raise DBAPIError.instance(None, None, error, sqlite3.Error) from error


class Connection(aiosqlite.Connection):
    """What SQLAlchemy asks of aiosqlite's, with fewer trips."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, _CHUNK)
        self._thread.daemon = True  # as SQLAlchemy has those that it makes itself
        self._sent = self._back = 0
        self.begins = False
        """Whether its next statement begins a transaction that writes, and so takes the lock for that."""

    async def opened(self) -> Connection:
        try:
            await self
        except sqlite3.Error:
            self._thread.join()  # told to end, it answers the loop: before whoever can't go on closes that
            raise
        return self

    def cursor(self) -> Any:
        return _Cursor(self)

    async def commit(self) -> None:
        self.begins = False
        if self._may_have_begun:
            await self.trip(self._conn.commit)

    async def rollback(self) -> None:
        self.begins = False
        if self._may_have_begun:
            await self.trip(self._conn.rollback)
            self._back = self._sent  # it came after whatever was given up

    async def trip(self, what: Callable[[], T]) -> T:
        """Have something done in the thread; who is there already does it."""
        if threading.get_ident() == self._thread.ident:
            return what()
        self._sent += 1
        done: T = await self._execute(what)  # type: ignore[no-untyped-call]
        self._back += 1
        return done

    async def sent(self, sql: str, parameters: Sequence[Any]) -> tuple[list[Any], int]:
        """Carry out one statement to its end: all of its rows, and how many it changed."""

        def there() -> tuple[list[Any], int]:
            cursor = self.begun()
            cursor.execute(sql, parameters)
            return cursor.fetchall(), cursor.rowcount

        return await self.trip(there)

    def begun(self) -> sqlite3.Cursor:
        """In the thread: give a cursor, with the lock for writing taken where this is the first of a transaction."""
        cursor = self._conn.cursor()
        if self.begins:
            cursor.execute("BEGIN IMMEDIATE")
            self.begins = False
        return cursor

    async def at_once(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Do all of some work in the thread: it may wait for what this connection does, and for nothing else."""
        context = copy_context()

        def there() -> T:
            under_way = work()
            try:
                context.run(under_way.send, None)
            except StopIteration as ended:
                done: T = ended.value
                return done
            under_way.close()
            raise RuntimeError("what is done at once waits for nothing but its connection")

        return await self.trip(there)

    @property
    def _may_have_begun(self) -> bool:
        """Whether a transaction is open, or may yet be: after a trip that failed or was given up nobody knows."""
        return self._sent != self._back or self.in_transaction


class _Cursor:
    """Brings the first rows of a statement with it; closed by itself where these are all."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self._connection = connection
        self._open: sqlite3.Cursor | None = None
        self._rows: list[Any] = []

    async def __aenter__(self) -> _Cursor:
        return self

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        await self._begin(lambda cursor: cursor.execute(sql, parameters))

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> None:
        await self._begin(lambda cursor: cursor.executemany(sql, parameters))

    async def fetchall(self) -> list[Any]:
        if self._open is not None:
            self._rows += await self._connection.trip(self._open.fetchall)
        return self._taken(len(self._rows))

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        size = size or self.arraysize
        if self._open is not None and len(self._rows) < size:
            self._rows += await self._connection.trip(lambda: self._more(max(size, FIRST)))
        return self._taken(size)

    async def fetchone(self) -> Any:
        return next(iter(await self.fetchmany(1)), None)

    async def __aiter__(self) -> AsyncIterator[Any]:
        while rows := await self.fetchmany(FIRST):
            for row in rows:
                yield row

    async def close(self) -> None:
        self._rows = []
        if self._open is not None:
            cursor, self._open = self._open, None
            await self._connection.trip(cursor.close)

    async def _begin(self, execute: Callable[[sqlite3.Cursor], object]) -> None:
        await self.close()

        def there() -> None:
            self._open = self._connection.begun()
            execute(self._open)
            self._rows = self._more(FIRST)

        await self._connection.trip(there)

    def _more(self, size: int) -> list[Any]:
        """In the thread: fetch so many more; a statement has ended when there are fewer."""
        cursor = self._open
        if cursor is None:
            return []
        rows = cursor.fetchmany(size)
        self.description, self.rowcount, self.lastrowid = (
            cursor.description,
            cursor.rowcount,
            cursor.lastrowid,
        )
        if len(rows) < size:
            cursor.close()
            self._open = None
        return rows

    def _taken(self, size: int) -> list[Any]:
        taken, self._rows = self._rows[:size], self._rows[size:]
        return taken
