"""What a channel gets is changed only by who saw what it got: nobody's words are lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select

from bot.alerts.rules import Pause, Rules, Subscription
from bot.alerts.subscriptions import ChangedMeanwhile, Subscriptions
from bot.appointments.jobs import TellClosed
from bot.storage.desk_tables import outbox
from bot.storage.engine import open_engine
from bot.storage.migrate import migrate

NOW = datetime(2026, 11, 20, 9, 10, tzinfo=UTC)
FIRST = Subscription(team="T1", channel="C1", rules=Rules(waiting=1), set_by="UASHA")
JOB = TellClosed(channel="C1", user="UASHA", set_at=NOW)


class Desk:
    """The subscriptions, and the jobs that are kept with them; the clock stands still."""

    def __init__(self, address: str) -> None:
        self.engine = open_engine(address)
        self.alerts = Subscriptions(self.engine, lambda: NOW)

    async def now(self) -> Subscription:
        kept = await self.alerts.get("T1", "C1")
        assert kept is not None
        return kept

    async def jobs(self) -> list[str]:
        async with self.engine.connect() as connection:
            return [key for (key,) in await connection.execute(select(outbox.c.key))]


@pytest.fixture
async def desk(database: str) -> AsyncIterator[Desk]:
    found = Desk(database)
    await migrate(found.engine)
    yield found
    await found.engine.dispose()


def having(subscription: Subscription, **rules: object) -> Subscription:
    return subscription.model_copy(update={"rules": Rules(**rules)})


async def test_of_two_who_set_it_first_one_reads_again(desk: Desk) -> None:
    kept = await desk.alerts.put(FIRST)
    assert kept.set_at == NOW
    with pytest.raises(ChangedMeanwhile):
        await desk.alerts.put(having(FIRST, changes=True), (JOB,))
    assert await desk.now() == kept
    assert await desk.jobs() == []


async def test_of_two_who_read_the_same_one_reads_again_even_while_the_clock_stands(desk: Desk) -> None:
    first = await desk.alerts.put(FIRST)
    second = await desk.alerts.put(having(first, waiting=2))
    with pytest.raises(ChangedMeanwhile):
        await desk.alerts.put(having(first, changes=True))
    assert await desk.now() == second


async def test_commands_that_come_together_ask_once_what_their_channel_is_about(desk: Desk) -> None:
    await desk.alerts.put(FIRST.model_copy(update={"here": ("Leeds",)}))
    statements: list[str] = []
    event.listen(desk.engine.sync_engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
    assert await asyncio.gather(*(desk.alerts.usual("T1", "C1") for _ in range(16))) == [("Leeds",)] * 16
    assert len(statements) == 1


async def test_twenty_at_once_lose_nothing(desk: Desk) -> None:
    await desk.alerts.put(having(FIRST, reminders=(1,)))

    async def adds(department: str) -> None:
        while True:
            was = await desk.now()
            only = {"departments": (*was.rules.only.departments, department)}
            try:
                await desk.alerts.put(having(was, changes=True, only=only))
            except ChangedMeanwhile:
                continue
            return

    names = {f"Department {number}" for number in range(20)}
    await asyncio.gather(*(adds(name) for name in names))
    assert set((await desk.now()).rules.only.departments) == names


async def test_late_news_that_a_channel_is_closed_pauses_nothing_and_tells_nobody(desk: Desk) -> None:
    was = await desk.alerts.put(FIRST)
    await desk.alerts.put(having(was, waiting=2))
    await desk.alerts.closed(was, JOB)
    assert (await desk.now()).paused is None
    assert await desk.jobs() == []


async def test_a_closed_channel_is_paused_and_its_person_told_once(desk: Desk) -> None:
    was = await desk.alerts.put(FIRST)
    for number in range(2):
        await desk.alerts.closed(was, JOB.model_copy(update={"set_at": NOW + timedelta(seconds=number)}))
    assert (await desk.now()).paused is Pause.CHANNEL_GONE
    assert await desk.jobs() == [JOB.key("T1")]
