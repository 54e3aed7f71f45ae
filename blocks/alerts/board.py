"""The day's board: one message a channel, drawn anew in its place as the day goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from blocks.alerts.board_rows import Place, Row, rows_of
from blocks.kit import (
    REDRAWN_TEXT_LIMIT,
    Block,
    Card,
    clip,
    context,
    divider,
    escape,
    fields,
    header,
    marked,
    plain,
    section,
)
from blocks.limits import Room
from blocks.words.setting import Setting
from bot.appointments.model import UNDER_WAY, Appointment, Status
from bot.appointments.permission import Openness
from bot.when import say_when
from bot.when.reading.zones import city_of

GAPS_SHOWN = 5
"""Sessions without a named language that stand on top: as many pairs as the fields of one section."""
PRESSING_FIRST = 8
"""Sessions that get their buttons before anything else is drawn."""
SENTENCE_LIMIT = 300
GAPS_LIMIT = 600
COMMAND_LIMIT = 80


@dataclass(frozen=True, slots=True)
class Late:
    """A board that was posted after its time, because nobody was there to post it."""

    due: datetime
    posted: datetime


@dataclass(frozen=True, slots=True)
class Unusual:
    """What is not as always with a board, and said on it. `off`: it is drawn for the last time."""

    late: Late | None = None
    paused_until: datetime | None = None
    off: bool = False
    incomplete: str = ""


AS_ALWAYS = Unusual()


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
) -> Card:
    """Draw a day's sessions, in any order and number.

    `zone`: the one that the day is of. `more`: the command that lists them all. `only`: which sessions the channel
    hears of, as a sentence.
    What does not fit goes in this order: the lines of those that are over, then *Join* and *Open* of the later ones,
    then the later ones themselves; whoever is in the room or next stays.
    """
    rows = rows_of(sessions, Place(zone, setting.now, openness, links, setting))
    about = clip(" ".join([*_counts(rows), *([only] if only else [])]), SENTENCE_LIMIT)
    remarks = _remarks(unusual, zone, setting.now)
    top = [
        header(_day_words(day)),
        section(plain(about)),
        *(context(plain(remark)) for remark in remarks),
        *_gaps(rows),
        *([divider()] if rows else []),
    ]
    foot = context(plain(f"Times are in your own time zone. The day is the one in {city_of(zone.key)}."))
    said = [f"{_day_words(day)}, times in {city_of(zone.key)}. {about}", *remarks]
    return Card(_read_out(rows, said, more), (*top, *_fitted(rows, (*top, foot), more), foot))


def _fitted(rows: Sequence[Row], frame: Sequence[Block], more: str) -> list[Block]:
    """Draw the sessions, each with as much around it as the message has room for beside `frame`."""
    room = Room()
    room.takes([*frame, *_left_out(len(rows), len(rows), more)])
    drawn: dict[int, list[Block]] = {}

    def draw(numbers: Sequence[int], way: Callable[[Row], list[Block]]) -> None:
        for number in numbers:
            wanted = way(rows[number])
            if not room.takes(wanted, instead_of=drawn.get(number, ())):
                return
            drawn[number] = wanted

    live = sorted((number for number, row in enumerate(rows) if not row.is_over), key=lambda n: rows[n].rank)
    draw([number for number in live if rows[number].is_pressing][:PRESSING_FIRST], Row.joining)
    others = [number for number in live if number not in drawn]
    for way in (Row.line, Row.opening, Row.joining):
        draw(others, way)
    over = [number for number, row in enumerate(rows) if row.is_over]
    faded = {number: rows[number].faded() for number in over[: room.blocks]}
    if len(faded) == len(over) and room.takes([block for blocks in faded.values() for block in blocks]):
        drawn |= faded
    lines = [block for number in sorted(drawn) for block in drawn[number]]
    hidden = [row for number, row in enumerate(rows) if number not in drawn]
    over_hidden = sum(row.is_over for row in hidden)
    return [*lines, *_left_out(over_hidden, len(hidden) - over_hidden, more)]


def _left_out(over: int, others: int, more: str) -> list[Block]:
    """Say how many are not drawn, and how to see them."""
    said = []
    if over:
        said.append("1 that is over is not shown." if over == 1 else f"{over} that are over are not shown.")
    if others:
        said.append(f"And {others} more.")
    if not said:
        return []
    said.append(f"To see them all, type {clip(more, COMMAND_LIMIT)}.")
    return [context(plain(" ".join(said)))]


def _counts(rows: Sequence[Row]) -> list[str]:
    """Count the day in whole sentences; what there is none of is not said."""
    if not rows:
        return ["No sessions today. One that is booked appears here."]
    statuses = [row.appointment.status for row in rows]
    present = [row for row in rows if not row.is_over]
    said = ["1 session." if len(rows) == 1 else f"{len(rows)} sessions."]
    counted = (
        (sum(row.appointment.status is Status.WAITING for row in present), "{} in the waiting room."),
        (sum(row.appointment.status is Status.REQUESTED for row in present), "{} to be accepted."),
        (sum(row.appointment.status in UNDER_WAY for row in present), "{} in session."),
        (statuses.count(Status.COMPLETED), "{} done."),
        (statuses.count(Status.NO_SHOW), "{} no-show."),
        (statuses.count(Status.CANCELLED), "{} cancelled."),
        (sum(row.is_gap for row in rows), "{} with an interpreter needed and no language named."),
    )
    return said + [words.format(count) for count, words in counted if count]


def _gaps(rows: Sequence[Row]) -> list[Block]:
    """What must be seen to first: an interpreter is needed and nobody knows for which language."""
    gaps = [row for row in rows if row.is_gap]
    if not gaps:
        return []
    words = "*An interpreter is needed and no language is named*"
    if len(gaps) > GAPS_SHOWN:
        words = f"*An interpreter is needed and no language is named: the first {GAPS_SHOWN} of {len(gaps)}*"
    return [{**section(marked(words)), **fields(*(text for row in gaps[:GAPS_SHOWN] for text in row.pair()))}]


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


def _read_out(rows: Sequence[Row], said: Sequence[str], more: str) -> str:
    """The board as a text: whole where it fits, else without what is over, else as far as it goes."""
    begins = escape(" ".join(said))
    gaps = "; ".join(row.named() for row in rows if row.is_gap)
    if gaps:
        begins += escape(f" An interpreter is needed and no language is named: {clip(gaps, GAPS_LIMIT)}.")
    command = escape(clip(more, COMMAND_LIMIT))
    left = REDRAWN_TEXT_LIMIT - len(f"{begins} . And {len(rows)} more: type {command}.")
    kept = _as_many(rows, left)
    if len(kept) < len(rows):
        kept = _as_many([row for row in rows if not row.is_over], left)
    text = f"{begins} {'; '.join(kept)}." if kept else begins
    hidden = len(rows) - len(kept)
    return f"{text} And {hidden} more: type {command}." if hidden else text


def _as_many(rows: Sequence[Row], characters: int) -> list[str]:
    kept: list[str] = []
    for row in rows:
        line = escape(row.spoken())
        characters -= len(line) + len("; ")
        if characters < 0:
            break
        kept.append(line)
    return kept


def _day_words(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B} {day.year}"
