"""What people said of a session, in words: who came, who is late, who interprets."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from bot.appointments.states import UNSAID, WORDS, About, Again, Asked, Brief, Came, Interpreter, Late

SAID: Mapping[StrEnum, str] = {
    Came.ARRIVED: "arrived",
    Came.NO_CONTACT: "no-show: no contact",
    Came.TECHNICAL: "no-show: technical failure",
    Came.INTERPRETER_MISSING: "no-show: interpreter missing",
    Came.TOO_LATE: "no-show: came too late",
    Late.RUNNING_LATE: "running late",
    Interpreter.CONFIRMED: "interpreter confirmed",
    Interpreter.NOT_ARRIVED: "interpreter not arrived",
    Interpreter.WITHDRAWN: "interpreter withdrawn",
    Brief.WANTED: "pre-brief wanted",
    Asked.ASKED: "asked how it stands",
    Again.BOOKED: "booked in place of one that was missed",
}
_TAKEN_BACK: Mapping[About, str] = {
    About.CAME: "who came is taken back",
    About.LATE: "not running late any more",
    About.INTERPRETER: "nothing is known of the interpreter any more",
    About.BRIEF: "no pre-brief any more",
    About.ASKED: "nothing is asked any more",
    About.AGAIN: "not in place of another any more",
}


def noted_words(what: str) -> str:
    """Say what a line of the audit names as "came:arrived"; what a later version wrote stays as it is."""
    kind, _, word = what.partition(":")
    try:
        about = About(kind)
        if word == UNSAID:
            return _TAKEN_BACK[about]
        return SAID[WORDS[about](word)]
    except (ValueError, KeyError):
        return what
