"""What each kind of element holds: how it starts, how it is told in `state` and in an action, when it is empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.standins.slack.check import elements_of
from bot.standins.slack.model import Json, Key, copied


@dataclass(frozen=True)
class Holds:
    """The key that carries an element's value, the key that it starts from, and whether it holds several."""

    key: str
    initial: str
    many: bool = False


_TEXT = Holds("value", "initial_value")
_ONE = Holds("selected_option", "initial_option")
_SEVERAL = Holds("selected_options", "initial_options", many=True)
STATEFUL: dict[str, Holds] = {
    "plain_text_input": _TEXT,
    "email_text_input": _TEXT,
    "url_text_input": _TEXT,
    "number_input": _TEXT,
    "static_select": _ONE,
    "external_select": _ONE,
    "radio_buttons": _ONE,
    "checkboxes": _SEVERAL,
    "multi_static_select": _SEVERAL,
    "users_select": Holds("selected_user", "initial_user"),
    "conversations_select": Holds("selected_conversation", "initial_conversation"),
    "channels_select": Holds("selected_channel", "initial_channel"),
    "datepicker": Holds("selected_date", "initial_date"),
    "timepicker": Holds("selected_time", "initial_time"),
    "datetimepicker": Holds("selected_date_time", "initial_date_time"),
}
TYPED = frozenset(kind for kind, holds in STATEFUL.items() if holds is _TEXT)


def value_of(state: Json) -> Any:
    """Read the bare value out of one entry of `state`."""
    return state.get(STATEFUL[state["type"]].key)


def state_with(element: Json, value: Any) -> Json:
    return {"type": element["type"], STATEFUL[element["type"]].key: copied(value)}


def is_empty(state: Json) -> bool:
    return value_of(state) in (None, "", [])


def initial_values(blocks: list[Json], current_channel: str | None = None) -> dict[Key, Json]:
    """Say what every stateful element starts with."""
    values: dict[Key, Json] = {}
    for block in blocks:
        for element in elements_of(block):
            if element["type"] in STATEFUL:
                key = (block["block_id"], element["action_id"])
                values[key] = state_with(element, _start(element, current_channel))
    return values


def kept_values(blocks: list[Json], before: dict[Key, Json], current_channel: str | None) -> dict[Key, Json]:
    """Carry what a person put in over an update: the same ids keep it, whatever the new initial value says."""
    values = initial_values(blocks, current_channel)
    for block in blocks:
        for element in elements_of(block):
            key = (block["block_id"], element.get("action_id", ""))
            old = before.get(key)
            if (
                key in values
                and old is not None
                and old["type"] == element["type"]
                and _still_offered(element, old)
            ):
                values[key] = old
    return values


def as_state(values: dict[Key, Json]) -> Json:
    """Nest values as `state` tells them: block id, action id, what it holds."""
    told: Json = {}
    for (block_id, action_id), state in values.items():
        told.setdefault(block_id, {})[action_id] = copied(state)
    return {"values": told}


def options_of(element: Json) -> list[Json]:
    """List the choices of an element, through its groups."""
    groups = element.get("option_groups") or []
    return list(element.get("options") or []) + [option for group in groups for option in group["options"]]


def _start(element: Json, current_channel: str | None) -> Any:
    holds = STATEFUL[element["type"]]
    value = element.get(holds.initial)
    if value is None and element.get("default_to_current_conversation"):
        value = current_channel
    return ([] if holds.many else None) if value is None else value


def _still_offered(element: Json, old: Json) -> bool:
    if element["type"] == "external_select" or not options_of(element):
        return True
    chosen = value_of(old)
    values = {option["value"] for option in options_of(element)}
    return all(
        one["value"] in values for one in (chosen if isinstance(chosen, list) else [chosen] if chosen else [])
    )
