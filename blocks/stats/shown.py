"""The numbers of a span as people read them: rows with their parts, and one text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from blocks.words import counts as words
from bot.appointments.counts import NOT_NAMED, OTHER_LANGUAGE, Measure, Numbers

MOST_NAMED = 16
"""Languages that are named in a message."""
FEW = 5
"""Fewer sessions of a language than this are told together with others, unnamed: one might point at a person."""


class Stats(Struct, frozen=True):
    """What was counted from `first` to `last`; `title` says the days and the departments."""

    title: str
    first: date
    last: date
    since: date
    numbers: Numbers

    @property
    def counts_from(self) -> date:
        """The first of these days of which anything can be known."""
        return max(self.first, self.since)


class Row(Struct, frozen=True):
    """One number with a name; `of` says of how many it is, `is_part` that it stands in the one above it."""

    label: str
    value: str
    of: str = ""
    is_part: bool = False


def rows(stats: Stats) -> list[Row]:
    """Tell the numbers, each under the one that it is a part of."""
    numbers = stats.numbers
    sessions, missed = numbers.total(Measure.SESSIONS), numbers.total(Measure.NO_SHOWS)
    found = [Row(words.SESSIONS, str(sessions)), Row(words.CANCELLED, str(numbers.total(Measure.CANCELLED)))]
    found.append(Row(words.NO_SHOWS, str(missed), words.share(missed, sessions)))
    kinds = numbers.parts(Measure.NO_SHOWS)
    found += [Row(name, str(kinds[kind]), is_part=True) for kind, name in words.KINDS.items() if kinds[kind]]
    found += _waits(numbers)
    began, late = numbers.total(Measure.BEGAN), numbers.total(Measure.LATE)
    seen = f"{words.share(late, began)} of {began} whose start was seen" if began else "no start was seen"
    found.append(Row(words.LATE, str(late) if began else "–", seen))
    needed = numbers.total(Measure.INTERPRETER)
    found.append(Row(words.INTERPRETERS, str(needed), words.share(needed, sessions)))
    found += [Row(name, str(number), is_part=True) for name, number in languages(numbers, MOST_NAMED)]
    return found


def languages(numbers: Numbers, most: int | None = None) -> list[tuple[str, int]]:
    """Tell the languages that interpreters were needed for, those of many sessions first; of few together and without their names.

    `most`: how many are named, where there is no room for all.
    """
    found = numbers.parts(Measure.INTERPRETER)
    unnamed, others = found.pop(NOT_NAMED, 0), found.pop(OTHER_LANGUAGE, 0)
    many = Counter({name: number for name, number in found.items() if number >= FEW})
    few = others + sum(found.values()) - sum(many.values())
    named = sorted(many.items(), key=lambda one: (-one[1], one[0]))
    further = sum(number for _, number in named[most:]) if most is not None else 0
    last = ((words.FURTHER, further), (words.FEW_NAMED, few), (words.NONE_NAMED, unnamed))
    return [*named[:most], *((name, number) for name, number in last if number)]


def read_out(stats: Stats) -> str:
    """Say all of it in one text."""
    return " ".join([f"{stats.title}.", *_sentences(rows(stats)), *notes(stats)])


def notes(stats: Stats) -> list[str]:
    """What is to be known of the numbers."""
    return [words.counted_since(stats.since)] if stats.since > stats.first else []


def _waits(numbers: Numbers) -> list[Row]:
    waits = numbers.waits()
    found = [Row(words.WAITS, str(numbers.total(Measure.WAITED)))]
    if waits is not None:
        median, longest = map(words.minutes_words, waits)
        found += [Row(words.MEDIAN, median, is_part=True), Row(words.LONGEST, longest, is_part=True)]
    return found


def _sentences(told: list[Row]) -> Iterator[str]:
    """Each row is a sentence, with its parts behind it."""
    heads = [at for at, row in enumerate(told) if not row.is_part]
    for at, end in zip(heads, [*heads[1:], len(told)], strict=True):
        row, inner = told[at], told[at + 1 : end]
        said = f"{row.label}: {row.value}" + (f" ({row.of})" if row.of else "")
        parts = ", ".join(f"{one.label} {one.value}" for one in inner)
        yield f"{said}{': ' if row.of else ', '}{parts}." if parts else f"{said}."
