"""axe's rules over the page as it stands, over an open modal, over dialogs, in light and dark, wide and narrow."""

from __future__ import annotations

import re
from typing import Any

from playwright.async_api import expect

from tests.page.axe import offences, offences_in_both
from tests.page.conftest import MakeScreen
from tests.page.screen import BOOK_JANE

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


async def test_page_and_modal_offend_no_rule(make_screen: MakeScreen) -> None:
    screen = await make_screen(viewport={"width": 1440, "height": 900})
    card = await screen.books()
    await screen.types("/appt today")
    await expect(screen.message("Only visible to you")).to_be_visible()
    await screen.presses("Details", card)
    await expect(screen.message("Only visible to you")).to_contain_text("Date of birth")
    await screen.box.fill("/appt b")
    assert await offences_in_both(screen.page) == []

    await screen.types(BOOK_JANE)
    await screen.presses("More options")
    await screen.field("Claimant name").fill("")
    await screen.presses("Book")
    await expect(screen.modal).to_contain_text("Please complete this required field.")
    assert await offences_in_both(screen.page, new="#modal") == []


async def test_nor_does_a_phones_width(make_screen: MakeScreen) -> None:
    screen = await make_screen(**PHONE)
    card = await screen.books()
    assert await offences(screen.page) == []
    await screen.page.get_by_role("button", name="Conversations").click()
    await expect(screen.page.locator("#sidebar")).to_be_visible()
    assert await offences(screen.page, new="#sidebar") == []
    await screen.page.locator('[data-place="lobby"]').click()
    await expect(screen.page.locator("#sidebar")).to_be_hidden()
    await screen.page.get_by_role("button", name="Behind the scenes").click()
    await expect(screen.page.locator("#panel")).to_be_visible()
    assert await offences(screen.page, new="#panel, #middle") == []
    assert await card.count() == 0


async def test_a_phones_width_needs_no_sideways_scrolling(make_screen: MakeScreen) -> None:
    screen = await make_screen(**PHONE)
    await screen.books()
    await screen.types("/appt today")
    await expect(screen.message("Only visible to you")).to_be_visible()
    wider = "[...document.querySelectorAll('#messages, body, #composer')].filter(one => one.scrollWidth > one.clientWidth).length"
    assert await screen.page.evaluate(wider) == 0
    await screen.types(BOOK_JANE)
    await expect(screen.modal).to_be_visible()
    box = await screen.modal.bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)
    body = screen.modal.locator(".dialog-body")
    assert await body.evaluate("one => one.scrollWidth <= one.clientWidth")


async def test_nor_does_the_form_of_a_delay(make_screen: MakeScreen) -> None:
    screen = await make_screen()
    await screen.types("/appt today")
    await expect(screen.message("Only visible to you")).to_contain_text("In session")
    code = re.search(r"In session · (\w+)", await screen.message("Only visible to you").inner_text())
    assert code is not None
    await screen.types(f"/appt late {code[1]}")
    await expect(screen.modal).to_contain_text("How late")
    assert await offences(screen.page) == []
    await screen.modal.get_by_text("30 minutes").click()
    await expect(screen.modal.get_by_label("30 minutes")).to_be_checked()
    await screen.presses("Apply")
    await expect(screen.message("Only visible to you").last).to_contain_text("runs 30 min late")
