"""A session goes by what people call it: a name, a code, a reference. Several are a list to choose from."""

from __future__ import annotations

import pytest

from tests.stories.scene import Scene, book, modal, outcome


async def test_a_name_or_a_code_alone_opens_what_it_names(story: Scene) -> None:
    story.session("Jane Doe", reference="AAAAAAAAAAAAA3XJBM")
    story.session("John Smith")
    for typed in ("3XJBM", "3xjbm", "Jane Doe", "jane doe", "Doe, Jane", "*Jane Doe*", "mrs doe"):
        answer = await story.says(story.asha, f"/appt {typed}")
        assert "Jane Doe" in answer.text, typed
        assert "Smith" not in answer.text, typed
        assert "Reschedule" in answer.buttons, typed
        assert "Code: 3XJBM" in answer.text, typed


@pytest.mark.parametrize(
    ("verb", "button"),
    [
        ("show", "Open"),
        ("move", "Reschedule"),
        ("edit", "Edit"),
        ("cancel", "Cancel appointment"),
        ("join", "Join"),
        ("history", "History"),
    ],
)
async def test_several_are_a_list_with_the_button_that_was_asked_for(
    story: Scene, verb: str, button: str
) -> None:
    story.session("Jane Doe", at=story.at(15), reference="AAAAAAAAAAAAA3XJBM")
    story.session("Jane Roe", at=story.at(16), reference="BBBBBBBBBBBBB4YKCN")
    answer = await story.says(story.asha, f"/appt {verb} jane")

    assert "Which one? 2 sessions for jane" in answer.text
    assert answer.buttons.count(button) == 2
    assert "*3XJBM*" in answer.text or "3XJBM" in answer.text
    await story.asha.clicks(button, on=answer, nth=1)
    await story.delivered()
    shown = story.asha.modal.text if story.asha.modal else story.asha.last(story.desk).text
    assert "Jane Roe" in shown


async def test_a_name_and_another_time_in_one_line(story: Scene) -> None:
    story.session("Jane Doe", at=story.at(15, days=5))
    story.session("April Jones", at=story.at(11, days=5))
    form = await story.opens(story.asha, "/appt move jane doe +15")
    assert "Wed 25 Nov, 15:00 → 15:15." in form.text
    await form.close()
    form = await story.opens(story.asha, "/appt move April Jones friday same time")
    assert "Wed 25 Nov, 11:00 → Fri 27 Nov, 11:00." in form.text


async def test_a_choice_keeps_what_was_typed_behind_the_name(story: Scene) -> None:
    story.session("Jane Doe", at=story.at(15, days=5))
    story.session("Jane Roe", at=story.at(16, days=5))
    answer = await story.says(story.asha, "/appt move jane an hour later")
    await story.asha.clicks("Reschedule", on=answer, nth=1)
    await story.delivered()
    assert "Wed 25 Nov, 16:00 → 17:00." in outcome(story.asha).text

    await modal(story.asha).close()
    answer = await story.says(story.asha, "/appt cancel jane claimant asked")
    await story.asha.clicks("Cancel appointment", on=answer)
    await story.delivered()
    assert modal(story.asha).value("Reason") == "claimant asked"


async def test_a_misspelt_name_is_nobody_s_and_never_somebody_else_s(story: Scene) -> None:
    story.session("Jane Smith")
    answer = await story.says(story.asha, "/appt move jane deo 4pm")
    assert "No appointment for “jane deo 4pm”" in answer.text
    assert story.asha.modal is None

    answer = await story.says(story.asha, "/appt cancel jane deo")
    assert "Is it this one, for jane?" in answer.text
    assert story.asha.modal is None


async def test_what_is_over_is_not_offered_where_another_can_be_moved(story: Scene) -> None:
    story.session("Jane Doe", at=story.at(15, days=-7), status="completed")
    story.session("Jane Doe", at=story.at(15, days=1))
    form = await story.opens(story.asha, "/appt move jane doe")
    assert "Sat 21 Nov" in form.text


async def test_words_of_their_own(story: Scene) -> None:
    story.session("Wanda Waits", at=story.at(9), status="waiting")
    story.session("Ivan Inside", at=story.at(9), status="in_session")
    story.session("Lena Late", at=story.at(9))
    story.session("Dora Done", at=story.at(8), status="completed")
    await (await book(story, "Mia Mine today 4pm")).close()
    names = {"Wanda", "Ivan", "Lena", "Dora", "Mia"}

    for typed, there in (
        ("waiting", {"Wanda"}),
        ("now", {"Wanda", "Ivan", "Lena"}),
        ("late", {"Wanda", "Lena"}),
        ("done", {"Dora"}),
        ("mine", {"Mia"}),
        ("today in session", {"Ivan"}),
        ("in the waiting room", {"Wanda"}),
        ("today mine", {"Mia"}),
    ):
        text = (await story.says(story.asha, f"/appt {typed}")).text
        assert {name for name in names if name in text} == there, typed


async def test_a_status_is_typed_as_the_screen_shows_it_and_offered_so(story: Scene) -> None:
    text = (await story.says(story.asha, "/appt today status:gone")).text
    assert "No session has the status “gone”." in text
    assert "in the waiting room, in session, on hold, done, no-show, cancelled" in text
    assert "in_progress" not in text


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("delete jane doe", "/appt cancel Jane Doe"),
        ("undo", "Undo stands for a minute under the line"),
        ("undo", "/appt move Jane Doe and the old time"),
        ("export", "/appt list next week"),
        ("status", "/appt show Jane Doe"),
    ],
)
async def test_words_that_are_no_verbs_get_a_true_hint(story: Scene, typed: str, hint: str) -> None:
    story.session("Jane Doe")
    assert hint in (await story.says(story.asha, f"/appt {typed}")).text


async def test_help_is_three_groups_an_example_first(story: Scene) -> None:
    text = (await story.says(story.asha, "/appt help")).text
    see, change, channel = (text.index(f"\n{head}") for head in ("See", "Book and change", "This channel"))
    assert see < text.index("/appt show Jane Doe") < change < text.index("/appt move Jane Doe") < channel
    assert channel < text.index("/appt alerts board 08:30")
