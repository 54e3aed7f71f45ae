"""The parts of a form that the service fills: menus of what it has, and the times that are free."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from blocks import ids
from blocks.forms.inputs import fault, meeting_select, menu, text_input
from blocks.forms.parts import Faults
from blocks.forms.typed import Typed
from blocks.kit import Block, actions, button, clip, option, plain, section
from bot.appointments.api import Field
from bot.appointments.choosing import Slot
from bot.when import say_when

TYPED = frozenset({Field.CLAIMANT, Field.CONTACT, Field.DEPARTMENT, Field.INTERPRETER, Field.ROOM})
"""What is typed and not chosen from what a service keeps."""
THINGS = (Field.CUSTOMER, Field.SUBJECT, Field.OFFICE, Field.MEETING_TYPE, Field.EMPLOYEE)
"""What is chosen, in the order of the form."""
MOST_FREE = 100
MOST_NEXT = 3
LONGEST_NOTES = 3000
"""Characters that an input of Slack's holds."""
_FREE, _NEXT = "free", "next-free"
_LEAST = 2
"""Letters to type before claimants are searched; all other menus open as they are."""


class FreeTimes(Struct, frozen=True):
    """The times to choose from, told in a person's own zone."""

    slots: Sequence[Slot]
    zone: ZoneInfo
    now: datetime
    counted: bool = False
    """They are only the next ones, and each of them is a button."""


class Asked(Struct, frozen=True):
    """Which fields a form has, which of them must be filled, and what the service tells for it.

    `said`: what a person typed that a menu has to be opened for, by field.
    """

    fields: Collection[Field] = TYPED
    needs: Collection[Field] = frozenset()
    said: Mapping[str, str] = {}
    free: FreeTimes | None = None


def menu_inputs(typed: Typed, redrawn: int, wrong: Faults, asked: Asked) -> list[Block]:
    """The menus that the service asks for."""
    blocks: list[Block] = []
    for thing in THINGS:
        if thing not in asked.fields:
            continue
        name, optional = thing.value, thing not in asked.needs
        if thing is Field.MEETING_TYPE:
            blocks.append(meeting_select(typed.meeting_type, redrawn, optional=optional))
        else:
            said = asked.said.get(name)
            hint = f"You typed “{clip(said, 100)}”: open the menu and choose." if said else None
            least = _LEAST if thing is Field.CUSTOMER and not said else 0
            value = getattr(typed, name)
            blocks.append(menu(name, value, redrawn, hint=hint, optional=optional, least=least))
        blocks += fault(wrong.get(name))
    return blocks


def notes_input(typed: Typed, redrawn: int, wrong: Faults, asked: Asked) -> list[Block]:
    """What only the staff see."""
    if Field.NOTES not in asked.fields:
        return []
    block = text_input("notes", typed.notes, redrawn, longest=LONGEST_NOTES, lines=True)
    return [block, *fault(wrong.get("notes"))]


def free_times(asked: Asked) -> list[Block]:
    """The times that are free, to choose from beside the time that is typed."""
    free = asked.free
    if free is None or not free.slots or free.counted:
        return []
    offered = [option(_said(slot, free), _packed(slot)) for slot in free.slots[:MOST_FREE]]
    select: Block = {
        "type": "static_select",
        "action_id": ids.FREE_TIME,
        "placeholder": plain("Choose a free time", 150),
        "options": offered,
    }
    words = "Free times. Choose one, or type any time below."
    return [section(plain(words), accessory=select, block_id=_FREE)]


def next_free(asked: Asked, but: datetime | None) -> list[Block]:
    """The first of the free times as buttons; `but`: when it is now."""
    free = asked.free
    if free is None:
        return []
    others = [slot for slot in free.slots if slot.start != but and slot.start > free.now][:MOST_NEXT]
    row = [
        button(_begins(slot, free), f"{ids.QUICK_TIME}.free{i}", _packed(slot))
        for i, slot in enumerate(others)
    ]
    return [actions(*row, block_id=_NEXT)] if row else []


def read_free(blocks: Sequence[Mapping[str, Any]]) -> tuple[Slot, ...]:
    """Read the free times that a form was drawn with."""
    offered = {block.get("block_id"): block for block in blocks}
    options = offered[_FREE]["accessory"]["options"] if _FREE in offered else None
    if options is None:
        options = offered[_NEXT]["elements"] if _NEXT in offered else ()
    return tuple(slot for one in options if (slot := chosen_slot(one["value"])))


def chosen_slot(value: str) -> Slot | None:
    """Read the value of one free time; None for one that is none of ours."""
    start, _, minutes = value.partition("/")
    if not start.isdecimal() or not (minutes.isdecimal() or not minutes):
        return None
    return Slot(start=datetime.fromtimestamp(int(start), UTC), minutes=int(minutes) if minutes else None)


def _packed(slot: Slot) -> str:
    return f"{int(slot.start.timestamp())}/{slot.minutes or ''}"


def _begins(slot: Slot, free: FreeTimes) -> str:
    return f"Free: {say_when(slot.start, None, zone=free.zone, now=free.now)}"


def _said(slot: Slot, free: FreeTimes) -> str:
    return say_when(slot.start, slot.minutes, zone=free.zone, now=free.now)
