"""The app's Home: a day's sessions for the one person who looks, in the order of need, and what can be done next."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from blocks import ids
from blocks.day.drawn import drawn
from blocks.day.groups import Group, Span, day_words, groups_of, in_order
from blocks.day.head import book_button, counts, over_words
from blocks.day.row import Place, Row, Wait
from blocks.kit import Block, actions, button, clip, context, header, lines, literal, plain, section
from blocks.limits import Room
from blocks.words.incomplete import incomplete_words
from blocks.words.rows import zone_note
from blocks.words.setting import Setting
from bot.appointments.model import Appointment
from bot.appointments.need import Need
from bot.appointments.permission import Openness

SHOWN = 60
"""Sessions on the Home, most of them in lines: with all else well below the hundred blocks that a Home may have."""
ALERTS_SHOWN = 10
_ROOM = Room(blocks=80, characters=60_000)
WORDS_LIMIT = 200


class Beside(Struct, frozen=True):
    """What Home shows beside a day's sessions."""

    waits: Mapping[str, Wait] = {}
    mine: Collection[str] = ()
    """The sessions that the person booked."""
    alerts: Sequence[tuple[str, str]] = ()
    """The channels whose alerts the person set, each with what was set, as it is typed."""


def home(
    sessions: Sequence[Appointment], day: date, setting: Setting, command: str, beside: Beside
) -> dict[str, Any]:
    """Draw the Home of somebody who may look."""
    place = Place(setting.zone, Openness.PRIVATE, Openness.PRIVATE, setting, beside.waits, opens=True)
    rows = in_order(sessions, place)
    is_now = day == setting.now.astimezone(setting.zone).date()
    over = [row for row in rows if row.need is Need.OVER] if is_now else []
    live = rows[: len(rows) - len(over)]
    shown = live[:SHOWN]
    none = "Nothing more is to come." if over else "No sessions on this day."
    remarks = [zone_note(setting), f"⚠ {words}" if (words := incomplete_words(sessions)) else ""]
    blocks: list[Block] = [
        header(day_words(day, place)),
        actions(*_picker(day), *book_button(setting)),
        section(plain(counts(rows) if rows else none)),
        *(context(plain(remark)) for remark in remarks if remark),
        *([] if live or not rows else [section(plain(none))]),
        *drawn(groups_of(shown, Span(is_now=is_now)), _ROOM).blocks,
    ]
    if len(live) > SHOWN:
        blocks.append(context(plain(f"And {len(live) - SHOWN} more: type {command} today.")))
    blocks += [context(plain(f"{over_words(over)} To see them: {command} today all"))] if over else []
    blocks += _mine([row for row in live if row.appointment.id in beside.mine])
    blocks += _alerts(beside.alerts)
    hint = f"In a channel: {command} book, {command} week, {command} find a name, {command} alerts, {command} help."
    return {"type": "home", "blocks": [*blocks, context(plain(hint))]}


def closed_home(words: str) -> dict[str, Any]:
    """Draw the Home of somebody who may not look, or to whom nothing can be shown now."""
    return {"type": "home", "blocks": [section(plain(words))]}


def _picker(day: date) -> list[Block]:
    """Choose a day, or go on to the next."""
    picker: Block = {"type": "datepicker", "action_id": ids.HOME_DAY, "initial_date": day.isoformat()}
    after = day + timedelta(days=1) if day < date.max else day
    return [picker, button("Next day", ids.HOME_NEXT, after.isoformat())]


def _mine(rows: Sequence[Row]) -> list[Block]:
    """Those that the person booked, once more under a heading of their own."""
    if not rows:
        return []
    group = Group("Booked by you", rows)
    return [lines([f"*{group.heading}* · {len(rows)}", *(row.line(WORDS_LIMIT) for row in rows[:15])])]


def _alerts(alerts: Sequence[tuple[str, str]]) -> list[Block]:
    if not alerts:
        return []
    told = [f"<#{channel}> · {literal(clip(words, WORDS_LIMIT))}" for channel, words in alerts[:ALERTS_SHOWN]]
    more = [f"And {len(alerts) - ALERTS_SHOWN} more."] if len(alerts) > ALERTS_SHOWN else []
    return [lines(["*Alerts that you set*", *told, *more])]
