"""The courier: tries again with growing pauses, waits when told to, gives up after a day, and leaves nothing half-done."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from bot.appointments.jobs import Job, SettleWrite
from bot.jobs.courier import HANDS, Courier, Later
from bot.storage.claims import Claimed
from bot.storage.endings import ending
from bot.storage.leases import LEASE
from bot.storage.outbox import Outbox, add_jobs
from bot.storage.room import Hands, Room
from bot.storage.taking import Taken
from tests.desk.office import TEAM, Office, card
from tests.waiting import until


async def until_due(outbox: Outbox, office: Office) -> bool:
    """Move the clock to the next job; False if there is none."""
    due = await outbox.next_due()
    if due is not None:
        office.clock.now = max(due, office.clock.now)
    return due is not None


async def test_pauses_grow_and_after_a_day_it_is_given_up_and_told(office: Office) -> None:
    tried: list[datetime] = []
    lost: list[str] = []

    async def fail(_: Claimed[Job]) -> None:
        tried.append(office.clock.now)
        raise ConnectionError("Slack is away")

    async def tell(claimed: Claimed[Job]) -> None:
        lost.append(claimed.key)

    outbox = office.outboxes[0]
    courier = Courier(outbox, fail, office.clock, tell)
    await outbox.add(TEAM, [card("1")])
    begun = office.clock.now
    while await until_due(outbox, office):
        await courier.carry_due()

    pauses = [later - earlier for earlier, later in pairwise(tried)]
    growing = [timedelta(seconds=2**n) for n in range(1, 10)]
    assert pauses[:9] == growing
    assert set(pauses[9:]) == {timedelta(minutes=10)}
    assert timedelta(days=1) < tried[-1] - begun < timedelta(days=1, minutes=11)
    assert lost == ["card:T1:1"]


async def test_it_waits_exactly_as_long_as_it_is_told(office: Office) -> None:
    tried: list[datetime] = []

    async def wait_once(_: Claimed[Job]) -> None:
        tried.append(office.clock.now)
        if len(tried) == 1:
            raise Later(timedelta(seconds=37))

    outbox = office.outboxes[0]
    courier = Courier(outbox, wait_once, office.clock)
    await outbox.add(TEAM, [card("1")])
    while await until_due(outbox, office):
        await courier.carry_due()
    assert tried[1] - tried[0] == timedelta(seconds=37)
    assert len(tried) == 2


async def test_two_couriers_carry_each_job_once(office: Office) -> None:
    carried: list[str] = []

    async def carry(claimed: Claimed[Job]) -> None:
        await asyncio.sleep(0.001)
        carried.append(claimed.key)

    couriers = [Courier(outbox, carry, office.clock) for outbox in office.outboxes]
    await office.outboxes[0].add(TEAM, [card(str(n)) for n in range(40)])
    taken = await asyncio.gather(*(courier.carry_due() for courier in couriers))
    assert sorted(carried) == sorted(f"card:T1:{n}" for n in range(40))
    assert sum(taken) == 40


async def test_one_that_fails_holds_nobody_up(office: Office) -> None:
    carried: list[str] = []

    async def carry(claimed: Claimed[Job]) -> None:
        if claimed.key == "card:T1:0":
            raise ValueError
        carried.append(claimed.key)

    outbox = office.outboxes[0]
    courier = Courier(outbox, carry, office.clock)
    jobs = [card("0"), card("1"), card("2")]
    await outbox.add(TEAM, jobs)
    await courier.carry_due()
    assert sorted(carried) == ["card:T1:1", "card:T1:2"]
    assert await outbox.next_due() == office.clock.now + timedelta(seconds=2)


async def test_asked_to_stop_it_finishes_what_it_has_in_hand_and_takes_no_more(office: Office) -> None:
    entered, go_on = asyncio.Event(), asyncio.Event()
    carried: list[str] = []

    async def carry(claimed: Claimed[Job]) -> None:
        entered.set()
        await go_on.wait()
        carried.append(claimed.key)

    here, there = office.outboxes
    courier = Courier(here, carry, office.clock)
    await here.add(TEAM, [card("1")])
    courier.start()
    await asyncio.wait_for(entered.wait(), 10)
    await here.add(TEAM, [card("2")])
    stopping = asyncio.create_task(courier.stop(5))
    await asyncio.sleep(0.02)
    assert not stopping.done()
    go_on.set()
    await asyncio.wait_for(stopping, 5)

    assert carried == ["card:T1:1"]
    assert [one.key for one in await there.claim()] == ["card:T1:2"]


async def test_a_slow_one_holds_up_nobody(office: Office) -> None:
    slow, told = asyncio.Event(), asyncio.Queue[str]()

    async def carry(claimed: Claimed[Job]) -> None:
        if claimed.key == "card:T1:slow":
            await slow.wait()
        await told.put(claimed.key)

    outbox = office.outboxes[0]
    courier = Courier(outbox, carry, office.clock)
    await outbox.add(TEAM, [card("slow"), *(card(str(n)) for n in range(3 * HANDS.of_a_team))])
    courier.start()
    async with asyncio.timeout(10):
        for _ in range(3 * HANDS.of_a_team):
            assert await told.get() != "card:T1:slow"
        await outbox.add(TEAM, [card("new")])
        courier.wake()
        assert await told.get() == "card:T1:new"
        assert not await courier.idle(), "one is still in hand"
        slow.set()
        assert await told.get() == "card:T1:slow"
    await courier.stop(5)


async def test_no_more_is_in_hand_than_there_are_hands_and_only_half_of_it_are_posts(office: Office) -> None:
    in_hand: set[str] = set()
    go_on = {"card": asyncio.Event(), "settle": asyncio.Event()}
    most = {"card": 0, "settle": 0}

    async def carry(claimed: Claimed[Job]) -> None:
        in_hand.add(claimed.key)
        for kind in most:
            most[kind] = max(most[kind], sum(key.startswith(kind) for key in in_hand))
        await go_on[claimed.kind].wait()
        in_hand.remove(claimed.key)

    outbox = office.outboxes[0]
    courier = Courier(outbox, carry, office.clock)
    posts = [card(str(n)) for n in range(HANDS.of_a_team)]
    others = [SettleWrite(form=str(n), user="U1") for n in range(HANDS.of_a_team)]
    await outbox.add(TEAM, posts)
    await outbox.add(TEAM, others)
    carrying = asyncio.create_task(courier.carry_due())
    await until(lambda: len(in_hand) == HANDS.of_a_team)
    assert sum(key.startswith("card") for key in in_hand) == HANDS.posts, (
        "the posts do not keep the others out"
    )
    go_on["settle"].set()
    await until(lambda: len(in_hand) == HANDS.posts)
    assert {key.split(":")[0] for key in in_hand} == {"card"}
    go_on["card"].set()
    assert await asyncio.wait_for(carrying, 10) == 2 * HANDS.of_a_team
    assert most["card"] == HANDS.posts
    assert most["settle"] <= HANDS.of_a_team


async def test_what_waits_for_a_hand_that_is_freed_while_it_asks_is_done_too(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.jobs.courier.HANDS", Hands(2, 1))
    go_on, done, asked = asyncio.Event(), list[str](), [0]

    class Slow(Outbox):
        async def take(self, room: Room) -> Taken:
            asked[0] += bool(room.full_of_posts)
            found = await super().take(room)
            if asked[0] == 1:
                go_on.set()
                await until(lambda: done)
            return found

    async def carry(claimed: Claimed[Job]) -> None:
        await go_on.wait()
        done.append(claimed.key)

    outbox = Slow(office.here, office.clock)
    courier = Courier(outbox, carry, office.clock)
    await outbox.add(TEAM, [card("1"), card("2")])
    await courier.carry_due()
    assert done == ["card:T1:1", "card:T1:2"]


async def test_only_what_may_have_been_done_counts_as_tried(office: Office) -> None:
    attempts: list[int] = []
    ends: list[Exception] = [Later(timedelta(seconds=1)), TimeoutError(), Later(timedelta(seconds=1))]

    async def carry(claimed: Claimed[Job]) -> None:
        attempts.append(claimed.attempts)
        if ends:
            raise ends.pop(0)

    outbox = office.outboxes[0]
    courier = Courier(outbox, carry, office.clock)
    await outbox.add(TEAM, [card("1")])
    while await until_due(outbox, office):
        await courier.carry_due()
    assert attempts == [0, 0, 1, 1]


async def test_what_is_in_hand_is_kept_from_others_for_as_long_as_it_takes(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.jobs.courier.LEASE", timedelta(seconds=0.06))
    entered, go_on = asyncio.Event(), asyncio.Event()

    async def carry(claimed: Claimed[Job]) -> None:
        entered.set()
        await go_on.wait()

    here, there = office.outboxes
    courier = Courier(here, carry, office.clock)
    await here.add(TEAM, [card("1")])
    courier.start()
    await asyncio.wait_for(entered.wait(), 10)
    for _ in range(3):
        office.clock.move(seconds=LEASE.total_seconds() - 1)

        async def done() -> bool:
            return await there.next_due() == office.clock.now + LEASE

        await until(done)
        assert await there.claim() == []
    go_on.set()
    await courier.stop(5)
    assert await there.next_due() is None


async def test_a_lease_that_was_lost_does_not_have_a_job_done_twice_at_a_time(office: Office) -> None:
    entered: list[int] = []
    go_on = asyncio.Event()

    async def carry(claimed: Claimed[Job]) -> None:
        entered.append(claimed.attempts)
        await go_on.wait()

    outbox = office.outboxes[0]
    courier = Courier(outbox, carry, office.clock)
    await outbox.add(TEAM, [card("1")])
    courier.start()
    await until(lambda: entered)
    office.clock.move(seconds=LEASE.total_seconds() + 1)
    courier.wake()

    async def done() -> bool:
        return await outbox.next_due() == office.clock.now + LEASE

    await until(done)
    go_on.set()
    await courier.stop(5)
    assert entered == [0]
    assert await outbox.next_due() is None


async def test_it_asks_only_when_there_may_be_something(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not in a loop: neither when nothing is due, nor when both hands are full."""
    monkeypatch.setattr("bot.jobs.courier.HANDS", Hands(2))
    monkeypatch.setattr("bot.jobs.courier.NOD", 60)
    asked, in_hand, go_on = [0], [0], asyncio.Event()

    class Counting(Outbox):
        async def take(self, room: Room) -> Taken:
            asked[0] += 1
            return await super().take(room)

    async def carry(_: Claimed[Job]) -> None:
        in_hand[0] += 1
        await go_on.wait()

    outbox = Counting(office.here, office.clock)
    courier = Courier(outbox, carry, office.clock)
    courier.start()
    await until(lambda: asked[0])
    await asyncio.sleep(0.1)
    assert asked == [1]
    await outbox.add(TEAM, [card(str(n)) for n in range(6)])
    courier.wake()
    await until(lambda: in_hand == [2])
    await asyncio.sleep(0.1)
    assert asked == [2]
    go_on.set()
    await until(courier.idle)
    assert asked[0] <= 2 + 2 * 6, "as often as there may be something, and no more"
    await courier.stop(5)


async def test_what_a_job_says_that_it_added_is_carried_in_its_time_and_not_asked_for(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.jobs.courier.NOD", 0.02)
    asked, carried = [0], list[str]()

    class Counting(Outbox):
        async def take(self, room: Room) -> Taken:
            asked[0] += 1
            return await super().take(room)

        def written_elsewhere(self) -> object:
            return None

    async def carry(claimed: Claimed[Job]) -> None:
        carried.append(claimed.key.rpartition(":")[2])
        if claimed.job == first:
            async with ending(office.here, claimed, office.clock.now) as connection:
                adds = await add_jobs(
                    connection, TEAM, [first, card("2", delay=timedelta(minutes=1))], office.clock.now
                )
            claimed.ending.adds = adds

    first, outbox = card("1"), Counting(office.here, office.clock)
    courier = Courier(outbox, carry, office.clock)
    await outbox.add(TEAM, [first])
    courier.start()
    await until(lambda: carried == ["1"] and not courier.busy)
    await asyncio.sleep(0.1)
    assert asked == [1]
    office.clock.move(minutes=1)
    await until(lambda: carried == ["1", "2"])
    await courier.stop(5)


async def test_a_database_that_is_away_for_a_moment_stops_nothing(
    office: Office, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    carried: list[str] = []
    away = [True]

    class Shaky(Outbox):
        async def take(self, room: Room) -> Taken:
            if away.pop() if away else False:
                raise ConnectionError("the database is away")
            return await super().take(room)

    async def carry(claimed: Claimed[Job]) -> None:
        carried.append(claimed.key)

    outbox = Shaky(office.here, office.clock)
    courier = Courier(outbox, carry, office.clock)
    await outbox.add(TEAM, [card("1")])
    courier.start()
    await until(lambda: carried)
    await courier.stop(5)
    assert "outbox_unreachable" in "".join((*capsys.readouterr(), caplog.text))


async def test_what_was_due_at_once_is_due_at_once_after_the_clock_was_set_back(office: Office) -> None:
    outbox = office.outboxes[0]
    carried: list[str] = []

    async def carry(claimed: Claimed[Job]) -> None:
        carried.append(claimed.key)

    courier = Courier(outbox, carry, office.clock)
    await courier.carry_due()
    await outbox.add(TEAM, [card("now"), card("later", delay=timedelta(hours=2))])
    office.clock.move(hours=-1)
    await courier.carry_due()
    assert carried == ["card:T1:now"]
    office.clock.move(hours=3)
    await courier.carry_due()
    assert carried == ["card:T1:now", "card:T1:later"]
