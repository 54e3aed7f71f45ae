"""A stage of its own for each story, and one Chromium for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from bot.playground.clock import PlayClock
from bot.playground.house import House
from bot.playground.play import playground
from docs.chromium import NoChromium, chromium
from tests.page.screen import Screen
from tests.page.tabs import PATIENCE, Tabs

NOW = datetime(2026, 11, 24, 9, 10, tzinfo=UTC)
"""A Tuesday, ten past nine in London."""
MakeScreen = Callable[..., Awaitable[Screen]]


IN_ONE_LOOP = pytest.mark.asyncio(loop_scope="session")
"""The browser lives in it."""


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Have these tests take the loop of the session: if only their items say so, a new one is made for each, and a new Chromium."""
    metafunc.definition.add_marker(IN_ONE_LOOP, append=False)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run these tests in one event loop."""
    for item in items:
        if "tests/page/" in item.path.as_posix():
            item.add_marker(IN_ONE_LOOP, append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    async with AsyncExitStack() as stack:
        try:
            running = await stack.enter_async_context(chromium())
        except NoChromium as missing:
            pytest.fail(str(missing))
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def tabs(browser: Browser) -> Tabs:
    return Tabs(browser)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def site() -> AsyncIterator[tuple[str, House]]:
    """A playground at one address: what the browser has from there it has for every story."""
    async with playground(clock=lambda: PlayClock(NOW)) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def make_screen(tabs: Tabs, site: tuple[str, House]) -> AsyncIterator[MakeScreen]:
    """Open further tabs on one playground; at the end no console may have complained, nor Slack."""
    address, house = site
    async with asyncio.timeout(30):
        await house.begin_anew()
    async with AsyncExitStack() as stack:
        opened: list[Screen] = []

        async def make(name: str = "Asha Patel", **looks: Any) -> Screen:
            page = await stack.enter_async_context(tabs.open(**looks))
            screen = Screen(page, house, address)
            stack.push_async_callback(screen.leave)
            opened.append(screen)
            return await screen.open(name)

        yield make
        stage = await house.stage()
        assert [str(one) for one in stage.workspace.complaints] == [], "Slack complained"
        assert [trouble for screen in opened for trouble in screen.troubles] == [], "the console complained"


@pytest_asyncio.fixture(loop_scope="session")
async def screen(make_screen: MakeScreen) -> Screen:
    """Asha Patel's tab, in #front-desk."""
    return await make_screen()
