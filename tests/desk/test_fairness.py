"""One courier for all teams: none of them holds up another, and it asks the database only when there may be something."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.appointments.jobs import Job, SettleWrite
from bot.jobs.courier import HANDS, Courier
from bot.storage.claims import Claim, Claimed
from bot.storage.news import listening
from bot.storage.outbox import Outbox
from bot.storage.room import Hands, Room
from bot.storage.taking import Taken
from tests.desk.office import TEAM, Office, card
from tests.waiting import until

AN_HOUR = timedelta(hours=1)


async def test_a_thousand_jobs_of_one_team_leave_hands_for_every_other(office: Office) -> None:
    outbox = office.outboxes[0]
    await outbox.add("T0BUSY", [card(str(n)) for n in range(500)])
    await outbox.add("T0BUSY", [SettleWrite(form=str(n), user="U1") for n in range(500)])
    office.clock.move(minutes=5)
    for number in range(20):
        await outbox.add(f"T{number}", [card("1")])
    taken = Counter(one.team for one in await outbox.claim(Room(HANDS)))
    assert taken.pop("T0BUSY") == HANDS.of_a_team
    assert taken == {f"T{number}": 1 for number in range(20)}


async def test_a_team_whose_slack_is_silent_holds_up_no_other(office: Office) -> None:
    silent, carried = asyncio.Event(), list[str]()

    async def carry(claimed: Claimed[Job]) -> None:
        if claimed.team == "T0SILENT":
            await silent.wait()
        carried.append(claimed.key)

    outbox = office.outboxes[0]
    courier = Courier(outbox, carry, office.clock)
    await outbox.add("T0SILENT", [card(str(n)) for n in range(100)])
    await outbox.add("T0SILENT", [SettleWrite(form=str(n), user="U1") for n in range(100)])
    courier.start()
    await outbox.add(TEAM, [card(str(n)) for n in range(40)])
    courier.wake()
    await until(lambda: len(carried) == 40)
    assert {key.split(":")[1] for key in carried} == {TEAM}
    silent.set()
    await courier.stop(5)


@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from(["card", "settle"])), max_size=2000))
def test_however_many_teams_are_stuck_there_is_a_hand_for_the_next(asked: list[tuple[int, str]]) -> None:
    """As long as there are not as many stuck teams as there are hands."""
    room = Room(HANDS)
    for team, kind in asked:
        room.take(f"T{team}", kind)
    stuck = {team for team, _ in asked}
    if len(stuck) < HANDS.altogether - HANDS.left_for_others:
        assert room.take("T0NEXT", "card")
    assert room.free >= 0


def test_one_team_alone_has_the_hands_that_it_always_had() -> None:
    room = Room(Hands())
    assert sum(room.take(TEAM, "card") for _ in range(100)) == 8
    assert sum(room.take(TEAM, "settle") for _ in range(100)) == 8
    assert not room.take(TEAM, "card")


class Counting(Outbox):
    asked = 0

    async def take(self, room: Room) -> Taken:
        self.asked += 1
        return await super().take(room)


async def test_what_another_process_adds_is_heard_of_and_nothing_is_asked_before(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.jobs.courier.NOD", 0.01)
    carried: list[Claim] = []

    async def carry(claimed: Claimed[Job]) -> None:
        carried.append(claimed)

    here = Counting(office.here, office.clock)
    courier = Courier(here, carry, office.clock)
    courier.start()
    async with listening(office.here, courier.hear):
        await until(lambda: here.asked)
        await asyncio.sleep(0.3)
        quiet = here.asked
        assert quiet <= 2, "once, and once more when it had begun to listen"
        await office.outboxes[1].add(TEAM, [card("1")])
        await until(lambda: carried)
    await courier.stop(5)


async def test_what_another_process_wrote_and_had_not_committed_yet_is_asked_for_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite writes into its log, waits for the disk, and only then lets others see it; the log is not written again."""
    monkeypatch.setattr("bot.jobs.courier.NOD", 0.5)
    carried: list[Claim] = []

    async def carry(claimed: Claimed[Job]) -> None:
        carried.append(claimed)

    class Told(Counting):
        log = 0

        def written_elsewhere(self) -> object:
            return self.log

    here = Told(office.here, office.clock)
    courier = Courier(here, carry, office.clock)
    courier.start()
    await until(lambda: here.asked == 2)
    here.log += 1
    await until(lambda: here.asked == 3)
    assert await office.outboxes[1].add_once(TEAM, card("1"))
    await until(lambda: carried)
    await courier.stop(5)


async def test_a_clock_that_is_set_ahead_is_noticed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.jobs.courier.NOD", 0.01)
    carried: list[Claim] = []

    async def carry(claimed: Claimed[Job]) -> None:
        carried.append(claimed)

    outbox = office.outboxes[0]
    courier = Courier(outbox, carry, office.clock)
    await outbox.add(TEAM, [SettleWrite(form="1", user="U1", delay=AN_HOUR)])
    courier.start()
    await asyncio.sleep(0.1)
    assert not carried
    office.clock.now += AN_HOUR
    await until(lambda: carried)
    await courier.stop(5)
