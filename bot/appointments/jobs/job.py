"""What every job has: its kind, its key, and what is kept of it.

A row is written so that the version before reads it too, for both run side by side while one is put in the other's place:
times as seconds, numbers as text. What only names a job (`cause`, `since` …) is absent from rows of versions that did not keep it.
"""

from __future__ import annotations

from abc import abstractmethod
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, PlainSerializer

from bot.appointments.model import Appointment, Frozen

KINDS: dict[str, type[Job]] = {}
"""Every kind by its name in the outbox."""
APART = timedelta(seconds=1)
"""Between two messages in one channel. https://docs.slack.dev/apis/web-api/rate-limits"""


def to_the_second(moment: datetime) -> datetime:
    """A moment as it is kept, in UTC."""
    return moment.astimezone(UTC).replace(microsecond=0)


def stamp(moment: datetime | None) -> str:
    """Name a moment to the microsecond."""
    return f"{moment.timestamp() if moment else 0:.6f}"


def seconds(moment: datetime) -> str:
    """Name a moment to the second."""
    return str(int(moment.timestamp()))


Moment = Annotated[AwareDatetime, AfterValidator(to_the_second), PlainSerializer(seconds)]
Number = Annotated[int, PlainSerializer(str)]
Flag = Annotated[bool, PlainSerializer(lambda is_so: "1" if is_so else "")]


class Lost(StrEnum):
    """What is said of a job that is lost: the name of its sentence in `blocks/words/lost.py`."""

    CARD = "card"
    ENDING = "ending"
    ANSWER = "answer"
    NOTICE = "notice"
    MARK = "mark"


class Job(Frozen):
    """Something to be done, kept in the transaction of what causes it. A class with a `kind` is a kind of job."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    kind: ClassVar[str] = ""
    posts: ClassVar[bool] = False
    """Whether it posts a message: posts wait for each other, and nothing else waits for them."""
    passes: ClassVar[bool] = False
    """Whether nothing is kept of it once it is done: it may be wanted again under the same key."""

    delay: timedelta = Field(default=timedelta(0), exclude=True)
    """How long after it was kept it is due."""

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        if "kind" not in vars(cls):
            return
        if cls.kind in KINDS:
            raise TypeError(f"there are two kinds of jobs called {cls.kind}")
        KINDS[cls.kind] = cls

    @abstractmethod
    def name(self) -> tuple[str, ...]:
        """What tells it from all others of its kind and team."""

    def key(self, team: str) -> str:
        """Unique: a job that is there already is not added again."""
        return ":".join((self.kind, team, *self.name()))

    def data(self) -> dict[str, Any]:
        """What is kept of it."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)


class AwaitedJob(Job):
    """One that a person waits for, who is told when it was tried in vain for a day."""

    lost: ClassVar[Lost]

    user: str


class ChannelJob(Job):
    """Something that is told to a channel, or drawn there."""

    channel: str


class SessionJob(ChannelJob):
    """An alert about one session, planned from when it begins and from the channel's rule."""

    posts = True

    appointment: str
    moment: Moment
    rule: Number

    def name(self) -> tuple[str, ...]:
        return self.channel, self.appointment, seconds(self.moment), str(self.rule)

    def is_still(self, appointment: Appointment) -> bool:
        """Whether the session begins when it did when this was planned."""
        return appointment.start is not None and to_the_second(appointment.start) == self.moment
