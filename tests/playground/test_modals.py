"""Modals: filled by label, updated under the typist's hands, submitted, refused, pushed and closed."""

from __future__ import annotations

from datetime import date, time

import pytest

from bot.standins.slack import Modal, NotThere
from tests.playground.conftest import Stage
from tests.playground.tiny_app import form, option, plain, section


async def the_form(stage: Stage) -> Modal:
    await stage.asha.types("/form", in_=stage.desk)
    assert stage.asha.modal is not None
    return stage.asha.modal


async def test_a_modal_is_read_from_top_to_bottom(stage: Stage) -> None:
    modal = await the_form(stage)

    assert (modal.title, modal.submit_label, modal.close_label) == ("Book", "Book it", "Cancel")
    assert modal.text.splitlines()[:2] == ["Say when.", "When"]
    assert modal.labels == ["When", "E-mail", "Length", "Language", "Extras", "Day", "Hour", "Channel"]
    assert modal.buttons == ["More", "Nothing"]
    assert modal.value("When") == "noon"
    assert modal.value("Channel") == "front-desk", "it starts as the channel where the command was typed"
    assert stage.ben.modal is None


async def test_every_kind_of_field_is_filled_by_its_label(stage: Stage) -> None:
    modal = await the_form(stage)
    general = stage.workspace.channel("general")
    await modal.fill("E-mail", "j@x.org")
    await modal.fill("Length", "Long")
    await modal.fill("Language", "Polish")
    await modal.fill("Extras", ["Chat", "Screen"])
    await modal.fill("Day", date(2025, 12, 24))
    await modal.fill("Hour", time(15, 5))
    await modal.fill("Channel", "#general")
    await modal.submit()

    values = stage.heard["view_submission"]["view"]["state"]["values"]
    assert values["when"]["value"] == {"type": "plain_text_input", "value": "noon"}
    assert values["e-mail"]["value"] == {"type": "email_text_input", "value": "j@x.org"}
    assert values["length"]["value"]["selected_option"]["value"] == "long"
    assert values["language"]["value"]["selected_option"]["text"]["text"] == "Polish"
    assert [one["value"] for one in values["extras"]["value"]["selected_options"]] == ["chat", "screen"]
    assert values["day"]["value"] == {"type": "datepicker", "selected_date": "2025-12-24"}
    assert values["hour"]["value"] == {"type": "timepicker", "selected_time": "15:05"}
    assert values["channel"]["value"]["selected_conversation"] == general.id
    assert stage.heard["view_submission"]["view"]["private_metadata"] == "kept"
    assert stage.workspace.complaints == []


async def test_what_is_not_offered_cannot_be_chosen(stage: Stage) -> None:
    modal = await the_form(stage)
    stage.workspace.channel("secret", private=True, members=[stage.ben])

    for label, value in [
        ("Length", "Endless"),
        ("Language", "Klingon"),
        ("Extras", ["Tea"]),
        ("Channel", "secret"),
    ]:
        with pytest.raises(NotThere, match="does not offer"):
            await modal.fill(label, value)
    with pytest.raises(NotThere, match="finds no field 'Shoe size'"):
        await modal.fill("Shoe size", "42")


async def test_an_update_keeps_what_was_typed_and_shows_the_read_back(stage: Stage) -> None:
    modal = await the_form(stage)
    before = modal.view.hash
    await modal.fill("E-mail", "j@x.org")
    await modal.fill("When", "tomorrow")

    assert modal.text.startswith("That is tomorrow.")
    assert modal.value("When") == "tomorrow", "the initial value of an update is ignored for the same ids"
    assert modal.value("E-mail") == "j@x.org"
    assert modal.view.hash != before


async def test_without_enter_the_app_is_not_told(stage: Stage) -> None:
    modal = await the_form(stage)
    await modal.fill("When", "tomorrow", enter=False)

    assert modal.text.startswith("Say when.")
    assert modal.value("When") == "tomorrow"


async def test_a_submit_closes_the_modal(stage: Stage) -> None:
    modal = await the_form(stage)
    await modal.submit()

    assert stage.asha.modal is None
    assert not modal.is_open
    assert stage.asha.last(stage.asha.dm).text == "Booked for noon"


async def test_slack_itself_refuses_what_is_missing_or_malformed(stage: Stage) -> None:
    modal = await the_form(stage)
    await modal.fill("When", "")
    await modal.fill("E-mail", "nobody")
    await modal.submit()

    assert modal.errors == {
        "When": "Please complete this required field.",
        "E-mail": "Please enter a valid email address.",
    }
    assert "view_submission" not in [body.get("type") for body in stage.heard.bodies]

    await modal.fill("E-mail", None)
    await modal.fill("When", "x" * 3001, enter=False)
    await modal.submit()
    assert modal.errors == {"When": "This must be at most 3000 characters."}


async def test_the_apps_own_error_stands_under_its_field_and_nothing_is_lost(stage: Stage) -> None:
    modal = await the_form(stage)
    await modal.fill("When", "never")
    await modal.submit()

    assert modal.errors == {"When": "That is no time."}
    assert modal.is_open
    assert modal.value("When") == "never"

    await modal.fill("When", "noon")
    await modal.submit()
    assert stage.asha.modal is None


async def test_an_error_for_what_is_no_input_is_slacks_complaint(stage: Stage) -> None:
    modal = await the_form(stage)
    await modal.fill("When", "stranger")
    await modal.submit()

    assert modal.notice == "We had some trouble connecting. Try again?"
    [complaint] = stage.workspace.complaints
    assert "errors for what is no input block: read-back" in str(complaint)


async def test_an_answer_can_update_push_or_clear(stage: Stage) -> None:
    modal = await the_form(stage)
    await modal.fill("When", "again")
    await modal.submit()
    assert modal.text.startswith("Once more.")

    await modal.fill("When", "over")
    await modal.submit()
    pushed = stage.asha.modal
    assert pushed is not None
    assert pushed.view.previous_id == modal.view.id

    await modal_on_top(stage).close()
    assert modal_on_top(stage).view.id == modal.view.id

    await modal.fill("When", "clear")
    await modal.submit()
    assert stage.asha.modal is None


def modal_on_top(stage: Stage) -> Modal:
    assert stage.asha.modal is not None
    return stage.asha.modal


async def test_a_view_is_pushed_and_closing_it_closes_all_when_it_says_so(stage: Stage) -> None:
    await (await the_form(stage)).press("More")

    assert modal_on_top(stage).title == "More"
    assert modal_on_top(stage).submit_label is None
    with pytest.raises(NotThere, match="no submit button"):
        await modal_on_top(stage).submit()

    await modal_on_top(stage).close()
    assert stage.asha.modal is None
    closed = stage.heard["view_closed"]
    assert (closed["view"]["title"]["text"], closed["is_cleared"]) == ("Book", True)


async def test_three_views_are_the_most(stage: Stage) -> None:
    modal = await the_form(stage)
    for _ in range(3):
        modal = modal_on_top(stage)
        await modal.fill("When", "over")
        await modal.submit()

    assert len(stage.workspace.views.stack(stage.asha.user.id)) == 3
    assert "push_limit_reached" in str(stage.workspace.complaints[-1])


async def test_a_double_submit_is_two_requests_with_the_same_values(stage: Stage) -> None:
    await (await the_form(stage)).submit_twice()

    sent = [body for body in stage.heard.bodies if body.get("type") == "view_submission"]
    assert len({body["trigger_id"] for body in sent}) == 2
    assert sent[0]["view"] == sent[1]["view"]
    assert [seen.text for seen in stage.asha.sees(stage.asha.dm)] == ["Booked for noon"] * 2


async def test_a_closed_modal_can_be_used_no_more(stage: Stage) -> None:
    modal = await the_form(stage)
    await modal.close()

    assert (stage.heard["view_closed"]["view"]["id"], stage.asha.modal) == (modal.view.id, None)
    with pytest.raises(NotThere, match="not on top"):
        await modal.submit()
    await modal.fill("When", "tomorrow")
    assert stage.asha.warnings == ["When"], "the app could not update what is closed, and said nothing"


async def test_a_button_that_nobody_listens_to_gets_a_warning_sign(stage: Stage) -> None:
    await (await the_form(stage)).press("Nothing")

    assert stage.asha.warnings == ["Nothing"]


async def test_a_menu_of_channels_may_ask_for_an_address_in_the_one_chosen(stage: Stage) -> None:
    view = form()
    view["blocks"][-2]["element"]["response_url_enabled"] = True
    trigger = stage.workspace.tickets.trigger(stage.asha.user.id, channel_id=stage.desk.id)
    stage.workspace.views.open(stage.workspace.tickets.exchange(trigger), view)
    await modal_on_top(stage).submit()

    [told] = stage.heard["view_submission"]["response_urls"]
    assert (told["block_id"], told["channel_id"]) == ("channel", stage.desk.id)
    assert told["response_url"].startswith(stage.server.url)


async def test_a_field_beside_text_is_called_by_its_placeholder_or_its_text(stage: Stage) -> None:
    menu = {"type": "static_select", "action_id": "value", "options": [option("Short")]}
    blocks = [
        section("How *long*?", accessory=menu),
        {"type": "actions", "elements": [{**menu, "placeholder": plain("And?")}]},
    ]
    view = {"type": "modal", "title": plain("T"), "blocks": blocks}
    trigger = stage.workspace.tickets.trigger(stage.asha.user.id)
    stage.workspace.views.open(stage.workspace.tickets.exchange(trigger), view)

    modal = modal_on_top(stage)
    assert modal.labels == ["How long?", "And?"]
    assert modal.options("And?") == ["Short"]
    await modal.fill("How long?", None)
    assert modal.value("How long?") is None
