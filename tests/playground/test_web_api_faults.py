"""Faults that are switched on, and requests in every shape that Slack takes."""

from __future__ import annotations

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from tests.playground.office import Office


async def test_faults_are_switched_on_and_run_out(office: Office) -> None:
    post = {"channel": office.desk.id, "text": "x"}
    faults = office.workspace.faults
    faults.switch_on("chat.postMessage", error="internal_error", times=1)
    faults.switch_on("chat.postMessage", retry_after=7, times=1)
    faults.switch_on("chat.postMessage", status=503, after_work=True, times=1)

    assert await office.refusal("chat.postMessage", **post) == "internal_error"
    with pytest.raises(SlackApiError) as limited:
        await office.web.api_call("chat.postMessage", json=post)
    assert (limited.value.response.status_code, limited.value.response.headers["Retry-After"]) == (429, "7")
    assert office.asha.sees(office.desk) == []

    async with aiohttp.ClientSession() as session:
        url, token = office.server.api_url + "chat.postMessage", office.workspace.bot_token
        lost = await session.post(url, json=post, headers={"Authorization": f"Bearer {token}"})
        assert lost.status == 503
    assert office.asha.last(office.desk).text == "x", "it was posted, only the answer was lost"

    await office.web.api_call("chat.postMessage", json=post)
    assert len(office.asha.sees(office.desk)) == 2


async def test_a_slow_method_takes_its_time_and_the_workspace_waits_for_it(office: Office) -> None:
    office.workspace.faults.switch_on("auth.test", delay=0.1)
    await office.web.auth_test()
    [call] = office.workspace.calls
    assert call.took is not None
    assert 0.09 < call.took < 2  # the loop counts whole milliseconds
    await office.workspace.settled()


async def test_forms_and_queries_are_read_as_json_is(office: Office) -> None:
    async with aiohttp.ClientSession() as session:
        form_fields = {
            "token": office.workspace.bot_token,
            "channel": office.desk.id,
            "text": "hi",
            "blocks": "[]",
        }
        posted = await (
            await session.post(office.server.api_url + "chat.postMessage", data=form_fields)
        ).json()
        query = {"token": office.workspace.bot_token, "user": office.asha.user.id, "include_locale": "1"}
        asked = await (await session.get(office.server.api_url + "users.info", params=query)).json()
        unknown = await (await session.get(office.server.api_url + "users.rename")).json()
    assert (posted["ok"], asked["user"]["locale"], unknown["error"]) == (True, "en-GB", "unknown_method")


async def test_an_uninstalled_app_gets_in_nowhere(office: Office) -> None:
    office.workspace.is_installed = False
    assert await office.refusal("auth.test") == "account_inactive"
