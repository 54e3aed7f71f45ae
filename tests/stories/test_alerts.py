"""Reminders, gaps and changes: told where they help, once, to nobody's annoyance."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from blocks.kit import say
from bot.alerts.rules import Rules, Subscription, Where
from bot.alerts.subscriptions import Subscriptions
from bot.appointments.errors import AppointmentError
from bot.appointments.jobs import TellGap
from bot.jobs.courier import Later
from bot.storage.claims import Claimed
from bot.storage.engine import open_engine
from handlers.alerts.telling import posted
from tests.stories.scene import Scene, running
from tests.stories.telling import board, messages, passes, thread, told


async def test_a_reminder_comes_under_the_board_a_quarter_of_an_hour_before(story: Scene) -> None:
    story.session("Jane Doe", at=story.at(9, 30))
    await told(story, story.desk, board=board(8, 30), reminders=(15,))
    assert thread(story, story.desk) == []
    await passes(story, minutes=6)
    [reminder] = thread(story, story.desk)
    assert "Jane Doe" in reminder
    assert "Starts in 15 min" in reminder
    assert len(messages(story, story.desk)) == 1, "nothing is broadcast"


async def test_what_another_process_sets_or_sees_holds_for_the_next_look(story: Scene) -> None:
    """A look goes by what the one before it left in this process, and is told in time where that is old."""
    jane = story.session("Jane Doe", at=story.at(9, 30))
    await told(story, story.desk, reminders=(15,))
    watch, here = story.bot.workspace.watch, story.bot.workspace
    engine = open_engine(story.settings.database_url)
    elsewhere = Subscriptions(engine, story.clock)
    lobby = Subscription(team=here.team, channel=story.lobby.id, rules=Rules(reminders=(15,)), set_by="U1")
    await elsewhere.put(lobby)
    await passes(story, minutes=6)
    assert "Starts in 15 min" in messages(story, story.lobby)[0].text
    await engine.dispose()
    async with running(story) as second:
        await second.courier.stop(1)
        await story.bots[0].courier.stop(1)
        for looks in (second.workspace.watch, watch, watch, second.workspace.watch):
            story.clock.move(seconds=30)
            asked = len(story.sqod.asked("list"))
            before = await watch.differences(story.at(9), story.at(23))
            story.sqod.change(jane.id, minutes=20 + len(before))
            await looks.look(on=False)
            assert len(story.sqod.asked("list")) == asked + 1
            assert len(await watch.differences(story.at(9), story.at(23))) == len(before) + 1
            memory = await looks._kept.memory()
            assert memory.last is not None
            assert memory.last.at == story.clock.now


async def test_that_the_service_answers_again_is_told_by_whichever_process_looks(story: Scene) -> None:
    story.session("Jane Doe", at=story.at(15))
    await told(story, story.desk, reminders=(15,))
    first = story.bot.workspace.watch
    await story.bots[0].courier.stop(1)
    async with running(story) as second:
        await second.courier.stop(1)
        story.sqod.fails("list", 503, times=None, retry_after=0)
        for _ in range(2):
            story.clock.move(minutes=3)
            with pytest.raises(AppointmentError):
                await second.workspace.watch.look(on=False)
        story.sqod.recovers()
        story.clock.move(minutes=3)
        await first.look(on=False)
        assert await second.workspace.watch.failing() is None
        jobs = await second.outbox.claim()
        assert "answers" in {job.kind for job in jobs}


async def test_without_a_board_or_where_it_is_wanted_alerts_stand_in_the_channel(story: Scene) -> None:
    story.session("Jane Doe", at=story.at(9, 30))
    await told(story, story.desk, reminders=(15,))
    await told(story, story.lobby, board=board(8, 30), reminders=(15,), where=Where.CHANNEL)
    await passes(story, minutes=6)
    assert len(messages(story, story.desk)) == 1
    assert len(messages(story, story.lobby)) == 2


async def test_a_moved_session_moves_its_reminder(story: Scene) -> None:
    jane = story.session("Jane Doe", at=story.at(9, 30))
    await told(story, story.desk, reminders=(15,))
    story.sqod.change(jane.id, at=story.at(10))
    await passes(story, minutes=10)
    assert messages(story, story.desk) == []
    await passes(story, minutes=26)
    assert len(messages(story, story.desk)) == 1


async def test_a_cancelled_session_loses_its_reminder(story: Scene) -> None:
    jane = story.session("Jane Doe", at=story.at(9, 30))
    await told(story, story.desk, reminders=(15,))
    story.sqod.cancels(jane.id)
    await passes(story, minutes=10)
    assert messages(story, story.desk) == []


async def test_one_that_is_booked_for_ten_minutes_on_gets_no_reminder_of_fifteen(story: Scene) -> None:
    await told(story, story.desk, reminders=(15, 5))
    story.session("Walk In", at=story.at(9, 20))
    await passes(story, minutes=12)
    assert ["in 5 min" in seen.text for seen in messages(story, story.desk)] == [True]


async def test_a_gap_is_told_a_day_before_and_again_two_hours_before(story: Scene) -> None:
    story.session("Jane Doe", at=story.at(9, 15, days=1), interpreter_needed=True)
    await told(story, story.desk, gaps=True)
    await passes(story, minutes=6)
    assert len(messages(story, story.desk)) == 1
    assert "interpreter" in messages(story, story.desk)[0].text
    story.clock.now = story.at(7, 10, days=1)
    await passes(story, minutes=6)
    assert len(messages(story, story.desk)) == 2


async def test_a_gap_that_was_filled_is_not_told_again(story: Scene) -> None:
    jane = story.session("Jane Doe", at=story.at(9, 15, days=1), interpreter_needed=True)
    await told(story, story.desk, gaps=True)
    await passes(story, minutes=6)
    story.sqod.change(jane.id, interpreter_needed=False)
    story.clock.now = story.at(7, 10, days=1)
    await passes(story, minutes=6)
    assert len(messages(story, story.desk)) == 1


async def test_what_somebody_changes_in_the_portal_is_told_with_what_was_and_what_is(story: Scene) -> None:
    jane = story.session("Jane Doe", at=story.at(10))
    story.session("Omar Haddad", at=story.at(11), department="London")
    await told(story, story.desk, changes=True)
    story.sqod.change(jane.id, at=story.at(11), department="London", interpreter_needed=True)
    await passes(story, minutes=2)
    [line] = messages(story, story.desk)
    for word in ("Rescheduled", "Jane Doe", "10:00", "11:00", "outside Frontdesk"):
        assert word in line.text
    assert line.pings == []


async def test_several_changes_in_a_minute_are_one_message(story: Scene) -> None:
    jane = story.session("Jane Doe", at=story.at(10))
    omar = story.session("Omar Haddad", at=story.at(11))
    await told(story, story.desk, changes=True)
    story.sqod.change(jane.id, at=story.at(12))
    await passes(story, seconds=30)
    story.sqod.cancels(omar.id)
    story.session("Walk In", at=story.at(16), created_at=story.clock.now)
    await passes(story, minutes=2)
    seen = messages(story, story.desk)
    assert len(seen) <= 2
    text = " ".join(one.text for one in seen)
    assert all(word in text for word in ("Rescheduled", "Cancelled", "Booked", "Walk In"))


async def test_changed_and_changed_back_within_a_minute_is_nothing(story: Scene) -> None:
    story.clock.now = story.clock.now.replace(second=1)
    jane = story.session("Jane Doe", at=story.at(10))
    await told(story, story.desk, changes=True)
    story.sqod.change(jane.id, at=story.at(12))
    story.clock.move(seconds=5)
    await story.bot.workspace.watch.look(on=False)
    story.sqod.change(jane.id, at=story.at(10))
    story.clock.move(seconds=5)
    await story.bot.workspace.watch.look(on=False)
    await passes(story, minutes=2)
    assert messages(story, story.desk) == []


async def test_who_did_it_in_slack_is_named_and_not_pinged(story: Scene) -> None:
    story.session("Jane Doe", reference="JANEDOE123456")
    await told(story, story.desk, changes=True)
    form = await story.opens(story.asha, "/appt cancel JANEDOE123456 claimant asked")
    await form.submit()
    await passes(story, minutes=2)
    [line] = messages(story, story.desk)
    assert "Asha Patel" in line.text
    assert line.pings == []


async def test_moved_to_another_week_it_is_told_with_its_new_day(story: Scene) -> None:
    jane = story.session("Jane Doe", at=story.at(15))
    await told(story, story.desk, board=board(8, 30), changes=True)
    story.sqod.change(jane.id, at=story.at(15, days=30))
    await passes(story, minutes=2)
    [line] = thread(story, story.desk)
    assert "20 Dec" in line
    assert "Jane Doe" not in messages(story, story.desk)[0].text


async def test_removed_from_the_service_it_leaves_the_board_and_is_told(story: Scene) -> None:
    jane = story.session("Jane Doe", at=story.at(15))
    await told(story, story.desk, board=board(8, 30), changes=True)
    story.sqod.removes(jane.id)
    await passes(story, minutes=2)
    assert "Jane Doe" not in messages(story, story.desk)[0].text
    assert len(thread(story, story.desk)) == 1


async def test_a_gap_that_opens_again_is_told_again(story: Scene) -> None:
    jane = story.session("Jane Doe", at=story.at(11), interpreter_needed=True)
    await told(story, story.desk, gaps=True)
    assert len(messages(story, story.desk)) == 1
    story.sqod.change(jane.id, interpreter_language="Polish")
    await passes(story, minutes=1)
    story.sqod.change(jane.id, interpreter_language=None)
    await passes(story, minutes=1)
    assert len(messages(story, story.desk)) == 2


async def test_one_that_is_on_again_after_it_was_cancelled_is_told(story: Scene) -> None:
    jane = story.session("Jane Doe", at=story.at(15))
    await told(story, story.desk, changes=True)
    story.sqod.cancels(jane.id)
    await passes(story, minutes=2)
    story.sqod.change(jane.id, cancelled_at=None, status="scheduled")
    await passes(story, minutes=2)
    cancelled, again = messages(story, story.desk)
    assert "Cancelled" in cancelled.text
    assert "On again" in again.text


@pytest.mark.parametrize(
    ("only", "change", "word"),
    [
        ({"statuses": ["scheduled", "waiting"]}, {"cancelled_at": "now"}, "Cancelled"),
        ({"departments": ["Leeds"]}, {"department": "London"}, "before: Leeds"),
        ({"interpreter": True}, {"interpreter_needed": False, "interpreter_language": None}, "Not needed"),
    ],
)
async def test_what_leaves_a_channels_filter_is_told_there(
    story: Scene, only: dict[str, Any], change: dict[str, Any], word: str
) -> None:
    jane = story.session(
        "Jane Doe",
        at=story.at(15),
        department="Leeds",
        interpreter_needed=True,
        interpreter_language="Polish",
    )
    await told(story, story.desk, changes=True, only=only)
    if "cancelled_at" in change:
        story.sqod.cancels(jane.id)
    else:
        story.sqod.change(jane.id, **change)
    await passes(story, minutes=2)
    [line] = messages(story, story.desk)
    assert word in line.text


async def test_old_changes_are_no_news_for_a_channel_that_is_set_up_later(story: Scene) -> None:
    jane = story.session("Jane Doe", at=story.at(15, days=4))
    await told(story, story.desk, changes=True)
    await story.says(story.asha, "/appt alerts off")
    story.clock.move(days=2)
    story.sqod.change(jane.id, at=story.at(16, days=2))
    await told(story, story.lobby, changes=True)
    await passes(story, minutes=3)
    assert messages(story, story.lobby) == []
    story.sqod.change(jane.id, at=story.at(17, days=2))
    await passes(story, minutes=3)
    assert len(messages(story, story.lobby)) == 1


async def test_a_public_channel_reads_no_names_in_any_alert(story: Scene) -> None:
    jane = story.session(
        "Jane Doe",
        at=story.at(9, 30),
        interpreter_needed=True,
        reference="JANEDOE123456",
        phone="+447700900123",
    )
    rules: dict[str, Any] = {
        "board": board(8, 30),
        "reminders": (15,),
        "waiting": 0,
        "changes": True,
        "gaps": True,
    }
    await told(story, story.lobby, **rules)
    story.sqod.claimant_arrives(jane.id)
    await passes(story, minutes=7)
    story.sqod.change(jane.id, minutes=60)
    await passes(story, minutes=2)
    assert len(thread(story, story.lobby)) >= 4
    shown = story.everything_shown()
    for secret in ("Jane", "Doe", "JANEDOE123456", "900123", "roomKey"):
        assert secret not in shown, secret


async def test_what_comes_together_with_the_board_waits_for_it_but_not_for_long(story: Scene) -> None:
    story.session("Jane Doe", at=story.at(11))
    await story.bot.courier.stop(5)  # the board is due, and nobody posts it
    ws = story.bot.workspace
    await ws.alerts.put(
        Subscription(
            team=ws.team,
            channel=story.lobby.id,
            rules=Rules(board=board(8, 30), gaps=True),
            set_by=story.asha.user.id,
        )
    )
    subscription = await ws.alerts.get(ws.team, story.lobby.id)
    assert subscription is not None
    now = story.clock.now
    gap = TellGap(channel=story.lobby.id, appointment="1", moment=story.at(11), rule=2)
    claim = Claimed(1, "gap:1", ws.team, "gap", 0, now, gap)
    with pytest.raises(Later):
        async with posted(ws, claim, subscription, say("An interpreter is still to be found.")):
            pass
    assert messages(story, story.lobby) == []

    story.clock.move(seconds=31)
    async with posted(ws, claim, subscription, say("An interpreter is still to be found.")):
        pass
    assert [seen.text for seen in messages(story, story.lobby)] == ["An interpreter is still to be found."]


@pytest.mark.parametrize("how", ["archived", "kicked"])
async def test_a_channel_that_cannot_be_written_to_pauses_and_its_owner_is_told_once(
    story: Scene, how: str
) -> None:
    for hour in (30, 32, 34):
        story.session("Jane Doe", at=story.at(9, hour))
    await told(story, story.lobby, by=story.chloe, reminders=(15,))
    if how == "archived":
        story.lobby.is_archived = True
    else:
        story.lobby.has_bot = False
    await passes(story, minutes=12)
    direct = [seen for seen in story.chloe.sees(story.chloe.dm) if not seen.is_ephemeral]
    assert len(direct) == 1
    assert "paused" in direct[0].text
    kept = await story.bot.workspace.alerts.get(story.bot.workspace.team, story.lobby.id)
    assert kept is not None
    assert not kept.active(story.clock.now + timedelta(days=1))


async def test_what_is_in_the_database_names_nobody(story: Scene) -> None:
    jane = story.session(
        "Jane Doe", at=story.at(9, 30), phone="+447700900123", interpreter_language="Tigrinya"
    )
    rules: dict[str, Any] = {
        "board": board(8, 30),
        "reminders": (15,),
        "waiting": 0,
        "changes": True,
        "gaps": True,
    }
    await told(story, story.desk, **rules)
    story.sqod.claimant_arrives(jane.id)
    await passes(story, minutes=7)
    story.sqod.change(jane.id, name="Jane Dow", department="London")
    await passes(story, minutes=2)
    files = Path(story.settings.database_url.removeprefix("sqlite:///")).parent.glob("frontdesk.sqlite3*")
    kept = b"".join(one.read_bytes() for one in files)
    # What is counted has department and language, as docs/privacy.md says; nothing that is one person's.
    for secret in (b"Jane", b"900123", b"roomKey"):
        assert secret not in kept, secret
