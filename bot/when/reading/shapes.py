"""The shapes that tokens have, and what a shape alone tells: 10:30, 3/12/2026, 1h30, ½, 2026-11-20T09:12Z."""

from __future__ import annotations

import re

from bot.when.parts import At, Clock, Day, Unreadable, the_date
from bot.when.reading.han import HAN

MARKS = (
    r"\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0980-\u09e3\u0a00-\u0a65"
    r"\u0a70-\u0ae3\u0b00-\u0b65\u0b80-\u0be5\u0c00-\u0c65\u0c80-\u0ce5\u0d00-\u0d65\u0e30-\u0e4e\u0eb0-\u0ecd\u1000-\u103f\u200c\u200d"
)
"""Vowels and other signs that stand on letters, and joiners: they part no word."""
TOKEN = re.compile(
    rf"(?P<hidden>\ue000+)|{HAN}"
    r"""
    | (?P<stamp>(?<![\d-])\d{4}-\d\d-\d\d
          (?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?|[ ]\d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d:?\d\d)(?![\d:]))
    | (?P<foreign>[$£€\#]\s?\d[\d.,]*|\d+/\d+\.\d+|\d[\d.,]*\s?[%£€$°]|\d+:\d(?!\d)|\d+:\d{3,}|[\w.+-]+@[\w-]+\.\w+|https?:\S+
          |\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|(?<!\d)(?!(?:[01]\d|2[0-3])[0-5]\d-(?:[01]\d|2[0-4])[0-5]\d(?![\d-]))\d{3,}-\d{3,}(?:-\d+)*|(?!(?:[01]\d|2[0-3])[0-5]\d-(?:[01]\d|2[0-4])[0-5]\d(?![\d-]))\d{4}-\d{3,}(?!\d))
    | (?P<area>[A-Za-z]{2,}/[A-Za-z_]{3,}(?:/[A-Za-z_]+)?)
    | (?P<utc>(?:UTC|GMT|utc|gmt)\s?[+-]\d{1,2}(?::?\d\d)?(?![\dhH]))
    | (?P<triple>(?<![\d])\d{1,4}(?P<sep>[/.-])\d{1,2}(?P=sep)\d{1,4}(?!\d))
    | (?P<clock>\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?!\d))
    | (?P<pair>\d{1,4}/\d{1,4}(?!\d)|\d{4}[-.]\d{1,2}(?!\d))
    | (?P<hoursminutes>\d{1,2}[hH](?:rs?)?\d{1,2}[mM](?:[iI][nN][sS]?)?(?![^\W_]))
    | (?P<hm>\d{1,2}[hH]\d\d(?!\d))
    | (?P<dotted>\d{1,2}\.\d{1,2}(?!\d))
    | (?P<decimal>\d{1,3},(?:\d|25|50|75)(?=\s?[^\W\d_])|\d*[½¼¾]|\d+\.\d+)
    | (?P<number>\d+)
    | (?P<qtr>(?<![^\W_])[qQ][1-4](?![^\W_]))
    | (?P<word>(?:[^\W\d_]|[{MARKS}])+(?:['’‘ʼ][^\W\d_]+)*(?:(?:\.[^\W\d_])+\b)?)
    | (?P<mark>[^\s])
    """.replace("{MARKS}", MARKS),
    re.VERBOSE,
)
ELIDED = re.compile(r"([dl])['’]", re.IGNORECASE)
"""What a French word begins with: "d'octobre", "l'année"."""
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}


def shaped(kind: str, text: str) -> tuple[str, ...] | float:
    """The value of a token that its shape alone explains: its figures, or the number that it is."""
    if kind == "qtr":
        return float(text[1:])
    if kind != "decimal":
        return tuple(re.split(r"[:/.hH-]", text))
    if text[-1] in _FRACTIONS:
        return int(text[:-1] or 0) + _FRACTIONS[text[-1]]
    return float(text.replace(",", "."))


def stamped(text: str) -> tuple[At, str]:
    """Read an ISO 8601 date and time; the second value is its offset, empty where it has none."""
    year, month, day = (int(part) for part in text[:10].split("-"))
    hour, minute = int(text[11:13]), int(text[14:16])
    if hour > 23 or minute > 59:
        raise Unreadable("impossible", f"There is no {text[11:16]} on a clock. Type the time like 15:00.")
    offset = text[16:].lstrip(":.0123456789").replace("Z", "+00")
    return At(Day(the_date(year, month, day)), Clock(hour * 60 + minute)), offset
