"""Views by the Web API: triggers that run out, hashes that clash, faults that are pointed at."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError

from bot.standins.slack import SlackError
from bot.standins.slack.tickets import Tickets
from tests.playground.office import Office
from tests.playground.set_clock import SetClock
from tests.playground.tiny_app import form, plain


async def test_a_trigger_opens_one_view_within_three_seconds(office: Office) -> None:
    used = office.trigger()
    await office.web.views_open(trigger_id=used, view=form())
    assert await office.refusal("views.open", trigger_id=used, view=form()) == "exchanged_trigger_id"

    late = office.trigger()
    office.clock.move(seconds=3.1)
    assert await office.refusal("views.open", trigger_id=late, view=form()) == "expired_trigger_id"
    assert await office.refusal("views.open", trigger_id="1.2.3", view=form()) == "invalid_trigger_id"
    assert await office.refusal("views.push", trigger_id=office.trigger(), view=form()) == "not_found"


async def test_a_trigger_expires_in_real_time_too() -> None:
    seconds = iter([100.0, 102.9, 200.0, 203.1])
    tickets = Tickets(SetClock(), "T1", stopwatch=lambda: next(seconds))

    assert tickets.exchange(tickets.trigger("U1")).user_id == "U1"
    with pytest.raises(SlackError, match="expired_trigger_id"):
        tickets.exchange(tickets.trigger("U1"))


async def test_a_view_changes_only_under_the_hash_that_it_has(office: Office) -> None:
    view = (await office.web.views_open(trigger_id=office.trigger(), view=form()))["view"]
    await office.web.views_update(view_id=view["id"], hash=view["hash"], view=form("Newer"))
    assert (
        await office.refusal("views.update", view_id=view["id"], hash=view["hash"], view=form())
        == "hash_conflict"
    )
    assert await office.refusal("views.update", view_id="V404", view=form()) == "not_found"

    assert office.asha.modal is not None
    await office.asha.modal.close()
    assert await office.refusal("views.update", view_id=view["id"], view=form()) == "not_found"


async def test_a_wrong_view_is_pointed_at(office: Office) -> None:
    view = {**form(), "title": plain("x" * 25)}
    with pytest.raises(SlackApiError) as caught:
        await office.web.views_open(trigger_id=office.trigger(), view=view)
    answer = caught.value.response
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
