"""Pexip Engage's lists: paged by ourselves, by the count of what came, until all of it is there.

Source: https://developer.pexipengage.com/topic/topic-pagination
"""

from __future__ import annotations

from typing import Any

from bot.apis.http.client import Http
from bot.apis.http.deadline import Deadline
from bot.apis.pexip.asks import Pairs
from bot.apis.pexip.wire import WirePage
from bot.appointments.errors import Refused, TooMany, Unreadable

DEFAULT_LIMIT = 25
"""The vendor's own: surely accepted."""
READINGS = 2


class Pages:
    """Reads lists whole. The largest page is not documented: one that is refused makes us ask for the vendor's default."""

    def __init__(self, http: Http, per_page: int, max_pages: int) -> None:
        self._http = http
        self._limit = per_page
        self._most = per_page * max_pages

    async def read(
        self,
        path: str,
        asked: Pairs,
        deadline: Deadline,
        *,
        most: int | None = None,
        optional: bool = False,
    ) -> list[Any]:
        """Read every page. Raises TooMany, or stops at `most` where that is given."""
        for _ in range(READINGS):
            rows, whole = await self._once(path, asked, deadline, most, optional)
            if whole:
                break  # else something moved between two pages, so one row may have slipped past
        return rows

    async def _once(
        self, path: str, asked: Pairs, deadline: Deadline, most: int | None, optional: bool
    ) -> tuple[list[Any], bool]:
        rows: list[Any] = []
        totals: set[int] = set()
        while True:
            page = await self._page(path, asked, len(rows), deadline, optional)
            rows += page.data
            total = page.meta.total_count
            totals.add(total)
            if not page.data or len(rows) >= total:
                return rows, len(totals) == 1
            if most is not None and len(rows) >= most:
                return rows[:most], True
            if most is None and total > self._most:
                raise TooMany(f"GET {path}: {total} of them")

    async def _page(
        self, path: str, asked: Pairs, offset: int, deadline: Deadline, optional: bool
    ) -> WirePage:
        limit = self._limit
        try:
            return await self._ask(path, asked, offset, limit, deadline, optional)
        except Refused:
            if limit <= DEFAULT_LIMIT:
                raise
        page = await self._ask(path, asked, offset, DEFAULT_LIMIT, deadline, optional)
        self._limit = DEFAULT_LIMIT
        return page

    async def _ask(
        self, path: str, asked: Pairs, offset: int, limit: int, deadline: Deadline, optional: bool
    ) -> WirePage:
        params = [*asked, ("offset", str(offset)), ("limit", str(limit))]
        body = await self._http.request("GET", path, params=params, deadline=deadline, optional=optional)
        try:
            return WirePage.model_validate(body)
        except ValueError:
            raise Unreadable(f"GET {path}: not a page") from None
