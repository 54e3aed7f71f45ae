"""Take what follows a word of the rules: a time, minutes, days, departments, statuses."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeVar

from rapidfuzz import fuzz, process

from bot.alerts.cursor import Cursor
from bot.alerts.rules import EVERY_DAY, WEEKDAYS
from bot.alerts.times import Clock, TwoTimes, Typist, Unclear, clipped, read_clock, read_length, read_zone
from bot.alerts.words import (
    ANY,
    BOUNDS,
    JOINS,
    LENGTH_IDLE,
    LENGTH_WORDS,
    MANY_DAYS,
    ONE_DAY,
    STATUSES,
    TOPICS,
    Kind,
    quoted,
)
from bot.appointments.model import Status

MOST_DEPARTMENTS, LONGEST_NAME = 20, 80
_SHOWN = 20
Value = TypeVar("Value")


def take_clock(cursor: Cursor, typist: Typist) -> Clock:
    """Take the longest run of words that is a time of day. Raises Unclear."""
    run = cursor.run()
    for count in range(len(run), 0, -1):
        try:
            clock = read_clock(" ".join(run[:count]), typist)
        except TwoTimes:
            raise
        except Unclear:
            continue
        cursor.advance(count)
        return clock
    return read_clock(" ".join(run), typist)  # for its words


def take_zone(cursor: Cursor, typist: Typist) -> str:
    """Take the longest run of words that names a zone. Raises Unclear."""
    if cursor.next is not None and cursor.next.kind is Kind.QUOTED:
        return read_zone(cursor.take().text, typist)
    run = cursor.run()
    for count in range(len(run), 1, -1):
        try:
            zone = read_zone(" ".join(run[:count]), typist)
        except Unclear:
            continue
        cursor.advance(count)
        return zone
    cursor.advance(len(run[:1]))
    return read_zone(" ".join(run[:1]), typist)


def take_lengths(cursor: Cursor, typist: Typist, longest: int) -> list[int]:
    """Take lengths: "60,15", "15 5", "1h 15m" and "15 minutes before each session". Raises Unclear."""
    texts: list[str] = []
    whole = True
    while cursor.more:
        word = cursor.word
        if cursor.passed(Kind.COMMA) or (word in JOINS and cursor.took(JOINS)):
            whole = True
        elif any(letter.isdigit() for letter in word) or (word in LENGTH_WORDS and (whole or not texts)):
            texts.append(cursor.take().text)
            whole = False
        elif word in LENGTH_WORDS:
            texts[-1] += f" {cursor.take().text}"
        elif texts and word in LENGTH_IDLE:
            cursor.skip({*LENGTH_IDLE, "the", "each", "every", "it", "its"})
        else:
            break
    return [read_length(text, typist, longest) for text in texts]


def take_days(cursor: Cursor) -> frozenset[int]:
    """Take days: "daily", "weekdays", "every Monday", "mon,wed,fri", "mon-fri", "Mon to Wed and Sat". Raises Unclear."""
    days: set[int] = set()
    while True:
        cursor.skip({"every", "each", "on"})
        word = cursor.word
        if word == "day":
            cursor.take()
            days |= EVERY_DAY
        elif word in MANY_DAYS:
            cursor.take()
            days |= MANY_DAYS[word]
        elif word in ONE_DAY:
            cursor.take()
            days |= _span(cursor, ONE_DAY[word])
        elif not days:
            raise Unclear("Type the days like this: daily, weekdays, mon,wed,fri or mon-fri.")
        else:
            return frozenset(days)
        _pass_between(cursor, {*MANY_DAYS, *ONE_DAY})


def _span(cursor: Cursor, first: int) -> set[int]:
    """The days from one to another, over the week's end too."""
    if not cursor.took({"to", "till", "until", "through", "-", "–"}):
        return {first}
    if cursor.word not in ONE_DAY:
        raise Unclear("Until which day? Type e.g. mon-fri.")
    last = ONE_DAY[cursor.take().word]
    return {(first + step) % 7 for step in range((last - first) % 7 + 1)}
