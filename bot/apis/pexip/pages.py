"""Pexip Engage's lists: paged by ourselves, by the count of what came, until all of it is there.

Source: https://developer.pexipengage.com/topic/topic-pagination
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Generic, TypeVar

from msgspec import Meta, Raw, Struct
from msgspec.json import Decoder

from bot.apis.http.client import Http
from bot.apis.http.deadline import Deadline
from bot.apis.http.outcome import as_json
from bot.apis.http.rows import Page, Rows, adds_up, parsed_row, read_row, read_rows, values_of
from bot.apis.pexip.asks import Pairs
from bot.apis.pexip.wire import WirePage, WithId
from bot.appointments.cache import Lately
from bot.appointments.errors import NoAnswer, Refused, TooBusy, TooMany, Unreachable, Unreadable

DEFAULT_LIMIT = 25
"""The vendor's own: surely accepted."""
READINGS = 5
"""How often a list is read until it adds up; from the second time on with all of it on one page, if the vendor lets us."""
MOST_AT_ONCE = 500

REMEMBERED, REMEMBERED_SECONDS = 16_384, 120.0
"""Rows of a kind of which it is kept what they were read as, and for how long at least."""

Row = TypeVar("Row", bound=WithId)


class _Meta(Struct, gc=False, rename="camel"):
    total_count: Annotated[int, Meta(ge=0)]


class _Cut(Struct, gc=False):
    data: list[Raw]
    meta: _Meta


_CUT = Decoder(_Cut)


class List(Struct, Generic[Row], frozen=True):
    """A list that is asked for: where, for which rows, what each is read as. `optional`: there may be no such list."""

    path: str
    asked: Pairs
    kind: type[Row]
    optional: bool = False


class Pages:
    """Reads lists whole. The largest page is not documented: one that is refused makes us ask for the vendor's default."""

    def __init__(self, http: Http, per_page: int, max_pages: int) -> None:
        self._http = http
        self._limit = per_page
        self._at_once = MOST_AT_ONCE
        self._most = per_page * max_pages
        self._lately: dict[type[WithId], Lately[int, Any]] = {}

    async def read(
        self, wanted: List[Row], deadline: Deadline, *, most: int | None = None, readings: int = READINGS
    ) -> Rows[Row]:
        """Read every page until they add up, else tell how much is missing. Raises TooMany, or stops at `most`.

        Of a list that may stop, nobody looks whether it stood still meanwhile.
        """
        seen = Rows[Row]()
        for reading in range(readings):
            try:
                limit = max(self._limit, min(seen.total, self._at_once))
                pages = await self._once(wanted, deadline, limit, most)
                whole = adds_up(pages) and (most is not None or await self._stands(wanted, pages, deadline))
            except (NoAnswer, TooBusy, Unreachable):
                if not reading:
                    raise
                break  # no time for more: what was seen is told
            alone = Rows[Row]()
            alone.take(pages)
            if most is not None and len(alone.rows) >= most:
                alone.total = 0
                return alone
            if whole:
                return alone
            seen.take(pages)
            if reading and not seen.missing:
                break
        return seen

    async def _stands(self, wanted: List[Row], pages: Sequence[Page[Row]], deadline: Deadline) -> bool:
        """Whether the first of several pages is what it was; one that left it while another came left the total as it was."""
        if len(pages) == 1:
            return True
        again = await self._ask(wanted, 0, pages[0].count, deadline)
        return again.ids == pages[0].ids and again.total == pages[0].total

    async def _once(
        self, wanted: List[Row], deadline: Deadline, limit: int, most: int | None
    ) -> list[Page[Row]]:
        pages: list[Page[Row]] = []
        came = 0
        while True:
            page, limit = await self._page(wanted, came, limit, deadline)
            pages.append(page)
            came += page.count
            total = page.total or 0
            if not page.count or came >= total or (most is not None and came >= most):
                return pages
            if most is None and total > self._most:
                raise TooMany(f"GET {wanted.path}: {total} of them")

    async def _page(
        self, wanted: List[Row], offset: int, limit: int, deadline: Deadline
    ) -> tuple[Page[Row], int]:
        """Give a page, and how many rows the next one may hold."""
        try:
            return await self._ask(wanted, offset, limit, deadline), limit
        except Refused:
            if limit <= DEFAULT_LIMIT:
                raise
        usual = self._limit if limit > self._limit else DEFAULT_LIMIT
        page = await self._ask(wanted, offset, usual, deadline)
        if limit > self._limit:
            self._at_once = usual
        else:
            self._limit = usual
        return page, usual

    async def _ask(self, wanted: List[Row], offset: int, limit: int, deadline: Deadline) -> Page[Row]:
        params = [*wanted.asked, ("offset", str(offset)), ("limit", str(limit))]
        body = await self._http.request(
            "GET", wanted.path, params=params, deadline=deadline, optional=wanted.optional, unread=True
        )
        try:
            return self._read(wanted.kind, body if isinstance(body, bytes) else b"")
        except ValueError:
            raise Unreadable(f"GET {wanted.path}: not a page") from None

    def _read(self, kind: type[Row], body: bytes) -> Page[Row]:
        """Read a page; a row that came to the byte as it did lately is what it was read as then."""
        try:
            told = _CUT.decode(body)
        except (ValueError, RecursionError):
            page = WirePage.model_validate(as_json(body))
            rows, unread = read_rows(kind, values_of(page.data))
            return Page(rows, page.meta.total_count, unread=unread)
        lately: Lately[int, Row] = self._lately.setdefault(kind, Lately(REMEMBERED, REMEMBERED_SECONDS))
        lately.turn()
        rows, unread = [], {}
        for place, raw in enumerate(told.data, start=1):
            sent = bytes(raw)
            key = hash(sent)
            row = lately.get(key) or read_row(kind, parsed_row(sent), place, unread)
            if row is not None:
                lately.put(key, row)
                rows.append(row)
        return Page(rows, told.meta.total_count, unread=unread)
