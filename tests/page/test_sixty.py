"""A day of sixty sessions, as it stands on a screen: the whole board at a glance, and nothing that offends a rule."""

from __future__ import annotations

from contextlib import AsyncExitStack

from playwright.async_api import expect

from bot.playground.clock import PlayClock
from bot.playground.play import playground
from tests.page.axe import offences
from tests.page.conftest import NOW
from tests.page.screen import Screen
from tests.page.tabs import ColorScheme, Tabs

MOST = 1_600
"""Pixels for the board of sixty, on a screen that is 1,400 wide."""


async def test_the_board_of_sixty_stands_in_1600_pixels_and_offends_no_rule(tabs: Tabs) -> None:
    async with AsyncExitStack() as stack:
        sixty = playground(clock=lambda: PlayClock(NOW), sessions_a_day=60)
        address, house = await stack.enter_async_context(sixty)
        page = await stack.enter_async_context(tabs.open(viewport={"width": 1_400, "height": 900}))
        screen = await Screen(page, house, address).open()
        await screen.types("/appt alerts board 08:30 weekdays")
        board = screen.message("Tuesday 24 November 2026", "60 sessions")
        await expect(board).to_be_visible()
        box = await board.bounding_box()
        assert box is not None
        assert box["height"] < MOST, box["height"]
        clocks = await board.evaluate(r"one => (one.innerText.match(/\b\d\d:\d\d\b/g) || []).length")
        over = await board.evaluate(r"one => Number((one.innerText.match(/Over: (\d+)/) || [0, 0])[1])")
        assert clocks + over >= 60, "a board of 60 shows 60"
        await screen.types("/appt")
        await expect(screen.message("Only visible to you", "60 sessions")).to_be_visible()
        looks: tuple[tuple[ColorScheme, int], ...] = (("light", 1_400), ("dark", 390))
        for scheme, width in looks:
            await screen.page.emulate_media(color_scheme=scheme)
            await screen.page.set_viewport_size({"width": width, "height": 900})
            assert await offences(screen.page) == []
        assert screen.troubles == []
