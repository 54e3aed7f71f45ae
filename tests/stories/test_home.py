"""The app's Home: today, for the one who looks."""

from __future__ import annotations

from bot.standins.slack import Person
from tests.stories.scene import Scene, book, modal
from tests.stories.telling import passes


async def opened(story: Scene, person: Person) -> str:
    await person.opens_home()
    await story.delivered()
    assert person.home is not None
    return person.home.text


async def test_home_shows_today_and_books(story: Scene) -> None:
    story.session()
    text = await opened(story, story.asha)
    assert "Jane Doe" in text
    assert "15:00" in text
    assert story.asha.home is not None
    await story.asha.home.press("Book an appointment")
    await story.delivered()
    assert modal(story.asha).title == "Book an appointment"


async def test_home_of_a_guest_says_why_it_is_empty(story: Scene) -> None:
    story.session()
    text = await opened(story, story.gus)
    assert "Guests can't use Frontdesk here." in text
    assert "Jane" not in text


async def test_home_without_the_service_says_so(story: Scene) -> None:
    story.sqod.fails("list", 500, times=None)
    assert "The appointment service did not answer." in await opened(story, story.asha)


async def test_home_of_a_busy_day_stays_within_slacks_limits(story: Scene) -> None:
    for i in range(100):
        story.session(f"Claimant {i}")
    text = await opened(story, story.asha)
    assert "100 sessions." in text
    assert "And 40 more: type /appt today." in text


async def test_home_has_who_waits_what_is_mine_my_alerts_and_the_next_day(story: Scene) -> None:
    await book(story, "Mia Mine today 4pm")
    jane = story.session("Jane Doe", at=story.at(9, 30))
    story.session("Tom Tomorrow", at=story.at(10, days=1))
    story.session("Gina Gap", at=story.at(11), interpreter_needed=True)
    await story.says(story.asha, "/appt alerts waiting 0")
    story.sqod.claimant_arrives(jane.id)
    await passes(story, minutes=1)
    text = await opened(story, story.asha)
    home = story.asha.home
    assert home is not None
    lines = text.splitlines()
    order = ("Waiting · 1", "⚠ No interpreter: language missing · 1", "Later · 1", "Booked by you · 1")
    assert [lines.index(one) for one in order] == sorted(lines.index(one) for one in order)
    assert "#front-desk · " in text
    assert {"I have it", "Open", "Edit", "Book", "Next day"} <= set(home.buttons)

    await home.press("Next day")
    await story.delivered()
    assert "Tom Tomorrow" in home_text(story)
    assert "Jane Doe" not in home_text(story)


async def test_a_row_of_home_opens_in_a_window_and_what_is_changed_there_is_on_home_at_once(
    story: Scene,
) -> None:
    story.session("Jane Doe", at=story.at(15))
    await opened(story, story.asha)
    assert story.asha.home is not None
    await story.asha.home.press("Details of Jane Doe")
    await story.delivered()
    card = modal(story.asha)
    assert "Jane Doe" in card.text
    await card.press("Reschedule Jane Doe")
    await story.delivered()
    form = modal(story.asha)
    assert form.title == "Reschedule"
    await form.press("+15 min")
    await story.delivered()
    await modal(story.asha).submit()
    await story.delivered()
    assert "15:15" in home_text(story)


def home_text(story: Scene) -> str:
    assert story.asha.home is not None
    return story.asha.home.text
