"""Cards in a channel: reading, pressing, replacing, and what a person can no longer press."""

from __future__ import annotations

import asyncio

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.standins.slack import NotThere, Seen
from tests.playground.conftest import Stage
from tests.playground.tiny_app import button, card, option, section


async def a_card(stage: Stage) -> Seen:
    await stage.asha.types("/card", in_=stage.desk)
    return stage.ben.last(stage.desk)


def web(stage: Stage) -> AsyncWebClient:
    return AsyncWebClient(stage.workspace.bot_token, base_url=stage.server.api_url)


async def test_everyone_reads_the_card_and_its_buttons(stage: Stage) -> None:
    card = await a_card(stage)

    assert card.text == "It is new"
    assert card.fallback == "A card: new"
    assert card.buttons == ["Change", "Delete", "Docs", "Details"]
    assert card.links == {"Docs": "https://example.org/docs"}
    assert stage.workspace.complaints == []


async def test_pressing_a_button_changes_the_card_for_everyone(stage: Stage) -> None:
    card = await a_card(stage)
    await stage.ben.clicks("Change", on=card)

    assert stage.asha.last(stage.desk).text == "It is changed"
    assert stage.asha.last(stage.desk).is_edited
    assert card.text == "It is new", "what was seen stays seen"


async def test_the_payload_tells_message_and_place(stage: Stage) -> None:
    await stage.ben.clicks("Change", on=await a_card(stage))

    told = stage.heard["block_actions"]
    assert told["container"]["type"] == "message"
    assert told["message"]["ts"] == told["container"]["message_ts"]
    assert told["message"]["bot_id"] == stage.workspace.bot_id
    assert told["channel"] == {"id": stage.desk.id, "name": "privategroup"}
    assert told["user"]["id"] == stage.ben.user.id
    assert told["state"] == {"values": {}}
    assert told["actions"][0]["value"] == "1"


async def test_of_an_ephemeral_message_slack_does_not_send_the_message(stage: Stage) -> None:
    await stage.asha.types("/whisper", in_=stage.desk)
    await stage.asha.clicks("Change", on=stage.asha.last(stage.desk))

    told = stage.heard["block_actions"]
    assert "message" not in told
    assert told["container"]["is_ephemeral"]
    assert stage.asha.last(stage.desk).text == "It is changed"
    assert stage.asha.last(stage.desk).is_ephemeral
    assert stage.ben.sees(stage.desk) == []


async def test_a_dialog_asks_first(stage: Stage) -> None:
    card = await a_card(stage)
    with pytest.raises(NotThere, match="say confirm=True or False"):
        await stage.ben.clicks("Delete", on=card)

    await stage.ben.clicks("Delete", on=card, confirm=False)
    assert stage.ben.asked == "Sure?\nIt will be gone."
    assert stage.ben.again(card) is not None

    await stage.ben.clicks("Delete", on=card, confirm=True)
    assert stage.ben.again(card) is None
    with pytest.raises(NotThere, match="the message is gone"):
        await stage.ben.clicks("Change", on=card)


async def test_no_dialog_asks_where_none_was_said(stage: Stage) -> None:
    with pytest.raises(NotThere, match="no dialog"):
        await stage.ben.clicks("Change", on=await a_card(stage), confirm=True)


async def test_a_link_button_leads_somewhere_and_tells_the_app(stage: Stage) -> None:
    assert await stage.ben.clicks("Docs", on=await a_card(stage)) == "https://example.org/docs"
    assert stage.heard["block_actions"]["actions"][0]["action_id"] == "docs"
    assert stage.ben.warnings == []


async def test_an_entry_of_a_menu_is_pressed_by_its_words(stage: Stage) -> None:
    await stage.ben.clicks("Details", on=await a_card(stage))

    assert stage.heard["block_actions"]["actions"][0]["selected_option"]["value"] == "details"
    assert stage.ben.last(stage.desk).text == "The details"
    assert "The details" not in [seen.text for seen in stage.asha.sees(stage.desk)]


async def test_what_is_gone_can_be_pressed_only_on_a_stale_screen(stage: Stage) -> None:
    card = await a_card(stage)
    await web(stage).chat_update(channel=stage.desk.id, ts=card.ts, text="Done", blocks=[section("Done")])

    with pytest.raises(NotThere, match="finds no 'Change'"):
        await stage.ben.clicks("Change", on=card)
    await stage.ben.clicks("Change", on=card, stale=True)
    assert stage.ben.last(stage.desk).text == "It is changed"


async def test_a_double_click_is_two_requests(stage: Stage) -> None:
    await stage.ben.double_clicks("Docs", on=await a_card(stage))

    pressed = [body for body in stage.heard.bodies if body.get("type") == "block_actions"]
    assert len({body["trigger_id"] for body in pressed}) == 2


async def test_a_press_that_nobody_acknowledges_gets_a_warning_sign(stage: Stage) -> None:
    blocks = [
        section("x"),
        {"type": "actions", "elements": [{**card("x")["blocks"][1]["elements"][0], "action_id": "?"}]},
    ]
    await web(stage).chat_postMessage(channel=stage.desk.id, text="x", blocks=blocks)
    await stage.ben.clicks("Change", on=stage.ben.last(stage.desk))

    assert stage.ben.warnings == ["Change"]
    assert [str(one) for one in stage.workspace.complaints] == ["block_actions ?: http_404"]


async def test_replies_are_in_their_thread(stage: Stage) -> None:
    parent = await a_card(stage)
    await web(stage).chat_postMessage(channel=stage.desk.id, text="Inside", thread_ts=parent.ts)

    assert [seen.text for seen in stage.ben.thread(parent)] == ["Inside"]
    assert stage.ben.last(stage.desk).text == "It is new"
    assert (await stage.ben.sees_soon(stage.desk, containing="Inside")).text == "Inside"


async def test_waiting_for_words_ends_when_they_come_and_tells_when_they_do_not(stage: Stage) -> None:
    waiting = asyncio.create_task(stage.ben.sees_soon(stage.desk, containing="new"))
    await a_card(stage)

    assert (await waiting).text == "It is new"
    with pytest.raises(NotThere, match=r"sees no 'old' in front-desk after 0\.05 s, but:\nIt is new"):
        await stage.ben.sees_soon(stage.desk, containing="old", within=0.05)


async def test_plain_text_comes_back_escaped(stage: Stage) -> None:
    blocks = card("x")["blocks"]
    blocks[1]["elements"][0]["text"]["text"] = "Q & A"
    await web(stage).chat_postMessage(channel=stage.desk.id, text="x", blocks=blocks)
    await stage.ben.clicks("Q & A", on=stage.ben.last(stage.desk))

    assert stage.heard["block_actions"]["actions"][0]["text"]["text"] == "Q &amp; A"


async def test_pings_are_told_apart_from_words(stage: Stage) -> None:
    await web(stage).chat_postMessage(
        channel=stage.desk.id, text=f"<@{stage.ben.user.id}> &lt;!channel&gt; <!here>"
    )

    seen = stage.ben.last(stage.desk)
    assert seen.text == "@Ben Duval <!channel> @here"
    assert seen.pings == ["@Ben Duval", "@here"]


async def test_all_that_was_ever_said_can_be_searched(stage: Stage) -> None:
    seen = await a_card(stage)
    await stage.ben.clicks("Change", on=seen)
    await stage.asha.types("/say psst", in_=stage.desk)
    await web(stage).chat_delete(channel=stage.desk.id, ts=seen.ts)

    everything = str(stage.workspace.everything_in_channels())
    assert all(words in everything for words in ("It is *new*", "It is *changed*", "psst"))


async def test_an_ephemeral_message_is_gone_after_a_reload_and_cannot_be_updated(stage: Stage) -> None:
    await stage.asha.types("/say psst", in_=stage.desk)
    whisper = stage.asha.last(stage.desk)
    with pytest.raises(SlackApiError, match="message_not_found"):
        await web(stage).chat_update(channel=stage.desk.id, ts=whisper.ts, text="louder")
    stage.asha.reloads()

    assert stage.asha.sees(stage.desk) == []


async def test_a_menu_in_a_message_is_chosen_from_and_each_reader_has_her_own_choice(stage: Stage) -> None:
    menu = {"type": "static_select", "action_id": "length", "options": [option("Short"), option("Long")]}
    blocks = [{"type": "actions", "block_id": "pick", "elements": [menu]}]
    await web(stage).chat_postMessage(channel=stage.desk.id, text="Pick one", blocks=blocks)
    picker = stage.asha.last(stage.desk)

    with pytest.raises(NotThere, match="no menu that offers 'Endless'"):
        await stage.asha.chooses("Endless", on=picker)
    await stage.asha.chooses("Long", on=picker)
    await stage.ben.chooses("Short", on=picker)
    assert stage.asha.last(stage.desk).text == "long chosen, long held"
    assert stage.ben.last(stage.desk).text == "short chosen, short held"


async def test_a_button_can_be_called_what_a_screen_reader_calls_it(stage: Stage) -> None:
    row = {"type": "actions", "elements": [button("Docs", "docs", accessibility_label="Read the manual")]}
    await web(stage).chat_postMessage(channel=stage.desk.id, text="x", blocks=[row])
    await stage.asha.clicks("Read the manual", on=stage.asha.last(stage.desk))

    assert stage.heard["block_actions"]["actions"][0]["action_id"] == "docs"


async def test_of_two_alike_the_second_can_be_meant(stage: Stage) -> None:
    rows = [
        section("one", accessory=button("Go", "docs", value="1")),
        section("two", accessory=button("Go", "docs", value="2")),
    ]
    await web(stage).chat_postMessage(channel=stage.desk.id, text="x", blocks=rows)
    await stage.asha.clicks("Go", on=stage.asha.last(stage.desk), nth=1)

    assert stage.heard["block_actions"]["actions"][0]["value"] == "2"
