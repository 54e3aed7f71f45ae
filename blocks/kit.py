"""The few Block Kit pieces that everything is built of, each kept within Slack's limits.

Sizes and keys: https://docs.slack.dev/reference/block-kit
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

Block = dict[str, Any]

TEXT_LIMIT = 3000
HEADER_LIMIT = 150
LABEL_LIMIT = 75
OPTION_LIMIT = 75
TITLE_LIMIT = 24
URL_LIMIT = 3000
BUTTON_VALUE_LIMIT = 2000
MESSAGE_LIMIT = 13_000
"""Characters of all blocks of a message as JSON: undocumented, but Slack was seen to refuse more than 13,200."""
BLOCKS_LIMIT = 50
"""Blocks of a message."""
REDRAWN_TEXT_LIMIT = 4_000
"""Characters of the text of a message that is redrawn: `chat.update` takes fewer than `chat.postMessage`."""
_CONTROLS = {code: None for code in (*range(0x20), 0x7F) if chr(code) not in "\n\t\r"}


class Card(Struct, frozen=True):
    """A message: blocks, and the text that notifications and screen readers use instead of them."""

    text: str
    blocks: tuple[Block, ...] = ()
    fleeting: bool = False
    """Never sent where it would stay: personal details, a link that makes one the host."""
    own: bool = False
    """Meant for whoever asked alone, whoever else may know such things where they asked."""
    ending: str | None = None
    """The key of the write whose end this says, so that nobody else says it."""
    instead: Card | None = None
    """What is sent where Slack does not take these blocks: some kinds come to one workspace after another. The last has none of those."""
    objects: tuple[Block, ...] | None = None
    """The Work Objects that a posted message shows, none where it is empty; None: nothing is said of any."""

    def ways(self) -> Iterator[Card]:
        """This card, and what is sent instead of it, the plainest last."""
        card: Card | None = self
        while card is not None:
            yield card
            card = card.instead

    def message(self) -> dict[str, Any]:
        """The arguments that every way of sending a message takes; links are never unfurled."""
        found: dict[str, Any] = {"text": self.text, "unfurl_links": False, "unfurl_media": False}
        if self.blocks:
            found["blocks"] = list(self.blocks)
        return found


def clip(text: str, limit: int) -> str:
    """Shorten a text to `limit` characters, with an ellipsis where something was cut; control characters are left out."""
    if len(text) <= limit and text.isprintable() and "  " not in text and text == text.strip():
        return text  # nearly always
    if not text.replace("\n", "").isprintable():  # seldom, and a table of characters is slow to go through
        text = text.translate(_CONTROLS).encode(errors="replace").decode()  # half a surrogate pair is no text
    text = " ".join(text.split()) if "\n" not in text else text
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def escape(text: str) -> str:
    """Make outside words safe in mrkdwn: no mention, link or entity can come of them.

    https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_MARKS = str.maketrans("*_~`", "∗ˍ∼ˋ")
_SIGNS = frozenset("*_~`:&<>")
"""Without one of these a text is mere words already."""
_FORMATS = re.compile(r"(?<!\w)[*_~`]+|[*_~`]+(?!\w)|`")
_EMOJI = re.compile(r":(?=[\w+'-]+:)")


def has_signs(text: str) -> bool:
    """Whether there is anything in a text that mrkdwn could take for more than words."""
    return not _SIGNS.isdisjoint(text)


def literal(text: str) -> str:
    """Make outside words mere words in mrkdwn too: a sign that would format them is shown as one that looks like it."""
    if has_signs(text):  # seldom, and the patterns are slow to go through
        text = _FORMATS.sub(lambda found: found[0].translate(_MARKS), text)
        text = escape(_EMOJI.sub("∶", text))
    return text


def plain(text: str, limit: int = TEXT_LIMIT) -> Block:
    """A text that Slack shows as it stands: nothing in it is formatting, a mention or a link."""
    return {"type": "plain_text", "text": clip(text, limit) or "–", "emoji": False}


def marked(text: str) -> Block:
    """A mrkdwn text; outside words in it must have been escaped."""
    return {"type": "mrkdwn", "text": clip(text, TEXT_LIMIT)}


def lines(texts: Sequence[str]) -> Block:
    """A section of lines of mrkdwn, in the reader's eyes without a press; no address or name in it becomes a link."""
    text = {"type": "mrkdwn", "text": "\n".join(texts), "verbatim": True}
    return {"type": "section", "text": text, "expand": True}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, HEADER_LIMIT)}


def section(text: Block, *, accessory: Block | None = None, block_id: str | None = None) -> Block:
    block: Block = {"type": "section", "text": text}
    if accessory is not None:
        block["accessory"] = accessory
    if block_id is not None:
        block["block_id"] = block_id
    return block


def fields(*texts: Block, accessory: Block | None = None) -> Block:
    """A section of up to ten short texts in two columns, each of at most 2,000 characters."""
    block: Block = {"type": "section", "fields": list(texts[:10])}
    if accessory is not None:
        block["accessory"] = accessory
    return block


def context(*texts: Block, block_id: str | None = None) -> Block:
    block: Block = {"type": "context", "elements": list(texts[:10])}
    if block_id is not None:
        block["block_id"] = block_id
    return block


def button(
    label: str,
    action_id: str,
    value: str | None = None,
    *,
    url: str | None = None,
    style: str | None = None,
    spoken: str | None = None,
    asks: Block | None = None,
) -> Block:
    """A button; `spoken` is what a screen reader says where the label alone would not tell which one it is.

    `asks`: the dialog that comes first.
    """
    block: Block = {"type": "button", "action_id": action_id, "text": plain(label, LABEL_LIMIT)}
    if value is not None:
        block["value"] = value
    if url is not None:
        block["url"] = url
    if style is not None:
        block["style"] = style
    if spoken is not None:
        block["accessibility_label"] = clip(spoken, LABEL_LIMIT)
    if asks is not None:
        block["confirm"] = asks
    return block


def dialog(title: str, words: str, yes: str, no: str) -> Block:
    """A question before a button does anything.

    https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
    """
    return {
        "title": plain(title, 100),
        "text": plain(words, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }


def actions(*elements: Block, block_id: str | None = None) -> Block:
    block: Block = {"type": "actions", "elements": list(elements[:25])}
    if block_id is not None:
        block["block_id"] = block_id
    return block


def option(label: str, value: str) -> Block:
    return {"text": plain(label, OPTION_LIMIT), "value": value[:OPTION_LIMIT]}


def say(text: str, more: Iterable[Block] = ()) -> Card:
    """A message of one sentence or a few, shown exactly as written; `more`: what may be pressed under it."""
    return Card(escape(text), (*paragraphs(text), *more))


def paragraphs(text: str) -> list[Block]:
    """A text as it stands, in as many sections as its lines need; what a message has no room for is cut off."""
    parts = list(_parts(text))
    found, most = [section(plain(part)) for part in parts], TEXT_LIMIT
    while json_length(found) > MESSAGE_LIMIT:
        if len(found) > 1:
            found.pop()
        else:  # of the oddest signs each is sent as twelve characters
            most //= 2
            found = [section(plain(parts[0], most))]
    return found


def _parts(text: str) -> Iterator[str]:
    """Lines of a text, as many together as a section takes."""
    part = ""
    for line in text.split("\n"):
        if part and len(part) + 1 + len(line) > TEXT_LIMIT:
            yield part
            part = ""
        part = f"{part}\n{line}" if part else line
    yield part


def divider() -> Block:
    return {"type": "divider"}


def json_length(blocks: object) -> int:
    """Count the characters of blocks, or of a text, as they are sent: with the spaces and escapes of the SDK's JSON."""
    return len(json.dumps(blocks))
