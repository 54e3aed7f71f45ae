"""Check blocks and views against all that Slack demands, and say where each fault is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ValidationError

from bot.standins.slack.layout import Home, HomeBlocks, MessageBlocks, Modal, ModalBlocks
from bot.standins.slack.model import Json

Surface = Literal["message", "modal", "home"]
BLOCKS: dict[str, type[BaseModel]] = {"message": MessageBlocks, "modal": ModalBlocks, "home": HomeBlocks}
VIEWS: dict[str, type[BaseModel]] = {"modal": Modal, "home": Home}

MESSAGE_BUDGET = 13_200
"""Characters of JSON in all blocks of a message. Slack documents no number; people saw refusals from here on."""
MARKDOWN_BUDGET = 12_000
MOST_CHARTS = 2
VIEW_BYTES = 250_000
_RICH = ("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted")
NOT_INTERACTIVE = ("image", "plain_text", "mrkdwn", "card", *_RICH)
"""Types of parts that stand where elements do and cannot be used."""


@dataclass(frozen=True)
class Problem:
    """One fault: `pointer` is a JSON pointer into what was sent, `code` the error that Slack would answer."""

    pointer: str
    message: str
    code: str = "invalid_blocks"

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"


def check_blocks(blocks: Any, surface: Surface = "message") -> list[Problem]:
    """List every fault of `blocks` on that surface; an empty list means that Slack would take them."""
    sent = {"blocks": blocks}
    problems = faults(BLOCKS[surface], sent)
    if not isinstance(blocks, list):
        return problems
    problems += _repeated(blocks, "/blocks")
    if surface == "message":
        problems += _message_rules(blocks)
    return problems


def check_view(view: Any) -> list[Problem]:
    """List every fault of a modal or Home view; an empty list means that Slack would take it."""
    kind = view.get("type") if isinstance(view, dict) else None
    if not isinstance(kind, str) or kind not in VIEWS:
        return [Problem("/view/type", "unsupported type: must be modal or home", "invalid_arguments")]
    problems = [
        Problem(f"/view{one.pointer}", one.message, "invalid_arguments") for one in faults(VIEWS[kind], view)
    ]
    blocks = view.get("blocks")
    if isinstance(blocks, list):
        problems += [
            Problem(one.pointer, one.message, "invalid_arguments")
            for one in _repeated(blocks, "/view/blocks")
        ]
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        problems.append(Problem("/view", "view is larger than 250kb", "view_too_large"))
    return problems


def faults(model: type[BaseModel], sent: Json) -> list[Problem]:
    """List what a model finds wrong in what was sent, each where it is."""
    try:
        model.model_validate(sent)
    except ValidationError as wrong:
        return [
            Problem(_pointer(error["loc"], sent, error["type"]), _words(error))
            for error in wrong.errors(include_url=False)
        ]
    return []


def _pointer(loc: tuple[int | str, ...], sent: Any, kind: str) -> str:
    """Turn pydantic's path into a JSON pointer: it also names the union members it went through."""
    steps: list[str] = []
    here = sent
    for step in loc:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            continue
        steps.append(str(step))
    if kind == "extra_forbidden" and steps:
        steps.pop()
    if kind == "slack_text":
        steps.append("text")
    return "".join(f"/{step}" for step in steps)


def _words(error: Any) -> str:
    context = error.get("ctx", {})
    name = error["loc"][-1] if error["loc"] else ""
    match error["type"]:
        case "missing":
            return f"missing required field: {name}"
        case "extra_forbidden":
            return f"invalid additional property: {name}"
        case "string_too_long":
            return f"must be less than {context['max_length'] + 1} characters"
        case "string_too_short":
            return f"must be more than {context['min_length'] - 1} characters"
        case "too_long":
            return f"no more than {context['max_length']} items allowed"
        case "too_short":
            return f"no less than {context['min_length']} items allowed"
        case "union_tag_invalid":
            return f"unsupported type: {context.get('tag')}"
        case "union_tag_not_found":
            return "missing required field: type"
    return str(error["msg"])


def _repeated(blocks: list[Any], base: str) -> Iterator[Problem]:
    """Find ids used twice, and a second element that wants the focus: no schema says these."""
    block_ids: set[str] = set()
    focused = 0
    for index, block in enumerate(blocks):
        if not isinstance(block, dict):
            continue
        for block_id in block_ids & _id(block, "block_id"):
            yield Problem(f"{base}/{index}/block_id", f"block_id {block_id!r} already exists")
        block_ids |= _id(block, "block_id")
        action_ids: set[str] = set()
        for element in elements_of(block):
            for action_id in action_ids & _id(element, "action_id"):
                yield Problem(f"{base}/{index}", f"action_id {action_id!r} already exists in this block")
            action_ids |= _id(element, "action_id")
            focused += element.get("focus_on_load") is True
            if focused == 2:
                yield Problem(f"{base}/{index}", "only one element may have focus_on_load")


def _id(part: Json, key: str) -> set[str]:
    return {part[key]} if isinstance(part.get(key), str) else set()


def _message_rules(blocks: list[Any]) -> Iterator[Problem]:
    kinds = [block.get("type") for block in blocks if isinstance(block, dict)]
    if kinds.count("table") > 1:
        yield Problem("/blocks", "only one table block allowed", "only_one_table_allowed")
    if kinds.count("data_visualization") > MOST_CHARTS:
        yield Problem("/blocks", f"no more than {MOST_CHARTS} data_visualization blocks allowed")
    written = sum(
        len(str(block.get("text")))
        for block in blocks
        if isinstance(block, dict) and block.get("type") == "markdown"
    )
    if written > MARKDOWN_BUDGET and kinds.count("markdown") > 1:
        yield Problem(
            "/blocks", f"markdown blocks must be less than {MARKDOWN_BUDGET + 1} characters together"
        )
    if json_length(blocks) > MESSAGE_BUDGET:
        yield Problem(
            "/blocks", f"must be less than {MESSAGE_BUDGET + 1} characters of JSON", "msg_blocks_too_long"
        )


def json_length(blocks: Any) -> int:
    """Count the characters of `blocks` as compact JSON."""
    return len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"), default=str))


def elements_of(block: Json) -> list[Json]:
    """List the interactive elements of one block, in the order in which they are seen."""
    found = [block.get("accessory"), block.get("element")]
    for key in ("elements", "actions"):
        if isinstance(block.get(key), list):
            found += block[key]
    inner = [card for card in found if isinstance(card, dict) and card.get("type") == "card"]
    for card in inner:
        found += elements_of(card)
    return [one for one in found if isinstance(one, dict) and one.get("type") not in NOT_INTERACTIVE]
