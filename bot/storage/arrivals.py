"""Who went to Slack's consent page and is awaited back: each state is good once, for ten minutes."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select

from bot.storage.asynchronous import AsyncEngine
from bot.storage.installation_tables import arrivals
from bot.storage.transactions import writing

AWAITED = timedelta(minutes=10)
MOST = 10_000
"""Anybody may set out, and nothing is known of who does: beyond so many, those go that set out first."""


class Arrivals:
    def __init__(self, engine: AsyncEngine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    async def set_out(self) -> str:
        """Give a new state to come back with."""
        state, now = secrets.token_urlsafe(32), self._clock()
        oldest = select(arrivals.c.until).order_by(arrivals.c.until.desc()).offset(MOST).limit(1)
        async with writing(self._engine) as connection:
            ended = (await connection.execute(oldest)).scalar()
            await connection.execute(delete(arrivals).where(arrivals.c.until <= (ended or now)))
            await connection.execute(insert(arrivals).values(state=_fingerprint(state), until=now + AWAITED))
        return state

    async def come_back(self, state: str) -> bool:
        """Spend a state; False where it is none of ours, was spent already, or is too old."""
        mine = arrivals.c.state == _fingerprint(state)
        async with writing(self._engine) as connection:
            spent = await connection.execute(delete(arrivals).where(mine, arrivals.c.until > self._clock()))
        return spent.rowcount == 1


def _fingerprint(state: str) -> str:
    return hashlib.sha256(state.encode(errors="replace")).hexdigest()
