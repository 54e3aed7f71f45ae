"""The words of a message, wherever an app or a person put them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.shortcuts.message_words import MOST, message_words

RICH = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "Jane <Doe> & co. "},
                {"type": "user", "user_id": "U1"},
                {"type": "emoji", "name": "wave"},
                {"type": "link", "url": "https://x.org", "text": "here"},
            ],
        },
        {
            "type": "rich_text_list",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "tomorrow 3pm"}]},
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "Leeds"}]},
            ],
        },
    ],
}
READ = "Jane &lt;Doe&gt; & co. <@U1><https://x.org|here>\ntomorrow 3pm\nLeeds"


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (None, ""),
        ({}, ""),
        ({"text": None, "blocks": None}, ""),
        ({"user": "U1", "text": "Jane", "blocks": [RICH]}, "Jane"),
        ({"user": "U1", "text": "", "blocks": [RICH]}, READ),
        ({"bot_id": "B1", "text": "New request", "blocks": [RICH]}, READ),
        ({"bot_id": "B1", "text": "New request", "blocks": [{"type": "divider"}]}, "New request"),
        (
            {
                "subtype": "bot_message",
                "text": "",
                "attachments": [
                    {"fallback": "f", "title": "Jane Doe", "fields": [{"title": "When", "value": "3pm"}]}
                ],
            },
            "Jane Doe\nWhen: 3pm",
        ),
        (
            {
                "text": "pls book",
                "attachments": [{"is_share": True, "from_url": "https://…", "text": "Jane 3pm"}],
            },
            "pls book\nJane 3pm",
        ),
        (
            {
                "text": "",
                "attachments": [{"is_msg_unfurl": True, "message_blocks": [{"message": {"blocks": [RICH]}}]}],
            },
            READ,
        ),
        (
            {"text": "https://x.org", "attachments": [{"from_url": "https://x.org", "text": "Buy!"}]},
            "https://x.org",
        ),
        (
            {
                "bot_id": "B1",
                "blocks": [
                    {"type": "header", "text": {"type": "plain_text", "text": "Request"}},
                    {
                        "type": "section",
                        "fields": [{"type": "mrkdwn", "text": "*Jane*"}, {"type": "mrkdwn", "text": "3pm"}],
                    },
                    {
                        "type": "actions",
                        "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Go"}}],
                    },
                    {
                        "type": "table",
                        "rows": [
                            [{"type": "raw_text", "text": "Dept"}, {"type": "raw_text", "text": "Leeds"}]
                        ],
                    },
                    {"type": "markdown", "text": "**Polish**"},
                ],
            },
            "Request\n*Jane*\n3pm\nDept Leeds\n**Polish**",
        ),
    ],
)
def test_they_are_read_where_they_stand(message: Any, words: str) -> None:
    assert message_words(message) == words


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                (
                    "type",
                    "text",
                    "elements",
                    "blocks",
                    "attachments",
                    "fields",
                    "rows",
                    "bot_id",
                    "message_blocks",
                )
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=30,
)


@given(anything)
@example({"blocks": [{"type": ["section"]}]})
def test_whatever_an_app_sends_is_read_or_left(message: Any) -> None:
    assert len(message_words(message)) <= MOST


def test_a_message_that_is_too_deep_or_too_long_costs_little() -> None:
    deep: dict[str, Any] = {"type": "text", "text": "x"}
    for _ in range(500):
        deep = {"type": "section", "elements": [deep]}
    assert message_words({"blocks": [deep]}) == ""
    assert len(message_words({"text": "x " * 40_000})) == MOST
