"""Renew an installation's token once, whoever needs it first: a refresh token can be spent a single time.

On PostgreSQL the row is locked while Slack is asked, so that another process, or one on another machine, waits and then finds the new
one. SQLite has no row locks, and its one writer must not wait for Slack: there a lease in the row does the same.
https://docs.slack.dev/authentication/using-token-rotation
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from sqlalchemy import select, update

from bot.storage.asynchronous import AsyncConnection
from bot.storage.installation_tables import installations
from bot.storage.installations import Installation, Installations, Token
from bot.storage.leases import furthest, is_free
from bot.storage.transactions import writing

Ask = Callable[[Installation], Awaitable[Token]]
"""Gives another token for an installation's refresh token; raises what Slack raises."""
LEASE = timedelta(seconds=15)
"""Longer than Slack may take; who held it and died is not waited for any longer."""
_LOOK = 0.05


class Renewals:
    def __init__(self, kept: Installations, clock: Callable[[], datetime], ask: Ask) -> None:
        self._kept = kept
        self._engine = kept.engine
        self._clock = clock
        self._ask = ask
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._unkept: dict[str, tuple[int, Token]] = {}
        """Tokens that Slack gave and the database did not take: there is no second one for the same refresh token."""

    async def renewed(self, known: Installation, *, waits: bool = True) -> Installation | None:
        """Give an installation with a newer token than the known one has, which is renewed where nobody did it yet.

        Unless it `waits`, one that somebody else is renewing is given as it is. None: it is not there any more.
        Raises what asking Slack raises.
        """
        turn = self._turns.setdefault(known.holder, asyncio.Lock())
        if turn.locked() and not waits:
            return known
        async with turn, self._alone(known, waits) as (is_mine, connection):
            if not is_mine:
                return known
            kept = await self._read(connection, known.holder)
            if kept is None or kept.version != known.version or kept.refresh is None:
                return kept
            version, token = self._unkept.get(known.holder, (0, None))
            if token is None or version != kept.version:
                token = await self._ask(kept)
                self._unkept[known.holder] = (kept.version, token)
            await self._replace(connection, kept, token)
        self._unkept.pop(known.holder, None)
        return await self._read(None, known.holder)

    @asynccontextmanager
    async def _alone(
        self, known: Installation, waits: bool
    ) -> AsyncIterator[tuple[bool, AsyncConnection | None]]:
        """Keep all others from renewing it: whether nobody else is at it, and the connection that holds the row's lock, where there is one."""
        if self._engine.dialect.name == "postgresql":
            async with writing(self._engine) as connection:
                row = select(installations.c.holder).where(installations.c.holder == known.holder)
                locked = await connection.execute(row.with_for_update(skip_locked=not waits))
                yield locked.first() is not None or waits, connection
            return
        if not await self._take_lease(known, waits):
            yield False, None
            return
        try:
            yield True, None
        finally:
            async with writing(self._engine) as connection:
                mine = update(installations).where(installations.c.holder == known.holder)
                await connection.execute(mine.values(renewing_until=None))

    async def _take_lease(self, known: Installation, waits: bool) -> bool:
        """Wait until nobody else renews it: whoever does is done, or dead."""
        until = time.monotonic() + LEASE.total_seconds()
        while True:
            now = self._clock()
            mine = update(installations).where(installations.c.holder == known.holder)
            if time.monotonic() < until:  # a clock that stands still ends no lease
                mine = mine.where(is_free(installations.c.renewing_until, now, furthest(now, LEASE)))
            async with writing(self._engine) as connection:
                taken = await connection.execute(mine.values(renewing_until=now + LEASE))
                if taken.rowcount or await self._read(connection, known.holder) is None:
                    return True
            if not waits:
                return False
            await asyncio.sleep(_LOOK)

    async def _replace(self, connection: AsyncConnection | None, kept: Installation, token: Token) -> None:
        changed = (
            update(installations)
            .where(installations.c.holder == kept.holder, installations.c.version == kept.version)
            .values(**self._kept.sealed(kept.holder, token), version=kept.version + 1)
        )
        if connection is not None:
            await connection.execute(changed)
            return
        async with writing(self._engine) as own:
            await own.execute(changed)

    async def _read(self, connection: AsyncConnection | None, holder: str) -> Installation | None:
        query = select(installations).where(installations.c.holder == holder)
        if connection is None:
            async with self._engine.connect() as own:
                row = (await own.execute(query)).mappings().first()
        else:
            row = (await connection.execute(query)).mappings().first()
        return self._kept.opened(row) if row is not None else None
