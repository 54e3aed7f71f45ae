"""One-time links to the page on which an admin connects a service: good for a quarter of an hour, once, in one browser."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec import Struct
from sqlalchemy import ColumnElement, delete, insert, or_, select, update

from bot.storage.asynchronous import AsyncConnection, AsyncEngine
from bot.storage.connection_tables import connect_links
from bot.storage.transactions import reading, writing

GOOD_FOR = timedelta(minutes=15)
KEPT_FOR = timedelta(days=1)
"""Until then whoever comes late is told so, and not that there never was such a link."""


class Link(Struct, frozen=True):
    """For whom it was made, and what became of it."""

    team: str
    user: str
    is_good: bool
    is_used: bool
    browser: str | None
    """A fingerprint of the browser in which it was used first."""


class ConnectLinks:
    def __init__(self, engine: AsyncEngine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    async def make(self, team: str, user: str) -> str:
        """Make one for an admin; the text is what opens it, and only its fingerprint is kept."""
        text, now = secrets.token_urlsafe(32), self._clock()
        row = {"link": fingerprint(text), "team": team, "user": user, "until": now + GOOD_FOR}
        async with writing(self._engine) as connection:
            await connection.execute(delete(connect_links).where(connect_links.c.until < now - KEPT_FOR))
            await connection.execute(insert(connect_links).values(**row))
        return text

    async def of(self, text: str) -> Link | None:
        """Find a link; None: there never was one like it, or it is long gone."""
        query = select(connect_links).where(connect_links.c.link == fingerprint(text))
        async with reading(self._engine) as connection:
            row = (await connection.execute(query)).mappings().first()
        if row is None:
            return None
        used = row["used"] is not None
        good = not used and self._clock() < row["until"]
        return Link(row["team"], row["user"], good, used, row["browser"])

    async def bind(self, text: str, browser: str) -> bool:
        """Bind a good link to the browser in which it is used; False: it is not good, or another browser's."""
        bound = update(connect_links).where(*self._good(text, browser)).values(browser=browser)
        async with writing(self._engine) as connection:
            return (await connection.execute(bound)).rowcount == 1

    async def spend(self, connection: AsyncConnection, text: str, browser: str) -> bool:
        """Use a link up, in the transaction that keeps what it was for; False: somebody was quicker."""
        spent = update(connect_links).where(*self._good(text, browser)).values(used=self._clock())
        return (await connection.execute(spent)).rowcount == 1

    def _good(self, text: str, browser: str) -> tuple[ColumnElement[bool], ...]:
        mine = connect_links.c
        return (
            mine.link == fingerprint(text),
            mine.used.is_(None),
            mine.until > self._clock(),
            or_(mine.browser.is_(None), mine.browser == browser),
        )


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()
