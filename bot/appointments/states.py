"""What people said of a session that the service can't hold: who came, who is late, who interprets. Closed words, nothing personal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from zlib import crc32

from msgspec import Struct
from msgspec.structs import force_setattr

from bot.appointments.model import Appointment


class About(StrEnum):
    """What is said; each has words of its own."""

    CAME = "came"
    LATE = "late"
    INTERPRETER = "interpreter"
    BRIEF = "brief"
    """Claimant and interpreter are to meet before it begins."""
    ASKED = "asked"
    """Somebody was asked how it stands."""
    AGAIN = "again"
    """It was booked in place of one that was missed: `other`."""
    TEXT = "text"
    """What became of the last text to the claimant."""
    EMAIL = "email"
    """The same of the last e-mail."""

    @property
    def lasts(self) -> bool:
        """Whether it is so wherever the session is moved to; all else was said of one time and of no other."""
        return self in {About.BRIEF, About.AGAIN}

    @property
    def shows(self) -> bool:
        """Whether somebody said it and it is to be read; what Frontdesk itself asked is neither."""
        return self is not About.ASKED


class Came(StrEnum):
    """Who came; what is neither `ARRIVED` nor unsaid is a no-show of one kind."""

    ARRIVED = "arrived"
    NO_CONTACT = "no_contact"
    TECHNICAL = "technical"
    INTERPRETER_MISSING = "interpreter_missing"
    TOO_LATE = "too_late"
    UNSAID = "unsaid"

    @property
    def missed(self) -> bool:
        return self not in {Came.ARRIVED, Came.UNSAID}


class Late(StrEnum):
    RUNNING_LATE = "running_late"
    UNSAID = "unsaid"


class Interpreter(StrEnum):
    CONFIRMED = "confirmed"
    NOT_ARRIVED = "not_arrived"
    WITHDRAWN = "withdrawn"
    UNSAID = "unsaid"


class Brief(StrEnum):
    WANTED = "wanted"
    UNSAID = "unsaid"


class Asked(StrEnum):
    ASKED = "asked"
    UNSAID = "unsaid"


class Again(StrEnum):
    BOOKED = "booked"
    UNSAID = "unsaid"


class Texted(StrEnum):
    """What the claimant was told by text, or that it did not come to that."""

    BOOKED = "text_booked"
    MOVED = "text_moved"
    CANCELLED = "text_cancelled"
    REMINDER = "text_reminder"
    LATE = "text_late"
    NOT_SENT = "text_not_sent"
    IN_DOUBT = "text_in_doubt"
    """Nobody knows whether it was sent."""
    NOT_DELIVERED = "text_not_delivered"
    UNSAID = "unsaid"


class Emailed(StrEnum):
    """The same by e-mail."""

    BOOKED = "email_booked"
    MOVED = "email_moved"
    CANCELLED = "email_cancelled"
    REMINDER = "email_reminder"
    LATE = "email_late"
    NOT_SENT = "email_not_sent"
    IN_DOUBT = "email_in_doubt"
    NOT_DELIVERED = "email_not_delivered"
    UNSAID = "unsaid"


UNSAID = "unsaid"
"""Of any kind: what was said before was a mistake, and is taken back."""
WORDS: Mapping[About, type[StrEnum]] = {
    About.CAME: Came,
    About.LATE: Late,
    About.INTERPRETER: Interpreter,
    About.BRIEF: Brief,
    About.ASKED: Asked,
    About.AGAIN: Again,
    About.TEXT: Texted,
    About.EMAIL: Emailed,
}


class State(Struct, frozen=True):
    """One thing that one person said of a session. Raises ValueError for a word that its kind does not have."""

    appointment: str
    about: About
    word: StrEnum
    start: datetime | None
    """Of the session, as it was when this was said of it."""
    by: str
    """A Slack user."""
    at: datetime
    minutes: int | None = None
    agency: str | None = None
    """One of those in the settings, never what somebody typed."""
    other: str | None = None
    """Another appointment that it is about; of an interpreter, which language it was, as `language_mark` has it."""
    nr: int = 0
    """Its number among those of its session and kind, from 1 on; 0: it is not kept yet."""

    def __post_init__(self) -> None:
        force_setattr(self, "word", WORDS[self.about](self.word))

    def stands_for(self, start: datetime | None) -> bool:
        """Whether it is so of a session that begins then."""
        if self.word == UNSAID:
            return False
        return self.about.lasts or _second(self.start) == _second(start)

    def is_of_what(self, mark: str | None) -> bool:
        """Whether it was said of such an interpreter, where it was said of one; of which, was not always kept."""
        return self.about is not About.INTERPRETER or self.other is None or self.other == mark

    def says_as(self, other: State) -> bool:
        """Whether both say the same, whoever said it and when."""
        return (self.word, self.minutes, self.agency, self.other) == (
            other.word,
            other.minutes,
            other.agency,
            other.other,
        )


class Said(Struct, frozen=True):
    """What came of saying something."""

    kept: bool
    """False: it is so already, or something else was said since the person looked."""
    now: State | None
    """What stands now."""
    before: State | None = None
    """What stood until then."""


class Register(Struct, frozen=True):
    """The newest that was said, by session and kind."""

    states: Mapping[str, Mapping[About, State]] = {}

    def of(self, session: Appointment, about: About) -> State | None:
        """What stands of a session, at the time that it has now."""
        kinds = self.states.get(session.id)
        found = kinds.get(about) if kinds else None
        if found is None or not found.stands_for(session.start):
            return None
        return found if found.is_of_what(language_mark(session)) else None

    def all_of(self, session: Appointment) -> list[State]:
        """All that stands of a session, in the order of `About`."""
        kinds = self.states.get(session.id)
        return [one for about in About if (one := self.of(session, about))] if kinds else []

    def attempts(self, session: Appointment) -> int:
        """How many times it was tried: 1 and all the missed sessions before it, as far as they are remembered."""
        seen, found = [session.id], self.of(session, About.AGAIN)
        while found is not None and found.other is not None and found.other not in seen:
            seen.append(found.other)
            before = self.states.get(found.other, {}).get(About.AGAIN)
            found = before if before is not None and before.word != UNSAID else None
        return len(seen)

    def mark(self, session: Appointment) -> str:
        """Tell what stands of a session from all else that could; empty: nothing was said."""
        return ",".join(f"{one.about.value}{one.nr}" for one in self.all_of(session) if one.about.shows)

    def without(self, appointments: Iterable[str]) -> Register:
        """The same with nothing of these."""
        gone = set(appointments)
        return Register({key: kinds for key, kinds in self.states.items() if key not in gone})

    def with_new(self, states: Iterable[State]) -> Register:
        """The same with what was said since."""
        merged = {key: dict(kinds) for key, kinds in self.states.items()}
        for one in states:
            kinds = merged.setdefault(one.appointment, {})
            known = kinds.get(one.about)
            if known is None or known.nr <= one.nr:
                kinds[one.about] = one
        return Register(merged)


NOTHING = Register()


def language_mark(session: Appointment) -> str | None:
    """Tell a session's language from others without its name, for it is typed; None: none is named."""
    language = " ".join((session.interpreter.language or "").casefold().split())
    return f"{crc32(language.encode()):08x}" if language else None


def _second(moment: datetime | None) -> int | None:
    return int(moment.timestamp()) if moment is not None else None
