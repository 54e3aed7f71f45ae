"""Print what people see, for a terminal: a message with its buttons, a modal with what is in its fields."""

from __future__ import annotations

import textwrap

from bot.standins.slack import Channel, Modal, Person, Seen
from bot.standins.slack.pane import Pane

WIDTH = 88
"""Columns; long lines are folded."""


def show_message(seen: Seen) -> str:
    """Draw one message: who says it, to whom alone, its text, what can be pressed."""
    marks = [
        mark
        for mark, holds in (("only visible to you", seen.is_ephemeral), ("edited", seen.is_edited))
        if holds
    ]
    head = seen.author + (f"  ({', '.join(marks)})" if marks else "")
    return _box(head, [*seen.text.splitlines(), *_buttons(seen.buttons)])


def show_channel(person: Person, channel: Channel, latest: int = 10) -> str:
    """Draw the newest messages of a channel as one person sees them."""
    name = channel.name if channel.is_im else f"#{channel.name}"
    drawn = [show_message(seen) for seen in person.sees(channel)[-latest:]]
    return "\n".join([f"{person.name} in {name}", *(drawn or ["  (nothing)"])])


def show_modal(modal: Modal) -> str:
    """Draw a modal: its fields with what is in them, the errors under them, and its buttons."""
    body = _pane(modal)
    if modal.notice:
        body.append(f"⚠ {modal.notice}")
    last = [label for label in (modal.close_label, modal.submit_label) if label]
    return _box(modal.title, [*body, *_buttons(last)])


def show_home(person: Person) -> str:
    """Draw the app's Home tab."""
    home = person.home
    return _box("Home", _pane(home) if home else ["(nothing yet)"])


def _pane(pane: Pane) -> list[str]:
    values = {field.label: pane.value(field.label) for field in pane.fields}
    errors = pane.errors if isinstance(pane, Modal) else {}
    drawn: list[str] = []
    for line in pane.text.splitlines():
        drawn.append(line)
        if line in values:
            drawn.append(f"  [ {_value(values[line])} ]")
        if line in errors:
            drawn.append(f"  ⚠ {errors[line]}")
    return drawn + _buttons(pane.buttons)


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _buttons(labels: list[str]) -> list[str]:
    return ["  ".join(f"[{label}]" for label in labels)] if labels else []


def _box(head: str, body: list[str]) -> str:
    folded = [part for line in body for part in (textwrap.wrap(line, WIDTH - 4) or [""])]
    width = max(len(line) for line in [head, *folded]) + 2
    lines = [f"│ {line}{' ' * (width - len(line) - 1)}│" for line in folded]
    return "\n".join([f"┌─ {head} {'─' * (width - len(head) - 3)}┐", *lines, f"└{'─' * width}┘"])
