"""Who interprets: the buttons that say so, what is answered, and which agency sends them."""

from __future__ import annotations

from collections.abc import Sequence

from blocks import ids
from blocks.kit import OPTION_LIMIT, Block, Card, actions, button, escape, option, plain, section
from blocks.words.briefing import LABELS as BRIEF_LABELS
from blocks.words.facts import claimant_name, sentence, who
from blocks.words.interpreting import LABELS, STILL_TO_FIND
from blocks.words.setting import Setting
from bot.appointments.api import Capability
from bot.appointments.briefing import can_be_wanted, is_wanted
from bot.appointments.interpreting import may_be_said
from bot.appointments.model import Appointment
from bot.appointments.permission import Openness
from bot.appointments.states import About, Brief, Interpreter, State

LONGEST_ID = 255
"""Characters of a block's id."""


def interpreter_buttons(appointment: Appointment, openness: Openness, setting: Setting) -> list[Block]:
    """What can be said of the interpreter now that is not said already; nothing where none is needed, or it is over."""
    if not may_be_said(appointment, setting.now):
        return []
    stands = setting.said.of(appointment, About.INTERPRETER)
    words = [one for one in LABELS if stands is None or stands.word != one]
    if stands is not None and stands.word != Interpreter.CONFIRMED:
        words = [one for one in words if one is not Interpreter.NOT_ARRIVED]
    name = who(appointment, openness)
    return [_says(LABELS[one], one, appointment, stands, f"{LABELS[one]}: {name}") for one in words]


def brief_button(appointment: Appointment, openness: Openness, setting: Setting) -> list[Block]:
    """Has claimant and interpreter meet before, or no longer."""
    if not can_be_wanted(appointment, setting.now):
        return []
    word = Brief.UNSAID if is_wanted(appointment, setting.said) else Brief.WANTED
    value = ids.Saying(appointment=appointment.id).packed()
    label = BRIEF_LABELS[word]
    return [button(label, f"{ids.BRIEF}.{word}", value, spoken=f"{label}: {who(appointment, openness)}")]


def confirm_button(appointment: Appointment, name: str, setting: Setting) -> Block:
    """The one button of a row."""
    stands = setting.said.of(appointment, About.INTERPRETER)
    label = LABELS[Interpreter.CONFIRMED]
    return _says(label, Interpreter.CONFIRMED, appointment, stands, f"{label}: {name}")


def move_button(appointment: Appointment, openness: Openness, setting: Setting) -> list[Block]:
    """Gives the session another time, where nobody can be found for this one."""
    if Capability.MOVE not in setting.can or appointment.is_over(setting.now):
        return []
    value = ids.Seen(appointment=appointment.id, version=appointment.version).packed()
    return [button("Move", ids.MOVE, value, spoken=f"Move {who(appointment, openness)}")]


def interpreter_noted(
    words: str, appointment: Appointment, stands: State | None, setting: Setting, agencies: Sequence[str]
) -> Card:
    """Answer what was said; it can be taken back there, and the agency be chosen that sends the interpreter."""
    below: list[Block] = []
    if stands is not None:
        name = claimant_name(appointment)
        back = _says(
            "Take back", Interpreter.UNSAID, appointment, stands, f"Take back: interpreter of {name}"
        )
        confirmed = stands.word == Interpreter.CONFIRMED
        menu = _agencies(appointment, agencies, stands.agency) if confirmed else []
        below = [*menu, actions(back)]
    return Card(escape(words), (section(plain(words)), *below))


def otherwise_card(words: str, appointment: Appointment, stands: State | None, wanted: Interpreter) -> Card:
    """Say that others said something else meanwhile, and offer to say one's own all the same."""
    label = LABELS.get(wanted, "Take back")
    row = actions(
        _says(f"All the same: {label}", wanted, appointment, stands, f"{label}: instead of what was said")
    )
    return Card(escape(words), (section(plain(words)), row))


def to_find_card(
    appointment: Appointment, text: Card, stands: State | None, setting: Setting, agencies: Sequence[str]
) -> Card:
    """Say what is still to be found, whom to ask, and what to send them."""
    words = STILL_TO_FIND.format(said=sentence(appointment, setting.zone, setting.now))
    asks = f"Agencies: {', '.join(agencies)}." if agencies else ""
    row = [confirm_button(appointment, claimant_name(appointment), setting)]
    row += move_button(appointment, Openness.PRIVATE, setting)
    if stands is not None:
        row.append(_says("Take back", Interpreter.UNSAID, appointment, stands, "Take back: find another"))
    said = " ".join(filter(None, (words, asks)))
    return Card(f"{escape(said)}\n{text.text}", (section(plain(said)), *text.blocks, actions(*row)))


def _agencies(appointment: Appointment, agencies: Sequence[str], chosen: str | None) -> list[Block]:
    """The menu of the agencies that there are; the block's id says which session it is of."""
    which = ids.Saying(appointment=appointment.id).packed()
    if not agencies or len(which) > LONGEST_ID:
        return []
    offered = [option(name, name) for name in agencies if len(name) <= OPTION_LIMIT]
    menu: Block = {
        "type": "static_select",
        "action_id": ids.AGENCY,
        "placeholder": plain("Which agency sends them?", 150),
        "options": offered,
    }
    if chosen is not None and chosen in agencies:
        menu["initial_option"] = option(chosen, chosen)
    return [actions(menu, block_id=which)]


def _says(label: str, word: str, appointment: Appointment, stands: State | None, spoken: str) -> Block:
    value = ids.Saying(appointment=appointment.id, nr=stands.nr if stands else 0)
    style = "primary" if word == Interpreter.CONFIRMED else None
    return button(label, f"{ids.INTERPRETER}.{word}", value.packed(), style=style, spoken=spoken)
