"""What somebody's words mean where a booking is talked about: to begin one, to change it, yes, no, or none of that."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from blocks.forms.typed import Typed
from blocks.ids import FormState
from bot.appointments.filter import folded
from bot.appointments.folding import bare, fold
from bot.appointments.permission import Person
from bot.appointments.values import replace
from bot.line import Understood, read_line
from bot.slack.talked import Draft
from bot.verbs import cut, verb_of
from bot.workspace import Workspace
from handlers.forms.book_words import duration_of, typist_of
from handlers.forms.times import read_time


class Step(StrEnum):
    """What is done with the draft that stands."""

    BEGIN = "begin"
    CHANGE = "change"
    YES = "yes"
    NO = "no"
    DROP = "drop"
    LOST = "lost"
    """It would change something, and nothing stands."""
    OTHER = "other"
    """It is not about a draft: the command's words, or anything else."""


class Meaning(NamedTuple):
    step: Step
    words: str = ""
    """The words that tell the booking or the change."""


YES = frozenset(
    [
        "yes",
        "y",
        "yep",
        "yeah",
        "yes please",
        "please do",
        "book it",
        "yes book it",
        "yes book",
        "ok",
        "okay",
        "ok book it",
        "go ahead",
        "confirm",
        "confirmed",
        "do it",
        "yes do it",
        "correct",
        "sure",
    ]
)
NO = frozenset(
    ["no", "n", "nope", "no thanks", "no thank you", "not yet", "wrong", "that is wrong", "that's wrong"]
)
DROP = frozenset(
    [
        "cancel",
        "cancel it",
        "cancel that",
        "cancel this",
        "forget it",
        "forget that",
        "never mind",
        "nevermind",
        "stop",
        "drop it",
        "discard",
        "discard it",
        "leave it",
    ]
)
DAYS = frozenset(("today", "tomorrow"))
"""Verbs that begin a booking as well: "tomorrow 3pm Jane Doe"."""
_IT = frozenset(("move", "edit"))
"""Verbs that are said of a draft too: "move it to Friday", "change the time to 4pm"."""


def meaning(
    ws: Workspace, person: Person, draft: Draft | None, words: str, seen: tuple[str, ...] = ()
) -> Meaning:
    """Tell what words mean beside the draft that stands, at the workspace's present moment. `seen`: departments that there are."""
    typist = replace(typist_of(ws, person), seen=seen, changes=True)
    first, rest = cut(words)
    verb = verb_of(first)
    plain = _plain(words)
    if plain in YES and not (verb is not None and draft is None):
        return Meaning(Step.YES)
    if plain in DROP and (draft is not None or first.casefold() == "forget"):
        return Meaning(Step.DROP)
    if draft is not None and plain in NO:
        return Meaning(Step.NO)
    name = verb.name if verb else ""
    if name == "book":
        if not fold(rest):
            return Meaning(Step.OTHER)
        only_changes = draft is not None and not read_line(rest, typist).name
        return Meaning(Step.CHANGE if only_changes else Step.BEGIN, rest)
    if name and name not in _IT and not (name in DAYS and rest):
        return Meaning(Step.OTHER)
    return _of_line(ws, person, draft, words, name, read_line(words, typist))


def is_reply(words: str) -> bool:
    """Whether words are a yes or a no, whatever else begins with the same word: "forget it"."""
    return _plain(words) in YES | NO | DROP


def _plain(words: str) -> str:
    return folded(" ".join(filter(None, map(bare, words.split()))))


def _of_line(
    ws: Workspace, person: Person, draft: Draft | None, words: str, verb: str, told: Understood
) -> Meaning:
    """Tell what a line means that is no command."""
    if told.name and verb not in _IT:
        whole = len(told.name.split()) > 1 and bool(told.when) and not verb
        if whole or _is_moment(ws, person, told):
            return Meaning(Step.BEGIN, words)
    if not _tells(told) or (verb in _IT and (told.name or not told.changes)):
        return Meaning(Step.OTHER)
    if draft is not None:
        return Meaning(Step.CHANGE, words)
    return Meaning(Step.LOST if told.changes and not told.name and not verb else Step.OTHER)


def _is_moment(ws: Workspace, person: Person, told: Understood) -> bool:
    """Whether a line tells when something would be, or asks which of several moments."""
    typed = Typed(when=told.when, duration=duration_of(told))
    read = read_time(ws, person, typed, FormState(form=""))
    return bool(read.shown or read.choices)


def _tells(told: Understood) -> bool:
    """Whether a line tells anything of a booking."""
    return bool(
        told.name
        or told.when
        or told.minutes
        or told.department
        or told.interpreter is not None
        or told.phone
        or told.email
        or told.birth
    )
