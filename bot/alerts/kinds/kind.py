"""What a kind of alert says of itself: how it is set, what it looks at, what it plans and whether that still holds."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import Enum, StrEnum
from functools import cache
from typing import Any

from msgspec import Struct

from bot.alerts.compare import Difference, Sighting
from bot.alerts.rules import LONGEST_REMINDER, MOST_REMINDERS, Rules, Subscription
from bot.appointments.jobs import Job, SessionJob
from bot.appointments.model import Appointment
from bot.appointments.states import NOTHING, Register

IDLE = timedelta(minutes=20)
"""Until it is asked again whether looks are needed."""


class Shape(StrEnum):
    """How a kind is set, typed or in the form."""

    SWITCH = "switch"
    """On or off."""
    MINUTES = "minutes"
    """A number of minutes, 0 included; or never."""
    SEVERAL = "several"
    """Some numbers of minutes; or none."""
    BOARD = "board"
    """As only the board is: a time, days, a zone."""


class Ahead(Enum):
    """How far beyond today the sessions are looked at."""

    NOTHING = "nothing"
    A_DAY = "a day"
    FAR = "as many days as the settings say"


class Sight(Struct, frozen=True):
    """What planning depends on beside a channel's rules: the times and all that a look brought."""

    now: datetime
    until: datetime
    """Up to here things are planned; the next look is before it."""
    last: datetime | None
    """When the service was looked at before; None: never."""
    sessions: Mapping[str, Appointment] = {}
    """All that is there."""
    heard: Sequence[Appointment] = ()
    """Those that the channel hears of."""
    unconfirmed: Container[str] = ()
    """Those for which an interpreter is needed and nobody has confirmed one."""
    seen: Mapping[str, Sighting] = {}
    seen_before: Mapping[str, Sighting] = {}
    differences: Sequence[Difference] = ()
    boards: Container[tuple[str, date]] = ()
    """The channels and days whose boards stand."""
    said: Register = NOTHING
    """What people said of the sessions."""

    def until_then(self, due: datetime) -> timedelta:
        """How long it is until something is due; nothing if that is past."""
        return max(due - self.now, timedelta(0))


def _never(_: Appointment, __: Register, ___: datetime) -> bool:
    return False


class SessionAlert(Struct, frozen=True):
    """An alert about one session, which is checked against what is once more before it is posted."""

    job: type[SessionJob]
    holds: Callable[[SessionJob, Appointment, Rules, datetime], bool]
    """Whether it is still to be told; that it begins when it did and that the filter takes it is seen to."""
    settled: Callable[[Appointment, Register, datetime], bool] = _never
    """Whether people have said what makes it no news."""
    stays: bool = False
    """Whether its message goes on showing what is: it is drawn anew with the session's cards."""


def _at_no_time(_: Rules, __: Appointment) -> Iterable[datetime]:
    return ()


def _always(_: Rules, __: datetime) -> bool:
    return True


class AlertKind(Struct, frozen=True):
    """One kind of alert. Its words and its row in the form have the same name in `blocks/alerts/kinds.py`."""

    name: str
    """The field of `Rules`, and the word that it is typed with."""
    shape: Shape
    plan: Callable[[Subscription, Sight], list[Job]]
    """What a channel that has it set is to be told, and when. Keys make each happen once."""
    also: tuple[str, ...] = ()
    """Other words that it is typed with."""
    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    """Words that may stand before or after its own."""
    usual: Any = True
    """What is set where the word stands alone."""
    longest: int = LONGEST_REMINDER
    """Minutes."""
    most: int = MOST_REMINDERS
    by_session: bool = True
    """Whether it plans by what the channel hears of: `Sight.heard`."""
    ahead: Ahead = Ahead.NOTHING
    moments: Callable[[Rules, Appointment], Iterable[datetime]] = _at_no_time
    """When, beside its beginning and end, the plan for a session may become another by the clock alone."""
    needs_look: Callable[[Rules, datetime], bool] = _always
    """Whether anything can come of a look now."""
    session: SessionAlert | None = None

    @property
    def off(self) -> Any:
        """What stands in the rules where it is not set."""
        return _off(self.name)

    def is_set(self, rules: Rules) -> bool:
        """Whether a channel gets it."""
        return bool(getattr(rules, self.name) != self.off)


@cache
def _off(name: str) -> Any:
    return Rules.model_fields[name].default
