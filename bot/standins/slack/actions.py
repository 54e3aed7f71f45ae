"""How an action is told: the element that was used, and what it holds now."""

from __future__ import annotations

from bot.standins.slack.model import Json
from bot.standins.slack.state import State

_TOLD = ("type", "action_id", "text", "value", "style", "placeholder", "confirm")


def action_of(workspace: State, element: Json, block_id: str, state: Json) -> Json:
    """Build one entry of `actions`. `state` is empty for a button, and what is held for anything else."""
    told = {key: element[key] for key in _TOLD if key in element}
    return {**told, **state, "block_id": block_id, "action_ts": workspace.messages.new_ts()}
