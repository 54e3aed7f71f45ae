"""The form of a channel's alerts in a browser: on a phone, and for those who hear it."""

from __future__ import annotations

from playwright.async_api import expect

from tests.page.axe import offences
from tests.page.conftest import MakeScreen
from tests.page.screen import Screen
from tests.page.test_accessibility import PHONE


async def test_the_form_is_filled_by_its_labels_and_saved(screen: Screen) -> None:
    await screen.types("/appt alerts")
    await expect(screen.modal).to_contain_text("Nothing is set up here")
    await screen.field("Board time").fill("8.45am")
    await expect(screen.modal).to_contain_text("because that is what is chosen below")
    await screen.modal.get_by_label("Post the board").check()
    await expect(screen.modal).to_contain_text("Board: weekdays 08:45 (London).")
    await screen.modal.get_by_label("Changes").check()
    await screen.presses("Save")

    await screen.reads("Saved.", "Every booking, move")
    await expect(screen.message("Tuesday 24 November 2026")).to_be_visible()


async def test_the_form_offends_no_rule_and_fits_a_phone(make_screen: MakeScreen) -> None:
    screen = await make_screen(**PHONE)
    await screen.types("/appt alerts waiting 3 dept:Leeds")
    await expect(screen.message("This channel gets:")).to_be_visible()
    await screen.presses("Change in a form", screen.message("This channel gets:"))
    await expect(screen.modal).to_be_visible()
    await screen.field("Reminders before each session").fill("soon")
    await screen.presses("Save")
    await expect(screen.modal).to_contain_text("“soon” is not a length.")

    assert await offences(screen.page) == []
    body = screen.modal.locator(".dialog-body")
    assert await body.evaluate("one => one.scrollWidth <= one.clientWidth")
