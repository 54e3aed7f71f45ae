"""Zones as people name them: Europe/London, ET, CET, BST, UTC+2, "London time"."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones


class Named(NamedTuple):
    """A zone that a text names. `fixed` abbreviations keep their offset in summer and winter alike."""

    zone: tzinfo
    name: str
    """As it can be typed: Europe/London, EST, UTC+2."""
    region: str | None = None
    """Where the abbreviation is at home, so that its other half of the year can be offered."""


def _area(name: str) -> Named:
    return Named(ZoneInfo(name), name)


_REGIONS = {
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles",
    "CET": "Europe/Paris", "MEZ": "Europe/Berlin", "EET": "Europe/Athens", "WET": "Europe/Lisbon",
    "AET": "Australia/Sydney", "NZT": "Pacific/Auckland",
}  # fmt: skip
_FIXED = {
    "EST": (-5, "America/New_York"), "EDT": (-4, "America/New_York"),
    "CST": (-6, "America/Chicago"), "CDT": (-5, "America/Chicago"),
    "MST": (-7, "America/Denver"), "MDT": (-6, "America/Denver"),
    "PST": (-8, "America/Los_Angeles"), "PDT": (-7, "America/Los_Angeles"),
    "GMT": (0, "Europe/London"), "BST": (1, "Europe/London"), "IST": (5.5, "Asia/Kolkata"),
    "CEST": (2, "Europe/Paris"), "MESZ": (2, "Europe/Berlin"), "EEST": (3, "Europe/Athens"),
    "WEST": (1, "Europe/Lisbon"), "JST": (9, "Asia/Tokyo"), "HKT": (8, "Asia/Hong_Kong"),
    "SGT": (8, "Asia/Singapore"), "AEST": (10, "Australia/Brisbane"), "AEDT": (11, "Australia/Sydney"), "NZST": (12, "Pacific/Auckland"),
    "NZDT": (13, "Pacific/Auckland"), "MSK": (3, "Europe/Moscow"), "PKT": (5, "Asia/Karachi"),
}  # fmt: skip
ABBREVIATIONS: dict[str, Named] = (
    {name: _area(region) for name, region in _REGIONS.items()}
    | {
        name: Named(timezone(timedelta(hours=hours)), name, region)
        for name, (hours, region) in _FIXED.items()
    }
    | {"UTC": _area("UTC"), "Z": _area("UTC")}
)
SHARED = {
    "IST": "Mumbai time, Dublin time or Jerusalem time",
    "CST": "Chicago time, Shanghai time or Havana time",
}
"""Abbreviations that are too much alike where something is booked."""
_SPOKEN = {
    "uk": "Europe/London", "british": "Europe/London", "gb": "Europe/London", "eastern": "America/New_York",
    "central": "America/Chicago", "mountain": "America/Denver", "pacific": "America/Los_Angeles",
    "central european": "Europe/Paris", "french": "Europe/Paris", "german": "Europe/Berlin", "polish": "Europe/Warsaw",
    "spanish": "Europe/Madrid", "irish": "Europe/Dublin", "edinburgh": "Europe/London", "cardiff": "Europe/London",
    "manchester": "Europe/London", "washington": "America/New_York", "boston": "America/New_York",
    "san francisco": "America/Los_Angeles", "delhi": "Asia/Kolkata", "mumbai": "Asia/Kolkata", "beijing": "Asia/Shanghai",
}  # fmt: skip
_UTC_NAMES = frozenset(("UTC", "Etc/UTC", "Etc/GMT", "GMT", "UCT", "Etc/UCT"))
_OFFSET = re.compile(r"(?:utc|gmt)?\s?([+-])\s?(\d{1,2}):?(\d\d)?", re.IGNORECASE)


@cache
def cities() -> dict[str, str]:
    """Map the places that zones are named after, in small letters, to their zones; Europe's first."""
    places: dict[str, str] = {}
    for name in sorted(areas().values(), key=lambda name: (not name.startswith("Europe/"), name)):
        area, _, city = name.rpartition("/")
        if area and area.split("/")[0] not in ("Etc", "SystemV"):
            places.setdefault(city.replace("_", " ").lower(), name)
    return places | _SPOKEN


def zone_of_city(words: str) -> Named | None:
    name = cities().get(words.lower())
    return _area(name) if name else None


@cache
def areas() -> dict[str, str]:
    """Map the IANA names in small letters to themselves."""
    return {name.lower(): name for name in available_timezones()}


def zone_of_area(name: str) -> Named | None:
    """Find an IANA zone, whichever letters are capitals."""
    known = areas().get(name.lower())
    return _area(known) if known else None


def zone_of_offset(words: str) -> Named | None:
    """Read "+02", "UTC+2:45", "GMT+0900"; None where no place on Earth is that far from UTC."""
    match = _OFFSET.fullmatch(words)
    if not match:
        return None
    sign, hours, minutes = match.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if offset > timedelta(hours=14) or int(minutes or 0) > 59:
        return None
    offset = offset if sign == "+" else -offset
    return Named(timezone(offset), f"UTC{sign}{int(hours)}:{minutes or '00'}")


@lru_cache(maxsize=64)
def city_of(zone: str) -> str:
    """Name a zone the way people do: London, New York, UTC; in full where a city's name alone means another."""
    if zone in _UTC_NAMES:
        return "UTC"
    city = zone.rpartition("/")[2].replace("_", " ")
    if zone.startswith("Europe/"):
        return city  # Europe's cities are meant first: to list all zones takes 12 ms, which a first answer need not wait for
    known = cities().get(city.lower())
    return city if known and (known == zone or _alike(known, zone)) else zone


def _alike(one: str, other: str) -> bool:
    """Whether two names are of zones whose clocks show the same, in summer and winter."""
    moments = [datetime(2030, month, 1, tzinfo=UTC) for month in (1, 7)]
    return all(
        m.astimezone(ZoneInfo(one)).utcoffset() == m.astimezone(ZoneInfo(other)).utcoffset() for m in moments
    )


def half_of_year(one: Named, other: Named, year: int) -> Named | None:
    """Give the offset of a place that is named with it: BST beside London, UTC-3 beside Halifax.

    Its clocks must show it at some time of the year, and an abbreviation be what it is called there: "BST Paris" names two zones.
    """
    offset, place = (one, other) if isinstance(one.zone, timezone) else (other, one)
    if not isinstance(offset.zone, timezone) or not isinstance(place.zone, ZoneInfo):
        return None
    days = (datetime(year, month, day, tzinfo=place.zone) for month in range(1, 13) for day in (1, 15))
    there = {day.tzname() for day in days if day.utcoffset() == offset.zone.utcoffset(None)}
    if offset.region != place.name and not (offset.name in there if offset.region else there):
        return None
    return offset._replace(region=place.name)


def offset_words(moment: datetime) -> str:
    """Name the offset of a moment: UTC-5, UTC+5:30."""
    minutes = round((moment.utcoffset() or timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"


def zone_words(moment: datetime) -> str:
    """Name the zone of a moment so that it is read back as the same offset: GMT, EST, UTC+3."""
    name = moment.tzname() or ""
    if known := ABBREVIATIONS.get(name):
        # CET is read as what the clocks show, and in the doubled hour they show it twice.
        there = {moment.replace(tzinfo=known.zone, fold=fold).utcoffset() for fold in (0, 1)}
        if there == {moment.utcoffset()}:
            return name
    return offset_words(moment)
