"""What is kept from look to look plans and shows what would be planned and shown if nothing were kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.alerts.boards import BoardPlace, Digests
from bot.alerts.compare import Sighting, compare
from bot.alerts.kinds import Sight
from bot.alerts.plans import Planned, Plans
from bot.alerts.rules import Subscription
from bot.alerts.standing import Stands
from bot.alerts.waiting import Wait
from bot.appointments.filter import Filter
from bot.appointments.jobs import Job
from bot.appointments.model import Appointment, Interpreter, Status
from bot.appointments.states import NOTHING, About, State
from bot.appointments.states import Interpreter as Said
from tests.alerts.sessions import STAMP, at, board, channel, session

TEAM, DAY = "T1", date(2026, 11, 20)
ASKED = timedelta(minutes=10)
ALL = [
    channel("C1", board=board(8, 30), reminders=(15, 50), waiting=3, changes=True, gaps=True),
    channel("C2", board=board(8, 30), gaps=True, only=Filter(statuses=(Status.SCHEDULED,))),
]
STANDS = Stands([(BoardPlace(one.channel, DAY, "1.1", "", at(8, 30)), one) for one in ALL], {}, {}, ())

minutes = st.integers(-30 * 60, 20 * 60).map(lambda quarter: at(0) + timedelta(minutes=quarter))
needs = st.sampled_from(
    [Interpreter(), Interpreter(needed=True), Interpreter(needed=True, language="Polish")]
)
kept = st.builds(
    lambda id, start, status, interpreter, length: session(
        id, start, status=status, interpreter=interpreter, minutes=length
    ),
    st.sampled_from("123"),
    minutes,
    st.sampled_from(Status),
    needs,
    st.sampled_from([None, 5, 45]),
)
days = st.lists(kept, max_size=3, unique_by=lambda one: one.id)
pauses = st.one_of(st.sampled_from([30, 60, 90, 600]), st.integers(1, 30 * 60 * 60)).map(
    lambda seconds: timedelta(seconds=seconds)
)
steps = st.tuples(pauses, st.one_of(st.none(), days), st.sampled_from([None, *Said]))


class Looks:
    """Looks one after the other, at what is there by then."""

    def __init__(self, told: list[Subscription], asked: timedelta = ASKED) -> None:
        self.told, self.now, self.last = told, at(0, day=19), at(0, day=19) - timedelta(seconds=30)
        self.there: list[Appointment] = []
        self.seen: dict[str, Sighting] = {}
        self.said, self.nr = NOTHING, 0
        self.asked, self.plans = asked, Plans(TEAM, asked)

    def step(self, pause: timedelta, there: list[Appointment] | None, said: Said | None) -> None:
        self.last, self.now = self.now, self.now + pause
        if there is not None:
            self.there = there
        if said is not None:
            self.nr += 1
            words = [
                State(one.id, About.INTERPRETER, said, one.start, "U1", self.now, nr=self.nr)
                for one in self.there
            ]
            self.said = self.said.with_new(words)

    def look(self) -> tuple[Planned, Planned, Sight, Stands]:
        """What comes of a look that keeps, and of one that has nothing kept."""
        before = self.seen
        found = compare(before, self.there, (), None, self.now, STAMP).sightings
        if found:
            self.seen = {**before, **{one.appointment: one for one in found}}
        sight = Sight(
            self.now,
            self.now + timedelta(seconds=90),
            self.last,
            sessions={one.id: one for one in self.there},
            seen=self.seen,
            seen_before=before,
            boards={(one.channel, DAY) for one in self.told},
            said=self.said,
        )
        waiting = [one.id for one in self.there if one.status is Status.WAITING]
        boards = [
            (place, one)
            for place, one in STANDS.boards
            if place.channel in {two.channel for two in self.told}
        ]
        stands = Stands(boards, {}, {id: Wait(id, self.seen[id].since) for id in waiting}, ())
        changed = {one.appointment for one in found}
        return (
            self.plans.look(self.told, stands, sight, changed),
            Plans(TEAM, self.asked).look(self.told, stands, sight, changed),
            sight,
            stands,
        )


def keys(planned: Planned) -> set[str]:
    return {job.key(TEAM) for job in planned.jobs} | set(planned.keys)


def shown(planned: Planned, there: list[Appointment], sight: Sight, stands: Stands) -> list[str]:
    digests = Digests(there, sight.now, stands.waits, sight.said, planned.lines)
    return [digests.of(subscription, place.day) for place, subscription in stands.boards]


@given(st.lists(steps, min_size=1, max_size=8))
@example([(timedelta(hours=38, minutes=44), [session()], None)] + 6 * [(timedelta(seconds=30), None, None)])
def test_what_is_kept_is_what_would_be_worked_out(
    told: list[tuple[timedelta, list[Appointment] | None, Said | None]],
) -> None:
    looks = Looks(ALL)
    for pause, there, said in told:
        looks.step(pause, there, said)
        kept, anew, sight, stands = looks.look()
        assert keys(kept) == keys(anew)
        assert shown(kept, looks.there, sight, stands) == shown(anew, looks.there, sight, stands)
        due: dict[str, Job] = {job.key(TEAM): job for job in anew.jobs}
        for job in kept.again(set(kept.keys)):
            assert job == due[job.key(TEAM)], "one that was dropped is planned again, for the same moment"
        assert {job.key(TEAM) for job in kept.again(set(kept.keys))} == set(kept.keys)


def test_of_a_quiet_day_nothing_is_worked_out_again() -> None:
    looks = Looks(ALL)
    needed = session("1", at(15), interpreter=Interpreter(needed=True))
    looks.step(timedelta(hours=34), [needed, session("2", at(16))], None)
    first = looks.look()[0]
    assert [job.kind for job in first.jobs].count("gap") == len(ALL)
    assert not first.keys
    looks.step(timedelta(seconds=30), None, None)
    looks.look()
    looks.step(timedelta(seconds=30), None, None)
    quiet = looks.look()[0]
    assert not [job for job in quiet.jobs if job.kind == "gap"]
    assert len(quiet.keys) == len(ALL)


@pytest.mark.parametrize("told", [ALL, [channel("C1", board=board(8, 30))]])
@pytest.mark.parametrize("asked", [ASKED, timedelta(0)])
def test_whatever_the_clock_alone_changes_is_worked_out_in_time(
    told: list[Subscription], asked: timedelta
) -> None:
    """Two days and more of looks at sessions that stay as they are, each kept until its next moment."""
    needed = [Interpreter(), Interpreter(needed=True), Interpreter(needed=True, language="Polish")]
    looks = Looks(told, asked)
    sessions = [
        session(f"{status}{number}", at(15), status=status, interpreter=interpreter, minutes=60)
        for status in (Status.SCHEDULED, Status.WAITING, Status.IN_PROGRESS, Status.REQUESTED)
        for number, interpreter in enumerate(needed)
    ]
    looks.step(timedelta(hours=14), sessions, None)
    seen = set[tuple[object, ...]]()
    for _ in range(50 * 60 // 4):
        kept, anew, sight, stands = looks.look()
        assert keys(kept) == keys(anew), sight.now
        shows = shown(kept, looks.there, sight, stands)
        assert shows == shown(anew, looks.there, sight, stands), sight.now
        seen |= {tuple(shows), tuple(sorted(keys(kept)))}
        looks.step(timedelta(minutes=4), None, None)
    assert len(seen) > 10


def test_a_day_begins_where_boards_are_read_whatever_was_kept() -> None:
    """What runs over midnight stands on the next day's board while it is on."""
    late = session(
        "1", datetime(2026, 11, 19, 23, 40, tzinfo=ZoneInfo("Europe/London")), status=Status.IN_PROGRESS
    )
    looks = Looks(ALL)
    looks.step(timedelta(hours=23, minutes=55), [late], None)
    shows = []
    for _ in range(20):
        kept, anew, sight, stands = looks.look()
        assert shown(kept, looks.there, sight, stands) == shown(anew, looks.there, sight, stands)
        shows += shown(kept, looks.there, sight, stands)[:1]
        looks.step(timedelta(minutes=1), None, None)
    assert len(set(shows)) > 1


def test_what_was_moved_to_another_day_is_on_the_board_no_more() -> None:
    """It is read by itself, and planned for, though no list has it."""
    looks, stays = Looks(ALL), session("1", at(16))
    looks.step(timedelta(hours=34), [stays, session("2", at(15))], None)
    first, _, sight, stands = looks.look()
    stood = shown(first, looks.there, sight, stands)
    looks.step(timedelta(seconds=30), [stays, session("2", at(15, day=27))], None)
    kept, anew, sight, stands = looks.look()
    assert shown(kept, [stays], sight, stands) == shown(anew, [stays], sight, stands) != stood
