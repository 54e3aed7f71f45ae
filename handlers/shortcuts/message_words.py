"""The words of a message, wherever Slack has them: its text, its blocks, what is attached to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

MOST = 12_000
"""Characters. What is read goes no further than what can be typed."""
_DEEP = 12
"""How far parts of a message stand within each other; Slack's own do five deep."""
_LINES = frozenset({"rich_text_section", "rich_text_preformatted", "rich_text_quote"})


def message_words(message: object) -> str:
    """Give a message's words as Slack marks them up, in lines; nothing where it has none.

    A person's text says all that their blocks say. An app's text stands in for its blocks, and often says less. What
    is attached is read too (a message that was passed on, what a form was filled in with), but not what Slack shows of a link.
    """
    if not isinstance(message, Mapping):
        return ""
    text, drawn = _text(message.get("text")), "\n".join(_lines(message.get("blocks")))
    by_app = bool(message.get("bot_id")) or message.get("subtype") == "bot_message"
    said = (drawn or text) if by_app else (text or drawn)
    attached = [_attached(one) for one in _parts(message.get("attachments"))]
    return "\n".join(filter(None, (said, *attached)))[:MOST]


def _attached(part: Mapping[str, Any]) -> str:
    passed_on = part.get("is_share") or part.get("is_msg_unfurl")
    if (part.get("from_url") or part.get("original_url")) and not passed_on:
        return ""
    drawn = "\n".join(
        line for one in (part.get("blocks"), part.get("message_blocks")) for line in _lines(_unwrapped(one))
    )
    said = [_text(part.get(name)) for name in ("pretext", "title", "text")]
    said += [
        ": ".join(filter(None, (_text(one.get("title")), _text(one.get("value")))))
        for one in _parts(part.get("fields"))
    ]
    written = "\n".join(filter(None, said))
    return written or drawn or _text(part.get("fallback"))


def _unwrapped(blocks: object) -> object:
    """The blocks of a message that was passed on stand one deeper."""
    first = next(_parts(blocks), None)
    inner = first.get("message") if first is not None else None
    return inner.get("blocks") if isinstance(inner, Mapping) else blocks


def _lines(blocks: object) -> Iterator[str]:
    for block in _parts(blocks):
        if words := _words(block, _DEEP).strip():
            yield words


def _words(part: Mapping[str, Any], deep: int) -> str:
    """What one block or element says; buttons and menus say nothing of the message."""
    kind = _text(part.get("type"))
    if not deep:
        return ""
    match kind:
        case "text":
            return _escaped(_text(part.get("text")))
        case "user":
            return f"<@{_text(part.get('user_id'))}>"
        case "channel":
            return f"<#{_text(part.get('channel_id'))}>"
        case "broadcast":
            return f"<!{_text(part.get('range'))}>"
        case "link":
            return f"<{_text(part.get('url'))}|{_escaped(_text(part.get('text')))}>"
        case "date":
            return _escaped(_text(part.get("fallback")))
        case "mrkdwn" | "plain_text" | "raw_text" | "markdown":
            return _text(part.get("text"))
        case "raw_number":
            return _text(part.get("text")) or str(part.get("value", ""))
        case "button" | "static_select" | "external_select" | "overflow" | "actions" | "emoji":
            return ""
    inner = [_words(one, deep - 1) for one in _inside(part)]
    between = "" if kind in _LINES else " " if kind in ("context", "table_row") else "\n"
    return between.join(filter(None, inner))


def _inside(part: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for name in ("title", "subtitle", "body", "text", "fields", "elements", "accessory", "child_blocks"):
        held = part.get(name)
        yield from _parts([held] if isinstance(held, Mapping) else held)
    for row in _rows(part.get("rows")):
        yield {"type": "table_row", "elements": row}


def _rows(rows: object) -> Iterable[object]:
    return rows if isinstance(rows, list) else ()


def _parts(held: object) -> Iterator[Mapping[str, Any]]:
    """Those of a list that are what a message is made of; anybody's app may send anything else."""
    for one in held if isinstance(held, list) else ():
        if isinstance(one, Mapping):
            yield one


def _text(said: object) -> str:
    return said if isinstance(said, str) else ""


def _escaped(text: str) -> str:
    """Words in an element as they stand in a text: what looks like one of Slack's own marks is none."""
    return text.replace("<", "&lt;").replace(">", "&gt;")
