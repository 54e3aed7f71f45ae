"""Troubles that no waiting mends: who is to be asked is said, an error is logged, and the probe says that it is so."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from bot.standins.slack import payloads
from tests.edges.test_requests import address
from tests.stories.scene import Scene, modal, outcome, scene

GONE_SIGN_IN = ["token_revoked", "account_inactive", "invalid_auth"]


@pytest.mark.parametrize("error", [*GONE_SIGN_IN, "missing_scope"])
async def test_a_sign_in_that_slack_refuses_is_said_with_whom_to_ask(
    story: Scene, error: str, caplog: pytest.LogCaptureFixture
) -> None:
    story.slack.faults.switch_on("users.info", error=error)
    answer = await story.says(story.asha, "/appt today")
    assert f"({error})" in answer.text
    assert "Ask whoever runs Frontdesk" in answer.text
    assert "Try again in a moment" not in answer.text
    assert "slack" in await problems(story)

    story.slack.faults.switch_off()
    story.session()
    story.clock.move(seconds=90)
    assert "Jane Doe" in (await story.says(story.asha, "/appt today")).text
    assert "slack" not in await problems(story)


async def problems(story: Scene) -> str:
    story.bot.health.forget()
    async with httpx.AsyncClient() as asking:
        return (await asking.get(address(story, "/readyz"))).text


async def test_help_needs_nobodys_identity(story: Scene) -> None:
    story.slack.faults.switch_on("users.info", status=503)
    assert "/appt book" in (await story.says(story.asha, "/appt help")).text
    assert "/appt move" in (await story.says(story.asha, "/appt help move")).text


@pytest.mark.parametrize("body", ["", "<html>Bad gateway</html>", "null", "[]", '"no"', "{"])
async def test_what_is_no_answer_of_slacks_is_slacks_trouble(story: Scene, body: str) -> None:
    story.slack.faults.switch_on("views.open", body=body)
    answer = await story.says(story.asha, "/appt book Jane Doe tomorrow 3pm")
    assert "Slack did not take our answer." in answer.text
    assert "Frontdesk itself" not in answer.text


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        ("is_archived", "that channel is archived"),
        ("restricted_action_read_only_channel", "only some may post in that channel"),
        ("restricted_action_thread_only_channel", "only some may post in that channel"),
        ("user_not_in_channel", "Frontdesk is not in that conversation"),
        ("msg_blocks_too_long", "Slack found it too long"),
    ],
)
async def test_a_card_that_slack_never_takes_comes_to_the_booker_with_advice(
    story: Scene, error: str, advice: str
) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    story.slack.faults.switch_on("chat.postMessage", error=error, times=1)
    await form.submit()
    await story.delivered()
    told = story.asha.last(story.asha.dm).text
    assert "Booked: Jane Doe" in told
    assert advice in told


async def test_where_nothing_can_be_posted_is_not_chosen_beforehand(story: Scene) -> None:
    elsewhere = story.slack.channel("elsewhere", private=True)
    elsewhere.has_bot = False
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm", elsewhere)
    assert form.value("Post the card in") in {None, ""}


async def test_where_slack_took_no_card_none_is_offered_until_it_takes_one(story: Scene) -> None:
    async def books(name: str) -> str | None:
        form = await story.opens(story.asha, f"/appt book {name} tomorrow 3pm")
        chosen: str | None = form.value("Post the card in")
        await form.fill("Post the card in", "front-desk")
        await form.submit()
        await story.delivered()
        return chosen

    story.slack.faults.switch_on("chat.postMessage", error="restricted_action_read_only_channel", times=1)
    assert await books("Jane Doe") == "front-desk"
    assert await books("John Roe") in {None, ""}
    assert await books("Ann Poe") == "front-desk"


async def test_a_form_whose_appointment_is_gone_says_so_and_offers_a_way_on(story: Scene) -> None:
    session = story.session()
    form = await story.opens(story.asha, f"/appt move {session.reference} today 4pm")
    story.sqod.removes(session.id)
    await form.submit()
    await story.delivered()
    text = outcome(story.asha).text
    assert "Not rescheduled: the appointment service no longer has this appointment." in text
    assert "Look for the claimant by name, or book a new appointment." in text
    assert "Check the reference" not in text


async def test_a_command_that_is_delivered_twice_says_nothing_beside_its_form(story: Scene) -> None:
    courier = story.slack_server.courier
    body = payloads.command(
        story.slack, story.asha.user, story.desk, "/appt", "book Jane Doe tomorrow 3pm", courier.base_url
    )
    first, second = await courier.command(body), await courier.command(body)
    await story.delivered()
    assert modal(story.asha).value("Claimant name") == "Jane Doe"
    assert "too late" not in f"{first.body} {second.body}"
    assert not [seen for seen in story.asha.sees(story.desk) if "too late" in seen.text]


async def test_our_own_database_that_is_locked_is_named_and_nothing_is_sent(tmp_path: Path) -> None:
    async with scene(tmp_path) as story:
        form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
        database = tmp_path / "frontdesk.sqlite3"
        with closing(
            sqlite3.connect(database, isolation_level=None, timeout=20, check_same_thread=False)
        ) as other:
            await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")  # the bot may be writing just now
            await form.submit()
            assert "Booking…" in outcome(story.asha).text
            async with asyncio.timeout(15):
                while "Booking…" in outcome(story.asha).text:  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
            other.execute("ROLLBACK")
        text = outcome(story.asha).text
        assert "Not booked. Nothing was sent: our own database can't be written." in text
        assert story.sqod.appointments == []
        assert modal(story.asha).value("Claimant name") == "Jane Doe"


def test_a_log_that_nobody_reads_stops_nothing(tmp_path: Path) -> None:
    program = (
        "from bot.observe.logs import set_up_logs\n"
        "from bot.settings import given_settings\n"
        "from bot.apis.vendors import VENDORS\n"
        "import structlog, logging\n"
        "set_up_logs(given_settings(VENDORS, slack_bot_token='x', slack_app_token='y', log_format='json'))\n"
        "for n in range(3000):\n"
        "    structlog.get_logger('x').error('line', number=n)\n"
        "    logging.getLogger('y').error('another')\n"
        "print('done')\n"
    )
    reads, writes = os.pipe()
    try:
        ran = subprocess.run(
            [sys.executable, "-c", program],
            stdout=subprocess.PIPE,
            stderr=writes,
            timeout=30,
            check=False,
            text=True,
        )
    finally:
        os.close(reads)
        os.close(writes)
    assert ran.stdout == "done\n"
