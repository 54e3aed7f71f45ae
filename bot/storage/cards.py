"""Where each card stands, so that every copy can be redrawn for ever after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct
from sqlalchemy import ColumnElement, and_, bindparam, delete, select, update

from bot.storage.asynchronous import AsyncEngine
from bot.storage.claims import Claim
from bot.storage.desk_tables import cards
from bot.storage.endings import finish_job
from bot.storage.engine import Transaction
from bot.storage.statements import Statement
from bot.storage.transactions import insert_or_ignore, reading, writing

_OF = Statement(
    select(cards.c.team, cards.c.channel, cards.c.ts, cards.c.appointment, cards.c.version)
    .where(cards.c.team == bindparam("of"), cards.c.appointment == bindparam("about"))
    .order_by(cards.c.ts)
)

_REDRAWN = Statement(
    update(cards)
    .where(cards.c.team == bindparam("of"), cards.c.channel == bindparam("there"))
    .where(cards.c.ts == bindparam("then"))
    .values(version=bindparam("drawn"))
)


class CardPlace(Struct, frozen=True):
    """One message that shows one appointment, and the version that it was drawn from."""

    team: str
    channel: str
    ts: str
    appointment: str
    version: str


class CardPlaces:
    def __init__(self, engine: AsyncEngine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    async def remember(self, place: CardPlace, claim: Claim) -> bool:
        """Keep where a card was posted, and with it that the job of posting it is done; False: that was dropped meanwhile."""
        async with writing(self._engine) as connection:
            await self.keep(connection, place)
            is_there = await finish_job(connection, claim, self._clock())
        claim.ending.kept = True
        return is_there

    async def keep(self, connection: Transaction, place: CardPlace) -> None:
        """Keep where one was posted, in the transaction of what it was posted for."""
        row = {
            "team": place.team,
            "channel": place.channel,
            "ts": place.ts,
            "appointment": place.appointment,
            "version": place.version,
            "posted": self._clock(),
        }
        await insert_or_ignore(connection, cards, row)

    async def of(self, team: str, appointment: str) -> list[CardPlace]:
        """All copies of one appointment's card, oldest first."""
        async with reading(self._engine) as connection:
            return [
                CardPlace(**row) for row in await _OF.rows(connection, {"of": team, "about": appointment})
            ]

    async def at(self, team: str, channel: str, ts: str) -> str | None:
        """Tell which appointment a message is the card of; None: it is no card of ours."""
        query = select(cards.c.appointment).where(
            cards.c.team == team, cards.c.channel == channel, cards.c.ts == ts
        )
        async with reading(self._engine) as connection:
            found: str | None = (await connection.execute(query)).scalar()
            return found

    async def redrawn(self, place: CardPlace, version: str) -> bool:
        """Keep which version a card shows now; False where it is kept no more, for it was closed meanwhile."""
        async with writing(self._engine) as connection:
            kept = {"of": place.team, "there": place.channel, "then": place.ts, "drawn": version}
            return await _REDRAWN.changed(connection, kept) == 1

    async def forget(self, place: CardPlace) -> None:
        """Drop a card that is no longer there."""
        async with writing(self._engine) as connection:
            await connection.execute(delete(cards).where(at(place)))


def at(place: CardPlace) -> ColumnElement[bool]:
    """The row of a card."""
    return and_(cards.c.team == place.team, cards.c.channel == place.channel, cards.c.ts == place.ts)
