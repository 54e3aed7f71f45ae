"""What people said of a session, in words: who came, who is late, who interprets."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from blocks.words.facts import sentence
from blocks.words.setting import Setting
from bot.appointments.model import Appointment, Status
from bot.appointments.need import THERE
from bot.appointments.states import (
    UNSAID,
    WORDS,
    About,
    Again,
    Asked,
    Brief,
    Came,
    Emailed,
    Interpreter,
    Late,
    State,
    Texted,
)
from bot.when import say_minutes
from bot.when.saying import say_clock

SAID: Mapping[StrEnum, str] = {
    Came.ARRIVED: "arrived",
    Came.NO_CONTACT: "no-show: no contact",
    Came.TECHNICAL: "no-show: technical failure",
    Came.INTERPRETER_MISSING: "no-show: interpreter missing",
    Came.TOO_LATE: "no-show: came too late",
    Late.RUNNING_LATE: "running late",
    Interpreter.CONFIRMED: "interpreter confirmed",
    Interpreter.NOT_ARRIVED: "interpreter not arrived",
    Interpreter.WITHDRAWN: "interpreter to be found",
    Brief.WANTED: "pre-brief, 10 minutes before",
    Asked.ASKED: "asked how it stands",
    Again.BOOKED: "booked again after one that was missed",
    Texted.BOOKED: "text sent (booked)",
    Texted.MOVED: "text sent (new time)",
    Texted.CANCELLED: "text sent (cancelled)",
    Texted.REMINDER: "text sent (reminder)",
    Texted.LATE: "text sent (running late)",
    Texted.NOT_SENT: "text not sent",
    Texted.IN_DOUBT: "text may not have been sent",
    Texted.NOT_DELIVERED: "text not delivered",
    Emailed.BOOKED: "e-mail sent (booked)",
    Emailed.MOVED: "e-mail sent (new time)",
    Emailed.CANCELLED: "e-mail sent (cancelled)",
    Emailed.REMINDER: "e-mail sent (reminder)",
    Emailed.LATE: "e-mail sent (running late)",
    Emailed.NOT_SENT: "e-mail not sent",
    Emailed.IN_DOUBT: "e-mail may not have been sent",
    Emailed.NOT_DELIVERED: "e-mail not delivered",
}
_TAKEN_BACK: Mapping[About, str] = {
    About.CAME: "who came is taken back",
    About.LATE: "not running late any more",
    About.INTERPRETER: "nothing is known of the interpreter any more",
    About.BRIEF: "no pre-brief any more",
    About.ASKED: "nothing is asked any more",
    About.AGAIN: "not in place of another any more",
    About.TEXT: "no text any more",
    About.EMAIL: "no e-mail any more",
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


_UNSHOWN = frozenset({About.ASKED, About.TEXT, About.EMAIL})
_ATTEMPTS = {2: "second", 3: "third", 4: "fourth", 5: "fifth"}
NOT_YET = "{said}: that has not begun, so nobody has missed it. Nothing was noted."
ANOTHER_DAY = (
    "{said}: that is more than half a day ahead. Nothing was noted. Say who came when it is about to begin."
)
TIMELESS = "{said}: it has no time yet, so nobody can have come to it. Nothing was noted."
HERE = "{said}: {status}, as the appointment service tells. Nothing was noted."
CANCELLED = "{said}: it was cancelled. Nothing was noted."
WHICH_KIND = "{said}: the claimant did not come. Which was it? Nothing is noted until you press one."
WHICH_KIND_NOW = (
    "{said}: {stands} If the claimant did not come, which was it? The note stands until you press one."
)
NO_SUCH_KIND = "“{typed}” is not a kind of no-show. {words} If you mean somebody else, type more of the name, or the code."
NOBODY_THERE = (
    "{whom}{name}, {when}: nobody is in the room, as far as the service tells. Did the claimant come? "
    "Press what is so; nothing is noted by itself."
)
ANSWERED = "{name}, {when}: {words}. {by} noted that {at}."
SOMEBODY_THERE = "{name}, {when}: somebody is in the room now."
NO_ANSWER_NEEDED = "{name}, {when}: it was asked whether anybody came. That is settled."
FOLLOWED = "It was booked again already since it was missed: look before you book it once more."
NOBODY_TOLD = "Frontdesk has told nobody."
WRITTEN_TOO = "It is being written to {service} too; if that does not take, you are told."
STAYS_THERE = "What was written to {service} stays there: change it in its own portal."
NOT_MARKED = (
    "{said}: you noted {noted}, and {service} took that, but it still says {status}. Frontdesk's own note stands. "
    "Change it in {service}'s own portal if it is to stand there too."
)
REFUSED_THERE = "{said}: you noted {noted}, which {service} did not take. {why} Frontdesk's own note stands; nothing was changed there."
MOVED_SINCE = "{said}: you noted {noted} of another time, and it was moved before {service} could be told. Nothing was changed there."
OTHERWISE_THERE = (
    "{said}: you noted {noted}. That was not written to {service}, which says {status} by now. Nothing was changed there. "
    "Look it up, and note who came once more."
)
GONE_THERE = "What you noted as {noted} could not be written to {service}: it no longer has that appointment."
KINDS: Mapping[Came, str] = {
    Came.NO_CONTACT: "No contact",
    Came.TECHNICAL: "Technical failure",
    Came.INTERPRETER_MISSING: "Interpreter missing",
    Came.TOO_LATE: "Came too late",
}
"""The kinds of a no-show, as buttons say them."""


def state_words(state: State) -> str:
    """Say what was said: "running late, 10 min"."""
    words = SAID[state.word]
    if state.about is About.LATE and state.minutes:
        words = f"{words}, {say_minutes(state.minutes)}"
    return f"{words} ({state.agency})" if state.agency else words


def said_words(appointment: Appointment, setting: Setting) -> list[str]:
    """Say what stands of a session, but for what the service tells by itself: who is in the room has come."""
    shown = [one for one in setting.said.all_of(appointment) if one.about not in _UNSHOWN]
    return [
        attempt_words(setting.said.attempts(appointment)) if one.about is About.AGAIN else state_words(one)
        for one in shown
        if one.about is not About.CAME or not _is_told(appointment, Came(one.word))
    ]


def _is_told(appointment: Appointment, came: Came) -> bool:
    """Whether the service itself tells it, or the contrary: who waits has come."""
    return appointment.status in THERE if came is Came.ARRIVED else appointment.status is Status.WAITING


def attempt_words(attempts: int) -> str:
    """Say that others before it were missed, and judge nobody: "second attempt"."""
    return f"{_ATTEMPTS.get(attempts, 'another')} attempt"


def noted_as(word: str) -> str:
    """Say a word of who came, as it stands in the middle of a sentence."""
    return SAID.get(Came(word), word)


def noted_now(
    appointment: Appointment, state: State, setting: Setting, *, attempts: int = 1, written: str = ""
) -> str:
    """Say what was just noted, of whom; `attempts`: with those before it that were missed. `written`: the service that it is written to."""
    said = sentence(appointment, setting.zone, setting.now)
    again = f" It was the {attempt_words(attempts)}." if attempts > 1 else ""
    last = WRITTEN_TOO.format(service=written) if written else NOBODY_TOLD
    return f"Noted of {said}: {state_words(state)}.{again} {last}"


def noted_already(appointment: Appointment, state: State, name: str | None, setting: Setting) -> str:
    """Say that it was said before; `name`: by whom, if by another."""
    said = sentence(appointment, setting.zone, setting.now)
    return f"{said}: {state_words(state)}. {name or 'You'} noted that already, {at_words(state, setting)}. Nothing was changed."


def noted_otherwise(appointment: Appointment, state: State, name: str | None, setting: Setting) -> str:
    """Say that something else stands than what was said now."""
    said = sentence(appointment, setting.zone, setting.now)
    return f"{said}: {name or 'You'} noted something else {at_words(state, setting)}: {state_words(state)}. Nothing was changed."


def stands_words(state: State, name: str | None, setting: Setting) -> str:
    """Say what was noted before; `name`: by whom, if by another."""
    return f"{name or 'You'} noted {at_words(state, setting)}: {state_words(state)}."


def taken_back(appointment: Appointment, before: State | None, setting: Setting, written: str = "") -> str:
    """Say that what was noted is so no longer, or that nothing was; `written`: the service where it stays all the same."""
    said = sentence(appointment, setting.zone, setting.now)
    if before is None:
        return f"{said}: nothing was noted that could be taken back."
    last = STAYS_THERE.format(service=written) if written else NOBODY_TOLD
    return f"Taken back: {said} is no longer noted as {state_words(before)}. {last}"


def at_words(state: State, setting: Setting) -> str:
    return f"at {say_clock(state.at.astimezone(setting.zone))}"
