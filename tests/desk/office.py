"""Two processes at one desk, as far as they share a database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.appointments.deeds import Deed
from bot.appointments.jobs import PostCard
from bot.appointments.writes.ledger import Entry, Intent, Stage
from bot.storage.claims import Claim, Claimed
from bot.storage.desk_tables import audit, outbox
from bot.storage.ledger import DatabaseLedger
from bot.storage.outbox import Outbox
from tests.stories.scene import SetClock

TEAM = "T1"
PATIENCE = timedelta(seconds=12)


@dataclass
class Office:
    clock: SetClock
    here: AsyncEngine
    there: AsyncEngine

    @property
    def ledgers(self) -> tuple[DatabaseLedger, DatabaseLedger]:
        return DatabaseLedger(self.here, self.clock), DatabaseLedger(self.there, self.clock)

    @property
    def outboxes(self) -> tuple[Outbox, Outbox]:
        return Outbox(self.here, self.clock), Outbox(self.there, self.clock)

    async def jobs(self) -> list[str]:
        """The kinds of all jobs that were ever kept."""
        return [row.kind for row in await self._rows(select(outbox).order_by(outbox.c.id))]

    async def lines(self) -> list[str]:
        """How the lines of the audit say that it ended."""
        return [row.outcome for row in await self._rows(select(audit).order_by(audit.c.id))]

    async def _rows(self, query: Any) -> Sequence[Any]:
        async with self.here.connect() as connection:
            return (await connection.execute(query)).all()


def intent(form: str = "form-1", **said: Any) -> Intent:
    return Intent(form=form, deed=Deed.BOOK, team=TEAM, user="U1", **said)


def entry(stage: Stage) -> Entry:
    return Entry(team=TEAM, user="U1", deed=Deed.BOOK, outcome=stage.value, appointment="a-1")


def card(form: str, channel: str = "C1", *, delay: timedelta = timedelta(0)) -> PostCard:
    """A card that is to be posted, one of its own for each form."""
    return PostCard(appointment="a-1", channel=channel, user="U1", form=form, delay=delay)


def forms(claims: Iterable[Claim]) -> list[str]:
    """Of which forms these cards are."""
    return [
        claim.job.form for claim in claims if isinstance(claim, Claimed) and isinstance(claim.job, PostCard)
    ]
