"""The Home tab, and events: told once, told again when nobody listens."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.playground.conftest import Stage


async def test_home_is_published_when_it_is_opened_and_changes_when_pressed(stage: Stage) -> None:
    assert stage.asha.home is None
    await stage.asha.opens_home()
    await stage.workspace.settled()
    home = stage.asha.home
    assert home is not None
    assert home.text == "Welcome"

    await home.press("More")
    assert home.text == "Welcome back"
    assert stage.ben.home is None
    assert stage.workspace.complaints == []


async def test_the_second_time_the_event_tells_the_view(stage: Stage) -> None:
    for _ in range(2):
        await stage.asha.opens_home()
        await stage.workspace.settled()

    first, second = [body for body in stage.heard.bodies if body.get("type") == "event_callback"]
    assert "view" not in first["event"]
    assert second["event"]["view"]["type"] == "home"
    assert first["event_id"] != second["event_id"]
    assert first["authorizations"][0]["user_id"] == stage.workspace.bot.id


async def test_an_event_that_nobody_takes_comes_once_more(stage: Stage) -> None:
    stage.workspace.subscriptions |= {"team_join"}
    payload = await stage.workspace.emits({"type": "team_join", "user": {}})

    assert payload is not None
    told = [call for call in stage.workspace.calls if call.what == "team_join"]
    assert [call.sent["event_id"] for call in told] == [payload["event_id"]] * 2
    assert [str(one) for one in stage.workspace.complaints] == ["team_join: http_404"]


async def test_an_event_that_the_app_does_not_subscribe_to_is_not_sent(stage: Stage) -> None:
    assert await stage.workspace.emits({"type": "team_join", "user": {}}) is None
    assert stage.workspace.calls == []


async def test_an_uninstalled_app_hears_so_and_its_token_is_worth_nothing(stage: Stage) -> None:
    await stage.workspace.uninstalls_app()

    told = [call.what for call in stage.workspace.calls if call.way == "in"]
    assert set(told) == {"tokens_revoked", "app_uninstalled"}
    web = AsyncWebClient(stage.workspace.bot_token, base_url=stage.server.api_url)
    with pytest.raises(SlackApiError, match="account_inactive"):
        await web.auth_test()


async def test_whoever_looks_on_hears_of_every_change(stage: Stage) -> None:
    heard: list[str] = []
    stage.workspace.traffic.listeners.append(lambda kind, thing: heard.append(kind))
    await stage.asha.types("/card", in_=stage.desk)
    await stage.asha.types("/form", in_=stage.desk)

    assert [kind for kind in heard if kind != "call"] == ["message", "view"]
    assert heard.count("call") == len(stage.workspace.calls)
