"""Tabs of one Chromium: those that look alike share a profile and its process, which costs a second of CPU to start."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, Route

WIDE = {"width": 1280, "height": 800}
PATIENCE = 15_000
"""Milliseconds."""


class Tabs:
    """Opens tabs. What a story keeps on the page is thrown away with its tab."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._profiles: dict[str, BrowserContext] = {}

    @asynccontextmanager
    async def open(
        self, *, viewport: dict[str, int] = WIDE, color_scheme: Any = None, **looks: Any
    ) -> AsyncIterator[Page]:
        """Have a tab of its own for a while, as wide and as dark as is said; `looks` are Playwright's for a profile."""
        profile = await self._profile(looks)
        page = await profile.new_page()
        page.set_default_timeout(PATIENCE)
        await page.set_viewport_size({"width": viewport["width"], "height": viewport["height"]})
        await page.emulate_media(color_scheme=color_scheme)
        try:
            yield page
        finally:
            await page.close()
            await profile.clear_cookies()

    async def _profile(self, looks: dict[str, Any]) -> BrowserContext:
        """One for each way to look. A page of the same site stays open in it, or its process would end with the last tab."""
        key = repr(sorted(looks.items()))
        if key not in self._profiles:
            profile = self._profiles[key] = await self._browser.new_context(**looks)
            kept = await profile.new_page()
            await kept.route("**", _nothing)
            await kept.goto("http://127.0.0.1/")
        return self._profiles[key]


async def _nothing(route: Route) -> None:
    await route.fulfill(body="")
