"""Tabs of one Chromium: those that look alike share a profile and its process, which costs a second of CPU to start."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal

from playwright.async_api import Browser, Page, Route

WIDE = {"width": 1280, "height": 800}
PATIENCE = 15_000
"""Milliseconds."""
ColorScheme = Literal["dark", "light"]


class Tabs:
    """Opens tabs. One that is done with is taken again for the next story: with the page's files in it, it costs half of a new one."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[Page]] = {}
        """By how they look. There is one profile for each way to look."""

    @asynccontextmanager
    async def open(
        self, *, viewport: dict[str, int] = WIDE, color_scheme: ColorScheme = "light", **looks: Any
    ) -> AsyncIterator[Page]:
        """Have a tab for oneself for a while, as wide and as dark as is said; `looks` are Playwright's for a profile.

        Cookies, the mouse's place and the look of who had it before are gone. Who listens to it has to leave off.
        """
        free = await self._of(looks)
        page = free.pop() if len(free) > 1 else await free[0].context.new_page()
        page.set_default_timeout(PATIENCE)
        await page.set_viewport_size({"width": viewport["width"], "height": viewport["height"]})
        await page.emulate_media(color_scheme=color_scheme)
        try:
            yield page
        finally:
            await page.mouse.move(-1, -1)
            await page.goto("about:blank")
            await page.context.clear_cookies()
            free.append(page)

    async def _of(self, looks: dict[str, Any]) -> list[Page]:
        """The free tabs that look so. The first stays at a page of the same site, or its process would end with the last tab."""
        key = repr(sorted(looks.items()))
        if key not in self._free:
            profile = await self._browser.new_context(**looks)
            kept = await profile.new_page()
            await kept.route("**", _nothing)
            await kept.goto("http://127.0.0.1/")
            self._free[key] = [kept]
        return self._free[key]


async def _nothing(route: Route) -> None:
    await route.fulfill(body="")
