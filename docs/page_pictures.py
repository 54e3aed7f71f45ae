"""Make the README's pictures of the page: `python -m docs.page_pictures`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from bot.playground.clock import PlayClock
from bot.playground.play import playground
from docs.chromium import NoChromium, chromium

FOLDER = Path(__file__).parent / "pictures"
NOW = datetime(2026, 11, 24, 9, 10, tzinfo=UTC)
"""A Tuesday morning, so that every run makes the same pictures."""
BOOKING = "/appt book Jane Doe tomorrow 3pm for 45m in Leeds with a Polish interpreter"

BOARD = "/appt alerts board 08:30 weekdays reminders 15 waiting 3"


async def make_pictures(browser: Browser, folder: Path) -> list[Path]:
    """Draw the main card, the booking modal, the day's board, a list, Home and a booking that is talked about; answers the files. `folder` must be there."""
    async with playground(clock=lambda: PlayClock(NOW)) as (address, _), _page(browser, address) as page:
        await _warm(page)
        await _types(page, BOOKING)
        await expect(page.get_by_role("dialog", name="Book an appointment")).to_be_visible()
        booking = await _shoot(page, folder / "booking.png")
        await page.get_by_role("button", name="Book", exact=True).click()
        await expect(page.locator("#messages").get_by_text("Booked: Jane Doe")).to_be_visible()
        await expect(page.get_by_role("heading", name="Jane Doe")).to_be_visible()
        card = await _shoot(page, folder / "card.png")
        await page.set_viewport_size({"width": 1160, "height": 1180})
        await _types(page, BOARD)
        board = page.get_by_role("heading", name="Tuesday 24 November 2026")
        await expect(board).to_be_visible()
        await board.evaluate("node => node.closest('.message').scrollIntoView({block: 'start'})")
        day = await _shoot(page, folder / "day.png")
        await _types(page, "/appt")
        await expect(page.get_by_role("heading", name="Today, Tue 24 Nov")).to_be_in_viewport()
        listed = await _shoot(page, folder / "list.png")
        await page.get_by_role("button", name="Frontdesk Home").click()
        await expect(page.locator("#home").get_by_role("button", name="Book").first).to_be_visible()
        home = await _shoot(page, folder / "home.png")
        await page.set_viewport_size({"width": 1160, "height": 700})
        await page.locator('[data-place="Frontdesk"]').click()
        await _types(page, "tomorrow 4pm Ola Nowak Leeds")
        await expect(page.get_by_role("button", name="Change", exact=True)).to_be_visible()
        return [card, booking, day, listed, home, await _shoot(page, folder / "talk.png")]


async def _warm(page: Page) -> None:
    """Open a form elsewhere first: on a busy machine the first of all is announced, which is no picture of every day."""
    await page.locator('[data-place="lobby"]').click()
    await _types(page, BOOKING)
    await expect(page.get_by_role("dialog", name="Book an appointment")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.locator('[data-place="front-desk"]').click()


@asynccontextmanager
async def _page(browser: Browser, address: str) -> AsyncIterator[Page]:
    context = await browser.new_context(
        viewport={"width": 1160, "height": 700}, device_scale_factor=1.5, color_scheme="light"
    )
    async with context:  # else the page goes on asking for a playground that has long gone
        page = await context.new_page()
        await page.goto(address)
        yield page


async def _types(page: Page, text: str) -> None:
    box = page.locator("#composer-input")
    await box.fill(text)
    await box.press("Enter")


async def _shoot(page: Page, path: Path) -> Path:
    await page.mouse.move(5, 5)
    await page.evaluate("document.activeElement.blur()")
    await page.screenshot(path=path, animations="disabled")
    return path


async def _main() -> None:
    async with chromium() as browser:
        for made in await make_pictures(browser, FOLDER):
            print(made.relative_to(FOLDER.parent.parent))


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        asyncio.run(_main())
    except NoChromium as missing:
        sys.exit(str(missing))
