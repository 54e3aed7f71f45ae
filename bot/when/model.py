"""What reading a time can answer."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    INSTANT = "instant"
    """A moment: `start` is an aware datetime."""
    INTERVAL = "interval"
    """A moment and a length: `start` and `end` are aware datetimes, `minutes` is set."""
    DAY = "day"
    """A whole day: `start` is a date, `end` the day after."""
    RANGE = "range"
    """Days or moments, open-ended where `start` or `end` is None; `end` is exclusive."""
    DURATION = "duration"
    """A length alone: only `minutes` is set."""


class Word(Struct, frozen=True):
    """One piece of the text and what it was taken for ("3pm": "time of day"; "tomorrow": "day")."""

    text: str
    taken_as: str


class Choice(Struct, frozen=True):
    """Another way to read the text: `label` is for a button (at most 75 characters), `phrase` reads as exactly that."""

    label: str
    phrase: str


class Reading(Struct, frozen=True):
    """What a text means. Datetimes are aware, in `zone`."""

    kind: Kind
    zone: str
    """The IANA name of the zone it was read in: the typist's, or the one that the text names."""
    start: datetime | date | None = None
    end: datetime | date | None = None
    minutes: int | None = None
    words: tuple[Word, ...] = ()
    assumed: tuple[str, ...] = ()
    """What could be otherwise, one sentence each, e.g. "Read as 3 April; for 4 March type 4 Mar"."""
    alternatives: tuple[Choice, ...] = ()
    phrase: str = ""
    """The part of the text that tells the time, as typed."""
    rest: str = ""
    """What `find_time` left: the words that do not belong to the time, as typed and in order."""


class Refusal(Struct, frozen=True):
    """Why a text can't be read as a time. `reason` is a fixed word, `message` can stand under the input."""

    reason: str
    message: str
    choices: tuple[Choice, ...] = ()
    rest: str = ""
    phrase: str = ""
    """The part that was taken for a time; empty where the text holds none at all."""
