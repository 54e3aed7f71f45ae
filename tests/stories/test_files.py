"""Files: a session for one's own calendar, a list as a table; to whoever pressed alone, recorded, and deleted in time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.standins.slack import NotThere, Person, Seen
from tests.edges.test_ready import ready
from tests.stories.scene import Scene, scene


async def details(story: Scene, by: Person | None = None) -> Seen:
    """The details of the one session, before somebody's eyes."""
    story.session("Jane Doe")
    person = by or story.asha
    card = await story.says(person, "/appt show Jane Doe")
    await person.clicks("Details", on=card)
    await story.delivered()
    return person.last(story.desk)


async def presses(story: Scene, label: str, on: Seen, by: Person | None = None) -> str:
    """Press it, and give what is said to whoever pressed."""
    person = by or story.asha
    await person.clicks(label, on=on)
    await story.delivered()
    return person.last(story.desk).text


async def audit(story: Scene) -> list[tuple[str, str, str | None]]:
    lines = await story.bot.workspace.desk.history(
        await story.bot.workspace.people.person(story.asha.user.id), story.sqod.appointments[0].id
    )
    return [(line.deed, line.outcome, line.code) for line in lines]


async def test_a_session_goes_into_ones_own_calendar_and_away_again_in_time(story: Scene) -> None:
    shown = await details(story)
    told = await presses(story, "Add to calendar", shown)
    assert "It is in your direct messages with Frontdesk, as a file." in told
    assert "deleted there after 90 days" in told
    (sent,) = story.asha.sees(story.asha.dm)
    file = story.asha.opens_file(sent)
    assert file.content is not None
    assert b"BEGIN:VEVENT" in file.content
    assert b"20261120T150000Z" in file.content
    assert b"Jane" not in file.content
    assert "Jane" not in sent.text
    assert ("calendar", "done", story.sqod.appointments[0].reference[-5:]) in await audit(story)
    assert story.ben.sees(story.ben.dm) == []

    story.clock.now = story.at(15, 44) + timedelta(days=90)
    story.bot.courier.wake()
    await story.delivered()
    assert story.asha.opens_file(sent)
    story.clock.move(minutes=2)
    story.bot.courier.wake()
    await story.delivered()
    with pytest.raises(NotThere):
        story.asha.opens_file(sent)


@pytest.mark.parametrize("may", [True, False])
async def test_a_list_is_a_table_with_names_for_whoever_may_see_details(tmp_path: Path, may: bool) -> None:
    async with scene(tmp_path, details_usergroups=("leads",), retention_days=1) as story:
        story.slack.group("leads", [story.asha] if may else [story.ben])
        for name, hour in (("Jane Doe", 15), ("=cmd|x", 16)):
            story.session(name, at=story.at(hour))
        listed = await story.says(story.asha, "/appt today")
        told = await presses(story, "As a table", listed)
        assert "deleted there after a day" in told
        (sent,) = story.asha.sees(story.asha.dm)
        assert sent.text == "Today, Fri 20 Nov 2026: 2 sessions as a table."
        content = story.asha.opens_file(sent).content
        assert content is not None
        lines = content.decode("utf-8-sig").splitlines()
        assert lines[0].startswith("Date,Start (Europe/London),End (Europe/London),Code,Department")
        assert lines[1].startswith("2026-11-20,15:00,15:45,")
        assert ("Jane Doe" in lines[1]) is may
        assert ("'=cmd|x" in lines[2]) is may


@pytest.mark.parametrize(
    "method",
    ["conversations.open", "files.getUploadURLExternal", "upload"],
)
async def test_a_file_that_slack_does_not_take_is_said_to_be_none(story: Scene, method: str) -> None:
    shown = await details(story)
    story.slack.faults.switch_on(method, status=503)
    assert "Slack did not take the file, so you have none." in await presses(story, "Add to calendar", shown)
    assert story.asha.sees(story.asha.dm) == []
    story.slack.faults.switch_off()
    assert "It is in your direct messages" in await presses(story, "Add to calendar", shown)


@pytest.mark.parametrize("arrives", [True, False])
async def test_a_file_of_which_slack_says_nothing_may_be_there_and_is_not_denied(
    story: Scene, arrives: bool
) -> None:
    shown = await details(story)
    story.slack.faults.switch_on("files.completeUploadExternal", status=503, after_work=arrives)
    told = await presses(story, "Add to calendar", shown)
    assert told.startswith("Slack did not say whether you have the file. Look in your direct messages")
    assert bool(story.asha.sees(story.asha.dm)) is arrives
    story.slack.faults.switch_off()
    story.slack.faults.switch_on("files.completeUploadExternal", error="file_update_failed")
    assert "Slack did not take the file, so you have none." in await presses(story, "Add to calendar", shown)


async def test_a_scope_that_is_missing_is_named_to_whom_it_concerns_and_the_rest_stays_well(
    story: Scene,
) -> None:
    shown = await details(story)
    story.slack.scopes -= {"files:write"}
    told = await presses(story, "Add to calendar", shown)
    assert "its doctor names the scope that is missing" in told
    assert "Jane Doe" in (await story.says(story.asha, "/appt today")).text
    assert await ready(story) == (200, {})
    story.slack.traffic.complaints.clear()


async def test_guests_and_strangers_take_nothing_away(story: Scene) -> None:
    story.session("Jane Doe")
    listed = await story.says(story.asha, "/appt today", story.shared)
    for person in (story.gus, story.olga):
        await person.clicks("As a table", on=listed)  # as if they saw it
        await story.delivered()
        assert "use Frontdesk here" in person.last(story.shared).text
        assert person.sees(person.dm) == []


async def test_turned_off_nothing_is_offered_and_an_older_button_says_so(tmp_path: Path) -> None:
    async with scene(tmp_path, ics=False) as story:
        shown = await details(story)
        assert "Add to calendar" not in shown.buttons
        assert "As a table" not in (await story.says(story.asha, "/appt today")).buttons
