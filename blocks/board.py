"""The day's board: one message a channel, drawn anew in its place as the day goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from blocks.appointment import Setting
from blocks.board_rows import Pen, Row, rows_of
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
from blocks.room import Room
from blocks.words import Openness
from bot.appointments.model import UNDER_WAY, Appointment, Status
from bot.when import say_when
from bot.when.zones import city_of

GAPS_SHOWN = 5
"""Sessions without a named language that stand on top: as many pairs as the fields of one section."""
PRESSING_FIRST = 8
"""Sessions that get their buttons before anything else is drawn."""
SENTENCE_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Late:
    """A board that was posted after its time, because nobody was there to post it."""

    due: datetime
    posted: datetime


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
    late: Late | None = None,
    paused_until: datetime | None = None,
) -> Card:
    """Draw a day's sessions, in any order and number.

    `zone`: the one that the day is of. `more`: the command that lists them all. `only`: which sessions the channel
    hears of, as a sentence. What does not fit goes in this order: the lines of those that are over, then *Join*
    and *Open* of the later ones, then the later ones themselves; whoever is in the room or next stays.
    """
    rows = rows_of(sessions, openness, setting.now)
    pen = Pen(zone, setting.now, links)
    about = clip(" ".join([*_counts(rows), *([only] if only else [])]), SENTENCE_LIMIT)
    remarks = _remarks(zone, setting.now, late, paused_until)
    top = [
        header(_day_words(day)),
        section(plain(about)),
        *(context(plain(remark)) for remark in remarks),
        *_gaps(rows, pen),
        *([divider()] if rows else []),
    ]
    foot = context(plain(f"Times are in your own time zone. The day is the one in {city_of(zone.key)}."))
    said = [f"{_day_words(day)}, times in {city_of(zone.key)}. {about}", *remarks]
    return Card(_read_out(rows, pen, said, more), (*top, *_fitted(rows, pen, (*top, foot), more), foot))


def _fitted(rows: Sequence[Row], pen: Pen, frame: Sequence[Block], more: str) -> list[Block]:
    """Draw the sessions, each with as much around it as the message has room for beside `frame`."""
    room = Room()
    room.takes([*frame, *_left_out(len(rows), len(rows), more)])
    drawn: dict[int, list[Block]] = {}
    live = sorted((number for number, row in enumerate(rows) if not row.is_over), key=lambda n: rows[n].rank)
    pressing = [number for number in live if rows[number].is_pressing][:PRESSING_FIRST]
    for numbers, draw in (
        (pressing, pen.joining),
        (live, pen.line),
        (live, pen.opening),
        (live, pen.joining),
    ):
        for number in numbers:
            had, wanted = drawn.get(number, []), draw(rows[number])
            if len(wanted) < len(had) or wanted == had:
                continue
            if not room.takes(wanted, instead_of=had):
                break
            drawn[number] = wanted
    over = [number for number, row in enumerate(rows) if row.is_over]
    faded = {number: pen.faded(rows[number]) for number in over[: room.blocks]}
    if len(faded) == len(over) and room.takes([block for blocks in faded.values() for block in blocks]):
        drawn |= faded
    lines = [block for number in sorted(drawn) for block in drawn[number]]
    hidden = [row for number, row in enumerate(rows) if number not in drawn]
    over_hidden = sum(row.is_over for row in hidden)
    return [*lines, *_left_out(over_hidden, len(hidden) - over_hidden, more)]


def _left_out(over: int, others: int, more: str) -> list[Block]:
    said = (
        [f"{over} that are over are not shown." if over > 1 else "1 that is over is not shown."]
        if over
        else []
    )
    if others:
        said.append(f"And {others} more.")
    return [context(plain(f"{' '.join(said)} To see them all, type {clip(more, 80)}."))] if said else []


def _counts(rows: Sequence[Row]) -> list[str]:
    """Count the day in whole sentences; what there is none of is not said."""
    if not rows:
        return ["No sessions today. One that is booked appears here."]
    statuses = [row.appointment.status for row in rows]
    present = [row for row in rows if not row.is_over]
    said = ["1 session." if len(rows) == 1 else f"{len(rows)} sessions."]
    counted = (
        (sum(row.appointment.status is Status.WAITING for row in present), "{} in the waiting room."),
        (sum(row.appointment.status in UNDER_WAY for row in present), "{} in session."),
        (statuses.count(Status.COMPLETED), "{} done."),
        (statuses.count(Status.NO_SHOW), "{} no-show."),
        (statuses.count(Status.CANCELLED), "{} cancelled."),
        (sum(row.is_gap for row in rows), "{} with an interpreter needed and no language named."),
    )
    return said + [words.format(count) for count, words in counted if count]


def _gaps(rows: Sequence[Row], pen: Pen) -> list[Block]:
    """What must be seen to first: an interpreter is needed and nobody knows for which language."""
    gaps = [row for row in rows if row.is_gap]
    if not gaps:
        return []
    words = "*An interpreter is needed and no language is named*"
    if len(gaps) > GAPS_SHOWN:
        words = f"*An interpreter is needed and no language is named: the first {GAPS_SHOWN} of {len(gaps)}*"
    return [{**section(marked(words)), **fields(*pen.pairs(gaps[:GAPS_SHOWN]))}]


def _remarks(zone: ZoneInfo, now: datetime, late: Late | None, paused_until: datetime | None) -> list[str]:
    """What is unusual about this board, by the day's own clock."""
    said = []
    if late is not None:
        posted, due = (f"{moment.astimezone(zone):%H:%M}" for moment in (late.posted, late.due))
        said.append(f"Posted at {posted}: Frontdesk was not running at {due} ({city_of(zone.key)}).")
    if paused_until is not None:
        until = say_when(paused_until, None, zone=zone, now=now)
        said.append(f"Alerts are paused here until {until}. Until then this board stays as it is.")
    return said


def _read_out(rows: Sequence[Row], pen: Pen, said: Sequence[str], more: str) -> str:
    """The board as a text: whole where it fits, else without what is over, else as far as it goes."""
    gaps = "; ".join(pen.named(row) for row in rows if row.is_gap)
    begins = escape(" ".join(said))
    if gaps:
        begins += escape(f" An interpreter is needed and no language is named: {clip(gaps, 600)}.")
    ends = escape(f" And {len(rows)} more: type {clip(more, 80)}.")
    lines = [escape(pen.spoken(row)) for row in rows]
    live = [line for line, row in zip(lines, rows, strict=True) if not row.is_over]
    left = REDRAWN_TEXT_LIMIT - len(begins) - len(ends)
    if sum(map(len, lines)) + 2 * len(lines) <= left:
        live = lines
    kept: list[str] = []
    for line in live:
        left -= len(line) + 2
        if left < 0:
            break
        kept.append(line)
    text = f"{begins} {'; '.join(kept)}." if kept else begins
    hidden = len(rows) - len(kept)
    return f"{text} And {hidden} more: type {escape(clip(more, 80))}." if hidden else text


def _day_words(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B} {day.year}"
