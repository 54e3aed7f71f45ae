"""Draw sessions in the order of need within what a message or a view may hold: buttons where a hand is needed now, lines for the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from blocks.day.groups import Group
from blocks.day.row import Row
from blocks.kit import Block, context, escape, lines
from blocks.limits import Room
from bot.appointments.need import Need
from bot.appointments.values import replace

LONGEST_SECTION = 2_900
"""Characters: Slack takes 3,000."""
_WAYS: tuple[tuple[int, int], ...] = ((50, 220), (8, 160), (5, 110), (4, 70), (2, 70), (1, 70), (0, 70))
"""How many rows of a group have buttons, and how many characters of each row's words are sent: tried in turn."""
_FOUND = ((50, 220), (50, 110), (50, 70), (50, 30))
_LEAST = 60
"""Characters that even a short line is sent in."""
_LINE_BREAK = 2
ODD = 8
"""Sessions whose words have signs that mrkdwn can't show as they are: so many have a block of their own."""
MANY = 30
"""More lines than these of what can wait stand in smaller type, so that a full day is one look."""
_CAN_WAIT = frozenset({Need.UNCONFIRMED, Need.LATER, Need.OVER})
WITH_BUTTONS = 15
"""So many rows have a button of their own where a person looks; of more, only those that need a hand now."""


class Drawn(Struct, frozen=True):
    """The blocks, and those sessions for which there was no room."""

    blocks: tuple[Block, ...]
    left_out: tuple[Row, ...] = ()


def drawn(groups: Sequence[Group], room: Room) -> Drawn:
    """Draw as much of the groups as there is room for; what is most pressing is never left out for what is less."""
    count = sum(len(group.rows) for group in groups)
    ways = _WAYS if room.has(count * _LEAST) else ()
    if all(row.found for group in groups for row in group.rows):  # each must be opened, in however few words
        ways = _FOUND
    for buttons, most in ways:
        blocks = tuple(_blocks(groups, buttons, most))
        if room.holds(blocks):
            return Drawn(blocks)
    return _as_many(groups, room, count)


def _as_many(groups: Sequence[Group], room: Room, count: int) -> Drawn:
    """Leave out from the end until it fits; the lines are as long as the room allows."""
    most = max(30, room.characters // max(count, 1) - _LEAST)
    kept, least = 0, count
    while kept < least:  # the largest number that fits
        middle = (kept + least + 1) // 2
        if room.holds(tuple(_blocks(_first(groups, middle), 4, most))):
            kept = middle
        else:
            least = middle - 1
    if kept == 0 and count:
        return Drawn((), tuple(row for group in groups for row in group.rows))
    rows = [row for group in groups for row in group.rows]
    return Drawn(tuple(_blocks(_first(groups, kept), 4, most)), tuple(rows[kept:]))


def _first(groups: Sequence[Group], count: int) -> list[Group]:
    found = []
    for group in groups:
        if count > 0:
            found.append(replace(group, rows=group.rows[:count]))
        count -= len(group.rows)
    return found


def _blocks(groups: Sequence[Group], buttons: int, most: int) -> Iterator[Block]:
    total = sum(len(group.rows) for group in groups)
    can_wait = sum(len(group.rows) for group in groups if group.rows[0].need in _CAN_WAIT)
    odd_left = ODD
    for group in groups:
        heading = f"*{group.heading}* · {len(group.rows)}" if group.heading else ""
        row = group.rows[0]
        opens = row.place.opens and total <= WITH_BUTTONS
        pressed = sum(opens or one.needs_a_hand for one in group.rows[:buttons])
        for number, one in enumerate(group.rows[:pressed]):
            yield from one.drawn(most, above="" if number else heading, with_day=group.with_day)
        rest = group.rows[pressed:]
        small = can_wait > MANY and row.need in _CAN_WAIT
        for odd, several in groupby(rest, key=lambda one: buttons > 0 and one.is_odd and odd_left > 0):
            left = list(several)
            if odd:
                own = left[:odd_left]
                odd_left -= len(own)
                if heading and not pressed and own[0] is group.rows[0]:
                    yield lines([heading])
                yield from (one.plainly(with_day=group.with_day) for one in own)
                left = left[len(own) :]
            texts = [one.line(most, with_day=group.with_day) for one in left]
            if left and heading and not pressed and left[0] is group.rows[0]:
                texts = [heading, *texts]
            yield from _sections(texts, small=small)


def _sections(texts: Sequence[str], *, small: bool) -> Iterator[Block]:
    """Lines in as few blocks as hold them; `small`: in the smaller type of what can wait."""
    some: list[str] = []
    length = 0
    for text in texts:
        if some and length + len(text) + _LINE_BREAK > LONGEST_SECTION:
            yield _together(some, small=small)
            some, length = [], 0
        some.append(text)
        length += len(text) + _LINE_BREAK
    if some:
        yield _together(some, small=small)


def _together(texts: Sequence[str], *, small: bool) -> Block:
    block = lines(texts)
    return context(block["text"]) if small else block


def read_out(groups: Sequence[Group], characters: int) -> tuple[str, int]:
    """The groups as a screen reader says them, as far as so many characters go; and how many sessions that is."""
    said: list[str] = []
    count = 0
    for group in groups:
        kept: list[str] = []
        heading = escape(f"{group.heading}: ") if group.heading else ""
        characters -= len(heading) + len(". ")
        for row in group.rows:
            line = escape(row.spoken())
            characters -= len(line) + len("; ")
            if characters < 0:
                break
            kept.append(line)
        said += [f"{heading}{'; '.join(kept)}."] if kept else []
        count += len(kept)
        if characters < 0:
            break
    return " ".join(said), count
