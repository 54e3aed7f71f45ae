"""The app's Home: today, for the one who looks."""

from __future__ import annotations

from bot.standins.slack import Person
from tests.stories.scene import Scene, modal


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
    for i in range(45):
        story.session(f"Claimant {i}")
    assert "And 15 more: type /appt today." in await opened(story, story.asha)
