"""What is kept about one appointment is found by its name, among whatever else is to be done, in either database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, select

from bot.appointments.deeds import Deed
from bot.appointments.jobs import PostCard, RedrawCards, SettleWrite
from bot.appointments.writes.ledger import Entry, Intent
from bot.storage.about import About
from bot.storage.desk_tables import outbox as jobs
from bot.storage.engine import open_engine
from bot.storage.ledger import DatabaseLedger
from bot.storage.migrate import migrate
from bot.storage.outbox import Outbox

NOW = datetime(2026, 11, 20, 9, 10, tzinfo=UTC)


@pytest.mark.parametrize("id", ["a-1", "50%_off", 'O\'Neil "x" \\ y', "Łódź/7", "A-1:b"])
async def test_the_jobs_about_an_appointment_are_found_and_no_others_are_read(database: str, id: str) -> None:
    engine = open_engine(database)
    await migrate(engine)
    outbox, about = Outbox(engine, lambda: NOW), About(engine, "T1", lambda: NOW)
    ledger = DatabaseLedger(engine, lambda: NOW)
    await ledger.begin(
        Intent(form="f0f0", deed=Deed.EDIT, team="T1", user="U1", appointment=id), timedelta(0)
    )
    its = [RedrawCards(appointment=id), PostCard(user="U1", appointment=id, channel="C1", form="f2f2")]
    others = [RedrawCards(appointment=f"{id}{nr}") for nr in range(20)]
    await outbox.add("T1", [*its, SettleWrite(user="U1", form="f0f0"), *others])
    await outbox.add("T2", [RedrawCards(appointment=id)])
    asked: list[str] = []

    def note(*told: Any) -> None:
        asked.append(str(told[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        found = await about.kept([id, "another"])
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert (found[id].rows, found["another"].rows) == (5, 0), "its write, the look after that, and three jobs"
    assert all("LIKE" in one for one in asked if "data" in one and one.startswith("SELECT"))
    line = Entry(team="T1", user="U1", deed=Deed.FORGET, outcome="done")
    assert await about.delete(id, line, ()) == 5
    async with engine.connect() as connection:
        left = (await connection.execute(select(jobs.c.team, jobs.c.key))).all()
    assert {tuple(row) for row in left} == {
        ("T2", its[0].key("T2")),
        *(("T1", one.key("T1")) for one in others),
    }
    await engine.dispose()
