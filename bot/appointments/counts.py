"""What is counted of sessions, without names: how each one went, and the sums that stay when it is forgotten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from bot.appointments.model import Status
from bot.appointments.states import Came, Late, State

LATE = timedelta(minutes=5)
"""How long after its time a session that begins has begun late."""
LONGEST_WAIT = 24 * 60
"""Minutes: whoever stands there longer was forgotten there, and one such would be every span's longest."""
NOT_NAMED, OTHER_LANGUAGE, NOT_SAID = "not_named", "other", "not_said"
"""An interpreter of no named language, one of a language that is in no list, a no-show of which nobody said how."""
_NO_SESSION = frozenset({Status.CANCELLED, Status.REQUESTED, Status.INVITED, Status.ALTERNATIVE_REQUESTED})


class Measure(StrEnum):
    """What is counted; the words of the column `measure`. `which` parts some of them."""

    LOOKED = "looked"
    """Days that were counted at all."""
    SESSIONS = "sessions"
    CANCELLED = "cancelled"
    NO_SHOWS = "no_shows"
    """By kind."""
    WAITED = "waited"
    """Claimants who were seen in the waiting room, by whole minutes."""
    BEGAN = "began"
    """Sessions of which it is known when they began."""
    LATE = "late"
    """Those of them that began late."""
    INTERPRETER = "interpreter"
    """Sessions that need one, by language."""


PLOTTED = (Measure.SESSIONS, Measure.NO_SHOWS, Measure.LATE)
"""What is shown over time."""


class Tally(NamedTuple):
    """What a number is of. `day` is the desk's own, as 2026-11-20; empty where days are added up, as names are."""

    day: str
    department_id: str
    department: str
    measure: Measure
    which: str = ""


class Counted(Struct, frozen=True):
    """One session as far as it is counted: no name, and nothing that a person wrote."""

    appointment: str
    day: str
    start: datetime
    status: Status
    department_id: str = ""
    department: str = ""
    language: str = ""
    """Of a list; `NOT_NAMED`, `OTHER_LANGUAGE`; or empty: no interpreter is needed."""
    waited: int = 0
    """Seconds in the waiting room."""
    began: datetime | None = None
    moved: bool = False
    """It has another time by now: at this one it was a session only if it was missed."""


class Said(Struct, frozen=True):
    """What people said of a session: whether the claimant came, of which kind a no-show was, and that it runs late."""

    came: bool | None = None
    kind: str = ""
    late: bool = False


NOTHING_SAID = Said()


def said_of(one: Counted, states: Iterable[State]) -> Said:
    """Tell what of all that was said of a session is so at the time that it has."""
    words = {state.word for state in states if state.stands_for(one.start)}
    missed = next((word for word in words if isinstance(word, Came) and word.missed), None)
    came = False if missed else True if Came.ARRIVED in words else None
    return Said(came, missed.value if missed else "", Late.RUNNING_LATE in words)


def tallies(one: Counted, said: Said = NOTHING_SAID) -> Iterator[Tally]:
    """Tell what a session adds one to."""

    def tally(measure: Measure, which: str = "") -> Tally:
        return Tally(one.day, one.department_id, one.department, measure, which)

    missed = said.came is False or (one.status is Status.NO_SHOW and said.came is None)
    if one.moved and not missed:
        return
    if one.status is Status.CANCELLED:
        yield tally(Measure.CANCELLED)
    if one.status in _NO_SESSION:
        return
    yield tally(Measure.SESSIONS)
    if missed:
        yield tally(Measure.NO_SHOWS, said.kind or NOT_SAID)
    if minutes := min((one.waited + 30) // 60, LONGEST_WAIT):
        yield tally(Measure.WAITED, str(minutes))
    is_late = said.late and not missed
    if one.began is not None or is_late:
        yield tally(Measure.BEGAN)
        if is_late or (one.began is not None and one.began - one.start >= LATE):
            yield tally(Measure.LATE)
    if one.language:
        yield tally(Measure.INTERPRETER, one.language)


class Numbers:
    """Many tallies, and what people ask of them."""

    def __init__(self, counted: Counter[Tally]) -> None:
        self._counted = counted

    def total(self, measure: Measure) -> int:
        """Count one measure."""
        return sum(number for tally, number in self._counted.items() if tally.measure is measure)

    def by_day(self, measure: Measure) -> Counter[date]:
        """Count one measure by days."""
        found: Counter[date] = Counter()
        for tally, number in self._counted.items():
            if tally.measure is measure:
                found[date.fromisoformat(tally.day)] += number
        return found

    def parts(self, measure: Measure) -> Counter[str]:
        """Count one measure by its parts."""
        found: Counter[str] = Counter()
        for tally, number in self._counted.items():
            if tally.measure is measure:
                found[tally.which] += number
        return found

    def waits(self) -> tuple[float, int] | None:
        """Tell the median wait and the longest one, in minutes; None: nobody was seen to wait."""
        parts = self.parts(Measure.WAITED)
        waited = sorted((int(minutes), number) for minutes, number in parts.items() if number)
        if not waited:
            return None
        many = sum(number for _, number in waited)
        return (_at(waited, (many - 1) // 2) + _at(waited, many // 2)) / 2, waited[-1][0]

    def each(self) -> Iterator[tuple[Tally, int]]:
        """Every number there is, in order."""
        yield from sorted(self._counted.items())

    def __bool__(self) -> bool:
        return any(tally.measure is not Measure.LOOKED for tally in self._counted)


def _at(waited: list[tuple[int, int]], place: int) -> int:
    """The minutes of the one at a place, counted from the shortest."""
    for minutes, number in waited:
        if place < number:
            return minutes
        place -= number
    raise IndexError(place)
