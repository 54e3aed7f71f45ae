"""Read what stands after a command as if all of it had been typed by hand."""

from __future__ import annotations

import re

from bot.appointments.folding import fold, undressed, unwrapped
from bot.workspace import Workspace

_TOKEN = re.compile(r"<(?P<kind>@|#|!|mailto:|tel:)?(?P<id>[^<>|\s]+)(?:\|(?P<label>[^<>]*))?>")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
_ENTITY = re.compile("&(?:lt|gt|amp);")
_QUOTES = re.compile(r"[\"“”„]")


LONGEST = 12_000
"""Characters of a command: as many as Slack's own field takes."""
MOST_NAMED = 20
"""People and channels of one command that are looked up; more are called as Slack sent them."""


async def typed_words(ws: Workspace, sent: str) -> str:
    """Give the words of a command, in lines: people and channels by name, entities as signs, and all of it folded.

    https://docs.slack.dev/interactivity/implementing-slash-commands#escaping
    """
    words, at = [], 0
    names: dict[str, str | None] = {}
    for token in _TOKEN.finditer(sent):
        if token["kind"] in ("@", "#") and token["id"] not in names and len(names) < MOST_NAMED:
            names[token["id"]] = await _name(ws, token)
        words += [_signs(sent[at : token.start()]), _as_typed(token, names.get(token["id"]))]
        at = token.end()
    words.append(_signs(sent[at:]))
    return unwrapped(undressed(fold("".join(words), lines=True)))


async def _name(ws: Workspace, token: re.Match[str]) -> str | None:
    """The name that Slack has for a person or channel; None where it tells none, or has sent a channel's along."""
    some_id = token["id"]
    if token["kind"] == "#":
        return None if token["label"] else (await ws.channels.get(some_id)).name
    name = await ws.people.name(some_id)
    return None if name == some_id else name


def _as_typed(token: re.Match[str], name: str | None) -> str:
    some_id, label = token["id"], _signs(token["label"] or "")
    match token["kind"]:
        case "@":
            name = name or label or f"@{some_id}"
        case "#":
            return "#" + (label or name or "private channel").lstrip("#")
        case "!":
            return "@" + (label or some_id.partition("^")[0]).lstrip("@")
        case _:
            return label or _signs(some_id)
    name = _QUOTES.sub("", name)
    # A filter's value of several words stands in quotes.
    return f'"{name}"' if token.string[: token.start()].endswith(":") else name


def _signs(text: str) -> str:
    return _ENTITY.sub(lambda found: _ENTITIES[found[0]], text)
