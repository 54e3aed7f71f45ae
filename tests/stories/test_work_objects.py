"""Cards as Work Objects: everybody sees what the card has, and one person reads the details beside the conversation, if they may."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import force_setattr

from bot.slack import client
from bot.standins.slack import Beside, Channel, Person, Seen
from bot.standins.slack.tickets import PATIENCE
from handlers.cards import beside
from tests.edges.leaks import everyone_sees, found_in, keys
from tests.stories.scene import Scene, book, scene
from tests.stories.test_who_may import audit

ITEM = "slack#/entities/item"
LOUD = "Jane Doe tomorrow 3pm for 45m in Leeds, 020 7946 0123, jane@example.org"
NOT_TAKEN = "Slack did not show the details that you opened."


@asynccontextmanager
async def office(tmp_path: Path, *, picked: bool = True, **settings: Any) -> AsyncIterator[Scene]:
    """A scene whose cards are Work Objects, with their type picked in the app's settings."""
    async with scene(tmp_path, work_objects=True, **settings) as story:
        story.slack.subscriptions |= {"entity_details_requested"}
        story.slack.entity_types = frozenset({ITEM} if picked else ())
        yield story


async def card(story: Scene, in_: Channel | None = None, text: str = LOUD) -> Seen:
    await (await book(story, text, in_=in_)).close()
    return story.cards(in_ or story.desk)[-1]


async def opens(story: Scene, person: Person, on: Seen) -> Beside:
    """Open a card's Work Object, and read what stands there then."""
    await person.opens_object(on)
    await story.delivered()
    assert person.flexpane is not None
    return person.flexpane


async def looks(story: Scene) -> list[tuple[str, str]]:
    return [(one.user, one.outcome) for one in await audit(story) if one.deed == "details"]


async def test_the_details_are_read_by_whoever_opens_them_and_the_look_is_on_record(tmp_path: Path) -> None:
    async with office(tmp_path) as story:
        shown = await card(story)
        assert shown.object_text.splitlines()[:3] == [
            "Jane Doe",
            "Starts: 21 Nov 2026, 15:00",
            "At the desk: Sat 21 Nov, 15:00–15:45 (London)",
        ]
        pane = await opens(story, story.asha, shown)
        assert pane.title == "Jane Doe"
        for fact in ("+442079460123", "jane@example.org", "Department: Leeds", "Date of birth: Not known"):
            assert fact in pane.text
        assert "Only you see this. Your look is recorded. This is how it was at 09:10." in pane.text
        assert await looks(story) == [(story.asha.user.id, "done")]
        assert "Details" in shown.buttons, "a Work Object may be dropped without a word"

        session = story.sqod.appointments[0]
        told = everyone_sees(story, story.desk)
        assert found_in(told, {"207946", "jane@example.org", *keys(session)}) == []


@pytest.mark.parametrize("where", ["desk", "lobby", "shared"])
async def test_everybody_reads_on_it_what_the_card_has_and_no_more(tmp_path: Path, where: str) -> None:
    async with office(tmp_path) as story:
        channel: Channel = getattr(story, where)
        shown = await card(story, in_=channel)
        session = story.sqod.appointments[0]
        facts = [line.partition(": ")[2] for line in shown.object_text.splitlines()[2:]]
        assert facts
        assert [fact for fact in facts if fact not in shown.text] == []
        assert shown.object_text.splitlines()[0] in shown.text
        if where != "desk":
            told = everyone_sees(story, channel)
            assert found_in(told, {"Jane", "Doe", session.reference, *keys(session)}) == []
        assert (await opens(story, story.asha, shown)).title == "Jane Doe"
        if where != "desk":
            assert found_in(everyone_sees(story, channel), {"Jane", "Doe", session.reference}) == []


async def test_its_address_is_the_apps_own(tmp_path: Path) -> None:
    async with office(tmp_path) as story:
        (entity,) = (await card(story)).objects
        app, team = story.slack.app_id, story.slack.team_id
        ref = entity["external_ref"]["id"]
        assert entity["url"] == f"https://slack.com/app_redirect?app={app}&team={team}&appointment={ref}"
        assert story.sqod.appointments[0].reference not in str(entity["url"])


async def test_guests_strangers_and_those_outside_the_group_are_told_so_there(tmp_path: Path) -> None:
    async with office(tmp_path, details_usergroups=("caseworkers",)) as story:
        story.slack.group("caseworkers", [story.ben])
        shown = await card(story, in_=story.shared)
        for person, why in (
            (story.gus, "Guests can't use Frontdesk here."),
            (story.olga, "Only members of this workspace can use Frontdesk here."),
            (story.asha, "Only members of @caseworkers may see personal details."),
        ):
            pane = await opens(story, person, shown)
            assert pane.is_refused
            assert pane.title == "Details not shown"
            assert pane.text.startswith(why)
        assert not (await opens(story, story.ben, shown)).is_refused
        assert await looks(story) == [
            (story.gus.user.id, "refused"),
            (story.olga.user.id, "refused"),
            (story.asha.user.id, "refused"),
            (story.ben.user.id, "done"),
        ]


async def test_it_moves_with_its_card_and_goes_with_its_appointment(tmp_path: Path) -> None:
    async with office(tmp_path) as story:
        shown = await card(story)
        name = shown.objects[0]["external_ref"]
        form = await story.opens(story.asha, f"/appt move {story.sqod.appointments[0].reference} mon 10am")
        await form.submit()
        await story.delivered()
        now = story.asha.again(shown)
        assert now is not None
        assert "At the desk: Mon 23 Nov, 10:00–10:45 (London)" in now.object_text
        assert now.objects[0]["external_ref"] == name

        story.sqod.removes(story.sqod.appointments[0].id)
        pane = await opens(story, story.asha, now)
        assert pane.is_refused
        assert pane.text.startswith("The appointment service no longer has this appointment.")
        gone = story.asha.again(shown)
        assert gone is not None
        assert (gone.objects, "no longer there" in gone.text) == ([], True)


async def test_where_the_type_is_not_picked_the_card_stands_with_its_button(tmp_path: Path) -> None:
    async with office(tmp_path, picked=False) as story:
        shown = await card(story)
        assert shown.objects == []
        await story.asha.clicks("Details", on=shown)
        await story.delivered()
        assert "+442079460123" in story.asha.last(story.desk).text


@pytest.mark.parametrize(
    "error", ["error_processing_metadata", "invalid_metadata_format", "feature_not_enabled"]
)
async def test_a_card_is_posted_and_redrawn_without_it_where_slack_refuses_it(
    tmp_path: Path, error: str
) -> None:
    async with office(tmp_path) as story:
        story.slack.faults.switch_on("chat.postMessage", error=error, times=1)
        first = await card(story)
        assert first.objects == []
        second = await card(story, text="John Roe tomorrow 4pm in Leeds")
        story.slack.faults.switch_on("chat.update", error=error, times=1)
        form = await story.opens(story.asha, f"/appt move {story.sqod.appointments[1].reference} mon 10am")
        await form.submit()
        await story.delivered()
        now = story.asha.again(second)
        assert now is not None
        assert "Mon 23 Nov" in now.text
        assert now.objects == []


@pytest.mark.parametrize(
    "error", ["feature_not_enabled", "missing_scope", "internal_error", "invalid_trigger_id"]
)
async def test_what_slack_does_not_show_is_said_beside(tmp_path: Path, error: str) -> None:
    async with office(tmp_path) as story:
        shown = await card(story)
        story.slack.faults.switch_on("entity.presentDetails", error=error)
        await story.asha.opens_object(shown)
        await story.delivered()
        said = story.asha.last(story.desk)
        assert said.is_ephemeral
        assert said.text.startswith(NOT_TAKEN)
        assert "Jane" not in said.text


async def test_a_service_that_is_too_slow_is_said_to_be_while_slack_still_listens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert beside.WITHIN < PATIENCE - 0.5
    monkeypatch.setattr(beside, "WITHIN", 0.2)
    async with office(tmp_path) as story:
        shown = await card(story)
        story.sqod.hangs("get", times=None)
        pane = await opens(story, story.asha, shown)
        assert pane.is_refused
        assert pane.text.startswith(
            "The details were not there in the two seconds that Slack leaves for them."
        )
        assert await looks(story) == []


@pytest.mark.parametrize("method", ["users.info", "entity.presentDetails"])
async def test_a_slack_that_hangs_leaves_nobody_without_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    async with office(tmp_path) as story:
        shown = await card(story)
        story.clock.move(seconds=61)
        monkeypatch.setattr(beside, "WITHIN", 0.2)
        monkeypatch.setattr(client, "LIMIT", 0.4)
        story.slack.faults.switch_on(method, delay=1.0, times=1)
        await story.asha.opens_object(shown)
        await story.delivered()
        if method == "users.info":
            pane = story.asha.flexpane
            assert pane is not None
            assert pane.text.startswith("The details were not there in the two seconds")
            assert await looks(story) == []
        else:
            assert story.asha.last(story.desk).text.startswith(NOT_TAKEN)
        await story.slack.settled()


async def test_an_event_that_comes_twice_is_one_look(tmp_path: Path) -> None:
    async with office(tmp_path) as story:
        shown = await card(story)
        await story.asha.opens_object(shown)
        await story.slack_server.courier.replay()
        await story.delivered()
        assert await looks(story) == [(story.asha.user.id, "done")]
        assert story.asha.flexpane is not None
        assert "+442079460123" in story.asha.flexpane.text


@pytest.mark.parametrize("ref", ["T0OTHER-OTk", "99", "T1-%%%", "T1-", "-"])
async def test_what_is_of_another_workspace_or_nothing_of_ours_shows_nothing(
    tmp_path: Path, ref: str
) -> None:
    async with office(tmp_path) as story:
        shown = await card(story)
        assert shown.message.metadata is not None
        (entity,) = shown.message.metadata["entities"]
        entity["external_ref"] = {"id": ref}
        pane = await opens(story, story.asha, shown)
        assert pane.is_refused
        assert pane.text.startswith("This is none of the appointments of this workspace")
        assert await looks(story) == []


async def test_a_search_names_it_by_its_address_alone(tmp_path: Path) -> None:
    async with office(tmp_path) as story:
        await card(story)
        pane = story.slack.flexpanes
        await story.asha.opens_object(story.cards(story.desk)[-1])
        await story.delivered()
        opened = pane[story.asha.user.id]
        trigger = story.slack.tickets.trigger(story.asha.user.id, flexpane=replace(opened, presented=None))
        await story.slack.emits(
            {
                "type": "entity_details_requested",
                "user": story.asha.user.id,
                "trigger_id": trigger,
                "entity_url": opened.entity["url"],
            }
        )
        await story.delivered()
        assert await looks(story) == [(story.asha.user.id, "done")] * 2


async def test_off_a_card_is_none_and_an_older_one_is_none_any_more(tmp_path: Path) -> None:
    async with office(tmp_path) as story:
        shown = await card(story)
        off = story.settings.model_copy(update={"work_objects": False})
        ws = story.bot.workspace
        force_setattr(ws, "settings", off)
        form = await story.opens(story.asha, f"/appt move {story.sqod.appointments[0].reference} mon 10am")
        await form.submit()
        await story.delivered()
        now = story.asha.again(shown)
        assert now is not None
        assert ("Mon 23 Nov" in now.text, now.objects) == (True, [])


async def test_off_by_default(story: Scene) -> None:
    story.slack.entity_types = frozenset({ITEM})
    assert (await card(story)).objects == []
