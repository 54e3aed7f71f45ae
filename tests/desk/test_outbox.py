"""The outbox between processes: nothing is handed out twice, nothing is lost, and all in its time."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.appointments.jobs import APART, Remind
from bot.storage.claims import Claim, Claimed
from bot.storage.leases import LEASE
from bot.storage.outbox import Outbox
from bot.storage.room import Hands, Room
from tests.desk.office import TEAM, Office, card, forms


async def test_no_job_is_handed_out_twice(office: Office) -> None:
    await office.outboxes[0].add(TEAM, [card(str(n)) for n in range(60)])
    taken: list[Claim] = []

    async def work(outbox: Outbox) -> None:
        while jobs := await outbox.claim(Room(Hands(of_a_team=7, posts=7))):
            taken.extend(jobs)
            await asyncio.sleep(0)

    async with asyncio.timeout(10):
        await asyncio.gather(*(work(outbox) for outbox in office.outboxes * 3))
    assert sorted(forms(taken)) == sorted(str(n) for n in range(60))


async def test_a_key_is_kept_once_even_when_its_job_is_done(office: Office) -> None:
    here, there = office.outboxes
    await asyncio.gather(*(outbox.add(TEAM, [card("1")]) for outbox in office.outboxes * 4))
    (only,) = await here.claim()
    await here.finish(only)
    await there.add(TEAM, [card("1")])
    assert await there.claim() == []
    assert await there.next_due() is None


async def test_the_longest_due_come_first_and_none_before_its_time(office: Office) -> None:
    outbox = office.outboxes[0]
    for form, seconds in (("later", 20), ("now", 0), ("soon", 10)):
        await outbox.add(TEAM, [card(form, delay=timedelta(seconds=seconds))])
    assert forms(await outbox.claim()) == ["now"]
    assert await office.outboxes[1].claim() == []
    office.clock.move(seconds=LEASE.total_seconds() - 1)
    assert forms(await office.outboxes[1].claim()) == ["soon"]


async def test_messages_to_one_channel_are_taken_up_in_their_turn_and_no_other_waits(office: Office) -> None:
    here, there = office.outboxes
    begins = office.clock.now

    def remind(channel: str, session: str, seconds: float = 0) -> Remind:
        delay = timedelta(seconds=seconds)
        return Remind(channel=channel, appointment=session, moment=begins, rule=15, delay=delay)

    told = [remind("C1", "late", 2.5), remind("C1", "one"), remind("C2", "other"), remind("C1", "two")]
    await here.add(TEAM, [remind("C1", "before")])
    await here.add(TEAM, [*told, remind("C1", "before"), remind("C1", "three"), card("1"), card("2")])

    async def taken() -> list[str]:
        jobs = [one.job for one in await there.claim() if isinstance(one, Claimed)]
        return [one.appointment if isinstance(one, Remind) else one.kind for one in jobs]

    assert await taken() == ["before", "one", "other", "card", "card"]
    for these in (["two"], ["three"], ["late"]):
        office.clock.now += APART - timedelta(milliseconds=1)
        assert await taken() == []
        office.clock.now += timedelta(milliseconds=1)
        assert await taken() == these


async def test_a_clock_that_is_set_back_holds_up_no_message_that_waits_for_its_turn(office: Office) -> None:
    here, there = office.outboxes
    moment = office.clock.now
    several = [Remind(channel="C1", appointment=name, moment=moment, rule=15) for name in "abc"]
    await here.add(TEAM, several)
    office.clock.move(seconds=-3600)
    await there.set_back()
    assert len(await there.claim()) == len(several)


async def test_what_a_dead_process_held_is_taken_up_after_its_lease(office: Office) -> None:
    dead, alive = office.outboxes
    await dead.add(TEAM, [card("1")])
    (held,) = await dead.claim()
    office.clock.move(seconds=LEASE.total_seconds())
    assert await alive.claim() == []
    assert await alive.next_due() == office.clock.now

    office.clock.move(seconds=1)
    (taken,) = await alive.claim()
    assert (taken.id, held.attempts, taken.attempts) == (held.id, 0, 1)


async def test_a_lease_that_is_renewed_goes_on(office: Office) -> None:
    here, there = office.outboxes
    await here.add(TEAM, [card("1")])
    held = await here.claim()
    for _ in range(3):
        office.clock.move(seconds=LEASE.total_seconds() - 1)
        assert await there.claim() == []
        await here.renew(held)


async def test_a_job_that_is_postponed_comes_back_in_its_time(office: Office) -> None:
    here, there = office.outboxes
    await here.add(TEAM, [card("1")])
    (held,) = await here.claim()
    await here.postpone(held, timedelta(minutes=1))
    office.clock.move(seconds=59)
    assert await there.claim() == []
    office.clock.move(seconds=1)
    (again,) = await there.claim()
    assert forms([again]) == ["1"]
    assert again.due_first == held.due_first


async def test_who_comes_back_after_its_lease_has_no_say_over_what_another_holds(office: Office) -> None:
    slow, quick = office.outboxes
    await slow.add(TEAM, [card("1")])
    (lost,) = await slow.claim()
    office.clock.move(seconds=LEASE.total_seconds() + 1)
    (held,) = await quick.claim()
    await slow.postpone(lost, timedelta(0))
    assert await slow.claim() == [], "it is in another's hands"
    await quick.finish(held)
    assert await slow.next_due() is None


async def test_what_was_done_long_ago_is_dropped_and_nothing_else(office: Office) -> None:
    outbox = office.outboxes[0]
    await outbox.add(TEAM, [card("done"), card("open", delay=timedelta(days=60))])
    (done,) = await outbox.claim()
    await outbox.finish(done)
    office.clock.move(days=31)
    await outbox.purge(timedelta(days=30))
    await outbox.add(TEAM, [card("done")])
    assert forms(await outbox.claim()) == ["done"]
    assert await office.jobs() == ["card", "card"]


async def test_a_lease_further_ahead_than_one_can_be_is_free(office: Office) -> None:
    """The clock was set back while a process held a job, and the process is gone."""
    here, there = office.outboxes
    await here.add(TEAM, [card("1")])
    await here.claim()
    office.clock.move(hours=-1)
    await there.set_back()
    assert forms(await there.claim()) == ["1"]


async def test_clocks_that_differ_a_little_take_nothing_from_each_other(office: Office) -> None:
    here, there = office.outboxes
    await here.add(TEAM, [card("1")])
    await here.claim()
    office.clock.move(seconds=-50)
    await there.set_back()
    assert await there.claim() == []


async def test_an_older_job_is_in_doubt_until_it_is_known_how_it_ended(office: Office) -> None:
    here, there = office.outboxes
    for form in ("1", "2"):
        await here.add(TEAM, [card(form)])
    first, second = await here.claim()
    assert await there.in_doubt(second, channel="C1") is None, "its first try is under way, and not ended"
    await here.postpone(first, timedelta(seconds=20))
    doubt = await there.in_doubt(second, channel="C1")
    assert doubt == (office.clock.now + timedelta(seconds=20), False)
    assert await there.in_doubt(second, channel="C2") is None
    assert await there.in_doubt(first, channel="C1") is None, "it waits for no younger one"
    office.clock.move(seconds=20)
    await here.claim()
    again = await there.in_doubt(second, channel="C1")
    assert again is not None
    assert again.under_way
    await here.finish(first)
    assert await there.in_doubt(second, channel="C1") is None


async def test_what_a_dead_process_tried_is_in_doubt(office: Office) -> None:
    here, there = office.outboxes
    await here.add(TEAM, [card("1"), card("2")])
    first, second = await here.claim()
    office.clock.move(seconds=LEASE.total_seconds() + 1)
    assert await there.in_doubt(second, channel="C1") == (
        office.clock.now - LEASE - timedelta(seconds=1),
        False,
    )
    await here.drop(first)
    assert await there.in_doubt(second, channel="C1") is None
