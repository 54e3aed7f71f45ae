"""Where each day's board stands, which sessions are on it, and whether it still shows what is."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from operator import itemgetter
from types import MappingProxyType
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import ColumnElement, and_, bindparam, select, update

from bot.alerts.hearing import Hearing, alike
from bot.alerts.kinds.board import PAST_MIDNIGHT, board_day, day_span
from bot.alerts.rules import BoardRule, Subscription
from bot.alerts.shifts import Shift, desk_of, with_desks
from bot.alerts.waiting import Wait
from bot.appointments.listing import Listing
from bot.appointments.model import UNDER_WAY, Appointment, Window
from bot.appointments.need import ends_soon, need_of
from bot.appointments.states import NOTHING, Register
from bot.appointments.values import replace
from bot.storage.alert_tables import boards, shifts
from bot.storage.asynchronous import AsyncConnection, AsyncEngine
from bot.storage.statements import Reading, Row, Statement
from bot.storage.transactions import insert_or_ignore, reading


class BoardPlace(Struct, frozen=True):
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
    return _of_day(filter(subscription.only.takes, sessions), rule, day, now) if rule else []


def _of_day(heard: Iterable[Appointment], rule: BoardRule, day: date, now: datetime) -> list[Appointment]:
    begins, ends = day_span(ZoneInfo(rule.zone), day)
    span = Window(start=begins, end=ends)
    found = [(one.start, one.id, one) for one in heard if one.is_in(span, now)]
    return [appointment for *_, appointment in sorted(found, key=itemgetter(0, 1))]


class Lines(Struct, frozen=True):
    """What boards show of each session, and the fingerprints of boards for as long as that is the same of all."""

    sessions: dict[str, str] = {}
    boards: dict[Hashable, str] = {}
    outdated: set[str] = set()
    """The sessions of which it may be another by now."""

    def drop(self, session: str) -> None:
        """Let go of a session that is there no more."""
        self.sessions.pop(session, None)
        self.boards.clear()


_HOUR_BEGINS = timedelta(minutes=15)
"""Wherever on earth, hours and days begin at a multiple of this."""


class Digests:
    """Fingerprints what boards are drawn from at one moment: what they share is worked out once. `lines`: what was, and is so still."""

    def __init__(
        self,
        sessions: Iterable[Appointment],
        now: datetime,
        waits: Mapping[str, Wait] = MappingProxyType({}),
        said: Register = NOTHING,
        lines: Lines | None = None,
    ) -> None:
        self._hearing = Hearing(sessions)
        self._now = now
        self._waits = waits
        self._said = said
        self._lines = Lines() if lines is None else lines
        self._hour = now.timestamp() // _HOUR_BEGINS.total_seconds()
        self._shared: dict[object, str] = {}
        self._rest = ""
        if isinstance(sessions, Listing) and not sessions.is_whole:
            self._rest = f"{sessions.unread} {sessions.missing}"
        if self._lines.outdated:
            self._renew(sessions)

    def of(self, subscription: Subscription, day: date, desk: Shift | None = None) -> str:
        """Fingerprint all that a day's board is drawn from, the hour's part in it too: who comes soon, who is over."""
        mark = desk.mark if desk is not None else None
        key = subscription.channel, day, mark, self._rest, self._hour
        if key not in self._lines.boards:
            self._lines.boards[key] = self._of(subscription, day, mark)
        return self._lines.boards[key]

    def _renew(self, sessions: Iterable[Appointment]) -> None:
        """Write what may be another by now once more; where any is, so are the boards."""
        lines, outdated = self._lines, self._lines.outdated
        there = {one.id: one for one in sessions if one.id in outdated}
        for session in outdated:
            was, one = lines.sessions.pop(session, None), there.get(session)
            if one is None or was != self._line(one):
                lines.boards.clear()
        outdated.clear()

    def _of(self, subscription: Subscription, day: date, desk: str | None) -> str:
        rules = subscription.rules.model_dump_json(include={"only", "board"})
        told = hashlib.blake2b(rules.encode(), digest_size=8)
        told.update(f"{self._now:%H}".encode())  # who may read the channel is asked anew every hour
        told.update(self._sessions(subscription, day).encode())
        if desk is not None:
            told.update(f"desk {desk}".encode())
        told.update(self._rest.encode())
        return told.hexdigest()

    def _sessions(self, subscription: Subscription, day: date) -> str:
        rule = subscription.rules.board
        if rule is None:
            return ""
        key = (alike(subscription.only), rule.zone, day)
        if key not in self._shared:
            shown = _of_day(self._hearing.of(subscription.only), rule, day, self._now)
            self._shared[key] = "".join(map(self._line, shown))
        return self._shared[key]

    def _line(self, one: Appointment) -> str:
        line = self._lines.sessions.get(one.id)
        if line is None:
            wait, now = self._waits.get(one.id), self._now
            how = f"{wait.since.timestamp():.0f} {wait.taken_by}" if wait else ""
            if mark := self._said.mark(one):
                how = f"{how} {mark}"
            need = need_of(one, now, self._said)
            if one.status in UNDER_WAY and ends_soon(one, now):
                how = f"{how} ends"
            line = self._lines.sessions[one.id] = (
                f"{one.id} {one.version} {one.is_over(now):d} {need} {how}\n"
            )
        return line


_SAME, _DESK = with_desks(boards)
_WITH_DESKS = select(boards, *_DESK).select_from(boards.join(shifts, _SAME, isouter=True))
_TEAM, _DAYS = (
    boards.c.team == bindparam("team"),
    boards.c.day.between(bindparam("first"), bindparam("last")),
)
_HERE = _TEAM & (boards.c.channel == bindparam("channel")) & (boards.c.day == bindparam("day"))
_OF_DAYS = Statement(_WITH_DESKS.where(_TEAM, _DAYS))
_ONE = Statement(select(boards).where(_HERE))
_ONE_WITH_DESK = Statement(_WITH_DESKS.where(_HERE))
_OLD = update(boards).where(
    boards.c.team == bindparam("of"),
    boards.c.channel == bindparam("there"),
    boards.c.day == bindparam("then"),
)
_REDRAWN = Statement(_OLD.where(boards.c.drawn == bindparam("was")).values(drawn=bindparam("now")))
_UNKNOWN = Statement(_OLD.values(drawn=""))


class BoardPlaces:
    """The boards of one workspace."""

    def __init__(self, engine: AsyncEngine, team: str) -> None:
        self._engine = engine
        self._team = team
        self._of_days = Reading(_OF_DAYS, lambda rows: [(_place(row), desk_of(row)) for row in rows])

    async def get(self, channel: str, day: date) -> BoardPlace | None:
        async with reading(self._engine) as connection:
            return await self.read(connection, channel, day)

    async def read(self, connection: AsyncConnection, channel: str, day: date) -> BoardPlace | None:
        """The same, as one of several things that are read."""
        rows = await _ONE.rows(connection, {"team": self._team, "channel": channel, "day": day.isoformat()})
        return _place(rows[0]) if rows else None

    async def with_desk(
        self, channel: str, day: date, now: datetime
    ) -> tuple[BoardPlace, Shift | None] | None:
        """The same, with who holds the desk of the channel."""
        which = {"team": self._team, "channel": channel, "day": day.isoformat()}
        async with reading(self._engine) as connection:
            rows = await _ONE_WITH_DESK.rows(connection, which)
        return (_place(rows[0]), _held(desk_of(rows[0]), now)) if rows else None

    async def today(self, subscription: Subscription, now: datetime) -> BoardPlace | None:
        """The board that stands in a channel for the present day, if one does."""
        rule = subscription.rules.board
        return await self.get(subscription.channel, board_day(rule, now)) if rule else None

    async def of_today(
        self, connection: AsyncConnection, subscriptions: Sequence[Subscription], now: datetime
    ) -> list[tuple[BoardPlace, Subscription, Shift | None]]:
        """The boards that stand for the present day, wherever each is read, and a while longer for the one before; with who holds the desk."""
        rules: dict[str, tuple[Subscription, BoardRule]] = {
            one.channel: (one, one.rules.board) for one in subscriptions if one.rules.board
        }
        if not rules:
            return []
        present = (now, now - PAST_MIDNIGHT)
        zones = {rule.zone: rule for _, rule in rules.values()}
        days = {zone: {board_day(rule, moment) for moment in present} for zone, rule in zones.items()}
        read = [day.isoformat() for some in days.values() for day in some]
        which = {"team": self._team, "first": min(read), "last": max(read)}
        found = []
        for place, desk in await self._of_days.of(connection, which):
            subscription, rule = rules.get(place.channel, (None, None))
            if subscription is not None and rule is not None and place.day in days[rule.zone]:
                found.append((place, subscription, _held(desk, now)))
        return found

    async def keep(self, connection: AsyncConnection, place: BoardPlace) -> None:
        """Keep where a day's board was posted."""
        row = {**asdict(place), "team": self._team, "day": place.day.isoformat()}
        if not await insert_or_ignore(connection, boards, row):
            await connection.execute(update(boards).where(self._is(place.channel, place.day)).values(**row))

    async def redrawn(self, connection: AsyncConnection, place: BoardPlace, drawn: str) -> None:
        """Keep what a board shows now; if somebody else redrew it meanwhile, it will be looked at again."""
        mine = {"of": self._team, "there": place.channel, "then": place.day.isoformat()}
        if not await _REDRAWN.changed(connection, {**mine, "was": place.drawn, "now": drawn}):
            await _UNKNOWN.changed(connection, mine)

    def _is(self, channel: str, day: date) -> ColumnElement[bool]:
        return and_(boards.c.team == self._team, boards.c.channel == channel, boards.c.day == day.isoformat())


def _held(desk: Shift | None, now: datetime) -> Shift | None:
    return desk if desk is not None and desk.is_on(now) else None


def _place(row: Row) -> BoardPlace:
    kept = {name: row[name] for name in BoardPlace.__struct_fields__}
    return BoardPlace(**{**kept, "day": date.fromisoformat(row["day"])})
