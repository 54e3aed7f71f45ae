"""What a person has typed into a form: as it stands there, but for what only pasting brings; nothing read into it yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from blocks.forms.inputs import CHOICES, MENUS, field_of
from blocks.words.labels import MORE_LABELS
from bot.appointments.folding import fold, undressed
from bot.appointments.model import Named
from bot.appointments.values import Discreet, replace


class Typed(Discreet, frozen=True):
    """A form's fields as text; choices by their keys, or with id and name. A field that the form does not have is empty."""

    hidden = frozenset(["name", "phone", "email", "birth", "reason", "notes"])

    name: str = ""
    when: str = ""
    duration: str = ""
    department: str = ""
    phone: str = ""
    email: str = ""
    birth: str = ""
    language: str = ""
    """The interpreter: none, or which language."""
    brief: str | None = None
    reason: str = ""
    why: str | None = None
    channel: str | None = None
    customer: Named | None = None
    subject: Named | None = None
    office: Named | None = None
    employee: Named | None = None
    meeting_type: str | None = None
    notes: str = ""
    more: Mapping[str, str] = {}
    """The options behind *More options* that were set: key by field."""

    def but(self, **changes: Any) -> Typed:
        return replace(self, **changes)


AS_WRITTEN = frozenset({"notes", "reason"})
"""What is a text of its own, whose marks belong to it."""
FIELDS = tuple(name for name in Typed.__struct_fields__ if name != "more")


def read_typed(values: Mapping[str, Mapping[str, Mapping[str, Any]]], before: Typed | None = None) -> Typed:
    """Read a view's `state.values`; fields that it does not show keep what `before` had."""
    found: dict[str, Any] = {}
    more = dict(before.more) if before else {}
    for block, elements in values.items():
        name = field_of(block)
        for element in elements.values():
            value = _value(element)
            if name in MORE_LABELS:
                more.pop(name, None)
                if value:
                    more[name] = value
            elif name in MENUS:
                found[name] = _chosen(element)
            elif name in FIELDS:
                found[name] = value if name in CHOICES or name == "channel" else _plain(name, value or "")
    return (before or Typed()).but(**found, more=more)


def read_drawn(blocks: Sequence[Mapping[str, Any]]) -> Typed:
    """Read what a form's inputs were drawn with, before anybody typed."""
    values: dict[str, dict[str, Mapping[str, Any]]] = {}
    for block in blocks:
        if block["type"] == "input":
            element = block["element"]
            values[block["block_id"]] = {
                "drawn": {
                    "selected_option": element.get("initial_option"),
                    "value": element.get("initial_value") or element.get("initial_conversation"),
                }
            }
    return read_typed(values)


def touched(typed: Typed, drawn: Typed) -> set[str]:
    """Name the fields that somebody changed in a form since it was drawn."""
    fields = {name for name in FIELDS if getattr(typed, name) != getattr(drawn, name)}
    options = {*typed.more, *drawn.more}
    return fields | {name for name in options if typed.more.get(name) != drawn.more.get(name)}


def _plain(name: str, value: str) -> str:
    return value if name in AS_WRITTEN else undressed(value)


def _chosen(element: Mapping[str, Any]) -> Named | None:
    option = element.get("selected_option")
    return Named(id=option["value"], name=option["text"]["text"]) if option else None


def _value(element: Mapping[str, Any]) -> str | None:
    chosen = element.get("selected_option")
    if chosen:
        return str(chosen["value"])
    if element.get("value"):
        return fold(str(element["value"]), lines=True) or None
    value = element.get("selected_conversation")
    return str(value) if value else None
