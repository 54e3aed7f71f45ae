"""Statements that are sent many times a minute: SQLAlchemy writes each once, and SQLite is sent what it wrote.

To have SQLAlchemy carry one out takes several times as long as SQLite does. On PostgreSQL it still does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from typing import Any, Generic, TypeVar

from msgspec import Struct
from sqlalchemy import JSON, ClauseElement, Dialect, RowMapping, Select, String, bindparam, cast, func, select
from sqlalchemy.sql.compiler import SQLCompiler

from bot.storage.asynchronous import AsyncConnection
from bot.storage.engine import trips_of
from bot.storage.trips import Connection, faults_told

Values = Mapping[str, Any]
Row = Values | RowMapping
_Process = Callable[[Any], Any] | None
Made = TypeVar("Made")


class _Written(Struct, frozen=True):
    """What SQLAlchemy wrote, and how it has values go in and come out."""

    sql: str
    takes: Sequence[tuple[str | None, Any, _Process]]
    """By place: the name of the value that goes there, or what always stands there, and how it is kept."""
    names: Sequence[str]
    gives: Sequence[_Process]


class Statement:
    """`composed`, or what composes it for a dialect: each value that changes is a `bindparam`, and none is a list. `columns`: those that are given one."""

    def __init__(
        self, composed: ClauseElement | Callable[[str], ClauseElement], columns: Collection[str] | None = None
    ) -> None:
        self._compose = cache(composed if callable(composed) else lambda _: composed)
        self._columns = columns
        self._written: _Written | None = None

    async def rows(self, connection: AsyncConnection, values: Values) -> Sequence[Values]:
        """Give the rows that it finds, all of them, by the names of their columns."""
        return self.read(connection, await self.found(connection, values))

    async def found(self, connection: AsyncConnection, values: Values) -> Sequence[Any]:
        """Give the same as the database sent them, for `read`."""
        trips = trips_of(connection)
        if trips is None:
            return (await connection.execute(self._of(connection), values)).mappings().all()
        return (await _sent(connection, trips, self._as_written(connection), values))[0]

    def read(self, connection: AsyncConnection, found: Sequence[Any]) -> Sequence[Values]:
        """Read what was found."""
        if trips_of(connection) is None:
            return [dict(row) for row in found]
        written = self._as_written(connection)
        if any(written.gives):
            found = [
                [
                    process(value) if process else value
                    for process, value in zip(written.gives, row, strict=True)
                ]
                for row in found
            ]
        return [dict(zip(written.names, row, strict=True)) for row in found]

    async def changed(self, connection: AsyncConnection, values: Values) -> int:
        """Have it change what it changes, and tell how many rows that were."""
        trips = trips_of(connection)
        if trips is None:
            done: int = (await connection.execute(self._of(connection), values)).rowcount
            return done
        return (await _sent(connection, trips, self._as_written(connection), values))[1]

    def _of(self, connection: AsyncConnection) -> Any:
        return self._compose(connection.dialect.name)

    def _as_written(self, connection: AsyncConnection) -> _Written:
        if self._written is None:
            self._written = self._write(connection.dialect)
        return self._written

    def _write(self, dialect: Dialect) -> _Written:
        composed = self._compose(dialect.name)
        compiled = composed.compile(dialect=dialect, column_keys=self._columns)
        if not isinstance(compiled, SQLCompiler):
            raise TypeError("not a statement")
        binds = [compiled.binds[place] for place in compiled.positiontup or ()]
        columns = getattr(composed, "selected_columns", ())
        return _Written(
            str(compiled),
            [
                (
                    one.key if one.required else None,
                    one.value,
                    one.type.dialect_impl(dialect).bind_processor(dialect),
                )
                for one in binds
            ],
            [one.name for one in columns],
            [one.type.dialect_impl(dialect).result_processor(dialect, None) for one in columns],
        )


class Reading(Generic[Made]):
    """What was made of the rows that a statement finds, for as long as it finds the very same: then nothing of them is gone through."""

    def __init__(self, statement: Statement, make: Callable[[Sequence[Values]], Made]) -> None:
        self._statement = statement
        self._make = make
        self._last: tuple[Sequence[Any], Made] | None = None

    async def of(self, connection: AsyncConnection, values: Values) -> Made:
        """Read them now; the same object as last time where they are the same."""
        last, found = self._last, await self._statement.found(connection, values)
        if last is None or found != last[0]:
            last = self._last = found, self._make(self._statement.read(connection, found))
        return last[1]


async def _sent(
    connection: AsyncConnection, trips: Connection, written: _Written, values: Values
) -> tuple[list[Any], int]:
    args = [
        process(value) if process else value
        for name, always, process in written.takes
        for value in (always if name is None else values[name],)
    ]
    if told := connection.sync_connection:
        for hears in told.dispatch.before_cursor_execute:
            hears(told, None, written.sql, args, None, False)
    with faults_told():
        return await trips.sent(written.sql, args)


def listed(name: str, dialect: str) -> Select[Any]:
    """The texts of a list that is told in JSON, as one parameter: databases take only so many, and each costs as much as what it holds."""
    told = bindparam(name, type_=String)
    if dialect == "postgresql":
        return select(func.json_array_elements_text(cast(told, JSON)).table_valued("value").c.value)
    return select(func.json_each(told).table_valued("value").c.value)
