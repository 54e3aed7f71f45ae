"""Who interprets, in words."""

from __future__ import annotations

from collections.abc import Mapping

from blocks.words.facts import sentence
from blocks.words.said import SAID, state_words
from blocks.words.setting import Setting
from bot.appointments.model import Appointment
from bot.appointments.states import Interpreter, State
from bot.when.saying import say_clock

LABELS: Mapping[Interpreter, str] = {
    Interpreter.CONFIRMED: "Interpreter confirmed",
    Interpreter.NOT_ARRIVED: "Not arrived",
    Interpreter.WITHDRAWN: "Find another",
}
"""What can be said of an interpreter, as buttons say it."""
STILL_TO_FIND = "An interpreter is to be found for {said}. Every copy says so until one is confirmed."
NONE_NEEDED = "{said}: no interpreter is needed, so nothing was noted. Edit the session if one is."
TOO_LATE = "{said}: it is over, or its time has passed. Nothing was noted."
NO_SUCH_AGENCY = "That agency is not on the list any more. Nothing was changed. Choose another one."
NOTHING_CONFIRMED = (
    "No interpreter is confirmed for {said}, so no agency was noted. Press Interpreter confirmed first."
)


def stands_words(state: State) -> str:
    """Say what stands, as a line that begins with it."""
    words = state_words(state)
    return words[:1].upper() + words[1:]


def noted_words(appointment: Appointment, state: State, setting: Setting) -> str:
    """Say what was just noted, and what follows from it."""
    said = sentence(appointment, setting.zone, setting.now)
    follows = {
        Interpreter.CONFIRMED: "Every card, board and alert says so. No more checks are posted for it.",
        Interpreter.NOT_ARRIVED: "Every card, board and alert says so. Press Find another, or Move for another time.",
    }.get(Interpreter(state.word), "Every card, board and alert says so.")
    return f"{stands_words(state)}: {said}. {follows}"


def already_words(appointment: Appointment, state: State, name: str | None, setting: Setting) -> str:
    """Say that it was said before; `name`: by whom, if by another."""
    said = sentence(appointment, setting.zone, setting.now)
    return f"{stands_words(state)}: {said}. {name or 'You'} said so already, at {_clock(state, setting)}. Nothing was changed."


def otherwise_words(appointment: Appointment, state: State | None, name: str | None, setting: Setting) -> str:
    """Say that something else was said since the person looked."""
    said = sentence(appointment, setting.zone, setting.now)
    if state is None:
        return f"{said}: what was noted of the interpreter was taken back meanwhile. Nothing was changed."
    return f"{said}: {name or 'You'} noted something else at {_clock(state, setting)}: {state_words(state)}. Nothing was changed."


def taken_back_words(appointment: Appointment, before: State | None, setting: Setting) -> str:
    """Say that what was noted is so no longer, or that nothing was."""
    said = sentence(appointment, setting.zone, setting.now)
    if before is None:
        return f"{said}: nothing was noted of the interpreter that could be taken back."
    return f"Taken back: {SAID[before.word]}, {said}. It is unconfirmed again."


def by_whom(state: State, name: str, setting: Setting) -> str:
    """Say who said it and when, for those who read a copy."""
    agency = f", {state.agency}" if state.agency else ""
    return f"Noted by {name} at {_clock(state, setting)}{agency}."


def _clock(state: State, setting: Setting) -> str:
    return say_clock(state.at.astimezone(setting.zone))
