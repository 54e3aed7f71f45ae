"""The main job, done with mouse and keys in a real browser."""

from __future__ import annotations

from playwright.async_api import expect

from tests.page.screen import BOOK_JANE, Screen


async def test_a_command_opens_the_form_filled_in_and_the_card_follows(screen: Screen) -> None:
    await screen.types(BOOK_JANE)

    await expect(screen.modal.get_by_role("heading", name="Book an appointment")).to_be_visible()
    await expect(screen.field("Claimant name")).to_have_value("Jane Doe")
    await expect(screen.field("When")).to_have_value("tomorrow 3pm")
    await expect(screen.field("Duration")).to_have_value("45 min")
    await expect(screen.modal).to_contain_text("Wed 25 Nov 2026, 15:00–15:45")
    await expect(screen.field("Interpreter")).to_have_value("Polish")
    await expect(screen.field("Post the card in")).to_have_value((await screen.channel("front-desk")).id)

    await screen.presses("Book")
    await screen.reads("Booked: Jane Doe, Wed 25 Nov, 15:00–15:45 (London)")

    card = screen.message("Reference:")
    await expect(card.get_by_role("heading", name="Jane Doe")).to_be_visible()
    await expect(card).to_contain_text("Tomorrow, 15:00–15:45")
    await expect(card).to_contain_text("Interpreter: Polish")
    join = card.get_by_role("link", name="Join Jane Doe")
    await expect(join).to_have_attribute("target", "_blank")
    await expect(join).to_have_attribute("href", "https://meet.jit.si/" + await _room(screen))


async def _room(screen: Screen) -> str:
    link = await screen.message("Reference:").get_by_role("link", name="Join Jane Doe").get_attribute("href")
    assert link is not None
    room = link.rsplit("/", 1)[1]
    assert len(room) > 20, "a room is unguessable"
    return room


async def test_what_is_wrong_stands_under_its_field_and_nothing_typed_is_lost(screen: Screen) -> None:
    await screen.types("/appt book")
    await screen.field("When").fill("tomorrow 10am")
    await screen.field("E-mail").fill("not an address")
    await expect(screen.modal).to_contain_text("10:00–10:30")
    await screen.presses("Book")

    name = screen.field("Claimant name")
    await expect(screen.modal).to_contain_text("Please complete this required field.")
    await expect(name).to_be_focused()
    await expect(name).to_have_attribute("aria-invalid", "true")
    fault = await name.get_attribute("aria-describedby")
    assert fault is not None
    await expect(screen.page.locator(f"#{fault.split()[0]}")).to_have_text(
        "Please complete this required field."
    )
    await expect(screen.modal).to_contain_text("Please enter a valid email address.")
    await expect(screen.field("E-mail")).to_have_value("not an address")
    await expect(screen.field("When")).to_have_value("tomorrow 10am")


async def test_the_bots_own_objection_stands_there_too(screen: Screen) -> None:
    await screen.types("/appt book Jane Doe tomorrow 10am")
    await screen.field("Phone").fill("12")
    await screen.presses("Book")
    fault = screen.modal.locator(".input", has_text="Phone").locator(".fault")
    await expect(fault).to_be_visible()
    await expect(screen.field("Phone")).to_have_value("12")


async def test_the_time_is_read_back_while_one_types_and_the_caret_stays(screen: Screen) -> None:
    await screen.types("/appt book Jane Doe")
    when = screen.field("When")
    await when.press_sequentially("fri half ten", delay=5)
    await expect(screen.modal).to_contain_text("Fri 27 Nov 2026, 10:30")
    await expect(when).to_be_focused()
    await when.press_sequentially(" for 20m", delay=5)
    await expect(screen.modal).to_contain_text("10:30–10:50")
    await expect(when).to_have_value("fri half ten for 20m")
    await expect(screen.field("Claimant name")).to_have_value("Jane Doe")


async def test_reschedule_and_cancel_from_the_card_redraw_it_where_it_stands(screen: Screen) -> None:
    card = await screen.books()
    stands_at = await card.get_attribute("data-ts")

    await screen.presses("Reschedule", card)
    await screen.presses("+30 min")
    await expect(screen.field("When")).not_to_have_value("")
    await expect(screen.modal).to_contain_text("15:30–16:15")
    await screen.presses("Reschedule")
    await screen.reads("Rescheduled: Jane Doe")
    await expect(card).to_contain_text("Tomorrow, 15:30–16:15")
    await expect(card).to_contain_text("(edited)")

    await screen.presses("Cancel appointment", card)
    await screen.presses("Claimant asked to cancel")
    await expect(screen.field("Reason")).to_have_value("Claimant asked to cancel")
    await screen.presses("Cancel appointment", screen.modal.locator(".dialog-foot"))
    await screen.reads("Cancelled: Jane Doe")
    await expect(card).to_contain_text("Status: Cancelled")
    await expect(card.locator("s").first).to_contain_text("Tomorrow")
    await expect(card.get_by_role("button", name="Cancel appointment")).to_have_count(0)
    assert await card.get_attribute("data-ts") == stands_at


async def test_more_options_come_without_losing_what_was_typed(screen: Screen) -> None:
    await screen.types("/appt book")
    await screen.field("Claimant name").fill("Zoë Ångström")
    await screen.field("Interpreter").fill("None")
    await screen.presses("More options")
    await screen.field("Chat messages").select_option("Off")
    await expect(screen.field("Claimant name")).to_have_value("Zoë Ångström")
    await expect(screen.field("Interpreter")).to_have_value("None")
