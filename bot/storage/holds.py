"""Holds in the database: what one process has in hand, so that no other does the same, for as long as it is heard of."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, delete, select, update

from bot.storage.asynchronous import AsyncEngine
from bot.storage.desk_tables import holds
from bot.storage.leases import furthest, is_free
from bot.storage.statements import Statement, Values
from bot.storage.transactions import insert_or_ignore, reading, writing

HOLD = timedelta(seconds=15)
"""How long after its last sign of life a process's hold ends."""
_PATIENCE = 0.05

_THIS = and_(holds.c.team == bindparam("of"), holds.c.appointment == bindparam("held"))
_MINE = _THIS & (holds.c.holder == bindparam("by"))
_FREE = is_free(holds.c.until, bindparam("now"), bindparam("furthest"))
_FREED = Statement(delete(holds).where(_THIS, _FREE))
_LEFT = Statement(delete(holds).where(_MINE))
_RENEWED = Statement(update(holds).where(_MINE).values(until=bindparam("again")))
_HELD = Statement(select(holds.c.holder).where(_THIS, ~_FREE))


class Holds:
    """Takes, renews and leaves them."""

    def __init__(self, engine: AsyncEngine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    @asynccontextmanager
    async def holding(self, team: str, appointment: str, lease: timedelta = HOLD) -> AsyncIterator[None]:
        """Wait until nobody else holds it, and hold it."""
        holder = secrets.token_hex(8)
        mine = {"of": team, "held": appointment, "by": holder}
        while not await self._take(team, appointment, holder, lease):  # noqa: ASYNC110
            await asyncio.sleep(_PATIENCE)  # no event: the holder may be another process
        renewing = asyncio.create_task(self._keep(mine, lease))
        try:
            yield
        finally:
            renewing.cancel()
            async with writing(self._engine) as connection:
                await _LEFT.changed(connection, mine)

    async def is_held(self, team: str, appointment: str, lease: timedelta) -> bool:
        async with reading(self._engine) as connection:
            found = await _HELD.found(connection, {"of": team, "held": appointment} | self._by_now(lease))
        return bool(found)

    async def _keep(self, mine: Values, lease: timedelta) -> None:
        """Renew a hold for as long as its write takes."""
        while True:
            await asyncio.sleep(lease.total_seconds() / 3)
            async with writing(self._engine) as connection:
                await _RENEWED.changed(connection, {**mine, "again": self._clock() + lease})

    async def _take(self, team: str, appointment: str, holder: str, lease: timedelta) -> bool:
        row = {"team": team, "appointment": appointment, "holder": holder, "until": self._clock() + lease}
        async with writing(self._engine) as connection:
            await _FREED.changed(connection, {"of": team, "held": appointment} | self._by_now(lease))
            return await insert_or_ignore(connection, holds, row)

    def _by_now(self, lease: timedelta) -> dict[str, datetime]:
        now = self._clock()
        return {"now": now, "furthest": furthest(now, lease)}
