"""The inputs of our modals. Their labels are fixed: people and screen readers rely on them."""

from __future__ import annotations

from collections.abc import Sequence

from blocks import ids
from blocks.kit import OPTION_LIMIT, Block, context, option, plain
from blocks.words.labels import ALL_LABELS, FLAG_LABELS, WITH_INTERPRETER
from blocks.words.meeting import MEETING_WORDS
from blocks.words.reasons import MOVING
from bot.appointments.model import Named

ON_OFF = {"on": "On", "off": "Off"}
YES_NO = {"yes": "Yes", "no": "No"}
BANDWIDTHS = {"low": "Low", "medium": "Medium", "high": "High"}
CHOICES = dict.fromkeys(FLAG_LABELS, ON_OFF) | {
    "bandwidth": BANDWIDTHS,
    "use_redirect": YES_NO,
    "brief": {"yes": "10 minutes before"},
    "why": {why.value: words for why, words in MOVING.items()},
    "meeting_type": {kind.value: words for kind, words in MEETING_WORDS.items()},
}
MENUS = {
    "customer": "Customer",
    "subject": "Subject",
    "office": "Office",
    "employee": "Employee",
}
"""The fields that the service's own menus fill, each with what its things are called where they have no name."""


NOTHING = "-"
"""What a line of a menu stands for that is no choice but says why there is none."""


def block_id(field: str, redrawn: int) -> str:
    """The id of a field's block; it changes with `redrawn`, so that Slack takes the new value."""
    return f"{field}.{redrawn}"


def field_of(block: str) -> str:
    """The field that a block id belongs to."""
    return block.rsplit(".", 1)[0]


def text_input(
    field: str,
    value: str,
    redrawn: int,
    *,
    hint: str | None = None,
    placeholder: str | None = None,
    optional: bool = True,
    longest: int = 255,
    kind: str = "plain_text_input",
    lines: bool = False,
    reads_time: bool = False,
) -> Block:
    """A field that is typed into. With `reads_time` each pause in typing and Enter ask for a read-back."""
    element: Block = {"type": kind, "action_id": ids.READ_TIME if reads_time else ids.VALUE}
    if kind == "plain_text_input":
        element["max_length"] = longest
        if lines:
            element["multiline"] = True
    if value:
        element["initial_value"] = value[:longest]
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    if reads_time:
        element["dispatch_action_config"] = {
            "trigger_actions_on": ["on_enter_pressed", "on_character_entered"]
        }
    return _input(field, element, redrawn, hint=hint, optional=optional, dispatches=reads_time)


def select(field: str, value: str | None, redrawn: int, *, hint: str | None = None) -> Block:
    """A choice of a few; one that is left alone sends nothing."""
    block = _choice("static_select", field, value, redrawn, hint)
    block["element"]["placeholder"] = plain(
        "Left empty" if field in {"why", *WITH_INTERPRETER} else "As usual", 150
    )
    return block


def names_select(field: str, value: str, names: Sequence[str], redrawn: int) -> Block:
    """A choice of names that are known."""
    element: Block = {
        "type": "static_select",
        "action_id": ids.VALUE,
        "placeholder": plain("Choose, or leave empty", 150),
        "options": [option(name, name) for name in names],
    }
    if value in names:
        element["initial_option"] = option(value, value)
    return _input(field, element, redrawn, hint=None, optional=True)


def meeting_select(value: str | None, redrawn: int, *, optional: bool) -> Block:
    """A choice of the ways to meet; the form is told at once."""
    block = _choice("static_select", "meeting_type", value, redrawn, None)
    block["element"]["action_id"] = f"{ids.MENU}.meeting_type"
    return {**block, "optional": optional, "dispatch_action": True}


def menu(
    field: str, value: Named | None, redrawn: int, *, hint: str | None, optional: bool, least: int
) -> Block:
    """A choice of what the service has, searched as one types; `least`: after how many letters.

    All but the claimant's decide which times are free, so the form is told of them at once.
    https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select
    """
    element: Block = {
        "type": "external_select",
        "action_id": f"{ids.MENU}.{field}",
        "min_query_length": least,
        "placeholder": plain("Type to search", 150),
    }
    if value is not None and len(value.id) <= OPTION_LIMIT:
        element["initial_option"] = option(value.called(MENUS[field]), value.id)
    return _input(field, element, redrawn, hint=hint, optional=optional, dispatches=field != "customer")


def channel_select(field: str, value: str | None, redrawn: int, *, hint: str | None = None) -> Block:
    """A choice of conversation. https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element"""
    element: Block = {
        "type": "conversations_select",
        "action_id": ids.VALUE,
        "placeholder": plain("No card", 150),
        "filter": {"include": ["public", "private", "mpim", "im"], "exclude_bot_users": False},
    }
    if value:
        element["initial_conversation"] = value
    return _input(field, element, redrawn, hint=hint, optional=True)


def fault(text: str | None) -> list[Block]:
    """What is wrong with the input above, where Slack can't show it there itself any more."""
    return [context(plain(f"⚠ {text}"))] if text else []


def _choice(kind: str, field: str, value: str | None, redrawn: int, hint: str | None) -> Block:
    choices = CHOICES[field]
    element: Block = {
        "type": kind,
        "action_id": ids.VALUE,
        "options": [option(label, key) for key, label in choices.items()],
    }
    if value in choices:
        element["initial_option"] = option(choices[value], value)
    return _input(field, element, redrawn, hint=hint, optional=True)


def _input(
    field: str,
    element: Block,
    redrawn: int,
    *,
    hint: str | None,
    optional: bool,
    dispatches: bool = False,
) -> Block:
    block: Block = {
        "type": "input",
        "block_id": block_id(field, redrawn),
        "label": plain(ALL_LABELS[field]),
        "element": element,
        "optional": optional,
    }
    if hint:
        block["hint"] = plain(hint, 2000)
    if dispatches:
        block["dispatch_action"] = True
    return block
