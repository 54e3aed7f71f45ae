"""The desk is handed over: all that is open in one message, with *Taken*, and what the board says of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from blocks import ids
from blocks.day.groups import in_order
from blocks.day.row import Place, Row
from blocks.kit import (
    TEXT_LIMIT,
    Block,
    Card,
    actions,
    button,
    clip,
    context,
    escape,
    header,
    lines,
    plain,
    section,
)
from blocks.limits import Room
from blocks.words import handover as words
from blocks.words.facts import NAME_SHOWN
from blocks.words.setting import Setting
from bot.appointments.model import Appointment
from bot.appointments.values import Discreet
from bot.when.saying import say_clock

MOST = 15
"""Sessions of one kind that are named."""
LINE = 160
"""Characters of a line's words, as they are sent."""


class Open(Struct, frozen=True):
    """What is open at a desk, by kind; `incomplete`: why there may be more."""

    interpreters: Sequence[Appointment] = ()
    waiting: Sequence[Appointment] = ()
    late: Sequence[Appointment] = ()
    unanswered: Sequence[Appointment] = ()
    incomplete: str = ""


class Held(Discreet, frozen=True):
    """A hand-over as it is shown, by plain names and the desk's clock."""

    hidden = frozenset(["channel"])

    by: str
    at: str
    channel: str = ""
    nr: int = 0
    taken_by: str | None = None
    taken_at: str = ""


def handover_card(held: Held, open_: Open, place: Place) -> Card:
    """Draw it: what is open now, and *Taken* until somebody has."""
    by, who = clip(held.by, NAME_SHOWN), clip(held.taken_by or "", NAME_SHOWN)
    first = words.GIVEN.format(by=by, at=held.at)
    taken = words.TAKEN.format(who=who, at=held.taken_at) if held.taken_by else ""
    above: list[Block] = [header("Hand-over"), section(plain(f"{first} {taken}".strip()))]
    below: list[Block] = []
    if open_.incomplete:
        below.append(context(plain(words.INCOMPLETE.format(words=open_.incomplete))))
    if not held.taken_by:
        below += [context(plain(words.PRESS)), take_row(held.channel, held.nr, by)]
    room = Room()
    room.takes([*above, *below])
    drawn, said = _open_blocks(open_, place, room)
    return Card(escape(" ".join(filter(None, (first, taken, said)))), (*above, *drawn, *below))


def closed_handover(held: Held) -> Card:
    """Leave who gave the desk and who took it: whatever was open then is named no more."""
    said = [words.GIVEN.format(by=clip(held.by, NAME_SHOWN), at=held.at)]
    if held.taken_by:
        said.append(words.TOOK.format(who=clip(held.taken_by, NAME_SHOWN), at=held.taken_at))
    text = " ".join((*said, words.CLOSED))
    return Card(escape(text), (header("Hand-over"), section(plain(text))))


def take_row(channel: str, nr: int, by: str) -> Block:
    """The button of whoever takes a desk over; `by`: who gave it."""
    value = ids.DeskShift(channel=channel, nr=nr).packed()
    spoken = f"Take the desk over from {by}"
    return actions(button("Taken", ids.TAKEN, value, style="primary", spoken=spoken))


def desk_words(held: Held) -> str:
    """Say on a board who holds the desk."""
    if held.taken_by:
        return words.HOLDS.format(who=clip(held.taken_by, NAME_SHOWN), at=held.taken_at)
    return words.NOBODY_YET.format(by=clip(held.by, NAME_SHOWN), at=held.at)


def clock_of(setting: Setting, moment: datetime) -> str:
    """A moment by the desk's clock."""
    return say_clock(moment.astimezone(setting.zone))


def _open_blocks(open_: Open, place: Place, room: Room) -> tuple[list[Block], str]:
    kinds = (
        (words.INTERPRETERS, open_.interpreters),
        (words.WAITING, open_.waiting),
        (words.LATE, open_.late),
        (words.UNANSWERED, open_.unanswered),
    )
    some = [(heading, in_order(sessions, place)) for heading, sessions in kinds if sessions]
    if not some:
        return [section(plain(words.NOTHING_OPEN))], words.NOTHING_OPEN
    blocks: list[Block] = []
    for nth, (heading, rows) in enumerate(some):
        share = Room(1, room.characters // (len(some) - nth))
        block = next(one for one in _fewer(heading, rows) if share.takes([one]))
        room.takes([block])
        blocks.append(block)
    return blocks, " ".join(f"{heading}: {len(rows)}." for heading, rows in some)


def _fewer(heading: str, rows: Sequence[Row]) -> Iterator[Block]:
    """What is open of one kind, with ever fewer of its sessions named: Slack takes only so many characters."""
    for shown in range(min(len(rows), MOST), -1, -1):
        texts = [f"*{heading}* · {len(rows)}", *(row.line(LINE) for row in rows[:shown])]
        more = len(rows) - shown
        block = lines([*texts, *([words.MORE.format(count=more)] if more > 0 else [])])
        if len(block["text"]["text"]) <= TEXT_LIMIT:
            yield block
