"""How long anything is kept: cards closed, rows deleted, at a pace, and found again by whoever comes after a kill."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from bot.standins.slack import Seen
from bot.storage.engine import open_engine
from bot.workspace import closing
from tests.edges.leaks import found_in, own_tables
from tests.stories.scene import Scene, book, running, scene
from tests.stories.test_who_may import audit

OWN = ("intents", "cards", "seen", "waiting_posts", "takes", "differences")


async def card(story: Scene, words: str = "Jane Doe tomorrow 3pm for 45m in Leeds") -> Seen:
    await (await book(story, words)).close()
    return story.cards(story.desk)[-1]


async def nights(story: Scene, days: int) -> None:
    """Let days go by, the last of them with its night."""
    story.clock.move(days=days)
    story.bot.courier.wake()
    await story.delivered()


def rows(story: Scene, *tables: str) -> dict[str, int]:
    engine = create_engine(story.settings.database_url)
    try:
        with engine.connect() as connection:
            counted = {
                name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()
                for name in tables
            }
    finally:
        engine.dispose()
    return {name: count for name, count in counted.items() if count}


async def swept(story: Scene) -> list[str]:
    return [one.what or "" for one in await audit(story) if one.deed == "sweep"]


async def test_ninety_days_after_its_session_a_card_is_closed_and_nothing_of_it_is_kept(story: Scene) -> None:
    shown = await card(story)
    session = story.sqod.appointments[0]
    await nights(story, 89)
    assert "Jane Doe" in shown.text
    assert rows(story, *OWN) == {"intents": 1, "cards": 1}

    await nights(story, 3)
    now = story.asha.again(shown)
    assert now is not None
    assert now.text == f"Appointment {session.reference[-5:]}: closed"
    assert now.buttons == []
    assert rows(story, *OWN) == {}
    assert found_in(own_tables(story).replace(session.reference[-5:], ""), {session.id}) == [session.id], (
        "the audit has its own time"
    )
    assert await swept(story) == ["1 cards", "1 rows, 0 lines of the audit"]

    await nights(story, 640)
    assert [one.deed for one in await audit(story)] == ["sweep"] * len(await swept(story))
    assert session.id not in own_tables(story)


async def test_a_session_that_was_moved_on_keeps_its_card_and_what_was_written_of_it(story: Scene) -> None:
    shown = await card(story)
    await nights(story, 60)
    story.sqod.change(story.sqod.appointments[0].id, at=story.at(15, days=40))
    await nights(story, 35)
    now = story.asha.again(shown)
    assert now is not None
    assert "Details" in now.buttons
    assert rows(story, *OWN) == {"intents": 1, "cards": 1}
    await nights(story, 97)
    closed = story.asha.again(shown)
    assert closed is not None
    assert closed.buttons == []


@pytest.mark.parametrize("days", [{"retention_days": 7, "audit_days": 10}])
async def test_the_days_are_settings(tmp_path: Path, days: dict[str, Any]) -> None:
    async with scene(tmp_path, **days) as story:
        shown = await card(story)
        await nights(story, 9)
        now = story.asha.again(shown)
        assert now is not None
        assert now.buttons == []
        await nights(story, 3)
        assert "book" not in [one.deed for one in await audit(story)]


async def test_what_the_service_no_longer_has_is_closed_too(story: Scene) -> None:
    shown = await card(story)
    session = story.sqod.appointments[0]
    story.sqod.removes(session.id)
    await nights(story, 92)
    now = story.asha.again(shown)
    assert now is not None
    assert now.text == f"Appointment {session.reference[-5:]}: closed"
    assert rows(story, *OWN) == {}


async def test_many_are_closed_at_a_pace_and_a_new_process_goes_on(
    story: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "BATCH", 2)
    shown = [await card(story, f"Jane {name} tomorrow {hour}pm") for hour, name in enumerate("ABCDE", 1)]

    def closed() -> int:
        return sum(": closed" in now.text for one in shown if (now := story.asha.again(one)))

    await nights(story, 2)
    await nights(story, 90)
    assert closed() == 2
    async with running(story):
        await nights(story, 0)
        assert closed() == 2, "not before its pause is over"
        story.clock.move(seconds=31)
        await nights(story, 0)
        assert closed() == 4
        story.clock.move(seconds=31)
        await nights(story, 0)
        assert (closed(), rows(story, *OWN)) == (5, {})
        assert await swept(story) == ["2 cards", "2 cards", "1 cards", "5 rows, 0 lines of the audit"]


async def test_one_that_slack_will_not_have_holds_up_no_other(story: Scene) -> None:
    first, second = await card(story), await card(story, "John Roe tomorrow 4pm")
    await nights(story, 2)
    story.slack.faults.switch_on("chat.update", error="cant_update_for_a_reason_of_its_own", times=1)
    await nights(story, 92)
    texts = [now.text for one in (first, second) if (now := story.asha.again(one))]
    assert [": closed" in text for text in texts].count(True) == 1
    await nights(story, 1)
    texts = [now.text for one in (first, second) if (now := story.asha.again(one))]
    assert [": closed" in text for text in texts] == [True, True]


async def test_while_the_service_is_away_nothing_is_closed_and_it_is_tried_again(story: Scene) -> None:
    shown = await card(story)
    await nights(story, 90)
    await nights(story, 1)
    story.sqod.fails("get", 503, times=None)
    await nights(story, 1)
    now = story.asha.again(shown)
    assert now is not None
    assert ": closed" not in now.text
    story.sqod.recovers()
    story.clock.now += timedelta(minutes=11)
    await nights(story, 0)
    now = story.asha.again(shown)
    assert now is not None
    assert ": closed" in now.text


async def test_it_is_so_on_both_databases(database: str, tmp_path: Path) -> None:
    async with scene(tmp_path, database_url=database) as story:
        ada = story.slack.person("Ada Admin", admin=True)
        shown = [await card(story, f"Jane {name} tomorrow {hour}pm") for hour, name in enumerate("AB", 1)]
        first = story.sqod.appointments[0]
        offered = await story.says(ada, f"/appt forget {first.reference}")
        await ada.clicks("Forget", on=offered, confirm=True)
        await story.delivered()
        assert "is forgotten: 1 card closed" in ada.last(story.desk).text
        await nights(story, 2)
        closed = story.asha.again(shown[0])
        assert closed is not None
        assert closed.buttons == []
        await nights(story, 90)
        assert [now.buttons for one in shown if (now := story.asha.again(one))] == [[], []]
        await nights(story, 641)
        assert [one.deed for one in await audit(story) if one.deed != "sweep"] == []
        engine = open_engine(database)
        async with engine.connect() as connection:
            for table in (*OWN, "holds"):
                counted = await connection.execute(text(f'SELECT count(*) FROM "{table}"'))
                assert (table, counted.scalar_one()) == (table, 0)
        await engine.dispose()
