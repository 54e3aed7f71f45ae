"""Read what stands after a command as if all of it had been typed by hand."""

from __future__ import annotations

import re

from bot.appointments.folding import fold, undressed, unwrapped
from bot.workspace import Workspace

_TOKEN = re.compile(r"<(?P<kind>@|#|!|mailto:|tel:)?(?P<id>[^<>|\s]+)(?:\|(?P<label>[^<>]*))?>")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
_ENTITY = re.compile("&(?:lt|gt|amp);")
_QUOTES = re.compile(r"[\"“”„]")


async def typed_words(ws: Workspace, sent: str) -> str:
    """Give the words of a command, in lines: people and channels by name, entities as signs, and all of it folded.

    https://docs.slack.dev/interactivity/implementing-slash-commands#escaping
    """
    words, at = [], 0
    for token in _TOKEN.finditer(sent):
        words += [_signs(sent[at : token.start()]), await _as_typed(ws, token)]
        at = token.end()
    words.append(_signs(sent[at:]))
    return unwrapped(undressed(fold("".join(words), lines=True)))


async def _as_typed(ws: Workspace, token: re.Match[str]) -> str:
    some_id, label = token["id"], _signs(token["label"] or "")
    match token["kind"]:
        case "@":
            name = await ws.people.name(some_id)
            name = label or f"@{some_id}" if name == some_id else name
        case "#":
            name = label or (await ws.channels.get(some_id)).name or "private channel"
            return "#" + name.lstrip("#")
        case "!":
            return "@" + (label or some_id.partition("^")[0]).lstrip("@")
        case _:
            return label or _signs(some_id)
    name = _QUOTES.sub("", name)
    # A filter's value of several words stands in quotes.
    return f'"{name}"' if token.string[: token.start()].endswith(":") else name


def _signs(text: str) -> str:
    return _ENTITY.sub(lambda found: _ENTITIES[found[0]], text)
