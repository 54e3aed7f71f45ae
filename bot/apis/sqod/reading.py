"""A page of SQOD's list: decoded in one pass, or row by row where one is odd; and each row is made once, however often it is listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from msgspec import Meta, Raw, Struct
from msgspec.json import Decoder

from bot.apis.http.outcome import as_json
from bot.apis.http.rows import Page, Unread, parsed_row, read_row, values_of
from bot.apis.sqod.usual import Row, Usual, packed
from bot.apis.sqod.wire import WireAppointment, WirePage, appointment
from bot.appointments.cache import Lately
from bot.appointments.later import Later
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
    data: list[Row]
    meta: _Meta


class _Cut(Struct, gc=False):
    data: list[Raw]
    meta: _Meta


_PAGE, _CUT = Decoder(_Page), Decoder(_Cut)


class Reader:
    """Reads for one service. A page that came to the byte as it did lately, and each row that says the same as then, is told as it was."""

    def __init__(self, rooms: Mapping[str, str], hosts: Sequence[str]) -> None:
        self._rooms = rooms
        self._hosts = hosts
        self._usual = Usual(rooms, hosts)
        self._pages: Lately[int, SqodPage] = Lately(PAGES_REMEMBERED, REMEMBERED_SECONDS)
        self._lately: Lately[str, Later] = Lately(REMEMBERED, REMEMBERED_SECONDS)
        self._odd: Lately[int, Appointment] = Lately(REMEMBERED, REMEMBERED_SECONDS)

    def page(self, body: bytes) -> SqodPage:
        """Read a page; a row that can't be read hides no other. Raises ValueError where it is no page at all."""
        self._pages.turn()
        key = hash(body)
        page = self._pages.get(key)
        if page is None:
            page = self._read(body)
            self._pages.put(key, page)
        return page

    def _read(self, body: bytes) -> SqodPage:
        if self._lately.turn():
            self._pages.turn(at_once=True)  # else long pages would hold several times as many rows
        try:
            told = _PAGE.decode(body)
            return Page([self._told(row) for row in told.data], told.meta.total, told.meta.last_page)
        except (ValueError, RecursionError):
            return self._cut(body)

    def _told(self, row: Row) -> Later:
        """Tell a row that is spelled as usual. Raises ValueError where it is not, after all."""
        held = self._lately.get(row.id)
        if held is None or held.row != (packed(row) if isinstance(held.row, bytes) else row):
            held = self._usual.told(row)
            self._lately.put(row.id, held)
        return held

    def _cut(self, body: bytes) -> SqodPage:
        """Read row by row a page of which not every one is spelled as usual."""
        try:
            told = _CUT.decode(body)
        except (ValueError, RecursionError):
            return self._odd_page(as_json(body))
        self._odd.turn()
        rows: list[Appointment] = []
        unread: dict[str, Unread] = {}
        for place, raw in enumerate(told.data, start=1):
            row = self._usual_row(raw) or self._odd_row(bytes(raw), place, unread)
            if row is not None:
                rows.append(row)
        return Page(rows, told.meta.total, told.meta.last_page, unread)

    def _usual_row(self, raw: Raw) -> Later | None:
        try:
            return self._told(self._usual.decoder.decode(raw))
        except (ValueError, RecursionError):
            return None

    def _odd_row(self, sent: bytes, place: int, unread: dict[str, Unread]) -> Appointment | None:
        key = hash(sent)
        row = self._odd.get(key) or self._row(parsed_row(sent), place, unread)
        if row is not None:
            self._odd.put(key, row)
        return row

    def _odd_page(self, body: object) -> SqodPage:
        loose = WirePage.model_validate(body)
        unread: dict[str, Unread] = {}
        read = [self._row(one, place, unread) for place, one in enumerate(values_of(loose.data), start=1)]
        rows = [row for row in read if row is not None]
        return Page(rows, loose.meta.total, loose.meta.last_page, unread)

    def _row(self, value: object, place: int, unread: dict[str, Unread]) -> Appointment | None:
        wire = read_row(WireAppointment, value, place, unread)
        return None if wire is None else appointment(wire, self._rooms, self._hosts)
