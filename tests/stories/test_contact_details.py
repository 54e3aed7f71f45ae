"""Phone numbers and dates of birth as people type them: kept whole, or asked about, and never cut without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.scene import Scene, modal, scene

CENTURY = "1926 or 2026? Type the date of birth with all four figures of its year."


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("Phone", "020 7946 0958 x12", "The extension can't be kept. Remove “12” and what stands before it"),
        ("Phone", "+44 20 7946 0958 ext. 7", "The extension can't be kept. Remove “7”"),
        ("Phone", "020 7946 0958 or his sister", "That is not a phone number we can use."),
        ("Phone", "020 7946 0958, 07700 900123", "That is not a phone number we can use."),
        ("Phone", "0800 FLOWERS", "That is not a phone number we can use."),
        *(
            ("Phone", f"020 7946 0958{spelt}", "The extension can't be kept. Remove “12”")
            for spelt in (" #12", ";ext=12", " extension 12", ", 12", " ~12", " ｘ12")
        ),
        ("Phone", "020 7946 0958 (12)", "That is not a phone number we can use."),
        ("Date of birth", "3/4/26", CENTURY),
        ("Date of birth", "3 April 26", CENTURY),
        ("Date of birth", "20/11/2026", "20 Nov 2026 is today."),
        ("Date of birth", "21/11/2026", "is still to come"),
    ],
)
async def test_what_could_not_be_kept_whole_is_asked_about(
    story: Scene, field: str, typed: str, said: str
) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    await form.fill(field, typed)
    await form.submit()
    assert said in str(modal(story.asha).errors)
    assert story.sqod.appointments == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+44 (0)20 7946 0958", "+442079460958"),
        ("020-7946.0958", "+442079460958"),
        ("“٠٢٠ 7946—0958”.", "+442079460958"),
    ],
)
async def test_a_number_is_kept_however_it_is_written(story: Scene, typed: str, kept: str) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    await form.fill("Phone", typed)
    await form.submit()
    await story.delivered()
    (session,) = story.sqod.appointments
    assert session.phone == kept


async def test_a_date_of_birth_that_fits_one_century_is_not_asked_about(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    await form.fill("Date of birth", "3/4/80")
    await form.submit()
    await story.delivered()
    (session,) = story.sqod.appointments
    assert session.date_of_birth == "1980-04-03"


@pytest.mark.parametrize(
    "typed", ["“_jane_@x.org”", "<_jane_@x.org>,", "mailto:_jane_@x.org", "(_ja\u200bne_@x.org)."]
)
async def test_an_address_keeps_its_own_signs_and_no_marks(story: Scene, typed: str) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    await form.fill("E-mail", typed)
    await form.submit()
    await story.delivered()
    (session,) = story.sqod.appointments
    assert session.email == "_jane_@x.org"


@pytest.mark.parametrize("typed", ["“Leeds”", "(Leeds)", "‘Leeds’", "•\u00a0Leeds"])
async def test_a_department_and_a_language_are_meant_without_marks(tmp_path: Path, typed: str) -> None:
    async with scene(tmp_path) as story:
        story.session("John Roe", department="Leeds")
        await story.says(story.asha, "/appt today")
        form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
        await form.fill("Department", typed)
        await form.fill("Interpreter", "*Polish*,")
        await form.submit()
        await story.delivered()
        (session,) = [one for one in story.sqod.appointments if one.name == "Jane Doe"]
        assert (session.department, session.interpreter_language) == ("Leeds", "Polish")
