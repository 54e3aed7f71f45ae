"""What is said of an appointment's state: how it is now, who made it so, and why there is nothing to do."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from blocks.words.facts import (
    department_name,
    interpreter_words,
    length_words,
    sentence,
    status_words,
    when_words,
)
from blocks.words.history import at_words
from blocks.words.meeting import hosts_words, meeting_words
from blocks.words.setting import Setting
from blocks.words.warnings import at_hand_words
from bot.appointments.api import Field
from bot.appointments.deeds import Deed
from bot.appointments.model import Appointment
from bot.appointments.writes.ledger import Entry
from bot.appointments.writes.outcomes import NothingToDo
from bot.when import say_when, short_day
from bot.when.saying import say_clock


def elsewhere(appointment: Appointment, zone: ZoneInfo, setting: Setting) -> str:
    """Say an appointment's time in a person's own zone, where its clocks are not the desk's; else nothing."""
    start = appointment.start
    if start is None or start.astimezone(zone).utcoffset() == start.astimezone(setting.zone).utcoffset():
        return ""
    return f"For you that is {when_words(appointment, zone, setting.now)}."


def state_words(now: Appointment, setting: Setting, zone: ZoneInfo | None = None) -> str:
    """Say an appointment's present state in one line; `zone`: a person's own, in which the time is said too."""
    said = sentence(now, setting.zone, setting.now)
    parts = [f"{said}, {length_words(now)}" if now.start or not now.participants else said]
    parts += [f"subject: {now.subject.called('Subject')}"] if now.subject else []
    parts += [f"meeting: {meeting_words(now).lower()}"] if now.meeting_type else []
    parts += [f"office: {now.office.called('Office')}"] if now.office else []
    parts += [f"host: {hosts_words(now.hosts)}"] if now.hosts else []
    if Field.DEPARTMENT in setting.has:
        parts.append(f"department: {department_name(now.department)}")
    if Field.INTERPRETER in setting.has:
        parts.append(f"interpreter: {interpreter_words(now.interpreter)}")
    parts.append(f"status: {status_words(now)}")
    there = elsewhere(now, zone, setting) if zone else ""
    return f"{'; '.join(parts)}. {there}".strip()


def present_words(now: Appointment, setting: Setting, zone: ZoneInfo | None = None) -> str:
    """The same for what is moved or cancelled: that the claimant waits, or is in session, comes first."""
    return " ".join(filter(None, (at_hand_words(now), state_words(now, setting, zone))))


def changed_words(
    now: Appointment, by: Entry | None, name: str | None, setting: Setting, before: datetime | None = None
) -> str:
    """Say that an appointment changed after it was shown, who or what changed it, and how it is now.

    `before`: when it was to begin, as it was shown.
    """
    now_is = state_words(now, setting)
    if by is None or name is None or by.at is None:
        return f"Changed meanwhile, outside Frontdesk. Now: {now_is}"
    did = {Deed.MOVE: "moved", Deed.EDIT: "edited", Deed.CANCEL: "cancelled", Deed.ACCEPT: "accepted"}
    who = next(iter(name.split()), name)
    moved = _from_to(before, now.start, setting) if by.deed is Deed.MOVE else ""
    return f"{who} {did.get(by.deed, 'changed')} this {at_words(by.at, setting)}{moved}. Now: {now_is}"


def _from_to(before: datetime | None, now: datetime | None, setting: Setting) -> str:
    """From when to when; the days too, where they are two."""
    if before is None or now is None or before == now:
        return ""
    old, new = before.astimezone(setting.zone), now.astimezone(setting.zone)
    if old.date() == new.date():
        return f", from {say_clock(old)} to {say_clock(new)}"
    days = (f"{short_day(one.date(), year=False)}, {say_clock(one)}" for one in (old, new))
    return ", from {} to {}".format(*days)


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
