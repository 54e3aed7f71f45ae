"""The day's board: one message a channel, drawn anew in its place as the day goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from blocks.day.drawn import drawn, read_out
from blocks.day.groups import Span, groups_of, in_order
from blocks.day.head import counts, foot, over_words
from blocks.day.row import Place, Row, Wait
from blocks.kit import (
    REDRAWN_TEXT_LIMIT,
    Block,
    Card,
    clip,
    context,
    escape,
    header,
    plain,
    section,
)
from blocks.limits import Room
from blocks.places import ListPlace
from blocks.words.setting import Setting
from bot.appointments.model import Appointment
from bot.appointments.need import Need
from bot.appointments.permission import Openness
from bot.when import say_when
from bot.when.reading.zones import city_of

SENTENCE_LIMIT = 300
COMMAND_LIMIT = 80


class Late(Struct, frozen=True):
    """A board that was posted after its time, because nobody was there to post it."""

    due: datetime
    posted: datetime


class Unusual(Struct, frozen=True):
    """What is not as always with a board, and said on it. `off`: it is drawn for the last time."""

    late: Late | None = None
    paused_until: datetime | None = None
    off: bool = False
    incomplete: str = ""


AS_ALWAYS = Unusual()


class Beside(Struct, frozen=True):
    """What is known beside the sessions: since when those wait who wait, which sessions the menu at the foot opens, who is at the desk."""

    waits: Mapping[str, Wait] = {}
    menu: ListPlace | None = None
    desk: str = ""
    """Who holds the desk."""


SESSIONS_ALONE = Beside()


def board_card(
    sessions: Sequence[Appointment],
    *,
    day: date,
    zone: ZoneInfo,
    openness: Openness,
    links: Openness,
    setting: Setting,
    more: str,
    only: str = "",
    unusual: Unusual = AS_ALWAYS,
    beside: Beside = SESSIONS_ALONE,
) -> Card:
    """Draw a day's sessions, in any order and number.

    `zone`: the one that the day is of. `more`: the command that lists them all. `only`: which sessions the channel
    hears of, as a sentence.
    """
    menu = beside.menu
    rows = in_order(sessions, Place(zone, openness, links, setting, beside.waits))
    asks_for_over = menu is not None and bool(menu.statuses)
    live = rows if asks_for_over else [row for row in rows if row.need is not Need.OVER]
    over = rows[len(live) :]
    only = clip(only, SENTENCE_LIMIT) if only else ""
    about = counts(rows) if rows else "No sessions today. One that is booked appears here."
    remarks = _remarks(unusual, zone, setting.now)
    top = [
        header(_day_words(day)),
        section(plain(about)),
        *([context(plain(beside.desk))] if beside.desk else []),
        *([context(plain(only))] if only else []),
        *(context(plain(remark)) for remark in remarks),
    ]
    last = [f"{over_words(over)} To see them: {_command(more)} all"] if over else []
    zone_words = f"Times in your time zone; the day is {city_of(zone.key)}’s."
    below = [*foot(menu, setting), context(*(plain(words) for words in (*last, zone_words)))]
    room = Room()
    room.takes([*top, *_left_out(len(live), more), *below])
    shown = drawn(groups_of(live, Span()), room)
    said = [f"{_day_words(day)}, times in {city_of(zone.key)}. {about}", beside.desk, only, *remarks]
    return Card(
        _read_out(live, last, said, more),
        (*top, *shown.blocks, *_left_out(len(shown.left_out), more), *below),
    )


def _left_out(count: int, more: str) -> list[Block]:
    """Say how many are not drawn, and how to see them."""
    return [context(plain(f"And {count} more. All: {_command(more)}."))] if count else []


def _command(more: str) -> str:
    return clip(more, COMMAND_LIMIT)


def _remarks(unusual: Unusual, zone: ZoneInfo, now: datetime) -> list[str]:
    """What is unusual about this board, by the day's own clock."""
    said = []
    if unusual.incomplete:
        said.append(f"⚠ {unusual.incomplete}")
    if late := unusual.late:
        posted, due = (f"{moment.astimezone(zone):%H:%M}" for moment in (late.posted, late.due))
        said.append(f"Posted late, at {posted} instead of {due} ({city_of(zone.key)}).")
    if unusual.paused_until is not None:
        until = say_when(unusual.paused_until, None, zone=zone, now=now)
        said.append(f"Alerts are paused here until {until}. Until then this board stays as it is.")
    if unusual.off:
        as_at = f"{now.astimezone(zone):%H:%M} ({city_of(zone.key)})"
        said.append(f"The board is switched off here. This one stays as it was at {as_at}.")
    return said


def _read_out(rows: Sequence[Row], last: Sequence[str], said: Sequence[str], more: str) -> str:
    """The board as a text: each kind under its heading, as far as it goes."""
    begins = escape(" ".join(words for words in (*said, *last) if words))
    ends = escape(f" And {len(rows)} more: type {_command(more)}.")
    text, count = read_out(groups_of(rows, Span()), REDRAWN_TEXT_LIMIT - len(begins) - len(ends) - 1)
    whole = f"{begins} {text}".strip()
    left = len(rows) - count
    return whole + escape(f" And {left} more: type {_command(more)}.") if left else whole


def _day_words(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B} {day.year}"
