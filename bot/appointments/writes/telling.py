"""Whoever pressed is told how it ended: by the process that carries it out, or else by whoever finds it untold."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

from bot.appointments.errors import NotKept
from bot.appointments.jobs import SettleWrite
from bot.appointments.writes.ledger import Ledger

SOON = timedelta(seconds=3)
"""How long after a form was left saying "being sent" somebody else looks whether its process still lives."""
WATCHED = "watched"
"""The stage of a look at a form whose write may not even have begun."""


class Telling:
    """What is known of who has been told, for one team."""

    def __init__(self, team: str, ledger: Ledger, clock: Callable[[], datetime]) -> None:
        self._team = team
        self._ledger = ledger
        self._clock = clock

    async def done(self, form: str, watch: SettleWrite | None = None) -> None:
        """Keep that the person knows how a form's write stands; where it can't be kept they may be told twice."""
        with suppress(NotKept):
            await self._ledger.told(self._team, form, watch)

    async def shown(self, form: str, view: str) -> None:
        """Keep in which view its end is about to be said; where it can't be kept they may be told in another place too."""
        with suppress(NotKept):
            await self._ledger.shown(self._team, form, view)

    @asynccontextmanager
    async def watched(
        self, form: str, view: str, user: str, deed: str, about: str | None = None
    ) -> AsyncIterator[SettleWrite]:
        """Have a form that says "being sent" told of its end by somebody else, should this process not live to do it."""
        watch = SettleWrite(
            form=form,
            user=user,
            began=self._clock(),
            stage=WATCHED,
            view=view,
            deed=deed,
            about=about,
            delay=SOON,
        )
        async with self._ledger.telling(self._team, form):
            await self._ledger.watch(self._team, watch)
            yield watch
