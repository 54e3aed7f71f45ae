"""Recognise the department that a session is of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.line.lattice import Kind, Span
from bot.line.words import Word

_LABELS = frozenset(
    ("dept", "department", "team", "service", "office", "division", "section", "unit", "desk")
)
_STRONG = frozenset(("dept", "department", "dpt", "depts"))
_LEADS = frozenset(("in", "at", "@", "for", "with", "to", "from", "the", "our", "of"))
_WHERE = frozenset(("in", "at", "@"))
_MOST_WORDS = 6


def departments(words: Sequence[Word], known: Sequence[str], *, any_name: bool) -> Iterator[Span]:
    """Offer the known departments wherever they stand, and what "dept" or "in" leads to.

    `any_name`: no department is known here, so that any may be meant.
    """
    names = {tuple(name.casefold().split()): name for name in known}
    for place, word in enumerate(words):
        if word.mark:
            continue
        for last in range(min(place + _MOST_WORDS, len(words)), place, -1):
            name = names.get(tuple(one.key for one in words[place:last]))
            if name is not None:
                yield from _known(words, place, last, name)
                break
        label, _, id_ = word.text.partition(":")
        if id_ and label.casefold() in _STRONG:
            yield Span(place, place + 1, Kind.DEPARTMENT, 1.0, id_)  # "dept:7": a filter's way to name one
        if word.key in _STRONG and not (place + 1 < len(words) and words[place + 1].key in _LEADS):
            yield from _told(words, place)
        elif any_name and word.key in _WHERE:
            last = _title_run(words, place + 1)
            if last > place + 1:
                yield Span(place, last, Kind.DEPARTMENT, 4.0, _text(words, place + 1, last))


def _known(words: Sequence[Word], first: int, last: int, name: str) -> Iterator[Span]:
    """A known department, with what leads to it; beside a name it may be a surname."""
    begin = first
    while (begin and words[begin - 1].key in _LEADS | _STRONG) or (
        begin > 1 and words[begin - 1].text == ":" and words[begin - 2].key in _STRONG
    ):
        begin -= 1
    end = last + (last < len(words) and words[last].key in _LABELS | _STRONG)
    labelled = begin < first or end > last
    if (
        not labelled
        and begin
        and not words[begin - 1].mark
        and words[begin - 1].capital
        and words[begin - 1].letters
        and not _behind_whole_name(words, begin, end)
    ):
        return  # "Jane Family"
    yield Span(begin, end, Kind.DEPARTMENT, 1.0 if labelled else 2.0, name)
    if begin < first and words[begin].key == "for" and end == last:
        yield Span(first, end, Kind.DEPARTMENT, 2.0, name)


def _behind_whole_name(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether a department is the last word of all, and two or more that may be a name stand before it: "Jane Doe Leeds"."""
    named = 0
    while named < first and (word := words[first - 1 - named]).capital and not word.mark and not word.figures:
        named += 1
    return named > 1 and last == len(words)


def _told(words: Sequence[Word], place: int) -> Iterator[Span]:
    """What a label tells, though nobody knows it: the form will say so."""
    first = place + 1 + (place + 1 < len(words) and words[place + 1].text in (":", "="))
    last = _title_run(words, first)
    if last == first > place + 1 and first < len(words) and words[first].text.isdecimal():
        last += 1  # "dept: 7"
    if last > first:
        yield Span(place, last, Kind.DEPARTMENT, 4.0, _text(words, first, last))
    before = place
    while before and words[before - 1].capital and not words[before - 1].mark and place - before < 1:
        before -= 1
    if before < place:
        begin = before
        while begin and words[begin - 1].key in _LEADS:
            begin -= 1
        yield Span(begin, place + 1, Kind.DEPARTMENT, 5.0, _text(words, before, place))


def _title_run(words: Sequence[Word], first: int) -> int:
    last = first
    while (
        last < len(words)
        and last < first + 3
        and words[last].capital
        and not words[last].mark
        and not words[last].figures
    ):
        last += 1
    if (
        last == first
        and first < len(words)
        and words[first].letters
        and not words[first].mark
        and not words[first].figures
    ):
        last += 1
    return last


def _text(words: Sequence[Word], first: int, last: int) -> str:
    return " ".join(word.text for word in words[first:last])
