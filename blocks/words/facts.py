"""How an appointment's facts are said: status, who, when, interpreter. Whole phrases, one place each."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from blocks.kit import clip, escape
from bot.appointments.filter import STATUS_NAMES
from bot.appointments.model import Appointment, Department, Interpreter, Status
from bot.appointments.permission import Openness
from bot.when import say_minutes, say_when
from bot.when.reading.zones import city_of
from bot.when.saying import is_doubled, say_clock

NAME_SHOWN = 80


STATUS_WORDS = {status: name.capitalize() for status, name in STATUS_NAMES.items()} | {
    Status.UNKNOWN: "Unknown"
}


_TO_BE_CHOSEN = frozenset({Status.INVITED, Status.ALTERNATIVE_REQUESTED})


def status_words(appointment: Appointment) -> str:
    """Say where an appointment stands; a word of the vendor's that we don't know is given as it is."""
    if appointment.status is Status.UNKNOWN and appointment.raw_status:
        return clip(appointment.raw_status, 40)
    return STATUS_WORDS[appointment.status]


def initials(name: str | None) -> str:
    """Say a name as initials: "Jane van Doe" is "J.D."; at most first and last."""
    words = [word for word in (name or "").split() if word[0].isalnum()]
    if not words:
        return ""
    ends = words if len(words) < 2 else [words[0], words[-1]]
    return "".join(f"{word[0].upper()}." for word in ends)


def claimant_name(appointment: Appointment, limit: int = NAME_SHOWN) -> str:
    return clip(" ".join((appointment.claimant.name or "").split()), limit) or "No name"


def who(appointment: Appointment, openness: Openness) -> str:
    """Say who an appointment is for, as far as the readers of a place may know."""
    if openness is Openness.PRIVATE:
        return claimant_name(appointment)
    known = not appointment.customers or appointment.customers[0].name  # "Customer 901" is nobody's name
    short = initials(appointment.claimant.name) if openness is Openness.PUBLIC and known else ""
    return f"{short} · {appointment.code}" if short else f"Appointment {appointment.code}"


def department_name(department: Department) -> str:
    return clip(department.name or department.id or "not named", NAME_SHOWN)


def interpreter_words(interpreter: Interpreter) -> str:
    """Say whether an interpreter is needed and for which language."""
    if interpreter.needed is False or (interpreter.needed is None and not interpreter.language):
        return "Not needed"
    return clip(interpreter.language or "", NAME_SHOWN) or "language missing"


def no_time_words(appointment: Appointment) -> str:
    """Say that there is no time: an invite has none until the claimant has chosen."""
    return "Time to be chosen" if appointment.status in _TO_BE_CHOSEN else "No time yet"


def code_words(appointment: Appointment) -> str:
    """The code that names an appointment, to be typed: bold. For places where names may stand too."""
    return f"*{escape(appointment.code)}*"


def when_words(appointment: Appointment, zone: ZoneInfo, now: datetime) -> str:
    """Say an appointment's time in one zone, e.g. "Tue 24 Nov, 15:00–15:45 (London)"."""
    if appointment.start is None:
        return no_time_words(appointment)
    return say_when(appointment.start, appointment.minutes, zone=zone, now=now)


def when_token(appointment: Appointment, zone: ZoneInfo, now: datetime) -> str:
    """Say an appointment's time as each reader's own zone has it; the fallback names the desk's zone.

    https://docs.slack.dev/messaging/formatting-message-text#date-formatting
    """
    if appointment.start is None:
        return no_time_words(appointment)
    start = int(appointment.start.timestamp())
    fallback = escape(when_words(appointment, zone, now))
    if appointment.end is None:
        return f"<!date^{start}^{{date_long_pretty}}, {{time}}|{fallback}>"
    end = int(appointment.end.timestamp())
    until = say_clock(appointment.end.astimezone(zone))
    return f"<!date^{start}^{{date_long_pretty}}, {{time}}|{fallback}>–<!date^{end}^{{time}}|{until}>"


def time_token(
    appointment: Appointment,
    zone: ZoneInfo,
    now: datetime,
    *,
    with_day: bool = False,
    begins_only: bool = False,
    said: str | None = None,
) -> str:
    """Say the time of day alone as each reader's own zone has it, for a list whose day is said above it.

    `begins_only`: in few characters. `said`: its `when_words`, where they have been made already.
    """
    if appointment.start is None:
        return no_time_words(appointment)
    pattern = "{date_short_pretty}, {time}" if with_day else "{time}"
    if begins_only:
        clock = _clocks(appointment.start, appointment.minutes, zone)[0]
        clock = f"{appointment.start.astimezone(zone):%d %b} {clock}" if with_day else clock
        return f"<!date^{int(appointment.start.timestamp())}^{pattern}|{clock} ({city_of(zone.key)})>"
    fallback = escape(said or when_words(appointment, zone, now))
    begins = f"<!date^{int(appointment.start.timestamp())}^{pattern}|{fallback}>"
    end = appointment.end
    if end is None:
        return begins
    return f"{begins}–<!date^{int(end.timestamp())}^{{time}}|{say_clock(end.astimezone(zone))}>"


def clock_words(appointment: Appointment, zone: ZoneInfo, now: datetime) -> str:
    """Say the time of day alone, where day and zone are said beside it; in full where the clocks make it odd."""
    start = appointment.start
    if start is None:
        return no_time_words(appointment)
    begins, ends, is_odd = _clocks(start, appointment.minutes, zone)
    if is_odd:
        return when_words(appointment, zone, now)
    return f"{begins}–{ends}" if (appointment.minutes or 0) > 0 else begins


def is_clock_odd(appointment: Appointment, zone: ZoneInfo) -> bool:
    """Whether two times of day would not tell when it is: the clocks change, or it goes on past midnight."""
    return appointment.start is not None and _clocks(appointment.start, appointment.minutes, zone)[2]


@lru_cache(maxsize=4096)
def _clocks(start: datetime, minutes: int | None, zone: ZoneInfo) -> tuple[str, str, bool]:
    """From when until when by the clocks of a zone, and whether these are odd; the same times are said again and again."""
    begins = start.astimezone(zone)
    ends = begins if minutes is None else (start + timedelta(minutes=minutes)).astimezone(zone)
    changes = begins.utcoffset() != ends.utcoffset() or begins.date() != ends.date()
    odd = changes or is_doubled(begins) or is_doubled(ends)
    return say_clock(begins), say_clock(ends), odd


def length_words(appointment: Appointment) -> str:
    return say_minutes(appointment.minutes) if appointment.minutes else "No length yet"


def sentence(appointment: Appointment, zone: ZoneInfo, now: datetime) -> str:
    """Say an appointment in one breath: "Jane Doe, Tue 24 Nov, 15:00–15:45 (London)"."""
    return f"{claimant_name(appointment)}, {when_words(appointment, zone, now)}"
