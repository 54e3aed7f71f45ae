"""Two processes at one database: what one of them showed, the other can go on with."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.standins.pexip.kept import customer
from bot.workspace.searches import Searches
from tests.stories.scene import Scene, running, scene


async def test_pages_of_what_was_found_are_turned_by_whichever_process_takes_the_click(story: Scene) -> None:
    for number in range(40):
        story.session(f"Jane Number{number:02d}", at=story.at(9) + timedelta(hours=number))
    answer = await story.says(story.asha, "/appt find Jane dept:lee")
    assert "Number00" in answer.text
    seen = {number for number in range(40) if f"Number{number:02d}" in answer.text}
    while "Next" in answer.buttons:
        async with running(story):  # another process, and each page is another's
            await story.asha.clicks("Next", on=answer)
            await story.delivered()
            answer = story.asha.last(story.desk)
            seen |= {number for number in range(40) if f"Number{number:02d}" in answer.text}
    assert seen == set(range(40))
    assert "40 sessions for Jane dept:lee" in answer.text


async def test_a_menu_begins_with_what_was_typed_whichever_process_fills_it(tmp_path: Path) -> None:
    async with scene(tmp_path, vendor="pexip") as pexip:
        people = pexip.pexip.house["customers"]
        people["903"] = customer("903", "Jane", "Doe", None, None)
        form = await pexip.opens(pexip.asha, "/appt book Jane Doe mon 9am")
        assert "Jane" not in form.view.body["private_metadata"]
        async with running(pexip):
            [menu] = [field for field in form.fields if field.label == "Claimant"]
            offered = await form.suggestions(menu, "")
            assert [one["text"]["text"] for one in offered] == ["Jane Doe", "Jane Doe"]
            await form.fill("Subject", "Mortgage advice")
            await pexip.delivered()
            assert "You typed “Jane Doe”: open the menu and choose." in form.text


async def test_nothing_of_the_search_can_be_read_in_a_button(story: Scene) -> None:
    for number in range(20):
        story.session(f"Jane Number{number:02d}", at=story.at(9) + timedelta(hours=number))
    answer = await story.says(story.asha, "/appt find Jane")
    values = [
        element["value"]
        for block in answer.blocks
        for element in block.get("elements", ())
        if "value" in element
    ]
    assert values
    assert not [value for value in values if "jane" in value.casefold()]


def test_a_search_opens_with_its_own_secret_and_in_its_own_workspace_alone() -> None:
    sealed = Searches(b"secret", "T1").keep("Jane Doe")
    assert Searches(b"secret", "T1").text(sealed) == "Jane Doe"
    assert Searches(b"other", "T1").text(sealed) is None
    assert Searches(b"secret", "T2").text(sealed) is None
    assert Searches(b"secret", "T1").text("3f2a") is None
    assert Searches(b"secret", "T1").keep("Jane Doe") != sealed
    assert Searches(b"", "T1").text(Searches(b"", "T1").keep("\ud800")) == "?"
