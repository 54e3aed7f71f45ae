"""Looking: today, spans, filters, pages, one appointment, a name, history, help."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot import when
from bot.standins.slack import check_blocks
from tests.stories.scene import Scene, book, modal, scene


async def test_the_command_alone_shows_today_and_what_to_do_next(either: Scene) -> None:
    answer = await either.says(either.asha, "/appt")

    assert answer.is_ephemeral
    assert "Today, Fri 20 Nov 2026" in answer.text
    assert "No sessions." in answer.text
    assert "/appt help" in answer.text
    await either.asha.clicks("Book an appointment", on=answer)
    await either.delivered()
    assert modal(either.asha).title == "Book an appointment"


async def test_a_day_lists_its_sessions_in_order_with_the_reader_s_names(story: Scene) -> None:
    story.session("Late Larry", at=story.at(16))
    story.session("Early Eve", at=story.at(10), interpreter_language="BSL", interpreter_needed=True)
    answer = await story.says(story.asha, "/appt today")

    assert answer.text.index("Early Eve") < answer.text.index("Late Larry")
    assert "BSL" in answer.text
    assert story.chloe.sees(story.desk) == []


async def test_only_an_interpreter_who_can_still_be_found_is_missing(story: Scene) -> None:
    needed = {"interpreter_needed": True}
    story.sqod.ends(story.session("Dora Done", at=story.at(8), **needed).id)
    story.session("Nora Noshow", at=story.at(8), status="no_show", **needed)
    story.sqod.cancels(story.session("Cara Cancelled", at=story.at(10), **needed).id)
    story.sqod.starts(story.session("Ina Insession", at=story.at(9), **needed).id)
    story.session("Paul Past", at=story.at(7), minutes=15, **needed)
    gap = "no interpreter"
    assert gap not in (await story.says(story.asha, "/appt today")).text

    story.session("Anna Ahead", at=story.at(15), **needed)
    assert f"⚠ 1 {gap}" in (await story.says(story.asha, "/appt today")).text


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("tomorrow", "Tomorrow, Sat 21 Nov 2026"),
        ("week", "Mon 16 Nov – Sun 22 Nov 2026"),
        ("next week", "Mon 23 Nov – Sun 29 Nov 2026"),
        ("3 dec", "Thu 3 Dec 2026"),
        ("list next week", "Mon 23 Nov – Sun 29 Nov 2026"),
        ("list", "Today, Fri 20 Nov 2026"),
    ],
)
async def test_spans_as_people_type_them(story: Scene, typed: str, title: str) -> None:
    assert title in (await story.says(story.asha, f"/appt {typed}")).text


@pytest.mark.parametrize(
    ("typed", "hint"),
    [("yesterday", "Look at another day."), ("monday", "Book one, or look at the next day.")],
)
async def test_a_day_that_is_over_is_none_to_book_on(story: Scene, typed: str, hint: str) -> None:
    assert f"No sessions. {hint}" in (await story.says(story.asha, f"/appt {typed}")).text


async def test_filters_narrow_a_list(story: Scene) -> None:
    story.session("Wanda Waiting", status="waiting")
    story.session("Carl Cardiff", department="Cardiff")
    story.session("Ines Interpreted", interpreter_needed=True, interpreter_language="Welsh")

    async def names(filters: str) -> set[str]:
        text = (await story.says(story.asha, f"/appt list today {filters}")).text
        return {name for name in ("Wanda", "Carl", "Ines") if name in text}

    assert await names("status:waiting") == {"Wanda"}
    assert await names("dept:cardiff") == {"Carl"}
    assert await names("interpreter") == {"Ines"}
    assert await names("dept:Leeds interpreter") == {"Ines"}
    assert "No session has the status" in (await story.says(story.asha, "/appt list status:asleep")).text


async def test_the_whole_of_a_busy_week_is_reachable_page_by_page(tmp_path: Path) -> None:
    async with scene(tmp_path, appointments_timeout_seconds=10.0) as story:  # much to read for a busy machine
        await _turns_the_whole_week(story)


async def _turns_the_whole_week(story: Scene) -> None:
    monday = story.at(8, days=3)
    for i in range(300):
        story.session(
            f"Claimant {i:03d} {'of a very long name indeed ' * 5}",
            at=monday + timedelta(days=i // 60, minutes=8 * (i % 60)),
        )
    answer = await story.says(story.asha, "/appt next week")
    seen: set[str] = set()
    pages = 0
    while True:
        pages += 1
        assert check_blocks(answer.blocks, "message") == []
        seen |= {f"{i:03d}" for i in range(300) if f"Claimant {i:03d}" in answer.text}
        if "Next" not in answer.buttons:
            break
        count = len(story.asha.sees(story.desk))
        await story.asha.clicks("Next", on=answer)
        await story.delivered()
        assert len(story.asha.sees(story.desk)) == count, "the page was not redrawn in place"
        answer = story.asha.last(story.desk)
    assert len(seen) == 300
    assert pages == 5
    await story.asha.clicks("Previous", on=answer)
    await story.delivered()
    assert "Page 4 of 5" in story.asha.last(story.desk).text


async def test_one_appointment_by_reference_code_or_id(either: Scene) -> None:
    await (await book(either, "Jane Doe tomorrow 3pm")).close()
    listed = await either.says(either.asha, "/appt tomorrow")
    await either.asha.clicks("Open", on=listed)
    await either.delivered()
    card = either.asha.last(either.desk)
    reference = next(line for line in card.text.splitlines() if "Reference: " in line).split("Reference: ")[1]
    for word in (reference, reference[-5:], reference[-5:].lower()):
        answer = await either.says(either.asha, f"/appt show {word}")
        assert "Jane Doe" in answer.text
        assert "Reschedule" in answer.buttons


async def test_what_is_not_there_is_said_to_be_not_there(story: Scene) -> None:
    assert (
        "No appointment with the reference or code “ZZZZZ”"
        in (await story.says(story.asha, "/appt show ZZZZZ")).text
    )
    assert "Which appointment?" in (await story.says(story.asha, "/appt show")).text
    assert "Nobody was found for “nobody”" in (await story.says(story.asha, "/appt find nobody")).text


async def test_find_by_part_of_a_name_the_nearest_first(story: Scene) -> None:
    story.session("Jane Doe", at=story.at(9, days=40))
    story.session("Jane Roe", at=story.at(9, days=2))
    story.session("John Smith")
    text = (await story.says(story.asha, "/appt find jane")).text

    assert "John" not in text
    assert text.index("Jane Roe") < text.index("Jane Doe")


async def test_several_that_end_the_same_are_offered(story: Scene) -> None:
    story.session("First One", reference="AAAAAAAAAAAAA12345")
    story.session("Second One", reference="BBBBBBBBBBBBB12345")
    answer = await story.says(story.asha, "/appt show 12345")

    assert "Which one? 2 sessions for 12345" in answer.text
    assert "First One" in answer.text
    assert "Second One" in answer.text


async def test_an_unknown_verb_gets_a_suggestion(story: Scene) -> None:
    assert "Did you mean /appt cancel" in (await story.says(story.asha, "/appt cancle K7Q2M")).text
    assert "/appt find" in (await story.says(story.asha, "/appt Jane Doe")).text


async def test_help_and_help_for_one_verb(story: Scene) -> None:
    everything = (await story.says(story.asha, "/appt help")).text
    for verb in ("today", "list", "show", "find", "book", "move", "edit", "cancel", "join", "history"):
        assert f"/appt {verb}" in everything
    assert "For example: /appt book Jane Doe" in (await story.says(story.asha, "/appt help book")).text
    assert "Did you mean" in (await story.says(story.asha, "/appt help bok")).text


async def test_history_tells_who_did_what(story: Scene) -> None:
    await (await book(story, "Jane Doe tomorrow 3pm")).close()
    reference = story.sqod.appointments[0].reference
    form = await story.opens(story.chloe, f"/appt move {reference} mon 10am")
    await form.fill("Why", "Interpreter late")
    await form.submit()
    await story.delivered()
    form = await story.opens(story.chloe, f"/appt edit {reference}")
    await form.fill("Interpreter", "Urdu")
    await form.fill("Phone", "020 7946 0018")
    await form.submit()
    await story.delivered()
    form = await story.opens(story.asha, f"/appt cancel {reference} claimant asked to cancel")
    await form.submit()
    await story.delivered()
    told = (await story.says(story.asha, f"/appt history {reference}")).text

    at = f"at {story.clock.now:%H:%M}"
    assert f"Cancelled by Asha Patel {at}: claimant asked to cancel." in told
    assert f"Edited by Chloe Evans {at}: phone, interpreter." in told
    assert "from Sat 21 Nov, 15:00 to Mon 23 Nov, 10:00: interpreter late." in told
    assert f"Booked by Asha Patel {at}, for Sat 21 Nov, 15:00." in told


async def test_a_reason_of_ones_own_is_not_kept(story: Scene) -> None:
    session = story.session()
    form = await story.opens(story.asha, f"/appt cancel {session.reference} her son Tom is ill")
    await form.submit()
    await story.delivered()
    told = (await story.says(story.asha, f"/appt history {session.reference}")).text
    assert "Cancelled by Asha Patel" in told
    assert "Tom" not in told


async def test_join_without_a_reference_is_my_next_session(story: Scene) -> None:
    story.session("Sooner Sue", at=story.at(10))
    await (await book(story, "Jane Doe today 3pm")).close()
    answer = await story.says(story.asha, "/appt join")
    assert "Your next session: Jane Doe" in answer.text
    assert "whereby.com" in answer.links["Open the room"]

    other = await story.says(story.chloe, "/appt join")
    assert "No session of yours is coming. Now at the desk: Sooner Sue" in other.text


async def test_a_reader_elsewhere_sees_the_desks_time_too(story: Scene) -> None:
    story.session()
    text = (await story.says(story.ben, "/appt today")).text

    assert "16:00" in text
    assert text.count("Times are yours (Paris): 10:10 now is 09:10 at the desk (London).") == 1
    assert "15:00" not in text


async def test_what_was_found_has_pages_that_name_nobody_in_their_buttons(story: Scene) -> None:
    for i in range(40):
        story.session(f"Jane Number{i:02d}", at=story.at(9) + timedelta(hours=i))
    answer = await story.says(story.asha, "/appt find jane")
    assert "40 sessions for jane" in answer.text
    seen = set()
    while True:
        seen |= {i for i in range(40) if f"Number{i:02d}" in answer.text}
        turns = [b for b in answer.blocks if b["type"] == "actions"]
        assert "jane" not in str([e.get("value") for b in turns for e in b["elements"]]).casefold()
        if "Next" not in answer.buttons:
            break
        await story.asha.clicks("Next", on=answer)
        await story.delivered()
        answer = story.asha.last(story.desk)
    assert seen == set(range(40))


async def test_a_language_is_loaded_before_its_words_are_read(story: Scene) -> None:
    kim = story.slack.person("Kim Min-ji", locale="ko-KR")
    assert "No sessions" in (await story.says(kim, "/appt today")).text
    assert when.is_ready("ko-KR")
    assert when.is_ready("en-GB")
    assert not when.is_ready("xx")
