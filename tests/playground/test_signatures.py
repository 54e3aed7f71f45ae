"""Only Slack speaks to the bot: what is forged, stale or mangled reaches nobody."""

from __future__ import annotations

import asyncio
from urllib.parse import urlencode

import pytest

from tests.playground.conftest import Stage

COMMAND = urlencode({"command": "/say", "text": "hello", "team_id": "T1", "user_id": "U1"}).encode()


async def test_a_signed_body_is_taken(stage: Stage) -> None:
    answer = await stage.server.courier.forge(COMMAND)
    assert (answer.status, answer.body) == (200, "hello")


@pytest.mark.parametrize(("how", "age"), [("stale", 301.0), ("from the future", -310.0)])
async def test_a_stale_stamp_is_refused(stage: Stage, how: str, age: float) -> None:
    assert (await stage.server.courier.forge(COMMAND, age=age)).status == 401


async def test_another_secret_is_refused(stage: Stage) -> None:
    assert (await stage.server.courier.forge(COMMAND, secret="guessed")).status == 401


async def test_no_signature_at_all_is_refused(stage: Stage) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert (await stage.server.courier.post_raw(COMMAND, headers)).status == 401


async def test_a_replay_is_the_same_request_byte_for_byte(stage: Stage) -> None:
    await stage.asha.types("/say once", in_=stage.desk)
    first = stage.server.courier.last
    answer = await stage.server.courier.replay()

    assert answer.body == "once", "this small app does not mind"
    assert stage.server.courier.last == first
    assert len(stage.asha.sees(stage.desk)) == 1, "what a stranger replays is shown to nobody"


async def test_forgeries_are_no_complaints_and_are_logged(stage: Stage) -> None:
    await stage.server.courier.forge(b"anything", secret="guessed")

    assert stage.workspace.complaints == []
    [call] = stage.workspace.calls
    assert (call.way, call.status, call.sent) == ("in", 401, b"anything")


async def test_a_request_url_proves_itself_by_the_challenge(stage: Stage) -> None:
    assert await stage.workspace.verifies_url()


async def test_settled_waits_for_work_that_makes_no_calls(stage: Stage) -> None:
    done = asyncio.Event()
    stage.workspace.traffic.busy.append(lambda: not done.is_set())
    with pytest.raises(TimeoutError, match="the bot still at work"):
        await stage.workspace.settled(within=0.1)
    done.set()
    await stage.workspace.settled()
