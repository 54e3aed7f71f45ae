"""Rich text read out as plain text."""

from __future__ import annotations

from bot.standins.slack.dates import written
from bot.standins.slack.model import Json
from bot.standins.slack.mrkdwn import Reader


def rich_text(block: Json, reader: Reader) -> str:
    """Read a rich text block, one line for each of its parts."""
    return "\n".join(_part(part, reader) for part in block["elements"])


def _part(part: Json, reader: Reader) -> str:
    if part["type"] == "rich_text_list":
        marks = [
            f"{number}. " if part["style"] == "ordered" else "• "
            for number, _ in enumerate(part["elements"], 1)
        ]
        pairs = zip(marks, part["elements"], strict=True)
        return "\n".join("  " * part.get("indent", 0) + mark + _part(one, reader) for mark, one in pairs)
    return "".join(inline(one, reader) for one in part["elements"])


def inline(one: Json, reader: Reader) -> str:
    """Read one run of rich text."""
    match one["type"]:
        case "text":
            return str(one["text"])
        case "link":
            return str(one.get("text") or one["url"])
        case "user":
            return "@" + (reader.name_of(one["user_id"]) or "unknown user")
        case "usergroup":
            return "@" + (reader.name_of(one["usergroup_id"]) or "group")
        case "channel":
            return "#" + (reader.name_of(one["channel_id"]) or "private channel")
        case "broadcast":
            return f"@{one['range']}"
        case "emoji":
            return f":{one['name']}:"
        case "date":
            shown = written(one["timestamp"], one["format"], reader.dates, reader.now)
            return shown or str(one.get("fallback", ""))
    return ""
