"""What is taken out of the outbox: which jobs, and when the next may be."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, bindparam, case, cast, func, select, true, update

from bot.appointments.jobs import Job
from bot.storage.asynchronous import AsyncConnection
from bot.storage.claims import Claimed, Unread, read_claim
from bot.storage.desk_tables import Utc, outbox
from bot.storage.leases import LEASE, furthest, is_free
from bot.storage.room import POSTING, Room
from bot.storage.statements import Row, Statement, listed

_AT_A_TIME = 64

_OPEN = outbox.c.done.is_(None)
_EVER = datetime(2000, 1, 1, tzinfo=UTC)
_HELD = outbox.c.leased_until.is_not(None)
THESE = outbox.c.id.in_(bindparam("ids", expanding=True))
_FREE = is_free(outbox.c.leased_until, bindparam("now"), bindparam("furthest"))
_MAY_BE_CLAIMED = _OPEN & (outbox.c.due <= bindparam("now")) & _FREE
_CHOOSE = (
    select(outbox.c.id, outbox.c.team, outbox.c.kind)
    .where(_MAY_BE_CLAIMED)
    .order_by(outbox.c.due, outbox.c.id)
    .limit(_AT_A_TIME)
)
_CHOOSE_DUE = Statement(_CHOOSE)
_CHOOSE_BUT = (
    _CHOOSE.where(outbox.c.id.not_in(bindparam("chosen", expanding=True)))
    .where(outbox.c.team.not_in(bindparam("full", expanding=True)))
    .where(outbox.c.team.not_in(bindparam("full_of_posts", expanding=True)) | outbox.c.kind.not_in(POSTING))
)
LEASED = update(outbox).values(leased_until=bindparam("until"))


def _listed(dialect: str) -> ColumnElement[bool]:
    """The same, their ids told in JSON."""
    ids = listed("ids", dialect)
    return outbox.c.id.in_(ids.with_only_columns(cast(ids.selected_columns.value, Integer)))


def _chosen(dialect: str) -> Select[Any]:
    """Those of them that may still be claimed, locked."""
    query = select(outbox).where(_listed(dialect), _MAY_BE_CLAIMED).order_by(outbox.c.due, outbox.c.id)
    return query.with_for_update(skip_locked=True)


_CHOSEN = Statement(_chosen)
_CLAIM = Statement(lambda dialect: LEASED.where(_listed(dialect)).values(attempts=outbox.c.attempts + 1))
_NEXT = Statement(
    # In the order of the index, so that no database goes through all that is still to come.
    select(
        select(outbox.c.due)
        .where(_OPEN, ~_HELD)
        .order_by(outbox.c.due)
        .limit(1)
        .scalar_subquery()
        .label("until")
    )
    # A lease that lies further ahead than one can was made before the clock was set back.
    .union_all(
        select(
            func.min(
                case(
                    (outbox.c.leased_until > bindparam("furthest"), bindparam("now", type_=Utc)),
                    else_=outbox.c.leased_until,
                )
            )
        ).where(
            _OPEN.is_(true()), outbox.c.leased_until > _EVER
        )  # so that SQLite goes by leases: they are few
    )
)


class Taken(NamedTuple):
    """What was claimed, and when the next may be."""

    claims: list[Claimed[Job] | Unread]
    due: datetime | None


async def choose(
    connection: AsyncConnection, room: Room, now: datetime, *, asks_first: bool
) -> tuple[list[int], datetime | None]:
    """Choose what to claim: of a team that has enough in hand nothing more, however much of it is due.

    `asks_first`: whether anything is, which is one statement instead of two where nothing is.
    """
    chosen: list[int] = []
    if asks_first and ((due := await next_due(connection, now)) is None or due > now):
        return chosen, due
    while room.free > 0:
        left_out = {"chosen": chosen, "full": room.full, "full_of_posts": room.full_of_posts}
        rows: Sequence[Row]
        if any(left_out.values()):
            rows = (await connection.execute(_CHOOSE_BUT, left_out | _as_of(now))).mappings().all()
        else:
            rows = await _CHOOSE_DUE.rows(connection, _as_of(now))
        chosen += [row["id"] for row in rows if room.take(row["team"], row["kind"])]
        if len(rows) < _AT_A_TIME:
            break
    return chosen, None if chosen else await next_due(connection, now)


async def taken(connection: AsyncConnection, chosen: list[int], now: datetime) -> Taken:
    """Claim of these what may still be claimed."""
    claims = await _read(connection, {"ids": json.dumps(chosen)} | _as_of(now), now)
    if claims:
        ids = json.dumps([one.id for one in claims])
        await _CLAIM.changed(connection, {"ids": ids, "until": now + LEASE})
    return Taken(claims, await next_due(connection, now))


async def next_due(connection: AsyncConnection, now: datetime) -> datetime | None:
    """Tell when the next open job may be claimed."""
    found = [row["until"] for row in await _NEXT.rows(connection, _as_of(now))]
    return min((until for until in found if until is not None), default=None)


def _as_of(now: datetime) -> dict[str, Any]:
    return {"now": now, "furthest": furthest(now, LEASE)}


async def _read(
    connection: AsyncConnection, said: Mapping[str, Any], now: datetime
) -> list[Claimed[Job] | Unread]:
    """Read what is to be claimed: all of it at once, or row by row if one of them can't even be fetched."""
    try:
        return [read_claim(row) for row in await _CHOSEN.rows(connection, said)]
    except ValueError:
        query = _chosen(connection.dialect.name).with_only_columns(outbox.c.id)
        ids = (await connection.execute(query, said)).scalars().all()
        return [await _read_one(connection, row, now) for row in ids]


async def _read_one(connection: AsyncConnection, id: int, now: datetime) -> Claimed[Job] | Unread:
    mine = select(outbox).where(outbox.c.id == id)
    try:
        return read_claim((await connection.execute(mine)).mappings().one())
    except ValueError as error:
        columns = outbox.c.key, outbox.c.team, outbox.c.kind, outbox.c.attempts
        bare = (await connection.execute(mine.with_only_columns(*columns))).one()
        return Unread(id, *bare, due_first=now, why=type(error).__name__)
