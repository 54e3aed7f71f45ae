"""The page behind a one-time link: what it asks, what it keeps, and whom it turns away."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlalchemy import select

from bot.storage.connect_links import ConnectLinks
from bot.storage.connection_tables import connect_links
from bot.workspace.own_settings import own_settings
from tests.connecting.desk import ADMIN, TEAM, Counter, counter
from tests.standins.pexip import StandInPexip
from tests.standins.sqod import StandInSqod


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Counter]:
    async with counter(tmp_path) as found:
        yield found


@pytest.fixture
def sqod() -> Iterator[StandInSqod]:
    with StandInSqod() as service:
        yield service


def token_of(page: httpx.Response) -> str:
    found = re.search(r'name="token" value="([0-9a-f]+)"', page.text)
    assert found is not None, page.text
    return found[1]


def filled(sqod: StandInSqod, **changed: str) -> dict[str, str]:
    return {
        "service": "sqod",
        "sqod.APPOINTMENTS_API_URL": sqod.url,
        "sqod.APPOINTMENTS_CLIENT_ID": sqod.client_id,
        "sqod.APPOINTMENTS_CLIENT_SECRET": sqod.client_secret,
        "sqod.APPOINTMENTS_TOKEN_URL": sqod.token_url,
        "DESK_TIMEZONE": "Europe/London",
        "DEPARTMENTS": "",
        "CARD_PRIVACY": "by_channel",
        "connect": "yes",
    } | {name.replace("__", "."): value for name, value in changed.items()}


async def sends(
    browser: httpx.AsyncClient, link: str, form: dict[str, str], **headers: str
) -> httpx.Response:
    shown = await browser.get(link)
    return await browser.post(link, data={"token": token_of(shown), **form}, headers=headers)


async def test_a_service_is_tried_then_kept_and_the_link_is_spent(desk: Counter, sqod: StandInSqod) -> None:
    link = await desk.link()
    form = filled(
        sqod,
        DESK_TIMEZONE="Europe/Paris",
        DESK_NATION="scotland",
        DEPARTMENTS="Leeds,Housing=4",
        CARD_PRIVACY="code",
    )
    async with desk.browser() as browser:
        done = await sends(browser, link, form)
        assert done.status_code == 200
        assert "Your service is connected" in done.text
        assert "SQOD answers." in done.text
        found = await desk.kept()
        assert found is not None
        assert found.connected_by == ADMIN
        assert found.secrets == {"APPOINTMENTS_CLIENT_SECRET": SecretStr(sqod.client_secret)}
        assert found.said["DESK_TIMEZONE"] == "Europe/Paris"
        assert found.said["DESK_NATION"] == "scotland"
        assert found.said["DEPARTMENTS"] == "Leeds,Housing=4"
        assert found.said["CARD_PRIVACY"] == "code"

        for again in (await browser.get(link), await browser.post(link, data=form)):
            assert again.status_code == 410
            assert "It was used already" in again.text


async def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost_but_secrets(
    desk: Counter, sqod: StandInSqod
) -> None:
    link = await desk.link()
    wrong = filled(sqod, DESK_TIMEZONE="Leeds", sqod__APPOINTMENTS_CLIENT_ID="", sqod__SQOD_PER_PAGE="many")
    async with desk.browser() as browser:
        shown = await sends(browser, link, wrong)
        assert shown.status_code == 422
        text = unescape(shown.text)
        assert "<title>Error: Connect a service – Frontdesk</title>" in text
        assert "Nothing was kept. These need your attention:" in text
        for name in ("DESK_TIMEZONE", "sqod.APPOINTMENTS_CLIENT_ID", "sqod.SQOD_PER_PAGE"):
            assert f'id="wrong-{name}"' in text
            assert f'href="#{name}"' in text
        assert 'value="Leeds"' in text
        assert f'value="{sqod.url}"' in text
        assert sqod.client_secret not in text
        assert await desk.kept() is None
        # The link still holds: mended, it is kept.
        assert (await sends(browser, link, filled(sqod))).status_code == 200
    assert await desk.kept() is not None


async def test_a_service_that_refuses_us_is_told_in_words(desk: Counter, sqod: StandInSqod) -> None:
    async with desk.browser() as browser:
        form = filled(sqod, sqod__APPOINTMENTS_CLIENT_SECRET="hunter2")
        shown = await sends(browser, await desk.link(), form)
    assert shown.status_code == 422
    assert "sign-in" in shown.text
    assert "hunter2" not in shown.text
    assert await desk.kept() is None


@pytest.mark.parametrize("file", ["file:.env", "secrets.txt"])
async def test_no_file_of_the_machine_is_read_for_an_admin(
    desk: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (".env", "secrets.txt"):
        tmp_path.joinpath(name).write_text("SECRET_KEYS is hunter2\n")
    link = await desk.link()
    async with desk.browser() as browser:
        shown = await sends(browser, link, {"use": "embedded", "DEPARTMENTS": file})
    assert "hunter2" not in shown.text
    found = await desk.kept()
    assert found is None or found.said["DEPARTMENTS"] == file.strip()
    own = own_settings(desk.connecting.process, found.texts) if found else None
    assert own is None or own.known_departments.keys() == {file.strip()}


async def test_the_built_in_service_is_one_press(desk: Counter) -> None:
    link = await desk.link()
    async with desk.browser() as browser:
        shown = await browser.get(link)
        assert "Use the built-in service" in shown.text
        form = {"token": token_of(shown), "use": "embedded", "DESK_TIMEZONE": "Europe/Paris"}
        done = await browser.post(link, data=form)
    assert "The built-in service answers." in done.text
    found = await desk.kept()
    assert found is not None
    assert (found.said, found.secrets) == (
        {"APPOINTMENTS_PROVIDER": "embedded", "DESK_TIMEZONE": "Europe/Paris"},
        {},
    )


async def test_a_third_vendor_is_on_the_page_by_its_record_alone(desk: Counter) -> None:
    with StandInPexip() as pexip:
        form = {
            "service": "pexip",
            "pexip.APPOINTMENTS_API_URL": pexip.url,
            "pexip.APPOINTMENTS_CLIENT_ID": pexip.client_id,
            "pexip.APPOINTMENTS_CLIENT_SECRET": pexip.client_secret,
            "pexip.APPOINTMENTS_TOKEN_URL": pexip.token_url,
            "pexip.PEXIP_ENTERPRISE": pexip.enterprise,
            "sqod.APPOINTMENTS_API_URL": "of another service, and so not read",
            "DESK_TIMEZONE": "Europe/London",
        }
        async with desk.browser() as browser:
            done = await sends(browser, await desk.link(), form)
    assert "Pexip Engage answers." in done.text
    found = await desk.kept()
    assert found is not None
    assert found.said["APPOINTMENTS_API_URL"] == pexip.url


async def test_a_kept_secret_is_never_shown_and_never_sent_to_another_address(
    desk: Counter, sqod: StandInSqod
) -> None:
    async with desk.browser() as browser:
        await sends(browser, await desk.link(), filled(sqod))
    nothing_secret = filled(sqod, sqod__APPOINTMENTS_CLIENT_SECRET="")
    async with desk.browser() as browser:
        link = await desk.link()
        shown = await browser.get(link)
        assert f'value="{sqod.url}"' in shown.text
        assert sqod.client_secret not in shown.text
        assert "One is kept." in shown.text
        with StandInSqod() as other:
            moved = await sends(browser, link, {**nothing_secret, "sqod.APPOINTMENTS_API_URL": other.url})
            assert moved.status_code == 422
            assert "APPOINTMENTS_CLIENT_SECRET" in moved.text
        changed = await sends(browser, link, {**nothing_secret, "DEPARTMENTS": "Leeds"})
        assert changed.status_code == 200
    found = await desk.kept()
    assert found is not None
    assert found.said["DEPARTMENTS"] == "Leeds"
    assert found.secrets == {"APPOINTMENTS_CLIENT_SECRET": SecretStr(sqod.client_secret)}


async def test_a_link_is_good_for_a_quarter_of_an_hour(desk: Counter) -> None:
    link = await desk.link()
    async with desk.browser() as browser:
        desk.clock.move(minutes=14, seconds=59)
        shown = await browser.get(link)
        assert shown.status_code == 200
        desk.clock.move(seconds=1)
        for late in (
            await browser.get(link),
            await browser.post(link, data={"token": token_of(shown), "use": "embedded"}),
        ):
            assert late.status_code == 410
            assert "It was good for fifteen minutes." in late.text
    assert await desk.kept() is None


async def test_a_link_that_nobody_made_is_no_link(desk: Counter) -> None:
    async with desk.browser() as browser:
        for made_up in ("x", "x" * 5000, "%00", "ä"):
            shown = await browser.get(f"{desk.url}/slack/connect/{made_up}")
            assert shown.status_code in (404, 410), made_up


async def test_a_link_that_is_begun_with_is_that_browsers(desk: Counter) -> None:
    link = await desk.link()
    async with desk.browser() as one, desk.browser() as other:
        assert (await other.get(link)).status_code == 200  # who only looks takes nothing away
        assert (await sends(one, link, {"service": "none"})).status_code == 422
        assert "begun with in another browser" in (await other.get(link)).text
        assert (await sends(one, link, {"use": "embedded"})).status_code == 200


async def test_no_other_site_sends_our_form(desk: Counter) -> None:
    link = await desk.link()
    async with desk.browser() as browser, desk.browser() as without_cookie:
        token = token_of(await browser.get(link))
        form = {"token": token, "use": "embedded"}
        refused = [
            await browser.post(link, data={"use": "embedded"}),
            await browser.post(link, data={**form, "token": "0" * 128}),
            await browser.post(link, data={**form, "token": "ä"}),
            await without_cookie.post(link, data=form),
            await browser.post(link, data=form, headers={"origin": "https://evil.example"}),
            await browser.post(link, data=form, headers={"origin": "null"}),
            await browser.post(link, data=form, headers={"sec-fetch-site": "cross-site"}),
            await browser.post(link, data=form, headers={"sec-fetch-site": "same-site"}),
        ]
        assert [one.status_code for one in refused] == [403] * len(refused)
        assert await desk.kept() is None
        here = {"origin": desk.url, "sec-fetch-site": "same-origin"}
        assert (await browser.post(link, data=form, headers=here)).status_code == 200


async def test_who_is_no_admin_any_more_keeps_nothing(desk: Counter) -> None:
    desk.admins.clear()
    async with desk.browser() as browser:
        shown = await sends(browser, await desk.link(), {"use": "embedded"})
    assert shown.status_code == 403
    assert "Slack doesn't say any more that you are one" in unescape(shown.text)
    assert await desk.kept() is None


async def test_two_presses_at_once_are_one_connection(desk: Counter) -> None:
    link = await desk.link()
    async with desk.browser() as browser:
        form = {"token": token_of(await browser.get(link)), "use": "embedded"}
        answers = await asyncio.gather(*(browser.post(link, data=form) for _ in range(4)))
    assert sorted(one.status_code for one in answers) == [200, 410, 410, 410]


async def test_links_of_two_workspaces_are_apart(desk: Counter) -> None:
    desk.admins.add(("T0HILL", "U0BEN"))
    async with desk.browser() as browser:
        await sends(browser, await desk.link("T0HILL", "U0BEN"), {"use": "embedded"})
    assert await desk.kept("T0HILL") is not None
    assert await desk.kept(TEAM) is None


async def test_every_answer_is_shut_to_frames_caches_and_scripts(desk: Counter) -> None:
    link = await desk.link()
    async with desk.browser() as browser:
        for shown in (await browser.get(link), await browser.get(f"{desk.url}/slack/connect/none")):
            assert shown.headers["x-frame-options"] == "DENY"
            assert shown.headers["cache-control"] == "no-store"
            policy = shown.headers["content-security-policy"]
            for said in ("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri"):
                assert said in policy
            assert "<script" not in shown.text
        cookie = (await browser.get(link)).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


async def test_behind_https_the_cookie_is_secure(tmp_path: Path) -> None:
    async with counter(tmp_path, public_url="https://desk.example.org") as desk, desk.browser() as browser:
        link = await desk.page.link(TEAM, ADMIN)
        assert link.startswith("https://desk.example.org/slack/connect/")
        shown = await browser.get(link.replace("https://desk.example.org", desk.url))
        assert "Secure" in shown.headers["set-cookie"]


async def test_the_database_has_no_link_that_opens_anything(desk: Counter) -> None:
    link = await desk.link()
    async with desk.engine.connect() as connection:
        (row,) = (await connection.execute(select(connect_links))).mappings().all()
    assert link.rsplit("/", 1)[1] not in str(row)
    desk.clock.move(days=2)
    await ConnectLinks(desk.engine, desk.clock).make("T0HILL", "U0BEN")
    async with desk.engine.connect() as connection:
        teams = (await connection.execute(select(connect_links.c.team))).scalars().all()
    assert teams == ["T0HILL"]


async def test_strangers_may_not_have_us_ask_our_own_network(tmp_path: Path, sqod: StandInSqod) -> None:
    slack = "https://slack.com/api"
    async with counter(tmp_path, slack_api_url="https://1.1.1.1/api") as desk, desk.browser() as browser:
        shown = await sends(browser, await desk.link(), filled(sqod))
        assert shown.status_code == 422
        assert "not an https address of the open internet" in shown.text
        assert await desk.kept() is None
    known = {"slack_api_url": slack, "install_allowed": "T0RIVER"}
    async with counter(tmp_path, **known) as desk, desk.browser() as browser:
        assert (await sends(browser, await desk.link(), filled(sqod))).status_code == 200
        metadata = filled(sqod, sqod__APPOINTMENTS_API_URL="http://169.254.169.254/latest")
        shown = await sends(browser, await desk.link(), metadata)
        assert "this address is not one of a service" in shown.text


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from(["service", "use", "DESK_TIMEZONE", "sqod.ROOM_HOSTS", "CARD_PRIVACY", "x", ""]),
        st.text(max_size=30),
    )
)
def test_whatever_is_sent_is_answered_with_a_page(
    tmp_path_factory: pytest.TempPathFactory, form: dict[str, str]
) -> None:
    async def story() -> None:
        async with counter(tmp_path_factory.mktemp("desk")) as desk, desk.browser() as browser:
            shown = await sends(browser, await desk.link(), form)
            assert shown.status_code in (200, 422)
            assert "</main>" in shown.text

    asyncio.run(story())


async def test_what_is_no_form_of_ours_is_refused(desk: Counter) -> None:
    async with desk.browser() as browser:
        link = await desk.link()
        for body in (b"x" * 100_000, b"\xff\xfe", b"&".join([b"a=b"] * 400)):
            assert (await browser.post(link, content=body)).status_code == 400
