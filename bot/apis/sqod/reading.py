"""A page of SQOD's list: cut into its rows, and each row read once, however often it is listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from msgspec import Meta, Raw, Struct
from msgspec.json import Decoder

from bot.apis.http.outcome import as_json
from bot.apis.http.rows import Page, Unread, read_row, values_of
from bot.apis.sqod.usual import Usual
from bot.apis.sqod.wire import WireAppointment, WirePage, appointment
from bot.appointments.cache import Lately
from bot.appointments.model import Appointment

REMEMBERED, PAGES_REMEMBERED, REMEMBERED_SECONDS = 16_384, 64, 120.0
"""Rows and pages of which it is kept what was made of them, and for how long at least."""
LONG = 100
"""Rows that take a millisecond to read."""

SqodPage = Page[Appointment]


class _Meta(Struct, gc=False):
    last_page: Annotated[int, Meta(ge=0)]
    total: int | None = None


class _Page(Struct, gc=False):
    data: list[Raw]
    meta: _Meta


class Reader:
    """Reads for one service. A page, and each row of it, that reads as it did lately, to the byte, is told as it was then."""

    def __init__(self, rooms: Mapping[str, str], hosts: Sequence[str]) -> None:
        self._rooms = rooms
        self._hosts = hosts
        self._usual = Usual(rooms, hosts)
        self._decoder = Decoder(_Page)
        self._pages: Lately[int, SqodPage] = Lately(PAGES_REMEMBERED, REMEMBERED_SECONDS)
        self._lately: Lately[int, Appointment] = Lately(REMEMBERED, REMEMBERED_SECONDS)

    def page(self, body: bytes) -> SqodPage:
        """Read a page row by row: one that can't be read hides no other. Raises ValueError where it is no page at all."""
        self._pages.turn()
        key = hash(body)
        page = self._pages.get(key)
        if page is None:
            page = self._read(body)
            self._pages.put(key, page)
        return page

    def _read(self, body: bytes) -> SqodPage:
        try:
            told = self._decoder.decode(body)
        except (ValueError, RecursionError):
            return self._odd_page(as_json(body))
        self._lately.turn()
        rows: list[Appointment] = []
        unread: dict[str, Unread] = {}
        for place, raw in enumerate(told.data, start=1):
            sent = bytes(raw)
            key = hash(sent)
            row = self._lately.get(key)
            if row is None:
                row = self._usual.read(sent) or self._row(_parsed(sent), place, unread)
                if row is None:
                    continue
                self._lately.put(key, row)
            rows.append(row)
        return Page(rows, told.meta.total, told.meta.last_page, unread)

    def _odd_page(self, body: object) -> SqodPage:
        loose = WirePage.model_validate(body)
        unread: dict[str, Unread] = {}
        read = [self._row(one, place, unread) for place, one in enumerate(values_of(loose.data), start=1)]
        rows = [row for row in read if row is not None]
        return Page(rows, loose.meta.total, loose.meta.last_page, unread)

    def _row(self, value: object, place: int, unread: dict[str, Unread]) -> Appointment | None:
        wire = read_row(WireAppointment, value, place, unread)
        return None if wire is None else appointment(wire, self._rooms, self._hosts)


def _parsed(sent: bytes) -> object:
    """None, which is no row, where it is not even JSON."""
    try:
        return as_json(sent)
    except ValueError:
        return None
