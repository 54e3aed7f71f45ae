"""What is taken for the words of a person: of anything that may come as an event, nothing else, and nothing breaks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.said import Said, said_in

BOT = "U0BOT"


def told(**event: Any) -> dict[str, Any]:
    message = {
        "type": "message",
        "channel_type": "im",
        "user": "U1",
        "channel": "D1",
        "ts": "1763629800.000100",
        "text": "today",
    }
    kept = {name: value for name, value in (message | event).items() if value is not ...}
    return {"event": kept, "authorizations": [{"user_id": BOT, "is_bot": True}]}


MENTION = {"type": "app_mention", "channel": "C1", "channel_type": ..., "text": f"<@{BOT}>, today"}


def test_a_message_and_a_mention_are_somebodys_words() -> None:
    assert said_in(told()) == Said("U1", "D1", "1763629800.000100", "today")
    mention = said_in(told(**MENTION))
    assert mention is not None
    assert (mention.text, mention.answered_in, mention.direct) == ("today", mention.ts, False)


def test_who_is_spoken_to_is_no_part_of_what_is_said_even_where_slack_does_not_say_who_we_are() -> None:
    found = said_in(told(**MENTION) | {"authorizations": None})
    assert found is not None
    assert found.text == "today"


@pytest.mark.parametrize(
    "event",
    [
        {"subtype": "message_changed", "message": {"user": "U1", "text": "today"}},
        {"subtype": "message_deleted"},
        {"subtype": "bot_message", "bot_id": "B1"},
        {"bot_id": "B1"},
        {"bot_profile": {"id": "B1"}},
        {"user": "USLACKBOT"},
        {"user": ...},
        {"hidden": True},
        {"channel_type": "channel", "channel": "C1"},
        {"channel_type": "mpim", "channel": "G1"},
        {"type": "app_mention"},  # of a conversation in which every message is told already
        {"type": "reaction_added"},
        {"ts": "yesterday"},
        {"ts": ...},
    ],
)
def test_what_nobody_said_to_us_is_not_heard(event: dict[str, Any]) -> None:
    assert said_in(told(**event)) is None


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=6), inner, max_size=2),
    max_leaves=4,
)
FIELDS = (
    "type", "channel_type", "user", "channel", "ts", "text", "thread_ts", "subtype", "bot_id", "bot_profile", "hidden",
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(FIELDS), anything), anything)
def test_nothing_that_may_come_breaks_it(event: dict[str, Any], told_of: Any) -> None:
    for body in (told(**event), {"event": event}, {"event": told_of, "authorizations": told_of}):
        found = said_in(body)
        if found is not None:
            assert found.user
            assert found.at.year > 1970
