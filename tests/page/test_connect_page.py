"""The page on which an admin connects a service, in a browser: without scripts, by keyboard alone, and past axe's rules."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest_asyncio
from playwright.async_api import Page, expect

from tests.connecting.desk import Counter, counter
from tests.page.axe import offences
from tests.page.tabs import ColorScheme, Tabs
from tests.standins.sqod import StandInSqod


@pytest_asyncio.fixture(loop_scope="session")
async def desk(tmp_path: Path) -> AsyncIterator[Counter]:
    async with counter(tmp_path) as found:
        yield found


@asynccontextmanager
async def opened(tabs: Tabs, link: str, **looks: Any) -> AsyncIterator[Page]:
    async with tabs.open(**looks) as page:
        await page.goto(link)
        yield page


async def tab_to(page: Page, label: str) -> None:
    """Press Tab until the focus is where this label says; whoever can't get there by keyboard can't get there."""
    wanted = page.get_by_label(label, exact=True).locator("visible=true")
    for _ in range(40):
        if await wanted.evaluate("one => one === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {label!r}")


async def test_it_is_filled_in_by_keyboard_alone_without_scripts(tabs: Tabs, desk: Counter) -> None:
    with StandInSqod() as sqod:
        async with opened(tabs, await desk.link(), java_script_enabled=False) as page:
            await expect(page.get_by_role("heading", name="Connect a service")).to_be_visible()
            await expect(page.locator("#of-sqod")).to_be_visible()
            await expect(page.locator("#of-pexip")).to_be_hidden()
            await page.get_by_label("Pexip Engage").check()
            await expect(page.locator("#of-pexip")).to_be_visible()
            await expect(page.locator("#of-sqod")).to_be_hidden()
            await page.get_by_label("SQOD", exact=True).check()

            secret = sqod.client_secret
            for label, text in (
                ("Address of the API", sqod.url),
                ("Client ID", sqod.client_id),
                ("Client secret", "hunter2"),
                ("Address of the token service", sqod.token_url),
            ):
                await page.locator("#of-sqod").get_by_label(label, exact=True).focus()
                await page.keyboard.type(text)
            await page.keyboard.press("Enter")
            await expect(page.get_by_role("alert")).to_contain_text("Nothing was kept.")
            assert await desk.kept() is None

            await page.locator("#of-sqod").get_by_label("Client secret", exact=True).focus()
            await page.keyboard.type(secret)
            await page.keyboard.press("Enter")
            await expect(page.get_by_role("heading", name="Your service is connected")).to_be_visible()
    found = await desk.kept()
    assert found is not None
    assert found.said["APPOINTMENTS_PROVIDER"] == "sqod"


async def test_every_field_and_button_is_reached_by_tab(tabs: Tabs, desk: Counter) -> None:
    async with opened(tabs, await desk.link()) as page:
        await page.keyboard.press("Tab")
        for label in (
            "Time zone",
            "Departments",
            "What cards in channels show",
            "SQOD",
            "Address of the API",
        ):
            await tab_to(page, label)
        for _ in range(40):
            await page.keyboard.press("Tab")
            if await page.evaluate("document.activeElement.name === 'use'"):
                break
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", name="Your service is connected")).to_be_visible()
    assert await desk.kept() is not None


async def test_axe_finds_nothing(tabs: Tabs, desk: Counter) -> None:
    link = await desk.link()
    async with opened(tabs, link) as page:
        await offends_nothing(page)
        await page.get_by_text("More settings").first.click()
        await page.locator("#DESK_TIMEZONE").fill("Leeds")
        await page.get_by_role("button", name="Connect", exact=True).click()
        await expect(page.get_by_role("alert")).to_be_focused()
        await offends_nothing(page)
        await page.locator("#DESK_TIMEZONE").fill("Europe/London")
        await page.get_by_role("button", name="Use the built-in service").click()
        await expect(page.get_by_role("heading", name="Your service is connected")).to_be_visible()
        await offends_nothing(page)
        await page.goto(link)
        await expect(page.get_by_role("heading", name="This link can't be used")).to_be_visible()
        await offends_nothing(page)


async def offends_nothing(page: Page) -> None:
    """Look at a page as it stands, dark and wide, and light on a phone, where nothing may be wider than it is."""
    looks: tuple[tuple[ColorScheme, int], ...] = (("dark", 1280), ("light", 390))
    for scheme, width in looks:
        await page.emulate_media(color_scheme=scheme)
        await page.set_viewport_size({"width": width, "height": 844})
        assert await offences(page) == []
        wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not await page.evaluate(wider)


async def test_no_other_page_shows_it_in_a_frame(tabs: Tabs, desk: Counter) -> None:
    async with opened(tabs, "about:blank") as page:
        await page.set_content(f'<iframe id="frame" src="{await desk.link()}"></iframe>')
        frame = page.frame_locator("#frame")
        await page.wait_for_timeout(300)
        assert await frame.get_by_role("heading", name="Connect a service").count() == 0
