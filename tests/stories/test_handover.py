"""The desk is handed over: what is open in one message, taken by whoever presses first, said on the board, lost by no restart."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.appointments.jobs import RedrawHandover
from bot.standins.slack import Seen
from bot.workspace import handovers
from bot.workspace.forgetting import forget
from tests.stories.scene import Scene, running, scene
from tests.stories.telling import board, passes, told
from tests.stories.test_crashes import until


def handed(story: Scene) -> Seen:
    return next(one for one in reversed(story.cards(story.desk)) if one.text.startswith("Hand-over"))


async def test_what_is_open_stands_in_one_message_and_the_board_says_who_holds_the_desk(story: Scene) -> None:
    await told(story, story.desk, board=board(9))
    stands = story.cards(story.desk)[-1]
    story.session("Polly Polish", at=story.at(16), interpreter_needed=True, interpreter_language="Polish")
    waiting = story.session("Wanda Waits", at=story.at(15, 10))
    story.session("Lara Late", at=story.at(14, 50))
    story.session("Quiet Quentin", at=story.at(15))
    story.session("Later Tom", at=story.at(17))
    story.clock.now = story.at(14, 51)
    await passes(story, minutes=15)
    story.sqod.claimant_arrives(waiting.id)
    await story.says(story.asha, "/appt handover")
    assert any("whoever presses Taken holds the desk" in one.text for one in story.asha.sees(story.desk))
    shown = handed(story)
    assert "Asha Patel handed over the desk at 15:06." in shown.text
    for words in (
        "Interpreter not confirmed · 1",
        "Waiting · 1",
        "Nobody has said whether they came · 2",
    ):
        assert words in shown.text
    assert "Later Tom" not in shown.text
    await passes(story, minutes=1)
    now = story.asha.again(stands)
    assert now is not None
    assert "Desk: handed over by Asha Patel at 15:06. Nobody has taken it yet." in now.text

    await story.chloe.clicks("Taken", on=shown)
    await passes(story, minutes=1)
    assert "You have the desk." in story.chloe.last(story.desk).text
    taken, now = story.asha.again(shown), story.asha.again(stands)
    assert taken is not None
    assert now is not None
    assert "Chloe Evans has had it since 15:07." in taken.text
    assert taken.buttons == []
    assert "Desk: Chloe Evans, since 15:07." in now.text


async def test_of_two_who_take_it_one_has_it_and_of_two_who_give_it_one_message_stands(story: Scene) -> None:
    await asyncio.gather(*(story.says(one, "/appt handover") for one in (story.asha, story.chloe)))
    await story.delivered()
    given = [one for one in story.cards(story.desk) if one.text.startswith("Hand-over")]
    assert len(given) == 1
    assert "Nothing is open today" in given[0].text
    assert (
        "Press Taken, there or here. Nothing was posted again."
        in (await story.says(story.asha, "/appt handover")).text
    )

    await asyncio.gather(*(one.clicks("Taken", on=given[0]) for one in (story.asha, story.chloe)))
    await story.delivered()
    said = sorted(one.last(story.desk).text for one in (story.asha, story.chloe))
    assert sum("You have the desk." in text for text in said) == 1
    assert sum("has taken the desk already, at 09:10. Nothing was changed." in text for text in said) == 1


async def test_a_hand_over_that_slack_did_not_take_is_posted_by_the_next_process(
    tmp_path: Path, story: Scene
) -> None:
    story.slack.faults.switch_on("chat.postMessage", status=503)
    await story.asha.types("/appt handover", in_=story.desk)
    await story.bot.courier.stop(0.1)
    story.slack.faults.switch_off()
    async with running(story):
        story.clock.move(minutes=1)
        story.bot.courier.wake()
        await story.delivered()
        assert "Asha Patel handed over the desk at 09:10." in handed(story).text
        assert len([one for one in story.cards(story.desk) if "handed over the desk" in one.text]) == 1


async def test_it_is_said_why_it_can_not_be_handed_over_here(story: Scene) -> None:
    told_there = await story.says(story.asha, "/appt handover", in_=story.asha.dm)
    assert "Type that in the channel of your desk" in told_there.text
    named = await story.says(story.asha, "/appt handover to @Chloe Evans")
    assert "Nothing was posted: the desk is handed to nobody by name" in named.text
    await story.gus.types("/appt handover", in_=story.desk)
    await story.delivered()
    assert [one for one in story.cards(story.desk) if "handed over the desk" in one.text] == []


async def test_where_the_service_fails_it_is_posted_once_that_answers(story: Scene) -> None:
    story.sqod.fails("list", 403, times=1)
    await story.says(story.asha, "/appt handover")
    await passes(story, minutes=3)
    assert "Asha Patel handed over the desk at 09:10." in handed(story).text


async def test_whoever_holds_the_desk_is_asked_whether_anybody_came(tmp_path: Path) -> None:
    async with scene(tmp_path) as story:
        await told(story, story.desk, board=board(9))
        story.session(at=story.at(10))
        await story.says(story.asha, "/appt handover")
        await story.chloe.clicks("Taken", on=handed(story))
        await story.delivered()
        story.clock.now = story.at(9, 58)
        await passes(story, minutes=8)
        below = [one.text for shown in story.cards(story.desk) for one in story.asha.thread(shown)]
        assert any(text.startswith("@Chloe Evans Jane Doe") for text in below)


async def opened(story: Scene) -> Seen:
    """A hand-over that somebody has taken, with Jane on it."""
    story.session("Jane Doe", at=story.at(16), interpreter_needed=True, interpreter_language="Polish")
    await story.says(story.asha, "/appt handover")
    shown = handed(story)
    assert "Jane Doe" in shown.text
    await story.chloe.clicks("Taken", on=shown)
    await story.delivered()
    return shown


def now_is(story: Scene, shown: Seen) -> Seen:
    found = story.asha.again(shown)
    assert found is not None
    return found


async def test_in_the_night_after_its_shift_a_hand_over_names_no_session_any_more(story: Scene) -> None:
    shown = await opened(story)
    assert "Jane Doe" in now_is(story, shown).text
    for _ in range(2):  # the night in which the shift is over, and one in which nothing is left to be closed
        story.clock.move(days=1)
        story.bot.courier.wake()
        await story.delivered()
        now = now_is(story, shown)
        assert "Asha Patel handed over the desk at 09:10. Chloe Evans took it at 09:10." in now.text
        assert "That shift is over, so what was open then is not shown any more." in now.text
        assert "Jane Doe" not in now.text
        assert now.buttons == []


async def test_one_that_is_taken_while_the_night_closes_it_stands(story: Scene) -> None:
    await story.says(story.asha, "/appt handover")
    shown = handed(story)
    story.clock.move(hours=17)
    slow = story.slack.faults.switch_on("chat.update", delay=0.3, times=1)
    closing = asyncio.create_task(handovers.close_over(story.bot.workspace))
    await until(lambda: slow.times == 0)
    await story.chloe.clicks("Taken", on=shown)
    await closing
    await story.delivered()
    assert "Chloe Evans has had it since" in now_is(story, shown).text
    assert "That shift is over" not in now_is(story, shown).text


async def test_what_is_forgotten_is_on_no_hand_over_any_more(story: Scene) -> None:
    ws, old = story.bot.workspace, await opened(story)
    session = story.sqod.has(name="Jane Doe")
    story.clock.move(hours=17)
    await story.says(story.asha, "/appt handover")
    new = next(one for one in reversed(story.cards(story.desk)) if one.text.startswith("Hand-over"))
    await forget(ws, str(session.id), story.asha.user.id)
    await story.delivered()
    assert "Jane Doe" not in now_is(story, old).text
    assert "Asha Patel handed over the desk" in now_is(story, new).text
    assert now_is(story, new).buttons == ["Taken"], "it is still to be taken"


async def test_one_that_is_drawn_anew_while_it_is_closed_names_nobody(story: Scene) -> None:
    shown = await opened(story)
    ws = story.bot.workspace
    (shift,) = await ws.standing.shifts.standing()
    slow = story.slack.faults.switch_on("chat.update", delay=0.3, times=1)
    await ws.errands.add(RedrawHandover(channel=shift.channel, nr=shift.nr, cause="by then"))
    await until(lambda: slow.times == 0)
    await handovers.close(ws, shift, shift.ts or "")
    await ws.standing.shifts.unposted(shift)
    await story.delivered()
    assert "Jane Doe" not in now_is(story, shown).text
