"""What people write to the app or about it: told as events, where the app has the scopes and asked for them."""

from __future__ import annotations

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from tests.playground.conftest import Stage


def told(stage: Stage) -> list[dict[str, Any]]:
    """The events of messages that were sent to the app, in the order of the messages."""
    sent = [call.sent["event"] for call in stage.workspace.calls if call.what in ("message", "app_mention")]
    return sorted(sent, key=lambda one: str(one["event_ts"]))


async def test_a_direct_message_is_told_as_it_was_written_changed_and_taken_back(stage: Stage) -> None:
    dm = stage.asha.dm
    await stage.asha.types("today & <now>, to jane@example.org", in_=dm)
    wrote = stage.asha.last(dm)
    await stage.asha.edits(wrote, "tomorrow")
    await stage.asha.deletes(wrote)

    said, changed, gone = told(stage)
    assert said["text"] == "today &amp; &lt;now&gt;, to <mailto:jane@example.org|jane@example.org>"
    assert (said["user"], said["channel"], said["channel_type"]) == (stage.asha.user.id, dm.id, "im")
    assert "subtype" not in said
    assert changed["subtype"] == "message_changed"
    assert changed["message"]["text"] == "tomorrow"
    assert changed["previous_message"]["text"] == said["text"]
    assert (gone["subtype"], gone["deleted_ts"]) == ("message_deleted", said["ts"])
    assert stage.asha.sees(dm) == []


async def test_in_a_channel_the_app_hears_only_of_what_names_it(stage: Stage) -> None:
    await stage.asha.types("good morning", in_=stage.desk)
    first = stage.asha.last(stage.desk)
    assert told(stage) == []

    await stage.ben.types("@Frontdesk today", in_=stage.desk, under=first)
    (named,) = told(stage)
    assert named["type"] == "app_mention"
    assert named["text"] == f"<@{stage.workspace.bot.id}> today"
    assert named["thread_ts"] == first.ts
    assert [one.text for one in stage.asha.thread(first)] == ["@Frontdesk today"]

    stage.desk.has_bot = False
    await stage.ben.types("@Frontdesk today", in_=stage.desk)
    assert len(told(stage)) == 1


async def test_the_app_hears_its_own_words_and_other_bots_in_its_conversations(stage: Stage) -> None:
    web = AsyncWebClient(stage.workspace.bot_token, base_url=stage.server.api_url)
    await web.chat_postMessage(channel=stage.asha.user.id, text="Good morning")
    await stage.workspace.bot_says("Reminder: stretch", stage.asha.dm)
    await stage.workspace.settled()

    own, other = told(stage)
    assert (own["user"], own["bot_id"]) == (stage.workspace.bot.id, stage.workspace.bot_id)
    assert (other["subtype"], "user" in other) == ("bot_message", False)


async def test_without_the_scope_or_the_subscription_nothing_is_told(stage: Stage) -> None:
    stage.workspace.scopes -= {"im:history"}
    await stage.asha.types("today", in_=stage.asha.dm)
    stage.workspace.subscriptions -= {"app_mention"}
    await stage.asha.types("@Frontdesk today", in_=stage.desk)
    assert told(stage) == []
