"""A channel is a department: what is typed there is about it, and no department is taken that nobody has ever seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.standins.slack import Modal
from tests.stories.scene import Scene, modal, scene


async def of_two_departments(story: Scene) -> None:
    story.session("Lena Leeds", at=story.at(15), department="Leeds")
    story.session("York Yusuf", at=story.at(16), department="York")
    await story.says(story.asha, "/appt today")


async def opened(story: Scene, text: str) -> Modal:
    """The form that a command opens, however long a busy machine takes to fill it."""
    await story.opens(story.asha, text)
    await story.delivered()
    return modal(story.asha)


async def test_a_channel_s_department_is_the_default_of_what_is_typed_there(story: Scene) -> None:
    await of_two_departments(story)
    said = (await story.says(story.asha, "/appt here dept:Leeds")).text
    assert "What is typed here is about Leeds" in said

    for typed in ("", " today", " list this week", " find e", " now dept:leeds"):
        text = (await story.says(story.asha, f"/appt{typed}")).text
        assert "York" not in text, typed
    text = (await story.says(story.asha, "/appt today")).text
    assert "Lena" in text
    assert "(department Leeds, as is usual here: dept:all shows all)" in text
    text = (await story.says(story.asha, "/appt today dept:all")).text
    assert "York Yusuf" in text
    assert "York Yusuf" in (await story.says(story.asha, "/appt today dept:York")).text
    assert "York Yusuf" in (await story.says(story.asha, "/appt today", in_=story.lobby)).text

    form = await opened(story, "/appt book Jane Doe tomorrow 3pm")
    assert form.value("Department") == "Leeds"
    await form.close()
    form = await opened(story, "/appt book Jane Doe tomorrow 3pm dept: York")
    assert form.value("Department") == "York"
    await form.close()

    assert "about all departments" in (await story.says(story.asha, "/appt here dept:all")).text
    assert "York Yusuf" in (await story.says(story.asha, "/appt today")).text


async def test_of_several_called_so_those_of_the_channel_are_meant(story: Scene) -> None:
    story.session("Jane Doe", at=story.at(15), department="Leeds")
    story.session("Jane Doe", at=story.at(16), department="York")
    await story.says(story.asha, "/appt here Leeds")
    form = await opened(story, "/appt move jane doe +15")
    assert "15:00 → 15:15" in form.text
    await form.close()
    assert "Which one? 2 sessions" in (await story.says(story.asha, "/appt move jane doe dept:all")).text


async def test_the_filter_of_the_channel_s_alerts_is_its_department(story: Scene) -> None:
    await of_two_departments(story)
    await story.says(story.asha, "/appt alerts waiting 3 dept:Leeds")
    assert "York" not in (await story.says(story.asha, "/appt today")).text
    said = (await story.says(story.asha, "/appt here")).text
    assert "What is typed here is about Leeds" in said


@pytest.mark.parametrize("typed", ["list today dept:Ledes", "here dept:Ledes", "alerts waiting 3 dept:Ledes"])
async def test_an_unknown_department_is_not_taken_silently(story: Scene, typed: str) -> None:
    await of_two_departments(story)
    assert "No department is called Ledes. Leeds?" in (await story.says(story.asha, f"/appt {typed}")).text


async def test_a_form_asks_once_about_a_department_that_nobody_has_seen(story: Scene) -> None:
    await of_two_departments(story)
    form = await opened(story, "/appt book Jane Doe tomorrow 3pm")
    await form.fill("Department", "Ledes")
    await form.submit()
    await story.delivered()
    assert "No department is called Ledes. Leeds?" in modal(story.asha).text
    assert len(story.sqod.appointments) == 2

    await modal(story.asha).submit()
    await story.delivered()
    assert "Ledes" in str(story.sqod.asked("create")[-1].sent)


async def test_where_departments_are_known_the_form_has_a_menu(tmp_path: Path) -> None:
    async with scene(tmp_path, departments=("Leeds", "Adult Social Care")) as story:
        form = await opened(story, "/appt book Jane Doe tomorrow 3pm in leeds")
        assert form.options("Department") == ["Leeds", "Adult Social Care"]
        assert form.value("Department") == "Leeds"
        await form.fill("Department", "Adult Social Care")
        await form.submit()
        await story.delivered()
        assert "Adult Social Care" in str(story.sqod.asked("create")[-1].sent)
