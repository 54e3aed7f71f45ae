"""The courier: tries again with growing pauses, waits when told to, gives up after a day, and leaves nothing half-done."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from itertools import pairwise

from bot.appointments.ledger import Job
from bot.courier import Courier, Later
from bot.storage.outbox import Claimed, Outbox
from tests.desk.office import TEAM, Office, job


async def until_due(outbox: Outbox, office: Office) -> bool:
    """Move the clock to the next job; False if there is none."""
    due = await outbox.next_due()
    if due is not None:
        office.clock.now = max(due, office.clock.now)
    return due is not None


async def test_pauses_grow_and_after_a_day_it_is_given_up_and_told(office: Office) -> None:
    tried: list[datetime] = []
    lost: list[str] = []

    async def fail(_: Claimed) -> None:
        tried.append(office.clock.now)
        raise ConnectionError("Slack is away")

    async def tell(claimed: Claimed) -> None:
        lost.append(claimed.key)

    outbox = office.outboxes[0]
    courier = Courier(outbox, {"card": fail}, office.clock, tell)
    await outbox.add(TEAM, [job("card:1")])
    begun = office.clock.now
    while await until_due(outbox, office):
        await courier.carry_due()

    pauses = [later - earlier for earlier, later in pairwise(tried)]
    growing = [timedelta(seconds=2**n) for n in range(1, 10)]
    assert pauses[:9] == growing
    assert set(pauses[9:]) == {timedelta(minutes=10)}
    assert timedelta(days=1) < tried[-1] - begun < timedelta(days=1, minutes=11)
    assert lost == ["card:1"]


async def test_it_waits_exactly_as_long_as_it_is_told(office: Office) -> None:
    tried: list[datetime] = []

    async def wait_once(_: Claimed) -> None:
        tried.append(office.clock.now)
        if len(tried) == 1:
            raise Later(timedelta(seconds=37))

    outbox = office.outboxes[0]
    courier = Courier(outbox, {"card": wait_once}, office.clock)
    await outbox.add(TEAM, [job("card:1")])
    while await until_due(outbox, office):
        await courier.carry_due()
    assert tried[1] - tried[0] == timedelta(seconds=37)
    assert len(tried) == 2


async def test_two_couriers_carry_each_job_once(office: Office) -> None:
    carried: list[str] = []

    async def carry(claimed: Claimed) -> None:
        await asyncio.sleep(0.001)
        carried.append(claimed.key)

    couriers = [Courier(outbox, {"card": carry}, office.clock) for outbox in office.outboxes]
    await office.outboxes[0].add(TEAM, [job(f"card:{n}") for n in range(40)])
    taken = await asyncio.gather(*(courier.carry_due() for courier in couriers))
    assert sorted(carried) == sorted(f"card:{n}" for n in range(40))
    assert sum(taken) == 40


async def test_one_that_fails_holds_nobody_up(office: Office) -> None:
    carried: list[str] = []

    async def carry(claimed: Claimed) -> None:
        if claimed.key == "card:0":
            raise ValueError
        carried.append(claimed.key)

    outbox = office.outboxes[0]
    courier = Courier(outbox, {"card": carry}, office.clock)
    jobs = [job("card:0"), Job("newer", "x", {}), job("card:1"), job("card:2")]
    await outbox.add(TEAM, jobs)
    await courier.carry_due()
    assert sorted(carried) == ["card:1", "card:2"]
    assert await outbox.next_due() == office.clock.now + timedelta(seconds=2)


async def test_asked_to_stop_it_finishes_what_it_has_in_hand_and_takes_no_more(office: Office) -> None:
    entered, go_on = asyncio.Event(), asyncio.Event()
    carried: list[str] = []

    async def carry(claimed: Claimed) -> None:
        entered.set()
        await go_on.wait()
        carried.append(claimed.key)

    here, there = office.outboxes
    courier = Courier(here, {"card": carry}, office.clock)
    await here.add(TEAM, [job("card:1")])
    courier.start()
    await asyncio.wait_for(entered.wait(), 5)
    await here.add(TEAM, [job("card:2")])
    stopping = asyncio.create_task(courier.stop(5))
    await asyncio.sleep(0.02)
    assert not stopping.done()
    go_on.set()
    await asyncio.wait_for(stopping, 5)

    assert carried == ["card:1"]
    assert [one.key for one in await there.claim()] == ["card:2"]
