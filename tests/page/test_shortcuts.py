"""Shortcuts on the page: at the top and on each message; and a file that was sent."""

from __future__ import annotations

from playwright.async_api import expect

from tests.page.screen import Screen


async def test_shortcuts_and_files_can_be_tried_by_hand(screen: Screen) -> None:
    await screen.page.get_by_label("Shortcuts", exact=True).select_option("Today's sessions")
    await expect(screen.modal).to_contain_text("Today, ")
    await screen.closes()

    await screen.types("Jane Doe tomorrow 3pm for 45m in Leeds")
    said = screen.message("Jane Doe tomorrow 3pm for 45m in Leeds")
    await said.hover()
    await said.get_by_role("combobox").select_option("Book from this message")
    await expect(screen.field("Claimant name")).to_have_value("Jane Doe")
    await screen.presses("Book")
    await screen.reads("Booked:")
    await expect(screen.page.locator("#messages .thread-link").last).to_contain_text("1 reply")

    await screen.types("/appt today")
    await screen.presses("As a table", on=screen.message("Only visible to you"))
    await expect(screen.message("It is in your direct messages")).to_be_visible()
    await screen.goes_to("Frontdesk")
    async with screen.page.expect_download() as download:
        await screen.page.locator("#messages a.file").click()
    assert (await download.value).suggested_filename.endswith(".csv")
    assert screen.troubles == []
