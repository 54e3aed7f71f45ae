"""Every fault in blocks is found, where it is; whatever is sent, the judge stands."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.standins.slack import check_blocks, check_view
from tests.playground.block_kit import actions, chart, entry, marked, one_option, options, pie, rows, select
from tests.playground.tiny_app import Json, button, card, form, plain, section

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
    "a segment of nothing": (pie(value=0), "/blocks/0/chart/segments/0/value"),
    "a chart in a chart": (chart(chart=chart()[0]), "/blocks/0/chart"),
    "a category without its point": (
        chart(chart={**chart(2)[0]["chart"], "axis_config": {"categories": ["c0"]}}),
        "/blocks/0/chart",
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
