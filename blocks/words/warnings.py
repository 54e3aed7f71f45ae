"""What is said before somebody errs: nothing is refused by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from blocks.words.facts import claimant_name, clock_words, interpreter_words
from blocks.words.setting import Setting
from bot.appointments.clashes import Clash
from bot.appointments.deeds import Deed
from bot.appointments.model import UNDER_WAY, Appointment, Status
from bot.appointments.sharing import Shared
from bot.when import short_day
from bot.when.saying import say_clock


def has_already_words(other: Appointment, start: datetime, setting: Setting, command: str) -> str:
    """Say that a claimant has an appointment already, how it is opened, and that they can be booked all the same."""
    at, asked = (moment.astimezone(setting.zone) for moment in (other.start or start, start))
    when = (
        say_clock(at) if at.date() == asked.date() else f"{short_day(at.date(), year=False)}, {say_clock(at)}"
    )
    return (
        f"{claimant_name(other)} has {when} already: open it, or book all the same. "
        f"{command} {other.code} opens it; press Book again to book all the same."
    )


ALL_THE_SAME = {
    Deed.BOOK: "Choose another time, or press Book again to book all the same.",
    Deed.MOVE: "Choose another time, or press Reschedule again to move it all the same.",
    Deed.EDIT: "Press Save again to save it all the same.",
}


def clashes_words(
    found: Sequence[Clash], wanted: Appointment, setting: Setting, *, brief: bool = False
) -> str:
    """Say which other session has the room, or the interpreter's language, at that time, and when it is free again."""
    said = []
    for clash in found:
        other, zone = clash.other, setting.zone
        whose = f"{claimant_name(other)}, {clock_words(other, zone, setting.now)} ({other.code})"
        free = say_clock(clash.free_at.astimezone(zone))
        if clash.what is Shared.ROOM:
            said.append(f"The same room is taken already: {whose}. It is free from {free}.")
        else:
            language = interpreter_words(wanted.interpreter)
            needs = " With the pre-brief, 10 minutes before, there is no gap." if brief else ""
            said.append(f"An interpreter for {language} is taken already: {whose}.{needs} Free from {free}.")
    return " ".join(said)


def at_hand_words(appointment: Appointment) -> str:
    """Say that somebody waits now, or is in session: whoever moves or cancels that should know. Else nothing."""
    name = claimant_name(appointment)
    if appointment.status is Status.WAITING:
        return f"⚠ {name} is in the waiting room now. Tell them before you change this."
    if appointment.status in UNDER_WAY:
        return f"⚠ {name} is in session now. Tell them before you change this."
    return ""
