"""What is said of an appointment's state: how it is now, who made it so, and why there is nothing to do."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from blocks.words.facts import (
    claimant_name,
    length_words,
    sentence,
    status_words,
    when_words,
)
from blocks.words.history import at_words, edited_words, from_to_words
from blocks.words.meeting import hosts_words
from blocks.words.rows import about_shortly
from blocks.words.setting import Setting
from blocks.words.warnings import at_hand_words
from bot.appointments.deeds import Deed
from bot.appointments.model import Appointment, Status
from bot.appointments.values import replace
from bot.appointments.writes.ledger import Entry
from bot.appointments.writes.outcomes import NothingToDo
from bot.when import say_when

FOR_YOU = "For you that is "


def elsewhere(appointment: Appointment, zone: ZoneInfo, setting: Setting) -> str:
    """Say an appointment's time in a person's own zone, where its clocks are not the desk's; else nothing."""
    start = appointment.start
    if start is None or start.astimezone(zone).utcoffset() == start.astimezone(setting.zone).utcoffset():
        return ""
    return f"{FOR_YOU}{when_words(appointment, zone, setting.now)}."


APART = " · "


def state_words(now: Appointment, setting: Setting, zone: ZoneInfo | None = None) -> str:
    """Say an appointment's present state in one line; `zone`: a person's own, in which the time is said too."""
    there = elsewhere(now, zone, setting) if zone else ""
    return f"{APART.join((*_who_and_when(now, setting), *_facts(now, setting)))}. {there}".strip()


def _who_and_when(now: Appointment, setting: Setting) -> list[str]:
    said = [claimant_name(now), when_words(now, setting.zone, setting.now)]
    return said if now.participants and not now.start else [*said, length_words(now)]


def _facts(now: Appointment, setting: Setting) -> list[str]:
    """All but who and when, and nothing that it has not; as its row has it."""
    hosts = [f"Host: {hosts_words(now.hosts)}"] if now.hosts else []
    status = [status_words(now)] if now.status is not Status.SCHEDULED else []
    return [*about_shortly(now), *hosts, *status]


def present_words(now: Appointment, setting: Setting, zone: ZoneInfo | None = None) -> str:
    """The same for what is moved or cancelled: that the claimant waits, or is in session, comes first."""
    return " ".join(filter(None, (at_hand_words(now), state_words(now, setting, zone))))


_NOT_SHOWN = "Now: something that is not shown here, such as the contact details."


def changed_words(
    now: Appointment, by: Entry | None, name: str | None, setting: Setting, shown: Shown | None = None
) -> str:
    """Say that an appointment changed after it was shown, who or what changed it, and only what is otherwise now.

    `name`: None where the reader did it. `shown`: how it was shown; None where it stands beside this as it is now.
    """
    if by is None or by.at is None:
        now_is = f"Now: {state_words(now, setting)}"
        return f"Changed meanwhile, outside Frontdesk. {(_otherwise(now, setting, shown) or _NOT_SHOWN) if shown else now_is}"
    did = {
        Deed.MOVE: "moved",
        Deed.EDIT: "edited",
        Deed.CANCEL: "cancelled",
        Deed.ACCEPT: "accepted",
        Deed.DECLINE: "declined",
        Deed.PROPOSE: "proposed another time for",
    }
    who = next(iter(name.split()), name) if name else "You"
    line = replace(by, was=shown.start or by.was) if shown else by
    times = from_to_words(line, setting, day=False)
    what = edited_words(by)
    done = f"{who} {did.get(by.deed, 'changed')} this {at_words(by.at, setting)}{times}{f': {what}' if what else ''}."
    if shown is None:
        return done
    otherwise = _otherwise(now, setting, shown, timed=not times)
    return f"{done} {otherwise}" if otherwise else done


class Shown(Struct, frozen=True):
    """How an appointment was shown to somebody: its state in words, and when it was to begin."""

    words: str
    start: datetime | None = None


def _otherwise(now: Appointment, setting: Setting, shown: Shown, *, timed: bool = True) -> str:
    """What of its present state was shown otherwise, and what is no longer so; `timed`: its time as well."""
    first, *before = shown.words.partition(FOR_YOU)[0].strip().removesuffix(".").split(APART)
    name, *times = _who_and_when(now, setting)
    facts = _facts(now, setting)
    new = [one for one in (*(times if timed else ()), *facts) if one not in before]
    if not first.endswith(name):
        new.insert(0, name)
    gone = [one for one in before[len(times) :] if one not in facts]
    said = [f"Now: {APART.join(new)}."] if new else []
    return " ".join([*said, *([f"No longer: {APART.join(gone)}."] if gone else [])])


def nothing_words(nothing: NothingToDo, setting: Setting) -> str:
    """Say why there is nothing to do."""
    said = sentence(nothing.appointment, setting.zone, setting.now)
    if nothing.why == "cancelled":
        return f"Already cancelled: {said}. Nothing was changed."
    if nothing.why == "over":
        return f"This session is over: {said}. Nothing was changed. Use Book again for a new one."
    if nothing.why == "asked":
        return f"This is still a request: {said}. Nothing was changed. Accept it first."
    if nothing.why == "another_day":
        return (
            f"This session is not today: {said}. Nothing was changed. Use Reschedule to give it another time."
        )
    if nothing.why == "accepted":
        return f"Already accepted: {said}. Nothing was changed."
    return f"It is at that time already: {said}. Nothing was changed."


def moment_words(moment: datetime, setting: Setting) -> str:
    return say_when(moment, None, zone=setting.zone, now=setting.now)
