"""Blocks made ready for the page: every text already read for its reader, so that the page only has to lay it out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.standins.slack.dates import written
from bot.standins.slack.inputs import STATEFUL, options_of, value_of
from bot.standins.slack.model import Channel, Json, Key
from bot.standins.slack.mrkdwn import Reader, spans
from bot.standins.slack.person import Person
from bot.standins.slack.rich_reading import inline

_SPOKEN = ("user", "usergroup", "channel", "broadcast", "emoji", "date")
"""Parts of rich text that carry an id or a moment instead of words."""
_MENUS = ("conversations_select", "channels_select")


def drawn(part: Any, person: Person) -> Any:
    """Copy blocks with what their reader sees: runs of styled text for mrkdwn, names for ids, choices for menus."""
    if isinstance(part, list):
        return [drawn(one, person) for one in part]
    if not isinstance(part, dict):
        return part
    copied: Json = {key: drawn(value, person) for key, value in part.items()}
    kind = part.get("type")
    if kind == "mrkdwn":
        copied["spans"] = runs(part["text"], person.reader)
    elif kind in _SPOKEN:
        copied["shown"] = inline(part, person.reader)
    elif kind in _MENUS:
        copied["choices"] = [
            {"value": channel.id, "label": channel_label(channel, person)}
            for channel in person.workspace.offered_to(person.user, part)
        ]
    elif kind == "users_select":
        users = person.workspace.everyone()
        copied["choices"] = [{"value": user.id, "label": user.real_name} for user in users]
    return copied


def runs(text: str, reader: Reader) -> list[Json]:
    """Read mrkdwn into runs of text that look one way."""
    return [
        {
            "text": span.text,
            "styles": sorted(span.styles),
            **({"url": span.url} if span.url else {}),
            **({"pings": True} if span.pings else {}),
        }
        for span in spans(text, reader)
    ]


def channel_label(channel: Channel, person: Person) -> str:
    """Name a conversation as a menu does."""
    return f"{person.workspace.bot.real_name} (direct message)" if channel.is_im else f"#{channel.name}"


def page_values(values: dict[Key, Json], person: Person) -> dict[str, dict[str, Any]]:
    """Write what inputs hold as the page handles it: options by their value, moments by the reader's own clock."""
    told: dict[str, dict[str, Any]] = {}
    for (block_id, action_id), state in values.items():
        told.setdefault(block_id, {})[action_id] = _page_value(state["type"], value_of(state), person)
    return told


def _page_value(kind: str, value: Any, person: Person) -> Any:
    if kind == "external_select":
        return value
    if isinstance(value, list):
        return [one["value"] for one in value]
    if isinstance(value, dict):
        return value["value"]
    if kind == "datetimepicker" and value is not None:
        moment = datetime.fromtimestamp(value, UTC).astimezone(person.reader.dates.zone)
        return f"{moment:%Y-%m-%dT%H:%M}"
    return value


def slack_value(element: Json, value: Any, person: Person) -> Any:
    """Turn what the page holds into what Slack's element holds. Raises ValueError for what it does not offer."""
    kind = element["type"]
    holds = STATEFUL[kind]
    if value in (None, "", []):
        return [] if holds.many else None
    if kind == "datetimepicker":
        moment = datetime.fromisoformat(value).replace(tzinfo=person.reader.dates.zone)
        return int(moment.timestamp())
    if kind == "external_select" or not holds.key.startswith("selected_option"):
        return value
    offered = {option["value"]: option for option in options_of(element)}
    wanted = value if isinstance(value, list) else [value]
    if not all(one in offered for one in wanted):
        raise ValueError(f"{element['action_id']} does not offer {value!r}")
    return [offered[one] for one in wanted] if holds.many else offered[value]


def clock_words(moment: datetime, form: str, reader: Reader) -> str:
    """Say a moment as one of Slack's date tokens does."""
    return written(moment.timestamp(), form, reader.dates, reader.now) or ""
