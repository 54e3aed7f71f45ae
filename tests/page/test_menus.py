"""The playground with a service that fills menus: the form is used with the keyboard alone."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot.playground.clock import PlayClock
from bot.playground.play import CannotPlay, playground, run_playground
from tests.page.conftest import NOW
from tests.page.screen import Screen
from tests.page.tabs import Tabs


async def test_a_session_is_booked_from_menus_and_a_free_time(tabs: Tabs) -> None:
    pexip = playground(clock=lambda: PlayClock(NOW), provider="pexip")
    async with pexip as (address, house), tabs.open() as page:
        screen = await Screen(page, house, address).open()

        await screen.types("/appt book Jane Doe tomorrow 9am")
        await expect(screen.modal).to_contain_text("You typed “Jane Doe”: open the menu and choose.")
        menu = screen.field("Claimant")
        await menu.focus()
        offered = screen.modal.locator("datalist").first.locator("option")
        await expect(offered).to_have_count(2)
        assert await offered.first.get_attribute("value") == "Jane Doe (C-901)"
        await menu.fill("Jane Doe (C-908)")
        for label, choice in (("Subject", "Debt advice"), ("Office", "Leeds")):
            await screen.field(label).press_sequentially(choice[:3])
            await expect(screen.modal.locator(f'datalist option[value="{choice}"]')).to_have_count(1)
            await screen.field(label).fill(choice)
        await screen.field("Meeting").select_option(label="Video")
        times = screen.modal.get_by_label("Choose a free time")
        await times.select_option(index=3)
        await expect(screen.field("When")).not_to_have_value("tomorrow 9am")
        await expect(screen.field("Host")).to_have_value("Asha Patel")
        await screen.presses("Book")
        await expect(screen.modal).to_contain_text("Jane Doe has 10:30 already")
        await screen.presses("Book")
        await screen.reads("Booked: Jane Doe")
        card = screen.message("Reference:")
        await expect(card).to_contain_text("Debt advice")
        await expect(card).to_contain_text("Host: Asha Patel")

        stage = await house.stage()
        assert [str(one) for one in stage.workspace.complaints] == []
        assert screen.troubles == []


async def test_there_is_no_sqod_to_play_with() -> None:
    with pytest.raises(CannotPlay, match="Give embedded or pexip"):
        run_playground(provider="sqod")
