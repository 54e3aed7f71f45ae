"""Who interprets: unconfirmed until somebody says so, checked three times, cleared everywhere at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.standins.slack import Seen
from tests.standins.sqod import Session
from tests.stories.scene import Scene, book, scene
from tests.stories.telling import board, messages, passes, thread, told
from tests.stories.test_crashes import until

AGENCIES = ("Clear Voice", "Big Word")


@pytest.fixture
async def story(tmp_path: Path) -> AsyncIterator[Scene]:
    async with scene(tmp_path, interpreter_agencies=AGENCIES) as found:
        yield found


def polish(story: Scene, **said: Any) -> Session:
    kept = {"at": story.at(11), "interpreter_needed": True, "interpreter_language": "Polish"}
    return story.session("Jane Doe", **(kept | said))


def now_is(story: Scene, shown: Seen) -> Seen:
    found = story.asha.again(shown)
    assert found is not None
    return found


async def presses(story: Scene, label: str, on: Seen) -> Seen:
    await story.asha.clicks(label, on=now_is(story, on))
    await story.delivered()
    return story.asha.last(story.desk)


async def test_a_session_is_checked_three_times_until_somebody_confirms(story: Scene) -> None:
    polish(story, at=story.at(9, 15, days=1))
    checks = [story.at(9, 14), story.at(7, 14, days=1), story.at(8, 59, days=1)]
    await told(story, story.desk, gaps=True)
    for count, moment in enumerate(checks, start=1):
        story.clock.now = moment
        await passes(story, minutes=3)
        assert len(messages(story, story.desk)) == count
        assert "not confirmed" in messages(story, story.desk)[-1].text
    await passes(story, minutes=10)
    assert len(messages(story, story.desk)) == 3, "one for each check"


async def test_confirming_clears_it_on_every_copy_and_is_not_asked_again(story: Scene) -> None:
    polish(story, at=story.at(11, 12))
    await told(story, story.desk, board=board(8, 30), gaps=True)
    await told(story, story.lobby, gaps=True)
    await passes(story, minutes=4)
    [shown] = messages(story, story.desk)
    assert "⚠ Interpreter not confirmed" in shown.text
    [alert] = thread(story, story.desk)
    [elsewhere] = messages(story, story.lobby)
    assert "In 2 h, interpreter not confirmed" in alert
    assert elsewhere.buttons == ["Interpreter confirmed", "Not arrived", "Find another", "Move", "Open"]

    await story.asha.clicks("Interpreter confirmed", on=elsewhere)
    await story.delivered()
    answer = story.asha.last(story.lobby)
    assert "Interpreter confirmed: Jane Doe, Fri 20 Nov, 11:12–11:57 (London)." in answer.text
    assert "not confirmed" not in now_is(story, shown).text
    assert "interpreter confirmed" in now_is(story, shown).text
    for text in (thread(story, story.desk)[0], now_is(story, elsewhere).text):
        assert text.startswith("Interpreter confirmed")
        assert "Noted by Asha Patel at 09:1" in text
    await passes(story, minutes=110)
    assert len(messages(story, story.lobby)) == 1
    assert len(thread(story, story.desk)) == 1
    history = (await story.says(story.asha, "/appt history jane doe")).text
    assert "interpreter confirmed" in history


@pytest.mark.parametrize("seen", [True, False], ids=["seen by a look", "said by a person"])
async def test_what_comes_while_an_alert_is_being_posted_stands_on_it(story: Scene, seen: bool) -> None:
    session = polish(story, at=story.at(11, 12))
    await told(story, story.lobby, gaps=True)
    await passes(story, minutes=4)
    [elsewhere] = messages(story, story.lobby)
    slow = story.slack.faults.switch_on("chat.postMessage", delay=1.0, times=1)
    posting = asyncio.create_task(told(story, story.desk, gaps=True))
    await until(lambda: slow.times == 0)
    if seen:
        session.interpreter_needed = False
        await story.bot.workspace.watch.look(on=False)
        story.bot.courier.wake()
    else:
        await story.asha.clicks("Interpreter confirmed", on=elsewhere)
    await until(lambda: "not confirmed" not in now_is(story, elsewhere).text)
    assert not messages(story, story.desk)
    await posting
    await story.delivered()
    [alert] = messages(story, story.desk)
    assert "not confirmed" not in alert.text
    assert alert.text.startswith("No interpreter is needed any more" if seen else "Interpreter confirmed")


async def test_what_an_alert_tells_is_asked_for_with_the_look_and_not_again(story: Scene) -> None:
    polish(story, at=story.at(11, 12))
    await told(story, story.desk, gaps=True)
    await passes(story, minutes=4)
    assert len(messages(story, story.desk)) == 1
    assert story.sqod.asked("list")
    assert not story.sqod.asked("get")


async def test_the_agency_is_one_of_the_list_and_nothing_is_typed(story: Scene) -> None:
    await (await book(story, "Jane Doe today 11am Polish interpreter")).close()
    card = story.cards(story.desk)[-1]
    answer = await presses(story, "Interpreter confirmed", card)
    await story.asha.chooses("Big Word", on=answer)
    await story.delivered()
    assert "Interpreter confirmed (Big Word): Jane Doe" in story.asha.last(story.desk).text
    assert "interpreter confirmed (Big Word)" in now_is(story, card).text


async def test_as_many_agencies_as_may_be_set_are_all_to_choose_from(tmp_path: Path) -> None:
    many = tuple(f"Interpreting agency number {number:02}" for number in range(80))
    async with scene(tmp_path, interpreter_agencies=many) as story:
        await (await book(story, "Jane Doe today 11am Polish interpreter")).close()
        card = story.cards(story.desk)[-1]
        answer = await presses(story, "Interpreter confirmed", card)
        await story.asha.chooses(many[-1], on=answer)
        await story.delivered()
        assert f"Interpreter confirmed ({many[-1]})" in story.asha.last(story.desk).text
        answer = await presses(story, "Find another", card)
        assert many[-1] in answer.text


async def test_of_a_language_that_is_merely_named_an_interpreter_is_to_be_found(story: Scene) -> None:
    session = polish(story, interpreter_needed=None)
    answer = await story.says(story.asha, f"/appt show {session.reference}")
    answer = await presses(story, "Find another", answer)
    assert "Interpreter needed: Polish" in answer.text
    assert "no interpreter is needed" not in answer.text


async def test_the_second_of_two_is_told_who_was_first(story: Scene) -> None:
    await (await book(story, "Jane Doe today 11am Polish interpreter")).close()
    card = story.cards(story.desk)[-1]
    await asyncio.gather(
        story.asha.clicks("Interpreter confirmed", on=card), story.chloe.clicks("Not arrived", on=card)
    )
    await story.delivered()
    answers = [story.asha.last(story.desk), story.chloe.last(story.desk)]
    second = next(one for one in answers if "noted something else" in one.text)
    assert "Nothing was changed." in second.text
    [label] = [one for one in second.buttons if one.startswith("All the same: ")]
    who = story.asha if second is answers[0] else story.chloe
    await who.clicks(label, on=second)
    await story.delivered()
    said = label.removeprefix("All the same: ").removeprefix("Interpreter ").casefold()
    assert f"interpreter {said}" in now_is(story, card).text


async def test_to_confirm_twice_is_said_and_changes_nothing(story: Scene) -> None:
    await (await book(story, "Jane Doe today 11am Polish interpreter")).close()
    card = story.cards(story.desk)[-1]
    await asyncio.gather(
        story.asha.clicks("Interpreter confirmed", on=card),
        story.chloe.clicks("Interpreter confirmed", on=card),
    )
    await story.delivered()
    texts = [who.last(story.desk).text for who in (story.asha, story.chloe)]
    assert sum(" said so already, at 09:10. Nothing was changed." in text for text in texts) == 1


async def test_who_does_not_come_is_a_gap_again_and_another_is_looked_for(story: Scene) -> None:
    polish(story, at=story.at(11, 12))
    await told(story, story.desk, gaps=True)
    await passes(story, minutes=4)
    [alert] = messages(story, story.desk)
    await presses(story, "Interpreter confirmed", alert)
    await passes(story, minutes=1)
    await presses(story, "Not arrived", alert)
    await passes(story, minutes=2)
    assert now_is(story, alert).text.startswith("Interpreter not arrived")
    assert len(messages(story, story.desk)) == 1, "one for each check"
    answer = await presses(story, "Find another", alert)
    for words in ("Agencies: Clear Voice, Big Word.", "Interpreter needed: Polish", "Our code: "):
        assert words in answer.text
    assert "Jane Doe" in answer.text.splitlines()[0]
    assert answer.buttons == ["Interpreter confirmed", "Move", "Take back"]
    assert now_is(story, alert).text.startswith("Interpreter to be found")
    await story.asha.clicks("Take back", on=answer)
    await story.delivered()
    assert "It is unconfirmed again." in story.asha.last(story.desk).text


async def test_what_was_confirmed_holds_of_that_time_and_no_other(story: Scene) -> None:
    await (await book(story, "Jane Doe today 11am Polish interpreter")).close()
    card = story.cards(story.desk)[-1]
    await presses(story, "Interpreter confirmed", card)
    form = await story.opens(story.asha, "/appt move jane doe today 2pm")
    await form.submit()
    await story.delivered()
    drawn = now_is(story, card)
    assert "interpreter confirmed" not in drawn.text
    assert "Interpreter confirmed" in drawn.buttons


async def test_what_was_confirmed_holds_of_that_language_and_no_other(story: Scene) -> None:
    await (await book(story, "Jane Doe today 11am Polish interpreter")).close()
    card = story.cards(story.desk)[-1]
    await presses(story, "Interpreter confirmed", card)
    session = story.sqod.has(name="Jane Doe")
    story.sqod.change(session.id, department="York")
    assert "interpreter confirmed" in (await story.says(story.asha, "/appt show jane doe")).text
    form = await story.opens(story.asha, "/appt edit jane doe")
    await form.fill("Interpreter", "Arabic")
    await form.submit()
    await story.delivered()
    drawn = now_is(story, card)
    assert "interpreter confirmed" not in drawn.text
    answer = await presses(story, "Interpreter confirmed", card)
    assert answer.text.startswith("Interpreter confirmed: Jane Doe")
    assert "interpreter confirmed" in now_is(story, card).text


async def test_nothing_is_noted_where_none_is_needed_or_it_is_over(story: Scene) -> None:
    await (await book(story, "Jane Doe today 11am Polish interpreter")).close()
    card = story.cards(story.desk)[-1]
    session = story.sqod.has(name="Jane Doe")
    story.sqod.change(session.id, interpreter_needed=False, interpreter_language=None)
    await story.asha.clicks("Interpreter confirmed", on=card)
    await story.delivered()
    assert "no interpreter is needed, so nothing was noted." in story.asha.last(story.desk).text
    story.sqod.change(session.id, interpreter_needed=True)
    story.sqod.cancels(session.id)
    await story.asha.clicks("Interpreter confirmed", on=card)
    await story.delivered()
    assert "it is over, or its time has passed. Nothing was noted." in story.asha.last(story.desk).text


async def test_one_who_is_not_there_once_it_is_under_way_is_said_and_seen(story: Scene) -> None:
    await told(story, story.desk, board=board(8, 30), gaps=True)
    await (await book(story, "Jane Doe today 9:20 Polish interpreter", in_=story.lobby)).close()
    card = story.cards(story.lobby)[-1]
    await story.asha.clicks("Interpreter confirmed", on=card)
    await story.delivered()
    story.sqod.starts(story.sqod.has(name="Jane Doe").id)
    await passes(story, minutes=15)
    [shown] = messages(story, story.desk)
    assert "not confirmed" not in now_is(story, shown).text

    assert "Not arrived" in now_is(story, card).buttons
    await story.asha.clicks("Not arrived", on=now_is(story, card))
    await story.delivered()
    answer = story.asha.last(story.lobby)
    assert "Interpreter not arrived: Jane Doe" in answer.text
    assert "interpreter not arrived" in now_is(story, card).text
    assert "⚠ Interpreter not confirmed" in now_is(story, shown).text
    assert "interpreter not arrived" in now_is(story, shown).text
    assert "Jane Doe" in (await story.says(story.asha, "/appt handover")).text

    await story.asha.clicks("Interpreter confirmed", on=now_is(story, card))
    await story.delivered()
    assert "not confirmed" not in now_is(story, shown).text


async def test_once_it_is_under_way_its_alert_says_so_and_takes_that_nobody_came(story: Scene) -> None:
    session = polish(story, at=story.at(9, 20))
    await told(story, story.lobby, gaps=True)
    await passes(story, minutes=1)
    [alert] = messages(story, story.lobby)
    story.sqod.starts(session.id)
    await passes(story, minutes=12)
    assert now_is(story, alert).text.startswith("The session has begun")
    await story.asha.clicks("Not arrived", on=now_is(story, alert))
    await story.delivered()
    assert now_is(story, alert).text.startswith("Interpreter not arrived")
    assert "Find another" in now_is(story, alert).buttons
    story.sqod.ends(session.id)
    await passes(story, minutes=5)
    assert now_is(story, alert).text.startswith("The session is over")
    assert now_is(story, alert).buttons == ["Open"]


async def test_a_service_that_fails_notes_nothing_and_says_so(story: Scene) -> None:
    await (await book(story, "Jane Doe today 11am Polish interpreter")).close()
    card = story.cards(story.desk)[-1]
    story.sqod.fails("get", 500, times=None)
    answer = await presses(story, "Interpreter confirmed", card)
    assert "did not answer" in answer.text
    story.sqod.recovers()
    assert "interpreter confirmed" not in now_is(story, card).text


async def test_who_may_not_write_confirms_nothing(story: Scene) -> None:
    await (await book(story, "Jane Doe today 11am Polish interpreter")).close()
    card = story.cards(story.desk)[-1]
    await story.gus.clicks("Interpreter confirmed", on=card)
    await story.delivered()
    assert "interpreter confirmed" not in now_is(story, card).text


async def test_one_who_falls_through_is_checked_on_again(story: Scene) -> None:
    polish(story, at=story.at(11, 12))
    await told(story, story.desk, gaps=True)
    await passes(story, minutes=4)
    [alert] = messages(story, story.desk)
    await presses(story, "Interpreter confirmed", alert)
    await passes(story, minutes=90)
    await presses(story, "Not arrived", alert)
    await passes(story, minutes=15)
    assert len(messages(story, story.desk)) == 2
    assert messages(story, story.desk)[-1].text.startswith("Interpreter not arrived")
