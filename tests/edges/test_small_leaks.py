"""What somebody who may do nothing leaves behind, what is meant for others, and how much one person gets at a time."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse

from bot.app import CannotStart, running_bot
from bot.appointments.deeds import Deed
from bot.appointments.writes.ledger import Entry
from bot.slack.bolt import Bolt
from bot.standins.slack import Person
from bot.workspace.turns import AT_A_TIME, WAIT
from tests.edges.malformed import command, interaction
from tests.stories.process import run_once
from tests.stories.scene import Scene, book

FORMULA = "=cmd|' /C calc'!A0"


async def forged_click(story: Scene, who: Person, appointment: str) -> None:
    """Press a button whose value was made up: a message says nothing of what may stand in it."""
    action = {"type": "button", "block_id": "b", "action_ts": "1.1", "action_id": "appointment.details"}
    body = {
        "type": "block_actions",
        "team": {"id": story.slack.team_id},
        "user": {"id": who.user.id, "team_id": story.slack.team_id},
        "channel": {"id": story.desk.id},
        "actions": [action | {"value": json.dumps({"a": appointment})}],
    }
    assert (await story.slack_server.courier.forge(interaction(body))).status == 200
    await story.delivered()
    story.slack.complaints.clear()


async def audited(story: Scene) -> list[dict[str, str]]:
    variables = {"DATABASE_URL": story.settings.database_url}
    _, table, _ = await run_once(Path.cwd(), variables, "audit", "--csv")
    return list(csv.DictReader(io.StringIO(table)))


async def test_a_forged_value_of_who_may_do_nothing_is_not_kept(story: Scene) -> None:
    for forged in (FORMULA, "made-up", "x" * 250):
        await forged_click(story, story.gus, forged)
    rows = await audited(story)
    assert [(row["outcome"], row["appointment"]) for row in rows] == [("refused", "")] * 3


async def test_a_refusal_at_a_card_still_names_its_appointment(story: Scene) -> None:
    await book(story, "Jane Doe tomorrow 3pm")
    (session,) = story.sqod.appointments
    await forged_click(story, story.gus, session.id)
    assert [(row["outcome"], row["appointment"]) for row in await audited(story)] == [
        ("done", session.id),
        ("refused", session.id),
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＠"])
async def test_a_spreadsheet_is_given_no_formula_and_a_terminal_no_command(story: Scene, start: str) -> None:
    """Whatever an older version kept, or the service calls its appointments."""
    await story.bot.workspace.desk._ledger.record(
        Entry(
            team="T1",
            user="U1",
            deed=Deed.DETAILS,
            outcome="done",
            appointment=f"{start}1\x1b[2J\u202e" + "x" * 200,
        )
    )
    (row,) = await audited(story)
    assert row["appointment"].startswith(f"'{start}1?[2J?x")
    assert len(row["appointment"]) < 70


async def test_what_is_for_another_app_is_turned_away(story: Scene) -> None:
    fields = {
        "user_id": story.asha.user.id,
        "team_id": story.slack.team_id,
        "trigger_id": "1",
        "response_url": "http://127.0.0.1:9/x",
    }
    courier = story.slack_server.courier
    theirs = await courier.forge(command(**fields, api_app_id="A0OTHER"))
    ours = await courier.forge(command(**fields, api_app_id=story.slack.app_id))
    assert (theirs.status, theirs.body) == (403, "not for this app")
    assert ours.status == 200
    assert len([call for call in story.sqod.calls if call.operation == "list"]) == 1


async def test_a_token_of_a_whole_organisation_is_refused_at_the_start(
    story: Scene,
) -> None:
    story.slack.is_org_wide = True
    with pytest.raises(
        CannotStart, match="SLACK_BOT_TOKEN: this token is of an organisation-wide installation"
    ):
        async with running_bot(story.settings, story.clock):
            pass


async def test_one_person_cannot_take_everybodys_turn(story: Scene) -> None:
    story.session("Jane Doe")
    story.sqod.slows("list", 0.6)
    hers = [story.asha.types("/appt today", in_=story.desk) for _ in range(AT_A_TIME + 3)]
    await asyncio.gather(*hers, story.ben.types("/appt today", in_=story.desk))
    await story.delivered()
    said = [seen.text for seen in story.asha.sees(story.desk)]
    assert sum(WAIT in one for one in said) == 3
    assert sum("Jane Doe" in one for one in said) == AT_A_TIME
    assert "Jane Doe" in story.ben.last(story.desk).text
    assert "Jane Doe" in (await story.says(story.asha, "/appt today")).text


async def test_bolts_own_words_repeat_nothing_that_was_typed(caplog: pytest.LogCaptureFixture) -> None:
    """Its loggers are named after the app, and print what nobody listens to."""

    async def commands(_: dict[str, Any]) -> BoltResponse:
        return BoltResponse(status=404)

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1")

    bolt = Bolt(commands, authorize=authorize, request_verification_enabled=False, ssl_check_enabled=False)
    body: dict[str, Any] = {"type": "message_action", "message": {"text": "book Zebedee Quux"}}
    with caplog.at_level(logging.DEBUG):
        answer = await bolt.answer(body | {"callback_id": "book", "team": {"id": "T1"}, "user": {"id": "U1"}})
    assert answer.status == 404
    assert "Zebedee" not in caplog.text
