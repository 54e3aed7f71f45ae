"""What Slack's Web API may answer besides its own JSON, and calls that are given up: said by name, and counted as such."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NoReturn

import pytest
from aiohttp import web
from prometheus_client import REGISTRY
from slack_sdk.errors import SlackApiError

from bot.apis.vendors import VENDORS
from bot.observe.logs import set_up_logs
from bot.settings import given_settings
from bot.slack.client import error_code, is_passing, slack_client


@asynccontextmanager
async def slack_that(answers: web.Response | None) -> AsyncIterator[str]:
    """A Slack that gives this answer to everything; none at all: it never answers. Gives its address."""

    async def answer(_: web.Request) -> web.Response:
        if answers is None:
            await asyncio.sleep(60)
        return (
            web.Response(body=answers.body, status=answers.status, headers=answers.headers)
            if answers
            else web.Response()
        )

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def counted(outcome: str) -> float:
    labels = {"method": "auth.test", "outcome": outcome}
    return REGISTRY.get_sample_value("frontdesk_slack_call_seconds_count", labels) or 0


async def test_a_page_that_calls_itself_json_is_a_fault_that_may_pass() -> None:
    before = counted("not_json")
    page = web.Response(body=b"<html>Sorry</html>", content_type="application/json")
    async with slack_that(page) as url:
        with pytest.raises(SlackApiError) as caught:
            await slack_client(
                given_settings(VENDORS, slack_bot_token="xoxb-1", slack_api_url=url)
            ).auth_test()
    assert (error_code(caught.value), is_passing(caught.value)) == ("not_json", True)
    assert counted("not_json") == before + 1


async def test_a_call_that_is_given_up_is_not_counted_as_done() -> None:
    done, given_up = counted("ok"), counted("cancelled")
    async with slack_that(None) as url:
        client = slack_client(given_settings(VENDORS, slack_bot_token="xoxb-1", slack_api_url=url))
        call = asyncio.create_task(client.auth_test())
        await asyncio.sleep(0.1)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
    assert (counted("ok"), counted("cancelled")) == (done, given_up + 1)


async def test_what_is_sent_is_not_written_out_for_a_log_that_nobody_keeps() -> None:
    class Block(dict[str, str]):
        def __repr__(self) -> NoReturn:
            raise AssertionError("written out")

    fine = web.Response(body=b'{"ok": true}', content_type="application/json")
    async with slack_that(fine) as url:
        settings = given_settings(VENDORS, slack_bot_token="xoxb-1", slack_api_url=url)
        set_up_logs(settings)
        said = await slack_client(settings).chat_postMessage(
            channel="C1", text="Fine", blocks=[Block(type="divider")]
        )
    assert said["ok"]
