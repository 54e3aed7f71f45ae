"""What can be read back of channels and threads, how often one may post, and who lets an app in."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.standins.slack import NotThere
from tests.playground.conftest import Stage
from tests.playground.office import Office
from tests.waiting import until

MARK = {"event_type": "card", "event_payload": {"key": "k1"}}


def may_read(office: Office, *scopes: str) -> None:
    office.workspace.scopes |= set(scopes or ("channels:history", "groups:history", "im:history"))


async def test_each_kind_of_channel_needs_its_scope(office: Office) -> None:
    backroom = office.workspace.channel("backroom", private=True)
    channels = {"channels": office.desk, "groups": backroom, "im": office.asha.dm}
    office.workspace.scopes -= {"im:history"}
    for kind, channel in channels.items():
        assert await office.refusal("conversations.history", channel=channel.id) == "missing_scope"
        may_read(office, f"{kind}:history")
        assert (await office.web.conversations_history(channel=channel.id))["messages"] == []
    office.workspace.complaints.clear()

    office.desk.has_bot = False
    assert await office.refusal("conversations.history", channel=office.desk.id) == "not_in_channel"
    backroom.has_bot = False
    assert await office.refusal("conversations.history", channel=backroom.id) == "channel_not_found"


async def test_history_comes_in_pages_between_two_moments(office: Office) -> None:
    may_read(office)
    stamps = [
        (await office.web.chat_postMessage(channel=office.desk.id, text=str(n)))["ts"] for n in range(5)
    ]
    first = await office.web.conversations_history(channel=office.desk.id, oldest=stamps[0], limit=3)
    assert [one["text"] for one in first["messages"]] == ["4", "3", "2"]
    assert first["has_more"]
    cursor = first["response_metadata"]["next_cursor"]
    rest = await office.web.conversations_history(
        channel=office.desk.id, oldest=stamps[0], limit=3, cursor=cursor
    )
    assert [one["text"] for one in rest["messages"]] == ["1"]
    assert not rest["has_more"]
    inside = await office.web.conversations_history(
        channel=office.desk.id, oldest=stamps[1], latest=stamps[3], inclusive=True
    )
    assert [one["text"] for one in inside["messages"]] == ["3", "2", "1"]


async def test_what_history_is_not_asked_for(office: Office) -> None:
    may_read(office)
    where = {"channel": office.desk.id}
    assert await office.refusal("conversations.history", **where, limit=1000) == "invalid_limit"
    assert await office.refusal("conversations.history", **where, oldest="noon") == "invalid_ts_oldest"
    assert await office.refusal("conversations.history", **where, latest="noon") == "invalid_ts_latest"
    assert await office.refusal("conversations.replies", **where, ts="1.000001") == "thread_not_found"


async def test_a_thread_holds_replies_with_their_marks_and_its_parent_their_number(office: Office) -> None:
    may_read(office)
    parent = await office.web.chat_postMessage(channel=office.desk.id, text="board")
    for n in range(2):
        await office.web.chat_postMessage(
            channel=office.desk.id, text=f"reminder {n}", thread_ts=parent["ts"], metadata=MARK
        )
    thread = await office.web.conversations_replies(
        channel=office.desk.id, ts=parent["ts"], include_all_metadata=True
    )
    assert [one["text"] for one in thread["messages"]] == ["board", "reminder 0", "reminder 1"]
    assert [one.get("metadata") for one in thread["messages"]] == [None, MARK, MARK]
    (told,) = (await office.web.conversations_history(channel=office.desk.id))["messages"]
    assert (told["reply_count"], told["latest_reply"]) == (2, thread["messages"][-1]["ts"])

    seen = office.asha.last(office.desk)
    assert seen.text == "board", "replies are not in the channel"
    assert [one.text for one in office.asha.thread(seen)] == ["reminder 0", "reminder 1"]


async def test_a_reply_to_a_reply_goes_to_the_thread_and_is_held_against_the_app(office: Office) -> None:
    parent = await office.web.chat_postMessage(channel=office.desk.id, text="board")
    reply = await office.web.chat_postMessage(channel=office.desk.id, text="one", thread_ts=parent["ts"])
    await office.web.chat_postMessage(channel=office.desk.id, text="two", thread_ts=reply["ts"])
    assert [one.text for one in office.asha.thread(office.asha.last(office.desk))] == ["one", "two"]
    assert ["thread_ts" in str(one) for one in office.workspace.complaints] == [True]


async def test_nobody_replies_to_what_only_one_person_sees_or_what_is_gone(office: Office) -> None:
    only: dict[str, Any] = {"channel": office.desk.id, "user": office.asha.user.id, "text": "psst"}
    secret = (await office.web.chat_postEphemeral(**only))["message_ts"]
    gone = (await office.web.chat_postMessage(channel=office.desk.id, text="oops"))["ts"]
    await office.web.chat_delete(channel=office.desk.id, ts=gone)
    for ts in (secret, gone):
        refused = await office.refusal("chat.postMessage", channel=office.desk.id, text="x", thread_ts=ts)
        assert refused == "thread_not_found"


async def test_who_is_strict_takes_one_message_a_second_in_each_channel(office: Office) -> None:
    office.workspace.pace.strict = True
    lobby = office.workspace.channel("lobby")
    post = {"channel": office.desk.id, "text": "x"}
    await office.web.api_call("chat.postMessage", json=post)
    await office.web.api_call("chat.postMessage", json={**post, "channel": lobby.id})
    office.clock.move(seconds=0.4)
    with pytest.raises(SlackApiError) as limited:
        await office.web.api_call("chat.postMessage", json=post)
    assert (limited.value.response.status_code, limited.value.response.headers["Retry-After"]) == (429, "1")
    office.clock.move(seconds=0.6)
    await office.web.api_call("chat.postMessage", json=post)
    assert len(office.asha.sees(office.desk)) == 2


@pytest.mark.parametrize("after_work", [False, True])
async def test_an_answer_that_is_slow_comes_after_the_work_or_before_it(
    office: Office, after_work: bool
) -> None:
    post = {"channel": office.desk.id, "text": "x"}
    office.workspace.faults.switch_on("chat.postMessage", delay=0.5, after_work=after_work, times=1)
    posting = asyncio.create_task(office.web.api_call("chat.postMessage", json=post))
    await until(lambda: office.workspace.calls)
    assert len(office.asha.sees(office.desk)) == after_work
    assert not posting.done()
    await posting
    assert len(office.asha.sees(office.desk)) == 1


async def test_some_calls_meet_a_fault_and_others_do_not(office: Office) -> None:
    office.workspace.faults.switch_on("auth.test", error="internal_error", share=0.3)
    for _ in range(100):
        with suppress(SlackApiError):
            await office.web.auth_test()
    met = [call.error for call in office.workspace.calls if call.error]
    assert set(met) == {"internal_error"}
    assert 15 < len(met) < 45


async def test_people_bring_the_app_in_and_take_it_out(stage: Stage) -> None:
    desk, asha = stage.desk, stage.asha
    await asha.types("/remove @Frontdesk", in_=desk)
    assert not desk.has_bot
    assert asha.last(desk).text == "was removed from #front-desk by Asha Patel."
    await asha.types("/remove @Frontdesk", in_=desk)
    assert asha.last(desk).text == "@Frontdesk is not in this channel."
    await asha.types("/invite @frontdesk", in_=desk)
    assert desk.has_bot
    assert asha.last(desk).text == "was added to #front-desk by Asha Patel."
    await asha.types("/invite @Frontdesk", in_=desk)
    assert "already in this channel" in asha.last(desk).text
    await asha.types("/invite @nobody", in_=desk)
    assert asha.last(desk).text == "No user matches @nobody."
    await asha.types("/invite @Frontdesk", in_=asha.dm)
    assert "does not work in direct messages" in asha.last(asha.dm).text


async def test_nobody_writes_in_an_archived_channel(stage: Stage) -> None:
    await stage.asha.types("/archive", in_=stage.desk)
    assert stage.desk.is_archived
    with pytest.raises(NotThere, match="archived"):
        await stage.asha.types("hello?", in_=stage.desk)
