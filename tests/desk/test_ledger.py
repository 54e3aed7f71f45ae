"""The ledger between processes: a form is taken up by one of them, what ends is kept whole, and holds never overlap."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic_core import PydanticSerializationError
from sqlalchemy import insert

from bot.appointments.jobs import PostCard
from bot.appointments.values import replace
from bot.appointments.writes.ledger import Intent, Stage
from bot.storage.desk_tables import holds
from bot.storage.holds import HOLD
from bot.storage.ledger import DatabaseLedger
from tests.desk.office import PATIENCE, TEAM, Office, card, entry, intent

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


async def begun(office: Office, **said: object) -> Intent:
    kept, fresh = await office.ledgers[0].begin(intent(**said), PATIENCE)  # type: ignore[arg-type]
    assert fresh
    return kept


async def ended(office: Office, stage: Stage) -> Intent:
    """A form whose first attempt ended so."""
    kept = await begun(office, start=NOON)
    assert await office.ledgers[0].settle(replace(kept, stage=stage), entry(stage))
    return kept


async def test_of_all_who_begin_with_a_form_one_is_the_first(office: Office) -> None:
    told = await asyncio.gather(*(ledger.begin(intent(), PATIENCE) for ledger in office.ledgers * 5))

    assert sorted(fresh for _, fresh in told) == [False] * 9 + [True]
    assert {kept.stage for kept, _ in told} == {Stage.SENDING}
    assert await office.jobs() == ["settle"], "whoever began, its end is looked for once"


async def test_what_was_begun_is_there_for_the_other_process(office: Office) -> None:
    kept = await begun(office, start=NOON, minutes=45, channel="C1", card="C2", reference="K7Q2M")
    assert await office.ledgers[1].of_form(TEAM, "form-1") == kept
    assert await office.ledgers[1].of_form("T2", "form-1") is None
    assert kept.starts == (NOON,)


async def test_an_end_is_looked_for_when_the_attempt_must_have_ended(office: Office) -> None:
    await begun(office)
    assert await office.outboxes[1].next_due() == office.clock.now + PATIENCE


@pytest.mark.parametrize("stage", [Stage.REFUSED, Stage.MISSING, Stage.UNKNOWN])
async def test_of_all_who_take_a_form_up_again_one_gets_it(office: Office, stage: Stage) -> None:
    await ended(office, stage)
    later = intent(start=NOON + timedelta(hours=1))
    taken = await asyncio.gather(*(ledger.resume(later, PATIENCE) for ledger in office.ledgers * 5))

    (again,) = [one for one in taken if one is not None]
    assert again.starts == (NOON, NOON + timedelta(hours=1)), "every start that was asked for is known"
    assert await office.ledgers[1].of_form(TEAM, "form-1") == again


async def test_several_writes_are_planned_once_and_each_is_begun_by_one(office: Office) -> None:
    parts = [intent(f"form-1.{number}", appointment=f"a-{number}", start=NOON) for number in range(12)]
    told = await asyncio.gather(*(ledger.plan(intent(), parts, PATIENCE) for ledger in office.ledgers * 3))
    assert sorted(fresh for _, fresh in told) == [False] * 5 + [True]
    planned = await office.ledgers[1].parts(TEAM, "form-1")
    assert [one.appointment for one in planned] == [f"a-{number}" for number in range(12)], "in their order"
    assert {(one.stage, one.told) for one in planned} == {(Stage.PLANNED, True)}
    assert await office.jobs() == ["settle"], "of what is not begun no end is looked for"

    taken = await asyncio.gather(*(ledger.resume(parts[3], PATIENCE) for ledger in office.ledgers * 3))
    (begun_part,) = [one for one in taken if one is not None]
    assert begun_part.told, "how it ends is told with the others"
    assert not begun_part.may_land, "no earlier attempt of it was ever sent"
    done = replace(begun_part, stage=Stage.DONE)
    assert await office.ledgers[0].settle(done, entry(Stage.DONE), [])
    stages = [one.stage for one in await office.ledgers[1].parts(TEAM, "form-1")]
    assert (stages.count(Stage.DONE), stages.count(Stage.PLANNED)) == (1, 11)
    assert await office.ledgers[0].parts("T2", "form-1") == []


@pytest.mark.parametrize("stage", [Stage.SENDING, Stage.DONE])
async def test_a_form_that_is_under_way_or_done_is_not_taken_up(office: Office, stage: Stage) -> None:
    await ended(office, stage)
    assert await office.ledgers[1].resume(intent(), PATIENCE) is None


async def test_an_attempt_that_was_overtaken_keeps_nothing(office: Office) -> None:
    first = await ended(office, Stage.UNKNOWN)
    again = await office.ledgers[1].resume(intent(), PATIENCE)
    assert again is not None
    late = replace(first, stage=Stage.DONE, appointment="a-1")

    assert not await office.ledgers[0].settle(late, entry(Stage.DONE), [card("form-1")])
    assert await office.ledgers[0].resume(first, PATIENCE, waiting=True) is None
    assert await office.ledgers[0].of_form(TEAM, "form-1") == again
    assert await office.lines() == ["unknown"]
    assert "card" not in await office.jobs()


async def test_an_end_is_kept_only_once(office: Office) -> None:
    kept = await begun(office)
    done = replace(kept, stage=Stage.DONE, appointment="a-1")
    told = await asyncio.gather(
        *(
            ledger.settle(done, entry(Stage.DONE), [card("form-1")], expecting=Stage.SENDING)
            for ledger in office.ledgers * 4
        )
    )
    assert sorted(told) == [False] * 7 + [True]
    assert await office.lines() == ["done"]
    assert (await office.jobs()).count("card") == 1


async def test_the_end_its_line_and_its_jobs_are_kept_together_or_not_at_all(office: Office) -> None:
    kept = await begun(office)
    unreadable: Any = object()
    unwritable = PostCard.model_construct(appointment=unreadable, channel="C1", user="U1")
    with pytest.raises(PydanticSerializationError):
        await office.ledgers[0].settle(
            replace(kept, stage=Stage.DONE), entry(Stage.DONE), [card("form-1"), unwritable]
        )

    assert await office.ledgers[1].of_form(TEAM, "form-1") == kept
    assert await office.lines() == []
    assert await office.jobs() == ["settle"]


async def test_history_is_the_newest_first_and_of_one_appointment(office: Office) -> None:
    for stage in (Stage.UNKNOWN, Stage.DONE):
        await office.ledgers[0].record(entry(stage))
        await office.ledgers[1].record(replace(entry(stage), appointment="a-2"))
        office.clock.move(seconds=5)
    told = await office.ledgers[1].history(TEAM, "a-1")
    assert [one.outcome for one in told] == ["done", "unknown"]
    assert told[0].at == office.clock.now - timedelta(seconds=5)
    assert [one.outcome async for one in office.ledgers[0].whole_audit()] == ["unknown"] * 2 + ["done"] * 2


# Holds


async def test_holds_of_one_appointment_never_overlap(office: Office) -> None:
    inside: list[str] = []

    async def write(ledger: DatabaseLedger, name: str) -> None:
        async with ledger.holding(TEAM, "a-1"):
            inside.append(name)
            assert inside == [name]
            await asyncio.sleep(0.005)
            inside.remove(name)

    await asyncio.gather(*(write(ledger, f"{n}") for n, ledger in enumerate(office.ledgers * 4)))
    assert inside == []


async def test_another_appointment_and_another_team_do_not_wait(office: Office) -> None:
    here, there = office.ledgers
    async with asyncio.timeout(1), here.holding(TEAM, "a-1"):
        for team, appointment in ((TEAM, "a-2"), ("T2", "a-1")):
            async with there.holding(team, appointment):
                pass


async def test_a_hold_ends_with_a_write_that_fails(office: Office) -> None:
    here, there = office.ledgers
    with pytest.raises(ZeroDivisionError):
        async with here.holding(TEAM, "a-1"):
            raise ZeroDivisionError
    async with asyncio.timeout(1), there.holding(TEAM, "a-1"):
        pass


async def test_the_hold_of_a_process_that_died_ends_after_a_while(office: Office) -> None:
    async with office.here.begin() as connection:
        row = {"team": TEAM, "appointment": "a-1", "holder": "dead", "until": office.clock.now + HOLD}
        await connection.execute(insert(holds).values(**row))

    async def write() -> None:
        async with office.ledgers[1].holding(TEAM, "a-1"):
            pass

    waiting = asyncio.create_task(write())
    await asyncio.sleep(0.15)
    assert not waiting.done()
    office.clock.move(seconds=HOLD.total_seconds() + 1)
    await asyncio.wait_for(waiting, 2)


async def test_a_hold_further_ahead_than_one_can_be_is_free(office: Office) -> None:
    """Its process died, and the clock was set back since."""
    here, there = office.ledgers
    lost = here.holding(TEAM, "a-1")
    await lost.__aenter__()
    office.clock.move(hours=-1)
    async with asyncio.timeout(1), there.holding(TEAM, "a-1"):
        pass
    await lost.__aexit__(None, None, None)
