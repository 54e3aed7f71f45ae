"""Where it stands that a claimant waits, who took it, and the redrawings that follow."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import ColumnElement, and_, bindparam, delete, select, update

from bot.alerts.compare import Sighting
from bot.appointments.jobs import Job, RedrawWaiting
from bot.appointments.model import Status
from bot.appointments.values import replace
from bot.storage.alert_tables import takes, waiting_posts
from bot.storage.asynchronous import AsyncConnection, AsyncEngine
from bot.storage.outbox import add_jobs
from bot.storage.statements import Reading, Row, Statement, listed
from bot.storage.transactions import insert_or_ignore, reading, writing


class Wait(Struct, frozen=True):
    """One wait: whose, since when, and who has gone to them."""

    appointment: str
    since: datetime
    taken_by: str | None = None


class WaitingPost(Struct, frozen=True):
    """One message about one claimant's wait."""

    channel: str
    ts: str
    appointment: str
    since: datetime
    taken_by: str | None = None
    snoozed_by: str | None = None
    snoozed_until: datetime | None = None
    open: bool = True
    """Whether the claimant still waits, as far as this message says."""

    def at(self, ts: str) -> WaitingPost:
        return replace(self, ts=ts)


class WaitingPosts:
    """The messages of one workspace."""

    def __init__(self, engine: AsyncEngine, team: str) -> None:
        self._engine = engine
        self._team = team
        self._open = Reading(_OPEN, lambda rows: [_post(row) for row in rows])

    async def keep(self, connection: AsyncConnection, post: WaitingPost, now: datetime) -> None:
        """Keep a message that was posted; if somebody took the wait while it was, it is to say so."""
        row = {name: value for name, value in asdict(post).items() if name != "taken_by"}
        await insert_or_ignore(connection, waiting_posts, {"team": self._team, **row})
        if await self._taken(connection, post.appointment, post.since):
            await add_jobs(connection, self._team, [_redrawing(post, "kept")], now)

    async def get(self, channel: str, ts: str) -> WaitingPost | None:
        """A message, with whoever took its wait, in whatever channel."""
        async with reading(self._engine) as connection:
            found = await self._read(connection, _at(channel, ts))
        return found[0] if found else None

    async def newest(self, channel: str, appointment: str) -> WaitingPost | None:
        """The last message in a channel about an appointment, whichever wait it was about."""
        about = (waiting_posts.c.channel == channel) & (waiting_posts.c.appointment == appointment)
        async with reading(self._engine) as connection:
            found = await self._read(connection, about)
        return found[-1] if found else None

    async def open(self, connection: AsyncConnection) -> list[WaitingPost]:
        """Those that still say that somebody waits."""
        return await self._open.of(connection, {"team": self._team})

    async def taken(self, appointment: str, since: datetime) -> bool:
        """Whether somebody went, in whatever channel it was said."""
        async with reading(self._engine) as connection:
            return await self._taken(connection, appointment, since) is not None

    async def waits(
        self, sightings: Mapping[str, Sighting], among: Iterable[str], on: AsyncConnection | None = None
    ) -> dict[str, Wait]:
        """Who of these waits, as the looks at the service saw it, and who has gone to them."""
        seen = [one for key in among if (one := sightings.get(key)) and one.status is Status.WAITING]
        if not seen:
            return {}
        these = {"team": self._team, "these": json.dumps([one.appointment for one in seen])}
        if on is not None:
            rows = await _TAKES.rows(on, these)
        else:
            async with reading(self._engine) as connection:
                rows = await _TAKES.rows(connection, these)
        went = {(row["appointment"], row["since"]): row["user"] for row in rows}
        return {
            one.appointment: Wait(one.appointment, one.since, went.get((one.appointment, one.since)))
            for one in seen
        }

    async def take(self, wait: Wait | WaitingPost, user: str, now: datetime) -> str | None:
        """Note who went, for all messages about this wait; returns who was first, if somebody else or earlier was.

        It is told by the message whose button was pressed, if it is one of ours.
        """
        async with writing(self._engine) as connection:
            row = {"team": self._team, "appointment": wait.appointment, "since": wait.since, "user": user}
            is_first = await insert_or_ignore(connection, takes, row)
            first = None if is_first else await self._taken(connection, wait.appointment, wait.since)
            # Who is too late pressed a button that should not have been there any more.
            about = _about(wait.appointment, wait.since)
            stale = await self._read(connection, about) if is_first else []
            if not is_first and isinstance(wait, WaitingPost):
                stale = [wait]
            jobs = [_redrawing(one, f"taken:{user}") for one in stale]
            await add_jobs(connection, self._team, jobs, now)
        return first

    async def snooze(
        self, post: WaitingPost, user: str, until: datetime, again: Sequence[Job], now: datetime
    ) -> bool:
        """Note who put it off, with what tells of it again; False if it was put off already."""
        free = self._is(post) & waiting_posts.c.snoozed_by.is_(None)
        async with writing(self._engine) as connection:
            noted = await connection.execute(
                update(waiting_posts).where(free).values(snoozed_by=user, snoozed_until=until)
            )
            jobs = [_redrawing(post, f"snoozed:{user}"), *(again if noted.rowcount else ())]
            await add_jobs(connection, self._team, jobs, now)
        return noted.rowcount > 0

    async def reopen(self, post: WaitingPost, since: datetime, now: datetime) -> None:
        """Have a message stand for the wait that began now, theirs who went; what was put off until then is so no longer."""
        async with writing(self._engine) as connection:
            if post.taken_by is not None:
                row = {
                    "team": self._team,
                    "appointment": post.appointment,
                    "since": since,
                    "user": post.taken_by,
                }
                await insert_or_ignore(connection, takes, row)
            await connection.execute(
                update(waiting_posts).where(self._is(post)).values(since=since, open=True)
            )
            lapsed = self._is(post) & (waiting_posts.c.snoozed_until <= now)
            await connection.execute(
                update(waiting_posts).where(lapsed).values(snoozed_by=None, snoozed_until=None)
            )

    async def close(self, post: WaitingPost) -> None:
        """Keep that a message's wait is over, unless it stands for another by now."""
        same = self._is(post) & (waiting_posts.c.since == post.since)
        async with writing(self._engine) as connection:
            await connection.execute(update(waiting_posts).where(same).values(open=False))

    async def forget(self, channel: str, ts: str) -> None:
        """Drop a message that shows nothing any more."""
        mine = (waiting_posts.c.team == self._team) & _at(channel, ts)
        async with writing(self._engine) as connection:
            await connection.execute(delete(waiting_posts).where(mine))

    async def redraw(self, post: WaitingPost, why: str, now: datetime) -> None:
        """Have a message drawn as it is now."""
        async with writing(self._engine) as connection:
            await add_jobs(connection, self._team, [_redrawing(post, why)], now)

    def _is(self, post: WaitingPost) -> ColumnElement[bool]:
        return (waiting_posts.c.team == self._team) & _at(post.channel, post.ts)

    async def _read(self, connection: AsyncConnection, which: ColumnElement[bool]) -> list[WaitingPost]:
        """Messages, each with whoever took its wait."""
        rows = (await connection.execute(_MINE.where(which), {"team": self._team})).mappings()
        return [_post(row) for row in rows]

    async def _taken(self, connection: AsyncConnection, appointment: str, since: datetime) -> str | None:
        which = {"team": self._team, "about": appointment, "began": since}
        for row in await _TAKEN.rows(connection, which):
            user: str = row["user"]
            return user
        return None


_TAKES = Statement(
    lambda dialect: select(takes).where(
        takes.c.team == bindparam("team"), takes.c.appointment.in_(listed("these", dialect))
    )
)
_TAKEN = Statement(
    select(takes.c.user)
    .where(takes.c.team == bindparam("team"), takes.c.appointment == bindparam("about"))
    .where(takes.c.since == bindparam("began"))
)
_MINE = (
    select(waiting_posts, takes.c.user.label("taken_by"))
    .join(
        takes,
        and_(*(waiting_posts.c[name] == takes.c[name] for name in ("team", "appointment", "since"))),
        isouter=True,
    )
    .where(waiting_posts.c.team == bindparam("team"))
    .order_by(waiting_posts.c.ts)
)
_OPEN = Statement(_MINE.where(waiting_posts.c.open))


def _post(row: Row) -> WaitingPost:
    return WaitingPost(**{name: value for name, value in row.items() if name != "team"})


def _redrawing(post: WaitingPost, why: str) -> RedrawWaiting:
    return RedrawWaiting(channel=post.channel, ts=post.ts, cause=why)


def _at(channel: str, ts: str) -> ColumnElement[bool]:
    return (waiting_posts.c.channel == channel) & (waiting_posts.c.ts == ts)


def _about(appointment: str, since: datetime) -> ColumnElement[bool]:
    return (waiting_posts.c.appointment == appointment) & (waiting_posts.c.since == since)
