"""At each limit of Block Kit a block passes; one over, it fails, and the fault says where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.slack import check_blocks, check_view
from bot.playground.slack.check import MESSAGE_BUDGET, json_length
from tests.playground.tiny_app import Json, button, card, form, plain, section


def marked(length: int) -> Json:
    return {"type": "mrkdwn", "text": "x" * length}


def words(length: int) -> Json:
    return plain("x" * length)


def options(count: int) -> list[Json]:
    return [{"text": plain(f"o{number}"), "value": str(number)} for number in range(count)]


def actions(*elements: Json) -> list[Json]:
    return [{"type": "actions", "elements": list(elements)}]


def entry(element: Json, **more: Any) -> list[Json]:
    return [{"type": "input", "label": plain("L"), "element": element, **more}]


def rows(count: int, cells: int = 1) -> list[Json]:
    return [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * cells for _ in range(count)]}]


def select(**more: Any) -> list[Json]:
    return actions({"type": "static_select", **more})


def confirm(**more: Any) -> list[Json]:
    dialog = {"title": plain("t"), "text": plain("x"), "confirm": plain("y"), "deny": plain("n"), **more}
    return actions(button("b", "a", confirm=dialog))


def one_option(**more: Any) -> list[Json]:
    return select(options=[{"text": plain("o"), "value": "v", **more}])


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


WRONG: dict[str, tuple[list[Any], str]] = {
    "a misspelt key": ([section("x", acessory={})], "/blocks/0"),
    "an unknown block": ([{"type": "sektion"}], "/blocks/0"),
    "an unknown element": (actions({"type": "knob"}), "/blocks/0/elements/0"),
    "no type at all": ([{"text": "x"}], "/blocks/0"),
    "no block at all": (["x"], "/blocks/0"),
    "an empty text": ([section("")], "/blocks/0/text/text"),
    "a section with nothing in it": ([{"type": "section"}], "/blocks/0"),
    "a header in mrkdwn": ([{"type": "header", "text": marked(1)}], "/blocks/0/text/type"),
    "a button in mrkdwn": (actions(button("b", "a", text=marked(1))), "/blocks/0/elements/0/text/type"),
    "a number as a value": (actions(button("b", "a", value=7)), "/blocks/0/elements/0/value"),
    "an address with a space": (
        actions(button("b", "a", url="https://x.org/a b")),
        "/blocks/0/elements/0/url",
    ),
    "an image without words": ([{"type": "image", "image_url": "https://x.org/a.png"}], "/blocks/0"),
    "the same block id twice": ([{"type": "divider", "block_id": "b"}] * 2, "/blocks/1/block_id"),
    "the same action id twice": (actions(button("b", "a"), button("c", "a")), "/blocks/0"),
    "an alert outside a modal": ([{"type": "alert", "text": marked(1)}], "/blocks/0"),
    "a url in a select's option": (one_option(url="https://x.org"), "/blocks/0/elements/0/options/0"),
    "no options": (select(options=[]), "/blocks/0/elements/0/options"),
    "both options and groups": (
        select(options=options(1), option_groups=[]),
        "/blocks/0/elements/0/option_groups",
    ),
    "an initial option that is not offered": (
        select(options=options(2), initial_option={"text": plain("x"), "value": "9"}),
        "/blocks/0/elements/0",
    ),
    "a shortest longer than the longest": (
        entry({"type": "plain_text_input", "min_length": 9, "max_length": 8}),
        "/blocks/0/element",
    ),
    "a least over the most": (
        entry({"type": "number_input", "is_decimal_allowed": False, "min_value": "9", "max_value": "8"}),
        "/blocks/0/element",
    ),
    "two that want the focus": (
        entry({"type": "plain_text_input", "focus_on_load": True}) * 2,
        "/blocks/1",
    ),
    "a day that is none": (
        entry({"type": "datepicker", "initial_date": "2025-02-31"}),
        "/blocks/0/element/initial_date",
    ),
    "an hour that is none": (
        entry({"type": "timepicker", "initial_time": "24:00"}),
        "/blocks/0/element/initial_time",
    ),
    "a zone that is none": (
        entry({"type": "timepicker", "timezone": "Moon/Sea"}),
        "/blocks/0/element/timezone",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_fault_is_found_where_it_is(what: str) -> None:
    blocks, pointer = WRONG[what]
    assert [problem.pointer for problem in check_blocks(blocks)] == [pointer]


def test_faults_are_told_in_slacks_words() -> None:
    told = [str(problem) for problem in check_blocks([section("x" * 3001), {"type": "sektion"}])]
    assert told == [
        "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
        "unsupported type: sektion [json-pointer:/blocks/1]",
    ]


def test_a_modal_with_an_input_needs_a_submit_button() -> None:
    whole = form()
    assert check_view(whole) == []
    [problem] = check_view({key: value for key, value in whole.items() if key != "submit"})
    assert str(problem) == "missing required field: submit [json-pointer:/view]"


def test_tables_and_markdown_stand_in_messages_only_and_alerts_in_modals_only() -> None:
    alert = [{"type": "alert", "text": marked(1), "level": "warning"}]
    assert check_blocks(alert, "modal") == []
    assert check_blocks(rows(1), "modal") != []
    assert check_blocks([{"type": "markdown", "text": "x"}], "home") != []


def test_a_home_needs_no_title_and_takes_none() -> None:
    home: Json = {"type": "home", "blocks": card("x")["blocks"]}
    assert check_view(home) == []
    assert check_view({**home, "title": plain("T")}) != []
    assert check_view({"type": "drawer", "blocks": []}) != []


KEYS = [
    "type",
    "text",
    "blocks",
    "elements",
    "element",
    "accessory",
    "options",
    "block_id",
    "action_id",
    "rows",
]
KINDS = [
    "section",
    "actions",
    "input",
    "card",
    "table",
    "button",
    "static_select",
    "mrkdwn",
    "plain_text",
    "modal",
]
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(KINDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)
typed = st.fixed_dictionaries(
    {"type": st.sampled_from(KINDS) | anything}, optional=dict.fromkeys(KEYS[1:], anything)
)


@given(anything | typed | st.lists(typed, max_size=3))
def test_whatever_is_sent_is_judged_and_never_breaks_the_judge(sent: Any) -> None:
    assert isinstance(check_blocks(sent), list)
    assert isinstance(check_view(sent), list)
