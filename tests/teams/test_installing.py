"""Installing Frontdesk into workspaces: to Slack's consent page and back, whatever may go wrong on the way."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlalchemy import text

from bot.storage.engine import open_engine
from tests.teams.town import Town, town


async def test_the_way_there_leads_to_slack_with_a_state_that_the_browser_keeps(tmp_path: Path) -> None:
    async with town(f"sqlite:///{tmp_path}/f.db", "Leeds") as leeds, leeds.browser() as browser:
        answer = await browser.get("/slack/install?team=T5")
        assert answer.status_code == 302
        there = urlsplit(answer.headers["location"])
        asked = {name: values[-1] for name, values in parse_qs(there.query).items()}
        assert there.path == "/oauth/v2/authorize"
        assert asked["client_id"] == leeds.distribution.client_id
        assert asked["team"] == "T5"
        assert asked["redirect_uri"] == "https://desk.example.org/slack/oauth_redirect"
        assert {"commands", "chat:write"} <= set(asked["scope"].split(","))
        cookie = answer.headers["set-cookie"].lower()
        assert asked["state"].lower() in cookie
        for part in ("secure", "httponly", "path=/", "max-age=600", "samesite=lax"):
            assert part in cookie


async def test_whoever_installs_reads_what_is_next_on_the_page_and_in_slack(database: str) -> None:
    async with town(database, "Leeds") as found:
        (leeds,) = found.places
        page = await found.installs(leeds.admin)
        assert page.status_code == 200
        assert "Frontdesk is installed in Leeds" in page.text
        assert "press Connect a service" in page.text
        assert page.headers["x-frame-options"] == "DENY"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert "no-store" in page.headers["cache-control"]
        direct = leeds.admin.last(leeds.admin.dm)
        assert "You have installed Frontdesk in Leeds." in direct.text
        (grant,) = found.distribution.live(leeds.team)
        kept = await found.installation(leeds.team)
        assert kept is not None
        assert kept.token.get_secret_value() == grant.token
        engine = open_engine(database)
        async with engine.connect() as connection:
            rows = str((await connection.execute(text("SELECT * FROM installations"))).all())
        await engine.dispose()
        assert grant.token not in rows


async def test_installing_again_keeps_the_newer_token_alone(database: str) -> None:
    async with town(database, "Leeds") as found:
        (leeds,) = found.places
        await found.installs(leeds.admin)
        found.clock.move(minutes=1)
        await found.installs(leeds.admin)
        newest = found.distribution.live(leeds.team)[-1]
        kept = await found.installation(leeds.team)
        assert kept is not None
        assert kept.token.get_secret_value() == newest.token


WRONG = {
    "no state": "This installation did not begin here",
    "another browser": "This installation did not begin here",
    "a state of somebody's own making": "This link was used already",
    "reloaded": "This link was used already",
    "too late": "This link was used already",
    "refused": "Frontdesk was not installed",
    "spent code": "Slack does not accept this installation",
    "no Slack": "Slack can't be reached just now",
}


@pytest.mark.parametrize("what", WRONG)
async def test_each_wrong_arrival_is_told_how_to_mend_it(tmp_path: Path, what: str) -> None:
    async with town(f"sqlite:///{tmp_path}/f.db", "Leeds") as found, found.browser() as browser:
        page = await _arrives(found, browser, what)
        assert WRONG[what] in page.text
        assert 'href="/slack/install"' in page.text
        assert "Traceback" not in page.text
        if what != "reloaded":
            assert await found.installation(found.places[0].team) is None


async def _arrives(found: Town, browser: httpx.AsyncClient, what: str) -> httpx.Response:
    (leeds,) = found.places
    there = (await browser.get("/slack/install")).headers["location"]
    back = found.distribution.consents(there, leeds.admin)
    match what:
        case "no state":  # Slack's own button
            back = back.partition("&state=")[0]
        case "another browser":
            browser.cookies.clear()
        case "a state of somebody's own making":
            browser.cookies.set("frontdesk-install", "mine")
            back = back.partition("&state=")[0] + "&state=mine"
        case "reloaded":
            (cookie,) = browser.cookies.values()
            await browser.get(back)
            browser.cookies.set("frontdesk-install", cookie)
        case "too late":
            found.clock.move(minutes=11)
        case "refused":
            back = found.distribution.refuses(there)
        case "spent code":
            back = back.replace("code=", "code=9")
        case "no Slack":
            leeds.slack.faults.switch_on("oauth.v2.access", status=503)
    return await browser.get(back)


async def test_only_those_who_are_named_may_install_and_nothing_of_others_is_kept(database: str) -> None:
    async with town(database, "Leeds", "York", install_allowed="T000001000, E0ORG") as found:
        leeds, york = found.places
        assert leeds.team == "T000001000"
        page = await found.installs(york.admin)
        assert page.status_code == 403
        assert "This Frontdesk is not for your workspace" in page.text
        assert await found.installation(york.team) is None
        assert found.distribution.live(york.team) == []
