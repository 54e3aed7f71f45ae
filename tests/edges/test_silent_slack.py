"""A Slack that takes a request and never answers: people are told, and nobody else waits for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.appointments.jobs import PostCard
from tests.stories.scene import Scene, modal, scene
from tests.waiting import until

SILENCE = 6
"""Seconds; longer than any of these stories may take."""


@pytest.fixture
async def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    monkeypatch.setattr("bot.slack.client.LIMIT", 0.3)
    async with scene(tmp_path) as told:
        told.slack.waits(3.0)
        yield told


async def test_who_somebody_is_is_never_told(story: Scene) -> None:
    story.slack.faults.switch_on("users.info", delay=SILENCE)
    await story.asha.types("/appt today", in_=story.desk)
    await story.at_rest()
    assert "Slack did not tell us who you are" in story.asha.last(story.desk).text


async def test_a_form_that_is_never_changed_is_answered_elsewhere(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    story.sqod.slows("create", 0.9)
    story.sqod.slows("list", 0.9)
    story.sqod.fails("create", 500)
    story.slack.faults.switch_on("views.update", delay=SILENCE)
    await form.submit()
    await story.at_rest()
    assert "Not booked" in story.asha.last(story.desk).text


@pytest.mark.parametrize("fault", [{"delay": SILENCE}, {"status": 503}, {"error": "token_revoked"}])
async def test_a_button_in_a_form_that_can_do_nothing_says_so_there(
    story: Scene, fault: dict[str, Any]
) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    story.clock.move(seconds=61)  # so that nobody is known any more
    story.slack.faults.switch_on("users.info", **fault)
    for _ in range(2):
        await form.press("More options")
        await story.at_rest()
    text = modal(story.asha).text
    assert text.startswith("⚠ Slack ")
    assert text.count("⚠") == 1
    assert modal(story.asha).value("Claimant name") == "Jane Doe"

    story.slack.faults.switch_off()
    await modal(story.asha).press("More options")
    await story.at_rest()
    assert "⚠" not in modal(story.asha).text


@pytest.mark.parametrize("wait", [3600, "soon", ""])
async def test_a_slack_that_asks_to_wait_for_long_is_not_waited_for(tmp_path: Path, wait: int | str) -> None:
    async with scene(tmp_path) as story:
        story.slack.faults.switch_on("users.info", retry_after=wait)
        answer = (await story.says(story.asha, "/appt today")).text
        assert "Slack did not tell us who you are" in answer


async def test_a_channel_that_hangs_for_long_holds_no_other_for_longer_than_a_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the scopes to look for our own messages, one after the other is posted."""
    monkeypatch.setattr("bot.slack.client.LIMIT", 4.0)
    monkeypatch.setattr("bot.slack.posting.PATIENCE", 0.1)
    async with scene(tmp_path) as story:
        story.slack.faults.switch_on("chat.postMessage", delay=SILENCE, times=1)
        for name, channel in (("Jane Doe", story.desk), ("John Roe", story.lobby)):
            form = await story.opens(story.asha, f"/appt book {name} tomorrow 3pm", channel)
            await form.submit()
        await until(lambda: story.cards(story.lobby), within=2)
        assert story.cards(story.desk) == []


async def test_a_card_that_hangs_in_one_channel_is_redrawn_in_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.client.LIMIT", 4.0)
    async with scene(tmp_path) as story:
        jane = story.session("Jane Doe")
        ws = story.bot.workspace
        for channel in (story.desk, story.lobby):
            card = PostCard(form=channel.id, appointment=jane.id, channel=channel.id, user=story.asha.user.id)
            await ws.errands.add(card)
            await story.delivered()
        story.slack.faults.switch_on("chat.update", delay=SILENCE, times=1)
        story.sqod.cancels(jane.id)
        await ws.redraw(jane.id, "test")
        await until(lambda: "Cancelled" in story.cards(story.lobby)[0].text, within=2)
        assert "Cancelled" not in story.cards(story.desk)[0].text
