"""Take what follows a word of the rules: a time, a zone, lengths, days."""

from __future__ import annotations

from bot.alerts.kinds import AlertKind, Shape
from bot.alerts.rules import EVERY_DAY, Rules
from bot.alerts.typed.cursor import Cursor
from bot.alerts.typed.times import Clock, Doubt, Typist, Unclear, clipped, read_clock, read_length, read_zone
from bot.alerts.typed.words import (
    AFTER_LENGTH,
    BEFORE_LENGTH,
    EVERY,
    JOINS,
    LENGTH_WORDS,
    MANY_DAYS,
    OFF,
    ONE_DAY,
    Kind,
    tokens,
)


def take_clock(cursor: Cursor, typist: Typist) -> Clock:
    """Take the longest run of words that is a time of day. Raises Unclear."""
    run = cursor.run()
    for count in range(len(run), 0, -1):
        try:
            clock = read_clock(" ".join(run[:count]), typist)
        except Doubt:
            raise
        except Unclear:
            continue
        cursor.advance(count)
        return clock
    return read_clock(" ".join(run), typist)  # it has the words for what is wrong


def take_zone(cursor: Cursor, typist: Typist) -> str:
    """Take the longest run of words that names a zone. Raises Unclear."""
    if cursor.is_at(Kind.QUOTED):
        return read_zone(cursor.take().text, typist)
    run = cursor.run()
    for count in range(len(run), 0, -1):
        try:
            zone = read_zone(" ".join(run[:count]), typist)
        except Unclear:
            continue
        cursor.advance(count)
        return zone
    return read_zone(" ".join(run), typist)


def take_lengths(cursor: Cursor, typist: Typist, longest: int) -> list[int]:
    """Take lengths: "60,15", "15 5", "1h 15m", "half an hour and 15 minutes before each session". Raises Unclear."""
    texts: list[str] = []
    goes_on = False
    while cursor.more:
        word = cursor.word
        if any(letter.isdigit() for letter in word):
            texts.append(cursor.take().text)
            goes_on = True
        elif word in LENGTH_WORDS:
            text = cursor.take().text
            texts[-1:] = [f"{texts[-1]} {text}"] if goes_on else [*texts[-1:], text]
            goes_on = True
        elif texts and (cursor.is_at(Kind.COMMA) or word in JOINS | AFTER_LENGTH):
            cursor.take()
            goes_on = False
        else:
            break
    return [read_length(text, typist, longest) for text in texts]


def take_kind(cursor: Cursor, typist: Typist, kind: AlertKind) -> int | tuple[int, ...] | None:
    """Take what a kind of alert is set to with minutes; off where no length follows. Raises Unclear."""
    if cursor.is_at(Kind.COMMA) and cursor.ahead(1)[:1].isdigit():
        cursor.take()
    cursor.skip(BEFORE_LENGTH)
    is_one = kind.shape is Shape.MINUTES
    if is_one and cursor.took({"0", "0m", "0min", "now", "immediately"}):
        cursor.skip({"m", "min", "mins", "minutes"})
        return 0
    lengths = take_lengths(cursor, typist, kind.longest)
    if is_one:
        if len(lengths) > 1:
            raise Unclear("Type one number of minutes, e.g. 3.")
        return lengths[0] if lengths else None
    if len(set(lengths)) > kind.most:
        raise Unclear(f"{kind.most} {kind.name} at most.")
    return tuple(lengths)


def read_kind(text: str, typist: Typist, kind: AlertKind) -> int | tuple[int, ...] | None:
    """Read what a whole text sets a kind of alert to; off for "" and "off". Raises Unclear."""
    cursor = Cursor(tokens(text))
    found = kind.off if cursor.took(OFF) else take_kind(cursor, typist, kind)
    _check_end(cursor)
    return found


def kind_typed(kind: AlertKind, rules: Rules) -> str:
    """The words that set a kind of alert as it is set; nothing where it is not."""
    if not kind.is_set(rules):
        return ""
    found = getattr(rules, kind.name)
    if kind.shape is Shape.SWITCH:
        return kind.name
    return f"{kind.name} {','.join(map(str, found)) if kind.shape is Shape.SEVERAL else found}"


def is_day(cursor: Cursor) -> bool:
    """Whether days are told here, with "on" before them or without."""
    word = cursor.ahead(1) if cursor.word == "on" else cursor.word
    return word in EVERY or word in MANY_DAYS or word in ONE_DAY


def take_days(cursor: Cursor) -> frozenset[int]:
    """Take days: "daily", "weekdays", "every Monday", "mon-fri", "fri to mon". Raises Unclear."""
    cursor.skip({"on", *EVERY})
    if cursor.took({"day"}):
        return EVERY_DAY
    if cursor.word in MANY_DAYS:
        return MANY_DAYS[cursor.take().word]
    if cursor.word not in ONE_DAY:
        raise Unclear("On which days? Type daily, weekdays, mon,wed,fri or mon-fri.")
    first = ONE_DAY[cursor.take().word]
    if not cursor.took({"to", "till", "until", "through", "-", "–"}):
        return frozenset({first})
    if cursor.word not in ONE_DAY:
        raise Unclear("Until which day? Type e.g. mon-fri.")
    last = ONE_DAY[cursor.take().word]
    return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))


def _check_end(cursor: Cursor) -> None:
    while cursor.more:
        token = cursor.take()
        if token.kind is not Kind.COMMA:
            raise Unclear(f"“{clipped(token.text)}” is not a length. Type minutes or hours: 15, 45m, 1h.")
