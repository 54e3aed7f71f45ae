"""The Web API says no as Slack does: tokens, scopes, channels, and what may not be posted."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.playground.office import Office
from tests.playground.tiny_app import section


async def test_who_am_i_and_what_may_i_do(office: Office) -> None:
    answer = await office.web.auth_test()

    assert (answer["team_id"], answer["user_id"]) == (office.workspace.team_id, office.workspace.bot.id)
    assert "chat:write" in answer.headers["x-oauth-scopes"]


@pytest.mark.parametrize(
    ("token", "error"),
    [("xoxb-wrong", "invalid_auth"), (None, "not_authed")],
)
async def test_a_wrong_token_gets_in_nowhere(office: Office, token: str | None, error: str) -> None:
    office.web.token = token
    assert await office.refusal("auth.test") == error


async def test_the_apps_own_token_opens_socket_mode_and_nothing_else(office: Office) -> None:
    office.web.token = office.workspace.app_token
    assert await office.refusal("auth.test") == "not_allowed_token_type"
    office.web.token = office.workspace.bot_token
    assert await office.refusal("apps.connections.open") == "not_allowed_token_type"


async def test_a_missing_scope_is_named(office: Office) -> None:
    office.workspace.scopes = frozenset({"commands"})
    with pytest.raises(SlackApiError) as caught:
        await office.web.users_info(user=office.asha.user.id)
    answer = caught.value.response
    assert (answer["error"], answer["needed"], answer["provided"]) == (
        "missing_scope",
        "users:read",
        "commands",
    )


async def test_no_history_without_its_scope(office: Office) -> None:
    assert await office.refusal("conversations.history", channel=office.desk.id) == "missing_scope"


async def test_a_user_is_told_as_she_is_now(office: Office) -> None:
    user = office.asha.user
    user.is_restricted = True
    told = (await office.web.users_info(user=user.id, include_locale=True))["user"]
    assert (told["real_name"], told["tz"], told["locale"], told["is_restricted"]) == (
        "Asha Patel",
        "Europe/London",
        "en-GB",
        True,
    )
    assert told["profile"]["email"] == "asha.patel@riverside.example"
    office.workspace.scopes -= {"users:read.email"}
    told = (await office.web.users_info(user=user.id))["user"]
    assert "email" not in told["profile"], "that is another scope"
    assert await office.refusal("users.info", user="U404") == "user_not_found"


async def test_a_stranger_belongs_to_another_team(office: Office) -> None:
    guest = office.workspace.person("Kim Other", from_team="T9")
    told = (await office.web.users_info(user=guest.user.id))["user"]
    assert (told["team_id"], told["is_stranger"]) == ("T9", True)


async def test_user_groups_and_their_members(office: Office) -> None:
    group = office.workspace.group("bookers", [office.asha])
    assert (await office.web.usergroups_list())["usergroups"][0]["handle"] == "bookers"
    assert (await office.web.usergroups_users_list(usergroup=group.id))["users"] == [office.asha.user.id]


async def test_lists_come_in_pages(office: Office) -> None:
    first = await office.web.users_list(limit=2)
    rest = await office.web.users_list(limit=2, cursor=first["response_metadata"]["next_cursor"])
    names = [one["real_name"] for page in (first, rest) for one in page["members"]]
    assert names == ["Slackbot", "Frontdesk", "Asha Patel"]
    assert rest["response_metadata"]["next_cursor"] == ""


async def test_what_kind_of_channel_it_is(office: Office) -> None:
    shared = office.workspace.channel("joint", shared_with="T9")
    told = (await office.web.conversations_info(channel=shared.id))["channel"]
    assert (told["is_ext_shared"], told["is_private"], told["is_member"]) == (True, False, True)


async def test_where_the_app_may_not_post(office: Office) -> None:
    channels = {
        "not_in_channel": office.workspace.channel("lobby", has_bot=False).id,
        "channel_not_found": office.workspace.channel("board", private=True, has_bot=False).id,
        "is_archived": office.workspace.channel("attic", archived=True).id,
    }
    assert {
        await office.refusal("chat.postMessage", channel=one, text="x"): one for one in channels.values()
    } == channels
    assert await office.refusal("chat.postMessage", channel="#front-desk", text="x") == "channel_not_found"


async def test_what_may_not_be_posted(office: Office) -> None:
    async def refused(**content: Any) -> str:
        return await office.refusal("chat.postMessage", channel=office.desk.id, **content)

    assert await refused() == "no_text"
    assert await refused(text="x" * 40_001) == "msg_too_long"
    assert await refused(text="x", blocks="[") == "invalid_blocks_format"
    assert await refused(text="x", blocks=[section("x" * 3000)] * 5) == "msg_blocks_too_long"
    assert await refused(text="x", blocks=[section("x", colour="red")]) == "invalid_blocks"
    assert await refused(text="x", metadata={"event_type": "card"}) == "invalid_metadata_format"
    assert await refused(text="x", thread_ts="1.000001") == "thread_not_found"
    assert len(office.workspace.complaints) == 6, "all but the thread are the app's own mistakes"


async def test_faults_in_blocks_are_pointed_at(office: Office) -> None:
    with pytest.raises(SlackApiError) as caught:
        await office.web.chat_postMessage(channel=office.desk.id, text="x", blocks=[section("")])
    assert caught.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]"
    ]


async def test_blocks_without_a_text_leave_screen_readers_with_nothing(office: Office) -> None:
    await office.web.api_call("chat.postMessage", json={"channel": office.desk.id, "blocks": [section("x")]})
    assert "screen readers" in str(office.workspace.complaints[0])


async def test_an_update_keeps_the_blocks_that_it_does_not_name(office: Office) -> None:
    posted = await office.web.chat_postMessage(channel=office.desk.id, text="a", blocks=[section("old")])
    where = {"channel": office.desk.id, "ts": posted["ts"]}
    await office.web.api_call("chat.update", json={**where, "text": "b"})
    assert office.asha.last(office.desk).text == "old"
    await office.web.api_call("chat.update", json={**where, "text": "b", "blocks": []})
    assert office.asha.last(office.desk).text == "b"
    assert await office.refusal("chat.update", **where, text="x" * 4001) == "msg_too_long"
    assert await office.refusal("chat.update", **{**where, "ts": "1.000001"}, text="x") == "message_not_found"


async def test_only_its_own_messages_can_be_changed(office: Office) -> None:
    message = office.workspace.post(office.desk, office.asha, "mine")
    where = {"channel": office.desk.id, "ts": message.ts}
    assert await office.refusal("chat.update", **where, text="yours") == "cant_update_message"
    assert await office.refusal("chat.delete", **where) == "cant_delete_message"


async def test_a_direct_message_goes_to_a_person(office: Office) -> None:
    opened = await office.web.conversations_open(users=[office.asha.user.id])
    await office.web.chat_postMessage(channel=opened["channel"]["id"], text="one")
    await office.web.chat_postMessage(channel=office.asha.user.id, text="two")
    assert [seen.text for seen in office.asha.sees(office.asha.dm)] == ["one", "two"]


async def test_an_ephemeral_message_needs_a_reader_in_the_channel(office: Office) -> None:
    outsider = office.workspace.person("Ola Out")
    small = office.workspace.channel("small", members=[office.asha])
    sent = {"channel": small.id, "user": outsider.user.id, "text": "psst"}
    assert await office.refusal("chat.postEphemeral", **sent) == "user_not_in_channel"


async def test_history_tells_metadata_when_asked_to(office: Office) -> None:
    office.workspace.scopes |= {"channels:history"}
    card = {"event_type": "card", "event_payload": {"key": "k1"}}
    parent = await office.web.chat_postMessage(channel=office.desk.id, text="card", metadata=card)
    await office.web.chat_postMessage(channel=office.desk.id, text="reply", thread_ts=parent["ts"])

    plainly = await office.web.conversations_history(channel=office.desk.id)
    asked = await office.web.conversations_history(channel=office.desk.id, include_all_metadata=True, limit=1)
    thread = await office.web.conversations_replies(channel=office.desk.id, ts=parent["ts"])
    assert [one.get("metadata") for one in plainly["messages"]] == [None]
    assert asked["messages"][0]["metadata"] == card
    assert [one["text"] for one in thread["messages"]] == ["card", "reply"]


async def test_a_permalink_leads_to_a_message(office: Office) -> None:
    posted = await office.web.chat_postMessage(channel=office.desk.id, text="x")
    link = (await office.web.chat_getPermalink(channel=office.desk.id, message_ts=posted["ts"]))["permalink"]
    assert link.endswith(f"/archives/{office.desk.id}/p{posted['ts'].replace('.', '')}")


async def test_the_app_is_told_of_the_public_channels_that_it_is_in(office: Office) -> None:
    slack = office.workspace
    slack.channel("not-here", has_bot=False)
    slack.channel("private", private=True)
    slack.channel("old", archived=True)
    wanted = {one.name for one in slack.channels.values() if one.kind == "public" and one.has_bot}
    answer = await office.web.users_conversations(types="public_channel", exclude_archived=True)

    assert {one["name"] for one in answer["channels"]} == wanted - {"old"}
    assert await office.refusal("users.conversations", types="secret") == "invalid_types"


async def test_long_lists_of_channels_come_in_pages(office: Office) -> None:
    for number in range(5):
        office.workspace.channel(f"room-{number}")
    names: list[str] = []
    async for page in await office.web.users_conversations(limit=2):
        assert len(page["channels"]) <= 2
        names += [one["name"] for one in page["channels"]]

    assert len(names) == len(set(names))
    assert {f"room-{number}" for number in range(5)} <= set(names)
