"""Shortcuts over HTTP: what is sent of a message and of none, and what no shortcut has."""

from __future__ import annotations

import pytest

from bot.standins.slack import NotThere
from tests.playground.conftest import Stage

BOTH = {
    *("type", "user", "api_app_id", "token", "team", "enterprise", "is_enterprise_install"),
    *("callback_id", "action_ts", "trigger_id"),
}


def offer(stage: Stage) -> None:
    stage.workspace.shortcuts = [
        {"name": "Open it", "type": "message", "callback_id": "open", "description": "-"},
        {"name": "Open", "type": "global", "callback_id": "open", "description": "-"},
        {"name": "Chatter", "type": "global", "callback_id": "chatter", "description": "-"},
    ]


async def test_a_messages_shortcut_brings_the_message_and_an_address(stage: Stage) -> None:
    offer(stage)
    private = stage.workspace.channel("elsewhere", private=True)
    private.has_bot = False
    await stage.ben.types("Jane & co. at <3>", in_=private)
    message = stage.asha.last(private)
    assert stage.asha.menu_of(message) == ["Open it"]
    assert await stage.asha.uses_shortcut("Open it", on=message)

    sent = stage.heard["message_action"]
    assert set(sent) == BOTH | {"message", "message_ts", "channel", "response_url"}
    assert (sent["channel"], sent["message_ts"]) == (
        {"id": private.id, "name": "privategroup"},
        message.ts,
    )
    assert sent["message"]["user"] == stage.ben.user.id
    assert stage.asha.modal is not None
    assert stage.workspace.complaints == []


async def test_slacks_own_menu_brings_no_channel_and_of_an_organisation_no_team(stage: Stage) -> None:
    offer(stage)
    assert stage.asha.shortcuts == ["Open", "Chatter"]
    stage.workspace.is_org_wide = True
    assert await stage.asha.uses_shortcut("Open")
    sent = stage.heard["shortcut"]
    assert set(sent) == BOTH
    assert sent["team"] is None
    assert sent["user"]["team_id"] == stage.workspace.team_id


async def test_another_apps_message_has_no_user(stage: Stage) -> None:
    offer(stage)
    other = stage.workspace.add_user("Web form", is_bot=True)
    stage.workspace.messages.post(stage.desk, other.id, "New request", by_bot=False)
    await stage.asha.uses_shortcut("Open it", on=stage.asha.last(stage.desk))
    told = stage.heard["message_action"]["message"]
    assert "user" not in told
    assert (told["subtype"], told["bot_id"][0]) == ("bot_message", "B")


async def test_what_is_not_offered_can_not_be_chosen_and_words_have_no_place(stage: Stage) -> None:
    offer(stage)
    await stage.asha.types("/say hello", in_=stage.desk)
    with pytest.raises(NotThere, match="is not offered"):  # only she sees it: such a message has no menu
        await stage.asha.uses_shortcut("Open it", on=stage.asha.last(stage.desk))
    await stage.asha.uses_shortcut("Chatter")
    assert [str(one) for one in stage.workspace.complaints] == ["shortcut Chatter: an answer to a shortcut"]
