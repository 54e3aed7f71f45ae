"""At each limit of Block Kit a block passes; one over, it fails, and the fault says where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.standins.slack import check_blocks, check_view
from bot.standins.slack.check import MESSAGE_BUDGET, json_length
from tests.playground.block_kit import (
    actions,
    chart,
    confirm,
    entry,
    marked,
    one_option,
    options,
    pie,
    rows,
    select,
    words,
)
from tests.playground.tiny_app import Json, button, plain, section

MESSAGE_LIMITS: dict[str, tuple[int, Callable[[int], list[Json]]]] = {
    "blocks in a message": (50, lambda n: [{"type": "divider"}] * n),
    "section text": (3000, lambda n: [section("x" * n)]),
    "section fields": (10, lambda n: [{"type": "section", "fields": [marked(1)] * n}]),
    "a section field": (2000, lambda n: [{"type": "section", "fields": [marked(n)]}]),
    "header": (150, lambda n: [{"type": "header", "text": words(n)}]),
    "context elements": (10, lambda n: [{"type": "context", "elements": [marked(1)] * n}]),
    "action elements": (25, lambda n: actions(*[button("b", f"a{i}") for i in range(n)])),
    "block id": (255, lambda n: [{"type": "divider", "block_id": "x" * n}]),
    "action id": (255, lambda n: actions(button("b", "a" * n))),
    "button text": (75, lambda n: actions(button("b" * n, "a"))),
    "button value": (2000, lambda n: actions(button("b", "a", value="v" * n))),
    "button url": (3000, lambda n: actions(button("b", "a", url="https://" + "u" * (n - 8)))),
    "button for screen readers": (75, lambda n: actions(button("b", "a", accessibility_label="l" * n))),
    "confirm title": (100, lambda n: confirm(title=words(n))),
    "confirm text": (300, lambda n: confirm(text=words(n))),
    "confirm yes": (30, lambda n: confirm(confirm=words(n))),
    "confirm no": (30, lambda n: confirm(deny=words(n))),
    "option text": (75, lambda n: one_option(text=words(n))),
    "option value": (75, lambda n: one_option(value="v" * n)),
    "option description": (75, lambda n: one_option(description=words(n))),
    "select options": (100, lambda n: select(options=options(n))),
    "option groups": (
        100,
        lambda n: select(option_groups=[{"label": plain("g"), "options": options(1)}] * n),
    ),
    "options in a group": (
        100,
        lambda n: select(option_groups=[{"label": plain("g"), "options": options(n)}]),
    ),
    "group label": (75, lambda n: select(option_groups=[{"label": words(n), "options": options(1)}])),
    "select placeholder": (150, lambda n: select(options=options(1), placeholder=words(n))),
    "overflow": (5, lambda n: actions({"type": "overflow", "options": options(n)})),
    "checkboxes": (10, lambda n: actions({"type": "checkboxes", "options": options(n)})),
    "radio buttons": (10, lambda n: actions({"type": "radio_buttons", "options": options(n)})),
    "text input length": (3000, lambda n: entry({"type": "plain_text_input", "max_length": n})),
    "input label": (2000, lambda n: entry({"type": "plain_text_input"}, label=words(n))),
    "input hint": (2000, lambda n: entry({"type": "plain_text_input"}, hint=words(n))),
    "input placeholder": (150, lambda n: entry({"type": "plain_text_input", "placeholder": words(n)})),
    "image alt text": (
        2000,
        lambda n: [{"type": "image", "image_url": "https://x.org/a.png", "alt_text": "a" * n}],
    ),
    "table rows": (100, rows),
    "table columns": (20, lambda n: rows(1, n)),
    "tables": (1, lambda n: rows(1) * n),
    "card title": (150, lambda n: [{"type": "card", "title": marked(n)}]),
    "card body": (200, lambda n: [{"type": "card", "body": marked(n)}]),
    "cards in a carousel": (
        10,
        lambda n: [{"type": "carousel", "elements": [{"type": "card", "body": marked(1)}] * n}],
    ),
    "charts": (2, lambda n: chart() * n),
    "chart title": (50, lambda n: chart(title="t" * n)),
    "chart series": (6, lambda n: chart(series=n)),
    "chart categories": (20, lambda n: chart(n)),
    "chart labels": (20, lambda n: chart(label="x" * n)),
    "segments of a pie": (6, pie),
    "markdown": (12_000, lambda n: [{"type": "markdown", "text": "x" * n}]),
}


@pytest.mark.parametrize("what", MESSAGE_LIMITS)
def test_a_message_passes_at_the_limit_and_fails_over_it(what: str) -> None:
    limit, build = MESSAGE_LIMITS[what]
    assert check_blocks(build(limit)) == []
    assert check_blocks(build(limit + 1)) != []


def a_modal(**more: Any) -> Json:
    return {"type": "modal", "title": plain("T"), "blocks": [{"type": "divider"}], **more}


MODAL_LIMITS: dict[str, tuple[int, Callable[[int], Json]]] = {
    "blocks": (100, lambda n: a_modal(blocks=[{"type": "divider"}] * n)),
    "title": (24, lambda n: a_modal(title=words(n))),
    "submit": (24, lambda n: a_modal(submit=words(n))),
    "close": (24, lambda n: a_modal(close=words(n))),
    "private metadata": (3000, lambda n: a_modal(private_metadata="m" * n)),
    "callback id": (255, lambda n: a_modal(callback_id="c" * n)),
    "external id": (255, lambda n: a_modal(external_id="e" * n)),
}


@pytest.mark.parametrize("what", MODAL_LIMITS)
def test_a_modal_passes_at_the_limit_and_fails_over_it(what: str) -> None:
    limit, build = MODAL_LIMITS[what]
    assert check_view(build(limit)) == []
    assert check_view(build(limit + 1)) != []


def test_all_of_a_messages_blocks_share_one_budget() -> None:
    def filled(length: int) -> list[Json]:
        sections = [section("x" * 3000) for _ in range(4)]
        spare = length - json_length([*sections, section("")])
        return [*sections, section("x" * spare)]

    assert check_blocks(filled(MESSAGE_BUDGET)) == []
    [problem] = check_blocks(filled(MESSAGE_BUDGET + 1))
    assert problem.code == "msg_blocks_too_long"
