"""The flexpane of a Work Object, as the one person who has it open reads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.standins.slack.dates import written
from bot.standins.slack.model import Flexpane, Json
from bot.standins.slack.mrkdwn import Reader

OWN_WORDS = {
    "restricted": "You don't have access to this item.",
    "not_found": "This item can't be found.",
    "timeout": "This item took too long to load.",
    "internal_error": "Something went wrong.",
}
"""What Slack says, in words of its own, where the app has none."""


@dataclass(frozen=True)
class Beside:
    """What stands in it: `is_refused` where the app says why there is nothing to see."""

    title: str
    text: str
    is_refused: bool = False


def read(pane: Flexpane, reader: Reader) -> Beside:
    """Read it; while the app has not answered it shows what the message shows."""
    if pane.error is not None:
        said = pane.error.get("custom_message") or OWN_WORDS[pane.error["status"]]
        return Beside(pane.error.get("custom_title") or "", said, is_refused=True)
    if pane.sign_in is not None:
        return Beside("Sign in", pane.sign_in, is_refused=True)
    shown = pane.entity if pane.presented is None else pane.presented
    return Beside(title_of(shown), "\n".join(lines(shown, reader)))


def title_of(entity: Json) -> str:
    title: str = entity["entity_payload"]["attributes"]["title"]["text"]
    return title


def lines(entity: Json, reader: Reader) -> Iterator[str]:
    """Read the fields from top to bottom; a moment as her own clock has it."""
    fields = {one["key"]: one for one in entity["entity_payload"].get("custom_fields") or []}
    for key in entity["entity_payload"].get("display_order") or fields:
        value = fields[key].get("value")
        if fields[key]["type"] == "slack#/types/timestamp":
            value = written(value, "{date_short}, {time}", reader.dates, reader.now)
        yield f"{fields[key]['label']}: {value}"
