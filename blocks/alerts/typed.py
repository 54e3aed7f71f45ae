"""What stands in the form of a channel's alerts, exactly as it stands there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from blocks.forms.inputs import field_of
from bot.alerts.kinds import ALERTS, Shape
from bot.alerts.rules import Where
from bot.appointments.folding import fold, undressed
from bot.appointments.model import Status


class AlertsTyped(Struct, frozen=True):
    """The form's fields: texts as typed, choices by their keys."""

    board: str = "off"
    at: str = ""
    zone: str = ""
    days: str = "weekdays"
    which: tuple[str, ...] = ()
    """The days of a board that comes neither on weekdays nor every day."""
    empty: str = "yes"
    lengths: Mapping[str, str] = {}
    """What stands at the kinds of alerts that are set with minutes."""
    told: tuple[str, ...] = ()
    """Those that are only on or off."""
    departments: str | None = None
    """None: the form has a menu of them instead."""
    chosen_departments: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    interpreter: tuple[str, ...] = ()
    where: str = Where.THREAD.value

    def text(self, name: str) -> str | None:
        """What stands in a field that is typed into."""
        if name in LENGTHS:
            return self.lengths.get(name, "")
        found: str | None = getattr(self, name)
        return found


LENGTHS = frozenset(kind.name for kind in ALERTS if kind.shape in {Shape.MINUTES, Shape.SEVERAL})
FIELDS = tuple(AlertsTyped.__struct_fields__)
SEVERAL = frozenset({"which", "told", "chosen_departments", "statuses", "interpreter"})
DAYS = {"weekdays": "Weekdays", "daily": "Every day", "these": "These days"}
WHICH = {
    str(number): name
    for number, name in enumerate(
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    )
}


def read_alerts(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> AlertsTyped:
    """Read a view's `state.values`."""
    found: dict[str, Any] = {}
    lengths: dict[str, str] = {}
    for block, elements in values.items():
        name = field_of(block)
        for element in elements.values():
            if name in SEVERAL:
                found[name] = tuple(str(one["value"]) for one in element.get("selected_options") or ())
            elif name in LENGTHS:
                lengths[name] = _text(element)
            elif name in FIELDS:
                chosen = element.get("selected_option")
                found[name] = str(chosen["value"]) if chosen else _text(element)
    return AlertsTyped(**found, lengths=lengths)


def _text(element: Mapping[str, Any]) -> str:
    return undressed(fold(str(element.get("value") or "")))


def known_statuses() -> tuple[Status, ...]:
    """The statuses that can be chosen."""
    return tuple(status for status in Status if status is not Status.UNKNOWN)
