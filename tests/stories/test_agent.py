"""Frontdesk as one of Slack's agents: what is suggested above a person's conversation with it."""

from __future__ import annotations

from pathlib import Path

from bot.standins.slack.state import DEFAULT_SCOPES
from tests.stories.scene import Scene, scene


async def test_opening_the_conversation_suggests_what_can_be_written(tmp_path: Path) -> None:
    asked = {"scopes": (*DEFAULT_SCOPES, "assistant:write")}
    async with scene(tmp_path, agent_view=True, workspace=asked) as story:
        story.session("Jane Doe", status="waiting")
        await story.asha.opens_messages()
        await story.delivered()
        assert list(story.asha.dm.prompts) == ["Today", "Book…", "Who is waiting?"]

        await story.asha.takes_prompt("Today")
        await story.delivered()
        assert "Jane Doe" in story.asha.last(story.asha.dm).text
        await story.asha.takes_prompt("Book…")
        await story.delivered()
        asks = story.asha.last(story.asha.dm)
        assert asks.text.startswith("Whom, and when?")
        await story.asha.clicks("Book an appointment", on=asks)
        await story.delivered()
        assert story.asha.modal is not None
        assert story.asha.modal.title == "Book an appointment"


async def test_without_the_scope_nothing_is_suggested_and_nobody_is_troubled(tmp_path: Path) -> None:
    async with scene(tmp_path, agent_view=True) as story:
        await story.asha.opens_messages()
        await story.delivered()
        assert story.asha.dm.prompts == {}
        assert story.asha.sees(story.asha.dm) == []
        story.slack.complaints.clear()  # Slack says that the scope is missing, as the doctor does


async def test_where_it_is_off_slack_is_not_asked(story: Scene) -> None:
    await story.asha.opens_messages()
    await story.delivered()
    assert not [call for call in story.slack.calls if call.what.startswith("assistant.")]
