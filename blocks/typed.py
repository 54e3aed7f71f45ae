"""What a person has typed into a form: exactly as it stands there, nothing read into it yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from blocks.inputs import CHOICES, MORE_LABELS, field_of


@dataclass(frozen=True, slots=True)
class Typed:
    """A form's fields as text; choices by their keys. A field that the form does not have is empty."""

    name: str = field(default="", repr=False)
    when: str = ""
    duration: str = ""
    department: str = ""
    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    birth: str = field(default="", repr=False)
    needed: str | None = None
    language: str = ""
    reason: str = field(default="", repr=False)
    channel: str | None = None
    more: Mapping[str, str] = field(default_factory=dict)
    """The options behind *More options* that were set: key by field."""

    def but(self, **changes: Any) -> Typed:
        return replace(self, **changes)


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
            elif name in Typed.__dataclass_fields__:
                found[name] = value if name in CHOICES or name == "channel" else (value or "").strip()
    return (before or Typed()).but(**found, more=more)


def _value(element: Mapping[str, Any]) -> str | None:
    chosen = element.get("selected_option")
    if chosen:
        return str(chosen["value"])
    value = element.get("value") or element.get("selected_conversation")
    return str(value) if value else None
