"""Cut a text into items: numbers by their shape, words by the lexicon, zones set aside."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from bot.when.grammar import LETTERS, Item
from bot.when.parts import At, Clock, Day, Numeral, Unreadable, the_date
from bot.when.words import Lexicon, fold
from bot.when.zones import ABBREVIATIONS, Named, zone_of_area, zone_of_city, zone_of_offset

TOKEN = re.compile(
    r"""
      (?P<stamp>(?<![\d-])\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?|[ ]\d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d:?\d\d)(?![\d:]))
    | (?P<blob>(?:[$£€\#]\s?)\d[\d.,]*|\d[\d.,]*\s?[%£€$°]|\d+:\d(?!\d)|\d+[:]\d{3,}|[\w.+-]+@[\w-]+\.\w+|https?:\S+
          |\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|(?<!\d)\d{3,}-\d{3,}(?:-\d+)*|\d{4}-\d{3,}(?!\d))
    | (?P<area>[A-Za-z]{2,}/[A-Za-z_]{3,}(?:/[A-Za-z_]+)?)
    | (?P<utc>(?:UTC|GMT|utc|gmt)\s?[+-]\d{1,2}(?::?\d\d)?(?![\dhH]))
    | (?P<triple>(?<![\d])\d{1,4}(?P<sep>[/.-])\d{1,2}(?P=sep)\d{1,4}(?!\d))
    | (?P<clock>\d{1,2}:\d\d(?::\d\d)?(?![\d]))
    | (?P<pair>\d{1,4}/\d{1,4}(?!\d))
    | (?P<yearmonth>\d{4}[-.]\d{1,2}(?!\d))
    | (?P<hm>\d{1,2}[hH]\d\d(?!\d))
    | (?P<dotted>\d{1,2}\.\d{1,2}(?!\d))
    | (?P<decimal>\d{1,3},\d(?=\s?[^\W\d_])|\d*[½¼¾]|\d+\.\d+)
    | (?P<number>\d+)
    | (?P<word>[^\W\d_]+(?:['’‘ʼ][^\W\d_]+)*(?:(?:\.[^\W\d_])+\b)?)
    | (?P<mark>[^\s])
    """,
    re.VERBOSE,
)
OFFSET_BEHIND = re.compile(r"\s?\+\s?\d\d(?::?\d\d)?(?![\d:.hH]|\s?[a-z])")
MARKS = {"-": "dash", "–": "dash", "—": "dash", "−": "dash", "/": "slash", "+": "plus", "@": "at", "&": "and"}
SILENT = frozenset(",.;:!?'\"’‘“”«»()[]…·∙")
FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
UNKNOWN = LETTERS["unknown"]
NUMBER, DECIMAL, ORDINAL, MONTH = LETTERS["number"], LETTERS["decimal"], LETTERS["ordinal"], LETTERS["month"]
NUMERIC = frozenset(LETTERS[tag] for tag in ("number", "decimal", "dotted", "clock", "pair", "hm"))
CLOCKISH = NUMERIC | {LETTERS["meridiem"], LETTERS["oclock"], LETTERS["stamp"]}
HOUR_GLUED = "h glued"
ONLY_NEAR_NUMBERS = frozenset(("may", "march", "sat", "sun", "mar"))
ONLY_BEHIND_NUMBERS = {LETTERS["meridiem"], LETTERS["oclock"]}


@dataclass(slots=True)
class Lexed:
    items: list[Item] = field(default_factory=list)
    zones: list[tuple[Named, int, int]] = field(default_factory=list)
    abouts: list[tuple[int, int]] = field(default_factory=list)


def lex(text: str, lexicon: Lexicon) -> Lexed:
    """Cut a text up. Punctuation that means nothing for times is dropped; places in the text are kept."""
    found = list(TOKEN.finditer(text))
    out = Lexed()
    items = out.items
    keys = [fold(m[0]) if m.lastgroup == "word" else m[0] for m in found]
    i, count = 0, len(found)
    while i < count:
        match = found[i]
        start, end = match.span()
        kind = match.lastgroup or "mark"
        i += 1
        if kind == "word":
            taken = _zone_words(text, found, keys, i - 1, out, lexicon)
            if taken:
                i += taken - 1
                continue
            letter, value, more = _word(text, found, keys, i - 1, items, lexicon)
            if more:
                i += more
                end = found[i - 1].end()
            if letter == ORDINAL and value is None:  # the "rd" of "3rd"
                number = items.pop()
                items.append(Item(ORDINAL, number.value.n, number.start, end))
            elif letter == HOUR_GLUED:
                if items[-1].tag == NUMBER:
                    number = items.pop()
                    items.append(Item(LETTERS["hours"], number.value.n, number.start, end))
                else:
                    items.append(Item(LETTERS["unit"], "hour", start, end))
            else:
                items.append(Item(letter, value, start, end))
        elif kind == "number":
            items.append(Item(NUMBER, Numeral(int(match[0][:9]), match[0]), start, end))
        elif kind == "mark":
            mark = match[0]
            if mark in MARKS:
                items.append(Item(LETTERS[MARKS[mark]], None, start, end))
            elif mark == "," and items and items[-1].tag == NUMBER and i < count:
                following = lexicon.words.get(keys[i])
                if following and following[0] == MONTH:
                    items.append(Item(LETTERS["comma"], None, start, end))
            elif mark not in SILENT:
                items.append(Item(UNKNOWN, None, start, end))
        elif kind in ("utc", "area"):
            named = zone_of_offset(match[0]) if kind == "utc" else zone_of_area(match[0])
            if named:
                out.zones.append((named, start, end))
            elif kind == "area":
                i = _split_area(match, items, lexicon, i)
            else:
                items.append(Item(UNKNOWN, None, start, end))
        elif kind == "stamp":
            items.append(_stamp(match[0], start, end, out))
        else:
            items.append(_shaped(kind, match[0], start, end))
            if kind in ("clock", "dotted"):
                offset = OFFSET_BEHIND.match(text, end)
                if offset and (named := zone_of_offset(offset[0].replace(" ", ""))):
                    out.zones.append((named, *offset.span()))
                    while i < count and found[i].start() < offset.end():
                        i += 1
    _settle(text, out)
    return out


def _shaped(kind: str, text: str, start: int, end: int) -> Item:
    """Make the item of a token that its shape alone explains."""
    value: Any = text
    if kind == "blob":
        return Item(UNKNOWN, None, start, end)
    if kind == "decimal":
        if text[-1] in FRACTIONS:
            value = int(text[:-1] or 0) + FRACTIONS[text[-1]]
        else:
            value = float(text.replace(",", "."))
    elif kind in ("clock", "hm", "pair", "dotted", "yearmonth"):
        value = tuple(re.split(r"[:/.hH-]", text))
    elif kind == "triple":
        value = tuple(re.split(r"[/.-]", text))
    if kind == "yearmonth":
        kind = "pair"
    if kind == "clock":
        kind = "dotted" if len(value) == 1 else "clock"
    return Item(LETTERS[kind], value, start, end)


def _stamp(text: str, start: int, end: int, out: Lexed) -> Item:
    """Read an ISO 8601 date and time, with its offset if it has one."""
    year, month, day = (int(part) for part in text[:10].split("-"))
    hour, minute = int(text[11:13]), int(text[14:16])
    if hour > 23 or minute > 59:
        raise Unreadable("impossible", f"There is no {text[11:16]} on a clock. Type the time like 15:00.")
    offset = text[16:].lstrip(":.0123456789")
    named = zone_of_offset("+00") if offset == "Z" else zone_of_offset(offset) if offset else None
    if named:
        out.zones.append((named, end - len(offset), end))
    return Item(LETTERS["at_day"], At(Day(the_date(year, month, day)), Clock(hour * 60 + minute)), start, end)


def _split_area(match: re.Match[str], items: list[Item], lexicon: Lexicon, i: int) -> int:
    """Take "Mon/Tue" or "w/c" apart again, since it is no zone."""
    place = match.start()
    for n, word in enumerate(match[0].split("/")):
        if n:
            items.append(Item(LETTERS["slash"], None, place - 1, place))
        letter, value = lexicon.words.get(fold(word), (UNKNOWN, None))
        items.append(Item(letter, value, place, place + len(word)))
        place += len(word) + 1
    return i


def _word(
    text: str, found: list[re.Match[str]], keys: list[str], i: int, items: list[Item], lexicon: Lexicon
) -> tuple[str, Any, int]:
    """Look a word up, with the words behind it where they make a phrase; answer how many of those."""
    key = keys[i]
    for others, meaning in lexicon.phrases.get(key, ()):
        more = _follows(found, keys, i, others)
        if more:
            return *meaning, more
    start = found[i].start()
    if items and items[-1].end == start and items[-1].tag in NUMERIC:
        if key in lexicon.glued:
            letter, value = lexicon.glued[key]
            if letter != ORDINAL or items[-1].tag == NUMBER:
                return (HOUR_GLUED if key == "h" else letter), value, 0
        if key == "ish":
            return LETTERS["approx"], None, 0
    meaning = lexicon.words.get(key, (UNKNOWN, None))
    if items and items[-1].tag == NUMBER and key in lexicon.behind:
        return *lexicon.behind[key], 0
    if (
        len(items) > 1
        and items[-1].end == start
        and items[-1].tag == LETTERS["dash"]
        and key in lexicon.glued
    ):
        if items[-2].tag == NUMBER and items[-2].end == items[-1].start and lexicon.glued[key][0] == ORDINAL:
            items.pop()
            return ORDINAL, None, 0
    if meaning[0] == UNKNOWN:
        key = key.replace(".", "")
        meaning = lexicon.words.get(key, (UNKNOWN, None))
    if meaning[0] == UNKNOWN:
        if key in lexicon.glued and items and items[-1].tag in NUMERIC and lexicon.glued[key][1] is not None:
            return *lexicon.glued[key], 0
        if key.endswith("ish") and key[:-3] in lexicon.words:
            meaning = lexicon.words[key[:-3]]
            if meaning[0] in (NUMBER, LETTERS["clock"], LETTERS["daypart"]):
                return *meaning, 0
    if meaning[0] == NUMBER:
        return NUMBER, Numeral(meaning[1]), 0
    return *meaning, 0


def _follows(found: list[re.Match[str]], keys: list[str], i: int, others: tuple[str, ...]) -> int:
    """Answer how many tokens the other words of a phrase take up, 0 where it is not that phrase."""
    at = i + 1
    for other in others:
        while at < len(found) and (
            keys[at] == "-" or (keys[at] in "./'’" and found[at].start() == found[at - 1].end())
        ):
            at += 1
        if at >= len(found) or keys[at] != other:
            return 0
        at += 1
    return at - i - 1


def _zone_words(
    text: str, found: list[re.Match[str]], keys: list[str], i: int, out: Lexed, lexicon: Lexicon
) -> int:
    """Set aside a zone named in words; answer how many tokens it took."""
    word = found[i][0]
    upper = word.upper()
    last = out.items[-1] if out.items else None
    if upper in ABBREVIATIONS and (len(word) > 1 or (last and last.end == found[i].start())):
        behind = last is not None and last.tag in CLOCKISH
        behind = behind or bool(out.zones and out.zones[-1][2] >= found[i].start() - 2)
        if (word == upper and len(word) > 1) or (behind and keys[i] not in lexicon.words):
            end = found[i].end()
            out.zones.append((ABBREVIATIONS[upper], found[i].start(), end))
            return 1
    bracketed = i > 0 and keys[i - 1] == "("
    for length in (3, 2, 1):
        stop = i + length
        if stop > len(found) or found[stop - 1].lastgroup != "word":
            continue
        named_time = stop < len(found) and keys[stop] == "time"
        closed = bracketed and stop < len(found) and keys[stop] == ")"
        behind = stop == len(found) and last is not None and last.tag in CLOCKISH
        if not (named_time or closed or behind):
            continue
        named = zone_of_city(text[found[i].start() : found[stop - 1].end()].replace("_", " "))
        if named:
            end = stop + 1 if named_time else stop
            out.zones.append((named, found[i].start(), found[end - 1].end()))
            return end - i
    return 0


def _settle(text: str, out: Lexed) -> None:
    """Decide what only the neighbours can tell: lone months that are verbs, "am", room numbers, "about"."""
    items = out.items
    kept: list[Item] = []
    for n, item in enumerate(items):
        before = kept[-1] if kept else None
        after = items[n + 1] if n + 1 < len(items) else None
        if (item.tag in ONLY_BEHIND_NUMBERS and not (before and before.tag in CLOCKISH)) or (item.tag == NUMBER and _is_glued_to_a_name(before, item, after)):
            item.tag, item.value = UNKNOWN, None
        elif item.tag == MONTH and not text[item.start].isupper() and len(items) > 2:
            numeric = NUMERIC | {
                ORDINAL,
                LETTERS["mod"],
                LETTERS["in"],
                LETTERS["of"],
                LETTERS["the"],
                LETTERS["month"],
            }
            near = [other for other in (before, after) if other and other.tag in numeric]
            if text[item.start : item.end].lower() in ONLY_NEAR_NUMBERS and not near:
                item.tag, item.value = UNKNOWN, None
        elif before and before.tag == LETTERS["label"] and item.tag in NUMERIC:
            before.tag, before.value = UNKNOWN, None
            item.tag, item.value = UNKNOWN, None
        elif item.tag == LETTERS["approx"]:
            glued = (
                before is not None and before.tag in NUMERIC and text[item.start : item.end].lower() == "ish"
            )
            if glued and before is not None and before.tag == NUMBER:
                kept.insert(len(kept) - 1, Item(LETTERS["at"], None, before.start, before.start))
            if glued or (after and after.tag not in (UNKNOWN, LETTERS["the"])):
                out.abouts.append((item.start, item.end))
                continue
            item.tag = UNKNOWN
        kept.append(item)
    items[:] = kept


def _is_glued_to_a_name(before: Item | None, number: Item, after: Item | None) -> bool:
    """Whether a number is part of something like "AB12" or "12B"."""
    front = before is not None and before.tag == UNKNOWN and before.end == number.start
    return front or (after is not None and after.tag == UNKNOWN and after.start == number.end)
