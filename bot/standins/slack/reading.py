"""Blocks as a person reads them: lines of text, and what there is to press."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.standins.slack.check import elements_of
from bot.standins.slack.inputs import options_of
from bot.standins.slack.model import Json
from bot.standins.slack.mrkdwn import Reader, plain
from bot.standins.slack.rich_reading import rich_text


@dataclass(frozen=True)
class Press:
    """Something to press: a button, or one entry of an overflow menu."""

    label: str
    block_id: str
    element: Json
    option: Json | None = None

    @property
    def url(self) -> str | None:
        source = self.element if self.option is None else self.option
        url: str | None = source.get("url")
        return url

    @property
    def names(self) -> set[str]:
        """What it can be called by: its words, and what a screen reader says instead of them."""
        spoken = self.element.get("accessibility_label") if self.option is None else None
        return {self.label, spoken} if spoken else {self.label}


def words(text: Json | None, reader: Reader) -> str:
    """Read a text object: only mrkdwn has marks and tokens, plain text is as it stands."""
    if not text:
        return ""
    return plain(text["text"], reader) if text["type"] == "mrkdwn" else str(text["text"])


def lines(blocks: list[Json], reader: Reader) -> Iterator[str]:
    """Read blocks from top to bottom, without what is on their buttons and in their inputs."""
    for block in blocks:
        yield from (line for line in _block(block, reader) if line)


_TEXTS = {
    "section": ("text",),
    "header": ("text",),
    "alert": ("text",),
    "image": ("title",),
    "input": ("label", "hint"),
    "card": ("title", "subtitle", "body"),
}
"""Where the text objects of a block stand."""


def _block(block: Json, reader: Reader) -> Iterator[str]:
    yield from (words(block.get(key), reader) for key in _TEXTS.get(block["type"], ()))
    match block["type"]:
        case "section":
            yield from (words(field, reader) for field in block.get("fields") or [])
            accessory = block.get("accessory") or {}
            yield accessory.get("alt_text", "")
        case "context":
            parts = [part.get("alt_text") or words(part, reader) for part in block["elements"]]
            yield "  ".join(parts)
        case "image":
            yield block["alt_text"]
        case "markdown":
            yield block["text"]
        case "table":
            for row in block["rows"]:
                yield " | ".join(_cell(cell, reader) for cell in row)
        case "data_visualization":
            yield from _chart(block)
        case "carousel":
            for card in block["elements"]:
                yield from _block(card, reader)
        case "rich_text":
            yield rich_text(block, reader)


def _chart(block: Json) -> Iterator[str]:
    """What a chart shows, a line a category: "Polish: Sessions 7"."""
    yield str(block["title"])
    chart = block["chart"]
    if chart["type"] == "pie":
        yield from (f"{one['label']}: {one['value']}" for one in chart["segments"])
        return
    for at, category in enumerate(chart["axis_config"]["categories"]):
        shown = [f"{one['name']} {one['data'][at]['value']}" for one in chart["series"]]
        yield f"{category}: {', '.join(shown)}"


def _cell(cell: Json, reader: Reader) -> str:
    return str(cell["text"]) if cell["type"] == "raw_text" else rich_text(cell, reader)


def presses(blocks: list[Json]) -> list[Press]:
    """List what can be pressed, in the order in which it stands."""
    found: list[Press] = []
    for block in blocks:
        for element in elements_of(block):
            if element["type"] == "button":
                found.append(Press(element["text"]["text"], block["block_id"], element))
            elif element["type"] == "overflow":
                found += [
                    Press(option["text"]["text"], block["block_id"], element, option)
                    for option in element["options"]
                ]
    return found


def option_label(option: Json, reader: Reader) -> str:
    return words(option["text"], reader)


def shown_value(element: Json, value: Any, reader: Reader) -> Any:
    """Turn what an element holds into what is seen in it: labels for options, names for ids."""
    if isinstance(value, dict):
        return option_label(value, reader)
    if isinstance(value, list):
        return [shown_value(element, one, reader) for one in value]
    if element["type"] in ("conversations_select", "channels_select", "users_select") and value:
        return reader.name_of(value) or value
    return value


def matching_option(element: Json, label: str, reader: Reader) -> Json | None:
    return next((one for one in options_of(element) if option_label(one, reader) == label), None)
