"""Zones told in more than one token: "London time", "(New York)", "10:00 +02:00"."""

from __future__ import annotations

import re

from bot.when.reading.zones import Named, zone_of_city, zone_of_offset

_OFFSET = re.compile(r"\s?\+\s?\d\d(?::?\d\d)?(?![\d:.hH]|\s?[a-z])")
_LONGEST, _LONGEST_BRACKETED = 3, 5
"""Words that a place's name may have."""


def city_time(
    text: str, found: list[re.Match[str]], keys: list[str], n: int, *, timed: bool, bracketed: bool
) -> tuple[Named, int, int] | None:
    """Find a place whose clocks are meant: its zone, how many tokens that took, and where its name ends.

    "time" must follow its name; not so in brackets, or right behind a time at the end of the text.
    """
    for stop in range(n + (_LONGEST_BRACKETED if bracketed else _LONGEST), n, -1):
        if stop > len(found) or found[stop - 1].lastgroup != "word":
            continue
        following = keys[stop] if stop < len(found) else ""
        if following != "time" and not (bracketed and following == ")") and not (timed and not following):
            continue
        end = found[stop - 1].end()
        if named := zone_of_city(text[found[n].start() : end]):
            if following == "time":
                return named, stop + 1 - n, found[stop].end()
            return named, stop - n, end
    return None


def offset_behind(text: str, match: re.Match[str]) -> tuple[Named, int, int] | None:
    """Find the offset behind a time, and where it stands."""
    offset = _OFFSET.match(text, match.end())
    named = zone_of_offset(offset[0].replace(" ", "")) if offset else None
    return (named, *offset.span()) if offset and named else None
