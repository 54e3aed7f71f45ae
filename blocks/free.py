"""The answer to `/appt free`: what is free on each day, and a menu to book a time of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from blocks import ids
from blocks.kit import (
    OPTION_LIMIT,
    TEXT_LIMIT,
    Block,
    Card,
    actions,
    clip,
    context,
    escape,
    header,
    json_length,
    literal,
    marked,
    option,
    plain,
    section,
)
from blocks.limits import Room
from blocks.words.setting import Setting
from bot.appointments.api import Capability
from bot.appointments.free import starts
from bot.appointments.model import Window
from bot.when import say_clock, say_minutes, short_day
from bot.when.reading.zones import city_of

MOST_SPANS, MOST_WHOSE, MOST_OFFERED = 8, 15, 100
"""Spans of one line, lines of one day, and lines of the menu."""
NAME_SHOWN = 60
LONGEST_REST = 100
MENU_ROOM = 4_000
"""Characters that the days leave for the menu."""
NOT_ALL = "Not all of it fits here. Name one day, or one department, to see the rest."
_DAY = timedelta(days=1)


class Free(Struct, frozen=True):
    """What is free on a day for one department; `whose` is empty where they are not told apart."""

    day: date
    whose: str
    spans: Sequence[Window]
    """Longer than what is looked for, or each as long: as the service tells them."""


def free_card(
    free: Sequence[Free], minutes: int, setting: Setting, notes: Sequence[str], *, told: bool = False
) -> Card:
    """Say what is free; `told`: the service itself has named each time, and how long it is."""
    days = list(dict.fromkeys(one.day for one in free))
    span = (
        short_day(days[0]) if len(days) == 1 else f"{short_day(days[0], year=False)} – {short_day(days[-1])}"
    )
    title = f"Free for {say_minutes(minutes)}: {span} ({city_of(setting.zone.key)})"
    blocks: list[Block] = [header(title)]
    said = [title]
    below = [context(plain(note)) for note in notes]
    room = Room()
    room.takes([*blocks, *below, context(plain(NOT_ALL))])
    whole = True
    for day in days:
        of_day = [one for one in free if one.day == day]
        head = short_day(day, year=False) if len(days) > 1 else ""
        block, words, shown = _of_day(of_day, head, setting.zone, told)
        if room.characters - json_length(block) < MENU_ROOM or not room.takes([block]):
            whole = False
            break
        whole = whole and shown == len(of_day)
        blocks.append(block)
        said += words
    blocks += below if whole else [*below, context(plain(NOT_ALL))]
    blocks += _menu(free, minutes, setting, room, told=told)
    return Card(escape(" ".join((*said, *notes, *([] if whole else [NOT_ALL])))), tuple(blocks))


def _of_day(of_day: Sequence[Free], head: str, zone: ZoneInfo, told: bool) -> tuple[Block, list[str], int]:
    """One day as it is shown and as it is read out, with how many lines there was room for."""
    drawn, said = ([f"*{head}*"], [f"{head}."]) if head else (list[str](), list[str]())
    left, shown = TEXT_LIMIT - LONGEST_REST - len(head), 0
    for one in of_day[:MOST_WHOSE]:
        times = _times(one, zone, told)
        line = f"*{literal(clip(one.whose, NAME_SHOWN))}*: {times}" if one.whose else times
        left -= len(line) + 1
        if left < 0:
            break
        shown += 1
        drawn.append(line)
        said.append(f"{one.whose}: {times}." if one.whose else f"{times}.")
    if more := len(of_day) - shown:
        drawn.append(f"And {more} more: name one, as dept:Leeds.")
    return section(marked("\n".join(drawn))), said, shown


def chosen_free(value: str) -> tuple[datetime, int, str] | None:
    """Read a line of the menu: when, how long, and whose; None for what is none of ours."""
    start, _, rest = value.partition("/")
    minutes, _, whose = rest.partition("/")
    if not (start.isdecimal() and minutes.isdecimal() and len(start) < 12 and 0 < int(minutes[:5]) <= 1440):
        return None
    return datetime.fromtimestamp(int(start), UTC), int(minutes), whose


def _times(free: Free, zone: ZoneInfo, told: bool) -> str:
    if not free.spans:
        return "nothing"
    shown = [_time(span, free.day, zone, told) for span in free.spans[:MOST_SPANS]]
    more = len(free.spans) - len(shown)
    return " · ".join([*shown, f"and {more} more"] if more else shown)


def _time(span: Window, day: date, zone: ZoneInfo, told: bool) -> str:
    """Say it with its own day where that is another: the desk's days are not everybody's."""
    begins, ends = span.start.astimezone(zone), span.end.astimezone(zone)
    said = _said_on(begins, day)
    by_midnight = (ends - timedelta(microseconds=1)).date() == begins.date()
    return said if told else f"{said}–{_said_on(ends, ends.date() if by_midnight else begins.date())}"


def _said_on(moment: datetime, day: date) -> str:
    clock = say_clock(moment)
    return clock if moment.date() == day else f"{short_day(moment.date(), year=False)}, {clock}"


def _menu(free: Sequence[Free], minutes: int, setting: Setting, room: Room, *, told: bool) -> list[Block]:
    """The starts to choose from, the earliest first, as far as there is room, where the service can book."""
    if Capability.BOOK not in setting.can:
        return []
    of_all = [
        (start, one.whose)
        for one in free
        for start in ([span.start for span in one.spans] if told else starts(one.spans, minutes))
    ]
    offered: list[Block] = []
    menu: Block = {
        "type": "static_select",
        "action_id": ids.BOOK_FREE,
        "placeholder": plain("Book one of these…", 150),
        "options": offered,
    }
    left = room.characters - json_length([actions(menu)])
    for start, whose in sorted(of_all)[:MOST_OFFERED]:
        line = _line(start, whose, minutes, setting.zone)
        left -= json_length(line) + len(", ")
        if left < 0:
            break
        offered.append(line)
    return [actions(menu)] if offered else []


def _line(start: datetime, whose: str, minutes: int, zone: ZoneInfo) -> Block:
    local = start.astimezone(zone)
    words = f"{short_day(local.date(), year=False)}, {say_clock(local)}"
    value = f"{int(start.timestamp())}/{minutes}/"
    carried = whose if len(value) + len(whose) <= OPTION_LIMIT else ""
    return option(f"{words}, {whose}" if whose else words, value + carried)
