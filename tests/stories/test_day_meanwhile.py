"""What happens to a session while somebody is about to say how it went: nobody's word is overwritten unseen, and none is said of another time."""

from __future__ import annotations

from pathlib import Path

from tests.edges.leaks import own_tables
from tests.stories.scene import Scene, book, modal, outcome, scene
from tests.stories.test_attendance import at, card, now_is


async def test_whoever_presses_no_show_on_an_old_card_reads_that_another_noted_otherwise(
    story: Scene,
) -> None:
    shown = await card(story)
    await at(story, 15, 4)
    old = now_is(story, shown)
    await story.chloe.clicks("Arrived", on=old)
    await story.delivered()
    await story.asha.clicks("No-show", on=old)
    await story.delivered()
    assert "Chloe Evans noted at 15:04: arrived." in story.asha.last(story.desk).text
    typed = await story.says(story.asha, "/appt noshow Jane Doe")
    assert "Chloe Evans noted at 15:04: arrived." in typed.text


async def test_what_is_typed_overwrites_nothing_that_another_noted(story: Scene) -> None:
    shown = await card(story)
    await at(story, 15, 4)
    await story.says(story.chloe, "/appt noshow Jane Doe no contact")
    told = await story.says(story.asha, "/appt arrived Jane Doe")
    assert "Chloe Evans noted something else" in told.text
    assert "no-show: no contact. Nothing was changed." in told.text
    assert "no-show: no contact" in now_is(story, shown).text
    await story.asha.clicks("Note it all the same: Arrived", on=told)
    await story.delivered()
    assert "Noted: arrived" in now_is(story, shown).text
    own = await story.says(story.asha, "/appt noshow Jane Doe too late")
    assert "Noted of Jane Doe" in own.text, "whoever corrects their own word need not be told of it"


async def test_the_kind_that_was_typed_is_kept_while_one_of_two_is_chosen(story: Scene) -> None:
    for name in ("Ann Archer", "Ann Baker"):
        story.session(name)
    await at(story, 15, 6)
    told = await story.says(story.asha, "/appt noshow Ann no contact")
    assert "Which one? 2 sessions for Ann" in told.text
    await story.asha.clicks("No-show", on=told)
    await story.delivered()
    assert "Noted of Ann " in story.asha.last(story.desk).text
    assert "no-show: no contact" in story.asha.last(story.desk).text


async def test_a_button_of_another_time_notes_nothing_of_the_time_that_the_session_has_now(
    story: Scene,
) -> None:
    shown = await card(story)
    await at(story, 15, 4)
    await story.asha.clicks("No-show", on=now_is(story, shown))
    await story.delivered()
    asked = story.asha.last(story.desk)
    form = await story.opens(story.chloe, "/appt move Jane Doe to 15:30")
    await form.submit()
    await story.delivered()
    await at(story, 15, 36)
    await story.asha.clicks("No contact", on=asked)
    await story.delivered()
    told = story.asha.last(story.desk)
    assert "Chloe moved this at 15:04, from 15:00 to 15:30." in told.text
    assert "Noted" not in now_is(story, shown).text


async def test_what_was_noted_of_one_time_is_not_written_to_the_service_of_another(tmp_path: Path) -> None:
    async with scene(tmp_path, sqod_status_writes=("no_show",)) as story:
        await card(story)
        session = story.sqod.appointments[0]
        await at(story, 15, 4)
        story.sqod.fails("update", 503, times=None)
        await story.says(story.asha, "/appt noshow Jane Doe no contact")
        story.sqod.recovers()
        story.sqod.change(session.id, at=story.at(16))
        await at(story, 15, 10)
        assert story.sqod.has(id=session.id).status == "scheduled"
        told = story.asha.last(story.asha.dm).text
        assert "you noted no-show: no contact of another time" in told


async def test_a_claimant_who_came_meanwhile_is_not_written_down_as_missing(tmp_path: Path) -> None:
    async with scene(tmp_path, sqod_status_writes=("no_show",)) as story:
        await card(story)
        session = story.sqod.appointments[0]
        await at(story, 15, 4)
        story.sqod.fails("update", 503, times=None)
        await story.says(story.asha, "/appt noshow Jane Doe no contact")
        story.sqod.recovers()
        story.sqod.claimant_arrives(session.id)
        await at(story, 15, 10)
        assert story.sqod.has(id=session.id).status == "waiting"
        assert "which says in the waiting room by now" in story.asha.last(story.asha.dm).text


async def test_the_note_of_a_delay_goes_into_the_thread_of_the_card_though_a_question_stands_in_it(
    story: Scene,
) -> None:
    story.session("Zofia Nowak", at=story.at(16), minutes=30)
    shown = await card(story)
    await at(story, 15, 5)
    (asked,) = story.asha.thread(shown)
    await story.asha.clicks("Running late", on=asked)
    await story.delivered()
    await modal(story.asha).submit()
    await story.delivered()
    below = story.asha.thread(now_is(story, shown))
    assert any(one.text.startswith("Running 10 min late. Moved: Z.N.") for one in below)


async def test_the_note_of_a_delay_tells_partners_no_more_than_the_code(story: Scene) -> None:
    zofia = story.session("Zofia Nowak", at=story.at(16), minutes=30)
    await (await book(story, "Jane Doe today 3pm for 45m in Leeds", in_=story.shared)).close()
    shown = story.cards(story.shared)[-1]
    await at(story, 15, 2)
    form = await story.opens(story.asha, "/appt late Jane Doe")
    await form.submit()
    await story.delivered()
    (note,) = story.asha.thread(shown)
    assert note.text == f"Running 10 min late. Moved: Appointment {zofia.reference[-5:]} 16:00 → 16:10."


async def test_the_note_says_from_when_to_when_it_was_moved_though_it_was_moved_on_meanwhile(
    story: Scene,
) -> None:
    zofia = story.session("Zofia Nowak", at=story.at(16), minutes=30)
    shown = await card(story)
    await at(story, 15, 2)
    story.slack.faults.switch_on("chat.postMessage", status=503, times=1)
    form = await story.opens(story.asha, "/appt late Jane Doe")
    await form.submit()
    await story.slack.settled()
    await story.at_rest()
    story.sqod.change(zofia.id, at=story.at(17, 30))
    await at(story, 15, 12)
    assert "16:00 → 16:10 (at 17:30 by now)." in story.asha.thread(now_is(story, shown))[-1].text


async def test_a_hand_over_that_nobody_could_read_can_be_given_again(story: Scene) -> None:
    story.slack.faults.switch_on("chat.postMessage", error="not_in_channel", times=1)
    await story.says(story.asha, "/appt handover")
    assert "Your hand-over could not be posted" in story.asha.last(story.asha.dm).text
    told = await story.says(story.asha, "/appt handover")
    assert any(one.text.startswith("Handed over.") for one in story.asha.sees(story.desk)[-2:]), told.text
    assert any("Asha Patel handed over the desk" in one.text for one in story.cards(story.desk))


async def test_a_hand_over_whose_message_was_deleted_can_still_be_taken(story: Scene) -> None:
    await story.says(story.asha, "/appt handover")
    await story.asha.deletes(story.cards(story.desk)[-1])
    told = await story.says(story.chloe, "/appt handover")
    await story.chloe.clicks("Taken", on=told)
    await story.delivered()
    assert "You have the desk." in story.chloe.last(story.desk).text


async def test_a_delay_that_another_noted_meanwhile_is_shown_before_it_is_overwritten(story: Scene) -> None:
    story.session("Zofia Nowak", at=story.at(16), minutes=30)
    story.session(at=story.at(9))
    forms = [await story.opens(one, "/appt late Jane Doe") for one in (story.asha, story.chloe)]
    await forms[1].fill("How late", "15 minutes")
    await story.delivered()
    await modal(story.chloe).fill("Later sessions to move", [])
    await modal(story.chloe).submit()
    await story.delivered()
    await forms[0].submit()
    await story.delivered()
    form = modal(story.asha)
    assert "Chloe Evans noted at 09:10: running late, 15 min. Nothing was moved." in form.text
    assert "It was noted before that this runs 15 min late." in form.text
    await form.submit()
    await story.delivered()
    assert "runs 10 min late." in outcome(story.asha).text
    assert f"{story.sqod.has(name='Zofia Nowak').at:%H:%M}" == "16:10"


async def test_a_missed_session_that_is_forgotten_is_not_remembered_by_what_was_booked_in_its_place(
    story: Scene,
) -> None:
    await card(story)
    missed = story.sqod.appointments[0]
    await at(story, 15, 6)
    answer = await story.says(story.asha, "/appt noshow Jane Doe no contact")
    await story.asha.clicks("Book again", on=answer)
    await story.delivered()
    await modal(story.asha).fill("When", "today 4pm")
    for _ in range(3):  # the time is read back first
        if story.asha.modal is not None:
            await modal(story.asha).submit()
            await story.delivered()
    ada = story.slack.person("Ada Admin", admin=True)
    offered = await story.says(ada, f"/appt forget {missed.reference[-5:]}")
    await ada.clicks("Forget", on=offered, confirm=True)
    await story.delivered()
    await at(story, 15, 9)
    assert missed.id not in own_tables(story)


async def test_what_was_forgotten_comes_back_nowhere_once_something_else_is_noted(story: Scene) -> None:
    session = story.session()
    await at(story, 15, 6)
    for words in ("noshow Jane Doe no contact", "noshow Jane Doe too late", "noshow Jane Doe technical"):
        await story.says(story.asha, f"/appt {words}")
    ada = story.slack.person("Ada Admin", admin=True)
    offered = await story.says(ada, f"/appt forget {session.reference}")
    await ada.clicks("Forget", on=offered, confirm=True)
    await story.delivered()
    assert "no-show" not in (await story.says(story.asha, "/appt show Jane Doe")).text
    told = await story.says(story.asha, "/appt arrived Jane Doe")
    assert "Noted of Jane Doe" in told.text
    assert "Noted: arrived" in (await story.says(story.asha, "/appt show Jane Doe")).text
