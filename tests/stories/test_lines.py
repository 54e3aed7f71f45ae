"""A form closes when it is done, and one line for its person's eyes says what happened, and what to tell the claimant."""

from __future__ import annotations

import asyncio
import json

import pytest

from blocks.kit import say
from bot.standins.slack import Modal, Seen
from tests.edges.leaks import own_tables
from tests.stories.scene import Scene, modal


def lines(story: Scene, of: str = "Booked: ") -> list[Seen]:
    """What stands for Asha's eyes alone of what became of her form, wherever it stands."""
    seen = {one.ts: one for one in (*story.asha.sees(story.desk), *story.asha.sees(story.asha.dm))}
    own = [one for one in seen.values() if one.is_ephemeral or one.channel_id == story.asha.dm.id]
    return [one for one in own if of in one.text]


def address_of(form: Modal) -> str:
    return str(json.loads(form.view.body["private_metadata"])["r"])


async def later(story: Scene, seconds: float = 200) -> None:
    """Have everybody look who looks whether somebody was left untold."""
    story.clock.move(seconds=seconds)
    story.bot.courier.wake()
    await story.delivered()


@pytest.mark.parametrize("quick", [True, False])
async def test_it_closes_and_one_line_stands_at_the_address_of_the_command(story: Scene, quick: bool) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    await form.press("More options")  # what is drawn anew keeps the address
    await story.delivered()
    if not quick:
        story.slack.faults.switch_on("response_url", delay=2.0)
    await modal(story.asha).submit()
    assert story.asha.modal is None
    await story.delivered()
    await later(story)
    (line,) = lines(story)
    assert line.channel_id == story.desk.id
    assert line.text.startswith("Booked: Jane Doe, Sat 21 Nov, 15:00–15:30 (London).")
    assert "please tell them" in line.text
    assert [seen.text for seen in story.ben.sees(story.desk) if "please tell them" in seen.text] == []


async def test_the_form_that_a_click_opened_is_answered_beside_the_card(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    await form.submit()
    await story.delivered()
    (card,) = story.cards(story.desk)
    await story.asha.clicks("Reschedule", on=card)
    await story.delivered()
    await modal(story.asha).fill("When", "+15 min")
    await story.delivered()
    await modal(story.asha).submit()
    await story.delivered()
    (line,) = lines(story, of="Rescheduled: ")
    assert line.channel_id == story.desk.id
    assert "It was Sat 21 Nov, 15:00–15:30 (London)." in line.text


async def test_from_home_the_line_comes_in_a_direct_message(story: Scene) -> None:
    story.session()
    await story.asha.opens_home()
    await story.delivered()
    assert story.asha.home is not None
    await story.asha.home.press("Book an appointment")
    await story.delivered()
    form = modal(story.asha)
    await form.fill("Claimant name", "Ola Nowak")
    await form.fill("When", "tomorrow 3pm")
    await story.delivered()
    await modal(story.asha).submit()
    await story.delivered()
    await later(story)
    assert story.asha.modal is None
    (line,) = lines(story)
    assert line.channel_id == story.asha.dm.id


async def test_only_a_slow_service_has_the_waiting_form_turn_into_the_line(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    story.sqod.slows("create", 1.7)
    story.bot.workspace.desk._api._http._budget = 5.0  # type: ignore[attr-defined]
    await form.submit()
    assert modal(story.asha).text == "Booking…"
    await story.delivered()
    await later(story)
    assert modal(story.asha).text.startswith("Booked: Jane Doe")
    assert lines(story) == []


@pytest.mark.parametrize("status", [404, 503])
async def test_an_address_that_takes_nothing_gives_way_to_a_direct_message(story: Scene, status: int) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    story.slack.faults.switch_on("response_url", status=status)
    await form.submit()
    await story.delivered()
    await later(story)
    assert story.asha.modal is None
    (line,) = lines(story)
    assert line.channel_id == story.asha.dm.id


async def test_a_form_that_was_open_for_longer_than_its_address_lives_is_answered(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    story.clock.move(minutes=31)
    await form.submit()
    await story.delivered()
    (line,) = lines(story)
    assert line.channel_id == story.asha.dm.id
    story.slack.complaints.clear()


async def test_an_address_that_was_used_five_times_gives_way_too(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    address = address_of(form)
    for _ in range(5):
        assert await story.bot.workspace.replies.to_url(address, say("Something else."))
    await form.submit()
    await story.delivered()
    (line,) = lines(story)
    assert line.channel_id == story.asha.dm.id
    story.slack.complaints.clear()


async def test_what_has_nothing_to_do_closes_as_well(story: Scene) -> None:
    session = story.session()
    form = await story.opens(story.asha, f"/appt edit {session.reference}")
    story.sqod.cancels(session.id)
    await form.fill("Interpreter", "Polish")
    await form.submit()
    await story.delivered()
    assert story.asha.modal is None
    assert len(lines(story, of="Already cancelled: Jane Doe")) == 1


async def test_the_address_stands_in_no_log_and_no_table(
    story: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    address = address_of(form)
    story.slack.faults.switch_on("response_url", status=500)
    story.slack.faults.switch_on("chat.postMessage", error="fatal_error")
    await form.submit()
    await asyncio.sleep(0)
    kept = own_tables(story)
    story.slack.faults.switch_off()
    await story.delivered()
    await later(story)
    secret = address.rsplit("/", 1)[1]
    assert secret not in kept + own_tables(story) + capsys.readouterr().err
    assert lines(story)
