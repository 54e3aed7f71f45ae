"""What is said of an appointment's state: how it is now, who made it so, and why there is nothing to do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from blocks.words.facts import (
    claimant_name,
    department_name,
    interpreter_words,
    length_words,
    sentence,
    status_words,
    when_words,
)
from blocks.words.history import at_words, edited_words, from_to_words
from blocks.words.meeting import hosts_words, meeting_words
from blocks.words.setting import Setting
from blocks.words.warnings import at_hand_words
from bot.appointments.api import Field
from bot.appointments.deeds import Deed
from bot.appointments.model import Appointment
from bot.appointments.writes.ledger import Entry
from bot.appointments.writes.outcomes import NothingToDo
from bot.when import say_when


def elsewhere(appointment: Appointment, zone: ZoneInfo, setting: Setting) -> str:
    """Say an appointment's time in a person's own zone, where its clocks are not the desk's; else nothing."""
    start = appointment.start
    if start is None or start.astimezone(zone).utcoffset() == start.astimezone(setting.zone).utcoffset():
        return ""
    return f"For you that is {when_words(appointment, zone, setting.now)}."


def state_words(now: Appointment, setting: Setting, zone: ZoneInfo | None = None) -> str:
    """Say an appointment's present state in one line; `zone`: a person's own, in which the time is said too."""
    said = sentence(now, setting.zone, setting.now)
    first = f"{said}, {length_words(now)}" if now.start or not now.participants else said
    there = elsewhere(now, zone, setting) if zone else ""
    return f"{'; '.join((first, *_facts(now, setting)))}. {there}".strip()


def _facts(now: Appointment, setting: Setting) -> list[str]:
    """All but who and when."""
    parts = [f"subject: {now.subject.called('Subject')}"] if now.subject else []
    parts += [f"meeting: {meeting_words(now).lower()}"] if now.meeting_type else []
    parts += [f"office: {now.office.called('Office')}"] if now.office else []
    parts += [f"host: {hosts_words(now.hosts)}"] if now.hosts else []
    if Field.DEPARTMENT in setting.has:
        parts.append(f"department: {department_name(now.department)}")
    if Field.INTERPRETER in setting.has:
        parts.append(f"interpreter: {interpreter_words(now.interpreter)}")
    return [*parts, f"status: {status_words(now)}"]


def present_words(now: Appointment, setting: Setting, zone: ZoneInfo | None = None) -> str:
    """The same for what is moved or cancelled: that the claimant waits, or is in session, comes first."""
    return " ".join(filter(None, (at_hand_words(now), state_words(now, setting, zone))))


_NOT_SHOWN = "something that is not shown here, such as the contact details."


def changed_words(
    now: Appointment, by: Entry | None, name: str | None, setting: Setting, shown: Shown | None = None
) -> str:
    """Say that an appointment changed after it was shown, who or what changed it, and only what is otherwise now.

    `name`: None where the reader did it. `shown`: how it was shown; None where it stands beside this as it is now.
    """
    if by is None or by.at is None:
        now_is = (_otherwise(now, setting, shown) or _NOT_SHOWN) if shown else state_words(now, setting)
        return f"Changed meanwhile, outside Frontdesk. Now: {now_is}"
    did = {Deed.MOVE: "moved", Deed.EDIT: "edited", Deed.CANCEL: "cancelled", Deed.ACCEPT: "accepted"}
    who = next(iter(name.split()), name) if name else "You"
    line = replace(by, was=shown.start or by.was) if shown else by
    times = from_to_words(line, setting, day=False)
    what = edited_words(by)
    done = f"{who} {did.get(by.deed, 'changed')} this {at_words(by.at, setting)}{times}{f': {what}' if what else ''}."
    if shown is None:
        return done
    otherwise = _otherwise(now, setting, shown, timed=not times)
    return f"{done} Now: {otherwise}" if otherwise else done


@dataclass(frozen=True, slots=True)
class Shown:
    """How an appointment was shown to somebody: its state in words, and when it was to begin."""

    words: str
    start: datetime | None = None


def _otherwise(now: Appointment, setting: Setting, shown: Shown, *, timed: bool = True) -> str:
    """What of its present state was shown otherwise."""
    before = shown.words
    facts = [one for one in _facts(now, setting) if f"{one};" not in before and f"{one}." not in before]
    time, name = when_words(now, setting.zone, setting.now), claimant_name(now)
    if timed and not before.startswith(time) and f", {time}" not in before:
        facts.insert(0, time)
    if timed and now.minutes and f", {length_words(now)}" not in before:
        facts.insert(0, length_words(now))
    if f"{name}, " not in before:
        facts.insert(0, name)
    return f"{'; '.join(facts)}." if facts else ""


def nothing_words(nothing: NothingToDo, setting: Setting) -> str:
    """Say why there is nothing to do."""
    said = sentence(nothing.appointment, setting.zone, setting.now)
    if nothing.why == "cancelled":
        return f"Already cancelled: {said}. Nothing was changed."
    if nothing.why == "over":
        return f"This session is over: {said}. Nothing was changed. Use Book again for a new one."
    if nothing.why == "accepted":
        return f"Already accepted: {said}. Nothing was changed."
    return f"It is at that time already: {said}. Nothing was changed."


def moment_words(moment: datetime, setting: Setting) -> str:
    return say_when(moment, None, zone=setting.zone, now=setting.now)
