"""Blocks and views of every kind, as Slack draws them, played by a tiny stand-in app where the bot has none."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from playwright.async_api import Locator, expect

from bot.standins.slack import Workspace
from tests.page import gallery
from tests.page.screen import Screen


async def posted(screen: Screen, blocks: list[dict[str, Any]]) -> Locator:
    """Have the app post blocks into the channel, and find them on the page."""
    workspace, desk = await screen.workspace(), await screen.channel("front-desk")
    message = workspace.messages.post(desk, workspace.bot.id, "blocks", blocks)
    workspace.traffic.tell("message", message)
    return screen.page.locator(f'[data-ts="{message.ts}"]')


async def opened(screen: Screen, body: dict[str, Any]) -> str:
    """Have the app open a modal for Asha."""
    stage = await screen.stage()
    asha, workspace = next(iter(stage.people.values())), stage.workspace
    view = workspace.views.open(workspace.tickets.exchange(workspace.tickets.trigger(asha.user.id)), body)
    workspace.traffic.tell("view", view)
    return view.id


async def test_marks_escapes_and_dates(screen: Screen) -> None:
    message = await posted(screen, gallery.text_marks())
    await expect(message.locator("strong")).to_have_text("bold")
    await expect(message.locator("em")).to_have_text("italic")
    await expect(message.locator("s")).to_have_text("struck")
    await expect(message.locator("p code, .section-text code").first).to_have_text("code")
    await expect(message.locator("blockquote")).to_have_text("quotedtwice")
    await expect(message.locator("pre")).to_have_text("block of code")
    await expect(message.locator("b")).to_have_count(0)
    await expect(message).to_contain_text("<b>not a tag</b> & a link")
    await expect(message).to_contain_text("*not bold* <b>not a tag</b> &amp;")
    await expect(message).to_contain_text("after Tomorrow, 10:00")
    await expect(message.get_by_role("link", name="a link")).to_have_attribute("href", "https://example.org")


async def test_every_layout_block_is_drawn(screen: Screen) -> None:
    message = await posted(screen, gallery.layout())
    await expect(message.get_by_role("heading", name="A heading")).to_be_visible()
    await expect(message.locator("hr")).to_have_count(1)
    await expect(message.locator(".field")).to_have_text(["One field", "Another field"])
    await expect(message.get_by_role("button", name="Beside")).to_be_visible()
    await expect(message.locator(".context")).to_contain_text("Small print")
    await expect(message.locator(".rich li")).to_have_text("First of all")
    await expect(message.locator(".rich")).to_contain_text("25 Nov 2026 at 10:00")
    await expect(message.get_by_role("cell", name="15:00")).to_have_class("right")
    await expect(message.locator(".table").get_by_role("columnheader")).to_have_text(["Name", "Time"])
    plotted = message.locator(".chart").first
    await expect(plotted.get_by_role("row").nth(1)).to_have_text("Mon71")
    seven, one = [await plotted.locator(".bar").nth(at).bounding_box() for at in (0, 1)]
    assert seven is not None
    assert one is not None
    assert seven["width"] == pytest.approx(7 * one["width"], rel=0.05), "bars are as long as what they show"
    await expect(message.locator(".card-title")).to_have_text("A card")
    await expect(message.get_by_role("img", name="A dot")).to_have_count(1)
    await expect(message.locator(".cannot-draw")).to_have_count(0)


async def test_what_cannot_be_drawn_is_a_red_box(screen: Screen) -> None:
    message = await posted(
        screen, [{"type": "divider"}, {"type": "section", "text": gallery.plain("Still there")}]
    )
    workspace, desk = await screen.workspace(), await screen.channel("front-desk")
    kept = workspace.messages.seen_in(desk.id)[-1]
    kept.blocks[0] = {"type": "hologram", "block_id": "h", "depth": 3}
    kept.blocks.append(
        {"type": "actions", "block_id": "a", "elements": [{"type": "lever", "action_id": "pull"}]}
    )
    workspace.traffic.tell("message", kept)
    boxes = message.locator(".cannot-draw")
    await expect(boxes).to_have_count(2)
    await expect(boxes.first).to_contain_text("can't draw a block of type “hologram”")
    await expect(boxes.last).to_contain_text("an element of type “lever”")
    assert await boxes.first.evaluate("one => getComputedStyle(one).borderTopColor") == "rgb(192, 22, 54)"
    await expect(message).to_contain_text("Still there")


async def test_a_dialog_asks_before_a_dangerous_button_does_anything(screen: Screen) -> None:
    workspace = await screen.workspace()
    message = await posted(screen, gallery.controls())
    dialog = screen.page.get_by_role("dialog", name="Are you sure?")
    sure = message.get_by_role("button", name="Sure")

    await sure.click()
    await expect(dialog).to_contain_text("This can't be undone.")
    await dialog.get_by_role("button", name="Keep it").click()
    await expect(dialog).to_have_count(0)
    await sure.click()
    await screen.page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    assert pressed(workspace.calls) == []

    await sure.click()
    await dialog.get_by_role("button", name="Do it").click()
    await expect(screen.message("Only visible to you")).to_contain_text("This button is from an older card")
    assert pressed(workspace.calls) == ["sure"]


async def test_an_app_that_does_not_answer_gets_a_warning_sign_and_is_complained_of(screen: Screen) -> None:
    workspace = await screen.workspace()
    message = await posted(screen, [{"type": "actions", "elements": [gallery.button("Anyone?", "anyone")]}])
    workspace.sender().bot_url = None
    await message.get_by_role("button", name="Anyone?").click()
    await expect(message.get_by_label("The app did not answer")).to_be_visible()
    await expect(screen.page.locator(".complaints")).to_contain_text("block_actions anyone, dispatch_failed")
    forgive(workspace.complaints)


async def test_menus_and_pickers_tell_the_app_what_was_chosen(screen: Screen) -> None:
    workspace = await screen.workspace()
    message = await posted(screen, gallery.controls())
    await message.get_by_role("button", name="More actions").click()
    await expect(screen.page.get_by_role("menuitem", name="Edit it")).to_be_focused()
    await screen.page.keyboard.press("ArrowDown")
    await screen.page.keyboard.press("Enter")
    await message.get_by_label("A city").select_option("Cardiff")
    await message.get_by_label("A conversation").select_option("#lobby")
    await message.get_by_label("Somebody").select_option("Ben Duval")
    await message.get_by_label("Date", exact=True).fill("2026-12-24")
    await message.get_by_label("Glasgow").check()
    told = await actions(workspace, 6)
    assert told["more"]["selected_option"]["value"] == "print"
    assert told["city"]["selected_option"]["text"]["text"] == "Cardiff"
    assert told["where"]["selected_conversation"] == workspace.channel("lobby").id
    assert told["who"]["selected_user"] == workspace.person("Ben Duval").user.id
    assert told["day"]["selected_date"] == "2026-12-24"
    assert [one["value"] for one in told["ticks"]["selected_options"]] == ["glasgow"]


async def test_inputs_of_all_kinds_are_sent_as_slack_sends_them(screen: Screen) -> None:
    workspace = await screen.workspace()
    await opened(screen, gallery.modal("All inputs", gallery.inputs()))
    form = screen.modal
    await expect(form.locator(".cannot-draw")).to_have_count(0)
    await form.get_by_label("Text", exact=False).first.fill("two\nlines")
    await form.get_by_label("Number").fill("12")
    await form.get_by_label("Address").fill("https://example.org/a")
    await expect(form.get_by_label("City (optional)")).to_have_value("cardiff")
    await form.get_by_role("group", name="Cities").get_by_label("Leeds").check()
    await form.get_by_role("group", name="One").get_by_label("Glasgow").check()
    await form.get_by_role("group", name="Several").get_by_label("Leeds").check()
    await form.get_by_label("Day").fill("2026-12-03")
    await expect(form.get_by_label("Moment")).to_have_value("2026-11-25T10:00")
    await form.get_by_label("Channel").select_option("#lobby")
    await screen.presses("Send")
    await expect(form).to_contain_text("This must be at most 9.")
    await form.get_by_label("Number").fill("7")
    await screen.presses("Send")
    await expect(form.get_by_role("alert")).to_contain_text("We had some trouble connecting.")

    values = next(call for call in workspace.calls if call.what == "view_submission").sent["view"]["state"][
        "values"
    ]
    assert values["text"]["value"]["value"] == "two\nlines"
    assert values["number"]["value"]["value"] == "7"
    assert [one["value"] for one in values["cities"]["value"]["selected_options"]] == ["leeds"]
    assert values["one"]["value"]["selected_option"]["value"] == "glasgow"
    assert {one["value"] for one in values["several"]["value"]["selected_options"]} == {"leeds", "glasgow"}
    assert values["day"]["value"]["selected_date"] == "2026-12-03"
    assert values["moment"]["value"]["selected_date_time"] == 1795600800
    assert values["channel"]["value"]["selected_channel"] == workspace.channel("lobby").id
    forgive(workspace.complaints)


async def test_views_are_pushed_over_each_other_and_taken_off_again(screen: Screen) -> None:
    stage = await screen.stage()
    asha, workspace = next(iter(stage.people.values())), stage.workspace
    await opened(screen, gallery.modal("Below", gallery.inputs()[:1]))
    await screen.field("Text").fill("kept below")
    await expect(screen.modal.get_by_role("button", name="Back")).to_have_count(0)
    stack = workspace.views.stack(asha.user.id)
    pushed = workspace.views.push_onto(stack, gallery.modal("Above", gallery.inputs()[1:2]), asha.user.id)
    workspace.traffic.tell("view", pushed)
    await expect(screen.modal.get_by_role("heading", name="Above")).to_be_visible()
    await screen.modal.get_by_role("button", name="Back").click()
    await expect(screen.modal.get_by_role("heading", name="Below")).to_be_visible()
    await screen.modal.get_by_role("button", name="Close this window").click()
    await expect(screen.modal).to_have_count(0)


async def actions(workspace: Workspace, count: int) -> dict[str, dict[str, Any]]:
    """Wait until the app was told of so many things, and tell them by their action ids."""
    async with asyncio.timeout(5):
        while True:
            sent = [call.sent for call in workspace.calls if call.what == "block_actions"]
            if len(sent) >= count:
                return {one["actions"][0]["action_id"]: one["actions"][0] for one in sent}
            await asyncio.sleep(0.01)


def pressed(calls: list[Any]) -> list[str]:
    return [call.sent["actions"][0]["action_id"] for call in calls if call.what == "block_actions"]


def forgive(complaints: list[Any]) -> None:
    """Slack was right to complain here, and did."""
    assert complaints
    complaints.clear()
