"""What people see: each her own, in her own zone, at once."""

from __future__ import annotations

import time

from playwright.async_api import expect

from tests.page.conftest import MakeScreen
from tests.page.screen import Screen


async def test_an_ephemeral_answer_is_for_its_reader_alone(screen: Screen, make_screen: MakeScreen) -> None:
    ben = await make_screen("Ben Duval")
    await screen.types("/appt today")
    await expect(screen.message("Only visible to you")).to_be_visible()
    await screen.types("Have a look at the list.")
    await expect(ben.message("Have a look at the list.")).to_be_visible()
    await expect(ben.messages.filter(has_text="Only visible to you")).to_have_count(0)
    assert "Page 1 of" not in await ben.page.content()


async def test_each_sees_times_in_her_own_zone_switched_by_a_click(screen: Screen) -> None:
    card = await screen.books()
    await expect(card).to_contain_text("Tomorrow, 15:00–15:45")
    await expect(card.locator(".head .time")).to_have_text("09:10")

    await screen.someone("Ben Duval").click()
    await expect(card).to_contain_text("Tomorrow, 16:00–16:45")
    await expect(card).to_contain_text("At the desk: Wed 25 Nov, 15:00–15:45 (London)")
    await expect(card.locator(".head .time")).to_have_text("10:10")
    await expect(screen.someone("Ben Duval")).to_have_attribute("aria-pressed", "true")


async def test_a_guest_is_in_fewer_channels_and_is_told_why_she_gets_no_form(make_screen: MakeScreen) -> None:
    gus = await make_screen("Gus Green")
    await expect(gus.page.locator("#sidebar [data-place]")).to_have_text(
        ["lobby", "Frontdesk", "Frontdesk Home"]
    )
    await gus.types("/appt book Jane Doe tomorrow 3pm")
    await expect(gus.message("Only visible to you")).to_contain_text("Guests")
    await expect(gus.modal).to_have_count(0)


async def test_what_a_channel_shows_depends_on_who_reads_it(screen: Screen) -> None:
    await screen.types("/appt book Jane Doe tomorrow 3pm")
    await screen.field("Post the card in").select_option("#with-interpreters")
    await screen.presses("Book")
    await screen.reads("Booked:")
    shared = screen.page.locator('[data-place="with-interpreters"]')
    await expect(shared).to_have_accessible_name(
        "with-interpreters, channel shared with another organisation, unread"
    )
    await shared.click()
    card = screen.messages.filter(has=screen.page.locator("h3")).last
    await expect(card.get_by_role("heading")).to_contain_text("Appointment ")
    await expect(card).not_to_contain_text("Jane")


async def test_a_thread_holds_its_replies_and_the_channel_their_number(
    screen: Screen, make_screen: MakeScreen
) -> None:
    card = await screen.books()
    ben = await make_screen("Ben Duval")
    await card.hover()
    await card.get_by_role("button", name="Reply in thread").click()
    thread = screen.page.get_by_role("complementary", name="Thread")
    await expect(thread.get_by_label("Reply", exact=True)).to_be_focused()
    await screen.page.keyboard.type("Polish interpreter is <confirmed> & *ready*")
    await screen.page.keyboard.press("Enter")
    await expect(thread.locator(".message").last).to_contain_text("Polish interpreter is")
    await expect(screen.messages.filter(has_text="interpreter is")).to_have_count(0)

    link = ben.message("Reference:").get_by_role("button", name="1 reply")
    await link.click()
    await expect(ben.page.locator("#thread .message").last).to_contain_text("Asha Patel")
    await ben.page.get_by_role("button", name="Close the thread").click()
    await expect(ben.page.locator("#thread")).to_be_hidden()


async def test_home_shows_what_the_app_publishes_and_nothing_before(screen: Screen) -> None:
    workspace, stage = await screen.workspace(), await screen.stage()
    asha = next(iter(stage.people.values()))
    workspace.subscriptions = frozenset()  # the app does not hear of it: what it publishes is this test's own
    await screen.goes_to("Frontdesk Home")
    await expect(screen.page.locator("#home")).to_contain_text("nothing on its Home tab for you yet")
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": "Your day"}},
        {"type": "section", "text": {"type": "mrkdwn", "text": "Nothing *waits* for you."}},
    ]
    view = workspace.views.publish(asha.user.id, {"type": "home", "blocks": blocks})
    workspace.traffic.tell("view", view)
    home = screen.page.locator("#home")
    await expect(home.get_by_role("heading", name="Your day")).to_be_visible()
    await expect(home.locator("strong")).to_have_text("waits")


async def test_words_from_outside_are_only_ever_words(screen: Screen) -> None:
    name = "Bob <img src=x onerror=alert(1) *Bob & <!channel> </article> \u202elive\u202c"
    asked: list[str] = []
    screen.page.on("dialog", heard := lambda dialog: asked.append(dialog.message))
    await screen.types("/appt book tomorrow 3pm")
    await screen.field("Claimant name").fill(name)
    await screen.presses("Book")
    await screen.reads("Booked:")
    heading = screen.messages.get_by_role("heading", level=3)
    await expect(heading).to_contain_text("Bob <img src=x onerror=alert(1) *Bob & <!channel> </article>")
    await expect(screen.messages.locator("img:not(.avatar), .ping, .head strong")).to_have_count(0)
    await screen.types("<b>shouting</b> <script>alert(2)</script>")
    await expect(screen.messages.last).to_contain_text("<b>shouting</b> <script>alert(2)</script>")
    assert asked == []
    screen.page.remove_listener("dialog", heard)


async def test_a_clerk_in_paris_may_type_in_french(make_screen: MakeScreen) -> None:
    ben = await make_screen("Ben Duval")
    await ben.types("/appt book Jane Doe demain 15h")
    await expect(ben.modal).to_contain_text("Wed 25 Nov 2026, 14:00")
    await expect(ben.modal).to_contain_text("Paris that is 15:00")


async def test_what_happens_is_there_within_a_tenth_of_a_second(screen: Screen) -> None:
    """From the moment at which the workspace has a message to the moment at which it stands on the page."""
    workspace, desk = await screen.workspace(), await screen.channel("front-desk")
    await screen.page.evaluate(
        """() => { window.stood = {}; new MutationObserver(() => {
             for (const one of document.querySelectorAll('#messages .said'))
               window.stood[one.textContent] ??= Date.now();
           }).observe(document.querySelector('#messages'), {childList: true, subtree: true}); }"""
    )
    took = []
    for number in range(5):
        said = f"Message number {number}"
        began = time.time() * 1000
        workspace.traffic.tell("message", workspace.messages.post(desk, workspace.bot.id, said))
        await expect(screen.message(said)).to_be_visible()
        took.append(await screen.page.evaluate("said => window.stood[said]", said) - began)
    assert sorted(took)[2] < 100, took
