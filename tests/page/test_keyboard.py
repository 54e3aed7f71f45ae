"""The page without a mouse."""

from __future__ import annotations

from playwright.async_api import expect

from tests.page.screen import Screen


async def test_a_booking_with_the_keyboard_alone(screen: Screen) -> None:
    keys = screen.page.keyboard
    await keys.press("Tab")
    await expect(screen.page.get_by_role("link", name="Skip to the message box")).to_be_focused()
    await keys.press("Enter")
    await expect(screen.box).to_be_focused()
    await keys.type("/appt bo")
    await expect(screen.options).to_have_count(1)
    await keys.press("Tab")
    await expect(screen.box).to_have_value("/appt book ")
    await expect(screen.page.locator("#composer .usage")).to_contain_text("Open the booking form")
    await keys.type("Jane Doe tomorrow 3pm")
    await keys.press("Enter")

    await expect(screen.field("Claimant name")).to_be_focused()
    await keys.press("Tab")
    await expect(screen.field("When")).to_be_focused()
    for _ in range(60):
        await keys.press("Tab")
        inside = await screen.page.evaluate(
            "document.activeElement.closest('#modal') !== null || document.activeElement === document.body"
        )
        assert inside, "the focus has left the modal"
    await screen.field("Claimant name").focus()
    await keys.press("Enter")
    await screen.reads("Booked: Jane Doe")
    await expect(screen.box).to_be_focused()

    reschedule = screen.message("Reference:").get_by_role("button", name="Reschedule Jane Doe")
    await reschedule.focus()
    await keys.press("Enter")
    await expect(screen.modal).to_contain_text("Reschedule")
    await keys.press("Escape")
    await expect(screen.modal).to_have_count(0)
    await expect(reschedule).to_be_focused()


async def test_escape_twice_in_a_row_leaves_no_form_behind(screen: Screen) -> None:
    for _ in range(2):
        await screen.types("/appt book")
        await expect(screen.modal).to_be_visible()
        await screen.page.keyboard.press("Escape")
        await screen.page.keyboard.press("Escape")
        await expect(screen.modal).to_have_count(0)
    asha = next(iter((await screen.stage()).people.values()))
    assert asha.modal is None


async def test_the_message_box_completes_by_arrows_and_recalls_what_was_sent(screen: Screen) -> None:
    await screen.box.focus()
    keys = screen.page.keyboard
    await keys.type("/appt ")
    options = screen.options
    assert await options.count() >= 12
    await keys.press("ArrowDown")
    await expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    active = await screen.box.get_attribute("aria-activedescendant")
    assert active == await options.nth(0).get_attribute("id")
    await keys.press("Enter")
    await expect(screen.box).to_have_value("/appt today ")
    await keys.press("Enter")
    await expect(screen.message("Only visible to you")).to_contain_text("18 sessions.")
    await keys.press("ArrowUp")
    await expect(screen.box).to_have_value("/appt today")
    await screen.box.fill("/app")
    await keys.press("Escape")
    await expect(options).to_have_count(0)
    await expect(screen.box).to_have_value("/app")


async def test_channels_people_and_threads_by_keys(screen: Screen) -> None:
    lobby = screen.page.get_by_role("button", name="lobby, public channel")
    await lobby.focus()
    await screen.page.keyboard.press("Enter")
    await expect(screen.page.get_by_role("heading", level=1)).to_have_text("lobby")
    await expect(lobby).to_be_focused()
    await expect(lobby).to_have_attribute("aria-current", "page")
    ben = screen.someone("Ben Duval")
    await ben.focus()
    await screen.page.keyboard.press("Enter")
    await expect(ben).to_have_attribute("aria-pressed", "true")
    await expect(ben).to_be_focused()
    reply = screen.messages.first.get_by_role("button", name="Reply in thread")
    await reply.focus()
    await screen.page.keyboard.press("Enter")
    await expect(screen.page.get_by_label("Reply", exact=True)).to_be_focused()
    await screen.page.keyboard.press("Escape")
    await expect(screen.page.locator("#thread")).to_be_hidden()
    await expect(reply).to_be_focused()
