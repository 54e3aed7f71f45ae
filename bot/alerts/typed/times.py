"""The times that alerts are set with: a time of every day, numbers of minutes, and until when a pause lasts."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from msgspec import Struct

from bot import when
from bot.settings.nations import Nation

LONGEST_PAUSE = timedelta(days=366)
_SAYS_A_CLOCK = {"time of day", "time zone", "part of the day", "joining word"}
_UNTIL = ("until", "till", "til", "to")
_ODD_ZONES = (ZoneInfo("Pacific/Chatham"), ZoneInfo("Pacific/Marquesas"))
_OFFSETS = {"EST", "MST", "HST", "GMT"}
"""IANA has them as names of zones, but their clocks never change."""
_NO_TIME = "“{}” is not a time of day. Type one such as 08:30 or 8.30am."
_NO_PLACE = "“{}” does not keep step with the clocks of one place. Name a place instead: 08:30 London, 08:30 Europe/Paris."


class Unclear(Exception):
    """Words that can't be taken for one thing alone; `words` say why and what to type."""

    def __init__(self, words: str) -> None:
        super().__init__("unclear")
        self.words = words


class Doubt(Unclear):
    """A time was found, and can't be taken as it is."""


class Typist(Struct, frozen=True):
    """Where and when somebody types: what the words mean depends on it."""

    now: datetime
    zone: ZoneInfo
    locale: str = "en-GB"
    nation: Nation = Nation.ENGLAND
    """Whose bank holidays are meant."""


class Clock(Struct, frozen=True):
    """A time of every day; `zone` is None where none was named."""

    at: time
    zone: str | None = None


class Until(Struct, frozen=True):
    """When a pause ends, and what of it could have been meant otherwise."""

    moment: datetime
    assumed: tuple[str, ...] = ()


def read_clock(text: str, typist: Typist) -> Clock:
    """Read "08:30", "half eight in the morning", "9am Paris"; what can be two times is asked back. Raises Unclear."""
    rest, _, last = text.rpartition(" ")
    if rest and (zone := _iana(last)):
        return Clock(read_clock(rest, typist).at, zone)
    first, other = (_read_on_a_calm_day(text, typist, zone) for zone in _ODD_ZONES)
    if isinstance(first, when.Refusal):
        raise Unclear(first.message if first.reason == "impossible" else _NO_TIME.format(clipped(text)))
    if isinstance(other, when.Refusal):
        raise Unclear(_NO_TIME.format(clipped(text)))
    said = {word.taken_as for word in first.words}
    if first.kind is not when.Kind.INSTANT or not isinstance(first.start, datetime) or said - _SAYS_A_CLOCK:
        raise Unclear(_NO_TIME.format(clipped(text)))
    named = "time zone" in said
    if named and first.zone != other.zone:  # an offset: it is understood from where one stands
        raise Doubt(_NO_PLACE.format(clipped(text)))
    times = sorted({first.start.time(), *_others(first, typist)})
    if len(times) > 1:
        raise Doubt(f"{clipped(text)} can be {times[0]:%H:%M} or {times[1]:%H:%M}. Type one of these.")
    return Clock(times[0].replace(second=0), first.zone if named else None)


def read_zone(text: str, typist: Typist) -> str:
    """Read the zone of a place: "Europe/Paris", "New York", "UK". Raises Unclear."""
    name = " ".join(text.split())
    if name in _OFFSETS:
        raise Unclear(_NO_PLACE.format(name))
    if name in available_timezones():
        return name
    try:
        found = read_clock(f"12:00 {name}", typist).zone
    except Unclear:
        found = None
    if found is None:
        raise Unclear(
            f"“{clipped(name)}” is not a place whose time zone is known. Type e.g. London or Europe/Paris."
        )
    return found


def read_length(text: str, typist: Typist, longest: int) -> int:
    """Read a number of minutes from 1 on: "15", "1h30", "half an hour". Raises Unclear."""
    minutes = when.read_minutes(text, locale=typist.locale)
    too_long = minutes.reason == "too_long" if isinstance(minutes, when.Refusal) else minutes > longest
    if too_long:
        raise Unclear(f"“{clipped(text)}” is too long: {when.say_minutes(longest)} at most.")
    if isinstance(minutes, when.Refusal):
        raise Unclear(f"“{clipped(text)}” is not a length. Type minutes or hours from 1 min on: 15, 45m, 1h.")
    return minutes


def read_pause(text: str, typist: Typist) -> Until:
    """Read how long or until when: "2h", "until 2pm", "today". A day stands for its beginning. Raises Unclear."""
    text = " ".join(text.split())
    lead, _, rest = text.partition(" ")
    if lead.casefold() == "for":
        text = rest
    until = _until_moment(rest, typist) if lead.casefold() in _UNTIL else _lasting(text, typist)
    if until is None:
        raise Unclear(
            f"It is not clear how long “{clipped(text)}” is. Type e.g. pause 2h, pause until 14:00 or pause until Monday."
        )
    if until.moment <= typist.now:
        raise Unclear("That time has passed. Type e.g. pause 2h or pause until 14:00.")
    if until.moment - typist.now > LONGEST_PAUSE:
        raise Unclear("A pause lasts a year at most. To have nothing at all, type off.")
    return until


def clipped(text: str) -> str:
    """Typed words as they are quoted in an answer."""
    return text if len(text) <= 40 else text[:39] + "…"


def _lasting(text: str, typist: Typist) -> Until | None:
    """Until the end of a length, or of a day or span that has begun."""
    reading = when.read(text, now=typist.now, zone=typist.zone, locale=typist.locale, nation=typist.nation)
    if isinstance(reading, when.Refusal):
        return None
    if reading.kind is when.Kind.DURATION and reading.minutes:
        return Until(typist.now + timedelta(minutes=min(reading.minutes, 10**6)), reading.assumed)
    if reading.kind is when.Kind.INSTANT and isinstance(reading.start, datetime):
        raise Unclear(f"Did you mean pause until {clipped(text)}?")
    begins, ends = _moment(reading.start, typist), _moment(reading.end, typist)
    if begins is None or ends is None or not begins <= typist.now < ends:
        return None
    return Until(ends, reading.assumed)


def _until_moment(text: str, typist: Typist) -> Until | None:
    """A moment, or the beginning of a day or a span."""
    reading = _read_at(text, typist.now, typist.zone, typist)
    if isinstance(reading, when.Refusal):
        return None
    moment = _moment(reading.start, typist)
    return Until(moment, reading.assumed) if moment else None


def _moment(edge: date | datetime | None, typist: Typist) -> datetime | None:
    if edge is None or isinstance(edge, datetime):
        return edge
    return datetime.combine(edge, time(), typist.zone)


def _read_at(text: str, now: datetime, zone: ZoneInfo, typist: Typist) -> when.Reading | when.Refusal:
    """Read a time; a bare number, which could also be a day, is a time here."""
    reading = when.read(text, now=now, zone=zone, locale=typist.locale, nation=typist.nation)
    if isinstance(reading, when.Refusal):
        bare = when.read(f"at {text}", now=now, zone=zone, locale=typist.locale, nation=typist.nation)
        return reading if isinstance(bare, when.Refusal) else bare
    return reading


def _read_on_a_calm_day(text: str, typist: Typist, zone: ZoneInfo) -> when.Reading | when.Refusal:
    """Read a time of every day on a day when no clocks change, so that today's changes are not taken into it."""
    calm = typist.now.replace(month=1, day=15, hour=12, minute=0)
    return _read_at(text, calm, zone, typist)


def _others(reading: when.Reading, typist: Typist) -> list[time]:
    """The other times of day that the reader thinks possible."""
    found = []
    for choice in reading.alternatives:
        other = _read_on_a_calm_day(choice.phrase, typist, ZoneInfo(reading.zone))
        if isinstance(other, when.Reading) and isinstance(other.start, datetime):
            found.append(other.start.time())
    return found


def _iana(word: str) -> str | None:
    """The IANA name that a word is, whichever letters are capitals; only such as can't be anything else."""
    return _areas().get(word.casefold())


@cache
def _areas() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones() if "/" in name or name == "UTC"}
