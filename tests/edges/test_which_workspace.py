"""Each request is answered in the workspace that it is for, and in no other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from blocks.words.installing import NOT_HERE
from bot.slack.team import team_of
from bot.standins.slack import payloads
from tests.stories.scene import Scene, book, outcome


@pytest.mark.parametrize(
    ("body", "team"),
    [
        ({"team_id": "T1"}, "T1"),
        ({"team": {"id": "T1"}, "user": {"team_id": "T2"}}, "T1"),
        ({"team": None, "enterprise": {"id": "E1"}, "user": {"team_id": "T2"}}, "T2"),
        ({"team": {"id": "T2"}, "view": {"app_installed_team_id": "T1", "team_id": "T2"}}, "T1"),
        ({"team_id": "T2", "authorizations": [{"team_id": "T1"}]}, "T1"),
        ({"team": None, "view": {"team_id": "T3"}}, "T3"),
        ({"authorizations": [], "team": "T1", "view": None, "user": "U1"}, ""),
        ({}, ""),
    ],
)
def test_the_team_of_a_request_is_the_one_where_the_app_is_installed(body: dict[str, Any], team: str) -> None:
    assert team_of(body) == team


async def test_a_command_of_another_team_is_refused_in_words_and_reaches_no_desk(story: Scene) -> None:
    story.session()
    mine = story.slack.team_id
    story.slack.team_id = "T0THERS"
    try:
        await story.asha.types("/appt today", in_=story.desk)
        await story.delivered()
    finally:
        story.slack.team_id = mine
    assert "Frontdesk does not serve this workspace." in story.asha.last(story.desk).text
    assert story.sqod.asked("list") == []


@contextmanager
def in_another_team(story: Scene) -> Iterator[None]:
    mine = story.slack.team_id
    story.slack.team_id = "T0THERS"
    try:
        yield
    finally:
        story.slack.team_id = mine


async def test_a_form_of_another_team_writes_nothing_and_says_why(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    with in_another_team(story):
        await form.submit()
        await story.delivered()
    assert story.sqod.appointments == []
    assert NOT_HERE in form.errors.values()
    assert form.is_open, "and what was typed is still there"


@pytest.mark.parametrize("button", ["Join", "Reschedule", "Edit", "Cancel appointment", "Details"])
async def test_a_click_of_another_team_is_refused_in_words(story: Scene, button: str) -> None:
    await book(story, "Jane Doe today 3pm")
    [card] = story.cards(story.desk)
    asked = len(story.sqod.calls)
    with in_another_team(story):
        await story.asha.clicks(button, on=card)
        await story.delivered()
    assert story.asha.last(story.desk).text == NOT_HERE
    assert story.asha.last(story.desk).is_ephemeral
    assert len(story.sqod.calls) == asked, "and no desk was asked"
    assert story.cards(story.desk)[0].text == card.text


async def test_a_click_of_another_team_is_acknowledged_though_slack_takes_no_answer(story: Scene) -> None:
    story.slack.waits(3.0)
    await book(story, "Jane Doe today 3pm")
    [card], stood = story.cards(story.desk), story.asha.sees(story.desk)
    story.slack.faults.switch_on("response_url", delay=4)
    with in_another_team(story):
        await story.asha.clicks("Join", on=card)
    assert [str(one) for one in story.slack.complaints] == [], "it was acknowledged in time"
    assert [one.text for one in story.asha.sees(story.desk)] == [one.text for one in stood]
    story.slack.faults.switch_off()


async def test_a_command_under_another_name_is_told_the_right_one(story: Scene) -> None:
    courier = story.slack_server.courier
    body = payloads.command(story.slack, story.asha.user, story.desk, "/desk", "today", courier.base_url)
    answer = await courier.command(body)
    assert "The command here is /appt" in str(answer.body)


async def test_the_workspace_itself_is_found_by_its_team(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    await form.submit()
    await story.delivered()
    assert "Booked: Jane Doe" in outcome(story.asha).text
