"""The day's board: posted once at its time, then redrawn in place whenever it no longer shows what is."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from blocks.alerts.board import Beside, Late, Unusual, board_card
from blocks.alerts.words import only_words
from blocks.handover import desk_words
from blocks.kit import Card
from blocks.places import ListPlace
from blocks.words.incomplete import incomplete_words
from bot.alerts.boards import BoardPlace, Digests, sessions_of
from bot.alerts.kinds.board import board_day, board_moment, day_span
from bot.alerts.rules import BoardRule, Rules, Subscription
from bot.alerts.shifts import Shift
from bot.alerts.snapshots import Snapshot
from bot.appointments.jobs import PostBoard, RedrawBoard, RestBoard, to_the_second
from bot.appointments.model import Appointment, Status, Window
from bot.jobs.courier import Dropped
from bot.slack.posting import ChannelClosed
from bot.storage.claims import Claimed
from bot.workspace import Workspace
from bot.workspace.handovers import held
from handlers.alerts.telling import posted

LATE = timedelta(minutes=2)
"""From here on a board says that it is late."""


async def post_board(ws: Workspace, claim: Claimed[PostBoard], subscription: Subscription) -> None:
    """Post a day's board, unless it stands already, its day is over, or its time was changed since it was planned."""
    rule, now, day = subscription.rules.board, ws.clock(), claim.job.day
    moment = board_moment(rule, day) if rule else None
    if rule is None or moment is None or board_day(rule, now) != day:
        raise Dropped
    if to_the_second(moment) != claim.job.at:
        raise Dropped
    stands, shift = await ws.standing.board_and_desk(subscription.channel, day)
    if stands:
        return
    snapshot = await _covering(ws, rule, day, now - ws.watch.by_day)
    ground = _ground(ws, snapshot, subscription, day, shift)
    if not rule.empty and not ground.sessions and snapshot.sessions.is_whole:
        raise Dropped  # it is planned again at the next look
    was_set = subscription.set_at or moment
    late = rule.empty and now - moment > LATE and was_set < moment
    shows = await _shows(ws, ground, subscription, day)
    place = BoardPlace(subscription.channel, day, "", shows, now, moment if late else None)
    card = await _drawn(ws, subscription, rule, ground, place)
    async with posted(ws, claim, subscription, card) as (message, connection):
        await ws.standing.boards.keep(connection, place.at(message.ts))


async def redraw_board(ws: Workspace, claim: Claimed[RedrawBoard], subscription: Subscription) -> None:
    """Redraw a board in its place; one that somebody deleted stays deleted."""
    rule, day = subscription.rules.board, claim.job.day
    found = await ws.standing.boards.with_desk(subscription.channel, day, ws.clock())
    if rule is None or found is None:
        return
    place, shift = found
    snapshot = await _covering(ws, rule, day, claim.job.seen)
    ground = _ground(ws, snapshot, subscription, day, shift)
    shows = await _shows(ws, ground, subscription, day)
    if shows == place.drawn:
        return
    await ws.posting.redraw(place.channel, place.ts, await _drawn(ws, subscription, rule, ground, place))
    async with ws.watch.recording(claim) as connection:
        await ws.standing.boards.redrawn(connection, place, shows)


async def rest_board(ws: Workspace, claim: Claimed[RestBoard]) -> None:
    """Redraw a board that stands still from now on, paused or switched off, so that it says so."""
    now, day = ws.clock(), claim.job.day
    subscription = await ws.alerts.get(claim.team, claim.job.channel)
    was = Rules.model_validate_json(claim.job.rules)
    if subscription is None or was.board is None:
        return
    off = subscription.rules.board is None
    until = None if off else subscription.paused_until
    found = await ws.standing.boards.with_desk(subscription.channel, day, now)
    if found is None or not (off or (until and until > now)):
        return  # there is none, or it goes on
    place, shift = found
    begins, ends = day_span(ZoneInfo(was.board.zone), day)
    window = Window(start=begins, end=ends).with_those_on(now)
    snapshot = Snapshot(now, window, await ws.desk.list_unasked(window))
    shown = subscription.model_copy(update={"rules": was})
    ground = _ground(ws, snapshot, shown, day, shift)
    card = await _drawn(ws, shown, was.board, ground, place, paused_until=until, off=off)
    with suppress(ChannelClosed):
        await ws.posting.redraw(place.channel, place.ts, card)
        async with ws.watch.recording(claim) as connection:  # as soon as it goes on, it is redrawn
            await ws.standing.boards.redrawn(connection, place, "")


async def _covering(ws: Workspace, rule: BoardRule, day: date, since: datetime) -> Snapshot:
    """A list that has the whole day, wherever the board is read."""
    begins, ends = day_span(ZoneInfo(rule.zone), day)
    return await ws.watch.sessions_since(since, Window(start=begins, end=ends))


class _Ground(Struct, frozen=True):
    """What a board is drawn from, read once for its digest and its drawing."""

    snapshot: Snapshot
    sessions: Sequence[Appointment]
    """Those that stand on it."""
    shift: Shift | None


def _ground(
    ws: Workspace, snapshot: Snapshot, subscription: Subscription, day: date, shift: Shift | None
) -> _Ground:
    return _Ground(snapshot, sessions_of(snapshot.sessions, subscription, day, ws.clock()), shift)


async def _shows(ws: Workspace, ground: _Ground, subscription: Subscription, day: date) -> str:
    """The digest of what a board is drawn from now: what was said is read for it, and remembered for the drawing."""
    said = await ws.states.afresh(one.id for one in ground.sessions)
    waiting = [one.id for one in ground.sessions if one.status is Status.WAITING]
    waits = await ws.watch.waits(waiting) if waiting else {}
    sessions = ground.snapshot.sessions.of(ground.sessions)
    return Digests(sessions, ws.clock(), waits, said).of(subscription, day, ground.shift)


async def _drawn(
    ws: Workspace,
    subscription: Subscription,
    rule: BoardRule,
    ground: _Ground,
    place: BoardPlace,
    *,
    paused_until: datetime | None = None,
    off: bool = False,
) -> Card:
    channel = await ws.channels.get(subscription.channel, sure=True)
    sessions, shift = ground.sessions, ground.shift
    desk = desk_words(await held(ws, shift)) if shift else ""
    begins, ends = day_span(ZoneInfo(rule.zone), place.day)
    only = subscription.rules.only
    menu = ListPlace(
        start=int(begins.timestamp()),
        end=int(ends.timestamp()),
        statuses=tuple(one.value for one in only.statuses),
        departments=only.departments,
        interpreter=only.interpreter,
    )
    return board_card(
        sessions,
        day=place.day,
        zone=ZoneInfo(rule.zone),
        openness=channel.openness,
        links=channel.links,
        setting=ws.setting,
        more=f"{ws.settings.appt_command} today",
        only=" ".join(only_words(only)),
        unusual=Unusual(
            late=Late(place.was_due, place.posted) if place.was_due else None,
            paused_until=paused_until,
            off=off,
            incomplete=incomplete_words(ground.snapshot.sessions),
        ),
        beside=Beside(await ws.waits(sessions), menu if sessions else None, desk),
    )
