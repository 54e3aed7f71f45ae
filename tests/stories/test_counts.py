"""Counts: what a desk's days were like, in numbers that name nobody; kept by looks, never asked of the service."""

from __future__ import annotations

import asyncio
import csv
import io
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from blocks.stats.picture import can_draw
from bot.standins.slack import Person, Seen
from tests.edges.leaks import own_tables
from tests.stories.scene import Scene, running, scene
from tests.stories.telling import passes, told
from tests.stories.test_retention import rows
from tests.stories.test_said import said


async def a_morning(story: Scene) -> None:
    """Four sessions: one claimant waits three minutes and begins late, one begins in time, one does not come, one is cancelled."""
    await told(story, story.desk, waiting=30)
    late = story.session(
        "Jane Doe", at=story.at(9, 10), interpreter_needed=True, interpreter_language="Polish"
    )
    good = story.session("Ann Other", at=story.at(9, 15), department="York")
    missed = story.session("Mo Ali", at=story.at(9, 12), interpreter_needed=True)
    gone = story.session("Lee Gone", at=story.at(9, 14))
    story.session("Una Later", at=story.at(16))
    await passes(story, minutes=2)
    story.sqod.claimant_arrives(late.id)
    await passes(story, minutes=3.5)
    for one in (late, good):
        story.sqod.starts(one.id)
    story.sqod.change(gone.id, status="cancelled")
    story.sqod.change(missed.id, status="no-show")
    await passes(story, minutes=0.5)


async def counts(story: Scene, text: str = "", by: Person | None = None) -> Seen:
    return await story.says(by or story.asha, f"/appt stats {text}")


async def test_a_morning_is_told_in_numbers_and_the_service_is_not_asked(story: Scene) -> None:
    await a_morning(story)
    story.sqod.hangs("list", times=None)
    asked = len(story.sqod.calls)
    shown = await counts(story, "today")
    assert len(story.sqod.calls) == asked
    assert shown.is_ephemeral
    for line in (
        "Counts: Today, Fri 20 Nov 2026",
        "Sessions | 3 | –",
        "Cancelled | 1 | –",
        "No-shows | 1 | 33%",
        "Kind not said | 1 | –",
        "Waits seen | 1 | –",
        "Median wait | 3 min | –",
        "Longest wait | 3 min | –",
        "Late starts | 1 | 50% of 2 whose start was seen",
        "Interpreter needed | 2 | 67%",
        "Other languages (fewer than 5 each) | 1 | –",
        "No language named | 1 | –",
    ):
        assert line in shown.text
        for number in line.split(" | ")[:2]:
            assert number in shown.fallback, "who can't see the table is told the same"
    assert "Polish" not in shown.text, "one person speaks it"
    assert [word for word in ("Jane", "Ann", "Kowalska") if word in own_tables(story)] == []


@pytest.mark.parametrize(
    ("not_here", "shows"),
    [
        (set(), ["Fri 20 Nov: Sessions 1", "Sessions | 1 | –"]),
        ({"data_visualization"}, ["Sessions | 1 | –"]),
        ({"data_visualization", "table"}, ["Sessions: 1\n"]),
    ],
)
async def test_slack_draws_what_it_can_and_the_rest_is_said_plainly(
    story: Scene, not_here: set[str], shows: list[str]
) -> None:
    story.slack.messages.not_here = not_here
    story.session("Jane Doe", at=story.at(9))
    await told(story, story.desk, waiting=30)
    ways = ["Fri 20 Nov: Sessions 1", "Sessions | 1 | –", "Sessions: 1\n"]
    for text, place in (
        ("/appt stats today", story.desk),
        ("/appt stats", story.lobby),
        ("stats this week", story.asha.dm),
        ("@Frontdesk stats today", story.lobby),
    ):
        (shown,) = await said(story, story.asha, text, place)
        assert [way for way in ways if way in shown] == shows
    assert all(one.is_ephemeral for one in story.asha.sees(story.lobby) if "Counts" in one.text)


@pytest.mark.parametrize(
    "trouble", [{"status": 500}, {"error": "invalid_blocks"}, {"status": 404}, {"delay": 1.0, "status": 500}]
)
async def test_where_the_address_takes_nothing_the_acknowledgement_has_the_answer(
    story: Scene, trouble: dict[str, Any]
) -> None:
    story.session("Jane Doe", at=story.at(9))
    await told(story, story.desk, waiting=30)
    story.slack.faults.switch_on("response_url", **trouble)
    assert "Sessions: 1\n" in (await counts(story, "today")).text


async def test_where_slack_draws_none_a_picture_is_sent_to_whoever_asks(story: Scene) -> None:
    story.session("Jane Doe", at=story.at(9))
    await told(story, story.desk, waiting=30)
    assert "As a picture" not in (await counts(story, "today")).buttons
    story.slack.messages.not_here = {"data_visualization"}
    shown = await counts(story, "today")
    await story.asha.clicks("As a picture", on=shown)
    await story.delivered()
    assert "It is in your direct messages with Frontdesk, as a file." in story.asha.last(story.desk).text
    (sent,) = story.asha.sees(story.asha.dm)
    file = story.asha.opens_file(sent)
    assert file.content is not None
    assert file.content.startswith(b"\x89PNG")
    assert file.name == "counts-2026-11-20-2026-11-20.png"
    assert "Sessions: 1." in file.alt
    assert "Sessions: 1." in sent.text
    await story.gus.clicks("As a picture", on=shown, stale=True)  # as if he saw it
    await story.delivered()
    assert story.gus.sees(story.gus.dm) == []


async def test_without_the_extra_no_picture_is_offered_and_an_older_button_says_so(
    story: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.session("Jane Doe", at=story.at(9))
    await told(story, story.desk, waiting=30)
    story.slack.messages.not_here = {"data_visualization"}
    before = await counts(story, "today")
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    can_draw.cache_clear()
    assert "As a picture" not in (await counts(story, "today")).buttons
    await story.asha.clicks("As a picture", on=before, stale=True)
    await story.delivered()
    assert "for its extra “pictures”" in story.asha.last(story.desk).text
    can_draw.cache_clear()


async def test_narrowed_by_department_or_by_the_channels_own(story: Scene) -> None:
    await a_morning(story)
    york = await counts(story, "dept:yor")
    assert "(department yor)" in york.text
    assert "Sessions | 1 | –" in york.text
    assert "Waits seen | 0 | –" in york.text
    await story.says(story.asha, "/appt here dept:York")
    assert "Sessions | 1 | –" in (await counts(story)).text
    assert "Sessions | 3 | –" in (await counts(story, "dept:all")).text
    assert "No session was counted." in (await counts(story, "yesterday dept:York")).text
    assert (
        await counts(story, "dept:Leedz")
    ).text == "No department is called Leedz. Leeds? Known: Leeds, York."


@pytest.mark.parametrize(
    ("typed", "told_of"),
    [
        ("last month", "Thu 1 Oct – Sat 31 Oct 2026"),
        ("october", "Thu 1 Oct – Sat 31 Oct 2026"),
        ("december", "Mon 1 Dec – Wed 31 Dec 2025"),
        ("1 nov to 10 nov", "Sun 1 Nov – Tue 10 Nov 2026"),
        ("", "Sat 24 Oct – Fri 20 Nov 2026"),
        ("next week", "is still to come, so nothing is counted of it."),
        ("status:done", "Counts can be narrowed by department alone"),
        ("this week mine", "“mine” isn't clear there."),
        ("colour:red", "can't narrow a list by “colour”"),
        ("dept:", "Type something after dept"),
        ("blah", "For example: /appt stats last month."),
        ("x" * 2000, "For example: /appt stats last month."),
        ("last month dept:" + ",".join(f"{'d' * 70}{n}" for n in range(40)), "Name fewer."),
    ],
)
async def test_the_span_is_of_the_past_and_anything_else_is_said_to_be_none(
    story: Scene, typed: str, told_of: str
) -> None:
    await told(story, story.desk, waiting=30)
    assert told_of in (await counts(story, typed)).text


async def test_far_away_the_desk_s_days_count(story: Scene) -> None:
    await a_morning(story)
    story.clock.now = story.at(14)
    sue = story.slack.person("Sue Far", tz="Pacific/Auckland")
    shown = await counts(story, "today", by=sue)
    assert "Counts: Today, Fri 20 Nov 2026" in shown.text
    assert "Sessions | 3 | –" in shown.text


async def test_where_nothing_is_counted_it_says_why_and_since_when(story: Scene) -> None:
    story.session("Jane Doe", at=story.at(9))
    assert "Nothing is counted yet." in (await counts(story)).text
    await told(story, story.desk, waiting=30)
    shown = await counts(story)
    assert "Counted since Fri 20 Nov 2026: of the days before nothing is known." in shown.text
    assert "Sessions | 1 | –" in shown.text
    shown = await counts(story, "yesterday")
    assert "No session was counted." in shown.text
    assert "As a file" not in shown.buttons


async def test_what_people_say_counts_where_no_look_ever_came(story: Scene) -> None:
    story.session("Jane Doe", at=story.at(9))
    story.session("Mo Ali", at=story.at(9), department="York")
    await story.says(story.asha, "/appt noshow Jane Doe technical")
    await story.says(story.asha, "/appt arrived Mo Ali")
    shown = await counts(story, "today")
    for line in ("Sessions | 2 | –", "No-shows | 1 | 50%", "Technical failure | 1 | –"):
        assert line in shown.text
    assert "No-shows | 0 | 0%" in (await counts(story, "dept:York")).text
    await told(story, story.desk, waiting=30)
    assert "Sessions | 2 | –" in (await counts(story, "today")).text


async def test_a_missed_session_that_is_moved_stays_missed_at_its_time(story: Scene) -> None:
    story.session("Jane Doe", at=story.at(9))
    await told(story, story.desk, waiting=30)
    await story.says(story.asha, "/appt noshow Jane Doe no contact")
    form = await story.opens(story.asha, "/appt move Jane Doe today 16:00")
    await form.submit()
    await story.delivered()
    await passes(story, minutes=1)
    shown = await counts(story, "today")
    for line in ("Sessions | 1 | –", "No-shows | 1 | 100%", "No contact | 1 | –"):
        assert line in shown.text


async def test_a_service_with_offices_is_counted_by_them(pexip: Scene) -> None:
    pexip.pexip.add(at=pexip.at(8))
    pexip.pexip.add(at=pexip.at(9), office="8")
    pexip.pexip.add(at=pexip.at(9), status="INCOMING_REQUEST")
    await told(pexip, pexip.desk, waiting=30)
    assert "Sessions | 2 | –" in (await counts(pexip, "today")).text
    leeds = (await counts(pexip, "today office:leeds")).text
    assert "Counts: Today, Fri 20 Nov 2026 (office leeds)" in leeds
    assert "Sessions | 1 | –" in leeds
    bruges = "Nothing was counted of an office called Bruges. Counted: Ghent, Leeds."
    assert (await counts(pexip, "office:Bruges")).text == bruges
    assert "Counts can be narrowed by office alone" in (await counts(pexip, "customer:jane")).text


async def test_guests_and_strangers_are_told_no_numbers(story: Scene) -> None:
    await told(story, story.desk, waiting=30)
    for person, channel in ((story.gus, story.desk), (story.olga, story.shared)):
        assert "use Frontdesk here" in (await story.says(person, "/appt stats today", channel)).text


@pytest.mark.parametrize("may", [True, False])
async def test_a_file_is_for_those_who_may_see_details(tmp_path: Path, may: bool) -> None:
    async with scene(tmp_path, details_usergroups=("leads",)) as story:
        story.slack.group("leads", [story.asha, story.ben] if may else [story.ben])
        story.session(
            "Jane Doe",
            at=story.at(9),
            department="=Leeds",
            interpreter_needed=True,
            interpreter_language="Dari",
        )
        await told(story, story.desk, waiting=30)
        shown = await counts(story, "today", by=story.ben)
        assert "As a file" in shown.buttons
        assert ("As a file" in (await counts(story, "today")).buttons) is may
        await story.asha.clicks("As a file", on=shown, stale=True)  # as if she saw it
        await story.delivered()
        if not may:
            assert story.asha.sees(story.asha.dm) == []
            return
        (sent,) = story.asha.sees(story.asha.dm)
        assert "Sessions: 1." in sent.text
        content = story.asha.opens_file(sent).content
        assert content is not None
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert lines[0] == ["From", "To", "Department", "Measure", "Which", "Number"]
        assert ["2026-11-20", "2026-11-20", "'=Leeds", "Sessions", "", "1"] in lines
        assert [
            "2026-11-20",
            "2026-11-20",
            "",
            "Interpreter needed",
            "Other languages (fewer than 5 each)",
            "1",
        ] in lines
        assert "Dari" not in content.decode()


async def test_a_restart_in_the_middle_and_a_second_process_count_nothing_twice(story: Scene) -> None:
    await told(story, story.desk, waiting=30)
    jane = story.session("Jane Doe", at=story.at(9, 12))
    await passes(story, minutes=1)
    story.sqod.claimant_arrives(jane.id)
    await passes(story, minutes=1)
    async with running(story):
        await passes(story, minutes=1)
        story.sqod.starts(jane.id)
        await passes(story, minutes=1)
        story.clock.move(minutes=1)
        await asyncio.gather(*(bot.workspace.watch.look(on=False) for bot in story.bots * 2))
        shown = await counts(story, "today")
        for line in (
            "Sessions | 1 | –",
            "Waits seen | 1 | –",
            "Median wait | 2 min | –",
            "Late starts | 0 | 0% of 1",
        ):
            assert line in shown.text


async def test_a_look_that_sees_nothing_new_counts_nothing(story: Scene) -> None:
    story.session("Jane Doe", at=story.at(9, 30))
    await told(story, story.desk, waiting=30)
    asked: list[str] = []

    def note(*told_of: Any) -> None:
        asked.append(str(told_of[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        await story.bot.workspace.watch.look(on=False)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert asked
    assert [one for one in asked if "counted" in one or "sums" in one] == []


async def test_after_ninety_days_the_numbers_stay_and_the_session_is_forgotten(story: Scene) -> None:
    await a_morning(story)
    shown = await counts(story, "20 nov 2026")
    assert rows(story, "counted", "sums") == {"counted": 5, "sums": 1}
    story.clock.move(days=92)
    story.bot.courier.wake()
    await story.delivered()
    later = (await counts(story, "20 nov 2026")).text
    assert "Sessions | 4 | –" in later, "the one of the afternoon has been since"
    for line in (
        "Cancelled | 1",
        "No-shows | 1",
        "Median wait | 3 min",
        "Late starts | 1",
        "Interpreter needed | 2",
    ):
        assert line in shown.text
        assert line in later
    assert rows(story, "counted") == {}
    story.clock.move(days=700)
    story.bot.courier.wake()
    await story.delivered()
    assert "No session was counted." in (await counts(story, "20 nov 2026")).text


async def test_what_is_forgotten_at_a_claimants_request_is_counted_no_more(tmp_path: Path) -> None:
    async with scene(tmp_path) as story:
        story.asha.user.is_admin = True
        jane = story.session("Jane Doe", at=story.at(9))
        await told(story, story.desk, waiting=30)
        assert "Sessions | 1 | –" in (await counts(story)).text
        asked = await story.says(story.asha, f"/appt forget {jane.reference}")
        await story.asha.clicks(asked.buttons[0], on=asked, confirm=True)
        await story.delivered()
        assert "No session was counted." in (await counts(story)).text
