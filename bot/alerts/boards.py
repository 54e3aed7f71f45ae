"""Where each day's board stands, which sessions are on it, and whether it still shows what is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, CursorResult, RowMapping, and_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.alerts.kinds.board import PAST_MIDNIGHT, board_day, day_span
from bot.alerts.rules import BoardRule, Subscription
from bot.alerts.shifts import Shift
from bot.alerts.waiting import Wait
from bot.appointments.listing import Listing
from bot.appointments.model import Appointment, Window
from bot.appointments.need import need_of
from bot.appointments.states import NOTHING, Register
from bot.storage.alert_tables import boards
from bot.storage.outbox import insert_or_ignore
from bot.storage.transactions import reading, writing


@dataclass(frozen=True, slots=True)
class BoardPlace:
    """One day's board in one channel, and a digest of what it was drawn from."""

    channel: str
    day: date
    ts: str
    drawn: str
    posted: datetime
    was_due: datetime | None = None
    """When it was to be posted, if it came late because Frontdesk was not running."""

    def at(self, ts: str) -> BoardPlace:
        return replace(self, ts=ts)


def sessions_of(
    sessions: Iterable[Appointment], subscription: Subscription, day: date, now: datetime
) -> list[Appointment]:
    """The sessions of a day that a channel hears of, by start and then id; what runs into it over midnight while it is on."""
    rule = subscription.rules.board
    if rule is None:
        return []
    begins, ends = day_span(ZoneInfo(rule.zone), day)
    span = Window(start=begins, end=ends)
    only = subscription.only
    found = [(a.start, a.id, a) for a in sessions if a.is_in(span, now) and only.takes(a)]
    return [appointment for *_, appointment in sorted(found, key=lambda one: one[:2])]


def digest(
    sessions: Iterable[Appointment],
    subscription: Subscription,
    day: date,
    now: datetime,
    waits: Mapping[str, Wait] = MappingProxyType({}),
    said: Register = NOTHING,
    desk: Shift | None = None,
) -> str:
    """Fingerprint all that a day's board is drawn from, the hour's part in it too: who comes soon, who is over."""
    told = hashlib.blake2b(
        subscription.rules.model_dump_json(include={"only", "board"}).encode(), digest_size=8
    )
    told.update(f"{now:%H}".encode())  # who may read the channel is asked anew every hour
    for one in sessions_of(sessions, subscription, day, now):
        wait = waits.get(one.id)
        how = f"{wait.since.timestamp():.0f} {wait.taken_by}" if wait else ""
        if mark := said.mark(one):
            how = f"{how} {mark}"
        told.update(f"{one.id} {one.version} {one.is_over(now):d} {need_of(one, now, said)} {how}\n".encode())
    if desk is not None:
        told.update(f"desk {desk.mark}".encode())
    if isinstance(sessions, Listing) and (sessions.unread or sessions.missing):
        told.update(f"{sessions.unread} {sessions.missing}".encode())
    return told.hexdigest()


class BoardPlaces:
    """The boards of one workspace."""

    def __init__(self, engine: AsyncEngine, team: str) -> None:
        self._engine = engine
        self._team = team

    async def get(self, channel: str, day: date) -> BoardPlace | None:
        query = select(boards).where(self._is(channel, day))
        async with reading(self._engine) as connection:
            row = (await connection.execute(query)).mappings().first()
        return _place(row) if row else None

    async def today(self, subscription: Subscription, now: datetime) -> BoardPlace | None:
        """The board that stands in a channel for the present day, if one does."""
        rule = subscription.rules.board
        return await self.get(subscription.channel, board_day(rule, now)) if rule else None

    async def of_today(
        self, connection: AsyncConnection, subscriptions: Sequence[Subscription], now: datetime
    ) -> list[tuple[BoardPlace, Subscription]]:
        """The boards that stand for the present day, wherever each is read, and a while longer for the one before."""
        rules: dict[str, tuple[Subscription, BoardRule]] = {
            one.channel: (one, one.rules.board) for one in subscriptions if one.rules.board
        }
        present = (now, now - PAST_MIDNIGHT)
        days = {board_day(rule, moment).isoformat() for _, rule in rules.values() for moment in present}
        query = select(boards).where(boards.c.team == self._team, boards.c.day.in_(days))
        found = []
        for row in (await connection.execute(query)).mappings():
            subscription, rule = rules.get(row["channel"], (None, None))
            place = _place(row)
            if subscription is None or rule is None:
                continue
            if place.day in {board_day(rule, moment) for moment in present}:
                found.append((place, subscription))
        return found

    async def keep(self, connection: AsyncConnection, place: BoardPlace) -> None:
        """Keep where a day's board was posted."""
        row = {**asdict(place), "team": self._team, "day": place.day.isoformat()}
        if not await insert_or_ignore(connection, boards, row):
            await connection.execute(update(boards).where(self._is(place.channel, place.day)).values(**row))

    async def redrawn(self, place: BoardPlace, drawn: str) -> None:
        """Keep what a board shows now; if somebody else redrew it meanwhile, it will be looked at again."""
        mine = self._is(place.channel, place.day) & (boards.c.drawn == place.drawn)
        async with writing(self._engine) as connection:
            changed: CursorResult[Any] = await connection.execute(
                update(boards).where(mine).values(drawn=drawn)
            )
            if not changed.rowcount:
                unknown = self._is(place.channel, place.day)
                await connection.execute(update(boards).where(unknown).values(drawn=""))

    def _is(self, channel: str, day: date) -> ColumnElement[bool]:
        return and_(boards.c.team == self._team, boards.c.channel == channel, boards.c.day == day.isoformat())


def _place(row: RowMapping) -> BoardPlace:
    kept = {name: value for name, value in row.items() if name != "team"}
    return BoardPlace(**{**kept, "day": date.fromisoformat(row["day"])})
