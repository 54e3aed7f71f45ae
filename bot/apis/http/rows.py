"""The rows of a list: read one by one, each counted once, and held against how many there should be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any, Generic, Protocol, TypeVar

import structlog
from msgspec import Struct
from pydantic import BaseModel, ValidationError

from bot.apis.http.outcome import as_json

MOST_NAMED = 20
"""Rows of one list that the log names; of more it tells how many."""
log = structlog.get_logger(__name__)


class _Row(Protocol):
    @property
    def id(self) -> str: ...


Row = TypeVar("Row", bound=_Row)
Model = TypeVar("Model", bound=BaseModel)


class Unread(Struct, frozen=True):
    """A row that can't be read: its id, or its place where it has none, and which of its fields are to blame."""

    name: str
    fields: tuple[str, ...]


class Page(Struct, Generic[Row], frozen=True):
    """One page as far as it could be read. `unread` has a key for each row that tells it from all others."""

    rows: Sequence[Row]
    total: int | None
    last_page: int = 1
    unread: Mapping[str, Unread] = {}

    @property
    def count(self) -> int:
        """How many rows came."""
        return len(self.rows) + len(self.unread)

    @property
    def ids(self) -> frozenset[str]:
        return frozenset([one.id for one in self.rows]).union(self.unread)


def values_of(data: object) -> list[Any]:
    """The rows of a list in any shape: PHP keys them by number, gives one alone as itself, and none as null."""
    match data:
        case None:
            return []
        case list():
            return data
        case dict() if "id" not in data:
            return list(data.values())
        case _:
            return [data]


def read_rows(kind: type[Model], values: Sequence[Any]) -> tuple[list[Model], dict[str, Unread]]:
    """Read row by row, so that one that can't be read hides no other."""
    unread: dict[str, Unread] = {}
    rows = [read_row(kind, value, place, unread) for place, value in enumerate(values, start=1)]
    return [row for row in rows if row is not None], unread


def parsed_row(sent: bytes) -> object:
    """None, which is no row, where it is not even JSON."""
    try:
        return as_json(sent)
    except ValueError:
        return None


def read_row(kind: type[Model], value: object, place: int, unread: dict[str, Unread]) -> Model | None:
    """Read one row; one that can't be read is put among the unread ones."""
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        fields = tuple(sorted({str(one["loc"][0]) if one["loc"] else "row" for one in error.errors()}))
    id_ = _id_of(value)
    key = id_ or blake2b(repr(value).encode(errors="replace"), digest_size=8).hexdigest()
    while key in unread:
        key += "+"  # another just like it
    unread[key] = Unread(id_ or f"row {place} of its page", fields)
    return None


def adds_up(pages: Sequence[Page[Any]]) -> bool:
    """Whether pages that were read one after the other tell of every row once, and of as many as they say there are."""
    ids = [page.ids for page in pages]
    count, totals = sum(map(len, ids)), {page.total for page in pages}
    return len(totals) == 1 and totals <= {None, count} and len(frozenset().union(*ids)) == count


class Rows(Generic[Row]):
    """Rows as they were read, each once, and how many there should be."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self.total = 0
        self._unread: dict[str, Unread] = {}
        self._missing_in_parts = 0

    @property
    def unread(self) -> dict[str, Unread]:
        """Those that no reading could read."""
        return {key: one for key, one in self._unread.items() if key not in self.rows}

    @property
    def missing(self) -> int:
        return self._missing_in_parts + max(0, self.total - len(self.rows.keys() | self._unread.keys()))

    def take(self, pages: Sequence[Page[Row]]) -> None:
        """Take one reading of a span."""
        for page in pages:
            self.rows |= {one.id: one for one in page.rows}
            self._unread |= page.unread
        self.total = pages[-1].total or 0

    def add(self, part: Rows[Row]) -> None:
        """Take a part's rows; two parts may share those that stand where one ends and the next begins."""
        self.rows |= part.rows
        self._unread |= part.unread
        self._missing_in_parts += part.missing

    def set_aside(self, id_: str, name_of_field: str) -> None:
        """Count one as unreadable because of something that it lacks."""
        del self.rows[id_]
        self._unread[id_] = Unread(id_, (name_of_field,))

    def report(self, path: str) -> None:
        """Name what could not be had to the log, by ids and names of fields alone."""
        unread = self.unread
        for one in list(unread.values())[:MOST_NAMED]:
            log.warning("row_unreadable", path=path, row=one.name, fields=list(one.fields))
        if len(unread) > MOST_NAMED or self.missing:
            log.warning("list_incomplete", path=path, unread=len(unread), missing=self.missing)


def _id_of(value: object) -> str | None:
    named = value.get("id") if isinstance(value, dict) else None
    if isinstance(named, bool) or not isinstance(named, str | int) or named == "":
        return None
    return str(named)[:64]
