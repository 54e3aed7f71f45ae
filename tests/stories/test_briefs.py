"""The pre-brief: wanted with a booking, ten minutes before it, and reminded of in time."""

from __future__ import annotations

from bot.standins.slack import Modal, Seen
from tests.stories.scene import Scene, modal, outcome
from tests.stories.telling import passes


async def opened(story: Scene, text: str) -> Modal:
    await story.opens(story.asha, text)
    await story.delivered()
    return modal(story.asha)


async def booked(story: Scene, text: str = "Jane Doe today 11am for 30m Polish interpreter") -> str:
    form = await opened(story, f"/appt book {text}")
    await form.fill("Pre-brief", "10 minutes before")
    await form.submit()
    await story.delivered()
    return outcome(story.asha).text


def card(story: Scene) -> Seen:
    return story.cards(story.desk)[-1]


async def replies(story: Scene) -> list[str]:
    return [seen.text for seen in story.asha.thread(card(story))]


async def test_a_pre_brief_stands_on_the_card_and_is_reminded_of_once(story: Scene) -> None:
    assert "Booked: Jane Doe" in await booked(story)
    assert "Noted: pre-brief, 10 minutes before" in card(story).text
    await passes(story, minutes=94)
    assert await replies(story) == []
    await passes(story, minutes=4)
    [reminder] = await replies(story)
    assert "Pre-brief in 5 min" in reminder
    assert "Interpreter and claimant meet at 10:50 (London); the session begins at 11:00." in reminder
    assert "⚠ The interpreter is not confirmed." in reminder
    await passes(story, minutes=15)
    assert len(await replies(story)) == 1


async def test_it_moves_with_its_session(story: Scene) -> None:
    await booked(story)
    form = await opened(story, "/appt move jane doe today 2pm")
    await form.submit()
    await story.delivered()
    assert "pre-brief, 10 minutes before" in card(story).text
    await passes(story, minutes=100)
    assert await replies(story) == []
    story.clock.now = story.at(13, 44)
    await passes(story, minutes=3)
    [reminder] = await replies(story)
    assert "meet at 13:50 (London)" in reminder


async def test_one_that_is_not_wanted_any_more_reminds_nobody(story: Scene) -> None:
    await booked(story)
    await story.asha.clicks("No pre-brief", on=card(story))
    await story.delivered()
    assert "No pre-brief any more: Jane Doe" in story.asha.last(story.desk).text
    assert "pre-brief, 10" not in card(story).text
    await passes(story, minutes=100)
    assert await replies(story) == []


async def test_without_a_card_whoever_wanted_it_is_reminded(story: Scene) -> None:
    form = await opened(story, "/appt book Jane Doe today 11am Polish interpreter")
    await form.fill("Pre-brief", "10 minutes before")
    await form.fill("Post the card in", None)
    await form.submit()
    await story.delivered()
    await passes(story, minutes=98)
    assert "Pre-brief in 5 min" in story.asha.last(story.asha.dm).text


async def test_it_can_be_wanted_from_the_card_too(story: Scene) -> None:
    form = await opened(story, "/appt book Jane Doe today 11am")
    assert "Pre-brief" not in form.labels
    await form.fill("Interpreter", "Polish")
    await form.submit()
    await story.delivered()
    await story.asha.clicks("Pre-brief", on=card(story))
    await story.delivered()
    assert "Pre-brief at 10:50 (London): Jane Doe" in story.asha.last(story.desk).text
    assert "No pre-brief" in card(story).buttons
    await passes(story, minutes=98)
    assert len(await replies(story)) == 1


async def test_there_is_none_without_an_interpreter(story: Scene) -> None:
    form = await opened(story, "/appt book Jane Doe today 11am Polish interpreter")
    await form.fill("Pre-brief", "10 minutes before")
    await form.fill("Interpreter", "None")
    await form.submit()
    await story.delivered()
    assert "A pre-brief is with an interpreter." in modal(story.asha).errors["Pre-brief"]
    assert story.sqod.asked("create") == []


async def test_an_interpreter_without_a_gap_is_named_with_the_next_one(story: Scene) -> None:
    story.session(
        "Omar Ali", at=story.at(10, 30), minutes=30, interpreter_needed=True, interpreter_language="Polish"
    )
    text = await booked(story)
    assert "Omar Ali, 10:30–11:00" in text
    assert "With the pre-brief, 10 minutes before, there is no gap. Free from 11:10." in text
    assert story.sqod.asked("create") == []
    await modal(story.asha).submit()
    await story.delivered()
    assert "Booked: Jane Doe" in outcome(story.asha).text


async def test_it_is_kept_though_the_answer_of_the_booking_is_lost(story: Scene) -> None:
    story.sqod.loses_answer("create")
    await booked(story)
    await passes(story, minutes=3)
    assert "Noted: pre-brief, 10 minutes before" in card(story).text


async def test_one_that_was_unticked_before_it_was_sent_again_is_not_kept(story: Scene) -> None:
    story.sqod.fails("create", 500)
    await booked(story)
    await modal(story.asha).fill("Pre-brief", None)
    await modal(story.asha).submit()
    await story.delivered()
    await passes(story, minutes=3)
    assert "pre-brief, 10" not in card(story).text
