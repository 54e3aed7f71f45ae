"""A name or a code is looked for by what leaves no name behind, and what that finds is read before anybody is told."""

from __future__ import annotations

import string
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.apis.sqod.api import sqod_api
from bot.apis.sqod.asks import SqodOptions
from bot.appointments.filter import EVERYTHING, Filter, folded, has_words
from bot.appointments.index import GOOD_FOR, Index
from bot.appointments.listing import Listing, Shown
from bot.appointments.model import Appointment, Claimant, Window
from bot.appointments.reads.called import by_code, by_name, sought
from bot.appointments.reads.search import Looking
from bot.appointments.service import Service
from bot.appointments.versions import Stamp
from tests.apis.story import NINE
from tests.standins.sqod import StandInSqod

SPAN = Window.around(NINE, timedelta(days=30), timedelta(days=90))
NAMES = st.lists(st.text("abnoé' -Øß", min_size=1, max_size=8), max_size=3).map(" ".join)
TYPED = st.text("abnoé'-Øß", min_size=1, max_size=6)
REFERENCES = st.text(string.ascii_uppercase[:3] + "12", min_size=1, max_size=9)


def session(id_: str, name: str, reference: str | None) -> Appointment:
    return Appointment(id=id_, start=NINE, reference=reference, claimant=Claimant(name=name))


@given(st.lists(st.tuples(NAMES, st.none() | REFERENCES), min_size=1, max_size=8), TYPED, REFERENCES)
async def test_whoever_is_meant_is_among_those_that_the_index_finds(
    told: list[tuple[str, str | None]], typed: str, code: str
) -> None:
    sessions = [session(f"s{n}", *one) for n, one in enumerate(told)]
    index = Index()
    await index.read_all(index.begin(), Listing(sessions), NINE)
    words = folded(typed).split()
    found = index.named(words, SPAN)
    if found is not None:
        assert {one.id for one in sessions if has_words(one.claimant.name or "", words)} <= set(found)
    called = index.named(sought([typed]), SPAN)
    if called is not None:
        assert {one.id for one in by_name(sessions, [typed])} <= set(called)
    assert {one.id for one in by_code(sessions, code)} <= set(index.coded(code, SPAN))


async def test_nothing_personal_is_in_it() -> None:
    index = Index()
    await index.read_all(index.begin(), Listing([session("s1", "Jane Doe", "K7Q2M9XW4T8ZB1C")]), NINE)
    held = repr(vars(index))
    assert not [word for word in ("Jane", "Doe", "jane", "K7Q2M9XW4T8ZB1C") if word in held]


class Desk:
    """Looks at a stand-in service by a clock that is set."""

    def __init__(self, sqod: StandInSqod) -> None:
        self.sqod = sqod
        self.now = NINE
        api = sqod_api(sqod.url, SecretStr(sqod.token), options=SqodOptions())
        self.service = Service(api, Stamp(b"a secret"))
        self.looking = Looking(self.service, lambda: self.now, timedelta(days=30), timedelta(days=90))

    async def find(
        self, words: str, among: Filter = EVERYTHING, first: int = 0
    ) -> tuple[list[str | None], int]:
        """The names on a page of two, and how many there are."""
        found = await self.looking.search(words, None, among, Shown(first, 2))
        begins = Shown(first, 2).begins(len(found.sessions))
        return [one.claimant.name for one in found.sessions[begins : begins + 2]], len(found.sessions)

    def lists(self) -> int:
        return len(self.sqod.asked("list"))


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    with StandInSqod() as sqod:
        one = Desk(sqod)
        yield one
        await one.service.api.aclose()


async def test_a_search_after_the_first_reads_what_it_tells_and_no_list(desk: Desk) -> None:
    for number in range(5):
        desk.sqod.add(at=NINE + timedelta(hours=number), name=f"Jane Doe {number}", department="Leeds")
    desk.sqod.add(at=NINE, name="John Smith", reference="AAAA-BBBB-CCCC-7XQ2", department="York")
    assert await desk.find("jane") == (["Jane Doe 0", "Jane Doe 1"], 5)
    lists = desk.lists()
    assert await desk.find("doe jan") == (["Jane Doe 0", "Jane Doe 1"], 5)
    assert await desk.find("jane", first=4) == (["Jane Doe 4"], 5)
    assert await desk.find("jane", first=40) == (["Jane Doe 4"], 5), "a page beyond the end is the last"
    assert await desk.find("7xq2") == (["John Smith"], 1)
    assert await desk.find("smith", Filter(departments=("york",))) == (["John Smith"], 1)
    assert [one.claimant.name for one in await desk.looking.named("jane doe 3")] == ["Jane Doe 3"]
    assert [one.claimant.name for one in await desk.looking.named("c-7xq2")] == ["John Smith"]
    begun = await desk.looking.begins("Mr Smith tomorrow 4pm")
    assert ([one.claimant.name for one in begun.sessions], begun.rest) == (["John Smith"], "tomorrow 4pm")
    assert desk.lists() == lists


async def test_what_changed_elsewhere_is_told_as_it_is(desk: Desk) -> None:
    jane = desk.sqod.add(at=NINE, name="Jane Doe")
    joan = desk.sqod.add(at=NINE + timedelta(hours=1), name="Joan Doe")
    assert await desk.find("doe") == (["Jane Doe", "Joan Doe"], 2)
    desk.sqod.change(jane.id, name="Jane Jones")
    assert await desk.find("doe") == (["Joan Doe"], 1), "who is called otherwise now is not told"
    desk.sqod.removes(joan.id)
    assert await desk.find("doe") == ([], 0)
    desk.sqod.add(at=NINE, name="Ann Doe")
    assert await desk.find("ann doe") == (["Ann Doe"], 1), "where the index knows nobody, all are read"


async def test_lists_keep_the_index_up_and_after_two_minutes_all_are_read_again(desk: Desk) -> None:
    desk.sqod.add(at=NINE, name="Jane Doe")
    await desk.find("jane")
    desk.sqod.add(at=NINE + timedelta(hours=1), name="Jane Smith")
    await desk.service.find(Window.around(NINE, timedelta(hours=8), timedelta(hours=8)))
    lists = desk.lists()
    assert await desk.find("jane") == (["Jane Doe", "Jane Smith"], 2)
    assert desk.lists() == lists
    desk.sqod.add(at=NINE + timedelta(hours=2), name="Jane Jones")
    desk.now += GOOD_FOR
    assert (await desk.find("jane"))[1] == 3


async def test_a_name_that_was_changed_and_is_what_it_was_again_is_found(desk: Desk) -> None:
    """To the byte the row reads as it did before, so that its reading is the one of then."""
    june = desk.sqod.add(at=NINE, name="June Doe")
    assert await desk.find("june doe") == (["June Doe"], 1)
    around = Window.around(NINE, timedelta(hours=8), timedelta(hours=8))
    for name in ("Jane Doe", "June Doe"):
        desk.sqod.change(june.id, name=name)
        await desk.service.find(around)
    desk.sqod.add(at=NINE + timedelta(hours=1), name="June Smith")
    await desk.service.find(around)
    assert await desk.find("june") == (["June Doe", "June Smith"], 2)
