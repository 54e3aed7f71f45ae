"""What is counted of sessions: each once, whoever looks and however often, and the same after its row has become a sum."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict
from sqlalchemy import select

from bot.alerts.compare import Sighting, compare
from bot.alerts.counting import as_known, counted
from bot.appointments.counts import Counted, Measure, Numbers, Said, Tally, tallies
from bot.appointments.model import Appointment, Claimant, Department, Interpreter, Named, Status
from bot.appointments.states import About, Came, Late, State
from bot.appointments.values import replace
from bot.line.languages import listed
from bot.storage.count_tables import counted as rows
from bot.storage.count_tables import sums
from bot.storage.counts import Counts
from bot.storage.engine import open_engine
from bot.storage.migrate import migrate
from bot.storage.states import States
from tests.alerts.sessions import LONDON, STAMP, at, session

TODAY = date(2026, 11, 20)
STATUSES = tuple(Status)


def looks(*seen: tuple[datetime, Appointment]) -> list[Counted]:
    """What looks at one session count, one after another."""
    before: dict[str, Sighting] = {}
    found: list[Counted] = []
    last: datetime | None = None
    for now, one in seen:
        changed = now if last is not None and now - last <= timedelta(minutes=5) else None
        found += counted([one], before, changed, LONDON)
        for sighting in compare(before, [one], [], None, now, STAMP).sightings:
            before[one.id] = sighting
        last = now
    return found


def one(appointment: str = "1", **said: object) -> Counted:
    known = as_known(session(appointment), LONDON)
    assert known is not None
    return replace(known, **said)  # type: ignore[arg-type]


def numbers(*sessions: Counted) -> Numbers:
    return Numbers(Counter(tally for each in sessions for tally in tallies(each)))


def test_a_wait_is_counted_when_it_ends_and_a_beginning_when_it_is_seen() -> None:
    waits, on = session(status=Status.WAITING), session(status=Status.IN_PROGRESS)
    found = looks((at(14, 50), session()), (at(14, 52), waits), (at(14, 56), waits), (at(15, 0), on))
    assert [each.waited for each in found] == [0, 0, 0, 8 * 60]
    assert [each.began for each in found] == [None, None, None, at(15, 0)]
    assert numbers(found[-1]).total(Measure.LATE) == 0


def test_where_nobody_looked_nobody_knows_how_long_it_took() -> None:
    waits, on = session(status=Status.WAITING), session(status=Status.IN_PROGRESS)
    found = looks((at(14, 50), session()), (at(14, 52), waits), (at(15, 20), on))
    assert (found[-1].waited, found[-1].began) == (0, None)


def test_what_the_service_tells_of_the_beginning_is_believed() -> None:
    begun = session(status=Status.COMPLETED, session_started_at=at(15, 7))
    (found,) = looks((at(16, 0), begun))
    assert numbers(found).total(Measure.LATE) == 1
    waits, on = (
        session(status=Status.WAITING),
        session(status=Status.IN_PROGRESS, session_started_at=at(14, 59)),
    )
    assert looks((at(14, 55), waits), (at(15, 0), on))[-1].waited == 4 * 60


@pytest.mark.parametrize(("minutes", "late"), [(-3, 0), (4, 0), (5, 1), (40, 1)])
def test_five_minutes_after_its_time_a_beginning_is_late(minutes: int, late: int) -> None:
    begun = one(began=at(15) + timedelta(minutes=minutes))
    assert numbers(begun).total(Measure.LATE) == late
    assert numbers(begun).total(Measure.BEGAN) == 1


@pytest.mark.parametrize(
    ("status", "said", "kinds"),
    [
        (Status.NO_SHOW, Said(), {"not_said": 1}),
        (Status.NO_SHOW, Said(came=False, kind="technical"), {"technical": 1}),
        (Status.SCHEDULED, Said(came=False, kind="no_contact"), {"no_contact": 1}),
        (Status.NO_SHOW, Said(came=True), {}),
        (Status.CANCELLED, Said(came=False, kind="no_contact"), {}),
        (Status.COMPLETED, Said(), {}),
    ],
)
def test_what_people_say_of_a_no_show_goes_before_what_the_service_does(
    status: Status, said: Said, kinds: dict[str, int]
) -> None:
    found = Numbers(Counter(tallies(one(status=status), said)))
    assert found.parts(Measure.NO_SHOWS) == kinds


def test_a_cancelled_one_and_a_request_are_no_sessions() -> None:
    found = numbers(*(one(str(n), status=status) for n, status in enumerate(STATUSES)))
    assert found.total(Measure.SESSIONS) == len(STATUSES) - 4
    assert found.total(Measure.CANCELLED) == 1


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("Polish", "Polish"),
        ("POLISH  interpreter", "Polish"),
        ("british sign language", "BSL"),
        ("Kurdish (Sorani)", "Kurdish"),
        ("pl", "Polish"),
        ("Mrs Kowalska, 07700 900123", "other"),
        ("x" * 5000, "other"),
    ],
)
def test_a_language_is_one_of_a_list_and_never_what_somebody_wrote(told: str, kept: str) -> None:
    known = as_known(session(interpreter=Interpreter(needed=True, language=told)), LONDON)
    assert known is not None
    assert known.language == kept


@given(st.text(max_size=80))
def test_whatever_is_written_for_a_language_a_listed_one_is_listed_again(text: str) -> None:
    found = listed(text)
    assert found is None or (len(found) <= 64 and listed(found) == found)


@given(st.lists(st.integers(0, 200), max_size=40))
def test_the_median_of_the_sums_is_that_of_the_waits(minutes: list[int]) -> None:
    waits = numbers(*(one(str(n), waited=60 * some) for n, some in enumerate(minutes))).waits()
    seen = [some for some in minutes if some]
    assert waits == ((median(seen), max(seen)) if seen else None)


@given(st.text(max_size=30), st.sampled_from(STATUSES))
def test_nothing_that_somebody_wrote_of_a_claimant_is_in_what_is_counted(text: str, status: Status) -> None:
    mark = f"zq{text}"
    who = Claimant(name=mark, phone=mark, email=mark)
    said: dict[str, Any] = {
        "reference": mark,
        "notes": mark,
        "cancel_reason": mark,
        "raw_status": mark,
        "location": mark,
    }
    spoken = Interpreter(needed=True, language=f"Polish {mark}")
    seen = session(claimant=who, interpreter=spoken, status=status, subject=Named(id="1", name=mark), **said)
    known = as_known(seen, LONDON)
    assert known is not None
    assert "zq" not in str(asdict(known))
    assert {tally.which for tally in tallies(known)} <= {"", "not_said", "other"}


class Desk:
    """One workspace's counts as two processes keep them; the clock is set."""

    def __init__(self, address: str) -> None:
        self.engine = open_engine(address)
        self.now = at(18)
        self.counts, self.others = (Counts(self.engine, "T1", lambda: self.now) for _ in range(2))

    async def keep(self, *seen: Counted, gone: tuple[str, ...] = (), looked: str | None = None) -> None:
        async with self.engine.begin() as connection:
            await self.counts.keep(connection, seen, gone, looked)

    async def all(self) -> list[tuple[Tally, int]]:
        return list((await self.counts.between(date(2026, 1, 1), date(2027, 1, 1), parted=True)).each())


@pytest.fixture
async def desk(database: str) -> AsyncIterator[Desk]:
    found = Desk(database)
    await migrate(found.engine)
    yield found
    await found.engine.dispose()


async def test_a_session_is_one_however_often_it_is_seen_and_what_is_to_come_is_none_yet(desk: Desk) -> None:
    for _ in range(3):
        await desk.keep(one(waited=120), one("2", start=at(19)), looked="2026-11-20")
    found = await desk.counts.between(TODAY, TODAY)
    assert found.total(Measure.SESSIONS) == 1
    assert found.parts(Measure.WAITED) == {"6": 1}
    desk.now = at(19)
    assert (await desk.counts.between(TODAY, TODAY)).total(Measure.SESSIONS) == 2
    assert await desk.counts.since() == TODAY
    assert await Counts(desk.engine, "T2", lambda: desk.now).since() is None


async def test_moved_to_another_day_it_counts_there_and_begins_anew(desk: Desk) -> None:
    await desk.keep(one(waited=600, began=at(15, 9)))
    moved = as_known(session(start=at(15, day=19)), LONDON)
    assert moved is not None
    await desk.keep(moved)
    (tally, number) = (await desk.all())[0]
    assert (tally.day, tally.measure, number, len(await desk.all())) == ("2026-11-19", Measure.SESSIONS, 1, 1)


async def test_what_was_missed_at_one_time_and_moved_to_another_was_missed_all_the_same(desk: Desk) -> None:
    states = States(desk.engine, "T1", lambda: desk.now, lambda: 0.0, lambda: None)

    async def says(word: Came, start: datetime) -> None:
        await states.say(State("1", About.CAME, word, start, "U1", desk.now))

    def at_times() -> tuple[Counted, Counted, Counted]:
        found = [as_known(session(start=at(hour)), LONDON) for hour in (15, 17, 19)]
        first, second, third = (one for one in found if one is not None)
        return first, second, third

    first, second, third = at_times()
    await says(Came.NO_CONTACT, first.start)
    await desk.keep(first)
    await desk.keep(second)
    await says(Came.TECHNICAL, second.start)
    await desk.keep(third)
    found = await desk.counts.between(TODAY, TODAY, parted=True)
    assert found.parts(Measure.NO_SHOWS) == {"no_contact": 1, "technical": 1}
    assert found.total(Measure.SESSIONS) == 2, "the third time is still to come"
    desk.now = at(20)
    await says(Came.ARRIVED, third.start)
    found = await desk.counts.between(TODAY, TODAY, parted=True)
    assert (found.total(Measure.SESSIONS), found.total(Measure.NO_SHOWS)) == (3, 2)
    assert await desk.counts.fold(at(21)) == 3
    assert list((await desk.counts.between(TODAY, TODAY, parted=True)).each()) == list(found.each())


async def test_a_missed_one_that_is_moved_and_moved_back_is_counted_once(desk: Desk) -> None:
    missed = one(status=Status.NO_SHOW)
    await desk.keep(missed)
    moved = as_known(session(start=at(17)), LONDON)
    assert moved is not None
    await desk.keep(moved)
    assert (await desk.counts.between(TODAY, TODAY)).total(Measure.NO_SHOWS) == 1
    await desk.keep(one())
    found = await desk.counts.between(TODAY, TODAY)
    assert (found.total(Measure.SESSIONS), found.total(Measure.NO_SHOWS)) == (1, 0), (
        "it is to be held after all"
    )


async def test_what_the_service_no_longer_has_is_counted_only_if_it_had_begun(desk: Desk) -> None:
    await desk.keep(one(), one("2", start=at(19)))
    await desk.keep(gone=("1", "2", "3"))
    desk.now = at(20)
    assert (await desk.counts.between(TODAY, TODAY)).total(Measure.SESSIONS) == 1


async def test_sums_say_what_the_rows_said_also_when_two_processes_make_them_at_once(desk: Desk) -> None:
    many = [
        one(str(n), waited=60 * (n % 7), status=STATUSES[n % len(STATUSES)], language=("", "Polish")[n % 2])
        for n in range(450)
    ]
    await desk.keep(*many, looked="2026-11-20")
    before = await desk.all()

    async def fold(counts: Counts) -> int:
        folded = 0
        while some := await counts.fold(at(15, 1)):
            folded += some
        return folded

    folded = await asyncio.gather(*(fold(counts) for counts in (desk.counts, desk.others) * 2))
    assert sum(folded) == 450
    assert await desk.all() == before
    async with desk.engine.connect() as connection:
        assert (await connection.execute(select(rows))).all() == []
        kept = str((await connection.execute(select(sums))).all())
    assert "REF" not in kept
    assert "Jane" not in kept


async def test_whoever_reads_while_rows_become_sums_counts_each_once(desk: Desk) -> None:
    for _ in range(4):
        await desk.keep(*(one(str(n)) for n in range(200)), looked="2026-11-20")
        before = (await desk.counts.between(TODAY, TODAY)).total(Measure.SESSIONS)

        async def read(whole: int) -> set[int]:
            found = [await desk.others.between(TODAY, TODAY) for _ in range(8)]
            return {numbers.total(Measure.SESSIONS) - whole for numbers in found}

        wrong, _ = await asyncio.gather(read(before), desk.counts.fold(at(15, 1)))
        assert wrong == {0}


async def test_what_people_said_counts_at_the_time_that_it_was_said_of_and_stays_in_the_sums(
    desk: Desk,
) -> None:
    states = States(desk.engine, "T1", lambda: desk.now, lambda: 0.0, lambda: None)
    for appointment, about, word, start in (
        ("1", About.CAME, Came.NO_CONTACT, at(15)),
        ("1", About.CAME, Came.TECHNICAL, at(15)),
        ("2", About.CAME, Came.ARRIVED, at(15)),
        ("2", About.LATE, Late.RUNNING_LATE, at(15)),
        ("3", About.CAME, Came.NO_CONTACT, at(14)),
        ("4", About.CAME, Came.NO_CONTACT, at(15)),
        ("4", About.CAME, Came.UNSAID, at(15)),
    ):
        await states.say(State(appointment, about, word, start, "U1", desk.now))
    await desk.keep(
        *(one(name, status=Status.NO_SHOW if name == "2" else Status.SCHEDULED) for name in "1234")
    )

    await states.say(State("1", About.LATE, Late.RUNNING_LATE, at(15), "U1", desk.now))
    found = await desk.counts.between(TODAY, TODAY, parted=True)
    assert found.total(Measure.BEGAN) == 1, "what was to begin late and was missed has not begun"
    assert found.parts(Measure.NO_SHOWS) == {"technical": 1}
    assert (found.total(Measure.SESSIONS), found.total(Measure.LATE)) == (4, 1)
    assert await desk.counts.fold(at(17)) == 4
    assert list((await desk.counts.between(TODAY, TODAY, parted=True)).each()) == list(found.each())


async def test_a_late_row_of_a_day_that_was_summed_is_added_to_it(desk: Desk) -> None:
    for appointment in ("1", "2"):
        await desk.keep(one(appointment))
        assert await desk.counts.fold(at(17)) == 1
    found = await desk.counts.between(TODAY, TODAY)
    assert found.total(Measure.SESSIONS) == 2


async def test_numbers_are_told_apart_by_department_by_day_and_by_what_they_are_of(desk: Desk) -> None:
    york = one("2", department_id="9", department="York", language="Polish")
    await desk.keep(one(), york, replace(york, appointment="3", day="2026-11-19"), looked="2026-11-20")
    found = await desk.counts.between(date(2026, 11, 1), TODAY, parted=True)
    assert await desk.counts.departments() == [
        Department(id="7", name="Leeds"),
        Department(id="9", name="York"),
    ]
    there = await desk.counts.between(date(2026, 11, 1), TODAY, [Department(id="9", name="York")])
    assert there.total(Measure.SESSIONS) == 2
    assert there.by_day(Measure.SESSIONS)[TODAY] == 1
    assert there.parts(Measure.INTERPRETER) == {"Polish": 2}
    assert all(first <= second for (first, _), (second, _) in pairwise(found.each()))
    assert not Numbers(Counter({Tally("2026-11-20", "", "", Measure.LOOKED): 0}))


def test_the_day_is_the_desks_own() -> None:
    known = as_known(session(start=datetime(2026, 7, 1, 23, 30, tzinfo=UTC)), LONDON)
    assert known is not None
    assert known.day == "2026-07-02"
