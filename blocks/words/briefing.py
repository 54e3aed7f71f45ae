"""The pre-brief, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from blocks.words.facts import sentence
from blocks.words.setting import Setting
from bot.appointments.briefing import LASTS
from bot.appointments.model import Appointment
from bot.appointments.states import Brief, State
from bot.when import say_minutes
from bot.when.reading.zones import city_of
from bot.when.saying import say_clock

LABELS: Mapping[Brief, str] = {Brief.WANTED: "Pre-brief", Brief.UNSAID: "No pre-brief"}
HINT = "Interpreter and claimant alone, before the session begins. Tell both of it: Frontdesk can't."
NEEDS_INTERPRETER = (
    "A pre-brief is with an interpreter. Type the language in Interpreter, or leave this empty."
)
NO_BRIEF = (
    "{said}: there is no interpreter to meet, or no time left for it. Nothing was noted. "
    "A pre-brief begins 10 minutes before the session."
)
_MINUTE = timedelta(minutes=1)
UNCONFIRMED = "⚠ The interpreter is not confirmed."


def wanted_words(
    appointment: Appointment, state: State, name: str | None, setting: Setting, *, kept: bool
) -> str:
    """Say that one is wanted, and when; `name`: by whom, if another said so before."""
    said = (
        f"Pre-brief at {_begins(appointment, setting)}: {sentence(appointment, setting.zone, setting.now)}."
    )
    if not kept:
        return f"{said} {name or 'You'} said so already. Nothing was changed."
    return f"{said} You are reminded of it under the card. Tell the claimant and the interpreter."


def dropped_words(appointment: Appointment, setting: Setting, *, kept: bool) -> str:
    """Say that none is wanted any more, or that none was."""
    said = sentence(appointment, setting.zone, setting.now)
    return (
        f"No pre-brief any more: {said}."
        if kept
        else f"{said}: no pre-brief was wanted. Nothing was changed."
    )


def reminder_words(appointment: Appointment, setting: Setting) -> tuple[str, str]:
    """The title and the sentence of the reminder."""
    start = appointment.start
    if start is None:
        return "Pre-brief", ""
    left = -((setting.now - (start - LASTS)) // _MINUTE)
    title = f"Pre-brief in {say_minutes(left)}" if left > 0 else "Pre-brief now"
    begins = say_clock(start.astimezone(setting.zone))
    return (
        title,
        f"Interpreter and claimant meet at {_begins(appointment, setting)}; the session begins at {begins}.",
    )


def _begins(appointment: Appointment, setting: Setting) -> str:
    if appointment.start is None:
        return "a time to be chosen"
    return f"{say_clock((appointment.start - LASTS).astimezone(setting.zone))} ({city_of(setting.zone.key)})"
