"""Find and start the system's Chromium, for pictures of the page and for its tests."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, async_playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The first is the same browser without all that a window needs: it takes a third less CPU."""
HOW = (
    "Chromium is needed and was not found. On Debian: sudo apt-get install chromium-headless-shell; on Ubuntu: chromium. "
    "On macOS: brew install --cask chromium, and put it on the PATH."
)
# Without a sandbox it also starts in a container, as root. All that it can reach is the page on this machine.
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--process-per-site",  # tabs of one profile share a process: to start one costs more than all that a page does
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


class NoChromium(Exception):
    """There is no Chromium; the message says how to get one."""


def chromium_path() -> str:
    """Find the system's Chromium. Raises NoChromium."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise NoChromium(HOW)
    return found


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Run Chromium without a window. Raises NoChromium."""
    path = chromium_path()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(_ARGUMENTS))
        try:
            yield browser
        finally:
            await browser.close()
