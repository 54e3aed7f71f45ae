"""Forgetting an appointment: admins alone, everything of ours, and a receipt that says what is out of reach."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, text

from bot.standins.slack import Person, Seen
from bot.workspace.forgetting import forget
from tests.edges.leaks import own_tables
from tests.edges.test_own_database import move_back
from tests.edges.test_ready import move_away
from tests.standins.sqod import Session
from tests.stories.process import run_once
from tests.stories.scene import SECRET, Scene, book, scene
from tests.stories.telling import messages, passes, told
from tests.stories.test_retention import rows
from tests.stories.test_who_may import audit
from tests.waiting import until

STOPPED = "Slack did not take all of it, so no row was deleted; cards that are closed stay closed."
OWN = ("intents", "cards", "seen", "waiting_posts", "takes", "differences", "holds")


@pytest.fixture
async def story(tmp_path: Path) -> AsyncIterator[Scene]:
    async with scene(tmp_path, workspace={}) as found:
        yield found


def admin(story: Scene) -> Person:
    return story.slack.person("Ada Admin", admin=True)


async def card(story: Scene, words: str = "Jane Doe tomorrow 3pm in Leeds, 020 7946 0123") -> Seen:
    await (await book(story, words)).close()
    return story.cards(story.desk)[-1]


async def test_an_admin_forgets_all_that_is_kept_and_every_card_is_closed(story: Scene) -> None:
    ada = admin(story)
    shown = await card(story)
    session = story.sqod.appointments[0]
    await story.asha.clicks("Details", on=shown)
    await story.delivered()
    offered = await story.says(ada, f"/appt forget {session.reference}")
    assert offered.is_ephemeral
    assert "Kept: 1 card and" in offered.text
    assert "Jane Doe" in offered.text
    assert "Jane Doe" in story.cards(story.desk)[-1].text, "nothing is done before it is pressed"

    await ada.clicks("Forget", on=offered, confirm=True)
    await story.delivered()
    receipt = ada.last(story.desk)
    code = session.reference[-5:]
    assert f"Appointment {code} is forgotten: 1 card closed," in receipt.text
    assert "Out of reach: the appointment service still has the appointment" in receipt.text
    assert "Slack's exports" in receipt.text
    now = story.asha.again(shown)
    assert now is not None
    assert (now.text, now.buttons) == (f"Appointment {code}: closed", [])
    assert rows(story, *OWN) == {}
    left = own_tables(story)
    assert [one for one in (session.id, session.reference, code) if one in left] == []
    deeds = [(one.deed, one.user) for one in await audit(story)]
    assert ("details", story.asha.user.id) in deeds, "who looked is still known, not at whom"
    assert deeds[-1] == ("forget", ada.user.id)

    again = await story.says(ada, f"/appt forget {session.reference}")
    assert "Kept: 0 cards and 0 rows" in again.text


async def test_others_of_the_same_name_and_phone_are_offered_and_only_those(story: Scene) -> None:
    ada = admin(story)
    await card(story)
    same = story.session("jane doe", phone="+44 20 7946 0123", at=story.at(11, days=3))
    story.session("Jane Doe", phone="+44 20 7946 0999", at=story.at(12, days=3))
    story.session("John Roe", phone="+44 20 7946 0123", at=story.at(13, days=3))
    offered = await story.says(ada, f"/appt forget {story.sqod.appointments[0].reference}")
    assert "Also of the same name and phone" in offered.text
    assert offered.buttons == ["Forget", "Forget"]
    assert same.reference[-5:].casefold() in offered.text.casefold()


@pytest.mark.parametrize("typed", ["forget {ref}", "forget", "forget Jane Doe"])
async def test_nobody_else_may_and_it_is_on_record(story: Scene, typed: str) -> None:
    shown = await card(story)
    session = story.sqod.appointments[0]
    for person, why in ((story.asha, "Only admins of this workspace may do this."), (story.gus, "Guests")):
        said = await story.says(person, f"/appt {typed.format(ref=session.reference)}")
        assert said.text.startswith(why)
    assert [(one.user, one.outcome) for one in await audit(story) if one.deed == "forget"] == [
        (story.asha.user.id, "refused"),
        (story.gus.user.id, "refused"),
    ]
    assert story.asha.again(shown) is not None


async def test_what_the_service_no_longer_has_is_forgotten_by_what_we_know(story: Scene) -> None:
    ada = admin(story)
    shown = await card(story)
    session = story.sqod.appointments[0]
    story.sqod.removes(session.id)
    offered = await story.says(ada, f"/appt forget {session.reference[-5:]}")
    assert "No longer at the service" in offered.text
    await ada.clicks("Forget", on=offered, confirm=True)
    await story.delivered()
    now = story.asha.again(shown)
    assert now is not None
    assert now.text == f"Appointment {session.reference[-5:]}: closed"
    assert session.id not in own_tables(story)
    nothing = await story.says(ada, "/appt forget NOSUCHONE")
    assert "Frontdesk keeps nothing about “NOSUCHONE”" in nothing.text


async def test_a_channel_that_takes_nothing_is_named_in_the_receipt(story: Scene) -> None:
    ada = admin(story)
    await card(story)
    await card(story, "John Roe tomorrow 4pm in Leeds")
    session = story.sqod.appointments[0]
    offered = await story.says(ada, f"/appt forget {session.reference}", in_=story.lobby)
    story.desk.is_archived = True
    await ada.clicks("Forget", on=offered, confirm=True)
    await story.delivered()
    said = ada.last(story.lobby).text
    assert "0 cards closed" in said
    assert "1 card stands in a channel that is archived" in said
    assert rows(story, *OWN) == {"intents": 1, "cards": 1}, "the other one's"


async def test_while_slack_fails_no_row_is_deleted_and_it_can_be_done_again(story: Scene) -> None:
    ada = admin(story)
    shown = await card(story)
    session = story.sqod.appointments[0]
    offered = await story.says(ada, f"/appt forget {session.reference}")
    story.slack.faults.switch_on("chat.update", error="internal_error")
    await ada.clicks("Forget", on=offered, confirm=True)
    await story.delivered()
    assert ada.last(story.desk).text.startswith(STOPPED)
    assert rows(story, *OWN) == {"intents": 1, "cards": 1}
    story.slack.faults.switch_off()
    await asyncio.gather(*(ada.clicks("Forget", on=offered, confirm=True) for _ in range(2)))
    await story.delivered()
    now = story.asha.again(shown)
    assert now is not None
    assert ": closed" in now.text
    assert rows(story, *OWN) == {}


async def test_a_slack_that_asks_to_wait_halfway_is_no_fault_of_ours_and_what_is_closed_is_not_denied(
    story: Scene,
) -> None:
    ada = admin(story)
    await card(story)
    session = story.sqod.appointments[0]
    offered = await story.says(ada, f"/appt forget {session.reference}")
    story.slack.faults.switch_on("chat.update", retry_after=30, times=1)
    await ada.clicks("Forget", on=offered, confirm=True)
    await story.delivered()
    told = ada.last(story.desk).text
    assert told.startswith(STOPPED)
    assert "Forget it again in a minute." in told
    assert rows(story, *OWN) == {"intents": 1, "cards": 1}
    await ada.clicks("Forget", on=offered, confirm=True)
    await story.delivered()
    assert rows(story, *OWN) == {}


async def test_no_row_is_deleted_where_it_cannot_be_put_on_record(story: Scene) -> None:
    ada = admin(story)
    await card(story)
    offered = await story.says(ada, f"/appt forget {story.sqod.appointments[0].reference}")
    engine = create_engine(story.settings.database_url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "CREATE TRIGGER shut BEFORE INSERT ON audit WHEN NEW.deed = 'forget' BEGIN SELECT RAISE(ABORT, 'x'); END"
            )
        )
    await ada.clicks("Forget", on=offered, confirm=True)
    await story.delivered()
    assert rows(story, *OWN) == {"intents": 1, "cards": 1}
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER shut"))
    engine.dispose()
    await ada.clicks("Forget", on=offered, confirm=True)
    await story.delivered()
    assert rows(story, *OWN) == {}
    assert (await audit(story))[-1].deed == "forget"


async def test_a_database_that_goes_while_cards_are_closed_is_said_and_what_is_closed_is_not_denied(
    story: Scene, tmp_path: Path
) -> None:
    ada = admin(story)
    shown = await card(story)
    offered = await story.says(ada, f"/appt forget {story.sqod.appointments[0].reference}")
    story.slack.faults.switch_on("chat.update", delay=0.5, after_work=True, times=1)
    pressed = asyncio.create_task(ada.clicks("Forget", on=offered, confirm=True))
    await until(lambda: ": closed" in getattr(story.asha.again(shown), "text", ""))
    move_away(tmp_path)
    await pressed
    await until(lambda: "so no row was deleted" in ada.last(story.desk).text)
    told = ada.last(story.desk).text
    move_back(tmp_path)
    assert told.startswith(
        "Our own database can't be written, so no row was deleted; cards that are closed stay closed."
    )
    assert "Forget it again in a minute." in told
    assert rows(story, *OWN) == {"intents": 1, "cards": 1}


async def test_what_is_kept_of_many_is_counted_in_one_look_and_only_of_those_that_are_shown(
    story: Scene,
) -> None:
    for minutes in range(25):
        story.session("Jane Doe", at=story.at(10, minutes))
    await card(story)
    asked: list[str] = []

    def note(*told_of: Any) -> None:
        asked.append(str(told_of[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        offered = await story.says(admin(story), "/appt forget Jane Doe")
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert offered.buttons.count("Forget") == 10
    assert "And 16 more." in offered.text
    assert sum("data" in one and one.startswith("SELECT") for one in asked) == 1
    assert sum("FROM states" in one for one in asked) == 10
    assert len(story.sqod.asked("list")) < 5


async def test_a_card_that_is_being_posted_meanwhile_is_closed_too(story: Scene) -> None:
    story.slack.faults.switch_on("chat.postMessage", delay=1.0, after_work=True, times=1)
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm in Leeds")
    await form.submit()
    await until(lambda: bool(story.cards(story.desk)))
    assert rows(story, "cards") == {}, "Slack has it, and has not said so yet"
    session = story.sqod.appointments[0]
    await forget(story.bot.workspace, session.id, admin(story).user.id)
    await story.delivered()
    (shown,) = (one for one in story.asha.sees(story.desk) if not one.is_ephemeral)
    assert shown.text == f"Appointment {session.reference[-5:]}: closed"
    assert rows(story, *OWN) == {}
    assert session.id not in own_tables(story), "nor is it to be redrawn"


async def test_the_command_line_asks_for_a_yes_and_does_the_same(story: Scene, tmp_path: Path) -> None:
    shown = await card(story)
    session = story.sqod.appointments[0]
    variables = {
        "SLACK_BOT_TOKEN": story.slack.bot_token,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": story.slack_server.api_url,
        "APPOINTMENTS_PROVIDER": "sqod",
        "APPOINTMENTS_API_URL": story.sqod.url,
        "APPOINTMENTS_API_TOKEN": story.sqod.token,
        "DATABASE_URL": story.settings.database_url,
    }
    code, out, err = await run_once(tmp_path, variables, "forget", session.reference, typed="no\n")
    assert (code, err) == (1, "")
    assert "Nothing was forgotten." in out
    assert "1 card and" in out
    assert "Jane" not in out
    code, out, err = await run_once(tmp_path, variables, "forget", session.reference, typed="yes\n")
    assert (code, err) == (0, "")
    assert f"Appointment {session.reference[-5:]} is forgotten: 1 card closed," in out
    assert "Out of reach" in out
    now = story.asha.again(shown)
    assert now is not None
    assert now.buttons == []
    assert rows(story, *OWN) == {}
    code, out, _ = await run_once(tmp_path, variables, "forget", "NOSUCHONE", typed="yes\n")
    assert (code, "keeps nothing about" in out) == (1, True)


async def test_with_the_built_in_service_the_appointment_itself_goes_too(tmp_path: Path) -> None:
    async with scene(tmp_path, vendor=False) as story:
        ada = admin(story)
        shown = await card(story)
        await card(story, "John Roe tomorrow 4pm in Leeds")
        code = shown.text.partition("Code: ")[2].split("\n")[0]
        offered = await story.says(ada, f"/appt forget {code}")
        assert "the appointment itself too, though it may be still to come" in offered.text
        await ada.clicks("Forget", on=offered, confirm=True)
        await story.delivered()
        assert "The appointment itself is deleted too." in ada.last(story.desk).text
        assert rows(story, "service_appointments", "cards") == {"service_appointments": 1, "cards": 1}
        assert "No appointment" in (await story.says(story.asha, f"/appt show {code}")).text
        assert "John Roe" in (await story.says(story.asha, "/appt tomorrow")).text


async def test_a_card_that_is_drawn_anew_while_others_are_being_closed_is_closed_too(story: Scene) -> None:
    ada = admin(story)
    shown = await card(story, "Jane Doe today 9:15 for 30m in Leeds")
    session = story.sqod.appointments[0]
    offered = await story.says(ada, f"/appt forget {session.reference}")
    story.slack.faults.switch_on("chat.update", delay=0.4)
    await ada.clicks("Forget", on=offered, confirm=True)
    await story.says(story.chloe, "/appt arrived Jane Doe")
    await story.delivered()
    story.slack.faults.switch_off()
    now = story.asha.again(shown)
    assert now is not None
    assert now.text == f"Appointment {session.reference[-5:]}: closed"
    assert now.buttons == []


async def waits(story: Scene) -> Session:
    """Jane Doe sits in the waiting room, and the desk is to be told so at once."""
    jane = story.session("Jane Doe", at=story.at(9, 30))
    await told(story, story.desk, waiting=0)
    story.sqod.claimant_arrives(jane.id)
    return jane


def closed(jane: Session) -> str:
    return f"Appointment {jane.reference[-5:]}: closed"


async def test_an_alert_that_is_drawn_anew_meanwhile_is_closed_too(story: Scene) -> None:
    jane = await waits(story)
    await passes(story, minutes=1)
    [shown] = messages(story, story.desk)
    slow = story.slack.faults.switch_on("chat.update", delay=0.4, times=1)
    await story.asha.clicks("I have it", on=shown)
    await until(lambda: slow.times == 0)
    await forget(story.bot.workspace, jane.id, admin(story).user.id)
    await story.delivered()
    now = story.asha.again(shown)
    assert now is not None
    assert now.text == closed(jane)  # a look that was under way may tell anew of whoever waits at the service


@pytest.mark.parametrize("hours", [0, 26])
async def test_one_that_slack_will_not_have_closed_just_then_is_closed_as_soon_as_it_will(
    story: Scene, hours: int
) -> None:
    jane = await waits(story)
    await passes(story, minutes=1)
    [shown] = messages(story, story.desk)
    slow = story.slack.faults.switch_on("chat.update", delay=0.4, times=1)
    await story.asha.clicks("I have it", on=shown)
    await until(lambda: slow.times == 0)
    await forget(story.bot.workspace, jane.id, admin(story).user.id)
    story.slack.faults.switch_on("chat.update", error="internal_error")
    await story.slack.settled()
    story.clock.move(hours=hours)
    await passes(story, minutes=1)
    still = story.asha.again(shown)
    assert still is not None
    assert "Jane Doe" in still.text
    story.slack.faults.switch_off()
    await passes(story, minutes=12)
    now = story.asha.again(shown)
    assert now is not None
    assert now.text == closed(jane)


@pytest.mark.parametrize("what", ["waiting", "gaps"])
async def test_an_alert_that_is_being_posted_meanwhile_is_closed_too(story: Scene, what: str) -> None:
    if what == "waiting":
        jane = await waits(story)
    else:
        jane = story.session(
            "Jane Doe", at=story.at(9, 26), interpreter_needed=True, interpreter_language="Polish"
        )
        await told(story, story.desk, gaps=True)
    slow = story.slack.faults.switch_on("chat.postMessage", delay=0.5, after_work=True, times=1)
    story.clock.move(minutes=1)
    story.bot.courier.wake()
    await until(lambda: slow.times == 0 and messages(story, story.desk))
    await forget(story.bot.workspace, jane.id, admin(story).user.id)
    await story.delivered()
    assert [one.text for one in messages(story, story.desk)] == [closed(jane)]
    assert rows(story, "cards", "waiting_posts") == {}
