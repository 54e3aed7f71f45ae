"""The form of a session that runs late: by how much, and which later ones are moved with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from msgspec import Struct

from blocks import ids
from blocks.forms.inputs import block_id, fault, field_of
from blocks.forms.modals import NOW_IS, View
from blocks.forms.parts import Faults, top_words
from blocks.kit import OPTION_LIMIT, TITLE_LIMIT, Block, context, option, plain, section
from blocks.words.delays import MOVES_NOTHING, NONE_TOUCHED, later_words, touched_words
from blocks.words.results import TITLES
from blocks.words.setting import Setting
from bot.appointments.api import Capability
from bot.appointments.deeds import Deed
from bot.appointments.delay import CHOICES, USUAL, Later
from bot.appointments.model import Appointment
from bot.when.reading.zones import city_of

MINUTES, SESSIONS = "late", "later"
IN_A_BLOCK, MOST = 10, 60
"""How many boxes Slack takes in one block, and how many sessions are offered at most."""
LABEL = "Later sessions to move"


class LateTyped(Struct, frozen=True):
    """What is chosen in it."""

    minutes: int = USUAL
    ticked: tuple[ids.Seen, ...] = ()
    """As they were drawn."""


def late_form(
    typed: LateTyped,
    state: ids.FormState,
    later: Sequence[Later],
    setting: Setting,
    *,
    now_is: str,
    notes: Sequence[str] = (),
    tells: str = "",
    top: str | None = None,
    faults: Faults | None = None,
) -> View:
    """Draw it: the later ones each with its new time, those ticked that stand in `typed`. `notes`: what else has to be known."""
    shown = offered(later)
    ticked = {seen.appointment for seen in typed.ticked}
    groups = [shown[begin : begin + IN_A_BLOCK] for begin in range(0, len(shown), IN_A_BLOCK)]
    blocks = [
        *top_words(top),
        section(plain(now_is), block_id=NOW_IS),
        *(context(plain(note)) for note in notes),
        _minutes(typed.minutes, state.redrawn),
        *(_boxes(number, group, ticked, state.redrawn, setting) for number, group in enumerate(groups)),
        *fault((faults or {}).get(f"{SESSIONS}0")),
    ]
    if not later:
        blocks.append(section(plain(NONE_TOUCHED if Capability.MOVE in setting.can else MOVES_NOTHING)))
    elif len(shown) < len(later):
        blocks.append(
            context(plain(f"And {len(later) - len(shown)} more: give them another time with Reschedule."))
        )
    if tells and shown:
        blocks.append(context(plain(tells)))
    return {
        "type": "modal",
        "callback_id": ids.LATE_FORM,
        "title": plain(TITLES[Deed.DELAY], TITLE_LIMIT),
        "submit": plain("Apply", TITLE_LIMIT),
        "close": plain("Close", TITLE_LIMIT),
        "private_metadata": state.packed(),
        "blocks": blocks,
    }


def offered(later: Sequence[Later]) -> list[Later]:
    """Those that can be ticked: not too many, and none whose id is too long for a box."""
    return [one for one in later if len(as_seen(one.session).packed()) <= OPTION_LIMIT][:MOST]


def as_seen(session: Appointment) -> ids.Seen:
    """What a box was drawn from."""
    return ids.Seen(appointment=session.id, version=session.version)


def read_late(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> LateTyped:
    """Read a view's `state.values`; what nobody can have chosen is not in it."""
    minutes, ticked = USUAL, []
    for block, elements in values.items():
        for element in elements.values():
            if field_of(block) == MINUTES:
                chosen = str((element.get("selected_option") or {}).get("value") or "")
                minutes = next((one for one in CHOICES if str(one) == chosen), USUAL)
            elif field_of(block).startswith(SESSIONS):
                found = [ids.unpack(ids.Seen, one["value"]) for one in element.get("selected_options") or ()]
                ticked += [seen for seen in found if seen is not None]
    return LateTyped(minutes, tuple(ticked))


def _minutes(chosen: int, redrawn: int) -> Block:
    options = {one: option(f"{one} minutes", str(one)) for one in CHOICES}
    element: Block = {
        "type": "radio_buttons",
        "action_id": ids.HOW_LATE,
        "options": list(options.values()),
        "initial_option": options[chosen],
    }
    return {
        "type": "input",
        "block_id": block_id(MINUTES, redrawn),
        "label": plain("How late"),
        "element": element,
        "dispatch_action": True,
    }


def _boxes(
    number: int, group: Sequence[Later], ticked: Collection[str], redrawn: int, setting: Setting
) -> Block:
    options = [
        {
            **option(later_words(one, setting), as_seen(one.session).packed()),
            "description": plain(touched_words(one, setting), OPTION_LIMIT),
        }
        for one in group
    ]
    element: Block = {"type": "checkboxes", "action_id": ids.VALUE, "options": options}
    chosen = [box for box, one in zip(options, group, strict=True) if one.session.id in ticked]
    if chosen:
        element["initial_options"] = chosen
    first = number * IN_A_BLOCK + 1
    label = f"{LABEL} ({first}–{first + len(group) - 1})" if number else LABEL
    return {
        "type": "input",
        "block_id": block_id(f"{SESSIONS}{number}", redrawn),
        "label": plain(label),
        "hint": plain(f"Times are {city_of(setting.zone.key)}'s."),
        "element": element,
        "optional": True,
    }
