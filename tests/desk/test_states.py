"""What people said of sessions: kept once, the last stands, two at once are told of each other, and nothing outlives its session."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocks.words.said import SAID, noted_words
from bot.appointments.deeds import Deed
from bot.appointments.model import Appointment
from bot.appointments.states import WORDS, About, Again, Asked, Came, Interpreter, Late, Register, State
from bot.appointments.values import replace
from bot.appointments.writes.ledger import Entry
from bot.storage.about import About as EveryRow
from bot.storage.cards import CardPlace, CardPlaces
from bot.storage.departures import Departures
from bot.storage.retention import Retention
from bot.storage.states import FRESH, States
from bot.storage.transactions import writing
from tests.desk.office import TEAM, Office

THREE = datetime(2026, 11, 20, 15, tzinfo=UTC)
JANE = Appointment(id="a-1", start=THREE)
MOVED = Appointment(id="a-1", start=THREE + timedelta(hours=1))


def said(word: Came | Late | Again | Interpreter = Came.ARRIVED, **more: Any) -> State:
    about = next(kind for kind, words in WORDS.items() if isinstance(word, words))
    about_it: dict[str, Any] = {"appointment": "a-1", "start": THREE, "by": "U1", "at": THREE}
    return State(about=about, word=word, **about_it | more)


def states(office: Office, *, there: bool = False, team: str = TEAM) -> States:
    engine = office.there if there else office.here
    return States(engine, team, office.clock, lambda: office.clock.now.timestamp(), wake=lambda: None)


async def test_the_last_that_was_said_stands_and_both_processes_read_it(office: Office) -> None:
    here, there = states(office), states(office, there=True)
    assert (await here.say(said(Came.NO_CONTACT))).kept
    corrected = await there.say(said(Came.ARRIVED, by="U2"))
    assert corrected.before is not None
    assert corrected.before.word is Came.NO_CONTACT
    found = (await here.afresh(["a-1"])).of(JANE, About.CAME)
    assert found is not None
    assert (found.word, found.by, found.nr) == (Came.ARRIVED, "U2", 2)
    assert await office.jobs() == ["redraw", "poll"] * 2, "card and boards are drawn anew each time"
    assert await office.lines() == ["done"] * 2


async def test_of_all_who_say_the_same_at_once_one_is_kept(office: Office) -> None:
    both = [states(office), states(office, there=True)] * 3
    told = await asyncio.gather(*(one.say(said()) for one in both))
    assert sorted(one.kept for one in told) == [False] * 5 + [True]
    assert {one.now.nr for one in told if one.now} == {1}


async def test_of_two_who_say_otherwise_from_what_they_saw_one_is_told_of_the_other(office: Office) -> None:
    told = await asyncio.gather(
        states(office).say(said(Came.ARRIVED), seen=0),
        states(office, there=True).say(said(Came.NO_CONTACT), seen=0),
    )
    (kept,) = [one for one in told if one.kept]
    (late,) = [one for one in told if not one.kept]
    assert late.now == kept.now
    again = await states(office).say(said(Came.TECHNICAL), seen=1)
    assert again.kept


async def test_what_was_said_of_another_time_stands_no_more_but_what_lasts_does(office: Office) -> None:
    here = states(office)
    await here.say(said(Late.RUNNING_LATE, minutes=10))
    await here.say(said(Again.BOOKED, other="a-0"))
    assert [one.about for one in here.current.all_of(JANE)] == [About.LATE, About.AGAIN]
    assert [one.about for one in here.current.all_of(MOVED)] == [About.AGAIN]
    assert here.current.mark(JANE) != here.current.mark(MOVED)
    assert [one.appointment for one in await here.follows("a-0")] == ["a-1"]
    assert (await here.say(said(Late.RUNNING_LATE, minutes=10, start=MOVED.start), seen=0)).kept


async def test_what_was_a_mistake_is_taken_back(office: Office) -> None:
    here = states(office)
    assert not (await here.say(said(Came.UNSAID))).kept, "there was nothing"
    await here.say(said(Came.TOO_LATE))
    assert (await here.say(said(Came.UNSAID))).kept
    assert here.current.of(JANE, About.CAME) is None
    assert not (await here.say(said(Came.UNSAID))).kept
    assert [one.word for one in await here.between(THREE, THREE + timedelta(hours=1))] == [Came.UNSAID]


async def test_memory_takes_in_what_other_processes_were_told_and_keeps_its_own(office: Office) -> None:
    here, there = states(office), states(office, there=True)
    await here.refresh()
    assert not here.is_old
    await there.say(said(Interpreter.CONFIRMED, agency="Linguists Ltd"))
    await here.say(said(Came.ARRIVED))
    office.clock.move(seconds=FRESH + 1)
    assert here.is_old
    await here.refresh()
    assert [one.about for one in here.current.all_of(JANE)] == [About.CAME, About.INTERPRETER]
    confirmed = here.current.of(JANE, About.INTERPRETER)
    assert confirmed is not None
    assert confirmed.agency == "Linguists Ltd"
    assert (await states(office, team="T2").afresh(["a-1"])).all_of(JANE) == [], "another workspace's"


async def test_sessions_of_long_ago_are_read_when_they_are_shown(office: Office) -> None:
    here = states(office)
    await here.say(said(Came.NO_CONTACT))
    office.clock.move(days=5)
    there = states(office, there=True)
    await there.refresh()
    assert there.current.all_of(JANE) == []
    assert [one.word for one in (await there.covering([JANE])).all_of(JANE)] == [Came.NO_CONTACT]


async def test_it_goes_with_its_session_with_a_claimants_request_and_with_frontdesk(office: Office) -> None:
    here = states(office)
    about, retention = EveryRow(office.here, TEAM, office.clock), Retention(office.here, TEAM, office.clock)
    line = Entry(team=TEAM, user="U1", deed=Deed.FORGET, outcome="done")

    await here.say(said(Came.NO_CONTACT))
    await here.say(said(Again.BOOKED, appointment="a-2", other="a-1"))
    assert (await about.kept(["a-1"]))["a-1"].rows == 4, "two states, a line of the audit, a redrawing"
    place = CardPlace(TEAM, "C1", "1.1", "a-1", "v1")
    async with writing(office.here) as connection:
        await CardPlaces(office.here, office.clock).keep(connection, place)
    assert await about.delete("a-1", line, [replace(place, version="v0")]) is None, "it was drawn anew since"
    assert await about.delete("a-1", line, await about.places("a-1")) == 5
    await here.refresh()
    assert here.current.states == {}, "neither what was said of it nor what names it"

    await here.say(said(Came.ARRIVED, appointment="a-3"))
    office.clock.move(days=91)
    before = office.clock.now - timedelta(days=90)
    await retention.delete_old(before, before - timedelta(days=900))
    assert await here.between(THREE, THREE + timedelta(days=1)) == []

    await here.say(said(Came.ARRIVED, appointment="a-4"))
    await Departures(office.here).taken_from(TEAM)
    assert await here.between(THREE, THREE + timedelta(days=1)) == []


@given(st.sampled_from(list(About)), st.text(max_size=40))
def test_no_word_but_the_closed_ones_is_ever_kept(about: About, word: str) -> None:
    known = {one.value for one in WORDS[about]}
    if word in known:
        assert State("a-1", about, WORDS[about](word), THREE, "U1", THREE).word == word
        return
    with pytest.raises(ValueError, match="is not a valid"):
        State("a-1", about, word, THREE, "U1", THREE)  # type: ignore[arg-type]


def test_every_word_is_said_in_words() -> None:
    for about, words in WORDS.items():
        for word in words:
            assert ":" not in noted_words(f"{about.value}:{word.value}").replace("no-show:", "")
            assert word == "unsaid" or word in SAID
    assert noted_words("later:thing") == "later:thing"
    assert Register().all_of(JANE) == []


def test_attempts_are_counted_along_what_was_booked_again_and_never_for_ever() -> None:
    def again(of: str, before: str) -> State:
        return said(Again.BOOKED, appointment=of, other=before, nr=1)

    register = Register().with_new(
        [again("a-1", "a-0"), again("a-0", "a-9"), again("x", "y"), again("y", "x")]
    )
    assert register.attempts(JANE) == 3
    assert register.attempts(JANE.model_copy(update={"id": "a-9"})) == 1
    assert register.attempts(JANE.model_copy(update={"id": "x"})) == 2


async def test_what_frontdesk_asked_is_nobodys_deed_and_draws_nothing_anew(office: Office) -> None:
    here = states(office)
    asked = State("a-1", About.ASKED, Asked.ASKED, THREE, "U1", THREE)
    assert (await here.say(asked)).kept
    assert await office.jobs() == await office.lines() == []
    assert here.current.mark(JANE) == ""
    assert here.current.of(JANE, About.ASKED) is not None
